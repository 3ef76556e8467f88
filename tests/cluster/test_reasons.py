"""What is told when something on the way to the node, or on it, goes wrong: launcher, job and node
are named, and nothing is guessed."""
import os
import time

import cluster
import scratch


class Reasons(cluster.ClusterTest):
    def reason(self, stage="run", label="1.0"):
        entry = self.assert_ended(label, "failed", stage)
        self.assertNotIn("--copy-dir", entry["reason"])
        return entry["reason"]

    def start_hanging(self, *options):
        self.fake("python pytest", scratch.hang(), nth=0)
        running = self.start_sweep("1.0", options=options)
        self.wait_for_call("python pytest")
        (job,) = self.own("RUNNING")
        return running, job

    def test_scancel(self):
        running, job = self.start_hanging()
        self.slurm.run("scancel", job[0])
        self.assert_status(running.finish(20), 1)
        self.assertRegex(self.reason(), r"^srun, job %s on %s: .*CANCELLED" % (job[0], job[3]))

    def test_a_node_is_lost(self):
        running, job = self.start_hanging()
        node = job[3]
        self.slurm.stop_node(node)
        try:
            self.slurm.run("scontrol", "update", "nodename=" + node, "state=down", "reason=gone")
            self.assert_status(running.finish(30), 1)
            self.assertRegex(self.reason(), r"^srun, job %s on %s: .*Node failure on %s"
                             % (job[0], node, node))
        finally:
            self.slurm.start_node(node)
            self.slurm.run("scontrol", "update", "nodename=" + node, "state=resume", check=False)
            self.slurm.wait_idle(2)
        # What the power would have ended.
        scratch.kill_marked(self.mark)

    def test_the_launcher_fails(self):
        result = self.sweep("1.0", launcher=["--launcher=srun", "--launcher=--partition=none"])
        self.assert_status(result, 1)
        self.assertRegex(self.reason("queue"), r"^srun: srun: error: .*[Ii]nvalid partition")

    def test_several_tasks(self):
        """The suite runs in the first of them, once; the others say what they are."""
        result = self.sweep("1.0", launcher=["--launcher=srun", "--launcher=-n2", "--launcher=-N2"])
        self.assert_status(result, 0)
        self.assertEqual(len(self.calls("python pytest")), 1)
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertIn("starts several; give it -n1", f.read())

    def test_launcher_is_not_there(self):
        result = self.sweep("1.0", launcher=["--launcher=/nowhere/srun"])
        self.assert_status(result, 1)
        self.assertIn("/nowhere/srun: cannot start it", self.reason("queue"))

    def test_options_that_keep_the_output(self):
        for option in ("--output=x", "-ox", "--label", "--pty"):
            self.assert_refused(self.sweep("1.0", launcher=["--launcher=srun", "--launcher=" + option]),
                                "--launcher", option.split("=")[0][:2])

    def test_the_suite_fails(self):
        """That is no matter of the launcher."""
        self.fake("python pytest", scratch.exit(3, "no good\n"))
        self.assert_status(self.sweep("1.0"), 1)
        entry = self.assert_ended("1.0", "failed", "run")
        self.assertIn("pytest: exited with 3", entry["reason"])
        self.assertIn("no good", entry["last_lines"])

    def test_time_of_the_suite(self):
        self.fake("python pytest", scratch.hang(stubborn=True, child=True))
        begin = time.monotonic()
        self.assert_status(self.sweep("1.0", options=["--timeout", "1"]), 1)
        self.assertIn("--timeout was over", self.reason())
        self.assertLess(time.monotonic() - begin, 8)

    def test_time_begins_on_the_node(self):
        """Two seconds in the queue are none of the suite's one."""
        self.occupy("node1", "node2")
        running = self.start_sweep("1.0", options=["--timeout", "1"])
        self.wait(lambda: self.own("PENDING"))
        time.sleep(2)
        self.vacate()
        self.assert_status(running.finish(20), 0)
        seconds = self.assert_ended("1.0", "ok")["seconds"]
        self.assertGreater(seconds["queue"], 2)
        self.assertLess(seconds["run"], 1)

    def test_time_in_the_queue(self):
        self.occupy("node1", "node2")
        self.assert_status(self.sweep("1.0", options=["--queue-timeout", "1"]), 1)
        self.assertRegex(self.reason("queue"), r"^srun, job \d+: queued 1 s, and --queue-timeout is over")

    def test_the_node_does_not_see_the_directory(self):
        self.work = self.path("unseen")
        os.mkdir(self.work)
        with scratch.Mount(self, self.work, "-t", "tmpfs", "none"):
            # Nodes were started before this was mounted, in a name space of their own.
            self.assert_status(self.sweep("1.0"), 1)
            reason = self.reason("queue")
            self.assertIn("do not see " + self.work, reason)
            self.assertIn("--work-dir (WORK_DIR)", reason)
            self.assert_status(self.sweep("1.0", options=["--prepare"]), 1)


if __name__ == "__main__":
    cluster.main()
