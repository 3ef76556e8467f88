"""Rounds: what is kept, joined, taken up and repeated when processes fail or are killed."""
import json
import os
import signal
import time

import scratch

ROUND = "python pytest"


class Rounds(scratch.SweepTest):
    """What the cases look at."""

    def rounds_of(self, label):
        return {r["round"]: r for r in self.entry(label)["rounds"]}

    def round_file(self, label, number):
        return os.path.join(self.out, "rounds", "%s.%d.json" % (label, number))

    def joined(self, label):
        with open(self.run_file(label), encoding="utf-8") as f:
            return json.load(f)["benchmarks"]

    def assert_joined(self, label, *numbers):
        """OUT/LABEL.json and the manifest have these rounds, each with its file."""
        for item in self.joined(label):
            self.assertEqual(item["stats"]["processes"]["round"], list(numbers))
            self.assertEqual(item["stats"]["rounds"], 3 * len(numbers))
            self.assertEqual(len(item["stats"]["data"]), 3 * len(numbers))
            self.assertEqual(len(item["extra_info"]["benchmem"]["peak_bytes"]), 2 * len(numbers))
        recorded = [n for n, r in self.rounds_of(label).items() if r["json"]]
        self.assertEqual(recorded, list(numbers))
        for number in numbers:
            self.assertTrue(os.path.exists(self.round_file(label, number)))
        files = [n for n in os.listdir(os.path.join(self.out, "rounds"))
                 if n.startswith(label + ".")]
        self.assertEqual(len(files), len(numbers), files)



