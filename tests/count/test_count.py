"""The counting plugin under Valgrind, in the environment that runs this.

COUNT_LIBRARY, COUNT_PLUGINS: the library benchmem_call and the directory of the plugins.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import namedtuple

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
HELPER = "def fails():\n    raise KeyError('k')\n"
CONFTEST = "import pytest\n\n\n@pytest.fixture\ndef own(benchmark):\n    return benchmark\n"

EVEN = os.path.join(os.path.dirname(os.environ["COUNT_LIBRARY"]), "benchmem_even.so")
# Addresses are not randomised, where that is allowed.
FIXED = ["setarch", "-R"]
if not shutil.which("setarch") or subprocess.call(FIXED + ["true"], stderr=subprocess.DEVNULL):
    FIXED = []

Run = namedtuple("Run", "status events dumps output run_file")


def totals(directory):
    """What each dump counted, by the number it was asked for with."""
    found = {}
    for name in os.listdir(str(directory)):
        if not re.match(r"dump\.\d+$", name):
            continue
        with open(str(directory / name), errors="replace") as file:
            text = file.read()
        number = int(re.search(r"^desc: Trigger: Client Request: (\d+)$", text, re.M).group(1))
        found[number] = int(re.findall(r"^totals: (\d+)$", text, re.M)[-1])
    return found


def count(directory, suite, *words, **more):
    (directory / "test_suite.py").write_bytes(open(os.path.join(HERE, suite), "rb").read())
    (directory / "helper.py").write_text(HELPER)
    (directory / "conftest.py").write_text(CONFTEST)
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONPATH=os.environ["COUNT_PLUGINS"],
                       OMP_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1",
                       BENCHMEM_COUNT_FILE=str(directory / "record"),
                       BENCHMEM_REASONS_FILE=str(directory / "reasons"),
                       BENCHMEM_COUNT_LIBRARY=os.environ["COUNT_LIBRARY"],
                       BENCHMEM_COUNT_CALLS="3", BENCHMEM_COUNT_WARMUP="12",
                       BENCHMEM_COUNT_EVEN=EVEN, LD_PRELOAD=EVEN, PYTHONMALLOC="malloc")
    for name in ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "VALGRIND_OPTS"):
        environment.pop(name, None)
    environment.update(more)
    command = FIXED + [shutil.which("valgrind"), "--tool=callgrind", "--instr-atstart=no", "--vgdb=no",
               "--child-silent-after-fork=yes", "--log-file=" + str(directory / "log"),
               "--callgrind-out-file=" + str(directory / "dump"),
               sys.executable, "-m", "pytest", "-q", "-p", "_benchmem_reasons",
               "-p", "_benchmem_count",
               "-p", "no:cacheprovider", "--benchmark-json=run.json", "test_suite.py"]
    done = subprocess.run(command + list(words), cwd=str(directory), env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1200)
    events = []
    for name in ("record", "reasons"):
        if (directory / name).exists():
            events += [json.loads(line) for line in (directory / name).read_text().splitlines()]
    run_file = None
    if (directory / "run.json").exists() and (directory / "run.json").stat().st_size:
        run_file = json.loads((directory / "run.json").read_text())
    return Run(done.returncode, events, totals(directory), done.stdout.decode(), run_file)


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    return count(tmp_path_factory.mktemp("forms"), "suite_forms.py")


def event(run, kind, test):
    """The event of that kind of the test of that name."""
    found = [e for e in run.events if e.get(kind) == "test_suite.py::" + test]
    assert len(found) == 1, (kind, test, run.events, run.output)
    return found[0]


def values(run, test):
    return [run.dumps[number] for number in event(run, "counted", test)["dumps"]]


COUNTED = ["test_call", "test_keywords", "test_names[1]", "test_names[a b]", "test_names[x::y]",
           "TestClass::test_method", "test_decorator", "test_own_fixture", "test_set_up",
           "test_set_up_without_arguments", "test_iterations", "test_used_twice", "test_collector",
           "test_cycles", "test_thread", "test_fork", "test_subprocess", "test_asyncio",
           "test_assertion", "test_expected"]


@pytest.mark.parametrize("test", COUNTED)
def test_three_calls_are_counted(forms, test):
    assert event(forms, "counted", test)["warmup"] == 12
    assert len(values(forms, test)) == 3
    assert all(value > 0 for value in values(forms, test))


def test_hostile_names(forms):
    names = [e["counted"] for e in forms.events if "test_names" in e.get("counted", "")]
    assert len(names) == 6 and max(map(len, names)) > 3000
    assert set(names) <= {b["fullname"] for b in forms.run_file["benchmarks"]}


def test_only_the_call_is_counted(forms):
    assert max(values(forms, "test_names[1]")) < 500  # len()
    assert max(values(forms, "test_set_up")) < 3000  # a pop(); its set-up has over 100,000
    assert min(values(forms, "test_call")) > 5000


def test_python_functions_of_a_call(forms):
    traced = event(forms, "counted", "test_call")["python"]
    assert [(file, name, calls) for file, _line, name, calls, _b in traced] == [
        ("test_suite.py", "fib", 67)]
    assert traced[0][4] > 67
    # The set-up runs fib() too, and is not the call.
    assert "fib" not in [name for _f, _l, name, _c, _b in event(forms, "counted", "test_set_up")["python"]]
    assert "python" not in event(forms, "counted", "test_beside_a_thread")


def test_calls_are_no_more_than_pedantic_asks_for(forms):
    assert event(forms, "counted", "test_no_more_than_asked")["warmup"] == 0
    assert len(values(forms, "test_no_more_than_asked")) == 1
    assert event(forms, "counted", "test_some_of_what_is_asked")["warmup"] == 3
    assert len(values(forms, "test_some_of_what_is_asked")) == 3


REASONS = {
    "test_raises": "ValueError: invalid literal for int() with base 10: 'no number\\nsecond line'"
                   " (test_suite.py:%d)",
    "test_raises_deep_in_a_module": "KeyError: 'k' (helper.py:2)",
    "test_assertion": "AssertionError: assert 1 == 2 (test_suite.py:%d)",
    "test_arguments_twice": "TypeError: Can't use `args` or `kwargs` if `setup` returns the "
                            "arguments. (test_suite.py:%d)",
    "test_no_fixture": "fixture 'nowhere' not found (test_suite.py:%d)",
}


@pytest.mark.parametrize("test", sorted(REASONS))
def test_why_it_failed(forms, test):
    found = event(forms, "failed", test)
    place = re.sub(r"(test_suite\.py):\d+", r"\1:%d", found["place"])
    assert "%s (%s)" % (found["reason"], place) == REASONS[test]


def test_why_it_was_skipped(forms):
    assert event(forms, "skipped", "test_skips")["reason"] == "not here"
    assert event(forms, "skipped", "test_marked")["reason"] == "marked so"


def test_nothing_else_failed(forms):
    failed = {e["failed"] for e in forms.events if "failed" in e}
    others = {"test_no_benchmark"}  # which --benchmark-only would leave out
    assert failed == {"test_suite.py::" + test for test in others.union(REASONS)}, forms.output
    assert forms.events[-1] == {"ended": 1}


def test_other_threads_are_told(forms):
    assert event(forms, "counted", "test_beside_a_thread")["threads"] == 2
    assert "threads" not in event(forms, "counted", "test_call")


def test_children_are_not_counted(forms):
    """Of fib(12) in a fork there is nothing."""
    assert max(values(forms, "test_fork")) < 100000


def test_roots(forms):
    assert os.path.dirname(os.path.dirname(pytest.__file__)) + os.sep in forms.events[1]["roots"]


def test_conditions(forms):
    found = forms.events[0]["conditions"]
    assert (found["calls"], found["warmup"], found["hash_seed"]) == (3, 12, "0")
    assert found["randomised"] in (True, False, None)
    assert found["processor"]
    assert found["malloc"] == "even"
    if FIXED:
        assert found["randomised"] is False
    assert found["threads"]["OMP_NUM_THREADS"] == "1"


def test_run_file_has_what_was_counted(forms):
    """But for a fixture that was misused, as when timed."""
    counted = {e["counted"] for e in forms.events if "counted" in e}
    assert counted - {"test_suite.py::test_used_twice"} == {b["fullname"] for b in forms.run_file["benchmarks"]}
    call = [b for b in forms.run_file["benchmarks"] if b["name"] == "test_call"][0]
    assert call["group"] == "g" and call["extra_info"] == {"a": 1}


SAME = ("test_parse", "test_grow", "test_error")


@pytest.fixture(scope="module")
def same(tmp_path_factory):
    """suite_same.py counted twice in one place, there without tracing, and where paths are longer."""
    short = tmp_path_factory.mktemp("s") / "s"
    long = short.parent / "a-name-that-is-much-longer-than-the-other"
    runs = {}
    for name, place, fork in (("once", short, "return True"), ("again", short, "return True"),
                              ("untraced", short, "return None"), ("elsewhere", long, "return True")):
        if place.exists():
            shutil.rmtree(str(place))
        shutil.copytree(os.environ["COUNT_PLUGINS"], str(place / "plugins"))
        trace = place / "plugins" / "_benchmem_trace.py"
        text = trace.read_text()
        assert text.count("    return True\n") == 1  # of can_fork(), which gets no other length
        trace.write_text(text.replace("return True\n", fork + "\n"))
        run = count(place, "suite_same.py", PYTHONPATH=str(place / "plugins"))
        assert run.status == 0, run.output
        runs[name] = run._replace(dumps={test: values(run, test) for test in SAME})
    return runs


def test_the_same_wherever_it_is(same):
    """Nearly so, in the same place again and where paths are longer: what is left are hashes of
    addresses, which a process's history moves.  With the C library's allocator it is 1 % and more."""
    for name in ("again", "elsewhere"):
        for test in SAME:
            one, other = same["once"].dumps[test], same[name].dumps[test]
            assert abs(min(other) / min(one) - 1) < 0.005, (name, test, one, other)


def test_tracing_changes_no_count(same):
    """What the process keeps of a trace moves addresses for the benchmarks after it, in 3.13 eight
    instructions of 30,000."""
    for name in ("once", "untraced"):
        assert ["python" in event(same[name], "counted", test) for test in SAME] == 3 * [name == "once"]
    for test in SAME:
        traced, untraced = same["once"].dumps[test], same["untraced"].dumps[test]
        assert abs(min(traced) / min(untraced) - 1) < 0.0005, (test, traced, untraced)
        # Four instructions of 830,000 are strchr's, which goes another way where a string meets the
        # end of a page; each run of one and the same process may have them in another of its calls.
        if FIXED and test == SAME[0]:
            assert all(abs(a - b) <= 8 for a, b in zip(traced, untraced)), (traced, untraced)


def test_what_was_counted_before_it_went_is_there(tmp_path):
    run = count(tmp_path, "suite_exit.py", BENCHMEM_COUNT_CALLS="2", BENCHMEM_COUNT_WARMUP="0")
    assert run.status == 3
    assert len(values(run, "test_before")) == 2
    assert run.events[-1] == {"begun": "test_suite.py::test_exits"}, run.events


@pytest.fixture
def no_valgrind(tmp_path, monkeypatch):
    """A program of its name that only runs the command."""
    program = tmp_path / "valgrind"
    program.write_text("#!/bin/sh\nwhile [ \"${1#--}\" != \"$1\" ]; do shift; done\nexec \"$@\"\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "%s%s%s" % (tmp_path, os.pathsep, os.environ["PATH"]))


@pytest.mark.parametrize("more", [{"BENCHMEM_COUNT_CALLS": "0"}, {"BENCHMEM_COUNT_CALLS": ""},
                                  {"BENCHMEM_COUNT_WARMUP": "x"}])
def test_wrong_numbers_are_refused(tmp_path, no_valgrind, more):
    run = count(tmp_path, "suite_exit.py", **more)
    assert run.status == 4 and [list(e) for e in run.events] == [["stopped"]]
    assert list(more)[0] in run.events[0]["stopped"] and list(more)[0] in run.output


def test_without_valgrind_nothing_is_counted(tmp_path, no_valgrind):
    run = count(tmp_path, "suite_exit.py")
    assert run.status == 4 and "not run under Valgrind" in run.output


def test_memory_of_the_peer(tmp_path):
    pytest.importorskip("pytest_benchmem")
    run = count(tmp_path, "suite_memory.py", "--benchmark-memory")
    assert run.status == 0, run.output
    assert [e["dumps"] for e in run.events if "counted" in e] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
