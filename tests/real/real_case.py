"""What the tests with the real uv share: a scratch project, a package made on the spot that builds
without the network, a git repository of it with tags."""
import json
import os
import shutil
import subprocess
import sys

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "faults"))
import scratch  # noqa: E402

# Few and short rounds: what is tested is the way, not the numbers.
TOMLI_SUITE = """\
import pytest
import tomli

pytestmark = pytest.mark.benchmark(max_time=0.02, min_rounds=2)
DOC = "\\n".join(f"[t{i}]\\na = {i}\\nb = 'str {i}'\\n" for i in range(40))


@pytest.mark.parametrize("n", [1, 2])
def test_loads(benchmark, n):
    benchmark(tomli.loads, DOC * 1 if n == 1 else DOC.replace("[t", "[u"))


def test_other(benchmark):
    benchmark(len, DOC)
"""

PYPROJECT = """\
[project]
name = "gitdemo"
version = "%s"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

GIT_SUITE = """\
import gitdemo
import pytest


@pytest.mark.benchmark(max_time=0.01, min_rounds=2)
def test_value(benchmark):
    benchmark.extra_info["value"] = gitdemo.VALUE
    benchmark.extra_info["file"] = gitdemo.__file__
    benchmark(len, "a")
"""


def need_valgrind(case):
    library = os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so")
    if not shutil.which("valgrind") or not os.path.exists(library):
        case.skipTest("there is no Valgrind, or benchmem was built without its headers")


def uv():
    path = os.environ.get("BENCHMEM_UV") or shutil.which("uv")
    if not path:
        print("skipped: uv was not found; install it (pip install uv) or set BENCHMEM_UV")
        sys.exit(scratch.SKIP)
    return path


class RealTest(scratch.SweepTest):
    fakes = False

    def environment(self, **more):
        """The user's own, for the index and uv's cache, but with our PATH and marks."""
        env = {name: value for name, value in os.environ.items()
               if not name.startswith(("PYTHON", "VIRTUAL_ENV", "BENCHMEM"))}
        env["PATH"] = os.path.dirname(uv()) + ":" + env.get("PATH", "/usr/bin:/bin")
        env["TMPDIR"] = self.path("tmp")
        env["BENCHMEM_LOCK"] = "off"
        env[scratch.MARK] = self.mark
        env.update({name: value for name, value in more.items() if value is not None})
        for name, value in more.items():
            if value is None:
                env.pop(name, None)
        return env

    def sweep(self, *versions, timeout=240, package="tomli", **words):
        return super().sweep(*versions, timeout=timeout, package=package, **words)

    def benchmarks(self, label, out=None):
        with open(self.run_file(label, out), encoding="utf-8") as f:
            return json.load(f)["benchmarks"]

    def names(self, label):
        return sorted(b["name"] for b in self.benchmarks(label))

    # --- the package made on the spot ---

    def make_source(self, *names, version, value, src=""):
        """A source tree of `gitdemo` whose VALUE tells which code was measured."""
        directory = self.path("project", *names)
        self.change_value(directory, value, src)
        self.write(os.path.join(directory, "pyproject.toml"), PYPROJECT % version)
        shutil.copy(os.path.join(TESTS, "backend.py"), directory)
        return directory

    def change_value(self, directory, value, src=""):
        self.write(os.path.join(directory, src, "gitdemo", "__init__.py"), "VALUE = %r\n" % value)

    def git(self, directory, *words):
        subprocess.run(["git", "-c", "user.name=test", "-c", "user.email=test@localhost",
                        "-c", "init.defaultBranch=main", *words], cwd=directory, check=True,
                       stdout=subprocess.DEVNULL, env=self.environment())

    def make_repository(self):
        """Tags v1.0 and v2.0, and main beyond them; the three differ in VALUE."""
        directory = self.make_source("repo", version="1.0", value="one", src="src")
        self.git(directory, "init", "-q")
        for tag, version, value in (("v1.0", "1.0", "one"), ("v2.0", "2.0", "two"),
                                    (None, "3.0.dev0", "three")):
            self.make_source("repo", version=version, value=value, src="src")
            self.git(directory, "add", "-A")
            self.git(directory, "commit", "-q", "-m", value)
            if tag:
                self.git(directory, "tag", tag)
        return "git+file://" + directory

    def values(self, *labels):
        return [self.benchmarks(label)[0]["extra_info"]["value"] for label in labels]
