"""SIGKILL to the program at each stage: the next start in the same output directory removes what
the dead one left, touches nothing of a living one, and nothing that is not a sweep's."""
import os
import signal
import time

import scratch

STAGES = {"find uv": "uv --version", "resolve": "uv pip compile", "venv": "uv venv",
          "install": "uv pip sync", "freeze": "uv pip freeze", "isolation": "python import",
          "run": "python pytest"}


class Killed(scratch.SweepTest):
    OPTIONS = ["--import-check", "demo", "--jobs", "1"]

    def kill_at(self, at, *versions, nth=None, options=(), wait=True, **how):
        """A sweep that is killed at that call; its children end by themselves."""
        self.forget_calls()
        self.fake(at, scratch.hang(**how), nth=nth)
        running = self.start_sweep(*versions, options=[*self.OPTIONS, *options])
        self.wait_for_call(at, (nth or 0) + 1)
        time.sleep(0.05)
        running.process.kill()
        running.process.wait()
        if wait:
            self.wait_for(lambda: not scratch.marked(self.mark), 5)
        self.unfake()
        self.forget_calls()

    def hidden(self):
        return [name for name in os.listdir(self.out) if name.startswith(".")]

    def at_stage(self, stage):
        self.assert_ok(self.sweep("1.0", "2.0", options=self.OPTIONS))
        before = {label: self.entry(label) for label in ("1.0", "2.0")}
        self.protect(self.run_file("1.0"), self.run_file("2.0"))
        self.forget_calls()
        self.kill_at(STAGES[stage], "1.0", "2.0", options=scratch.ASKED.get(stage, []), stubborn=True,
                     child=True)
        # Of another version: what is of no concern to it is put in order as well.
        self.assert_ok(self.sweep("3.0", options=self.OPTIONS), "3.0")
        self.assertEqual({label: self.entry(label) for label in before}, before)
        self.check_nothing_left()

    def test_the_next_start_does_not_meet_the_children(self):
        """The label is not free before the last of them has ended."""
        for _ in range(5):
            self.kill_at("python pytest", "1.0", stubborn=True, child=True, wait=False)
            self.fake("uv --version", scratch.write("seen", ""))
            self.assert_ok(self.sweep("1.0", options=self.OPTIONS), "1.0")
            left = [command for _, command in scratch.marked(self.mark)]
            self.assertEqual(left, [])

    def test_several_at_once(self):
        """Killed together: the guards have nothing in common."""
        self.fake("uv pip sync", scratch.hang(stubborn=True, child=True))
        running = self.start_sweep("1.0", "2.0", "3.0", "4.0", options=["--jobs", "4"])
        self.wait_for_call("uv pip sync", 4)
        running.process.kill()
        running.process.wait()
        self.wait_for(lambda: not scratch.marked(self.mark), 5)
        self.unfake()
        self.assert_ok(self.sweep("2.0"), "2.0")

    def test_the_guard_is_killed(self):
        """Out of memory may hit any process: the child ends with its guard, the sweep goes on."""
        self.fake("python pytest", scratch.hang(child=True), nth=0)
        running = self.start_sweep("1.0", "2.0", options=["--jobs", "1"])
        self.wait_for_call("python pytest")
        guards = [pid for pid, command in scratch.marked(self.mark)
                  if command.startswith("benchmem-guard")]
        self.assertEqual(len(guards), 1)
        os.kill(guards[0], signal.SIGKILL)
        self.assert_status(running.finish(20), 1)
        self.assert_ended("1.0", "failed", "run")
        self.assert_ended("2.0", "ok")

    def test_without_earlier_results(self):
        self.kill_at("python pytest", "1.0", "2.0", nth=1)
        self.assertTrue(os.listdir(self.work))
        self.assert_ok(self.sweep("3.0"), "3.0")
        self.assert_ended("1.0", "ok")
        self.assertFalse(os.path.exists(self.run_file("2.0")))
        self.check_nothing_left()
        self.assert_ok(self.sweep("2.0"), "1.0", "2.0", "3.0")

    def test_prepare_cleans(self):
        self.kill_at("python pytest", "1.0")
        self.assert_status(self.sweep("2.0", options=["--prepare"]), 0)
        self.check_nothing_left()

    def test_killed_while_preparing(self):
        self.kill_at("uv pip sync", "1.0", "2.0", options=["--prepare"])
        self.assertTrue(os.listdir(self.work))
        self.assert_ok(self.sweep("1.0"), "1.0")

    def replace_run_file(self, label, text):
        """As the program does it, by rename."""
        os.rename(self.write("project/newer", text), self.run_file(label))

    def test_what_is_called_ok_is_there(self):
        """Before any next start, too."""
        self.assert_ok(self.sweep("1.0"))
        earlier = scratch.content(self.run_file("1.0"))
        self.kill_at("python pytest", "1.0")
        self.assertEqual(scratch.content(self.run_file("1.0")), earlier)
        self.assert_ended("1.0", "ok")
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_before_the_manifest_speaks_of_it(self):
        """The new run file is there, the manifest does not say so: the earlier one comes back."""
        self.assert_ok(self.sweep("1.0"))
        earlier = scratch.content(self.run_file("1.0"))
        self.kill_at("python pytest", "1.0")
        self.replace_run_file("1.0", '{"benchmarks": [{"name": "newer"}]}')
        self.assert_ok(self.sweep("2.0"))
        self.assertEqual(scratch.content(self.run_file("1.0")), earlier)

    def test_the_first_run_file_before_the_manifest_speaks_of_it(self):
        self.kill_at("python pytest", "1.0")
        self.replace_run_file("1.0", '{"benchmarks": [{"name": "newer"}]}')
        self.assert_ok(self.sweep("2.0"))
        self.assertFalse(os.path.exists(self.run_file("1.0")))

    def test_after_the_manifest_says_that_there_is_none(self):
        self.assert_ok(self.sweep("1.0"))
        self.kill_at("python pytest", "1.0")
        path = os.path.join(self.out, "sweep.json")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        text = text.replace(self.entry("1.0")["attempt"], self.journal("1.0")["token"])
        self.write(path, text.replace('"json": "1.0.json"', '"json": null')
                   .replace('"status": "ok"', '"status": "failed"'))
        self.assert_ok(self.sweep("2.0"))
        self.assertFalse(os.path.exists(self.run_file("1.0")))

    def test_after_the_manifest_speaks_of_it(self):
        self.assert_ok(self.sweep("1.0"))
        self.kill_at("python pytest", "1.0")
        token = self.journal("1.0")["token"]
        path = os.path.join(self.out, "sweep.json")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.write(path, text.replace('"attempt": "%s"' % self.entry("1.0")["attempt"],
                                      '"attempt": "%s"' % token))
        newer = '{"benchmarks": [{"name": "newer"}]}'
        self.replace_run_file("1.0", newer)
        self.assert_ok(self.sweep("2.0"))
        self.assertEqual(scratch.content(self.run_file("1.0")), newer.encode())

    def journal(self, label):
        with open(os.path.join(self.out, ".%s.work" % label), encoding="utf-8") as f:
            lines = f.read().split("\n")
        self.assertEqual(lines[0], "benchmem work 1")
        return dict(line.rpartition(" ")[::2] for line in lines[1:])

    def test_a_living_one_is_left_alone(self):
        self.fake("python pytest", scratch.hang(), when="demo==1.0")
        first = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        before = sorted(os.listdir(self.work))
        self.assertEqual(len(before), 1)
        self.assert_ok(self.sweep("2.0"), "2.0")
        self.assertEqual(sorted(os.listdir(self.work)), before)
        first.signal(signal.SIGINT)
        self.assert_status(first.finish(20), 130)

    def test_half_written_files(self):
        self.assert_ok(self.sweep("1.0"))
        for place in ("", "locks", "logs"):
            self.write(os.path.join(self.out, place, ".benchmem-Ab3xyZ"), "half")
        self.assert_ok(self.sweep("2.0"))

    def test_half_written_file_of_a_living_process(self):
        import fcntl
        self.assert_ok(self.sweep("1.0"))
        path = self.write("project/out/.benchmem-Ab3xyZ", "half")
        with open(path, "rb") as f:
            fcntl.flock(f, fcntl.LOCK_EX)
            self.assert_ok(self.sweep("2.0"))
            self.assertTrue(os.path.exists(path))
        os.remove(path)

    def test_work_dir_is_another_one(self):
        """Where the dead one put its directory is in the journal, not on the command line."""
        self.kill_at("python pytest", "1.0")
        os.mkdir(self.path("other"))
        self.assert_ok(self.start(*self.sweep_words("1.0"), "--work-dir",
                                  self.path("other")).finish(30), "1.0")
        self.assertEqual(os.listdir(self.path("other")), [])

    def test_killed_while_removing(self):
        """What is half removed is known by its token, which goes last."""
        self.kill_at("python pytest", "1.0")
        directory = os.path.join(self.work, os.listdir(self.work)[0])
        for name in os.listdir(directory):
            if name != ".benchmem-token":
                os.rename(os.path.join(directory, name), self.path(name))
        self.write(os.path.join(directory, "rest"), "rest")
        self.assert_ok(self.sweep("2.0"))

    def test_killed_before_the_token_was_written(self):
        for text in (None, "", "0123"):
            with self.subTest(text=text):
                self.kill_at("python pytest", "1.0")
                directory = os.path.join(self.work, os.listdir(self.work)[0])
                token = self.journal("1.0")["token"]
                scratch.shutil.rmtree(directory)
                os.mkdir(directory, 0o700)
                if text is not None:
                    self.write(os.path.join(directory, ".benchmem-token"),
                               token[:4] if text else "")
                self.assert_ok(self.sweep("2.0"))
                self.check_nothing_left()


