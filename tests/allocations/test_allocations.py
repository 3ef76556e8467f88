"""What is kept of memory passes, beside the pytest-benchmem and memray that run this.

ALLOCATIONS_PLUGINS: the directory of the plugins.
"""

import json
import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
PLUGIN = "_benchmem_allocations"


def environment(**more):
    clean = dict(os.environ, PYTHONPATH=os.environ["ALLOCATIONS_PLUGINS"], PYTHONHASHSEED="0",
                 PYTHONDONTWRITEBYTECODE="1", SCALE="1")
    for name in ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS"):
        clean.pop(name, None)
    return dict(clean, **more)


def run(directory, suite, *words, plugin=True, **more):
    """Measure the suite; what the run file says, and what was kept, by test."""
    source = open(os.path.join(HERE, suite), "rb").read()
    (directory / "test_suite.py").write_bytes(source)
    for name in ("run.json", "kept.json"):
        if (directory / name).exists():
            (directory / name).unlink()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--benchmark-memory",
               "--benchmark-json=run.json", "--benchmark-max-time=0.01", "test_suite.py", *words]
    if plugin:
        command[4:4] = ["-p", PLUGIN]
    done = subprocess.run(command, cwd=str(directory), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=200,
                          env=environment(BENCHMEM_ALLOCATIONS_FILE=str(directory / "kept.json"),
                                          **more))
    output = done.stdout.decode("utf-8", "replace")
    figures = {one["fullname"]: one["extra_info"].get("benchmem")
               for one in json.loads((directory / "run.json").read_text())["benchmarks"]}
    kept = directory / "kept.json"
    assert not (directory / "kept.json.new").exists()
    return figures, Kept(json.loads(kept.read_text())) if kept.exists() else None, output


class Kept:
    def __init__(self, kept):
        assert kept["format"] == 1
        self.text = kept
        self.functions = [(kept["objects"][file], name) for file, name in kept["functions"]]
        self.benchmarks = {one["fullname"]: one for one in kept["benchmarks"]}

    def sites(self, fullname, part="peak"):
        """(file, function) -> [bytes, allocations]"""
        found = {}
        flat = self.benchmarks[fullname][part]["sites"]
        for at in range(0, len(flat), 4):
            function, _line, size, count = flat[at:at + 4]
            amount = found.setdefault(self.functions[function], [0, 0])
            amount[0] += size
            amount[1] += count
        return found

    def stacks(self, fullname, part="peak"):
        """Names from the outermost in -> bytes"""
        found, names = {}, []
        flat = self.benchmarks[fullname][part]["stacks"]
        for at in range(0, len(flat), 5):
            parent, function, _line, size, _count = flat[at:at + 5]
            assert parent < at // 5
            outer = names[parent] if parent >= 0 else ()
            names.append(outer + (self.functions[function][1],))
            if size:
                found[names[-1]] = found.get(names[-1], 0) + size
        return found


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    directory = tmp_path_factory.mktemp("forms")
    without, nothing, _ = run(directory, "suite_forms.py", plugin=False)
    assert nothing is None
    return (without, *run(directory, "suite_forms.py", BENCHMEM_ALLOCATIONS_STACKS="1"))


def test_no_figure_changes(forms):
    without, figures, _kept, output = forms
    assert set(figures) == set(without) and len(figures) == 16, output
    for name, figure in figures.items():
        for one in (figure, without[name]):
            (one or {}).pop("rss_bytes", None)
        if "thread" not in name:  # whose own memory differs from run to run
            assert figure == without[name], name


def test_what_is_kept_is_what_is_told(forms):
    _without, figures, kept, output = forms
    none = {name for name in figures if name not in kept.benchmarks}
    assert {name.split("::")[-1] for name in none} == {
        "test_isolated", "test_tracker_of_its_own", "test_fails"}, output
    assert "benchmem:" not in output
    for name, one in kept.benchmarks.items():
        figure = figures[name]
        least = figure["peak_bytes"].index(min(figure["peak_bytes"]))
        assert one["peak"]["bytes"] == figure["peak_bytes"][least]
        assert one["allocated"]["bytes"] == figure["total_bytes"][least]
        assert one["allocated"]["allocations"] == figure["allocations"][least]
        for part in ("peak", "allocated"):
            total = one[part]["bytes"]
            assert 0.999 * total <= sum(size for size, _ in kept.sites(name, part).values()) <= total
            assert 0.999 * total <= sum(kept.stacks(name, part).values()) <= total


def test_sites(forms):
    _without, _figures, kept, _output = forms
    for name, size in (("test_call", 10001), ("test_pedantic", 20001), ("test_decorator", 30001),
                       ("TestClass::test_method", 40001)):
        assert kept.sites("test_suite.py::" + name)[("test_suite.py", "work")] == [size, 1], name
    hostile = [name for name in kept.benchmarks if "test_hostile[" in name]
    assert len(hostile) == 4 and max(map(len, hostile)) > 10000
    for name in hostile:
        assert kept.sites(name)[("test_suite.py", "work")] == [50001, 1]
    (file, function), amount = max(kept.sites("test_suite.py::test_names").items(),
                                   key=lambda one: one[1])
    assert file == "<b>&'\"\x1b[31m.py" and amount == [60001, 1]
    assert function.startswith("n" * 1000) and len(function) < 1100
    assert kept.sites("test_suite.py::test_thread")[("test_suite.py", "<lambda>")] == [80001, 1]
    assert kept.sites("test_suite.py::test_forks")[("test_suite.py", "forking")] == [90001, 1]


