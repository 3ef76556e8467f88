"""Ctrl-C and its kin at each stage: children gone, temporary directories gone, earlier results as
they were (those of the version in work included), exit 128 + the signal's number."""
import os
import signal
import time

import scratch

STAGES = {"find uv": "uv --version", "find python": "uv python find", "resolve": "uv pip compile",
          "venv": "uv venv", "install": "uv pip sync", "freeze": "uv pip freeze",
          "isolation": "python import", "run": "python pytest"}


class Signals(scratch.SweepTest):
    OPTIONS = ["--import-check", "demo"]

    def interrupted(self, stage, number, **how):
        """An earlier sweep, then one of the same versions that is stopped at the stage."""
        self.assert_ok(self.sweep("1.0", "2.0", options=self.OPTIONS), "1.0", "2.0")
        os.remove(self.path("calls"))
        earlier = [self.run_file("1.0"), self.run_file("2.0")]
        self.protect(*earlier)
        before = {label: self.entry(label) for label in ("1.0", "2.0")}
        self.fake(STAGES[stage], scratch.hang(child=True, **how))
        # Other inputs than before, so that it resolves again.
        running = self.start_sweep("1.0", options=[*self.OPTIONS, "--pin", "other",
                                                   *scratch.ASKED.get(stage, [])])
        self.wait_for_call(STAGES[stage])
        time.sleep(0.1)
        running.signal(number)
        result = running.finish(20)
        self.assert_status(result, 128 + number)
        self.assertIn("benchmem: ", result.err)
        self.assertEqual(self.entry("2.0"), before["2.0"])
        self.assertEqual(self.entry("1.0")["status"], "ok",
                         "the earlier result is there, and so is its entry")

    def test_resumed_by_running_it_again(self):
        self.fake("python pytest", scratch.hang(), nth=1)
        running = self.start_sweep("1.0", "2.0", options=["--jobs", "1"])
        self.wait_for_call("python pytest", 2)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.assert_ended("1.0", "ok")
        self.protect(self.run_file("1.0"))
        self.unfake()
        self.assert_ok(self.sweep("2.0"), "1.0", "2.0")

    def test_two_interrupts(self):
        """The second Ctrl-C does not leave more behind than the first."""
        self.fake("python pytest", scratch.hang(stubborn=True, child=True))
        running = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        running.signal(signal.SIGINT)
        time.sleep(0.2)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)

    def test_stubborn_child(self):
        self.interrupted("run", signal.SIGINT, stubborn=True)

    def test_while_several_are_provisioned(self):
        self.fake("uv pip sync", scratch.hang(child=True))
        running = self.start_sweep("1.0", "2.0", "3.0", "4.0", options=["--jobs", "3"])
        self.wait_for_call("uv pip sync", 3)
        running.signal(signal.SIGTERM)
        self.assert_status(running.finish(20), 143)
        for label in ("1.0", "2.0", "3.0", "4.0"):
            self.assertFalse(os.path.exists(self.run_file(label)))

    def test_while_copying(self):
        """Many small files: the signal comes in the middle, or after; either way nothing stays."""
        for i in range(3000):
            self.write("project/benchmarks/d%d/f%d" % (i % 50, i), "x" * 100)
        running = self.start_sweep("1.0")
        self.wait_for(lambda: any("iso" in d or f for w, d, f in os.walk(self.work)
                                  if w != self.work), 20)
        time.sleep(0.02)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)

    def test_prepare(self):
        self.fake("uv pip sync", scratch.hang())
        self.fake("uv pip compile", scratch.hang(), nth=1)
        running = self.start_sweep("1.0", "2.0", options=["--prepare"])
        self.wait_for_call("uv pip compile", 2)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)

    def test_closed_output(self):
        """`benchmem sweep | head -1`: SIGPIPE ends us as a signal would, with nothing left."""
        import subprocess
        self.fake("python pytest", scratch.sleep(0.3))
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.Popen(self.sweep_words("1.0", "2.0"), env=self.environment(),
                                   cwd=self.project, stdin=subprocess.DEVNULL, stdout=writer,
                                   stderr=subprocess.DEVNULL)
        os.close(writer)
        status = process.wait(30)
        self.assertIn(status, (0, 1, 141, -13))


def add(stage, number):
    def test(self):
        self.interrupted(stage, number)
    test.__name__ = "test_%s_%s" % (signal.Signals(number).name.lower(), stage.replace(" ", "_"))
    setattr(Signals, test.__name__, test)


for _stage in STAGES:
    for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        add(_stage, _number)


if __name__ == "__main__":
    scratch.main()
