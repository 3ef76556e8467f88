"""Versions, their labels and specs, as far as they show in what `benchmem sweep` does.  The rules
themselves are unit-tested; here they must hold from the command line to uv and to file names."""
import json
import os

import scratch


class Labels(scratch.SweepTest):
    def swept(self, *versions, **words):
        """Label -> spec of a sweep that must succeed."""
        result = self.sweep(*versions, **words)
        self.assert_status(result, 0)
        return {e["label"]: e["spec"] for e in self.manifest()["versions"]}

    def test_plain(self):
        self.assertEqual(self.swept("1.2.3"), {"1.2.3": "demo==1.2.3"})

    def test_pep440(self):
        found = self.swept("1.0", "1!2.0", "2.0rc1", "1.0.post1", "1.0.dev3", "1.0+local.1")
        self.assertEqual(found["1.0"], "demo==1.0")
        self.assertEqual(found["1-2.0"], "demo==1!2.0")
        self.assertEqual(found["2.0rc1"], "demo==2.0rc1")
        self.assertEqual(found["1.0.post1"], "demo==1.0.post1")
        self.assertEqual(found["1.0.dev3"], "demo==1.0.dev3")
        self.assertEqual(found["1.0-local.1"], "demo==1.0+local.1")

    def test_label_is_spec(self):
        self.assertEqual(self.swept("old=1.0", "new=demo>=2,<3"),
                         {"old": "demo==1.0", "new": "demo>=2,<3"})

    def test_requirement_is_not_split(self):
        found = self.swept("demo==1.0", "demo>=2", "demo~=3.0", "demo!=4", "demo===5")
        self.assertEqual(sorted(found.values()),
                         ["demo!=4", "demo==1.0", "demo===5", "demo>=2", "demo~=3.0"])

    def test_split_at_the_first_lone_equals(self):
        found = self.swept("a=demo==1.0", "b=git+https://h/x@v1?c=d#egg=demo")
        self.assertEqual(found["a"], "demo==1.0")
        self.assertEqual(found["b"], "git+https://h/x@v1?c=d#egg=demo")

    def test_after_the_last_at(self):
        found = self.swept("git+https://u@h/x@v1.0", "demo @ git+https://h/x.git@feature/foo bar")
        self.assertEqual(sorted(found), ["feature-foo-bar", "v1.0"])

    def test_template(self):
        found = self.swept("1.0", "v2.0", "x=git+https://h/y@z",
                           options=["--install-spec", "git+https://h/x@{version}"])
        self.assertEqual(found["1.0"], "git+https://h/x@1.0")
        self.assertEqual(found["v2.0"], "git+https://h/x@v2.0")
        self.assertEqual(found["x"], "git+https://h/y@z")

    def test_order_is_that_of_the_command_line(self):
        self.sweep("3.0", "1.0", "2.0")
        self.assertEqual([e["label"] for e in self.manifest()["versions"]], ["3.0", "1.0", "2.0"])

    def test_nothing_legal_left(self):
        self.assertIn("spec", self.swept("git+https://h/x@***"))


class Refused(scratch.SweepTest):
    def test_clash_names_both(self):
        result = self.sweep("git+https://h/x@v1.0", "git+https://h/y@v1.0")
        self.assert_refused(result, "git+https://h/x@v1.0", "git+https://h/y@v1.0", "v1.0",
                            "LABEL=SPEC")

    def test_same_version_twice(self):
        self.assert_refused(self.sweep("1.0", "1.0"), "1.0", "LABEL=SPEC")

    def test_clash_by_sanitising(self):
        self.assert_refused(self.sweep("git+https://h/x@feature/foo", "git+https://h/x@feature-foo"),
                            "feature/foo", "feature-foo", "LABEL=SPEC")

    def test_clash_with_a_file_of_ours(self):
        # OUT/sweep.json is the manifest.
        self.assert_refused(self.sweep("sweep=1.0"), "sweep")

    def test_illegal_labels(self):
        """What stands before '=' is no legal label, and the whole is no version either."""
        for label in ("a/b", "..", ".", "../../x", "/abs", "a\nb", "a\x1b[31mb", "", "-x"):
            with self.subTest(label=label):
                result = self.sweep(label + "=1.0")
                self.assert_refused(result)
                self.assertNotIn("\x1b", result.text)

    def test_label_never_leaves_the_directory(self):
        for version in ("git+https://h/x@../../../etc", "git+https://h/x@..", "x @ /a/b/.."):
            with self.subTest(version=version):
                self.sweep(version)
                for e in self.manifest()["versions"] if self.has_manifest() else ():
                    self.assertNotIn("/", e["label"])
                    self.assertNotIn(e["label"], (".", ".."))

    def has_manifest(self):
        try:
            self.manifest()
            return True
        except FileNotFoundError:
            return False

    def test_300_characters(self):
        result = self.sweep("x" * 300 + "=1.0")
        self.assert_refused(result, "LABEL=SPEC")
        self.assertLess(len(result.err), 4096)

    def test_ref_of_300_characters(self):
        result = self.sweep("git+https://h/x@" + "y" * 300)
        self.assert_refused(result, "LABEL=SPEC")

    def test_long_but_legal(self):
        label = "x" * 100
        self.assert_ok(self.sweep(label + "=1.0"), label)

    def test_empty_version(self):
        self.assert_refused(self.sweep(""))

    def test_empty_spec(self):
        self.assert_refused(self.sweep("x="), "x=")