class Together(Rounds):
    """All rounds in one sweep."""

    # --- all is well ---

    def test_all_is_well(self):
        result = self.sweep("1.0", "2.0", options=["--rounds", "3", "--seed", "5"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertEqual(len(self.calls("uv venv")), 2, "provisioned once")
        self.assertEqual(len(self.calls(ROUND)), 6)
        for label in ("1.0", "2.0"):
            self.assert_joined(label, 1, 2, 3)
            entry = self.entry(label)
            self.assertEqual(entry["rounds_wanted"], 3)
            for r in entry["rounds"]:
                self.assertEqual(r["status"], "ok")
                self.assertIn("load", r["host"])
                self.assertGreater(r["host"]["pace"], 0)
                self.assertGreater(r["seconds"], 0)
        self.assertEqual(self.manifest()["seed"], 5)
        self.assertIn("--seed 5", result.out)
        self.assertIn("3 of 3 rounds", result.out)

    def directories(self):
        """Per process the version's temporary directory, in order."""
        return [os.path.dirname(call["cwd"]) for call in self.calls(ROUND)]

    def test_every_version_in_every_round(self):
        """Round by round, in an order that the seed gives again."""
        versions = ["%d.0" % i for i in range(1, 6)]
        orders = []
        for seed in ("11", "11", "12"):
            self.forget_calls()
            self.assert_ok(self.sweep(*versions, options=["--rounds", "3", "--seed", seed]))
            names = {}
            for call in self.calls("uv pip sync"):
                lock = next(n for n in call["files"] if "/locks/" in n)
                python = next(w for w in call["argv"] if w.startswith("--python="))[9:]
                names[os.path.dirname(os.path.dirname(os.path.dirname(python)))] = (
                    os.path.basename(lock))
            order = [names[d] for d in self.directories()]
            rounds = [order[i:i + 5] for i in (0, 5, 10)]
            for one in rounds:
                self.assertEqual(len(set(one)), 5, order)
            self.assertGreater(len({tuple(one) for one in rounds}), 1, "shuffled anew")
            orders.append(order)
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])

    def test_a_new_seed_each_time(self):
        seeds = set()
        for _ in range(2):
            self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
            seeds.add(self.manifest()["seed"])
        self.assertEqual(len(seeds), 2)

    @scratch.not_under_valgrind("a round takes longer than its timeout")
    def test_the_timeout_is_for_each_round(self):
        self.fake(ROUND, scratch.sleep(0.9))
        self.assert_ok(self.sweep("1.0", options=["--rounds", "4", "--timeout", "2.5"]), "1.0")

    # --- a round fails ---

    def test_fails_in_round_3_only(self):
        self.fake(ROUND, scratch.killed(), nth=2)
        result = self.sweep("1.0", options=["--rounds", "5"])
        self.assert_status(result, 1)
        self.assert_says(result, "1.0: run in round 3", "signal 11")
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("round 3 of 5: ", entry["reason"])
        self.assert_joined("1.0", 1, 2, 4, 5)
        self.assertEqual(self.rounds_of("1.0")[3]["status"], "failed")
        self.assertEqual(self.rounds_of("1.0")[3]["failed_stage"], "run")
        self.unfake()
        self.fake(ROUND, scratch.killed(), nth=7)
        self.assert_status(self.sweep("1.0", options=["--rounds", "5", "--allow-partial"]), 0)

    def test_a_test_fails_in_one_round(self):
        self.fake(ROUND, scratch.change(failed=["benchmarks/test_a.py::test_c"]), nth=1)
        self.assert_status(self.sweep("1.0", options=["--rounds", "3"]), 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("round 2 of 3: pytest: exited with 1", entry["reason"])
        self.assertEqual(self.failed(entry), ["benchmarks/test_a.py::test_c"])
        self.assertEqual(self.rounds_of("1.0")[2]["failed_tests"], entry["failed_tests"])
        self.assert_joined("1.0", 1, 2, 3)

    def test_the_same_test_fails_in_all(self):
        self.fake(ROUND, scratch.change(failed=["benchmarks/test_a.py::test_c"]))
        self.assert_status(self.sweep("1.0", options=["--rounds", "3", "--allow-partial"]), 0)
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("rounds 1, 2 and 3 of 3: ", entry["reason"])
        self.assertEqual(self.failed(entry), ["benchmarks/test_a.py::test_c"])

    def test_given_up_after_two(self):
        self.fake(ROUND, scratch.exit(3, "no"))
        self.assert_status(self.sweep("1.0", options=["--rounds", "6"]), 1)
        entry = self.assert_ended("1.0", "failed", "run")
        self.assertIn("rounds 1 and 2 of 6: ", entry["reason"])
        self.assertEqual(len(self.calls(ROUND)), 2)

    def test_cannot_be_installed(self):
        result = self.sweep("9999", "2.0", options=["--rounds", "2"])
        self.assert_status(result, 1)
        self.assert_ended("9999", "unavailable", "install")
        self.assert_ended("2.0", "ok")
        self.assert_joined("2.0", 1, 2)

    def test_origin_is_watched_in_each_round(self):
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2", "--import-check", "demo"]))
        self.assertEqual(len({call["env"]["BENCHMEM_ORIGIN_FILE"] for call in self.calls(ROUND)}),
                         2, "each round's record is its own")

    def test_one_benchmark_is_missing_in_a_round(self):
        self.fake(ROUND, scratch.change(names=["benchmarks/test_a.py::test_b"]), nth=1)
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
        rounds = {b["fullname"].split("::")[1]: b["stats"]["processes"]["round"]
                  for b in self.joined("1.0")}
        self.assertEqual(rounds, {"test_a[1]": [1], "test_b": [1, 2]})

    # --- interrupted, killed, resumed ---

    def test_interrupted_in_round_1(self):
        """The earlier sweep's results are as they were."""
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
        self.protect(self.run_file("1.0"), os.path.join(self.out, "rounds"))
        before = self.entry("1.0")
        self.forget_calls()
        self.fake(ROUND, scratch.hang(), nth=0)
        running = self.start_sweep("1.0", options=["--rounds", "2"])
        self.wait_for_call(ROUND)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.assertEqual(self.entry("1.0"), before)

    def test_interrupted_in_round_2(self):
        self.fake(ROUND, scratch.hang(child=True), nth=3)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "3"])
        self.wait_for_call(ROUND, 4)
        running.signal(signal.SIGINT)
        result = running.finish(20)
        self.assert_status(result, 130)
        self.assert_says(result, "--resume")
        done = {label: list(self.rounds_of(label)) for label in ("1.0", "2.0")}
        self.assertEqual(sorted(done.values()), [[1], [1, 2]])
        for label, numbers in done.items():
            self.assert_joined(label, *numbers)
        self.check_resumed(self.manifest()["seed"], 3)

    def check_resumed(self, seed, processes):
        kept = {n: scratch.content(os.path.join(self.out, "rounds", n))
                for n in os.listdir(os.path.join(self.out, "rounds"))}
        self.unfake()
        self.forget_calls()
        result = self.sweep("1.0", "2.0", options=["--rounds", "3", "--resume"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertEqual(len(self.calls(ROUND)), processes, "only what was missing")
        for label in ("1.0", "2.0"):
            self.assert_joined(label, 1, 2, 3)
        self.assertEqual(self.manifest()["seed"], seed)
        for name, before in kept.items():
            self.assertEqual(scratch.content(os.path.join(self.out, "rounds", name)), before)

    def test_killed_in_round_2(self):
        self.fake(ROUND, scratch.hang(), nth=2)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "3"])
        self.wait_for_call(ROUND, 3)
        running.process.kill()
        running.process.wait()
        scratch.kill_marked(self.mark)
        for label in ("1.0", "2.0"):
            self.assert_joined(label, 1)
        self.check_resumed(self.manifest()["seed"], 4)

    def test_resume_measures_more_rounds(self):
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
        self.assert_ok(self.sweep("1.0", options=["--rounds", "4", "--resume"]))
        self.assertEqual(len(self.calls(ROUND)), 4)
        self.assert_joined("1.0", 1, 2, 3, 4)

    def test_nothing_is_missing(self):
        self.assert_ok(self.sweep("1.0", "2.0", options=["--rounds", "2"]))
        self.protect(self.out)
        self.forget_calls()
        result = self.sweep("1.0", "2.0", options=["--rounds", "2", "--resume"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertEqual(self.calls("uv venv") + self.calls(ROUND), [])
        self.assertIn("2 of 2 rounds", result.out)

    def test_resume_tries_failed_rounds_again(self):
        self.fake(ROUND, scratch.exit(3), nth=1)
        self.assert_status(self.sweep("1.0", options=["--rounds", "3"]), 1)
        self.unfake()
        self.assert_ok(self.sweep("1.0", options=["--rounds", "3", "--resume"]), "1.0")
        self.assertEqual(len(self.calls(ROUND)), 4)
        self.assert_joined("1.0", 1, 2, 3)
        self.assertIsNone(self.entry("1.0")["reason"])

    def test_what_is_not_taken_up(self):
        """Without --resume nothing; with it no file that is another's, torn or gone, and nothing
        that was measured otherwise."""
        options = ["--rounds", "2"]
        self.assert_ok(self.sweep("1.0", options=options))
        for what, more in (("nothing", []), ("options", ["--resume", "--pytest-arg=-q"]),
                           ("pins", ["--resume", "--pin", "other"])):
            self.forget_calls()
            self.assert_ok(self.sweep("1.0", options=[*options, *more]))
            self.assertEqual(len(self.calls(ROUND)), 2, what)
        again = [*options, *more]
        for change in ("", "{}", None):
            path = self.round_file("1.0", 2)
            os.remove(path)
            if change is not None:
                self.write(path, change)
            self.forget_calls()
            self.assert_ok(self.sweep("1.0", options=again))
            self.assertEqual(len(self.calls(ROUND)), 1, change)
            self.assert_joined("1.0", 1, 2)

    def test_earlier_rounds_do_not_pass_for_new_ones(self):
        """Five rounds, then a run of two: three files go; then a new run of which one is killed."""
        self.assert_ok(self.sweep("1.0", options=["--rounds", "5"]))
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
        self.assert_joined("1.0", 1, 2)
        self.assert_status(self.sweep("1.0", options=["--prepare", "--rounds", "2"]), 0)
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2", "--resume"]))
        self.assertEqual(len(self.calls(ROUND)), 2, "those of the older run do not count")

    def test_once_after_rounds(self):
        self.assert_ok(self.sweep("1.0", options=["--rounds", "2"]))
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertNotIn("processes", self.joined("1.0")[0]["stats"])
        self.assertEqual(os.listdir(os.path.join(self.out, "rounds")), [])

    def test_once_is_no_round(self):
        """What a sweep without rounds gave is not taken up as the first, nor the other way round."""
        self.assert_ok(self.sweep("1.0"))
        self.assert_ok(self.sweep("1.0", options=["--rounds", "3", "--resume"]))
        self.assertEqual(len(self.calls(ROUND)), 4)
        self.assert_joined("1.0", 1, 2, 3)
        self.assert_ok(self.sweep("1.0", options=["--resume"]))
        self.assertEqual(len(self.calls(ROUND)), 5)
        self.assertNotIn("processes", self.joined("1.0")[0]["stats"])

    def test_resume_without_rounds(self):
        self.fake(ROUND, scratch.hang(), nth=1)
        running = self.start_sweep("1.0", "2.0", options=["--jobs", "1"])
        self.wait_for_call(ROUND, 2)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.unfake()
        self.assert_ok(self.sweep("1.0", "2.0", options=["--resume"]), "1.0", "2.0")
        self.assertEqual(len(self.calls(ROUND)), 3)

    def test_the_disk_refuses_a_round(self):
        """What cannot be joined or recorded is said; the exit status tells."""
        if os.geteuid() == 0:
            os.makedirs(os.path.join(self.out, "rounds", "1.0.2.json"))
            result = self.sweep("1.0", options=["--rounds", "3"])
            self.assert_status(result, 1)
            self.assert_says(result, "rounds/1.0.2.json")
            self.assert_ended("1.0", "partial")


class Apart(Rounds):
    """Each round in a process of its own, as CTest calls it."""
    COUNT = 3

    def round(self, number, *versions, options=(), **words):
        return self.sweep(*(versions or ("1.0", "2.0")), **words,
                          options=["--rounds", str(self.COUNT), "--round", str(number), *options])

    def prepare(self):
        self.assert_status(self.sweep("1.0", "2.0", options=["--rounds", str(self.COUNT),
                                                             "--prepare"]), 0)
        self.forget_calls()

    def clean(self):
        self.assert_status(self.sweep("1.0", "2.0", options=["--clean"]), 0)
        self.assertEqual(os.listdir(self.work), [])
        self.assertEqual([n for n in os.listdir(self.out) if n.startswith(".")], [])

    def first_rounds(self):
        self.prepare()
        self.assert_ok(self.round(1, "1.0"), "1.0")
        self.assert_ok(self.round(1, "2.0"), "2.0")

    def test_all_is_well(self):
        self.first_rounds()
        self.assert_joined("2.0", 1)
        self.assertEqual(len(os.listdir(self.work)), 2, "the environments stay")
        self.assert_ok(self.round(2), "1.0", "2.0")
        self.assert_joined("1.0", 1, 2)
        self.assertEqual(len(os.listdir(self.work)), 2)
        result = self.round(3)
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("round 3 of 3, in the order of --seed %d" % self.manifest()["seed"],
                      result.out)
        self.assert_joined("1.0", 1, 2, 3)
        self.assert_joined("2.0", 1, 2, 3)
        self.assertEqual(len(self.calls("uv venv")), 2, "provisioned once")
        self.assertEqual(os.listdir(self.work), [], "the last round removes them")
        self.clean()
        self.assertEqual(self.entry("1.0")["packages"], ["demo==1.0", "pytest-benchmark==1.0"])
        for r in self.entry("1.0")["rounds"]:
            self.assertGreater(r["host"]["pace"], 0)

    def test_cleaned_before_the_last(self):
        self.first_rounds()
        self.clean()
        self.assert_ok(self.round(2), "1.0", "2.0")
        self.assertEqual(len(self.calls("uv venv")), 4, "provisioned again")
        self.assertEqual(len(self.calls("uv pip compile")), 0, "from the lock")
        self.assert_joined("1.0", 1, 2)
        self.clean()

    def test_prepare_removes_what_was_left(self):
        self.first_rounds()
        self.prepare()
        self.assertEqual(os.listdir(self.work), [])
        self.assert_ok(self.round(2), "1.0", "2.0")
        self.assertEqual(len(self.calls(ROUND)), 4, "a new run: rounds 1 and 2 of both")
        self.assert_joined("1.0", 1, 2)
        self.clean()

    def test_a_plain_sweep_removes_what_was_left(self):
        self.first_rounds()
        self.assert_ok(self.sweep("1.0", "2.0"))
        self.assertEqual(os.listdir(self.work), [])

    def test_a_version_cannot_be_installed(self):
        self.prepare()
        self.assert_ok(self.round(1, "1.0"), "1.0")
        self.assert_status(self.round(1, "9999"), 1)
        self.forget_calls()
        self.assert_status(self.round(2, "1.0", "9999"), 0)
        self.assertEqual(self.calls("uv venv") + self.calls("uv pip compile"), [])
        self.assert_ended("9999", "unavailable", "install")
        self.clean()
        self.assert_status(self.round(2, "9999"), 77)

    def test_the_lock_is_gone_and_cannot_be_made_again(self):
        """What the rounds before gave stays, as where a version cannot be installed again."""
        self.first_rounds()
        self.clean()
        os.remove(os.path.join(self.out, "locks", "2.0.txt"))
        self.fake("uv pip compile", scratch.exit(1, "no index today"))
        self.assert_status(self.round(2), 1)
        self.assert_ended("1.0", "ok")
        self.assert_ended("2.0", "partial")
        self.assertIn("the rounds after 1 were not measured", self.entry("2.0")["reason"])
        self.assertIn("no index today", self.entry("2.0")["last_lines"])
        self.assert_joined("1.0", 1, 2)
        self.assert_joined("2.0", 1)
        self.unfake()
        self.assert_status(self.round(3), 0)
        self.assert_joined("2.0", 1, 2, 3)

    def test_a_round_fails(self):
        self.first_rounds()
        self.fake(ROUND, scratch.killed(), when="demo==2.0")
        self.assert_status(self.round(2), 1)
        self.assert_ended("1.0", "ok")
        self.assert_ended("2.0", "partial")
        self.unfake()
        self.assert_status(self.round(3), 0)
        self.assert_joined("1.0", 1, 2, 3)
        self.assert_joined("2.0", 1, 3)

    def test_a_version_fails_in_its_first_round(self):
        self.prepare()
        self.assert_ok(self.round(1, "1.0"), "1.0")
        self.fake(ROUND, scratch.exit(3), nth=1)
        self.assert_status(self.round(1, "2.0"), 1)
        self.assert_status(self.round(2), 0)
        self.assert_joined("2.0", 2)
        self.assert_ended("2.0", "partial")
        self.clean()

    def test_killed_and_run_again(self):
        self.first_rounds()
        self.fake(ROUND, scratch.hang(), nth=3)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "3", "--round", "2"])
        self.wait_for_call(ROUND, 4)
        running.process.kill()
        running.process.wait()
        self.wait_for(lambda: not scratch.marked(self.mark))
        self.unfake()
        self.forget_calls()
        self.assert_ok(self.round(2), "1.0", "2.0")
        self.assertEqual(len(self.calls(ROUND)), 1, "only what was missing")
        self.assertEqual(self.calls("uv venv"), [])
        self.assert_joined("1.0", 1, 2)
        self.assert_joined("2.0", 1, 2)
        self.clean()

    def test_interrupted(self):
        self.first_rounds()
        self.fake(ROUND, scratch.hang(), nth=3)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "3", "--round", "2"])
        self.wait_for_call(ROUND, 4)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.assertEqual(os.listdir(self.work), [])

    def test_the_first_anew(self):
        self.first_rounds()
        self.assert_ok(self.round(2))
        self.assert_ok(self.round(1, "1.0"), "1.0")
        self.assert_joined("1.0", 1)
        self.assert_joined("2.0", 1, 2)
        self.clean()

    def test_wrong_usage(self):
        for options in (["--round", "2"], ["--rounds", "2", "--round", "3"]):
            self.assert_refused(self.sweep("1.0", options=options), "--round")


