"""A sweep through srun: where it runs, as what, for how long, and what is told of it."""
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


if __name__ == "__main__":
    cluster.main()
