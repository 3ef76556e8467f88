"""`ctest -D Experimental`, as far as CDash: every file arrives, once, whole, in order."""
import os
import unittest
import xml.etree.ElementTree as ET

import dashboard
import scratch
from receiver import BUILD_ID, Receiver

ORDER = ["Configure", "Build", "Test", "Done"]
SCHEMAS = os.environ.get("CDASH_SCHEMA_DIR", "")
HAS_LIBRARY = os.path.exists(os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so"))


class Submission(dashboard.DashboardTest):
    def submit(self, answer=None):
        with Receiver(answer) if answer else Receiver() as receiver:
            self.url = receiver.url
            self.project_with("VERSIONS 1.0 2.0")
            result = self.ctest("Experimental")
        return result, receiver.files

    def test_all_is_well(self):
        result, files = self.submit()
        self.assert_status(result, 0)
        self.assertEqual([f.kind for f in files], ORDER)
        stamps = set()
        for f in files:
            self.assertEqual(f.path, "/submit.php")
            self.assertEqual(f.query["project"], "demo")
            self.assertEqual(f.query["MD5"], f.md5, f.name)
            self.assertEqual(int(f.headers["Content-Length"]), len(f.body))
            with open(self.xml(f.kind), "rb") as on_disk:
                self.assertEqual(f.body, on_disk.read())
            site, build, stamp = f.name.split("___")[:3]
            self.assertTrue(site and build, f.name)
            stamps.add(stamp)
        self.assertEqual(len(stamps), 1, stamps)
        self.assertRegex(stamps.pop(), r"^\d{8}-\d{4}-Experimental$")
        done = ET.fromstring(files[-1].body)
        self.assertEqual(done.findtext("buildId"), BUILD_ID)

    def test_what_arrives_is_what_was_measured(self):
        result, files = self.submit()
        self.assert_status(result, 0)
        root = ET.fromstring(files[ORDER.index("Test")].body)
        tests = {t.name: t for t in map(dashboard.Test, root.findall("Testing/Test"))}
        self.assertEqual([tests["demo." + v].number("time (s), geometric mean")
                          for v in ("1.0", "2.0")], [1, 2])
        with open(self.run_file("2.0"), "rb") as f:
            self.assertEqual(tests["demo.2.0"].measured["run file"].content(), f.read())

    def test_cdash_refuses_a_file(self):
        """HTTP 200 with an error inside: CTest tries once more, says so, and goes on."""
        result, files = self.submit(lambda f: (200, "ERROR", "Checksum failed for file"))
        self.assertEqual([f.kind for f in files], [kind for kind in ORDER for _ in range(2)])
        self.assertIn("Checksum failed", result.text)

    def test_the_server_fails(self):
        result, files = self.submit(lambda f: (500, "ERROR", "out of order"))
        self.assertNotEqual(result.status, 0)
        self.assertEqual(files[0].kind, "Configure")
        # Nothing is lost: the files are still there, to be submitted again.
        for name in ORDER[:3]:
            self.assertTrue(os.path.exists(self.xml(name)))
        with Receiver() as receiver:
            self.write("project/CTestConfig.cmake", dashboard.CONFIG % {"url": receiver.url})
            self.run_well([dashboard.CMAKE, "-S", self.project, "-B", self.build])
            again = self.ctest("ExperimentalSubmit")
        self.assert_status(again, 0)
        self.assertEqual([f.kind for f in receiver.files], ORDER)


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Reused(dashboard.DashboardTest):
    """Results that are reused arrive as those that are measured do, so that CDash's curves have no gap, and
    say that they are."""

    def setUp(self):
        super().setUp()
        self.make_fake("valgrind")

    def submit(self, words):
        """The tests of another submission, as CDash gets them."""
        self.forget_calls()
        with Receiver() as receiver:
            self.url = receiver.url
            self.project_with(words)
            result = self.ctest("Experimental")
        self.assert_status(result, 0)
        self.assertEqual([f.kind for f in receiver.files], ORDER)
        if os.path.isdir(SCHEMAS):
            self.check_schemas(SCHEMAS, *ORDER)
        root = ET.fromstring(receiver.files[ORDER.index("Test")].body)
        return {t.name[len("demo."):]: t for t in map(dashboard.Test, root.findall("Testing/Test"))}

    def assert_same_numbers(self, first, second):
        """But for what the stages took."""
        for test in first, second:
            test.told = {name: m.text for name, m in test.measured.items()
                         if m.type == "numeric/double" and not name.startswith("stage ")}
        self.assertEqual(first.told, second.told)
        self.assertGreater(len(first.told), 4)

    def assert_says_reused(self, test):
        measured = test.measured["reused"]
        self.assertEqual(measured.type, "text/string")
        self.assertRegex(measured.text, r"^measured 2\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(test.details, "reused, " + measured.text)

    def test_whole(self):
        words = "VERSIONS %s INSTRUCTIONS NO_TIME MEMORY REUSE store FAIL_ON instructions:3%%"
        first, second = (self.submit(words % "1.0 2.0") for _ in range(2))
        self.assertEqual(self.calls("valgrind") + self.calls("uv venv"), [])
        for label in "1.0", "2.0":
            self.assert_same_numbers(first[label], second[label])
            self.assertNotIn("reused", first[label].measured)
            self.assert_says_reused(second[label])
            self.assertEqual(second[label].status, "passed")
            self.check_attachment(second[label], label)
            self.assertIn("%s: will be reused, measured 2" % label, second["setup"].output)
        said = second["gate"].text("list of regressions")
        self.assertRegex(said, r"^1\.0, 2\.0: reused results of 2\d\d\d-\d\d-\d\d\n")
        self.assertNotIn("reused", first["gate"].text("list of regressions"))

        third = self.submit(words % "1.0 2.0 3.0")
        self.assert_says_reused(third["1.0"])
        self.assertNotIn("reused", third["3.0"].measured)
        self.assertNotIn("reused", third["3.0"].details or "")

    def test_counts(self):
        """Beside times, which are measured each time."""
        words = "VERSIONS 1.0 2.0 INSTRUCTIONS REUSE store FAIL_ON instructions:3%"
        first, second = (self.submit(words) for _ in range(2))
        for label in "1.0", "2.0":
            self.assert_same_numbers(first[label + ".count"], second[label + ".count"])
            self.assert_says_reused(second[label + ".count"])
            self.assertNotIn("reused", second[label].measured)
            self.assertIn("time (s), geometric mean", second[label].measured)
        self.assertIn("1.0, 2.0: reused counts of 2", second["gate"].text("list of regressions"))


if __name__ == "__main__":
    scratch.main()
