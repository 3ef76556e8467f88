"""What the children get: arguments, environment, a command after `--`, a launcher before it."""
import json
import os

import scratch


class Pytest(scratch.SweepTest):
    """The command line of the run, and of uv before it."""

    def words(self, *options):
        self.assert_ok(self.sweep("1.0", options=options), "1.0")
        return self.calls("python pytest")[0]["argv"]

    def test_plain(self):
        words = self.words()
        self.assertIn("--benchmark-only", words)
        self.assertNotIn("--benchmark-memory", words)
        self.assertTrue([w for w in words if w.startswith("--benchmark-json=")])
        self.assertTrue([w for w in words if w.startswith("cache_dir=")])

    def test_memory(self):
        self.assertIn("--benchmark-memory", self.words("--memory"))

    def test_no_memory(self):
        self.assertNotIn("--benchmark-memory", self.words("--memory", "--no-memory"))

    def test_arguments_as_they_are(self):
        tokens = ["-k", "loads and not (dumps)", "--x=$HOME;`id`", "{json}", "ü", ""]
        words = self.words(*["--pytest-arg=" + t for t in tokens])
        at = words.index("-k")
        self.assertEqual(words[at:at + len(tokens)], tokens)

    def test_arguments_as_words_of_their_own(self):
        words = self.words("--pytest-arg", "-k", "--pytest-arg", "loads")
        at = words.index("-k")
        self.assertEqual(words[at + 1], "loads")

    def test_never_through_a_shell(self):
        self.make_program("sh", "#!/bin/sh\ntouch '%s'\n" % self.path("shell"))
        self.words("--pytest-arg=$(touch x)")
        self.assertFalse(os.path.exists(self.path("shell")))

    def requirements(self):
        texts = [text for call in self.calls("uv pip compile") for text in call["files"].values()]
        return "\n".join(texts).split("\n")

    def test_harness_with_memory(self):
        self.words("--memory")
        self.assertIn("pytest-benchmem", self.requirements())
        self.assertNotIn("pytest-benchmark", self.requirements())

    def test_harness_without_memory(self):
        self.words()
        self.assertIn("pytest-benchmark", self.requirements())
        self.assertNotIn("pytest-benchmem", self.requirements())

    def test_a_pin_names_the_harness(self):
        self.words("--memory", "--pin", "Pytest_Benchmem==0.5.5", "--pin", "numpy<2")
        self.assertIn("Pytest_Benchmem==0.5.5", self.requirements())
        self.assertIn("numpy<2", self.requirements())
        self.assertNotIn("pytest-benchmem", self.requirements())

    def test_as_of(self):
        self.words("--as-of", "2024-05-06")
        self.assertIn("--exclude-newer=2024-05-06", self.calls("uv pip compile")[0]["argv"])

    def test_locks(self):
        self.words()
        with open(os.path.join(self.out, "locks", "1.0.txt"), encoding="utf-8") as f:
            self.assertIn("demo==1.0", f.read())
        self.assertEqual(self.entry("1.0")["lock"], "locks/1.0.txt")

    def test_python(self):
        self.words("--python", "3.11")
        self.assertEqual(self.calls("uv python find")[0]["argv"][-1], "3.11")
        self.assertIn("--python=" + self.python, self.calls("uv venv")[0]["argv"])

    def test_recorded(self):
        self.words()
        entry = self.entry("1.0")
        self.assertEqual(entry["version"], "1.0")
        self.assertEqual(entry["spec"], "demo==1.0")
        self.assertEqual(entry["python"], "3.11.7")
        self.assertIn("demo==1.0", entry["packages"])
        for stage in ("venv", "install", "isolation", "run"):
            self.assertGreater(entry["seconds"][stage], 0)
        manifest = self.manifest()
        self.assertEqual(manifest["package"], "demo")
        self.assertIn("0.13.9", manifest["uv"])
        self.assertTrue(manifest["run_id"])
        self.assertEqual(entry["run_id"], manifest["run_id"])

    def test_says_what_to_type_next(self):
        result = self.sweep("1.0", "2.0")
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("benchmem compare", result.out)
        self.assertIn("benchmem plot", result.out)

    def test_one_line_per_event_without_colour(self):
        result = self.sweep("1.0", "2.0")
        self.assertNotIn("\x1b", result.text)
        self.assertNotIn("\r", result.text)


