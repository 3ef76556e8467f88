"""What the program shows on a terminal, as wide and as narrow as they are.

    python3 test_terminal.py PROGRAM [--seed N]

Run files whose benchmarks have names drawn at random are compared on a pseudo-terminal of 40 to 250
columns.  The seed is printed; it is fixed where none is given.
"""
import fcntl
import json
import os
import pty
import random
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
import unittest

SEED = 20261129
if "--seed" in sys.argv:
    SEED = int(sys.argv.pop(sys.argv.index("--seed") + 1))
    sys.argv.remove("--seed")
PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None

WORDS = ["structure", "unstructure", "attrs", "lists", "mappings", "a", "b", "parse", "日本語", "ｗｉｄｅ",
         "שלום", "مرحبا", "naïve", "e\u0301", "with_a_name_that_has_no_end_at_all"]
PARAMS = ["UnstructureStrategy.AS_DICT", "UnstructureStrategy.AS_TUPLE", "BaseConverter", "Converter", "1",
          "100", "-2.5", "None", "nested[1-2]", "(3,4)", "日本", "שלום", "x" * 40, "x" * 40 + "y"]
ROW = re.compile(r"^ (.*?) +(ns|µs|ms|s) .* ([+-][\d.]+%)$")
CHANGE = re.compile(r" [+-][\d.]+%$")


