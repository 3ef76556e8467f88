"""Two sweeps into one directory at once."""
import os
import signal
import time

import scratch


class Together(scratch.SweepTest):
    def both_record(self, count):
        labels = ["%d.0" % i for i in range(1, count + 1)]
        self.fake("python pytest", scratch.sleep(0.1))
        running = [self.start_sweep(label) for label in labels]
        for one in running:
            self.assert_status(one.finish(60), 0)
        for label in labels:
            self.assert_ended(label, "ok")
        self.assertEqual(sorted(e["label"] for e in self.manifest()["versions"]), sorted(labels))

    def test_two_versions(self):
        self.both_record(2)

    def test_six_versions(self):
        self.both_record(6)

    def test_ten_versions(self):
        self.both_record(10)

    def test_ten_of_the_same_version(self):
        """One after the other; each of them ends well, and so does the directory."""
        running = [self.start_sweep("1.0") for _ in range(10)]
        for one in running:
            self.assert_status(one.finish(120), 0)
        self.assert_ended("1.0", "ok")

    @scratch.not_under_valgrind("too few compares are made meanwhile")
    def test_compare_while_a_sweep_writes(self):
        self.assert_ok(self.sweep("1.0", "2.0"))
        running = [self.start_sweep("1.0", "2.0"), self.start_sweep("3.0", "4.0")]
        compared = 0
        while any(one.process.poll() is None for one in running):
            result = self.start(scratch.program(), "compare", self.out).finish(20)
            self.assert_status(result, 0)
            self.assertIn("1.0", result.out)
            compared += 1
        self.assertGreater(compared, 3)
        for one in running:
            self.assert_status(one.finish(10), 0)

    def test_after_prepare(self):
        labels = ["3.0", "1.0", "2.0"]
        self.assert_status(self.sweep(*labels, options=["--prepare"]), 0)
        run_id = self.manifest()["run_id"]
        running = [self.start_sweep(label) for label in sorted(labels)]
        for one in running:
            self.assert_status(one.finish(60), 0)
        manifest = self.manifest()
        self.assertEqual([e["label"] for e in manifest["versions"]], labels)
        self.assertEqual({e["run_id"] for e in manifest["versions"]}, {run_id})

    @scratch.not_under_valgrind("it starts too late")
    def test_the_same_version(self):
        """The second one waits for the first, or refuses; it says for whom."""
        self.fake("python pytest", scratch.sleep(1.0), nth=0)
        first = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        second = self.start_sweep("1.0")
        results = [first.finish(60), second.finish(60)]
        self.assert_status(results[0], 0)
        self.assertIn(results[1].status, (0, 1))
        self.assertIn(str(first.process.pid), results[1].text)
        self.assert_ended("1.0", "ok")

    def test_interrupted_while_waiting(self):
        self.fake("python pytest", scratch.hang(), nth=0)
        first = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        second = self.start_sweep("1.0")
        self.wait_for(lambda: str(first.process.pid) in second.result(0).text
                      or second.process.poll() is not None)
        if second.process.poll() is None:
            second.signal(signal.SIGINT)
            self.assert_status(second.finish(20), 130)
        first.signal(signal.SIGINT)
        self.assert_status(first.finish(20), 130)

    def test_the_first_was_killed(self):
        """A crash frees the lock."""
        self.fake("python pytest", scratch.hang(), nth=0)
        first = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        first.process.kill()
        first.process.wait()
        scratch.kill_marked(self.mark)
        for name in os.listdir(self.work):  # what a killed one leaves is the next start's business
            self.keeps = True
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_readers_never_see_half_a_manifest(self):
        self.assert_ok(self.sweep("1.0"))
        running = [self.start_sweep("%d.0" % i) for i in range(2, 6)]
        seen = 0
        while any(one.process.poll() is None for one in running):
            self.assertTrue(self.manifest()["versions"])
            seen += 1
            time.sleep(0.001)
        self.assertGreater(seen, 10)
        for one in running:
            self.assert_status(one.finish(10), 0)


if __name__ == "__main__":
    scratch.main()
