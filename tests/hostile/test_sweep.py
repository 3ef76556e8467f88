"""Hostile words on the command line of `sweep`, and hostile text from its tools, with the fakes of
tests/faults: what is taken arrives where it was meant, as one word; what is refused is named.

BENCHMEM is the program; HOSTILE_CASES and HOSTILE_SEED are how many draws per case, and the seed.
"""
import json
import os
import random
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
import scratch  # noqa: E402
import strings  # noqa: E402

CASES = int(os.environ.get("HOSTILE_CASES") or 12)
SEED = int(os.environ.get("HOSTILE_SEED") or random.SystemRandom().randrange(1 << 30))
LABEL = set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_")


class Hostile(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.drawn = None
        self.random = random.Random("%d/%s" % (SEED, self.id()))

    def draws(self):
        for _ in range(CASES):
            self.drawn = strings.draw(self.random, most=2)
            self.forget_calls()
            yield self.drawn

    def tearDown(self):
        print("%s: %d draws, the last %s" % (self.id().split(".")[-1], CASES, ascii(self.drawn)))
        super().tearDown()

    def check_printed(self, result):
        """Neither stream has anything that a terminal or CTest would take for an order."""
        text = result.text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
        self.assertEqual(strings.unsafe(text), [], repr(result))
        self.assertIn(result.status, (0, 1, 2), repr(result))
        if result.status == 2:
            self.assert_says(result)
            self.assertEqual(self.calls(), [])

    def check_manifest(self):
        """It parses, its labels are file names, and what it names lies in the output directory."""
        path = os.path.join(self.out, "sweep.json")
        if not os.path.exists(path):
            return []
        entries = self.manifest()["versions"]
        for entry in entries:
            self.assertLessEqual(set(entry["label"]), LABEL)
            for name in (entry.get("json"), entry.get("lock")):
                if name:
                    real = os.path.realpath(os.path.join(self.out, name))
                    self.assertTrue(real.startswith(os.path.realpath(self.out) + os.sep), real)
        return entries

    def check_no_option(self, at, text):
        """Of the calls of a tool none has the text as a word that begins with a dash."""
        if text.startswith("-"):
            for call in self.calls(at):
                self.assertNotIn(text, call["argv"])

    def requirements(self):
        """Lines of what uv was told to resolve."""
        return [line for call in self.calls("uv pip compile") for text in call["files"].values()
                for line in text.split("\n")]

    def test_versions(self):
        for text in self.draws():
            result = self.sweep(text, "L=" + text)
            self.check_printed(result)
            self.check_manifest()
            for at in ("uv pip compile", "uv pip sync", "uv venv"):
                self.check_no_option(at, text)
            for line in self.requirements():
                self.assertFalse(line.startswith("-"), line)

    def test_pins(self):
        for text in self.draws():
            self.check_printed(self.sweep("1.0", options=["--pin=" + text]))
            if self.calls():
                lines = self.requirements()
                if "/" not in text:  # a path becomes a URL; the fakes read lines as UTF-8
                    self.assertIn(re.sub("\ufffd+", "\ufffd", strings.valid(text)).strip(), [re.sub("\ufffd+", "\ufffd", line).strip()
                                                                for line in lines])
                self.assertFalse([line for line in lines if line.startswith("-")])

    def test_package(self):
        for text in self.draws():
            self.check_printed(self.sweep("1.0", package=text))

    def test_pytest_arguments(self):
        for text in self.draws():
            result = self.sweep("1.0", options=["--pytest-arg=" + text])
            self.check_printed(result)
            for call in self.calls("python pytest"):
                self.assertIn(text, [os.fsdecode(os.fsencode(w)) for w in call["argv"]])

    def test_commands(self):
        """What stands behind -- arrives as it is."""
        for text in self.draws():
            wanted = text.replace("{version}", "1.0")
            result = self.sweep("1.0", rest=["{python}", "-c", "pass", text])
            self.check_printed(result)
            found = [call["argv"] for call in self.calls() if call["at"].startswith("python")]
            self.assertTrue(any(argv[-1:] == [wanted] for argv in found), found)

    def test_other_options(self):
        for text in self.draws():
            for option in ("--import-check=", "--as-of=", "--install-spec={version}", "--tmp-prefix=",
                           "--python=", "--jobs=", "--timeout="):
                self.forget_calls()
                self.check_printed(self.sweep("1.0", options=[option + text]))
            self.check_manifest()

    def test_what_tools_print(self):
        for text in self.draws():
            self.unfake()
            self.fake("uv pip sync", scratch.exit(1, "error: %s\n" % text.replace("\n", " ")))
            result = self.sweep("1.0")
            self.assert_status(result, 1)
            self.check_printed(result)
            [entry] = self.check_manifest()
            self.assertEqual(strings.unsafe("".join(entry["last_lines"]).replace("\ufffd", "")), [])

    def test_ids(self):
        names = []
        for text in self.draws():
            names.append("test_a.py::test_b[%s]" % text.replace("\0", ""))
        names = sorted({name.encode("utf-8", "replace").decode() for name in names})
        self.fake("python pytest", scratch.change(names=names))
        result = self.sweep("1.0", options=["--ctest"])
        lines = [line for line in result.out.split("\n") if not line.startswith("<CTest")]
        self.assertEqual(strings.unsafe("\n".join(lines)), [])
        with open(self.run_file("1.0"), encoding="utf-8") as f:
            self.assertEqual(sorted(b["fullname"] for b in json.load(f)["benchmarks"]), names)


if __name__ == "__main__":
    print("seed %d" % SEED, flush=True)
    scratch.main()
