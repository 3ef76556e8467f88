"""Every allocation, or every call that takes room on a disk, of a small compare, plot and sweep fails
once, each in a run of its own: by itself, and with all that follow it.

    python3 test_scarce.py memory|space compare|plot|picture|sweep

What must hold: the program ends by itself with status 1 and a message that says what there was too
little of, or it needed no more and its output is whole and the same; nothing is left behind, and
nothing old is changed.  BENCHMEM is the program, SHIM the library of no_memory.c or no_space.c.
SCARCE_STEP N tries each N-th only (CI does so for what takes long); SCARCE_TALLY is a file that gets
the count, for tests/measures.py.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "faults"))
import scratch  # noqa: E402

RUNS = [os.path.join(TESTS, "data", "runs", name) for name in ("2.0.1.json", "2.2.1.json")]
SHIM = os.environ.get("SHIM", "")
STEP = int(os.environ.get("SCARCE_STEP") or 1)
#: RESOURCE -> what its variables begin with, and a word of the message
RESOURCES = {"memory": ("NO_MEMORY_", "memory"), "space": ("NO_SPACE_", "No space left")}
PREFIX, SAYS = RESOURCES[sys.argv[1] if sys.argv[1:2] else "memory"]
tried = {}


def shim(**more):
    """The environment in which the library does so: its COUNT, AT and FROM."""
    return {"LD_PRELOAD": SHIM, **{PREFIX + name: value for name, value in more.items()}}


def count_in(path):
    try:
        with open(path, encoding="utf-8") as f:
            return int(f.read())
    except FileNotFoundError:  # it never asked for any
        return 0


class Render(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="benchmem-memory-")
        self.addCleanup(shutil.rmtree, self.directory)

    def run_once(self, words, **env):
        """The program in an empty directory: how it ended, and the files it left."""
        work = os.path.join(self.directory, "work")
        shutil.rmtree(work, ignore_errors=True)
        os.mkdir(work)
        done = subprocess.run([scratch.program(), *words], cwd=work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                                   "HOME": self.directory, **shim(**env)})
        return done, scratch.content(work)

    def check_all(self, name, words, step=1, crash=None):
        whole, files = self.run_once(words)
        self.assertEqual(whole.returncode, 0, whole)
        path = os.path.join(self.directory, "count")
        self.run_once(words, COUNT=path)
        count = count_in(path)
        self.assertGreater(count, 0)
        for kept in ({}, {"FROM": "1"}):
            for at in range(1, count + 1, step):
                done, left = self.run_once(words, AT=str(at), **kept)
                told = "allocation %d of %d, %s: %r" % (at, count, kept, done)
                if done.returncode == 0:
                    self.assertEqual((done.stdout, left), (whole.stdout, files), told)
                elif done.returncode == crash:
                    self.assertEqual(left, {}, told)
                else:
                    self.assertEqual(done.returncode, 1, told)
                    self.assertIn(SAYS.encode(), done.stderr, told)
                    self.assertIn(b"benchmem: ", done.stderr, told)
                    self.assertIn(left, ({}, files), told)
                tried[name] = tried.get(name, 0) + 1


class Compare(Render):
    def test_tables(self):
        to_file = ["--diff", "--csv", "out.csv", "--fail-on", "peak:1000%"]
        to_output = (["--layout", "runs", "--format", "md"], ["--format", "json"])
        for words in (to_file, *(to_output if SAYS == "memory" else ())):
            self.check_all("compare", ["compare", *RUNS, *words], STEP)


class Plot(Render):
    def test_views(self):
        for view in ("sweep", "scatter"):
            self.check_all("plot", ["plot", *RUNS, "--view", view, "-o", "x.svg"], STEP)
        self.check_all("plot", ["plot", *RUNS, "--plotlyjs", "cdn", "-o", "x.html"], STEP)


class Picture(Render):
    """cairo and fontconfig allocate ten thousand times.  fontconfig 2.14 reads through a null pointer
    where it has no memory for its own configuration; nothing is left behind then either."""

    def test_png(self):
        words = ["plot", *RUNS, "--view", "sweep", "-o", "x.png"]
        if SAYS == "memory":
            self.check_all("picture", words, 97 * STEP, crash=-signal.SIGSEGV)
        else:
            self.check_all("picture", words)


class Sweep(scratch.SweepTest):
    def test_sweep(self):
        self.try_all()

    def test_rounds(self):
        if SAYS == "memory":
            self.skipTest("the same allocations, and thrice as many")
        self.try_all("--rounds", "2", step=3 * STEP)  # what it adds is written again and again

    def test_prepare(self):
        if SAYS == "memory":
            self.skipTest("part of test_sweep")
        self.try_all("--prepare")

    def try_all(self, *options, step=STEP):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.protect(self.run_file("1.0"))
        path = self.path("count")
        self.assert_ok(self.sweep("2.0", options=options, env=shim(COUNT=path)))
        count = count_in(path)
        self.assertGreater(count, 0)
        for kept in ({}, {"FROM": "1"}):
            for at in range(1, count + 1, step):
                self.forget_calls()
                with self.subTest(at=at, count=count, kept=kept):
                    self.check_one(at, kept, options)
                tried["sweep"] = tried.get("sweep", 0) + 1

    def check_one(self, at, kept, options):
        self.running.clear()
        result = self.sweep("2.0", options=options, env=shim(AT=str(at), **kept))
        self.assertIn(result.status, (0, 1), repr(result))
        if result.status:
            self.assertIn(SAYS, result.err, repr(result))
            self.assertIn("benchmem: ", result.err)
        for name in os.listdir(self.out):  # the lock is the kernel's; its name is taken again
            if name.startswith(".") and name.endswith(".busy"):
                os.remove(os.path.join(self.out, name))
        self.check_nothing_left()
        entries = {entry["label"]: entry for entry in self.manifest()["versions"]}
        self.assertEqual(entries["1.0"]["status"], "ok")
        entry = entries.get("2.0") or {}
        if result.status == 0 and "--prepare" not in options:
            self.assertEqual(entry["status"], "ok")
        if entry.get("status") == "ok":
            self.check_whole(self.run_file("2.0"), result)
        for one in entry.get("rounds") or []:
            if one["json"]:
                self.check_whole(os.path.join(self.out, one["json"]), result)

    def check_whole(self, path, result):
        self.assertTrue(os.path.exists(path), repr(result))
        with open(path, encoding="utf-8") as f:
            self.assertTrue(json.load(f)["benchmarks"])


def main():
    if not SHIM or os.environ.get("BENCHMEM_SANITIZED"):
        print("skipped: a library that stands before the C library's does not work beside a sanitizer")
        sys.exit(77)
    topics = [word.capitalize() for word in sys.argv[2:]]
    program = unittest.main(argv=sys.argv[:1] + topics, exit=False)
    print("calls that failed: %s" % tried)
    if os.environ.get("SCARCE_TALLY"):
        with open(os.environ["SCARCE_TALLY"], "w", encoding="utf-8") as f:
            json.dump(tried, f)
    sys.exit(0 if program.result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