class Environment(scratch.SweepTest):
    UNSET = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "CONDA_PREFIX",
             "__PYVENV_LAUNCHER__")

    def test_cleaned(self):
        env = {name: "/evil" for name in self.UNSET}
        self.assert_ok(self.sweep("1.0", env=env, options=["--import-check", "demo"]), "1.0")
        for at in ("python pytest", "python import"):
            for call in self.calls(at):
                for name in self.UNSET:
                    self.assertNotIn(name, call["env"], at)

    def test_a_virtual_environment_does_not_change_uv(self):
        self.assert_ok(self.sweep("1.0", env={"VIRTUAL_ENV": "/evil", "CONDA_PREFIX": "/evil"}))
        for call in self.calls("uv pip sync"):
            self.assertIn("--python=", " ".join(call["argv"]))
            self.assertNotIn("VIRTUAL_ENV", call["env"])

    def test_the_rest_is_handed_on(self):
        self.assert_ok(self.sweep("1.0", env={"MY_SETTING": "ü $x"}), "1.0")
        for at in ("python pytest", "uv pip compile", "uv pip sync"):
            self.assertEqual(self.calls(at)[0]["env"]["MY_SETTING"], "ü $x")

    def test_no_input(self):
        script = "cat > '%s'; cp '%s' \"$BENCHMEM_JSON\"" % (self.path("input"), self.good())
        self.assert_ok(self.sweep("1.0", rest=["/bin/sh", "-c", script]), "1.0")
        self.assertEqual(os.path.getsize(self.path("input")), 0)

    def good(self):
        return self.write("good.json", json.dumps({"benchmarks": [
            {"name": "a", "fullname": "a", "stats": {"min": 1.0}}]}))


