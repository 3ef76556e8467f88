"""Every stage that starts a tool, times every fault of a tool: the right exit status, a message with
stage and reason, the other version finished, earlier results untouched, nothing left.

What the table holds is printed at the end; the faults of files and disks are in test_disk.py,
test_limits.py and test_run.py."""
import os
import time

import scratch

# STAGE -> (the call that is spoilt, the stage the manifest names)
STAGES = {"resolve": ("uv pip compile", "install"), "venv": ("uv venv", "venv"),
          "install": ("uv pip sync", "install"), "freeze": ("uv pip freeze", "isolation"),
          "isolation": ("python import", "isolation"), "run": ("python pytest", "run")}

GARBAGE = "\x1b]0;t\x07\x1b[2J\x00\xff\xfe \x9b31m\u202e words" "\r\n"

# FAULT -> (what the tool does, whether the version fails for it)
FAULTS = {
    "exits_1": ([scratch.exit(1, "words of the tool\n")], True),
    "ends_by_a_signal": ([scratch.killed(11)], True),
    "is_killed": ([scratch.killed(9)], True),
    "hangs": ([scratch.hang()], True),
    "hangs_and_ignores_signals": ([scratch.hang(stubborn=True, child=True)], True),
    "floods": ([scratch.flood(stream=2)], False),
    "floods_without_a_line_end": ([scratch.flood(stream=2, line="x" * (1 << 20))], False),
    "floods_and_exits_1": ([scratch.flood(stream=2), scratch.exit(1)], True),
    "prints_garbage": ([scratch.say(GARBAGE.encode("utf-8").decode("latin-1"), 2, latin=True)],
                       False),
    "prints_garbage_and_exits_1": (
        [scratch.say(GARBAGE.encode("utf-8").decode("latin-1"), 2, latin=True), scratch.exit(1)],
        True),
    "leaves_a_daemon": ([scratch.daemon(True)], False),
    "leaves_a_daemon_and_exits_1": ([scratch.daemon(True), scratch.exit(1)], True),
    "closes_its_output": ([scratch.close()], False),
    "closes_its_output_and_exits_1": ([scratch.close(), scratch.exit(1)], True),
}


class Table(scratch.SweepTest):
    def spoilt(self, stage, fault):
        call, named = STAGES[stage]
        do, fails = FAULTS[fault]
        self.write("project/out/9.0.json", '{"benchmarks": []}')
        self.protect(self.run_file("9.0"))
        # What is not installed offline is tried again online, so that both must fail.
        of_one = {"when": "demo==2.0"} if stage in ("resolve", "install") else {"nth": 0}
        self.fake(call, *do, **of_one)
        options = ["--jobs", "1", "--import-check", "demo", *scratch.ASKED.get(stage, [])]
        if "hang" in fault:
            options += ["--timeout", "2"]
        begin = time.monotonic()
        result = self.sweep("1.0", "2.0", options=options, timeout=90)
        self.assertLess(time.monotonic() - begin, 60)
        spoilt = [label for label in ("1.0", "2.0") if self.entry(label)["status"] != "ok"]
        if not fails:
            self.assert_ok(result, "1.0", "2.0")
        elif fault == "closes_its_output" and not spoilt:
            self.assert_ok(result, "1.0", "2.0")
        else:
            self.assert_status(result, 1)
            self.assertEqual(len(spoilt), 1, repr(result))
            status = "failed" if stage == "run" else "unavailable"
            entry = self.assert_ended(spoilt[0], status, named)
            self.assertTrue(entry["reason"])
            self.assert_says(result, spoilt[0], named)
        for character in "\x1b\x07\x00\x9b\u202e":
            self.assertNotIn(character, result.text)
        self.assertLess(os.path.getsize(os.path.join(self.out, "logs", "1.0.txt")), 1 << 20)

    def missing(self, name):
        """The program is not there, or goes away between two stages."""
        self.assert_ok(self.sweep("1.0"))
        self.protect(self.run_file("1.0"))
        os.remove(self.path("bin", name))
        result = self.sweep("2.0")
        self.assert_status(result, 1)
        self.assert_says(result, name, "not found")

    def test_uv_missing(self):
        self.missing("uv")

    def test_uv_goes_away(self):
        self.fake("uv venv", {"what": "remove", "path": "bin/uv"})
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "install")
        self.assert_says(result, "uv", "no such file")

    def test_python_goes_away(self):
        self.fake("uv pip freeze", {"what": "remove_venv_python"})
        result = self.sweep("1.0", options=scratch.ASKED["freeze"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "run")
        self.assert_says(result, "python", "no such file")

    def test_python_is_no_program(self):
        self.fake("uv pip freeze", {"what": "remove_venv_python", "text": "\x7fELF nonsense"})
        result = self.sweep("1.0", options=scratch.ASKED["freeze"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "run")


def add(stage, fault):
    def test(self):
        self.spoilt(stage, fault)
    test.__name__ = "test_%s_%s" % (stage, fault)
    setattr(Table, test.__name__, test)


for _stage in STAGES:
    for _fault in FAULTS:
        add(_stage, _fault)


if __name__ == "__main__":
    print("%d stages x %d faults" % (len(STAGES), len(FAULTS)), flush=True)
    scratch.main()
