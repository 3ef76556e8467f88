"""Wrong usage of `benchmem sweep`: refused before anything is done, naming the argument."""
import os
import stat

import scratch


class Usage(scratch.SweepTest):
    def test_help(self):
        result = self.start(scratch.program(), "sweep", "--help").finish(10)
        self.assert_status(result, 0)
        for option in ("--suite", "--out", "--memory", "--no-memory", "--pin", "--as-of",
                       "--import-check", "--copy-dir", "--pytest-arg", "--install-spec", "--python",
                       "--tmp-prefix", "--timeout", "--jobs", "--keep-venv", "--work-dir",
                       "--launcher", "--locked", "--skip-unavailable", "--allow-partial",
                       "--prepare"):
            self.assertIn(option, result.out)

    def test_unknown_option(self):
        self.assert_refused(self.sweep("1.0", options=["--sweet"]), "--sweet", "--help")

    def test_all_problems_at_once(self):
        self.assert_refused(self.sweep("1.0", options=["--sweet", "--jobs", "none"]),
                            "--sweet", "--jobs", "none")

    def test_missing_value(self):
        result = self.start(scratch.program(), "sweep", "demo", "1.0", "--suite").finish(10)
        self.assert_refused(result, "--suite")

    def test_no_suite(self):
        result = self.start(scratch.program(), "sweep", "demo", "1.0").finish(10)
        self.assert_refused(result, "--suite")

    def test_no_package(self):
        result = self.start(scratch.program(), "sweep", "--suite", self.suite).finish(10)
        self.assert_refused(result, "PACKAGE")

    def test_no_version(self):
        self.assert_refused(self.sweep(), "VERSION")

    def test_package_is_no_name(self):
        for name in ("-e", "--index-url=http://h", "a b", "a\n--index-url http://h", "", "a;b",
                     "../a"):
            with self.subTest(name=name):
                self.assert_refused(self.sweep("1.0", package=name))

    def test_words_that_are_empty(self):
        self.assert_refused(self.sweep("1.0", rest=["", "{json}"]), "the command after -- is empty")
        self.assert_refused(self.sweep("1.0", options=["--launcher", "", "--launcher", "x"]),
                            "--launcher: its first word is empty")
        self.assert_refused(self.sweep("1.0", options=["--launcher", "", "--launcher", "x"],
                                       rest=["", "x"]), "--launcher", "the command")

    def test_bad_numbers(self):
        for option, value in (("--timeout", "soon"), ("--timeout", "-3"), ("--timeout", "nan"),
                              ("--timeout", ""), ("--jobs", "0"), ("--jobs", "1.5"),
                              ("--jobs", "")):
            with self.subTest(option=option, value=value):
                self.assert_refused(self.sweep("1.0", options=[option, value]), option)

    def test_dates(self):
        for date in ("yesterday", "2024-13-01", "2024-02-30", "2023-02-29", "24-01-01",
                     "2024-1-1", "2024-01-01T00:00:00Z", "", "2024-01-01 ", "-2024-01-01"):
            with self.subTest(date=date):
                self.assert_refused(self.sweep("1.0", options=["--as-of=" + date]), "--as-of")

    def test_a_leap_day(self):
        self.assert_ok(self.sweep("1.0", options=["--as-of", "2024-02-29"]), "1.0")
        self.assertIn("--exclude-newer=2024-02-29", self.calls("uv pip compile")[0]["argv"])

    def test_import_check_is_no_module(self):
        for module in ("os; evil()", "-c", "a..b", ".a", "a.", "a-b", "1a", "", "a\nb", "a b"):
            with self.subTest(module=module):
                self.assert_refused(self.sweep("1.0", options=["--import-check=" + module]),
                                    "--import-check")

    def test_install_spec_without_version(self):
        self.assert_refused(self.sweep("1.0", options=["--install-spec", "demo==1"]),
                            "--install-spec", "{version}")

    def test_options_of_a_cluster_without_one(self):
        for option in ("--queue-timeout=1", "--nodes=2", "--pin-node", "--any-node"):
            for launcher in ([], ["--launcher", "env"]):
                with self.subTest(option=option, launcher=launcher):
                    self.assert_refused(self.sweep("1.0", options=[option, *launcher]),
                                        option.split("=")[0], "srun")

    def test_prefix_is_a_path(self):
        for prefix in ("a/b", "../x", "/tmp/x"):
            with self.subTest(prefix=prefix):
                self.assert_refused(self.sweep("1.0", options=["--tmp-prefix", prefix]),
                                    "--tmp-prefix")


class Options(scratch.SweepTest):
    """Words that begin with '-' or hold a line break must never reach uv as an option."""

    def refused(self, *versions, **words):
        self.assert_refused(self.sweep(*versions, **words))

    def test_version_like_an_option(self):
        for version in ("--index-url=http://evil", "-revil.txt", "-e"):
            with self.subTest(version=version):
                self.refused(version)

    def test_spec_like_an_option(self):
        for version in ("x=--index-url=http://evil", "x=-r evil.txt", "x=-e evil", "x= -e evil",
                        "x=-", "x=\t--evil"):
            with self.subTest(version=version):
                self.refused(version)

    def test_spec_with_a_line_break(self):
        for version in ("x=demo\n--index-url http://evil", "1.0\n-r evil.txt",
                        "x=demo\r--index-url http://evil", "x=demo \\\n evil"):
            with self.subTest(version=version):
                self.refused(version)

    def test_pin_like_an_option(self):
        for pin in ("--index-url=http://evil", "-revil.txt", "a\n-r evil.txt", ""):
            with self.subTest(pin=pin):
                self.refused("1.0", options=["--pin=" + pin])

    def test_install_spec_like_an_option(self):
        for template in ("-e evil@{version}", "demo\n-r evil{version}"):
            with self.subTest(template=template):
                self.refused("1.0", options=["--install-spec=" + template])

    def test_python_like_an_option(self):
        self.refused("1.0", options=["--python=--evil"])


