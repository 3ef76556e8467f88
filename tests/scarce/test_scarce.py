"""Every allocation of a small compare, plot and sweep fails once, each in a run of its own: by itself,
and with all that follow it.

    python3 test_memory.py compare|plot|picture|sweep

What must hold: the program ends by itself with status 1 and a message that says "memory", or it needed
no more and its output is whole and the same; nothing is left behind, and nothing old is changed.
BENCHMEM is the program, NO_MEMORY the library of no_memory.c.  MEMORY_STEP N tries each N-th only (CI
does so for what takes long); MEMORY_TALLY is a file that gets the count, for tests/measures.py.
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
SHIM = os.environ.get("NO_MEMORY", "")
STEP = int(os.environ.get("MEMORY_STEP") or 1)
tried = {}


def shim(**more):
    return {"LD_PRELOAD": SHIM, **more}


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
        self.run_once(words, NO_MEMORY_COUNT=path)
        with open(path, encoding="utf-8") as f:
            count = int(f.read())
        for kept in ({}, {"NO_MEMORY_FROM": "1"}):
            for at in range(1, count + 1, step):
                done, left = self.run_once(words, NO_MEMORY_AT=str(at), **kept)
                told = "allocation %d of %d, %s: %r" % (at, count, kept, done)
                if done.returncode == 0:
                    self.assertEqual((done.stdout, left), (whole.stdout, files), told)
                elif done.returncode == crash:
                    self.assertEqual(left, {}, told)
                else:
                    self.assertEqual(done.returncode, 1, told)
                    self.assertIn(b"memory", done.stderr, told)
                    self.assertIn(b"benchmem: ", done.stderr, told)
                    self.assertIn(left, ({}, files), told)
                tried[name] = tried.get(name, 0) + 1


class Compare(Render):
    def test_tables(self):
        for words in (["--layout", "runs", "--format", "md"], ["--format", "json"],
                      ["--diff", "--csv", "out.csv", "--fail-on", "peak:1000%"]):
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
        self.check_all("picture", ["plot", *RUNS, "--view", "sweep", "-o", "x.png"], 97 * STEP,
                       crash=-signal.SIGSEGV)


class Sweep(scratch.SweepTest):
    def test_sweep(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.protect(self.run_file("1.0"))
        path = self.path("count")
        self.assert_ok(self.sweep("2.0", env=shim(NO_MEMORY_COUNT=path)), "2.0")
        with open(path, encoding="utf-8") as f:
            count = int(f.read())
        for kept in ({}, {"NO_MEMORY_FROM": "1"}):
            for at in range(1, count + 1, STEP):
                self.forget_calls()
                with self.subTest(at=at, count=count, kept=kept):
                    self.check_one(at, kept)
                tried["sweep"] = tried.get("sweep", 0) + 1

    def check_one(self, at, kept):
        self.running.clear()
        result = self.sweep("2.0", env=shim(NO_MEMORY_AT=str(at), **kept))
        if result.status == 128 + signal.SIGABRT:  # libuv's answer while it sets itself up
            self.assertLessEqual({call["at"] for call in self.calls()}, {"uv --version"})
            return self.check_nothing_left()
        self.assertIn(result.status, (0, 1), repr(result))
        if result.status:
            self.assertIn("memory", result.err, repr(result))
            self.assertIn("benchmem: ", result.err)
        for name in os.listdir(self.out):  # the lock is the kernel's; its name is taken again
            if name.startswith(".") and name.endswith(".busy"):
                os.remove(os.path.join(self.out, name))
        self.check_nothing_left()
        entries = {entry["label"]: entry for entry in self.manifest()["versions"]}
        self.assertEqual(entries["1.0"]["status"], "ok")
        if result.status == 0 or (entries.get("2.0") or {}).get("status") == "ok":
            with open(self.run_file("2.0"), encoding="utf-8") as f:
                self.assertTrue(json.load(f)["benchmarks"])


def main():
    if not SHIM or os.environ.get("BENCHMEM_SANITIZED"):
        print("skipped: the library of no_memory.c does not work beside a sanitizer")
        sys.exit(77)
    program = unittest.main(argv=sys.argv[:1] + [w.capitalize() for w in sys.argv[1:]], exit=False)
    print("allocations that failed: %s" % tried)
    if os.environ.get("MEMORY_TALLY"):
        with open(os.environ["MEMORY_TALLY"], "w", encoding="utf-8") as f:
            json.dump(tried, f)
    sys.exit(0 if program.result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
