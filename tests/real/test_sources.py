"""A git repository with tags and a working tree, both made here, swept by the real uv."""
import os

import real_case
import scratch


# In one version test_only, in both a test whose time differs clearly; ids that are no plain names.
ROUNDS_SUITE = """\
import time

import gitdemo
import pytest


class TestIt:
    @pytest.mark.parametrize("what", ["a b", "ä/[x]"])
    def test_both(self, benchmark, what):
        seconds = 0.001 if gitdemo.VALUE == "one" else 0.003
        benchmark.pedantic(time.sleep, (seconds,), rounds=3)


if gitdemo.VALUE == "one":
    def test_only(benchmark):
        benchmark.pedantic(time.sleep, (0.001,), rounds=3)
"""


class Sources(real_case.RealTest):
    def setUp(self):
        super().setUp()
        self.write(os.path.join(self.suite, "test_a.py"), real_case.GIT_SUITE)

    def sweep(self, *versions, **words):
        return super().sweep(*versions, package="gitdemo", **words)

    def test_tags(self):
        url = self.make_repository()
        self.assert_ok(self.sweep(url + "@v1.0", "second=%s@v2.0" % url, "tip=%s@main" % url,
                                  options=["--import-check", "gitdemo"]))
        self.assertEqual(self.values("v1.0", "second", "tip"), ["one", "two", "three"])
        for label in ("v1.0", "second", "tip"):
            with open(os.path.join(self.out, "locks", label + ".txt"), encoding="utf-8") as f:
                self.assertRegex(f.read(), r"gitdemo @ git\+file://\S+@[0-9a-f]{40}")

    def test_rounds_until_clear(self):
        """What cannot be compared is not repeated; ids are relative to the suite's own ini file."""
        self.write(os.path.join(self.suite, "test_a.py"), ROUNDS_SUITE)
        self.write(os.path.join(self.suite, "pytest.ini"), "[pytest]\n")
        url = self.make_repository()
        self.assert_ok(self.sweep(url + "@v1.0", url + "@v2.0", options=[
            "--rounds", "auto", "--budget", "150", "--import-check", "gitdemo"]))
        rounds = {b["fullname"]: b["stats"]["processes"]["round"] for b in self.benchmarks("v1.0")}
        self.assertEqual(len(rounds), 3)
        for name, numbers in rounds.items():
            if name == "test_a.py::test_only":
                self.assertEqual(numbers, [1, 2, 3])
            else:
                self.assertGreater(len(numbers), 3, rounds)
                self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_template(self):
        url = self.make_repository()
        self.assert_ok(self.sweep("v1.0", "v2.0", options=[
            "--install-spec", "gitdemo @ %s@{version}" % url]))
        self.assertEqual(self.values("v1.0", "v2.0"), ["one", "two"])

    def test_a_tag_that_does_not_exist(self):
        url = self.make_repository()
        result = self.sweep(url + "@v1.0", url + "@v9.9")
        self.assert_status(result, 1)
        self.assert_ended("v1.0", "ok")
        self.assert_ended("v9.9", "unavailable", "install")

    def test_a_moved_branch_is_measured_where_it_is_now(self):
        url = self.make_repository()
        self.assert_ok(self.sweep("tip=%s@main" % url))
        self.make_source("repo", version="4.0", value="four", src="src")
        self.git(self.path("project", "repo"), "commit", "-q", "-a", "-m", "four")
        self.assert_ok(self.sweep("tip=%s@main" % url))
        self.assertEqual(self.values("tip"), ["four"])

    def test_a_lock_keeps_the_commit(self):
        url = self.make_repository()
        self.assert_ok(self.sweep("tip=%s@main" % url))
        self.make_source("repo", version="4.0", value="four", src="src")
        self.git(self.path("project", "repo"), "commit", "-q", "-a", "-m", "four")
        self.assert_ok(self.sweep("tip=%s@main" % url, options=["--locked"]))
        self.assertEqual(self.values("tip"), ["three"])

    def test_a_working_tree_as_it_is_now(self):
        directory = self.make_source("checkout", version="1.0", value="before", src="src")
        self.assert_ok(self.sweep("dev=" + directory))
        self.assertEqual(self.values("dev"), ["before"])
        self.change_value(directory, "after", "src")
        self.assert_ok(self.sweep("dev=" + directory))
        self.assertEqual(self.values("dev"), ["after"])

    def test_reused_until_a_branch_moves(self):
        """A tag and a branch are reused while they are the same commits; a working tree never is."""
        url, store = self.make_repository(), self.path("results")
        directory = self.make_source("checkout", version="1.0", value="before", src="src")
        versions = (url + "@v1.0", "tip=%s@main" % url, "dev=" + directory)
        options = ["--reuse-times", "--reuse-dir", store]
        self.assert_ok(self.sweep(*versions, options=options), "v1.0", "tip", "dev")
        self.change_value(directory, "after", "src")
        result = self.sweep(*versions, options=options)
        self.assert_ok(result, "v1.0", "tip", "dev")
        for label in ("v1.0", "tip"):
            self.assertIn(label + ": reused, 1 benchmark, measured 2", result.out)
        self.assertIn("dev: not reused: a source tree is measured as it is now", result.out)
        self.assertEqual(self.values("v1.0", "tip", "dev"), ["one", "three", "after"])

        self.make_source("repo", version="4.0", value="four", src="src")
        self.git(self.path("project", "repo"), "commit", "-q", "-a", "-m", "four")
        result = self.sweep(*versions[:2], options=options)
        self.assertIn("v1.0: reused", result.out)
        self.assertIn("tip: not reused: of the nearest result differs: lock", result.out)
        self.assertEqual(self.values("v1.0", "tip"), ["one", "four"])

    def test_a_working_tree_between_prepare_and_sweep(self):
        directory = self.make_source("checkout", version="1.0", value="before", src="src")
        self.assert_status(self.sweep("dev=" + directory, options=["--prepare"]), 0)
        self.change_value(directory, "after", "src")
        self.assert_ok(self.sweep("dev=" + directory))
        self.assertEqual(self.values("dev"), ["after"])

    def test_a_working_tree_with_a_lock(self):
        directory = self.make_source("checkout", version="1.0", value="before", src="src")
        self.assert_ok(self.sweep("dev=" + directory))
        self.change_value(directory, "after", "src")
        self.assert_ok(self.sweep("dev=" + directory, options=["--locked"]))
        self.assertEqual(self.values("dev"), ["after"])

    def test_a_working_tree_by_a_relative_path(self):
        self.make_source("check out; ü", version="1.0", value="here", src="src")
        self.assert_ok(self.sweep("dev=./check out; ü"))
        self.assertEqual(self.values("dev"), ["here"])

    def test_the_current_directory(self):
        directory = self.make_source("checkout", version="1.0", value="here", src="src")
        self.assert_ok(self.sweep("dev=.", cwd=directory))
        self.assertEqual(self.values("dev"), ["here"])

    def test_a_working_tree_beside_a_tag(self):
        url = self.make_repository()
        directory = self.path("project", "repo")
        self.change_value(directory, "uncommitted", "src")
        self.assert_ok(self.sweep(url + "@v1.0", "dev=" + directory))
        self.assertEqual(self.values("v1.0", "dev"), ["one", "uncommitted"])

    def test_a_flat_checkout_in_the_current_directory(self):
        """Started inside the checkout, as users do: the release is measured, not what lies here."""
        directory = self.make_source("checkout", version="9.0", value="dev copy")
        url = self.make_repository()
        self.assert_ok(self.sweep(url + "@v1.0", cwd=directory,
                                  options=["--import-check", "gitdemo"]))
        self.assertEqual(self.values("v1.0"), ["one"])

    def test_a_source_tree_that_does_not_build(self):
        directory = self.make_source("checkout", version="1.0", value="x", src="src")
        self.write(os.path.join(directory, "backend.py"), "raise SystemExit('compiler on fire')\n")
        result = self.sweep("dev=" + directory)
        self.assert_status(result, 1)
        entry = self.assert_ended("dev", "unavailable", "install")
        self.assertIn("compiler on fire", "\n".join(entry["last_lines"]))

    def test_a_path_that_does_not_exist(self):
        result = self.sweep("dev=./nowhere")
        self.assert_status(result, 2)
        self.assert_says(result, "./nowhere")


if __name__ == "__main__":
    real_case.uv()
    scratch.main()
