"""--prepare, --locked, --keep-venv, --jobs, --tmp-prefix, and how they go together."""
import os
import re

import scratch


class Prepare(scratch.SweepTest):
    def prepare(self, *versions, **words):
        options = ["--prepare", *words.pop("options", ())]
        result = self.sweep(*versions, options=options, **words)
        return result

    def test_pending(self):
        self.assert_status(self.prepare("1.0", "2.0"), 0)
        self.assertEqual([(e["label"], e["status"]) for e in self.manifest()["versions"]],
                         [("1.0", "pending"), ("2.0", "pending")])
        for label in ("1.0", "2.0"):
            with open(os.path.join(self.out, "locks", label + ".txt"), encoding="utf-8") as f:
                self.assertIn("demo==" + label, f.read())
        self.assertEqual(self.calls("python pytest"), [])
        self.assertTrue(self.manifest()["run_id"])

    def test_a_version_takes_up_its_entry(self):
        self.assert_status(self.prepare("2.0", "1.0"), 0)
        run_id = self.manifest()["run_id"]
        self.forget_calls()
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertEqual(self.calls("uv pip compile"), [])
        self.assertEqual([(e["label"], e["status"]) for e in self.manifest()["versions"]],
                         [("2.0", "pending"), ("1.0", "ok")])
        self.assertEqual(self.manifest()["run_id"], run_id)
        self.assertEqual(self.entry("1.0")["run_id"], run_id)

    def test_other_inputs_are_resolved_again(self):
        self.assert_status(self.prepare("1.0"), 0)
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", options=["--pin", "numpy<2"]), "1.0")
        self.assertEqual(len(self.calls("uv pip compile")), 1)
        with open(os.path.join(self.out, "locks", "1.0.txt"), encoding="utf-8") as f:
            self.assertIn("numpy", f.read())

    def test_a_new_run(self):
        self.assert_status(self.prepare("1.0", "2.0"), 0)
        self.assert_ok(self.sweep("1.0"), "1.0")
        first = self.manifest()["run_id"]
        self.assert_status(self.prepare("1.0", "2.0"), 0)
        self.assertNotEqual(self.manifest()["run_id"], first)
        for label in ("1.0", "2.0"):
            self.assertEqual(self.entry(label)["status"], "pending")

    def test_order_of_prepare_holds(self):
        self.assert_status(self.prepare("3.0", "1.0", "2.0"), 0)
        self.assert_ok(self.sweep("1.0"))
        self.assert_ok(self.sweep("3.0"))
        self.assertEqual([e["label"] for e in self.manifest()["versions"]], ["3.0", "1.0", "2.0"])

    def test_a_command_has_its_own_order(self):
        """Of versions that were there before too; what it does not name stays where it is."""
        self.assert_ok(self.sweep("1.0", "3.0"))
        self.assert_ok(self.sweep("1.0", "2.0", "3.0"))
        self.assertEqual([e["label"] for e in self.manifest()["versions"]], ["1.0", "2.0", "3.0"])
        self.assert_ok(self.sweep("3.0", "1.0"))
        self.assertEqual([e["label"] for e in self.manifest()["versions"]], ["3.0", "2.0", "1.0"])

    def test_one_cannot_be_resolved(self):
        """That version's own test fails; what was prepared for the others stays."""
        result = self.prepare("1.0", "9999")
        self.assertIn(result.status, (0, 1), repr(result))
        self.assertIn("9999", result.text)
        self.assert_ok(self.sweep("1.0"))
        self.assertEqual(self.entry("1.0")["status"], "ok")
        self.assert_status(self.sweep("9999"), 1)
        self.assertEqual(self.entry("9999")["status"], "unavailable")
        self.assertEqual(self.entry("9999")["failed_stage"], "install")


class Locked(scratch.SweepTest):
    def test_resolves_nothing(self):
        self.assert_ok(self.sweep("1.0", "2.0"))
        self.protect(os.path.join(self.out, "locks"))
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", "2.0", options=["--locked"]), "1.0", "2.0")
        self.assertEqual(self.calls("uv pip compile"), [])

    def test_no_lock(self):
        result = self.sweep("1.0", options=["--locked"])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "1.0", "--locked")
        self.assertEqual(self.calls("uv pip compile"), [])

    def test_a_lock_for_one_only(self):
        self.assert_ok(self.sweep("1.0"))
        result = self.sweep("1.0", "2.0", options=["--locked"])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "2.0")

    def test_the_lock_is_what_is_installed(self):
        self.assert_ok(self.sweep("1.0"))
        lock = os.path.join(self.out, "locks", "1.0.txt")
        self.write(lock, "demo==1.0\nextra==7.0\n")
        self.assert_ok(self.sweep("1.0", options=["--locked"]))
        self.assertIn("extra==7.0", self.entry("1.0")["packages"])


