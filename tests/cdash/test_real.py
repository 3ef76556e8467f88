"""A dashboard of real releases, swept by the real uv."""
import os
import shutil
import sys

import dashboard
import scratch

sys.path.insert(0, os.path.join(dashboard.TOP, "tests", "real"))
import real_case  # noqa: E402
from receiver import Receiver  # noqa: E402

SCHEMAS = os.environ.get("CDASH_SCHEMA_DIR", "")


class Releases(real_case.RealTest, dashboard.DashboardTest):
    package = "tomli"

    def test_two_releases(self):
        self.write("project/benchmarks/test_a.py", real_case.TOMLI_SUITE)
        with Receiver() as receiver:
            self.url = receiver.url
            self.project_with("VERSIONS 2.0.1 2.2.1 MEMORY IMPORT_CHECK tomli "
                              "FAIL_ON time:100000%")
            self.assert_status(self.ctest("Experimental"), 0)
        self.assertEqual([f.kind for f in receiver.files], ["Configure", "Build", "Test", "Done"])
        tests = self.results()
        self.assertEqual({test.status for test in tests.values()}, {"passed"})
        for label in ("2.0.1", "2.2.1"):
            test = tests["demo." + label]
            self.check_numbers(test, label)
            self.check_attachment(test, label)
            self.assertEqual(test.text("package"), "tomli==" + label)
            self.assertRegex(test.text("Python"), r"^3\.\d+\.\d+")
        self.assertEqual(tests["demo.gate"].number("regressions"), 0)
        if os.environ.get("BENCHMEM_HAS_CAIRO"):
            for metric in ("time", "peak"):
                picture = tests["demo.compare"].measured["heatmap of " + metric]
                self.assertGreater(dashboard.decode_png(picture.content())[0], 200)
        if not os.path.isdir(SCHEMAS) or not shutil.which("xmllint"):
            self.skipTest("all is well so far; CDASH_SCHEMA_DIR does not name the directory of "
                          "CDash's schemas, or there is no xmllint: the XML is not validated")
        self.check_schemas(SCHEMAS, "Configure", "Build", "Test", "Done")


if __name__ == "__main__":
    scratch.main()