class Suite(scratch.SweepTest):
    def test_does_not_exist(self):
        self.assert_refused(self.sweep("1.0", suite="nowhere"), "nowhere", "--suite")

    def test_is_a_special_file(self):
        os.mkfifo(self.path("project", "pipe"))
        self.assert_refused(self.sweep("1.0", suite="pipe"), "pipe", "--suite")

    def test_copy_dir_does_not_exist(self):
        self.assert_refused(self.sweep("1.0", options=["--copy-dir", "nowhere"]), "nowhere",
                            "--copy-dir")

    def test_copy_dir_is_a_file(self):
        self.write("project/file", "")
        self.assert_refused(self.sweep("1.0", options=["--copy-dir", "file"]), "file", "--copy-dir")

    def test_work_dir_does_not_exist(self):
        result = self.sweep("1.0", options=["--work-dir", self.path("nowhere")])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "nowhere", "--work-dir")


class Out(scratch.SweepTest):
    """An output directory that cannot be: nothing is swept, the message names it."""

    def refused(self, out, *parts):
        result = self.sweep("1.0", out=out)
        self.assertIn(result.status, (1, 2), repr(result))
        self.assert_says(result, *parts)
        self.assertEqual([c for c in self.calls() if c["at"] in ("uv venv", "python pytest")], [])

    def test_below_a_regular_file(self):
        self.write("project/file", "mine")
        self.protect(self.path("project", "file"))
        self.refused(self.path("project", "file", "out"), "file/out")

    def test_is_a_regular_file(self):
        path = self.write("project/out", "mine")
        self.protect(path)
        self.refused(path, "project/out")

    def test_manifest_is_of_something_else(self):
        path = self.write("project/out/sweep.json", '{"mine": true}')
        self.protect(path)
        self.refused(self.out, "sweep.json")

    def test_manifest_is_newer(self):
        path = self.write("project/out/sweep.json", '{"benchmem_sweep": 99, "versions": []}')
        self.protect(path)
        self.refused(self.out, "sweep.json")

    def test_manifest_cut_off(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        path = os.path.join(self.out, "sweep.json")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.write(path, text[:len(text) // 2])
        self.protect(path, self.run_file("1.0"))
        self.forget_calls()
        self.refused(self.out, "sweep.json")

    @scratch.not_under_valgrind("another user cannot start it")
    def test_permission(self):
        os.mkdir(self.out)
        os.chmod(self.out, stat.S_IRUSR | stat.S_IXUSR)
        self.become_another_user()
        self.refused(self.out, "out")

    def test_locks_is_a_file(self):
        path = self.write("project/out/locks", "mine")
        self.protect(path)
        self.refused(self.out, "locks")


class Uv(scratch.SweepTest):
    def test_missing(self):
        os.remove(self.path("bin", "uv"))
        result = self.sweep("1.0", env={"PATH": self.path("bin")})
        self.assert_status(result, 1)
        self.assert_says(result, "uv", "PATH")

    def test_too_old(self):
        self.fake("uv --version", scratch.change(version="uv 0.1.2"))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "uv", "0.1.2")
        self.assertEqual(self.calls("uv pip sync"), [])

    def test_too_old_with_locks_that_are_there(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        with open(self.run_file("1.0"), encoding="utf-8") as f:
            before = f.read()
        os.remove(self.path("calls"))
        self.fake("uv --version", scratch.change(version="uv 0.1.2"))
        result = self.sweep("1.0", options=["--locked"])
        self.assert_status(result, 1)
        self.assert_says(result, "uv", "0.1.2")
        self.assertEqual(self.calls("python pytest"), [])
        with open(self.run_file("1.0"), encoding="utf-8") as f:
            self.assertEqual(f.read(), before)

    def test_two_digit_version_is_newer(self):
        self.fake("uv --version", scratch.change(version="uv 10.0.0 (abc 2027-01-01)"))
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_prints_garbage(self):
        self.fake("uv --version", scratch.change(version="\x1b[31mhello\x07"))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "uv")
        self.assertNotIn("\x1b", result.text)
        self.assertNotIn("\x07", result.text)

    def test_fails(self):
        self.fake("uv --version", scratch.exit(3, "cannot find my home"))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "uv", "cannot find my home")

    def test_is_not_executable_code(self):
        self.make_program("uv", "\x00\x01 no program")
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "uv")

    def test_no_interpreter(self):
        self.fake("uv python find", scratch.exit(2, "error: No interpreter found for Python 3.42"))
        result = self.sweep("1.0", options=["--python", "3.42"])
        self.assert_status(result, 1)
        self.assert_says(result, "3.42")


if __name__ == "__main__":
    scratch.main()
