"""Cases on a real Slurm of two nodes (slurm.py), with the fakes of the fault tests.

    class Queue(cluster.ClusterTest):
        def test_waits(self):
            self.occupy("node1", "node2", seconds=2)
            self.assert_ok(self.sweep("1.0"), "1.0")

One Slurm for all cases of a file.  After each case the queue must be empty of what is the case's own,
beside what scratch.py checks: no process, no temporary directory.
"""
import os
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "faults"))
import scratch  # noqa: E402
import slurm  # noqa: E402

SRUN = ["--launcher=srun"]


def main():
    """Run the cases of the calling file."""
    lacking = slurm.missing()
    if lacking:
        print("skipped: " + lacking)
        sys.exit(scratch.SKIP)
    directory = tempfile.mkdtemp(prefix="benchmem-slurm-")
    ClusterTest.slurm = slurm.Slurm(directory)
    try:
        ClusterTest.slurm.up()
        scratch.main(1)
    finally:
        ClusterTest.slurm.down()
        shutil.rmtree(directory, ignore_errors=True)


class ClusterTest(scratch.SweepTest):
    slurm = None

    def setUp(self):
        super().setUp()
        self.occupied = []

    def tearDown(self):
        try:
            self.vacate()
            self.wait(lambda: not self.own("COMPLETING"))  # nothing of it runs; Slurm tidies up after it
            self.assertEqual(self.slurm.jobs(), [], "jobs are left")
        finally:
            self.slurm.run("scancel", "--user=root", check=False)
            super().tearDown()

    def environment(self, **more):
        return super().environment(SLURM_CONF=self.slurm.conf, **more)

    def sweep_words(self, *versions, options=(), launcher=SRUN, **words):
        return super().sweep_words(*versions, options=[*launcher, *options], **words)

    # --- the queue ---

    def occupy(self, *nodes):
        """Jobs of somebody else's on the nodes."""
        for node in nodes:
            text = self.slurm.run("sbatch", "--parsable", "--output=/dev/null", "--nodelist=" + node,
                                  "--job-name=other", "--wrap=sleep 100")
            self.occupied.append(text)
        self.wait(lambda: sum(job[2] == "RUNNING" for job in self.slurm.jobs()) >= len(nodes))

    def vacate(self):
        if self.occupied:
            self.slurm.run("scancel", *self.occupied)
            self.wait(lambda: not any(job[0] in self.occupied for job in self.slurm.jobs()))
        self.occupied = []

    def wait(self, condition, seconds=10):
        """Wait until it holds; what it gives."""
        end = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > end:
                self.fail("did not come about in %g s; jobs: %r" % (seconds, self.slurm.jobs()))
            time.sleep(0.05)

    def own(self, *states):
        """The case's own jobs in one of the states."""
        return [job for job in self.slurm.jobs()
                if job[0] not in self.occupied and (not states or job[2] in states)]

    def rounds(self, label):
        return self.entry(label)["rounds"]
