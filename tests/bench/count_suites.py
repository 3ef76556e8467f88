"""Benchmark suites of real packages, and how one of them is counted or timed in an environment.

The suites are those that the packages' own source distributions hold, downloaded with pip when
they are wanted: nothing of them is kept here.  Each has many short benchmarks, no need of a
network, and an extension (or none) of another language than the others.
"""
import json
import os
import shutil
import subprocess
import tempfile
from typing import NamedTuple


class Suite(NamedTuple):
    name: str
    release: str
    kind: str               # what most of its code is written in
    files: tuple = ()       # of the source distribution, what makes the suite
    pins: tuple = ()        # what the suite imports besides
    arguments: tuple = ()   # for pytest
    quick: str = ""         # -k, for a look at whether all works
    source: str = ""        # instead of the index: a directory


# boost-histogram's suite looks for its project file when pytest is not quiet.
# multidict's imports a type from another plugin, which is kept from taking the fixture.
SUITES = (
    Suite("cattrs", "26.2.1", "Python", ("bench",), ("msgspec", "orjson"),
          quick="test_enums or test_tuples"),
    Suite("multidict", "7.2.1", "C",
          ("tests/conftest.py", "tests/test_multidict_benchmarks.py",
           "tests/test_views_benchmarks.py"), ("pytest-codspeed",),
          ("-p", "no:codspeed", "-k", "cs-c] or [c]"), quick="[c]"),
    Suite("boost-histogram", "1.8.1", "C++",
          ("tests/conftest.py", "tests/test_benchmark_2d.py"), arguments=("-q",),
          quick="Unlimited"),
    Suite("pydantic-core", "2.50.5", "Rust", ("tests/conftest.py", "tests/benchmarks"),
          ("hypothesis", "dirty-equals", "pytz"), quick="nested or complete"),
)
PLUGIN = "_benchmem_count"
PLUGINS = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                                       "tool", "measure", "plugin"))
# What `benchmem sweep` gives a counted run, for one that is made by hand.
CONDITIONS = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1",
              "OPENBLAS_NUM_THREADS": "1", "PYTHONMALLOC": "malloc"}


class Swept(NamedTuple):
    """What one environment gave, by the benchmarks' ids."""
    counts: dict       # the least instructions of a call
    calls: dict        # the instructions of each counted call
    times: dict        # the least seconds of a call; {} if it was not timed
    seconds: dict      # of each stage, on the clock
    conditions: dict


class Problem(Exception):
    pass


def call(argv, log=None, **more):
    """Run to the end; what it said if that was an error."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", **more)
    if log:
        with open(log, "w", encoding="utf-8") as f:
            f.write(done.stdout)
    if done.returncode:
        raise Problem("%s ended with %d:\n%s" % (" ".join(argv[:6]), done.returncode,
                                                 done.stdout[-3000:]))
    return done.stdout


def find_uv():
    path = os.environ.get("UV") or shutil.which("uv")
    if not path:
        raise Problem("uv is not on PATH; install it (pip install uv)")
    return path


def fetch(suite, directory):
    """The suite's files in a directory of their own, without the package beside them."""
    target = os.path.join(directory, "suite-" + suite.name)
    if os.path.isdir(target):
        return target
    source = suite.source or download(suite, directory)
    os.mkdir(target)
    for name in suite.files:
        path, copy = os.path.join(source, name), os.path.join(target, os.path.basename(name))
        (shutil.copytree if os.path.isdir(path) else shutil.copy)(path, copy)
    return target


def download(suite, directory):
    """The release's source distribution, unpacked."""
    pip = os.path.join(directory, "pip")
    if not os.path.isdir(pip):
        call([find_uv(), "--quiet", "venv", "--seed", pip])
    place = tempfile.mkdtemp(prefix="sdist-", dir=directory)
    call([os.path.join(pip, "bin", "python"), "-m", "pip", "--quiet", "download", "--no-deps",
          "--no-binary", suite.name, "--dest", place, "%s==%s" % (suite.name, suite.release)])
    archive = os.path.join(place, os.listdir(place)[0])
    shutil.unpack_archive(archive, place, filter="data")
    os.remove(archive)
    return os.path.join(place, os.listdir(place)[0])


