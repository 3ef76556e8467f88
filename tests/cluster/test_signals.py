"""INT, TERM, HUP and KILL at each stage of a sweep through srun: within 10 s the queue is empty of
ours and the temporary directory gone (after KILL with the next start, as without a launcher)."""
import os
import signal
import time

import cluster
import scratch

ALL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


class Signals(cluster.ClusterTest):
    def end(self, running, number):
        """The signal, and what must hold 10 s later."""
        begin = time.monotonic()
        running.signal(number)
        result = running.finish(10)
        self.assert_status(result, 128 + number)
        self.wait(lambda: not self.own(), 10)
        self.wait(lambda: not scratch.marked(self.mark), 10 - (time.monotonic() - begin))
        if number == signal.SIGKILL:
            self.unfake()
            self.vacate()
            self.assert_ok(self.sweep("1.0"))
            self.unfake()
        else:
            self.check_nothing_left()
        self.forget_calls()

    def test_while_it_runs(self):
        for number in ALL:
            self.fake("python pytest", scratch.hang(child=True))
            running = self.start_sweep("1.0")
            self.wait_for_call("python pytest")
            self.assertEqual(len(self.own("RUNNING")), 1)
            self.end(running, number)

    def test_stubborn_suite(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            self.fake("python pytest", scratch.hang(stubborn=True, child=True))
            running = self.start_sweep("1.0")
            self.wait_for_call("python pytest")
            self.end(running, number)

    def test_in_the_queue(self):
        for number in ALL:
            self.occupy("node1", "node2")
            running = self.start_sweep("1.0")
            self.wait(lambda: self.own("PENDING"))
            self.end(running, number)
            self.vacate()

    def test_two_at_once(self):
        self.fake("python pytest", scratch.hang())
        running = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        running.signal(signal.SIGINT)
        time.sleep(0.1)
        self.end(running, signal.SIGINT)

    def test_while_it_provisions(self):
        self.fake("uv pip sync", scratch.hang())
        running = self.start_sweep("1.0")
        self.wait_for_call("uv pip sync")
        self.end(running, signal.SIGINT)

    def test_as_a_step_of_an_allocation(self):
        """The allocation is the user's, and stays."""
        own = self.slurm.run("salloc", "--no-shell", "--nodelist=node2", check=False)
        allocation = own.split()[-1]
        self.occupied.append(allocation)
        self.fake("python pytest", scratch.hang())
        for number in (signal.SIGINT, signal.SIGKILL):
            running = self.start_sweep("1.0", env={"SLURM_JOB_ID": allocation})
            self.wait_for_call("python pytest")
            running.signal(number)
            running.finish(10)
            self.wait(lambda: not scratch.marked(self.mark), 10)
            steps = self.slurm.run("squeue", "-s", "-h", "-o", "%i").split()
            self.assertEqual([step for step in steps if step.startswith(allocation + ".")
                              and not step.endswith((".batch", ".extern"))], [])
            self.assertIn(allocation, [job[0] for job in self.slurm.jobs()])
            self.forget_calls()
        self.unfake()
        self.assert_ok(self.sweep("1.0", env={"SLURM_JOB_ID": allocation}), "1.0")
        self.assertRegex(self.rounds("1.0")[0]["job"], "^%s[.]" % allocation)

    def test_cannot_be_cancelled(self):
        """The job that survives is named."""
        self.make_program("scancel", "#!/bin/sh\nexit 1\n")
        self.fake("python pytest", scratch.hang())
        running = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        (job,) = self.own()
        running.signal(signal.SIGTERM)
        self.assertIn("cancel it by hand: scancel %s\n" % job[0], running.finish(10).err)

    def test_a_cluster_s_ctest(self):
        """The group of ctest."""
        script = self.write("CTestTestfile.cmake", 'add_test(a "%s")\n'
                            % '" "'.join(self.sweep_words("1.0")))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            self.fake("python pytest", scratch.hang())
            running = self.start("ctest", cwd=os.path.dirname(script))
            self.wait_for_call("python pytest")
            os.killpg(running.process.pid, number)
            running.finish(10)
            self.wait(lambda: not self.own(), 10)
            self.wait(lambda: not scratch.marked(self.mark), 10)
            self.forget_calls()
        self.unfake()
        self.assert_ok(self.sweep("1.0"))


if __name__ == "__main__":
    cluster.main()
