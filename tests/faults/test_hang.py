"""Children that hang, flood, or leave something behind: the sweep ends in time, with nothing left."""
import os
import time

import scratch

WORK = {"venv": "uv venv", "install": "uv pip sync", "isolation": "python import",
        "run": "python pytest"}


class Hang(scratch.SweepTest):
    """--timeout ends the whole tree of the version, whatever it does with signals."""

    def hangs(self, stage, **how):
        self.fake(WORK[stage], scratch.hang(**how), nth=0)
        begin = time.monotonic()
        result = self.sweep("1.0", "2.0", timeout=40,
                            options=["--timeout", "3", "--import-check", "demo", "--jobs", "1"])
        self.assertLess(time.monotonic() - begin, 30)
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "failed" if stage == "run" else "unavailable", stage)
        self.assertIn("--timeout", entry["reason"])
        self.assert_says(result, "1.0", stage, "--timeout")
        self.assert_ended("2.0", "ok")

    def test_venv(self):
        self.hangs("venv")

    def test_install(self):
        self.hangs("install")

    def test_isolation(self):
        self.hangs("isolation")

    def test_run(self):
        self.hangs("run")

    def test_run_that_ignores_signals(self):
        self.hangs("run", stubborn=True)

    def test_run_with_a_grandchild_in_its_own_session(self):
        self.hangs("run", child=True)

    def test_run_with_both(self):
        self.hangs("run", stubborn=True, child=True)

    def test_resolve(self):
        self.fake("uv pip compile", scratch.hang(child=True), when="demo==1.0")
        result = self.sweep("1.0", "2.0", timeout=40, options=["--timeout", "3"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "install")
        self.assert_ended("2.0", "ok")
        self.assert_says(result, "--timeout")

    def test_run_file_of_a_version_out_of_time(self):
        """What was written before the time was up is not a result."""
        self.fake("python pytest", scratch.change(then=[scratch.hang()]), nth=0)
        result = self.sweep("1.0", timeout=30, options=["--timeout", "3"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "run")

    def test_time_is_per_version(self):
        self.fake("python pytest", scratch.sleep(1.5))
        self.assert_ok(self.sweep("1.0", "2.0", "3.0", options=["--timeout", "4"]))

    def test_no_timeout(self):
        self.fake("python pytest", scratch.sleep(1.5))
        self.assert_ok(self.sweep("1.0"))


class Daemons(scratch.SweepTest):
    """A process that outlives its parent and holds the pipe: not waited for, and ended."""

    def leaves(self, at, session):
        self.fake(at, scratch.daemon(session))
        begin = time.monotonic()
        result = self.sweep("1.0", "2.0", timeout=40, options=["--import-check", "demo"])
        self.assertLess(time.monotonic() - begin, 20)
        self.assert_ok(result, "1.0", "2.0")

    def test_venv(self):
        self.leaves("uv venv", True)

    def test_resolve(self):
        self.leaves("uv pip compile", True)

    def test_install(self):
        self.leaves("uv pip sync", True)

    def test_isolation(self):
        self.leaves("python import", True)

    def test_run(self):
        self.leaves("python pytest", True)

    def test_run_in_the_same_session(self):
        self.leaves("python pytest", False)

    def test_gone_before_the_next_measurement(self):
        """What a version leaves must not run beside the measurement of the next one."""
        self.fake("python pytest", scratch.daemon(True), nth=0)
        self.fake("python pytest", scratch.hang(), nth=1)
        running = self.start_sweep("1.0", "2.0", options=["--jobs", "1"])
        self.wait_for_call("python pytest", 2)
        time.sleep(0.3)
        names = [command for _, command in scratch.marked(self.mark)]
        self.assertLessEqual(len(names), 3, names)  # benchmem, a guard, the second pytest
        running.signal(15)
        running.finish(20)


class Floods(scratch.SweepTest):
    """1 GB of output: bounded memory, a bounded log, the last lines kept."""

    def flood(self, at, stream, *then):
        self.fake(at, scratch.flood(stream=stream), *then)
        running = self.start_sweep("1.0", options=["--import-check", "demo"])
        most = 0
        while running.process.poll() is None:
            most = max(most, self.resident(running.process.pid))
            time.sleep(0.02)
        result = running.finish(10)
        if not os.environ.get("BENCHMEM_SANITIZED"):
            self.assertLess(most, 32 << 10, "kB resident")
        self.assertLess(len(result.text), 1 << 20)
        log = os.path.join(self.out, "logs", "1.0.txt")
        if os.path.exists(log):
            self.assertLess(os.path.getsize(log), 200 << 20)
        return result

    def resident(self, pid):
        try:
            with open("/proc/%d/status" % pid, encoding="utf-8") as f:
                for line in f:
                    if line.startswith("VmHWM"):
                        return int(line.split()[1])
        except OSError:
            pass
        return 0

    def test_run(self):
        self.assert_status(self.flood("python pytest", 1), 0)
        self.assert_ended("1.0", "ok")

    def test_run_on_standard_error_and_fails(self):
        self.assert_status(self.flood("python pytest", 2, scratch.exit(1, "that was it\n")), 1)
        entry = self.assert_ended("1.0", "failed", "run")
        self.assertTrue(entry["last_lines"][-1].endswith("that was it"), entry["last_lines"])

    def test_install(self):
        self.assert_status(self.flood("uv pip sync", 2), 0)

    def test_resolve(self):
        self.assert_status(self.flood("uv pip compile", 2), 0)

    def test_import(self):
        self.assert_status(self.flood("python import", 1), 0)


if __name__ == "__main__":
    scratch.main()
