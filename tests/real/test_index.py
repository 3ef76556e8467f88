"""Real releases from the index, in real environments, measured by the real harness."""
import csv
import os
import socket
import time

import real_case
import scratch


class Tomli(real_case.RealTest):
    def setUp(self):
        super().setUp()
        self.write(os.path.join(self.suite, "test_a.py"), real_case.TOMLI_SUITE)

    def test_the_peers_command_line(self):
        words = [scratch.program(), "sweep", "tomli", "1.2.3", "2.0.1", "--suite", "benchmarks/",
                 "--out", "out", "--memory", "--import-check", "tomli", "--pytest-arg=-k",
                 "--pytest-arg=loads"]
        result = self.start(*words).finish(240)
        self.assert_ok(result, "1.2.3", "2.0.1")
        for label in ("1.2.3", "2.0.1"):
            self.assertEqual(self.names(label), ["test_loads[1]", "test_loads[2]"])
            for benchmark in self.benchmarks(label):
                self.assertGreater(benchmark["stats"]["min"], 0)
                self.assertIn("benchmem", benchmark["extra_info"])
            self.assertIn("tomli==" + label, self.entry(label)["packages"])
            self.assertTrue([p for p in self.entry(label)["packages"]
                             if p.startswith("pytest-benchmem==")])
            with open(os.path.join(self.out, "locks", label + ".txt"), encoding="utf-8") as f:
                self.assertIn("--hash=sha256:", f.read())
        self.assertIn("benchmem compare", result.out)

    def test_without_memory(self):
        self.assert_ok(self.sweep("2.0.1", options=["--pytest-arg=-k", "--pytest-arg=other"]))
        self.assertEqual(self.names("2.0.1"), ["test_other"])
        self.assertFalse([p for p in self.entry("2.0.1")["packages"]
                          if p.startswith("pytest-benchmem")])

    def test_a_version_that_does_not_exist(self):
        result = self.sweep("2.0.1", "99.99.99")
        self.assert_status(result, 1)
        self.assert_ended("2.0.1", "ok")
        entry = self.assert_ended("99.99.99", "unavailable", "install")
        self.assertIn("tomli==99.99.99", "\n".join(entry["last_lines"]))
        self.assert_says(result, "99.99.99", "install")

    def test_a_package_that_does_not_exist(self):
        result = self.sweep("1.0", package="no-such-package-of-benchmem-tests")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "install")

    def test_import_check_fails(self):
        result = self.sweep("2.0.1", options=["--import-check", "tomli_w"])
        self.assert_status(result, 1)
        entry = self.assert_ended("2.0.1", "unavailable", "isolation")
        self.assertIn("No module named 'tomli_w'", "\n".join(entry["last_lines"]))

    def test_import_check_of_a_part(self):
        self.assert_ok(self.sweep("2.0.1", options=["--import-check", "tomli._parser"]), "2.0.1")

    def test_as_of(self):
        """tomli as of 2023 is 2.0.1, and the harness is one of that time too."""
        self.assert_ok(self.sweep("then=tomli", options=["--as-of", "2023-06-01"]), "then")
        packages = self.entry("then")["packages"]
        self.assertIn("tomli==2.0.1", packages)
        self.assertIn("pytest-benchmark==4.0.0", packages)

    def test_locked_offline(self):
        self.assert_ok(self.sweep("1.2.3", "2.0.1", options=["--memory"]))
        self.protect(os.path.join(self.out, "locks"))
        result = self.sweep("1.2.3", "2.0.1", options=["--memory", "--locked"],
                            env={"UV_OFFLINE": "1"})
        self.assert_ok(result, "1.2.3", "2.0.1")

    def test_prepared_then_offline(self):
        self.assert_status(self.sweep("1.2.3", "2.0.1", options=["--prepare"]), 0)
        for label in ("1.2.3", "2.0.1"):
            self.assert_status(self.sweep(label, env={"UV_OFFLINE": "1"}), 0)
        self.assert_ended("1.2.3", "ok")
        self.assert_ended("2.0.1", "ok")

    def test_the_index_is_away(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        url = "http://127.0.0.1:%d/simple" % port
        begin = time.monotonic()
        result = self.sweep("2.0.1", env={
            "UV_DEFAULT_INDEX": url, "UV_INDEX_URL": url, "UV_CACHE_DIR": self.path("cache"),
            "UV_NO_CONFIG": "1", "UV_FIND_LINKS": None, "UV_INDEX": None,
            "UV_EXTRA_INDEX_URL": None})
        self.assertLess(time.monotonic() - begin, 120)
        self.assert_status(result, 1)
        entry = self.assert_ended("2.0.1", "unavailable", "install")
        self.assertIn("127.0.0.1:%d" % port, "\n".join(entry["last_lines"]))

    def test_one_benchmark_fails(self):
        self.write(os.path.join(self.suite, "test_b.py"), "import tomli\n\n\n"
                   "def test_new_api(benchmark):\n"
                   "    benchmark(tomli.loads, 'a = 1', parse_float=tomli.no_such_name)\n")
        result = self.sweep("2.0.1")
        self.assert_status(result, 1)
        entry = self.assert_ended("2.0.1", "partial")
        reason = ("AttributeError: module 'tomli' has no attribute 'no_such_name' "
                  "(benchmarks/test_b.py:5)")
        self.assertEqual(entry["failed_tests"],
                         [{"id": "benchmarks/test_b.py::test_new_api", "reason": reason}])
        self.assertEqual(entry["last_lines"], [])
        self.assert_says(result, "2.0.1: run: benchmarks/test_b.py::test_new_api: " + reason)
        self.assertEqual(self.names("2.0.1"), ["test_loads[1]", "test_loads[2]", "test_other"])
        for benchmark in self.benchmarks("2.0.1"):
            self.assertTrue(benchmark["fullname"].startswith("benchmarks/test_a.py::"))
        self.assert_status(self.sweep("2.0.1", options=["--allow-partial"]), 0)

    def test_nothing_is_collected(self):
        result = self.sweep("2.0.1", options=["--pytest-arg=-k", "--pytest-arg=nothing"])
        self.assert_status(result, 1)
        self.assert_ended("2.0.1", "failed", "run")

    def test_the_suite_does_not_import(self):
        self.write(os.path.join(self.suite, "test_a.py"), "import no_such_module\n")
        result = self.sweep("2.0.1")
        self.assert_status(result, 1)
        self.assert_ended("2.0.1", "failed", "run")
        self.assert_says(result, "2.0.1: run: benchmarks/test_a.py: ModuleNotFoundError: No module "
                         "named 'no_such_module'; if another package has it, try --pin PACKAGE "
                         "(benchmarks/test_a.py:1)")
        self.assertNotIn("--copy-dir", result.text)

    def test_a_module_beside_the_suite(self):
        self.write(os.path.join(self.suite, "test_a.py"), "import helpers\n")
        self.write(os.path.join(os.path.dirname(self.suite), "helpers.py"), "")
        result = self.sweep("2.0.1")
        self.assert_says(result, "No module named 'helpers'", "try --copy-dir " +
                         os.path.dirname(self.suite))

    def test_segfault(self):
        self.write(os.path.join(self.suite, "test_b.py"), "import ctypes\n\n\n"
                   "def test_crash(benchmark):\n    benchmark(ctypes.string_at, 0)\n")
        result = self.sweep("2.0.1", "2.2.1")
        self.assert_status(result, 1)
        for label in ("2.0.1", "2.2.1"):
            entry = self.assert_ended(label, "failed", "run")
            self.assertIn("signal 11", entry["reason"])
            self.assertIn("while it was at benchmarks/test_b.py::test_crash", entry["reason"])
            self.assertIn("benchmarks/test_b.py::test_crash", self.failed(entry))

    def test_names_that_quoting_breaks(self):
        """Not [ and ]: pytest itself refuses them in a directory's name."""
        suite = self.make_suite("it's a \"suite\"; of $HOME & (ü)", text=real_case.TOMLI_SUITE)
        out = self.path("project", "o u't; ü")
        self.assert_status(self.sweep("2.0.1", suite=suite, out=out), 0)
        self.assert_ended("2.0.1", "ok", out=out)

    def test_a_single_file(self):
        self.write(os.path.join(self.suite, "helper.py"), "DOC = 'a = 1'\n")
        self.write(os.path.join(self.suite, "test_b.py"), "import helper\nimport tomli\n\n\n"
                   "def test_b(benchmark):\n    benchmark(tomli.loads, helper.DOC)\n")
        result = self.sweep("2.0.1", suite=os.path.join(self.suite, "test_b.py"))
        self.assert_ok(result, "2.0.1")
        self.assertEqual(self.names("2.0.1"), ["test_b"])

    def test_settings_of_the_suite(self):
        """A pytest.ini with a cache of its own: failed tests are found all the same."""
        self.write(os.path.join(self.suite, "pytest.ini"), "[pytest]\ncache_dir = mine\n")
        self.write(os.path.join(self.suite, "test_b.py"),
                   "def test_b(benchmark):\n    benchmark(len, 'a')\n    assert False\n")
        self.assert_status(self.sweep("2.0.1"), 1)
        entry = self.assert_ended("2.0.1", "partial")
        self.assertEqual(self.failed(entry), ["test_b.py::test_b"])
        self.assertFalse(os.path.exists(os.path.join(self.suite, "mine")))

    def test_a_command(self):
        script = self.write("project/benchmarks/run.py",
                            "import json, sys, tomli\n"
                            "json.dump({'benchmarks': [{'name': sys.argv[2], 'fullname': 'x',"
                            " 'stats': {'min': 1.0}}]}, open(sys.argv[1], 'w'))\n")
        self.assertTrue(script)
        result = self.sweep("2.0.1", rest=["{python}", "{suite}/run.py", "{json}", "{label}"])
        self.assert_ok(result, "2.0.1")
        self.assertEqual(self.names("2.0.1"), ["2.0.1"])

    def test_interrupt(self):
        self.assert_ok(self.sweep("2.0.1"))
        self.protect(self.run_file("2.0.1"))
        self.write(os.path.join(self.suite, "test_b.py"), "import time\n\n\n"
                   "def test_slow(benchmark):\n    open(%r, 'w').close()\n    time.sleep(600)\n"
                   % self.path("begun"))
        running = self.start_sweep("2.0.1", package="tomli")
        self.wait_for(lambda: os.path.exists(self.path("begun")), 60)
        running.signal(2)
        self.assert_status(running.finish(30), 130)
        self.assertEqual(self.entry("2.0.1")["status"], "ok")

    def test_timeout(self):
        self.write(os.path.join(self.suite, "test_b.py"), "import time\n\n\n"
                   "def test_slow(benchmark):\n    time.sleep(600)\n")
        result = self.sweep("2.0.1", options=["--timeout", "6"])
        self.assert_status(result, 1)
        self.assert_ended("2.0.1", "failed", "run")
        self.assert_says(result, "--timeout")

    def test_the_peer_reads_our_run_files(self):
        peer = os.environ.get("BENCHMEM_PEER")
        if not peer or not os.access(peer, os.X_OK):
            self.skipTest("BENCHMEM_PEER is not the peer's program but %r" % peer)
        self.assert_ok(self.sweep("1.2.3", "2.0.1", options=["--memory"]))
        table = self.path("table.csv")
        result = self.start(peer, "compare", self.run_file("1.2.3"), self.run_file("2.0.1"),
                            "--columns", "time,peak", "--stat", "min", "--csv", table,
                            env={"NO_COLOR": "1", "COLUMNS": "200"}).finish(120)
        self.assert_status(result, 0)
        self.assertEqual(self.peers_minima(table), self.our_minima("1.2.3", "2.0.1"))

    def our_minima(self, *labels):
        found = {}
        for label in labels:
            for b in self.benchmarks(label):
                peaks = b["extra_info"]["benchmem"]["peak_bytes"]
                found[b["fullname"], label] = (b["stats"]["min"], float(min(peaks)))
        return found

    def peers_minima(self, table):
        with open(table, encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        return {(row["id"], label): (float(row["time:min:" + label]),
                                     float(row["peak:min:" + label]))
                for row in rows for label in ("1.2.3", "2.0.1")}


class Shadow(real_case.RealTest):
    """A flat-layout checkout in --copy-dir: pytest's own path rules put it first."""

    def test_unavailable_after_the_run(self):
        self.write("project/tomli/__init__.py", "def loads(text):\n    return {}\n")
        self.write("project/conftest.py", "")
        self.write(os.path.join(self.suite, "test_a.py"), real_case.TOMLI_SUITE)
        self.write("project/benchmarks/__init__.py", "")
        result = self.sweep("2.0.1", options=["--copy-dir", self.project, "--import-check",
                                              "tomli"])
        self.assert_status(result, 1)
        entry = self.assert_ended("2.0.1", "unavailable", "isolation")
        self.assertIn("project/tomli/__init__.py", entry["reason"])
        self.assertGreater(entry["seconds"]["run"], 0, "it was found by the run, not before")

    def test_a_src_layout_does_not_shadow(self):
        self.write("project/src/tomli/__init__.py", "def loads(text):\n    return {}\n")
        self.write("project/conftest.py", "")
        self.write(os.path.join(self.suite, "test_a.py"), real_case.TOMLI_SUITE)
        result = self.sweep("2.0.1", options=["--copy-dir", self.project, "--import-check",
                                              "tomli"])
        self.assert_ok(result, "2.0.1")


if __name__ == "__main__":
    real_case.uv()
    scratch.main()