class UntilClear(Rounds):
    """--rounds auto.  The fake's times are those of its version, without noise: 1.0 and 2.0 differ
    clearly, 1.0 and another 1.0 not at all."""

    def only(self):
        """Per process the benchmarks it was to measure, None for all."""
        return [call["env"].get("BENCHMEM_ONLY") and "narrow" for call in self.calls(ROUND)]

    def test_until_nothing_is_unclear(self):
        result = self.sweep("1.0", "2.0", options=["--rounds", "auto", "--budget", "60"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("0 benchmarks still unclear", result.out)
        rounds = list(self.rounds_of("1.0"))
        self.assertGreaterEqual(len(rounds), 3)
        self.assertLess(len(rounds), 12)
        self.assertEqual(self.only()[:6], [None] * 6)
        self.assertEqual(set(self.only()[6:]), {"narrow"} if len(rounds) > 3 else set())
        self.assert_joined("1.0", *rounds)
        self.assertIn("%d rounds" % len(rounds), result.out)

    def test_what_counts_as_a_change_decides(self):
        options = ["--rounds", "auto", "--budget", "60"]
        self.assert_ok(self.sweep("1.0", "2.0", options=options), "1.0", "2.0")
        rounds = len(self.rounds_of("1.0"))
        self.assert_ok(self.sweep("1.0", "2.0", options=[*options, "--min-effect", "300%"]))
        self.assertLess(len(self.rounds_of("1.0")), rounds)

    def test_the_budget_is_spent(self):
        """Each round takes 2 × 0.4 s: the third would end too late."""
        self.fake(ROUND, scratch.sleep(0.4))
        result = self.sweep("1.0", "2.0", options=["--rounds", "auto", "--budget", "2"])
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("--budget: ", result.out)
        self.assertLessEqual(len(self.rounds_of("1.0")), 2)

    def test_a_version_does_not_have_it(self):
        """What is unclear is not in that version: pytest has nothing to do, which is no failure."""
        self.fake(ROUND, scratch.change(json="none", status=5), nth=6)
        self.fake(ROUND, scratch.change(json="none", status=5), nth=7)
        result = self.sweep("1.0", "2.0", options=["--rounds", "auto", "--budget", "60"])
        self.assert_status(result, 0)
        self.assert_ended("1.0", "ok")
        self.assert_ended("2.0", "ok")

    def test_killed_and_resumed(self):
        self.fake(ROUND, scratch.hang(), nth=3)
        running = self.start_sweep("1.0", "2.0", options=["--rounds", "auto"])
        self.wait_for_call(ROUND, 4)
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(20), 130)
        self.unfake()
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", "2.0", options=["--rounds", "auto", "--resume"]))
        self.assertEqual(self.only()[:3], [None] * 3)
        self.assert_joined("1.0", *self.rounds_of("1.0"))

    def test_apart(self):
        options = ["--rounds", "auto", "--budget", "60"]
        self.assert_status(self.sweep("1.0", "2.0", options=[*options, "--prepare"]), 0)
        self.forget_calls()
        for label in ("1.0", "2.0"):
            self.assert_ok(self.sweep(label, options=[*options, "--round", "1"]), label)
        self.assertEqual(len(self.calls(ROUND)), 2)
        self.assertEqual(len(os.listdir(self.work)), 2)
        self.assert_ok(self.sweep("1.0", "2.0", options=[*options, "--round", "2"]))
        self.assertEqual(len(self.calls("uv venv")), 2)
        self.assertGreaterEqual(len(self.rounds_of("2.0")), 3)
        self.assertEqual(os.listdir(self.work), [])

    def test_wrong_usage(self):
        for options, part in ((["--rounds", "some"], "'some' is neither"),
                              (["--rounds", "0"], "'0' is neither"),
                              (["--rounds", "1001"], "1001"),
                              (["--rounds", "3", "--budget", "9"], "--budget"),
                              (["--rounds", "3", "--min-effect", "3%"], "--min-effect"),
                              (["--rounds", "auto", "--min-effect", "3ms"], "--min-effect '3ms'"),
                              (["--rounds", "auto", "--round", "3"], "--round")):
            self.assert_refused(self.sweep("1.0", options=options), part)


@scratch.not_under_valgrind("the list of processes has valgrind's words")
class Alone(scratch.SweepTest):
    """Sweeps of different directories on one machine."""

    def setUp(self):
        super().setUp()
        self.lock = self.path("home", "machine.lock")

    def environment(self, **more):
        return super().environment(**{"BENCHMEM_LOCK": self.lock, **more})

    def other(self, *versions, **words):
        return self.start_sweep(*versions, out=self.path("project", "out2"), **words)

    def spans(self):
        with open(self.path("spans"), encoding="utf-8") as f:
            return [line.split()[:2] for line in f]

    def assert_one_at_a_time(self, name):
        """Nothing begins or ends between a beginning and an end of NAME."""
        spans = self.spans()
        for i, (what, kind) in enumerate(spans):
            if what == name and kind == "begin":
                self.assertEqual(spans[i + 1], [name, "end"], spans)

    def span(self, name, seconds):
        return {"what": "span", "name": name, "seconds": seconds}

    def test_two_sweeps(self):
        self.fake(ROUND, self.span("measure", 0.4))
        self.fake("uv pip sync", self.span("install", 0.1))
        both = [self.start_sweep("1.0", "2.0", options=["--rounds", "2"]),
                self.other("1.0", "2.0", options=["--rounds", "2"])]
        results = [one.finish(60) for one in both]
        for result in results:
            self.assert_status(result, 0)
        self.assertEqual(len(self.spans()), 2 * (8 + 4))
        self.assert_one_at_a_time("measure")
        said = "".join(result.out for result in results)
        self.assertRegex(said, r"waiting to measure: the machine is taken by process "
                               r"(%d|%d), a sweep of demo 1.0, 2.0 "
                         % tuple(one.process.pid for one in both))

    def test_two_in_one_directory(self):
        """Neither waits for the other for ever."""
        both = [self.start_sweep("1.0", "2.0", options=["--rounds", "2"]) for _ in range(2)]
        both.append(self.start_sweep("3.0", "2.0", options=["--rounds", "2"]))
        for one in both:
            self.assert_status(one.finish(60), 0)

    def hold(self):
        """A sweep that measures and does not end."""
        self.fake(ROUND, scratch.hang(), nth=0)
        holder = self.start_sweep("1.0")
        self.wait_for_call(ROUND)
        waiting = self.other("2.0", options=["--timeout", "1.5"])
        self.wait_for(lambda: "waiting to provision" in waiting.result(0).out)
        self.assertIn("process %d, a sweep of demo 1.0 " % holder.process.pid,
                      waiting.result(0).out)
        return holder, waiting

    def test_waiting_is_not_counted(self):
        holder, waiting = self.hold()
        time.sleep(1.6)
        holder.signal(signal.SIGINT)
        self.assert_status(holder.finish(20), 130)
        self.assert_status(waiting.finish(20), 0)

    def test_the_holder_is_killed(self):
        holder, waiting = self.hold()
        holder.process.kill()
        holder.process.wait()
        self.assert_status(waiting.finish(20), 0)
        self.assert_ok(self.sweep("3.0"))  # and puts in order what the killed one left
        scratch.kill_marked(self.mark)

    def test_interrupted_while_waiting(self):
        holder, waiting = self.hold()
        waiting.signal(signal.SIGTERM)
        self.assert_status(waiting.finish(20), 143)
        holder.signal(signal.SIGINT)
        self.assert_status(holder.finish(20), 130)

    def test_off(self):
        holder, waiting = self.hold()
        for how in ({"options": ["--lock", "off"]}, {"env": {"BENCHMEM_LOCK": "off"}},
                    {"options": ["--lock", self.path("home", "another.lock")]}):
            third = self.start_sweep("3.0", out=self.path("project", "out3"), **how)
            self.assert_status(third.finish(20), 0)
        for one in (holder, waiting):
            one.signal(signal.SIGINT)
            self.assert_status(one.finish(20), 130)

    def test_no_lock_is_no_reason_not_to_measure(self):
        os.symlink(self.path("home", "elsewhere"), self.lock)
        result = self.sweep("1.0", "2.0")
        self.assert_ok(result, "1.0", "2.0")
        self.assert_says(result, self.lock, "it is a link")
        self.assertEqual(result.err.count("it is a link"), 1)
        self.assertFalse(os.path.exists(self.path("home", "elsewhere")))


class Pinned(scratch.SweepTest):
    def test_only_what_measures(self):
        """The measured process and what it starts is kept to the CPU, provisioning is not."""
        cpu = sorted(os.sched_getaffinity(0))[-1]
        report = ("import os, sys; sys.stdout.write('kept to %s' % sorted(os.sched_getaffinity(0)))"
                  "; open(sys.argv[1], 'w').write('{\"benchmarks\": [{\"fullname\": \"a\", "
                  "\"stats\": {\"min\": 1, \"data\": [1]}}]}')")
        self.assert_ok(self.sweep("1.0", options=["--cpu", str(cpu), "--rounds", "2"],
                                  rest=[self.python, "-c", report, "{json}"]))
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertEqual(f.read().count("kept to [%d]" % cpu), 2)

    def test_not_available(self):
        result = self.sweep("1.0", options=["--cpu", "7000"])
        self.assert_refused(result, "--cpu: CPU 7000 is not available; those that are: ")
        self.assert_refused(self.sweep("1.0", options=["--cpu", "x"]), "--cpu: 'x' is no list")
        self.assert_refused(self.sweep("1.0", options=["--seed", "3"]), "--seed")


if __name__ == "__main__":
    scratch.main()
