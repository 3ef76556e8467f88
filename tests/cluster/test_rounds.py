"""Rounds on nodes: who shares one, how often the queue is waited in, and what is used."""
import collections

import cluster
import scratch


class Rounds(cluster.ClusterTest):
    def by_round(self, *labels):
        """Of each round the (node, job) of its versions."""
        found = collections.defaultdict(list)
        for label in labels:
            for one in self.rounds(label):
                found[one["round"]].append((one["node"], one["job"]))
        return found

    def test_a_round_is_one_job(self):
        """And all of them are on one node."""
        self.assert_ok(self.sweep("1.0", "2.0", "3.0", options=["--rounds", "3"]), "1.0")
        found = self.by_round("1.0", "2.0", "3.0")
        self.assertEqual([len(set(places)) for places in found.values()], [1, 1, 1])
        self.assertEqual(len({node for places in found.values() for node, _ in places}), 1)
        self.assertEqual(len({job for places in found.values() for _, job in places}), 3)

    def test_name_of_the_job(self):
        self.fake("python pytest", scratch.hang(), nth=2)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "2"])
        self.wait_for_call("python pytest", 3)
        self.assertEqual([job[1] for job in self.own()], ["demo.round-2"])
        running.signal(2)
        self.assert_status(running.finish(10), 130)

    def test_pinned_by_what_others_measured(self):
        """As under CTest, where each round is a process."""
        for k, busy in ((1, "node1"), (2, "node2")):
            # Where the node of the first round is taken, the second one waits.
            self.occupy(busy)
            running = self.start_sweep("1.0", "2.0", options=["--rounds", "2", "--round", str(k)])
            if k == 2:
                self.wait(lambda: self.own("PENDING"))
                self.vacate()
            self.assert_ok(running.finish(20), "1.0", "2.0")
            self.vacate()
        self.assertEqual({node for places in self.by_round("1.0", "2.0").values()
                          for node, _ in places}, {"node2"})

    def test_pinned_by_prepare(self):
        """First rounds that begin at the same time, as with ctest -j, are on one node too."""
        for options in (["--rounds", "2"], ["--rounds", "2", "--nodes", "2"]):
            self.occupy("node1")
            self.assert_status(self.sweep("1.0", "2.0", options=[*options, "--prepare"]), 0)
            self.vacate()
            both = [self.start_sweep(label, options=[*options, "--round", "1"])
                    for label in ("1.0", "2.0")]
            for running in both:
                self.assert_status(running.finish(20), 0)
            self.assertEqual([self.rounds(label)[0]["node"] for label in ("1.0", "2.0")],
                             ["node2", "node2"])
            self.assert_status(self.sweep("1.0", "2.0", options=[*options, "--clean"]), 0)

    def test_any_node(self):
        self.occupy("node1")
        self.assert_ok(self.sweep("1.0", "2.0", options=["--rounds", "2", "--round", "1"]))
        self.vacate()
        self.occupy("node2")
        self.assert_ok(self.sweep("1.0", "2.0", options=["--rounds", "2", "--round", "2",
                                                         "--any-node"]))
        found = self.by_round("1.0", "2.0")
        self.assertEqual([{node for node, _ in found[k]} for k in (1, 2)], [{"node2"}, {"node1"}])

    def test_two_nodes_at_once(self):
        self.fake("python pytest", {"what": "span", "name": "run", "seconds": 0.4})
        self.assert_ok(self.sweep("1.0", "2.0", "3.0", options=["--rounds", "4", "--nodes", "2"]))
        found = self.by_round("1.0", "2.0", "3.0")
        self.assertEqual([len(set(found[k])) for k in (1, 2, 3, 4)], [1, 1, 1, 1])
        self.assertEqual({node for k in (1, 2) for node, _ in found[k]}, {"node1", "node2"})
        with open(self.path("spans"), encoding="utf-8") as f:
            moments = sorted((float(line.split()[-2]), line.split()[-3]) for line in f)
        most = max(sum(1 if kind == "begin" else -1 for _, kind in moments[:i])
                   for i in range(len(moments)))
        self.assertEqual(most, 2)

    def test_versions_on_two_nodes_at_once(self):
        self.fake("python pytest", scratch.sleep(0.4))
        self.assert_ok(self.sweep("1.0", "2.0", options=["--nodes", "2"]), "1.0", "2.0")
        self.assertEqual({self.rounds(label)[0]["node"] for label in ("1.0", "2.0")},
                         {"node1", "node2"})

    def test_a_lost_job_costs_one_version(self):
        """The round goes on in another one."""
        self.fake("python pytest", scratch.hang(), nth=1)
        running = self.start_sweep("1.0", "2.0", "3.0", options=["--rounds", "2"])
        self.wait_for_call("python pytest", 2)
        self.slurm.run("scancel", self.own("RUNNING")[0][0])
        self.assert_status(running.finish(20), 1)
        ended = sorted(self.entry(label)["status"] for label in ("1.0", "2.0", "3.0"))
        self.assertEqual(ended, ["ok", "ok", "partial"], running.result(0))

    def test_counted_on_the_node(self):
        self.make_fake("valgrind")
        self.assert_ok(self.sweep("1.0", options=["--instructions"]), "1.0")
        (call,) = self.calls("python pytest")[1:] or [None]
        self.assertIn("SLURMD_NODENAME", call["env"])


if __name__ == "__main__":
    cluster.main()
