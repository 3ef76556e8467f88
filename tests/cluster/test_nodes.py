"""A node is a condition: times of two nodes are never called a change, nor judged by a gate."""
import json

import cluster

#: A suite by itself.  node2 is twice as slow; what is counted is the same on both.
SUITE = """#!/usr/bin/env python3
import json, os, random, sys
slow = 2 if os.environ.get("SLURMD_NODENAME") == "node2" else 1
times = [slow * (1 + random.random() / 1000) for _ in range(20)]
extra = {"instructions": [1000, 1000, 1000],
         "counted": {"valgrind": "3.19.0", "processor": "P", "malloc": "even"}}
with open(sys.argv[1], "w") as f:
    json.dump({"machine_info": {"node": os.uname().nodename, "cpu": {"brand_raw": "P"}},
               "benchmarks": [{
        "name": "test_a", "fullname": "t.py::test_a", "group": None, "params": None, "param": None,
        "extra_info": {"benchmem": extra}, "options": {},
        "stats": {"data": times, "min": min(times), "max": max(times), "mean": sum(times) / 20,
                  "median": sorted(times)[10], "stddev": 0.0001, "iqr": 0.0001, "rounds": 20,
                  "total": sum(times)}}]}, f)
"""


class Nodes(cluster.ClusterTest):
    def measure(self, *versions, options=(), busy=None, **words):
        if busy:
            self.occupy(busy)
        self.assert_ok(self.sweep(*versions, options=options, rest=[
            self.make_program("suite", SUITE), "{json}"], **words), *versions)
        self.vacate()

    def compare(self, *words):
        return self.start(cluster.scratch.program(), "compare", self.out, *words).finish(20)

    def places(self, label):
        with open(self.run_file(label), encoding="utf-8") as f:
            return json.load(f)["benchmem"]["processes"]

    def test_one_node(self):
        self.measure("1.0", "2.0", options=["--rounds", "5"])
        self.assertEqual([p["round"] for p in self.places("2.0")], [1, 2, 3, 4, 5])
        (node,) = {p["node"] for label in ("1.0", "2.0") for p in self.places(label)}
        self.assertEqual([p["job"] for p in self.places("1.0")],
                         [r["job"] for r in self.rounds("1.0")])
        result = self.compare("--columns", "time", "--fail-on", "time:5%")
        self.assert_status(result, 0)
        self.assertIn("measured on %s\n" % node, result.out)
        self.assertNotIn("place differs", result.text)

    def test_a_slow_node_is_no_change(self):
        """All rounds of one version on the fast node, of the other on the slow one."""
        self.measure("1.0", options=["--rounds", "7"], busy="node2")
        self.measure("2.0", options=["--rounds", "7", "--any-node"], busy="node1")
        result = self.compare("--columns", "time,instructions")
        self.assert_status(result, 0)
        self.assertIn("times may not compare: place differs: node1 (1.0), node2 (2.0)", result.text)
        self.assertRegex(result.out, r"time · min: 0 faster · 0 slower · 0 the same · 1 unclear")
        self.assertNotIn("instructions may not compare", result.text)
        judged = json.loads(self.compare("--format", "json", "--columns", "time,instructions").out)
        verdicts = {j["column"]: j["verdict"] for j in judged["judgements"]}
        self.assertEqual(verdicts, {"time:min": "unclear", "instructions:min": "same"})
        gate = self.compare("--fail-on", "time:5%")
        self.assert_status(gate, 3)
        self.assertIn("measured on different nodes", gate.text)
        self.assert_status(self.compare("--fail-on", "instructions:2%"), 0)

    def test_without_rounds(self):
        self.measure("1.0", busy="node2")
        self.measure("2.0", busy="node1")
        gate = self.compare("--fail-on", "time:5%", "--fail-on", "instructions:2%")
        self.assert_status(gate, 3)
        self.assertIn("measured on different nodes", gate.text)

    def test_rounds_on_two_nodes_are_balanced(self):
        """Each node has measured the same rounds of both: that is one condition."""
        self.measure("1.0", "2.0", options=["--rounds", "6", "--nodes", "2"])
        first, second = ([(p["round"], p["node"]) for p in self.places(label)]
                         for label in ("1.0", "2.0"))
        self.assertEqual(first, second)
        self.assertEqual({node for _, node in first}, {"node1", "node2"})
        result = self.compare("--columns", "time", "--fail-on", "time:5%")
        self.assert_status(result, 0)
        self.assertRegex(result.out, r"measured on node\d \(rounds .*\), node\d \(rounds ")

    def test_told_to_ctest(self):
        self.measure("1.0", options=["--ctest"])
        (only,) = self.rounds("1.0")
        told = self.running[-1].result(0).out
        for name in ("node", "job"):
            self.assertIn('<CTestMeasurement type="text/string" name="%s">%s<' % (name, only[name]),
                          told)


if __name__ == "__main__":
    cluster.main()