def width(text):
    columns = 0
    for character in text:
        if unicodedata.combining(character) == 0:
            columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def on_terminal(words, columns, directory, control=False, keys="", **env):
    """(exit status, what is shown, messages) on a terminal of so many columns and 24 lines.  CONTROL: one that
    is the controlling terminal; KEYS are typed there once a screen is full, the last one until it helps."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat",
                   **env, **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}

    def take_terminal():
        os.setsid()
        fcntl.ioctl(1, termios.TIOCSCTTY, 0)
    child = subprocess.Popen(
        [PROGRAM, *words], cwd=directory, stdin=slave if control else subprocess.DEVNULL, stdout=slave,
        stderr=subprocess.PIPE, env={k: v for k, v in environment.items() if v is not None},
        preexec_fn=take_terminal if control else None)
    os.close(slave)
    shown, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([master], [], [], 0.2)[0]:
            # Quiet: what is shown waits for a key, which it may not have taken while it began.
            if keys and shown.count(b"\n") >= 23:
                os.write(master, keys[0].encode())
                keys = keys[1:] or keys
            continue
        try:
            part = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    else:
        child.kill()
    os.close(master)
    messages = child.communicate(timeout=60)[1].decode()
    return child.returncode, shown.decode().replace("\r\n", "\n"), messages


def random_names(rnd, count):
    """Benchmarks of a few functions, with parameters and without, that share much."""
    functions = ["test_" + "_".join(rnd.choices(WORDS, k=rnd.randint(1, 4))) for _ in range(rnd.randint(1, 8))]
    tail = rnd.choice(["", "-" + rnd.choice(PARAMS)])
    names = set()
    while len(names) < count:
        params = rnd.choices(PARAMS, k=rnd.randint(0, 4)) + [str(rnd.randint(0, 9))] * rnd.randint(0, 2)
        name = rnd.choice(functions) + ("[%s%s]" % ("-".join(params), tail) if params else "")
        names.add(unicodedata.normalize("NFD", name))
    return sorted(names)


def write_run(path, seconds):
    statistics = ("max", "mean", "median", "stddev", "iqr", "q1", "q3", "total", "ops")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"version": "5.0.0", "machine_info": {}, "commit_info": {}, "datetime": "2026-11-29T00:00:00",
                   "benchmarks": [
                       {"name": name, "fullname": "bench/test_all.py::" + name, "group": None, "params": None,
                        "param": None, "extra_info": {}, "options": {},
                        "stats": {"min": value, "rounds": 5, "iterations": 1, "data": [value],
                                  **{each: value for each in statistics}}}
                       for name, value in seconds.items()]}, f)


class TerminalTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="benchmem-terminal-")
        self.addCleanup(shutil.rmtree, self.directory)

    def make_runs(self, rnd, names, versions, prefix=""):
        """Run files; every benchmark changes by more than noise."""
        paths = []
        for i in range(versions):
            label = rnd.choice(["%d.0", "%d.0.0rc1", "feature-with-a-long-label-%d"]) % i
            paths.append(prefix + label + ".json")
            write_run(os.path.join(self.directory, paths[-1]),
                      {name: 10 ** (-8 + k % 7) * (1 + i) for k, name in enumerate(names)})
        return paths

    def shown(self, words, columns, status=0, **env):
        code, shown, messages = on_terminal(words, columns, self.directory, **env)
        self.assertEqual((code, messages), (status, ""), words)
        return shown.splitlines()


class Narrow(TerminalTest):
    def check_widths(self, lines, columns):
        for line in lines:
            self.assertLessEqual(width(line), columns, line)

    def check_rows(self, lines, names, pattern):
        """Each benchmark is on a line of its own, with its change, and none looks like another."""
        rows, section = [], ""
        for line in lines[3:lines.index("") if "" in lines else None]:
            row = pattern.match(line)
            if row:
                inside = row.group(1).startswith("  ")
                rows.append((section if inside else "", unicodedata.normalize("NFC", row.group(1))))
            elif "─" not in line and "geometric mean" not in line:
                section = line
        self.assertEqual(len(rows), len(names), lines)
        self.assertEqual(len(set(rows)), len(rows), [each for each in rows if rows.count(each) > 1])

    def test_tables(self):
        rnd = random.Random(SEED)
        print("test_terminal.py --seed %d" % SEED)
        for count, versions in ((2, 2), (12, 9), (40, 3), (70, 5)):
            names = random_names(rnd, count)
            runs = self.make_runs(rnd, names, versions)
            for columns in [40, 41, 250] + rnd.sample(range(42, 250), 9):
                with self.subTest(count=count, columns=columns):
                    lines = self.shown(["compare", *runs], columns)
                    self.check_widths(lines, columns)
                    self.check_rows(lines, names, ROW)
                    lines = self.shown(["compare", *runs, "--diff"], columns)
                    self.check_widths(lines, columns)
                    table = lines[:lines.index("")] if "" in lines else lines
                    self.assertEqual(sum(bool(CHANGE.search(line)) for line in table), len(names))
                    self.assertEqual(lines.count("comparison"), 1)

    def test_heatmaps(self):
        rnd = random.Random(SEED)
        for count, versions in ((12, 3), (70, 30)):
            names = random_names(rnd, count)
            runs = self.make_runs(rnd, names, versions)
            for columns in [40, 250] + rnd.sample(range(42, 250), 4):
                with self.subTest(count=count, columns=columns):
                    lines = self.shown(["plot", *runs, "-o", "-"], columns)
                    self.check_widths(lines, columns)
                    rows = [re.split(r" +(?:[▁▂▃▄▅▆▇█]|1\.00×)", line, 1)[0] for line in lines[3:3 + count]]
                    self.assertEqual(len(set(rows)), count, rows)

    def test_the_middle_goes_first(self):
        runs = self.make_runs(random.Random(1), ["test_a", "test_b"], 12)
        for columns, left_out in ((250, None), (100, "to"), (60, "to")):
            lines = self.shown(["compare", *runs], columns)
            told = [line for line in lines if line.startswith("not shown")]
            self.assertEqual(len(told), left_out is not None)
            self.assertRegex(lines[1], r"^ benchmark +unit +\S+.* \S+ +\S+ vs \S+$")
            self.assertRegex(lines[3], r" [1-9][\d.]+ .* 1[\d.]+ +\+1100.0%$")

    def test_sections(self):
        names = ["test_x"] + ["test_%s[C.%s-%d]" % (f, c, i) for f in "yz" for c in "ab" for i in range(8)]
        lines = self.shown(["compare", *self.make_runs(random.Random(1), names, 2)], 80)
        at = lines.index(" test_y")
        self.assertTrue(lines[at + 1].startswith("   C.a-0 "), lines)
        self.assertIn(" test_z", lines)
        # Few rows stay as they are, and so do those that are in another order.
        few = self.shown(["compare", *self.make_runs(random.Random(1), names[:9], 2)], 80)
        self.assertTrue(any(line.startswith(" test_y[C.a-0] ") for line in few), few)
        sorted_ = self.shown(["compare", *self.make_runs(random.Random(1), names, 2), "--sort", "change"], 80)
        self.assertTrue(any(line.startswith(" test_y[C.a-0] ") for line in sorted_), sorted_)

    def test_what_is_new_is_counted(self):
        names = ["test_%d" % i for i in range(30)]
        write_run(os.path.join(self.directory, "old.json"), {"test_0": 1})
        write_run(os.path.join(self.directory, "new.json"), {name: 1 for name in names})
        lines = self.shown(["compare", "old.json", "new.json"], 100)
        self.assertIn("new, not in old: 29 benchmarks: test_1, test_2, test_3, and 26 more", lines)


PAGER = """#!%s
import json, os, signal, sys
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not ignored, as it is meanwhile by us
text = sys.stdin.buffer.read() if len(sys.argv) < 2 or sys.argv[1] != "quit" else os.read(0, 1)
with open("paged.json", "w") as f:
    json.dump([sys.argv[1:], os.environ.get("LESS"), os.environ.get("LV"), text.decode()], f)
