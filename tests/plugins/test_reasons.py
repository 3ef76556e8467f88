"""Why tests fail, are skipped or are not collected, as the plugin notes it."""
import json
import sys

import pytest


def has(module):
    return not __import__("importlib.util").util.find_spec(module) is None


@pytest.fixture
def noted(pytester, monkeypatch):
    """Run pytest with the plugin on a suite; returns what it noted."""
    def noted(*words, package="", apart=False, **files):
        for name, text in files.items():
            path = pytester.path / ("benchmarks/" + name + ".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        record = pytester.path / "record"
        monkeypatch.setenv("BENCHMEM_REASONS_FILE", str(record))
        monkeypatch.setenv("BENCHMEM_REASONS_PACKAGE", package)
        run = pytester.runpytest_subprocess if apart else pytester.runpytest_inprocess
        run("-p", "_benchmem_reasons", "benchmarks", *words)
        if not record.is_file():
            return []
        return [json.loads(line) for line in record.read_text("ascii").splitlines()]
    return noted


def only(events, kind):
    """The event of that kind without its id, of which there is one."""
    found = [e for e in events if kind in e]
    assert len(found) == 1, events
    return {k: v for k, v in found[0].items() if k != kind}


def ids(events, kind):
    return [e[kind] for e in events if kind in e]


TEST = "benchmarks/test_a.py::test_a"


def test_all_is_well(noted):
    events = noted(test_a="def test_a(): pass")
    assert events == [{"begun": TEST}, {"over": TEST}, {"ended": 0}]


def test_a_failing_call(noted):
    events = noted(test_a="def test_a():\n    int('x\\n')\n")
    assert only(events, "failed") == {
        "reason": "ValueError: invalid literal for int() with base 10: 'x\\n'",
        "place": "benchmarks/test_a.py:2"}
    assert events[-1] == {"ended": 1}


def test_what_looks_into_failures_is_loaded_by_the_first(noted):
    look = "import sys\ndef test_%s():\n    assert '_benchmem_causes' not in sys.modules\n"
    events = noted(apart=True, test_a=look % "a", test_b="def test_b(): assert 0", test_c=look % "c")
    assert ids(events, "failed") == ["benchmarks/test_b.py::test_b", "benchmarks/test_c.py::test_c"]


def test_a_suite_that_has_no_path_left(noted):
    events = noted(apart=True, test_a="import sys\ndef test_a():\n    sys.path[:] = []\n"
                                      "    sys.path_importer_cache.clear()\n    assert 0\n")
    assert only(events, "failed") == {"reason": "AssertionError: assert 0",
                                      "place": "benchmarks/test_a.py:5"}


def test_the_first_line_alone(noted):
    events = noted(test_a="def test_a():\n    raise KeyError\n\n\n"
                          "def test_b():\n    raise RuntimeError('\\n\\n one \\n two')\n")
    assert [e["reason"] for e in events if "failed" in e] == ["KeyError", "RuntimeError: one"]


def test_the_place_is_the_suites_or_the_packages(noted, pytester, monkeypatch):
    site = pytester.path / "site-packages"
    for name, text in (("demo", "import other\n\n\ndef f():\n    other.f()\n"),
                       ("other", "def f():\n    raise OSError('low')\n")):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text(text)
    info = site / "demo-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(site))
    (info / "RECORD").write_text("demo/__init__.py,,\ndemo-1.0.dist-info/METADATA,,\n")
    suite = "import demo\n\n\ndef test_a():\n    demo.f()\n"
    assert only(noted(test_a=suite, package="demo"), "failed") == {
        "reason": "OSError: low", "place": "demo/__init__.py:5"}
    (pytester.path / "record").unlink()
    assert only(noted(package=""), "failed")["place"] == "other/__init__.py:2"
    (pytester.path / "record").unlink()
    assert only(noted(package="no-such"), "failed")["place"] == "benchmarks/test_a.py:5"


@pytest.mark.parametrize("when", ["before", "after"])
def test_set_up_and_tear_down(noted, when):
    raising = "    raise LookupError('%s')\n" % when
    events = noted(test_a="import pytest\n\n\n@pytest.fixture\ndef f():\n%s    yield\n%s\n\n"
                   "def test_a(f):\n    pass\n" % ((raising, "") if when == "before" else
                                                 ("", raising)))
    assert ids(events, "failed") == [TEST]
    assert only(events, "failed") == {"reason": "LookupError: " + when, "place":
                                      "benchmarks/test_a.py:" + ("6" if when == "before" else "7")}


def test_several_tear_downs(noted):
    """Newer releases of pytest make a group of them."""
    fixture = "@pytest.fixture\ndef %s():\n    yield\n    raise LookupError('%s')\n\n\n"
    events = noted(test_a="import pytest\n\n\n" + fixture % ("a", "a") + fixture % ("b", "b") +
                   "def test_a(a, b):\n    pass\n")
    assert only(events, "failed")["reason"].startswith("LookupError: ")


def test_a_missing_fixture(noted):
    events = noted(test_a="def test_a(nowhere):\n    pass\n")
    assert only(events, "failed") == {"reason": "fixture 'nowhere' not found", "fixture": "nowhere",
                                      "place": "benchmarks/test_a.py:1"}


def test_a_name_that_is_not_there(noted):
    events = noted(test_a="import os\nfrom json import nowhere\n")
    found = only(events, "failed")
    assert ids(events, "failed") == ["benchmarks/test_a.py"]
    assert found["reason"].startswith("ImportError: cannot import name 'nowhere' from 'json'")
    assert found["place"] == "benchmarks/test_a.py:2" and "module" not in found


def test_a_module_that_is_not_there(noted):
    found = only(noted(test_a="import helpers.part\n"), "failed")
    assert found == {"reason": "ModuleNotFoundError: No module named 'helpers'",
                     "place": "benchmarks/test_a.py:1", "module": "helpers"}


def test_the_package_itself_is_not_there(noted):
    found = only(noted(test_a="import no_demo", package="no-demo"), "failed")
    assert found["reason"] == "ModuleNotFoundError: No module named 'no_demo'"
    assert "module" not in found


def test_a_part_that_a_module_lacks(noted):
    """Nothing that copying could bring."""
    found = only(noted(test_a="import json.nowhere\n"), "failed")
    assert found["reason"] == "ModuleNotFoundError: No module named 'json.nowhere'"
    assert "module" not in found


def test_a_file_that_is_not_there(noted, pytester):
    found = only(noted(test_a="def test_a():\n    open('data/x.json')\n"), "failed")
    assert found["reason"].startswith("FileNotFoundError: [Errno 2]")
    assert found["file"] == str(pytester.path / "data" / "x.json")


def test_paths_are_told_from_where_readers_are(noted, pytester, monkeypatch):
    site = pytester.path / "site-packages"
    site.mkdir()
    (site / "demo.py").write_text("")
    monkeypatch.syspath_prepend(str(site))
    events = noted(test_a="from demo import nowhere\n",
                   test_b="import os\n\n\ndef test_a():\n    open(os.getcwd() + '/x')\n")
    assert [e["reason"] for e in events if "failed" in e][0] in (
        "ImportError: cannot import name 'nowhere' from 'demo' (%s)" % name
        for name in ("demo.py", "unknown location"))
    (pytester.path / "record").unlink()
    events = noted("--ignore=benchmarks/test_a.py")
    assert only(events, "failed")["reason"] == "FileNotFoundError: [Errno 2] No such file or directory: 'x'"


def test_other_collection_errors(noted):
    events = noted(test_syntax="def f(:\n", test_raises="1 / 0\n")
    found = {e["failed"]: e for e in events if "failed" in e}
    assert ids(events, "stopped") == []
    assert found["benchmarks/test_raises.py"]["reason"] == "ZeroDivisionError: division by zero"
    assert found["benchmarks/test_raises.py"]["place"] == "benchmarks/test_raises.py:1"
    assert found["benchmarks/test_syntax.py"]["reason"].startswith("SyntaxError: invalid syntax")
    assert found["benchmarks/test_syntax.py"]["place"] == "benchmarks/test_syntax.py:1"
    assert events[-1] == {"ended": 2}


def test_others_are_not_run_for_what_is_not_collected(noted):
    files = {"test_raises": "1 / 0\n", "test_a": "def test_a(): pass\ndef test_b(): pass\n"}
    events = noted("-ktest_a", **files)
    assert ids(events, "begun") == [] and events[-2:] == [{"unrun": 2}, {"ended": 2}]
    events = noted("-ktest_b", "--continue-on-collection-errors")[len(events):]
    assert ids(events, "begun") == ["benchmarks/test_a.py::test_b"] and ids(events, "unrun") == []
    assert ids(noted("-kother"), "unrun") == [2]


def test_what_finishes_the_session_fails(noted):
    """As warnings do that are errors: pytest-benchmark gives one where there is nothing to save."""
    conftest = "def pytest_sessionfinish():\n    raise UserWarning('nothing to save')\n"
    events = noted(conftest=conftest, test_a="def test_a(): assert 0")
    assert [list(e)[0] for e in events] == ["begun", "failed", "over", "ended", "stopped"]
    assert ids(events, "stopped") == ["UserWarning: nothing to save"]


def test_a_conftest_that_is_wrong(noted):
    events = noted(conftest="import helpers\n", test_a="def test_a(): pass")
    assert only(events, "stopped")["module"] == "helpers"
    assert [e["stopped"] for e in events] == ["ModuleNotFoundError: No module named 'helpers'"]
    assert events[0]["place"] == "benchmarks/conftest.py:1"


def test_options_that_are_wrong(noted):
    events = noted("no_such_file", test_a="def test_a(): pass")
    assert "no_such_file" in ids(events, "stopped")[0]


def test_it_is_given_up(noted):
    events = noted(test_a="import pytest\n\n\ndef test_a():\n    pytest.exit('enough', 3)\n")
    assert ids(events, "stopped") == ["Exit: enough"]
    assert ids(events, "begun") == [TEST]


def test_an_internal_error(noted):
    events = noted(conftest="def pytest_runtest_protocol():\n    raise LookupError('hook')\n",
                   test_a="def test_a(): pass")
    assert ids(events, "stopped") == ["internal error: LookupError: hook"]
    assert events[0]["place"] == "benchmarks/conftest.py:2"


def test_a_crash(noted):
    events = noted(apart=True, test_a="import os\n\n\ndef test_a():\n    pass\n\n\ndef test_b():\n"
                          "    os.abort()\n")
    assert events[-1] == {"begun": "benchmarks/test_a.py::test_b"}


def test_a_fork_notes_nothing(noted):
    events = noted(apart=True, test_a="import os\n\n\ndef test_a():\n    if not os.fork():\n"
                          "        raise SystemExit(3)\n    os.wait()\n")
    assert events == [{"begun": TEST}, {"over": TEST}, {"ended": 0}]


SKIPS = """
import pytest

@pytest.fixture
def benchmark():
    pass

@pytest.mark.skip(reason="not today")
def test_mark(benchmark): pass

def test_call(benchmark):
    pytest.skip("not here")

def test_no_benchmark():
    pytest.skip("who cares")

@pytest.mark.xfail(reason="known")
def test_expected(benchmark):
    raise ValueError

@pytest.mark.xfail(strict=True, reason="known")
def test_unexpected(benchmark):
    pass

@pytest.mark.xfail(raises=KeyError)
def test_another(benchmark):
    raise ValueError("other")
"""


def test_skips_and_expected_failures(noted):
    events = noted(test_a=SKIPS, test_b="import pytest\npytest.importorskip('no_such')\n")
    skipped = {e["skipped"].split("::")[-1]: e["reason"] for e in events if "skipped" in e}
    assert skipped.pop("benchmarks/test_b.py").startswith("could not import 'no_such'")
    assert skipped == {"test_mark": "not today", "test_call": "not here"}
    failed = {e["failed"].split("::")[-1]: e["reason"] for e in events if "failed" in e}
    assert failed == {"test_unexpected": "[XPASS(strict)] known", "test_another": "ValueError: other"}


def test_hostile_texts(noted):
    texts = ["\x1b[31m<CTestMeasurement>\x00\x85\u2028\u202e", "x" * 100000, "\ud800", "<b>&amp;"]
    events = noted(test_a="import pytest\n\n\n@pytest.mark.parametrize('i', range(4))\ndef test_a(i):\n"
                          "    raise ValueError(%r[i])\n\n\nclass Liar(Exception):\n"
                          "    def __str__(self):\n        raise TypeError\n\n\ndef test_b():\n"
                          "    raise Liar\n\n\ndef test_c():\n"
                          "    exec(compile('1/0', '/no/such', 'exec'))\n" % texts)
    reasons = [e["reason"] for e in events if "failed" in e]
    assert reasons[0] == "ValueError: \\x1b[31m<CTestMeasurement>\\x00"
    assert len(reasons[1]) == len("ValueError: ") + 20000
    assert reasons[2:4] == ["ValueError: \\ud800", "ValueError: <b>&amp;"]
    assert reasons[4:] == ["Liar: its text cannot be had: TypeError",
                           "ZeroDivisionError: division by zero"]


def test_the_file_cannot_be_written(noted, pytester):
    (pytester.path / "record").symlink_to("/dev/full")
    assert noted(test_a="def test_a(): assert 0") == []
    assert "1 failed" in pytester.runpytest_subprocess().stdout.str()


def test_without_a_file_nothing_is_done(pytester):
    pytester.makepyfile("def test_a(): assert 0")
    pytester.runpytest_subprocess("-p", "_benchmem_reasons").assert_outcomes(failed=1)


# --- beside other plugins ------------------------------------------------------------------------

@pytest.mark.skipif(not has("pytest_rerunfailures"), reason="not installed")
def test_tests_that_are_run_again(noted, pytester):
    events = noted("--reruns", "2", test_a="""
import itertools
COUNT = itertools.count()

def test_a():
    assert next(COUNT) > 0, "the first time"

def test_b():
    raise ValueError("always")
""")
    assert only(events, "failed") == {"reason": "ValueError: always",
                                      "place": "benchmarks/test_a.py:9"}


@pytest.mark.skipif(not has("xdist"), reason="not installed")
def test_tests_in_several_processes(noted):
    events = noted("-n", "2", apart=True, test_a="def test_a():\n    raise ValueError('far away')\n")
    assert only(events, "failed") == {"reason": "ValueError: far away",
                                      "place": "benchmarks/test_a.py:2"}
    assert [e for e in events if "ended" in e] == [{"ended": 1}]


@pytest.mark.skipif(not has("xdist") or not has("pytest_benchmark"), reason="not installed")
def test_benchmarks_in_several_processes_are_refused(noted):
    events = noted("-n", "2", "--benchmark-only", apart=True, test_a="def test_a(benchmark):\n    pass\n")
    assert "Can't have both --benchmark-only and --benchmark-disable" in ids(events, "stopped")[0]


def test_reports_that_another_plugin_makes(noted):
    events = noted(conftest="""
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and item.name == "test_a":
        report.outcome, report.longrepr = "failed", "budget exceeded"
    if report.when == "call" and item.name == "test_b":
        report.outcome, report.longrepr = "passed", None
""", test_a="def test_a(): pass\n\ndef test_b(): assert 0\n")
    assert only(events, "failed") == {"reason": "budget exceeded"}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="they are of 3.11")
