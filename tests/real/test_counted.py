"""Instructions of a real release, counted by the real Valgrind in two environments at once."""
import json
import os

import real_case
import scratch

QUICKSTART = os.path.join(os.path.dirname(os.path.dirname(real_case.scratch.HERE)), "examples",
                          "quickstart", "benchmarks")


class Counted(real_case.RealTest):
    def setUp(self):
        real_case.need_valgrind(self)
        super().setUp()

    def least(self, label):
        return {b["fullname"]: min(b["extra_info"]["benchmem"]["instructions"])
                for b in self.benchmarks(label)}

    def test_the_same_release_twice(self):
        result = self.sweep("2.0.1", "again=tomli==2.0.1", package="tomli", timeout=300,
                            suite=QUICKSTART,
                            options=["--instructions", "--pytest-arg=--benchmark-max-time=0.02",
                                     "--jobs", "2"])
        self.assert_ok(result, "2.0.1", "again")
        one, other = self.least("2.0.1"), self.least("again")
        self.assertEqual(len(one), 3)
        self.assertEqual(set(one), set(other))
        for name, count in one.items():
            self.assertGreater(count, 100000)
            self.assertLess(abs(other[name] / count - 1), 0.02, (name, count, other[name]))
        for label in ("2.0.1", "again"):
            for benchmark in self.benchmarks(label):
                self.assertGreater(benchmark["stats"]["min"], 0)
                counted = benchmark["extra_info"]["benchmem"]["counted"]
                self.assertEqual((counted["hash_seed"], counted["calls"]), ("0", 3))
            with open(os.path.join(self.out, "counts", label + ".json"), encoding="utf-8") as f:
                functions = json.load(f)
            self.assertEqual(len(functions["benchmarks"]), 3)
            self.assertTrue([name for _, name in functions["functions"] if "PyEval" in name])


if __name__ == "__main__":
    scratch.main()
