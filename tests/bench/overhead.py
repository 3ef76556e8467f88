"""What `benchmem sweep` costs over the bare commands it stands for.

    python3 tests/bench/overhead.py --benchmem build-release/tool/benchmem [--pairs 8]

Prints, each as the median of interleaved pairs:

  overhead     one version of tomli, measured: the sweep against `uv venv`, `uv pip install` and
               `pytest` run by hand, in the same order, with the same arguments, from the same warm
               cache; the difference in ms by the clock and of processor time.  Both ask the
               index once; with --locked the sweep does not, so that is set against --offline.
               uv and pytest take longer or shorter by more than the sweep adds, so what lies
               outside of them is told as well: stopwatch.c, compiled with cc, notes when they ran
  memory       the program's own peak (VmHWM of its process; children not counted), and the
               processor time it used itself, which other load on the machine does not change
  again        four versions of tomli that were measured before, with --reuse-times: all of it, and
               what of it is the program's own; with --peer PROGRAM beside the second sweep of
               pytest-benchmem, which measures again, and with --asv PROGRAM beside
               `asv run --skip-existing` of four commits of a package of one line
  provisioning four versions of tomli with the memory harness, measured by a command that does
               nothing: the sweep, the sweep with --locked, and the bare commands one version after
               the other; ratios of the sweeps to the bare commands

--only NAME,... leaves the others out.  Needs uv, and the index once to fill uv's cache.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

VERSIONS = ["1.2.3", "2.0.1", "2.2.1", "2.4.0"]
REUSE_DAY = "2026-01-15"  # all of these had been released, and it is over
SUITE = """\
import pytest
import tomli


@pytest.mark.benchmark(max_time=0.01, min_rounds=2)
def test_loads(benchmark):
    benchmark(tomli.loads, "a = 1")