def test_groups(noted):
    events = noted(test_a="def test_a():\n    raise ExceptionGroup('all', [OSError('one'), "
                          "KeyError(2)])\n")
    assert only(events, "failed")["reason"] == "OSError: one"


BENCHMARK = "def test_a(benchmark): pass"


def test_no_file_has_a_name_that_is_collected(noted):
    events = noted(benchmark_b=BENCHMARK, benchmark_a="class TestA:\n    " + BENCHMARK, conftest="", util="X = 1")
    assert ids(events, "stopped") == [
        "it collected no tests: benchmarks are in benchmark_a.py, benchmark_b.py, and it looks into test_*.py "
        "and *_test.py alone; its argument --override-ini=python_files=benchmark_*.py changes that "
        "(--pytest-arg, PYTEST_ARGS)"]
    assert events[-1] == {"ended": 5}
    events = noted("--override-ini=python_files=benchmark_*.py")
    assert ids(events, "ended") == [5, 0] and len(ids(events, "stopped")) == 1


def test_no_function_has_a_name_that_is_collected(noted):
    bench = "def bench_a(benchmark): pass\nclass TestA:\n    async def bench_b(self, benchmark): pass"
    assert ids(noted(test_a=bench), "stopped") == [
        "it collected no tests: benchmarks are called bench_a, bench_b, and it takes test* alone; its argument "
        "--override-ini=python_functions=bench_* changes that (--pytest-arg, PYTEST_ARGS)"]
    assert ids(noted("--override-ini=python_functions=bench_*", "-kbench_a"), "ended") == [5, 0]


def test_all_are_deselected(noted):
    events = noted("-k", "not test", test_a="def test_a(): pass\ndef test_b(): pass")
    assert ids(events, "stopped") == ["it ran no tests: 2 deselected, by -k, -m, --deselect or a plugin"]
    assert events[-1] == {"ended": 5}


def test_the_only_file_that_is_collected_is_deselected(noted):
    assert noted("-k", "other", test_a=BENCHMARK, bench_a=BENCHMARK) == [
        {"stopped": "it ran no tests: 1 deselected, by -k, -m, --deselect or a plugin"}, {"ended": 5}]


@pytest.mark.parametrize("files", [{"util": "X = 1"}, {"test_a": "", "bench_a": BENCHMARK}])
def test_nothing_was_collected_for_another_reason(noted, files):
    assert noted(**files) == [{"ended": 5}]
