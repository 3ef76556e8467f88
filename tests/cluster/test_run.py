"""A sweep through srun: where it runs, as what, for how long, and what is told of it."""
import os

import cluster
import scratch


class Run(cluster.ClusterTest):
    def test_node_and_job_are_recorded(self):
        self.assert_ok(self.sweep("1.0", "2.0"), "1.0", "2.0")
        for label in ("1.0", "2.0"):
            (only,) = self.rounds(label)
            self.assertIn(only["node"], self.slurm.nodes)
            self.assertRegex(only["job"], r"^\d+$")
            self.assertGreater(only["host"]["cpus"], 0, "the state of the node")

    def test_name_of_the_job(self):
        self.fake("python pytest", scratch.hang())
        running = self.start_sweep("1.0", options=["--job-name", "nightly"])
        self.wait_for_call("python pytest")
        (job,) = self.own()
        self.assertEqual(job[1], "nightly.1.0")
        running.signal(15)
        running.finish(10)

    def seen(self, *options, status=0):
        """What a command sees on the node: the CPUs that it is kept to."""
        command = self.make_program("suite", "#!%s\nimport os, sys\nopen(sys.argv[1], 'w').write("
                                    "repr(sorted(os.sched_getaffinity(0))))\n" % self.python)
        result = self.sweep("1.0", options=options, rest=[command, self.path("seen")])
        self.assert_status(result, 1)  # it writes no run file
        return result

    def test_cpus_of_the_node(self):
        first = min(os.sched_getaffinity(0))
        self.seen("--cpu", str(first))
        with open(self.path("seen"), encoding="utf-8") as f:
            self.assertEqual(f.read(), repr([first]))

    def test_a_cpu_that_the_node_does_not_have(self):
        self.seen("--cpu", "4000")
        self.assertRegex(self.assert_ended("1.0", "failed", "run")["reason"],
                         r"^srun, job \d+ on node\d: --cpu: ")

    def test_the_lock_of_this_machine_is_free_meanwhile(self):
        lock = {"BENCHMEM_LOCK": self.path("lock")}
        self.fake("python pytest", scratch.hang(), nth=0)
        first = self.start_sweep("1.0", env=lock)
        self.wait_for_call("python pytest")
        self.assert_ok(self.sweep("2.0", env=lock), "2.0")
        first.signal(15)
        self.assert_status(first.finish(10), 143)


if __name__ == "__main__":
    cluster.main()