class Command(scratch.SweepTest):
    """A command after `--` instead of pytest."""

    def setUp(self):
        super().setUp()
        self.write("good.json", json.dumps({"benchmarks": [
            {"name": "a", "fullname": "a", "stats": {"min": 1.0}}]}))
        self.make_program("mine", """#!%s -IS
import json, os, shutil, sys
with open(%r, 'a') as f:
    f.write(json.dumps({'argv': sys.argv[1:], 'env': dict(os.environ), 'cwd': os.getcwd()}) + '\\n')
shutil.copy(%r, os.environ['BENCHMEM_JSON'])
""" % (self.python, self.path("mine.jsonl"), self.path("good.json")))

    def mine(self):
        with open(self.path("mine.jsonl"), encoding="utf-8") as f:
            return [json.loads(line) for line in f]

    def test_placeholders(self):
        words = ["{python}", "{version}", "{label}", "{cwd}", "{suite}", "{json}",
                 "a{label}b{version}c", "plain", ""]
        self.assert_ok(self.sweep("new=demo==2.0", rest=["mine", *words]), "new")
        call = self.mine()[0]
        python, version, label, cwd, suite, path = call["argv"][:6]
        self.assertTrue(python.endswith("/bin/python"), python)
        self.assertEqual(label, "new")
        self.assertEqual(os.path.realpath(cwd), os.path.realpath(call["cwd"]))
        self.assertEqual(os.path.basename(suite), "benchmarks")
        self.assertEqual(call["argv"][6], "anewb" + version + "c")
        self.assertEqual(call["argv"][7:], ["plain", ""])
        env = call["env"]
        self.assertEqual([env["BENCHMEM_PYTHON"], env["BENCHMEM_VERSION"], env["BENCHMEM_LABEL"],
                          env["BENCHMEM_CWD"], env["BENCHMEM_JSON"]],
                         [python, version, label, cwd, path])

    def test_a_value_with_braces_is_not_expanded_again(self):
        suite = self.make_suite("{label}")
        self.assert_ok(self.sweep("1.0", suite=suite, rest=["mine", "{suite}"]), "1.0")
        self.assertEqual(os.path.basename(self.mine()[0]["argv"][0]), "{label}")

    def test_no_pytest_arguments(self):
        self.assert_ok(self.sweep("1.0", rest=["mine", "--benchmark"]), "1.0")
        self.assertEqual(self.mine()[0]["argv"], ["--benchmark"])
        self.assertEqual(self.calls("python pytest"), [])

    def test_options_after_the_dashes_are_its_own(self):
        self.assert_ok(self.sweep("1.0", rest=["mine", "--jobs", "--", "x"]), "1.0")
        self.assertEqual(self.mine()[0]["argv"], ["--jobs", "--", "x"])

    def test_it_does_not_exist(self):
        result = self.sweep("1.0", rest=["no-such-program"])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "no-such-program")
        self.assertFalse(os.path.exists(self.run_file("1.0")))

    def test_nothing_after_the_dashes(self):
        self.assertIn(self.sweep("1.0", rest=[]).status, (0, 2))

    def test_it_fails(self):
        result = self.sweep("1.0", rest=["false"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "run")

    def test_pythons_own_run(self):
        self.assert_ok(self.sweep("1.0", rest=["{python}", "-m", "pytest", "{suite}",
                                               "--benchmark-json={json}"]), "1.0")


class Resources(scratch.SweepTest):
    """What CTest's resource allocation gave."""

    def given(self, number):
        return {"CTEST_RESOURCE_GROUP_COUNT": "1", "CTEST_RESOURCE_GROUP_0": "gpus",
                "CTEST_RESOURCE_GROUP_0_GPUS": "id:%d,slots:1" % number}

    def test_are_told_and_recorded(self):
        for number, label in enumerate(("1.0", "2.0")):
            self.assert_ok(self.sweep(label, env=self.given(number)), label)
            call = self.calls("python pytest")[-1]
            self.assertEqual(call["env"]["CUDA_VISIBLE_DEVICES"], str(number))
            self.assertEqual(self.entry(label)["rounds"][0]["resources"], "gpus %d" % number)
        compared = self.start(scratch.program(), "compare", self.out, "--fail-on", "time:900%").finish(20)
        self.assert_status(compared, 3)
        self.assertIn("place differs: gpus 0 (1.0), gpus 1 (2.0)", compared.text)


class Launcher(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.make_program("launch", "#!/bin/sh\nfor w; do printf '%%s\\n' \"$w\"; done >> '%s'\n"
                          "while [ \"$1\" != // ]; do shift; done; shift\nexec \"$@\"\n"
                          % self.path("launched"))

    def test_before_the_run_only(self):
        options = ["--import-check", "demo", "--launcher", "launch", "--launcher=--exclusive",
                   "--launcher=-N 1", "--launcher", "//"]
        self.assert_ok(self.sweep("1.0", "2.0", options=options), "1.0", "2.0")
        with open(self.path("launched"), encoding="utf-8") as f:
            lines = f.read().split("\n")
        self.assertEqual(lines[:3], ["--exclusive", "-N 1", "//"])
        self.assertTrue(lines[3].endswith("/bin/python"), lines[3])
        self.assertEqual(lines[4:6], ["-m", "pytest"])
        self.assertEqual(lines.count("--exclusive"), 2)
        self.assertEqual(len(self.calls("python pytest")), 2)

    def test_before_a_command(self):
        self.assert_status(self.sweep("1.0", options=["--launcher=launch", "--launcher=//"],
                                      rest=["true"]), 1)
        with open(self.path("launched"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "//\ntrue\n")

    def test_does_not_exist(self):
        result = self.sweep("1.0", options=["--launcher", "no-such-launcher"])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "no-such-launcher")


if __name__ == "__main__":
    scratch.main()