print("this is the pager")
sys.exit(7)
"""


class Pager(TerminalTest):
    def setUp(self):
        super().setUp()
        self.pager = os.path.join(self.directory, "pager")
        with open(self.pager, "w", encoding="utf-8") as f:
            f.write(PAGER % sys.executable)
        os.chmod(self.pager, 0o755)
        self.runs = self.make_runs(random.Random(1), ["test_%d" % i for i in range(200)], 2)

    def paged(self):
        """[arguments, LESS, LV, text] of the pager that ran since the last time; None if none did."""
        path = os.path.join(self.directory, "paged.json")
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as f:
            result = json.load(f)
        os.remove(path)
        return result

    def test_words_and_environment(self):
        plain = self.shown(["compare", *self.runs], 80, PAGER="")
        self.assertIsNone(self.paged())
        self.assertEqual(self.shown(["compare", *self.runs], 80, PAGER="%s  a  $(b)" % self.pager),
                         ["this is the pager"])
        arguments, less, lv, text = self.paged()
        self.assertEqual((arguments, less, lv), (["a", "$(b)"], "FRX", "-c"))
        self.assertEqual(text.splitlines(), plain)
        self.shown(["compare", *self.runs], 80, PAGER="false", BENCHMEM_PAGER="./pager", LESS="", LV="x")
        self.assertEqual(self.paged()[:3], [[], "", "x"])
        self.shown(["plot", *self.runs, "--view", "sweep", "-o", "-"], 80, PAGER=self.pager)
        self.assertIn("test_199", self.paged()[3])
        self.shown(["compare", *self.runs, "--format", "csv"], 80, PAGER=self.pager)
        self.assertIn("test_199", self.paged()[3])

    def test_none(self):
        plain = self.shown(["compare", *self.runs], 80)
        for words, env in ((["compare"], {"PAGER": self.pager, "BENCHMEM_PAGER": ""}),
                           (["compare"], {"PAGER": self.pager, "BENCHMEM_PAGER": " cat "}),
                           (["--no-pager", "compare"], {"PAGER": self.pager}),
                           (["--no-pager", "compare"], {"BENCHMEM_PAGER": self.pager})):
            self.assertEqual(self.shown([*words, *self.runs], 80, **env), plain)
            self.assertIsNone(self.paged())
        done = subprocess.run([PROGRAM, "compare", *self.runs], cwd=self.directory, stdout=subprocess.PIPE,
                              env={"PAGER": self.pager, "TERM": "xterm"}, timeout=60, check=True)
        self.assertIn(b"test_199", done.stdout)
        self.assertIsNone(self.paged())

    def test_colours_are_kept(self):
        on_terminal(["compare", *self.runs], 80, self.directory, PAGER=self.pager, NO_COLOR="",
                    CLICOLOR_FORCE="1", LC_ALL="C.UTF-8")
        self.assertIn("\x1b[", self.paged()[3])

    def test_the_exit_status_is_kept(self):
        gate = ["compare", *self.runs, "--fail-on", "time:1%"]
        self.shown(gate, 80, status=1, PAGER=self.pager)
        self.assertIn("test_199", self.paged()[3])
        # One that stops reading is no error either.
        many = self.make_runs(random.Random(2), ["test_%d" % i for i in range(3000)], 2, "many-")
        for words, status in ((["compare", *many], 0), (["compare", *many, "--fail-on", "time:1%"], 1)):
            self.shown(words, 80, status=status, PAGER=self.pager + " quit")
            self.assertEqual(len(self.paged()[3]), 1)

    def test_one_that_cannot_be_started(self):
        plain = self.shown(["compare", *self.runs], 80)
        for pager in ("/no/pager", "no-such-pager -x", self.directory):
            code, shown, messages = on_terminal(["compare", *self.runs], 80, self.directory, PAGER=pager)
            self.assertEqual((code, shown.splitlines()), (0, plain))
            self.assertRegex(messages, "^benchmem: compare: PAGER: '%s' cannot be started: .*--no-pager" %
                             re.escape(pager.split()[0]))
        # The pager that nobody asked for is not missed.
        code, shown, messages = on_terminal(["compare", *self.runs], 80, self.directory, PATH="/nowhere",
                                            PAGER=None)
        self.assertEqual((code, shown.splitlines(), messages), (0, plain, ""))

    @unittest.skipUnless(shutil.which("less", path="/usr/bin:/bin"), "less is not installed")
    def test_less(self):
        few = self.make_runs(random.Random(3), ["test_a"], 2, "few-")
        code, shown, messages = on_terminal(["compare", *few], 80, self.directory, PAGER=None, control=True)
        self.assertEqual((code, messages), (0, ""))
        self.assertIn("test_a", shown)
        # It waits for a key; Ctrl-C is its own affair.
        for keys in ("q", "\x03q"):
            code, shown, messages = on_terminal(["compare", *self.runs, "--fail-on", "time:1%"], 80,
                                                self.directory, PAGER=None, control=True, keys=keys)
            self.assertEqual((code, messages), (1, ""))
            self.assertNotIn("test_99 ", shown)
        code, shown, messages = on_terminal(["compare", *self.runs], 80, self.directory, PAGER=None, TERM="dumb",
                                            control=True)
        self.assertEqual((code, messages), (0, ""))
        self.assertIn("test_99 ", shown)


if __name__ == "__main__":
    unittest.main()
