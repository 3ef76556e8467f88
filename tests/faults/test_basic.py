"""Of suites that take longer one case of each way of sweeping that works, for the quick tests."""
import sys

import scratch
import test_build
import test_own_build
import test_reuse
import test_rounds

CASES = [
    (test_build.Installed, "test_whole"),
    (test_build.Required, "test_pyproject"),
    (test_own_build.Built, "test_whole"),
    (test_reuse.Reused, "test_all_of_it"),
    (test_reuse.Counts, "test_by_one_process"),
    (test_reuse.Counts, "test_by_a_process_each"),
    (test_rounds.Apart, "test_all_is_well"),
]

if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or ["%s.%s.%s" % (of.__module__, of.__name__, case) for of, case in CASES]
    scratch.main()
