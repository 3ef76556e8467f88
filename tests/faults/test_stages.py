"""Each stage failing in each way: the manifest names the stage, the tool's own words are kept, the
other versions are finished, earlier results stay."""
import json
import os

import scratch


class Failing(scratch.SweepTest):
    """One of two versions fails; the other must be measured."""

    STAGES = {"install": ["uv pip sync", "uv pip install"]}

    def fails(self, at, *do, stage, when=None, nth=None, says=(), version="2.0", options=()):
        for name in at:
            self.fake(name, *do, when=when, nth=nth)
        result = self.sweep("1.0", "2.0", options=["--jobs", "1", *options])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "ok")
        entry = self.assert_ended(version, "unavailable", stage)
        self.assertTrue(entry["reason"])
        self.assert_says(result, version, stage, *says)
        for part in says:
            self.assertIn(part, json.dumps(entry, ensure_ascii=False))
        return result, entry

    def test_resolve(self):
        self.fails(["uv pip compile"], scratch.exit(1, "no such release"), when="demo==2.0",
                   stage="install", says=["no such release"])

    def test_a_version_that_does_not_exist(self):
        result = self.sweep("1.0", "9999")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "ok")
        entry = self.assert_ended("9999", "unavailable", "install")
        self.assertIn("No solution found", "\n".join(entry["last_lines"]))
        self.assert_says(result, "9999", "install", "No solution found")
        self.assertEqual(entry["reason"], "resolving demo==9999: uv pip compile: exited with 1: No solution "
                         "found when resolving dependencies: Because there is no version of demo==9999 and "
                         "you require it, we can conclude that your requirements are unsatisfiable.")

    def test_resolve_killed(self):
        self.fails(["uv pip compile"], scratch.killed(9), when="demo==2.0", stage="install",
                   says=["signal"])

    def test_resolve_writes_no_lock(self):
        self.fails(["uv pip compile"], {"what": "exit", "status": 0, "text": ""}, when="demo==2.0",
                   stage="install")

    def test_venv(self):
        self.fails(["uv venv"], scratch.exit(2, "no interpreter for you"), nth=1, stage="venv",
                   says=["no interpreter for you"])

    def test_venv_killed(self):
        self.fails(["uv venv"], scratch.killed(), nth=1, stage="venv", says=["signal"])

    def test_venv_makes_nothing(self):
        self.fails(["uv venv"], {"what": "exit", "status": 0, "text": ""}, nth=1, stage="venv")

    def test_install(self):
        self.fails(["uv pip sync", "uv pip install"], scratch.exit(1, "build backend broke"),
                   when="demo==2.0", stage="install", says=["build backend broke"])

    def test_install_killed(self):
        self.fails(["uv pip sync", "uv pip install"], scratch.killed(), when="demo==2.0",
                   stage="install", says=["signal"])

    def test_install_closes_its_output(self):
        self.fails(["uv pip sync", "uv pip install"], scratch.close(), scratch.exit(1, "unheard"),
                   when="demo==2.0", stage="install")

    def test_install_prints_garbage(self):
        text = "\x1b]0;title\x07\x1b[2J\x00\xff\xfe bad luck \x9b31m"
        result, entry = self.fails(["uv pip sync", "uv pip install"],
                                   scratch.say(text, 2, latin=True), scratch.exit(1),
                                   when="demo==2.0", stage="install", says=["bad luck"])
        for character in "\x1b\x07\x00\x9b":
            self.assertNotIn(character, result.text)

    def test_offline_fails_then_online_works(self):
        self.fake("uv pip sync", scratch.exit(1, "not in the cache"), when="--offline")
        result = self.sweep("1.0")
        self.assert_ok(result, "1.0")
        self.assertTrue([c for c in self.calls("uv pip sync") if "--offline" not in c["argv"]])

    def test_import_check(self):
        self.fails(["uv pip sync", "uv pip install"], scratch.change(no_module="demo"),
                   when="demo==2.0", stage="isolation", says=["demo"],
                   options=["--import-check", "demo"])

    def test_import_crashes(self):
        self.fails(["python import"], scratch.killed(), when="demo==2.0", stage="isolation",
                   says=["signal"], options=["--import-check", "demo"])

    def test_import_resolves_outside(self):
        """The suite's own copy comes first on sys.path during the run only."""
        self.write("project/benchmarks/demo.py", "dev = True\n")
        result = self.sweep("1.0", options=["--import-check", "demo"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "isolation")
        self.assert_says(result, "isolation", "demo.py")
        self.assertEqual(len(self.calls("python pytest")), 1)

    def test_import_resolves_outside_at_once(self):
        """A copy at the top of the isolation directory: already the preflight sees it."""
        self.write("project/demo/__init__.py", "")
        result = self.sweep("1.0", options=["--import-check", "demo", "--copy-dir", "demo"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "isolation")
        self.assert_says(result, "isolation", "demo/__init__.py")
        self.assertEqual(self.calls("python pytest"), [])

    def test_the_check_of_the_run_is_switched_off(self):
        """Numbers of which nobody knows what was measured are not used."""
        result = self.sweep("1.0", options=["--import-check", "demo", "--pytest-arg=-p",
                                            "--pytest-arg=no:_benchmem_origin"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "isolation")

    def test_the_run_crashes_before_the_check(self):
        """Then it is the run that failed, not the isolation."""
        self.fake("python pytest", scratch.killed())
        self.assert_status(self.sweep("1.0", options=["--import-check", "demo"]), 1)
        self.assert_ended("1.0", "failed", "run")

    def test_a_command_of_ones_own_is_not_watched(self):
        self.write("good.json", '{"benchmarks": [{"name": "a", "fullname": "a", "stats": {}}]}')
        result = self.sweep("1.0", options=["--import-check", "demo"],
                            rest=["cp", self.path("good.json"), "{json}"])
        self.assert_ok(result, "1.0")

    def test_without_import_check_nothing_is_asked(self):
        self.write("project/benchmarks/demo.py", "dev = True\n")
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertEqual(self.calls("python import"), [])

    def test_dotted_module(self):
        result = self.sweep("1.0", options=["--import-check", "demo.part"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "isolation")

    def test_freeze_fails(self):
        """It is asked where the lock does not say what is installed."""
        self.fake("uv pip freeze", scratch.exit(1, "no"))
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertEqual(self.entry("1.0")["packages"], ["demo==1.0", "pytest-benchmark==1.0"])
        self.assert_status(self.sweep("1.0", options=scratch.ASKED["freeze"]), 1)
        self.assert_ended("1.0", "unavailable", "isolation")
        self.unfake()
        self.assert_ok(self.sweep("1.0", options=scratch.ASKED["freeze"]), "1.0")
        self.assertIn("demo==1.0", self.entry("1.0")["packages"])

    def test_packages_of_a_lock(self):
        """Without hashes, comments and options."""
        self.fake("uv pip compile", scratch.change(
            lock="# a comment\n--index-url x\ndemo==1.0 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n"
                 "other @ https://host/other-1.0.whl\n"))
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertEqual(self.calls("uv pip freeze"), [])
        self.assertEqual(self.entry("1.0")["packages"],
                         ["demo==1.0", "other @ https://host/other-1.0.whl"])
        self.fake("uv pip sync", scratch.exit(1, "no room"))
        self.assert_status(self.sweep("1.0"), 1)
        self.assertEqual(self.entry("1.0")["packages"], [])

    def test_the_environment_is_made_while_it_is_resolved(self):
        """Both may fail, each at its stage, and the log has both."""
        self.fake("uv pip compile", scratch.sleep(0.3))
        self.assert_ok(self.sweep("1.0"), "1.0")
        order = [c["at"] for c in self.calls()]
        self.assertCountEqual(order[1:4], ["uv pip compile", "uv venv", "uv python find"])
        self.assertEqual(order[4], "uv pip sync")
        self.assertEqual(len(self.calls("uv venv")), 1)
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertEqual(f.read().count("/uv venv "), 1)
        self.assertGreater(self.entry("1.0")["seconds"]["venv"], 0)
        self.fake("uv python find", scratch.exit(2, "cannot look"))
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.fake("uv venv", scratch.exit(2, "no room"), nth=2)
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "venv")
        self.assert_says(result, "no room")
        self.unfake()
        self.fake("uv venv", scratch.exit(2, "no room"))
        self.fake("uv pip compile", scratch.exit(1, "no such thing"))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "install")
        self.assert_says(result, "no such thing")


class Skipping(scratch.SweepTest):
    def test_one_unavailable(self):
        result = self.sweep("1.0", "9999", options=["--skip-unavailable"])
        self.assert_status(result, 0)
        self.assert_ended("1.0", "ok")
        self.assert_ended("9999", "unavailable", "install")
        self.assertIn("9999", result.text)

    def test_all_unavailable(self):
        result = self.sweep("9999", options=["--skip-unavailable"])
        self.assert_status(result, 77)
        self.assert_ended("9999", "unavailable", "install")

    def test_a_failing_run_is_no_excuse(self):
        self.fake("python pytest", scratch.change(json="none", status=2))
        self.assert_status(self.sweep("1.0", options=["--skip-unavailable"]), 1)
        self.assert_ended("1.0", "failed", "run")

    def test_not_asked_for(self):
        self.assert_status(self.sweep("9999"), 1)


class Earlier(scratch.SweepTest):
    """What an earlier sweep left stays, but for the version that is swept again."""

    def test_other_versions(self):
        self.assert_ok(self.sweep("1.0", "2.0"), "1.0", "2.0")
        self.protect(self.run_file("1.0"))
        before = self.entry("1.0")
        self.fake("python pytest", scratch.change(json="none", status=1))
        self.assert_status(self.sweep("2.0"), 1)
        self.assert_ended("2.0", "failed", "run")
        self.assertEqual(self.entry("1.0"), before)

    def test_a_stale_run_file_is_removed(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.fake("uv venv", scratch.exit(1, "no"))
        self.assert_status(self.sweep("1.0"), 1)
        self.assertFalse(os.path.exists(self.run_file("1.0")))
        self.assert_ended("1.0", "unavailable", "venv")

    def test_a_strangers_files(self):
        mine = [self.write("project/out/" + name, "mine") for name in
                ("notes.txt", "9.9.json", "plots/x.svg")]
        self.protect(*mine)
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_a_new_sweep_into_the_same_directory(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assert_ok(self.sweep("2.0"), "2.0")
        self.assertEqual([e["label"] for e in self.manifest()["versions"]], ["1.0", "2.0"])


if __name__ == "__main__":
    scratch.main()