"""


class Bench:
    def __init__(self, program, uv, directory):
        self.program, self.root = program, directory
        self.suite = os.path.join(directory, "benchmarks")
        os.mkdir(self.suite)
        with open(os.path.join(self.suite, "test_loads.py"), "w", encoding="utf-8") as f:
            f.write(SUITE)
        self.nothing = os.path.join(directory, "nothing.json")
        with open(self.nothing, "w", encoding="utf-8") as f:
            json.dump({"benchmarks": [{"name": "a", "fullname": "a", "stats": {"min": 1.0}}]}, f)
        self.env = {name: value for name, value in os.environ.items()
                    if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.log = self.env["STOPWATCH_LOG"] = os.path.join(directory, "stopwatch")
        self.uv = self.stand_before(uv)
        self.env["PATH"] = os.path.dirname(self.uv) + ":" + self.env["PATH"]
        self.env["TMPDIR"] = directory
        self.python = self.output([uv, "python", "find"])
        self.serial = 0

    def stand_before(self, uv):
        """A uv that notes when it and the python of its environments ran."""
        place = os.path.join(self.root, "bin")
        os.mkdir(place)
        stopwatch, ours = os.path.join(place, "stopwatch"), os.path.join(place, "uv")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stopwatch.c")
        subprocess.run(["cc", "-O2", "-o", stopwatch, source], check=True)
        os.symlink(uv, ours + ".real")
        os.symlink(stopwatch, ours)
        return ours

    def output(self, argv):
        return subprocess.run(argv, env=self.env, check=True, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL).stdout.strip()

    def call(self, argv, cwd=None):
        """Run a command that must succeed; what it used."""
        open(self.log, "w", encoding="utf-8").close()
        with tempfile.TemporaryFile() as text:
            begin = time.monotonic()
            process = subprocess.Popen(argv, env=self.env, cwd=cwd or self.root, stdout=text,
                                       stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            own = Own(process.pid)
            status, usage = os.wait4(process.pid, 0)[1:]
            own.wall = time.monotonic() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            own.finish()
            own.tree = usage.ru_utime + usage.ru_stime
            own.children, inside = self.children()
            own.outside = own.wall - inside
            if status:
                text.seek(0)
                sys.exit("%r ended with %d:\n%s" % (argv, process.returncode, text.read().decode()))
        return own

    def children(self):
        """How many of uv and python ran, those that one of them ran left out, and how long."""
        with open(self.log, encoding="utf-8") as f:
            spans = sorted([int(word) for word in line.split()[:2]] for line in f)
        count, inside, until = 0, 0, 0
        for begin, end in spans:
            count += begin >= until
            inside += max(0, end - max(begin, until))
            until = max(until, end)
        return count, inside / 1e9

    def fresh(self, name):
        self.serial += 1
        return os.path.join(self.root, "%s-%d" % (name, self.serial))

    # --- by hand ---

    def bare(self, version, harness, run=None, prefix=()):
        """What the commands for one version use; their directory goes afterwards, uncounted."""
        place = self.fresh("bare")
        os.makedirs(os.path.join(place, "iso"))
        venv = os.path.join(place, "venv")
        python = os.path.join(venv, "bin", "python")
        used = [self.call([self.uv, "venv", "--quiet", "--no-project", "--python", self.python,
                           venv]),
                self.call([self.uv, "pip", "install", "--quiet", *prefix, "--python", python,
                           "tomli==" + version, harness])]
        if run:
            shutil.copytree(self.suite, os.path.join(place, "iso", "benchmarks"))
            used.append(self.call([python, *run, "--benchmark-json=" +
                                   os.path.join(place, "run.json")],
                                  cwd=os.path.join(place, "iso")))
        shutil.rmtree(place)
        return Used.sum(used)

    def bare_measured(self, offline):
        return self.bare("2.0.1", "pytest-benchmark",
                         ["-m", "pytest", "benchmarks", "--benchmark-only"],
                         ["--offline"] if offline else [])

    def bare_four(self):
        return Used.sum([self.bare(version, "pytest-benchmem") for version in VERSIONS])

    # --- by the sweep ---

    def sweep(self, out, versions, options, rest=()):
        return self.call([self.program, "sweep", "tomli", *versions, "--suite", self.suite,
                          "--out", out, "--work-dir", self.root, "--python", self.python,
                          *options, *rest])

    def sweep_measured(self, locked):
        options = ["--locked"] if locked else []
        out = os.path.join(self.root, "out-measured")
        return self.sweep(out, ["2.0.1"], options)

    def sweep_four(self, locked):
        out = os.path.join(self.root, "out-four")
        if not locked:
            shutil.rmtree(out, ignore_errors=True)
        return self.sweep(out, VERSIONS, ["--memory", *(["--locked"] if locked else [])],
                          ["--", "/bin/cp", self.nothing, "{json}"])


    # --- again ---

    def sweep_again(self, options=()):
        """Into a new directory, as a job of CI does."""
        return self.sweep(self.fresh("out-again"), VERSIONS,
                          ["--as-of", REUSE_DAY, "--reuse-times", "--reuse-dir",
                           os.path.join(self.root, "results"), *options])

    def peer_again(self, peer):
        return self.call([peer, "sweep", "tomli", *VERSIONS, "--suite", self.suite, "--out",
                          os.path.join(self.root, "out-peer")])

    def asv_again(self, asv):
        """Four commits, measured by the first call."""
        place = os.path.join(self.root, "asv")
        if not os.path.isdir(place):
            self.make_asv_project(place)
            self.call([asv, "machine", "--yes"], cwd=place)
            self.call([asv, "run", "--skip-existing", "ALL"], cwd=place)
        return self.call([asv, "run", "--skip-existing", "ALL"], cwd=place)

    def make_asv_project(self, place):
        self.env["HOME"] = self.root  # where asv keeps what machine this is
        os.makedirs(os.path.join(place, "benchmarks"))
        files = {"setup.py": "from setuptools import setup\n"
                             "setup(name='demo', version='1.0', py_modules=['demo'])\n",
                 "benchmarks/__init__.py": "",
                 "benchmarks/benchmarks.py": "def time_sum():\n    sum(range(100))\n\n\n"
                                             "time_sum.repeat = 2\ntime_sum.sample_time = 0.001\n",
                 "asv.conf.json": json.dumps({
                     "version": 1, "project": "demo", "repo": ".", "branches": ["HEAD"],
                     "environment_type": "virtualenv", "show_commit_url": ""})}
        for name, text in files.items():
            with open(os.path.join(place, name), "w", encoding="utf-8") as f:
                f.write(text)
        git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        self.call([*git, "init", "--quiet"], cwd=place)
        for version in VERSIONS:
            with open(os.path.join(place, "demo.py"), "w", encoding="utf-8") as f:
                f.write("version = %r\n" % version)
            self.call([*git, "add", "--all"], cwd=place)
            self.call([*git, "commit", "--quiet", "--message", version], cwd=place)


class Used:
    """Seconds by the clock, those of them outside of uv and python and how many of these ran;
    processor seconds of a command and all below it, and for the command alone its processor seconds
    and peak memory in bytes."""

    wall = tree = cpu = outside = 0.0
    peak = children = 0

    @staticmethod
    def sum(parts):
        total = Used()
        for what in ("wall", "tree", "outside", "children"):
            setattr(total, what, sum(getattr(part, what) for part in parts))
        return total


class Own(Used):
    """Reads the peak and the processor time of a process itself, not of its children, again and
    again until it ends."""

    def __init__(self, pid):
        self.directory, self.over = "/proc/%d/" % pid, False
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def read(self, name):
        with open(self.directory + name, encoding="utf-8") as f:
            return f.read()

    def watch(self):
        while not self.over:
            try:
                status = self.read("status")
                if "\nVmHWM:" in status and "Name:\tbenchmem" in status:
                    self.peak = 1024 * int(status.split("\nVmHWM:")[1].split()[0])
                    self.cpu = int(self.read("schedstat").split()[0]) / 1e9
            except OSError:
                return
            time.sleep(0.002)

    def finish(self):
        self.over = True
        self.thread.join()


def median(parts, what):
    return statistics.median(getattr(part, what) for part in parts)


def difference_ms(new, old, what):
    return 1000 * statistics.median(getattr(n, what) - getattr(o, what) for n, o in zip(new, old))


def print_row(name, value, note=""):
    print("%-46s %s%s" % (name, value, "  " + note if note else ""), flush=True)


def print_measured(name, used):
    print_row(name, "%7.0f ms" % (1000 * median(used, "wall")),
              "processors %.0f ms; %d of uv and python, outside of them %.0f ms"
              % (1000 * median(used, "tree"), median(used, "children"),
                 1000 * median(used, "outside")))


def print_pair(name, bare, sweep):
    print_measured("  bare: " + name, bare)
    print_measured("  benchmem sweep" + (" --locked" if "--offline" in name else ""), sweep)
    print_row("  overhead (goal: under 50 ms)", "%+7.0f ms" % difference_ms(sweep, bare, "wall"),
              "processors %+.0f ms; outside of uv and python %+.0f ms"
              % (difference_ms(sweep, bare, "tree"), difference_ms(sweep, bare, "outside")))


def measure_overhead(bench, pairs):
    """Each pair: by hand and by the sweep, turn about, as the second also waits for what the first
    left to be written; online, then from the cache."""
    bare, sweep = {False: [], True: []}, {False: [], True: []}
    bench.sweep_measured(False)
    bench.bare_measured(False)
    turns = [(bare, bench.bare_measured), (sweep, bench.sweep_measured)]
    for _ in range(pairs):
        turns.reverse()
        for offline in (False, True):
            for used, run in turns:
                used[offline].append(run(offline))
    own = sweep[False] + sweep[True]
    print("one version, measured (medians of %d interleaved pairs)" % pairs)
    print_pair("uv venv, uv pip install, pytest", bare[False], sweep[False])
    print_pair("uv venv, uv pip install --offline, pytest", bare[True], sweep[True])
    print_row("  own peak memory (goal: under 10 MB)", "%7.1f MB" % (max(o.peak for o in own) / 1e6))
    print_row("  own processor time", "%7.1f ms" % (1000 * median(own, "cpu")))


def measure_provisioning(bench, pairs):
    rows = {"bare": [], "sweep": [], "locked": []}
    bench.sweep_four(False)
    bench.bare_four()
    for _ in range(pairs):
        rows["bare"].append(bench.bare_four())
        rows["sweep"].append(bench.sweep_four(False))
        rows["locked"].append(bench.sweep_four(True))
    bare = median(rows["bare"], "wall")
    print("%d versions of tomli with the memory harness, provisioned from a warm cache"
          % len(VERSIONS))
    print_row("  bare, one after the other", "%7.2f s" % bare)
    for name, options, goal in (("sweep", "", "goal: at most 2 s"),
                                ("locked", " --locked", "goal: at most 0.15 s a version")):
        seconds = median(rows[name], "wall")
        print_row("  benchmem sweep" + options,
                  "%7.2f s  %.2f s a version, %.2f of the bare commands"
                  % (seconds, seconds / len(VERSIONS), seconds / bare), goal)


def measure_again(bench, pairs, peer, asv):
    begin = time.monotonic()
    bench.sweep_again()
    first = time.monotonic() - begin
    again = [bench.sweep_again() for _ in range(pairs)]
    print("%d versions of tomli, measured before (medians of %d)" % (len(VERSIONS), pairs))
    print_row("  the first sweep", "%7.2f s" % first)
    print_row("  benchmem sweep --reuse-times (goal: under 0.4 s)",
              "%7.2f s" % median(again, "wall"),
              "processors %.2f s, of which its own %.0f ms"
              % (median(again, "tree"), 1000 * median(again, "cpu")))
    for name, program, call in (("pytest-benchmem sweep, which has no such thing", peer,
                                 bench.peer_again),
                                ("asv run --skip-existing, of four commits", asv, bench.asv_again)):
        if not program:
            print_row("  " + name, "not measured: name the program")
            continue
        call(os.path.abspath(program))
        used = [call(os.path.abspath(program)) for _ in range(max(1, pairs // 3))]
        print_row("  " + name, "%7.2f s" % median(used, "wall"),
                  "processors %.2f s" % median(used, "tree"))


def main():
    words = argparse.ArgumentParser(description=__doc__,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--benchmem", required=True, help="the program, best a release build")
    words.add_argument("--uv", default=shutil.which("uv"), help="default: the uv on PATH")
    words.add_argument("--pairs", type=int, default=8)
    words.add_argument("--peer", metavar="PROGRAM", help="benchmem of an installed pytest-benchmem")
    words.add_argument("--asv", metavar="PROGRAM", help="of an environment that has virtualenv too")
    words.add_argument("--only", default="overhead,again,provisioning", metavar="NAME,...")
    words.add_argument("--work-dir", help="where everything happens; default: a temporary directory")
    options = words.parse_args()
    if not options.uv:
        sys.exit("uv was not found on PATH; name it with --uv")
    with tempfile.TemporaryDirectory(prefix="benchmem-bench-", dir=options.work_dir) as directory:
        bench = Bench(os.path.abspath(options.benchmem), os.path.abspath(options.uv), directory)
        only = options.only.split(",")
        if "overhead" in only:
            measure_overhead(bench, options.pairs)
        if "again" in only:
            measure_again(bench, options.pairs, options.peer, options.asv)
        if "provisioning" in only:
            measure_provisioning(bench, options.pairs)
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        print("other work was on the machine (load %.1f): the times by the clock are too long" % load)


if __name__ == "__main__":
    main()
