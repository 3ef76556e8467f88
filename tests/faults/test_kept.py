"""What an earlier sweep left and what the next one makes of it: in short, what rounds, killed and
hang look at from every side."""
import json
import os
import signal

import scratch

ROUND = "python pytest"


class Rounds(scratch.SweepTest):
    def statuses(self, label):
        return [(r["round"], r["status"]) for r in self.entry(label)["rounds"]]

    def round_files(self):
        return sorted(os.listdir(os.path.join(self.out, "rounds")))

    def test_taken_up_and_continued(self):
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]), "1.0")
        self.forget_calls()
        result = self.sweep("1.0", options=["--rounds", "2", "--resume"])
        self.assert_ok(result, "1.0")
        self.assertIn("2 of 2 rounds", result.out)
        self.assertEqual(self.calls("uv venv") + self.calls(ROUND), [])
        self.assert_ok(self.sweep("1.0", options=["--rounds", "3", "--resume"]), "1.0")
        self.assertEqual(len(self.calls("uv venv")), 1, "its environment went with the first sweep")
        self.assertEqual(len(self.calls(ROUND)), 1)
        self.assertEqual(self.statuses("1.0"), [(1, "ok"), (2, "ok"), (3, "ok")])
        self.assertEqual(self.round_files(), ["1.0.1.json", "1.0.2.json", "1.0.3.json"])

    def test_another_method_is_another_run(self):
        """What was measured otherwise, or is not what was recorded, does not count."""
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]), "1.0")
        for change in (["--pytest-arg=-q"], ["--pytest-arg=-q", "--pin", "other"]):
            self.forget_calls()
            self.assert_ok(self.sweep("1.0", options=["--rounds", "2", "--resume", *change]), "1.0")
            self.assertEqual(len(self.calls(ROUND)), 2)
        self.write(os.path.join(self.out, "rounds", "1.0.2.json"), '{"benchmarks": []}')
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2", "--resume", *change]), "1.0")
        self.assertEqual(len(self.calls(ROUND)), 1)

    def test_one_fails(self):
        self.fake(ROUND, scratch.exit(3), nth=1)
        self.assert_status(self.sweep("1.0", options=["--rounds", "3"]), 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertTrue(entry["reason"].startswith("round 2 of 3: "), entry["reason"])
        self.assertEqual(self.statuses("1.0"), [(1, "ok"), (2, "failed"), (3, "ok")])
        self.assertEqual(self.round_files(), ["1.0.1.json", "1.0.3.json"])

    def test_given_up_after_two(self):
        self.fake(ROUND, scratch.exit(3))
        self.assert_status(self.sweep("1.0", options=["--rounds", "4"]), 1)
        entry = self.assert_ended("1.0", "failed", "run")
        self.assertIn("rounds 1 and 2 of 4: ", entry["reason"])
        self.assertEqual(len(self.calls(ROUND)), 2)

    def test_apart(self):
        """Rounds by calls of their own share an environment, which the last one removes."""
        options = ["--rounds", "2"]
        self.assert_status(self.sweep("1.0", options=[*options, "--prepare"]), 0)
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", options=[*options, "--round", "1"]), "1.0")
        self.assertEqual(len(os.listdir(self.work)), 1, "the environment stays")
        self.assert_ok(self.sweep("1.0", options=[*options, "--round", "2"]), "1.0")
        self.assertEqual(len(self.calls("uv venv")), 1)
        self.assertEqual(os.listdir(self.work), [])
        with open(self.run_file("1.0"), encoding="utf-8") as f:
            for item in json.load(f)["benchmarks"]:
                self.assertEqual(item["stats"]["processes"]["round"], [1, 2])


    def test_until_clear(self):
        """What differs clearly is not measured again; as much as the budget allows."""
        result = self.sweep("1.0", "2.0", options=["--rounds", "auto", "--budget", "600"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("0 benchmarks still unclear", result.out)
        self.assertNotIn("--budget", result.out)
        only = [call["env"].get("BENCHMEM_ONLY") for call in self.calls(ROUND)]
        self.assertEqual(only[:6], [None] * 6)
        self.assertNotIn(None, only[6:])
        self.forget_calls()
        result = self.sweep("1.0", "2.0", options=["--rounds", "auto", "--budget", "0.001"])
        self.assertIn("--budget: another round would take more than 0.001 s", result.out)
        self.assertEqual(len(self.calls(ROUND)), 2 * len(self.statuses("1.0")))


class Killed(scratch.SweepTest):
    """The next start, even of another version, puts in order what a dead one left."""

    def kill_at(self, at, *versions, options=()):
        self.forget_calls()
        self.fake(at, scratch.hang())
        running = self.start_sweep(*versions, options=options)
        self.wait_for_call(at, len(versions))
        running.process.kill()
        running.process.wait()
        self.wait_for(lambda: not scratch.marked(self.mark), 5)
        self.unfake()

    def test_before_anything_was_measured(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.protect(self.run_file("1.0"))
        self.kill_at("uv venv", "1.0")
        self.assert_ok(self.sweep("2.0"), "1.0", "2.0")

    def test_while_measuring(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.protect(self.run_file("1.0"))
        self.kill_at(ROUND, "1.0")
        os.rename(self.write("project/newer", '{"benchmarks": [1]}'), self.run_file("1.0"))
        self.assert_ok(self.sweep("2.0"), "1.0", "2.0")

    def test_while_measuring_for_the_first_time(self):
        self.kill_at(ROUND, "1.0")
        self.write(self.run_file("1.0"), '{"benchmarks": [1]}')
        self.assert_ok(self.sweep("2.0"), "2.0")
        self.assertFalse(os.path.exists(self.run_file("1.0")), "of no recorded sweep")

    def test_after_recording(self):
        """The manifest speaks of the new run file already: that one stays."""
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.kill_at(ROUND, "1.0")
        with open(os.path.join(self.out, ".1.0.work"), encoding="utf-8") as f:
            token = dict(line.rpartition(" ")[::2] for line in f.read().split("\n"))["token"]
        manifest = scratch.content(os.path.join(self.out, "sweep.json")).decode()
        self.write(os.path.join(self.out, "sweep.json"),
                   manifest.replace(self.entry("1.0")["attempt"], token))
        newer = self.write("project/newer", '{"benchmarks": [1]}')
        os.rename(newer, self.run_file("1.0"))
        self.protect(self.run_file("1.0"))
        self.assert_ok(self.sweep("2.0"), "1.0", "2.0")

    def test_a_living_one_is_let_be(self):
        self.fake(ROUND, scratch.hang(), when="demo==1.0")
        running = self.start_sweep("1.0")
        self.wait_for_call(ROUND)
        self.keeps = True
        self.assert_ok(self.sweep("2.0"), "2.0")
        self.assertEqual(len(os.listdir(self.work)), 1)
        running.signal(signal.SIGTERM)
        self.assert_status(running.finish(20), 143)
        self.keeps = False


class Interrupted(scratch.SweepTest):
    """What is not in the cache is fetched, but not when the time is up or a signal has come."""

    def offline_hangs(self):
        self.fake("uv pip sync", scratch.hang(), when="--offline")

    @scratch.waits
    def test_out_of_time(self):
        self.offline_hangs()
        self.assert_status(self.sweep("1.0", options=["--timeout", "1"]), 1)
        entry = self.assert_ended("1.0", "unavailable", "install")
        self.assertIn("--timeout", entry["reason"])
        self.assertEqual(len(self.calls("uv pip sync")), 1)
        # Nor is it begun and ended at once, which no call would tell.
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertEqual(f.read().count(" pip sync "), 1)

    def test_by_a_signal(self):
        self.offline_hangs()
        running = self.start_sweep("1.0")
        self.wait_for_call("uv pip sync")
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.assertEqual(len(self.calls("uv pip sync")), 1)


if __name__ == "__main__":
    scratch.main()