class Environments:
    """Each made, counted and timed by a sweep of its own."""

    def __init__(self, directory, benchmem, words, quick=False):
        """WORDS: more for every sweep."""
        self.directory, self.benchmem, self.words, self.quick = directory, benchmem, words, quick

    def pytest_words(self, suite):
        words = list(suite.arguments)
        if self.quick and suite.quick:
            words += ["-k", suite.quick]
        return words

    def sweep(self, suite, spec=None, prefix="pytest-benchmem-", timed=False, keep=False):
        """Count, and time, the release in a fresh environment.  Returns what it gave, and with KEEP
        the directory of the environment, else None."""
        work = tempfile.mkdtemp(prefix="sweep-%s-" % suite.name, dir=self.directory)
        out = os.path.join(work, "out")
        pins = [word for pin in suite.pins for word in ("--pin", pin)]
        call([self.benchmem, "sweep", suite.name,
              "it=" + (spec or "%s==%s" % (suite.name, suite.release)),
              "--suite", fetch(suite, self.directory), "--instructions",
              *([] if timed else ["--no-time"]), *(["--keep-venv"] if keep else []), *pins,
              *["--pytest-arg=" + word for word in self.pytest_words(suite)],
              "--out", out, "--work-dir", work, "--tmp-prefix", prefix, "--lock", "off",
              *self.words], os.path.join(work, "log"))
        with open(os.path.join(out, "sweep.json"), encoding="utf-8") as f:
            seconds = json.load(f)["versions"][0]["seconds"]
        with open(os.path.join(out, "it.json"), encoding="utf-8") as f:
            benchmarks = json.load(f)["benchmarks"]
        calls = {b["fullname"]: b["extra_info"]["benchmem"]["instructions"] for b in benchmarks}
        swept = Swept({name: min(counts) for name, counts in calls.items()}, calls,
                      {b["fullname"]: b["stats"]["min"] for b in benchmarks} if timed else {},
                      seconds, benchmarks[0]["extra_info"]["benchmem"]["counted"])
        place = None
        if keep:
            place = next(os.path.join(work, name) for name in os.listdir(work)
                         if name.startswith(prefix))
        return swept, place

    def count_again(self, suite, place):
        """Count, addresses fixed, in an environment that sweep() kept: a sweep makes one of its own
        each time."""
        out = tempfile.mkdtemp(prefix="again-", dir=place)
        libraries, record = os.path.dirname(self.benchmem), os.path.join(out, "record")
        even = os.path.join(libraries, "benchmem_even.so")
        environment = {**os.environ, **CONDITIONS, "PYTHONPATH": PLUGINS, "LD_PRELOAD": even,
                       "BENCHMEM_COUNT_EVEN": even, "BENCHMEM_COUNT_FILE": record,
                       "BENCHMEM_COUNT_CALLS": "3", "BENCHMEM_COUNT_WARMUP": "12",
                       "BENCHMEM_COUNT_LIBRARY": os.path.join(libraries, "benchmem_call.so")}
        argv = ["valgrind", "--tool=callgrind", "--command-line-only=yes", "--vgdb=no",
                "--child-silent-after-fork=yes", "--instr-atstart=no", "--dump-line=no",
                "--callgrind-out-file=" + os.path.join(out, "dump"),
                "--log-file=" + os.path.join(out, "valgrind"),
                os.path.join(place, "venv/bin/python"), "-m", "pytest", "-q", "-p", PLUGIN,
                "-p", "no:cacheprovider", "--benchmark-only", *self.pytest_words(suite),
                fetch(suite, self.directory)]
        call(["setarch", "-R", *argv], os.path.join(out, "log"),
             cwd=place, env=environment)
        return {name: min(counts) for name, counts in read_counts(record, out).items()}


def read_counts(record, directory):
    """The counted calls' instructions by benchmark, of the plugin's file and callgrind's dumps."""
    totals = {}
    for name in os.listdir(directory):
        if name.startswith("dump."):
            number, total = read_dump(os.path.join(directory, name))
            if number is not None:
                totals[number] = total
    with open(record, encoding="utf-8") as f:
        return {line["counted"]: [totals[number] for number in line["dumps"]]
                for line in map(json.loads, f) if "counted" in line}


def read_dump(path):
    number = total = None
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            if line.startswith("desc: Trigger: Client Request: "):
                number = int(line.rsplit(":", 1)[1])
            elif line.startswith("totals:"):
                total = int(line.split()[1])
    return number, total
