"""How a sweep of 64 versions scales over the nodes of a Slurm that is simulated on this host.

    python3 tests/bench/cluster.py --benchmem build/tool/benchmem [--nodes 8 64] [--versions 64] [--seconds 20]

Each node is a daemon of one CPU (tests/cluster/slurm.py); the suite sleeps, so that this host is not
what is measured.  Environments are made by the fakes of the fault tests.  Two ways: one process for all
versions (--nodes), and a process a version, as ctest -j starts them.  Printed are

  time      from the first job to the last result, against the ideal: versions / nodes rounded up, times
            the suite's seconds
  own       what a version costs beyond a bare `srun` of the same words, one at a time
  memory    of all benchmem processes together, guards included, at most
  load      of this host, at most
  files     in the output directory
"""
import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("cluster", "faults")]
import cluster  # noqa: E402
import scratch  # noqa: E402
import slurm  # noqa: E402

SUITE = """#!/bin/sh
sleep %s
echo '{"machine_info": {}, "benchmarks": [{"name": "t", "fullname": "t", "group": null,
 "params": null, "param": null, "extra_info": {}, "options": {}, "stats": {"data": [1.0], "min": 1.0,
 "max": 1.0, "mean": 1.0, "median": 1.0, "stddev": 0.0, "iqr": 0.0, "rounds": 1, "total": 1.0}}]}' > "$1"
"""


def memory_of(mark):
    """Bytes that the case's benchmem processes have to themselves."""
    total = 0
    for pid, words in scratch.marked(mark):
        if "benchmem" not in words.split(" ")[0]:
            continue
        try:
            with open("/proc/%d/smaps_rollup" % pid, encoding="utf-8") as f:
                total += sum(int(line.split()[1]) * 1024 for line in f if line.startswith("Pss:"))
        except OSError:
            pass
    return total


class Watch(threading.Thread):
    """The most that was seen of memory and load while it ran."""

    def __init__(self, mark):
        super().__init__(daemon=True)
        self.mark, self.ended = mark, threading.Event()
        self.memory = self.load = 0

    def run(self):
        while not self.ended.wait(1):
            self.memory = max(self.memory, memory_of(self.mark))
            self.load = max(self.load, os.getloadavg()[0])


class Bench(cluster.ClusterTest):
    def runTest(self):
        pass

    def words(self, versions, **how):
        return self.sweep_words(*versions, rest=[self.suite_program, "{json}"], **how)

    def watched(self, run):
        watch = Watch(self.mark)
        watch.start()
        begin = time.monotonic()
        run()
        seconds = time.monotonic() - begin
        watch.ended.set()
        watch.join()
        return seconds, watch

    def report(self, what, nodes, versions, seconds, run):
        self.suite_program = self.make_program("suite", SUITE % seconds)
        took, watch = self.watched(run)
        span = self.span(versions)
        ideal = math.ceil(len(versions) / nodes) * seconds
        print("%2d nodes, %-22s %6.1f s measuring, %.2f of the ideal %d s; %6.1f s in all; "
              "memory %4.0f MB; load %4.1f; %d files"
              % (nodes, what + ":", span, span / ideal, ideal, took, watch.memory / 1e6, watch.load,
                 sum(len(files) for _, _, files in os.walk(self.out))), flush=True)
        shutil.rmtree(self.out)

    def span(self, versions):
        """From the first job's submission to the last one's end, by Slurm's own record."""
        text = self.slurm.run("squeue", "-h", "-t", "all", "-S", "i", "-o", "%i|%V|%e|%T", timeout=60)
        jobs = [line.split("|") for line in text.splitlines()][-len(versions):]
        parse = lambda stamp: time.mktime(time.strptime(stamp, "%Y-%m-%dT%H:%M:%S"))  # noqa: E731
        return max(parse(job[2]) for job in jobs) - min(parse(job[1]) for job in jobs)

    def one_process(self, versions, nodes):
        running = self.start(*self.words(versions, options=["--nodes", str(nodes)]))
        self.assert_status(running.finish(3600), 0)

    def many_processes(self, versions):
        started = [self.start(*self.words([version])) for version in versions]
        for running in started:
            self.assert_status(running.finish(3600), 0)

    def own_overhead(self, count):
        """Medians: the stages queue and run of a version, and srun of the suite itself."""
        self.suite_program = self.make_program("suite", SUITE % 0.2)
        versions = ["9.%d" % i for i in range(count)]
        self.assert_status(self.start(*self.words(versions)).finish(600), 0)
        ours = [e["seconds"]["queue"] + e["seconds"]["run"] for e in self.manifest()["versions"]]
        bare = []
        for _ in range(count):
            begin = time.monotonic()
            self.slurm.run("srun", self.suite_program, self.path("out.json"))
            bare.append(time.monotonic() - begin)
        print("own: %.0f ms a version beyond bare srun (%.3f s against %.3f s, medians of %d)"
              % (1000 * (statistics.median(ours) - statistics.median(bare)),
                 statistics.median(ours), statistics.median(bare), count), flush=True)
        shutil.rmtree(self.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--nodes", type=int, nargs="+", default=[8, 64])
    parser.add_argument("--versions", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=20)
    ask = parser.parse_args()
    os.environ["BENCHMEM"] = ask.benchmem
    if slurm.missing():
        sys.exit(slurm.missing())
    versions = ["1.%d" % i for i in range(ask.versions)]
    for nodes in ask.nodes:
        directory = tempfile.mkdtemp(prefix="benchmem-slurm-")
        Bench.slurm = slurm.Slurm(directory)
        bench = Bench()
        try:
            Bench.slurm.up(nodes)
            bench.setUp()
            if nodes == ask.nodes[0]:
                bench.own_overhead(15)
            bench.report("one process", nodes, versions, ask.seconds,
                         lambda: bench.one_process(versions, nodes))
            bench.report("a process a version", nodes, versions, ask.seconds,
                         lambda: bench.many_processes(versions))
            bench.tearDown()
        finally:
            Bench.slurm.down()
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
