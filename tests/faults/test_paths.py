"""Suites and directories with every kind of name, and what the isolation directory holds."""
import json
import os

import scratch

NAMES = ("with space", "it's", 'a"quote', "semi;colon", "dollar$HOME", "back\\slash", "ünï-日本-🐍",
         "--suite", "[brackets]", "new\nline", "per%cent", "hash#tag", "{json}")


class Suites(scratch.SweepTest):
    def ran(self, suite):
        """Sweep with that suite; the suite's path in the run's arguments, resolved."""
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", suite=suite), "1.0")
        call = self.calls("python pytest")[-1]
        words = call["argv"][2:]
        return call, words

    def test_names(self):
        for name in NAMES:
            with self.subTest(name=name):
                suite = self.make_suite(name)
                call, words = self.ran(suite)
                self.assertTrue([w for w in words if os.path.basename(w) == name],
                                "%r is not among %r" % (name, words))

    def test_names_of_out(self):
        for name in NAMES:
            with self.subTest(name=name):
                out = self.path("project", "o", name)
                self.assert_status(self.sweep("1.0", out=out), 0)
                self.assert_ended("1.0", "ok", out=out)

    def test_names_of_work_dir(self):
        for name in NAMES:
            with self.subTest(name=name):
                work = self.path("work", name)
                os.mkdir(work)
                result = self.start(*self.sweep_words("1.0"), "--work-dir", work).finish(30)
                self.assert_status(result, 0)
                self.assertEqual(os.listdir(work), [])
                os.rmdir(work)

    def test_relative(self):
        call, words = self.ran("benchmarks")
        self.assertIn("benchmarks", [os.path.basename(w) for w in words])

    def test_trailing_slash(self):
        call, words = self.ran("benchmarks/")
        self.assertTrue([w for w in words if os.path.basename(w.rstrip("/")) == "benchmarks"])

    def test_the_current_directory(self):
        self.forget_calls()
        result = self.sweep("1.0", suite=".", cwd=self.suite)
        self.assert_ok(result, "1.0")

    def test_a_file(self):
        """Its directory is copied, so that a conftest.py and data beside it are there."""
        self.write("project/benchmarks/data.txt", "data")
        self.forget_calls()
        self.fake("python pytest", scratch.change(names=["benchmarks/test_a.py::test_a"]))
        result = self.sweep("1.0", suite=os.path.join(self.suite, "test_a.py"),
                            rest=["/bin/sh", "-c", "ls \"$(dirname \"$0\")\" > '%s'; cp '%s' \"$1\"" %
                                  (self.path("listing"), self.good_json()), "{suite}", "{json}"])
        self.assert_ok(result, "1.0")
        with open(self.path("listing"), encoding="utf-8") as f:
            self.assertEqual(f.read().split(), ["data.txt", "test_a.py"])

    def good_json(self):
        return self.write("good.json", json.dumps({"benchmarks": [
            {"name": "a", "fullname": "a", "stats": {"min": 1.0}}]}))

    def test_a_link(self):
        os.symlink(self.suite, self.path("project", "link"))
        self.assert_ok(self.sweep("1.0", suite="link"), "1.0")


class Isolation(scratch.SweepTest):
    """What the child finds in its current directory."""

    def listing(self, *options, suite=None):
        script = "find . -type f | sort > '%s'; cp '%s' \"$BENCHMEM_JSON\"" % (
            self.path("listing"), self.good())
        result = self.sweep("1.0", suite=suite, options=options, rest=["/bin/sh", "-c", script])
        self.assert_ok(result, "1.0")
        with open(self.path("listing"), encoding="utf-8") as f:
            return f.read().split("\n")[:-1]

    def good(self):
        return self.write("good.json", json.dumps({"benchmarks": [
            {"name": "a", "fullname": "a", "stats": {"min": 1.0}}]}))

    def test_excluded(self):
        for name in ("__pycache__/a.pyc", "x.ipynb", ".DS_Store", ".venv/bin/python",
                     ".git/HEAD", ".pytest_cache/x", ".benchmarks/x.json", "sub/__pycache__/b.pyc",
                     "sub/y.ipynb", "sub/data.bin", "sub/.git/config", ".hidden",
                     "a build/CMakeCache.txt", "a build/lib/x.so", "sub/env/pyvenv.cfg"):
            self.write("project/benchmarks/" + name, "x")
        self.protect(self.suite)
        self.assertEqual(self.listing(), ["./benchmarks/.hidden", "./benchmarks/sub/data.bin",
                                          "./benchmarks/test_a.py"])

    def test_only_the_suite(self):
        self.write("project/secret.txt", "x")
        self.assertEqual(self.listing(), ["./benchmarks/test_a.py"])

    def test_copy_dir_covers_the_suite(self):
        self.write("project/conftest.py", "")
        found = self.listing("--copy-dir", self.project)
        self.assertIn("./project/conftest.py", found)
        self.assertIn("./project/benchmarks/test_a.py", found)
        self.assertNotIn("./benchmarks/test_a.py", found)

    def test_copy_dir_leaves_out_our_own_results(self):
        """OUT lies inside what is copied: earlier results are no part of the suite's world."""
        self.listing("--copy-dir", self.project)
        found = self.listing("--copy-dir", self.project)
        self.assertIn("./project/benchmarks/test_a.py", found)

    def test_copy_dir_beside_the_suite(self):
        self.write("project/data/big.bin", "x")
        self.assertEqual(self.listing("--copy-dir", "data"),
                         ["./benchmarks/test_a.py", "./data/big.bin"])

    def test_work_dir_inside_what_is_copied(self):
        """The copy must not copy itself for ever."""
        os.mkdir(self.path("project", "w"))
        result = self.start(*self.sweep_words("1.0", options=["--copy-dir", self.project]),
                            "--work-dir", self.path("project", "w")).finish(30)
        self.assertEqual(os.listdir(self.path("project", "w")), [])
        self.assertIn(result.status, (0, 1, 2))
        if result.status:
            self.assert_says(result, "--work-dir")

    def test_links(self):
        self.write("project/outside.txt", "outside")
        os.symlink("test_a.py", os.path.join(self.suite, "inside.py"))
        os.symlink("nowhere", os.path.join(self.suite, "dangling"))
        os.symlink(".", os.path.join(self.suite, "loop"))
        os.mkfifo(os.path.join(self.suite, "pipe"))
        found = self.listing()
        self.assertIn("./benchmarks/inside.py", found)
        self.assertNotIn("./benchmarks/pipe", found)

    @scratch.not_under_valgrind("another user cannot start it")
    def test_unreadable_file(self):
        path = self.write("project/benchmarks/closed", "x")
        os.chmod(path, 0)
        self.become_another_user()
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "closed")
        self.assert_ended("1.0", "unavailable", "isolation")

    def test_private(self):
        script = "stat -c %a . .. > '%s'; cp '%s' \"$BENCHMEM_JSON\""
        script = "stat -c %%a .. > '%s'; cp '%s' \"$BENCHMEM_JSON\"" % (self.path("mode"), self.good())
        self.assert_ok(self.sweep("1.0", rest=["/bin/sh", "-c", script]), "1.0")
        with open(self.path("mode"), encoding="utf-8") as f:
            self.assertEqual(f.read().strip(), "700")


if __name__ == "__main__":
    scratch.main()