def test_stacks_begin_with_the_function_that_is_measured(forms):
    _without, _figures, kept, _output = forms
    assert list(kept.stacks("test_suite.py::test_call")) == [("work",)]
    assert list(kept.stacks("test_suite.py::test_decorator")) == [("result", "work")]
    deep = max(kept.stacks("test_suite.py::test_deep"), key=len)
    assert deep == ("deep",) * 250
    assert kept.sites("test_suite.py::test_deep")[("test_suite.py", "deep")][0] >= 70001


def test_planted(tmp_path):
    found = [run(tmp_path, "suite_planted.py", SCALE=scale)[1] for scale in "12"]
    assert len(found[0].benchmarks) == 12
    for name in found[0].benchmarks:
        for part in ("peak", "allocated"):
            one, other = (kept.sites(name, part) for kept in found)
            changes = {site: other.get(site, [0, 0])[0] - one.get(site, [0, 0])[0]
                       for site in {*one, *other}}
            (_file, function), change = max(changes.items(), key=lambda item: abs(item[1]))
            expected = name.split("[")[-1].rstrip("]").split("test_")[-1]
            assert function in (expected, "planted_" + expected, "(native code)"), (name, part)
            assert abs(change / 200000 - 1) < 0.02, (name, part, change)
            assert (function == "(native code)") == ("test_native" in name)


def test_stacks_are_kept_when_asked(tmp_path):
    kept = run(tmp_path, "suite_planted.py", "-k", "test_native")[1]
    assert "stacks" not in kept.benchmarks["test_suite.py::test_native"]["peak"]


def test_records_kept_by_the_peer(tmp_path):
    figures, kept, output = run(tmp_path, "suite_forms.py", "-k", "test_call or test_pedantic",
                                "--benchmark-memory-profile=profiles", "--benchmark-memory-repeats=1")
    records = sorted(os.listdir(str(tmp_path / "profiles")))
    assert len(records) == 2, output
    command = [sys.executable, os.path.join(os.environ["ALLOCATIONS_PLUGINS"], PLUGIN + ".py"),
               "--stacks", *(str(tmp_path / "profiles" / name) for name in records)]
    done = subprocess.run(command, cwd=str(tmp_path), stdout=subprocess.PIPE, env=environment())
    read = Kept(json.loads(done.stdout.decode()))
    assert list(read.benchmarks) == ["test_suite.py__test_call", "test_suite.py__test_pedantic"]
    for stem, name in zip(read.benchmarks, ("test_call", "test_pedantic")):
        assert read.sites(stem) == kept.sites("test_suite.py::" + name)
        assert read.benchmarks[stem]["peak"]["bytes"] == figures["test_suite.py::" + name]["peak_bytes"][0]


def test_what_is_no_record(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"no record")
    command = [sys.executable, os.path.join(os.environ["ALLOCATIONS_PLUGINS"], PLUGIN + ".py"),
               str(tmp_path / "x.bin")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert done.returncode == 1 and done.stdout == b"" and b"Error: " in done.stderr


def test_a_reader_that_dies_takes_nothing_with_it(tmp_path):
    """Nothing is kept then, and everything is measured."""
    (tmp_path / "conftest.py").write_text(
        "import glob, os, signal\n\n\n"
        "def pytest_collection_modifyitems():\n"
        "    for path in glob.glob('/proc/[0-9]*/stat'):\n"
        "        try:\n"
        "            with open(path) as file:\n"
        "                pid, parent = file.read().replace(') ', '(').split('(')[::2]\n"
        "        except OSError:  # it has ended\n"
        "            continue\n"
        "        if parent.split()[1] == str(os.getpid()):\n"
        "            os.kill(int(pid), signal.SIGKILL)\n")
    figures, kept, output = run(tmp_path, "suite_forms.py", "-k", "test_call or test_pedantic")
    assert len(figures) == 2 and kept is None and "2 passed" in output, output


def test_without_what_measures_memory(tmp_path):
    """The plugin does nothing where there is no memray."""
    (tmp_path / "memray.py").write_text("raise ImportError('none')\n")
    (tmp_path / "test_none.py").write_text("def test_none():\n    pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", PLUGIN,
               "-p", "no:benchmem", "test_none.py"]
    done = subprocess.run(command, cwd=str(tmp_path), stdout=subprocess.PIPE,
                          env=environment(BENCHMEM_ALLOCATIONS_FILE=str(tmp_path / "kept.json")))
    assert done.returncode == 0 and not (tmp_path / "kept.json").exists(), done.stdout