class NoLongerSwept(scratch.SweepTest):
    """What became of versions in an earlier run."""

    def compare(self, *words):
        return self.start(scratch.program(), "compare", self.out, *words).finish(30)

    def test_taken_out_or_renamed(self):
        self.assert_ok(self.sweep("1.0", "old=demo==2.0", "3.0"), "1.0", "old", "3.0")
        result = self.sweep("1.0", "new=demo==2.0", options=["--prepare"])
        self.assertIn("no longer swept: old, 3.0; files in %s stay" % self.out, result.out)
        self.assert_ok(self.sweep("1.0", "new=demo==2.0"), "1.0", "new")
        self.assertTrue(os.path.exists(self.run_file("3.0")))
        text = self.compare("--layout", "matrix").out
        self.assertEqual(text.count("3.0"), 1, text)
        self.assertIn("no longer swept: old, 3.0 (files in %s stay until they are removed)\n" % self.out,
                      text)
        data = json.loads(self.compare("--format", "json").out)
        self.assertEqual([s["label"] for s in data["series"]], ["1.0", "new"])
        again = self.sweep("1.0", "new=demo==2.0", options=["--prepare"])
        self.assertNotIn("no longer swept", again.text, "it is told once")
        self.assert_ok(self.sweep("3.0"), "3.0")
        self.assertNotIn("3.0 (", self.compare("--layout", "matrix").out)

    def test_could_not_be_installed_before(self):
        self.assert_status(self.sweep("1.0", "9999"), 1)
        for _ in range(2):
            self.fake("uv pip compile", scratch.exit(1, "no network"), when="9999")
            self.assert_status(self.sweep("1.0", "9999", options=["--prepare"]), 0)
            self.unfake()
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertIn("9999: not run yet; could not be prepared: resolving demo==9999: uv pip compile: "
                      "exited with 1: no network\n", self.compare("--layout", "matrix").text)

    def test_reason_of_before(self):
        """A build that fails is not tried when a run is prepared anew and its version not yet swept."""
        self.fake("python pytest", scratch.change(json="none", status=1, reasons={
            "benchmarks/test_a.py": "ImportError: no (t.py:1)"}), when="demo==2.0")
        self.fake("python pytest", scratch.change(json="none", status=1, reasons={
            "benchmarks/test_a.py": "ImportError: no (t.py:1)"}), nth=1)
        self.assert_status(self.sweep("1.0", "2.0", options=["--jobs", "1"]), 1)
        self.unfake()
        before = [v["label"] for v in self.manifest()["versions"] if v["status"] == "failed"]
        self.assertEqual(before, ["2.0"])
        for _ in range(2):
            self.assert_status(self.sweep("1.0", "2.0", options=["--prepare"]), 0)
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertIn("2.0: not run yet; failed before: benchmarks/test_a.py: ImportError: no (t.py:1)\n",
                      self.compare("--layout", "matrix").out)
        self.assert_ok(self.sweep("2.0"), "2.0")
        self.assertNotIn("before", self.entry("2.0"))


if __name__ == "__main__":
    scratch.main()
