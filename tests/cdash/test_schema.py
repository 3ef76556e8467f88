"""CTest's XML of a sweep by CDash's own schemas, which are in $CDASH_SCHEMA_DIR."""
import os
import shutil
import unittest

import dashboard
import scratch
from receiver import Receiver

SCHEMAS = os.environ.get("CDASH_SCHEMA_DIR", "")


@unittest.skipUnless(os.path.isdir(SCHEMAS), "CDASH_SCHEMA_DIR does not name the directory of "
                     "CDash's schemas (Test.xsd ...); the XML is not validated")
@unittest.skipUnless(shutil.which("xmllint"), "there is no xmllint; the XML is not validated")
class Schema(dashboard.DashboardTest):
    def test_a_sweep_with_everything(self):
        """A version that passes, one that fails, one that is skipped, a partial one; a gate that
        fails; hostile names."""
        self.fake("python pytest", scratch.exit(3, "no <room> & \x1b[31m\x01\xff]]>\n"),
                  when="demo==2.0")
        self.fake("uv pip sync", scratch.exit(1, "no such <wheel>\n"), when="demo==3.0")
        self.fake("python pytest", scratch.change(
            names=["b/t.py::test_a[<&\"'\x01é]", "b/t.py::test_b[</CTestDetails>]"],
            failed=["b/t.py::test_<x>"]), when="demo==4.0")
        with Receiver() as receiver:
            self.url = receiver.url
            self.project_with("VERSIONS 1.0 2.0 3.0 4.0 MEMORY ON_UNAVAILABLE SKIP ALLOW_PARTIAL "
                              "FAIL_ON time:20%")
            self.ctest("Experimental")
        self.check_schemas(SCHEMAS, "Configure", "Build", "Test", "Done")
        tests = self.results()
        self.assertEqual({name[len("demo."):]: test.status for name, test in tests.items()},
                         {"setup": "passed", "1.0": "passed", "2.0": "failed", "3.0": "notrun",
                          "4.0": "passed", "compare": "passed", "gate": "failed"})


if __name__ == "__main__":
    scratch.main()