class KeepVenv(scratch.SweepTest):
    def test_says_where(self):
        self.keeps = True
        result = self.sweep("1.0", options=["--keep-venv"])
        self.assert_ok(result, "1.0")
        found = re.search(re.escape(self.work) + r"/pytest-benchmem-[^\s'\"]*", result.text)
        self.assertTrue(found, repr(result))
        self.assertTrue(os.path.isdir(found.group().rstrip(".,:;")))
        self.assertEqual(len(os.listdir(self.work)), 1)

    def test_after_a_failure(self):
        """When one wants it most."""
        self.keeps = True
        self.fake("python pytest", scratch.exit(3))
        result = self.sweep("1.0", options=["--keep-venv"])
        self.assert_status(result, 1)
        self.assertIn(self.work, result.text)
        self.assertEqual(len(os.listdir(self.work)), 1)

    def test_prefix(self):
        self.keeps = True
        self.assert_ok(self.sweep("1.0", options=["--keep-venv", "--tmp-prefix", "mine."]))
        self.assertTrue(os.listdir(self.work)[0].startswith("mine."))


class WorkDir(scratch.SweepTest):
    def test_system_default(self):
        words = [w for w in self.sweep_words("1.0") if w not in ("--work-dir", self.work)]
        self.assert_ok(self.start(*words).finish(20), "1.0")
        self.assertTrue(self.calls("python pytest")[0]["cwd"].startswith(self.path("tmp")))

    def test_default_out(self):
        words = [w for w in self.sweep_words("1.0") if w not in ("--out", self.out)]
        self.assert_ok(self.start(*words).finish(20))
        self.assert_ended("1.0", "ok", out=self.path("project", ".benchmarks", "sweep"))


class Jobs(scratch.SweepTest):
    VERSIONS = ["%d.0" % i for i in range(1, 7)]

    def spans(self, at):
        """(start, end) of the calls, by what a sleeping fake wrote before and after."""
        with open(self.path("spans"), encoding="utf-8") as f:
            rows = [line.split() for line in f]
        found = {}
        for name, kind, moment, pid in rows:
            if name == at:
                found.setdefault(pid, {})[kind] = float(moment)
        return sorted((s["begin"], s["end"]) for s in found.values())

    def span(self, at, seconds):
        name = at.replace(" ", "-")
        self.fake(at, {"what": "span", "name": name, "seconds": seconds})
        return name

    def most_at_once(self, spans):
        moments = sorted([(b, 1) for b, _ in spans] + [(e, -1) for _, e in spans])
        most = now = 0
        for _, step in moments:
            now += step
            most = max(most, now)
        return most

    def test_provisioning_is_bounded_and_measuring_alone(self):
        sync, run = self.span("uv pip sync", 0.2), self.span("python pytest", 0.1)
        result = self.sweep(*self.VERSIONS, options=["--jobs", "3"])
        self.assert_ok(result, *self.VERSIONS)
        self.assertLessEqual(self.most_at_once(self.spans(sync)), 3)
        self.assertGreaterEqual(self.most_at_once(self.spans(sync)), 2)
        self.assertEqual(self.most_at_once(self.spans(run)), 1)

    def test_nothing_is_provisioned_while_measuring(self):
        """What runs beside a measurement spoils it."""
        sync, run = self.span("uv pip sync", 0.1), self.span("python pytest", 0.2)
        self.assert_ok(self.sweep(*self.VERSIONS[:4], options=["--jobs", "2"]))
        for begin, end in self.spans(run):
            for other, last in self.spans(sync):
                self.assertFalse(other < end and begin < last, "an install beside a measurement")

    def test_one_job(self):
        sync = self.span("uv pip sync", 0.1)
        self.assert_ok(self.sweep(*self.VERSIONS[:3], options=["--jobs", "1"]))
        self.assertEqual(self.most_at_once(self.spans(sync)), 1)

    def test_runs_in_order(self):
        self.assert_ok(self.sweep(*self.VERSIONS, options=["--jobs", "4"]))
        with open(os.path.join(self.out, "sweep.json"), encoding="utf-8") as f:
            f.read()
        found = [c["argv"] for c in self.calls("python pytest")]
        self.assertEqual(len(found), len(self.VERSIONS))

    def test_many(self):
        versions = ["%d.0" % i for i in range(1, 41)]
        self.assert_ok(self.sweep(*versions, options=["--jobs", "8"], timeout=120), *versions)


if __name__ == "__main__":
    scratch.main()
