"""`ctest -D Experimental`, as far as CDash: every file arrives, once, whole, in order."""
import os
import xml.etree.ElementTree as ET

import dashboard
import scratch
from receiver import BUILD_ID, Receiver

ORDER = ["Configure", "Build", "Test", "Done"]


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


if __name__ == "__main__":
    scratch.main()