class Planted(scratch.SweepTest):
    """A journal that somebody else wrote, or that leads elsewhere, removes nothing."""

    TOKEN = "0123456789abcdef" * 2

    def setUp(self):
        super().setUp()
        self.precious = self.path("precious-" + self.TOKEN[:12])
        self.write(os.path.join(self.precious, "thesis.tex"), "text")
        self.protect(self.precious)

    def plant(self, path=None, token=None, host=None, text=None):
        host = host or os.uname().nodename
        return self.write("project/out/.9.0.work", text if text is not None else
                          "benchmem work 1\nhost %s\nrun -\nrun file no\ntoken %s\npath %s"
                          % (host, token or self.TOKEN, path or self.precious))

    def stays(self, *parts):
        result = self.sweep("1.0")
        self.assert_ok(result, "1.0")
        for part in parts:
            self.assertIn(part, result.err)
        self.assertTrue(os.path.exists(os.path.join(self.precious, "thesis.tex")))
        os.remove(os.path.join(self.out, ".9.0.work"))

    def test_a_directory_without_the_token(self):
        self.plant()
        self.stays("is not what a sweep made there", self.precious)

    def test_a_directory_with_another_token(self):
        self.write(os.path.join(self.precious, ".benchmem-token"), "f" * 32)
        self.protected.clear()
        self.plant()
        self.stays("is not what a sweep made there")

    def test_a_link(self):
        link = self.path("link-" + self.TOKEN[:12])
        os.symlink(self.precious, link)
        self.write(os.path.join(self.precious, ".benchmem-token"), self.TOKEN)
        self.protected.clear()
        self.plant(path=link)
        self.stays(link)

    def test_a_name_without_the_token(self):
        self.plant(path=self.path("home"))
        self.stays()
        self.assertTrue(os.path.isdir(self.path("home")))

    def test_the_journal_is_a_link(self):
        """Whoever can only make links cannot tell us what to read."""
        path = self.plant()
        os.rename(path, self.path("elsewhere"))
        os.symlink(self.path("elsewhere"), path)
        self.write(os.path.join(self.precious, ".benchmem-token"), self.TOKEN)
        self.protected.clear()
        self.stays()

    def test_of_another_user(self):
        if not scratch.as_root():
            self.skipTest("needs root, to give files away")
        self.write(os.path.join(self.precious, ".benchmem-token"), self.TOKEN)
        self.protected.clear()
        os.chown(self.precious, 65534, 65534)
        self.plant()
        self.stays("is not what a sweep made there")
        os.chown(self.plant(), 65534, 65534)
        os.chown(self.precious, 0, 0)
        self.stays()

    def test_of_another_machine(self):
        self.write(os.path.join(self.precious, ".benchmem-token"), self.TOKEN)
        self.protected.clear()
        self.plant(host="elsewhere.example")
        self.stays()

    def test_garbage(self):
        for text in ("", "benchmem work 1\n", "benchmem work 2\nhost x", "\0" * 9000,
                     "benchmem work 1\nhost h\nrun -\nrun file no\ntoken x\npath /",
                     "benchmem work 1\nhost h\nrun -\nrun file no\ntoken %s\npath relative%s"
                     % (self.TOKEN, self.TOKEN)):
            with self.subTest(text=text[:20]):
                self.plant(text=text)
                self.stays()


def add(stage):
    def test(self):
        self.at_stage(stage)
    test.__name__ = "test_" + stage.replace(" ", "_")
    setattr(Killed, test.__name__, test)


for _stage in STAGES:
    add(_stage)


if __name__ == "__main__":
    scratch.main()
