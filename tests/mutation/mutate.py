"""Changes one token of the program at a time, and says which changes the quick tests do not notice.

    python3 tests/mutation/mutate.py [PATH...] [--count N] [--seed N] [--jobs N] [--save FILE]
    python3 tests/mutation/mutate.py --change FILE OLD NEW [--change ...]
    python3 tests/mutation/mutate.py --again FILE [--save FILE]
    python3 tests/mutation/mutate.py --list [PATH...]

N changes (100) are drawn at random from the .c files under PATH (tool/): another comparison,
operator, constant, truth, order of arguments.  --seed says which (printed; the same tree and seed
give the same changes).  --change makes the changes that are asked for, --again those which a
--save'd run did not notice, as far as their lines still are.  Each is made in a copy, built there,
and tested: unit tests and fuzz corpora first, the other tests labelled quick if those pass.  What
comes of it is

    noticed      a test fails, and fails again
    survived     all pass
    equal        the compiler makes the same code of it: not counted
    no build     it does not compile, or with a warning: not counted

Copies are removed at the end; nothing else is written, except by --save.  Tests of a mutant run
where they see no process but their own and, run by root, can write nowhere else (unshare): a
program that kills and removes may do so to anything, once changed.
"""
import argparse
import collections
import concurrent.futures
import glob
import hashlib
import json
import os
import queue
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIRST = ["-L", "quick", "-L", "^(unit|fuzz)$"]
REST = ["-L", "quick", "-LE", "^(unit|fuzz)$", "-E"]
# Tests that have little to do with a room are left out: for time, and at its cost.
UNLIKE = {room: "^(faults|cmake|bench)[.]" for room in
          ("draw", "page", "plot", "compare", "judge", "explain", "text", "runfile", "data")}
UNLIKE_OTHERS = "^(bench|limits)[.]|hardening"

TOKEN = re.compile(r"""
    (?P<skip>/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n\\]|\\.)*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+)
  | (?P<number>(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[uUlLfF]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.X | re.S | re.M)

Token = collections.namedtuple("Token", "text kind start end")
Change = collections.namedtuple("Change", "path line column text old new start end")

INSTEAD = {"==": ["!="], "!=": ["=="], "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"],
           "&&": ["||"], "||": ["&&"], "+=": ["-="], "-=": ["+="], "++": ["--"], "--": ["++"],
           "|=": ["&="], "&=": ["|="], "<<": [">>"], ">>": ["<<"], "/": ["*"], "%": ["/"],
           "true": ["false"], "false": ["true"], "continue": ["break"]}
BINARY = {"+": ["-"], "-": ["+"], "&": ["|"], "|": ["&"]}  # where something stands before them
TYPES = {"char", "int", "long", "short", "unsigned", "signed", "float", "double", "bool", "void",
         "const", "static", "struct", "enum", "union"}
PASSED = {"if", "while", "for", "switch", "return", "sizeof"}  # no functions, before "("


# ---- what can be changed ----

def tokens(text):
    return [Token(m.group(), m.lastgroup, m.start(), m.end()) for m in TOKEN.finditer(text)
            if m.lastgroup != "skip" and not m.group().startswith("__")]


def closing(all_tokens, at):
    """The index of what closes the bracket at AT."""
    depth = 0
    for i in range(at, len(all_tokens)):
        depth += all_tokens[i].text in "([{"
        depth -= all_tokens[i].text in ")]}"
        if depth == 0:
            return i
    return at


def passed_over(all_tokens):
    """Indices of what a change of says nothing about: assertions, enumerations, sizes of arrays."""
    out = set()
    for i, token in enumerate(all_tokens):
        after = all_tokens[i + 1].text if i + 1 < len(all_tokens) else ""
        if token.text in ("assert", "static_assert", "_Static_assert") and after == "(":
            out.update(range(i, closing(all_tokens, i + 1) + 1))
        elif token.text == "enum" and "{" in [t.text for t in all_tokens[i + 1:i + 3]]:
            start = i + 1 if after == "{" else i + 2
            out.update(range(i, closing(all_tokens, start) + 1))
        elif token.text == "[" and i > 1 and all_tokens[i - 1].kind == "word":
            before = all_tokens[i - 2].text
            if before in TYPES or before == "*" or before.endswith("_t"):
                out.update(range(i, closing(all_tokens, i) + 1))
    return out


def other_number(text):
    digits = text.rstrip("uUlL")
    tail = text[len(digits):]
    if re.fullmatch(r"0|[1-9]\d*", digits):
        return [str(int(digits) + step) + tail for step in (1, -1) if int(digits) + step >= 0]
    if re.fullmatch(r"0[xX][0-9a-fA-F]+", digits):
        value = int(digits, 16)
        return [hex(value + step) + tail for step in (1, -1) if value + step >= 0]
    return ["(%s + 1)" % text]


def arguments(all_tokens, at):
    """The spans of the arguments of the call whose bracket is at AT, as pairs of indices."""
    end, depth, spans, start = closing(all_tokens, at), 0, [], at + 1
    for i in range(at, end + 1):
        text = all_tokens[i].text
        depth += text in "([{"
        depth -= text in ")]}"
        if (text == "," and depth == 1) or i == end:
            spans.append((start, i))
            start = i + 1
    return spans


def changes_of(path, text):
    """Every place of a file and what may stand there instead: [(start, end, [new...])]."""
    found = []
    all_tokens = tokens(text)
    out = passed_over(all_tokens)
    for i, token in enumerate(all_tokens):
        if i in out:
            continue
        before = all_tokens[i - 1] if i else token
        after = all_tokens[i + 1] if i + 1 < len(all_tokens) else token
        operand = before.text in ")]" if before.kind == "sign" else before.text != "return"
        new = list(INSTEAD.get(token.text, []))
        end = token.end
        if token.text in BINARY and operand and not (before.text == ")" and after.text == ";"):
            new = BINARY[token.text]
        elif token.text == "!":
            new = [""]
        elif token.text == "return" and after.text == "0":
            new, end = ["return -1"], after.end
        elif token.text == "return" and after.text == "-" and all_tokens[i + 2].text == "1":
            new, end = ["return 0"], all_tokens[i + 2].end
        elif token.text == "if" and after.text == "(":
            last = all_tokens[closing(all_tokens, i + 1)]
            new, end = ["if (!%s)" % text[after.start:last.end]], last.end
        elif token.kind == "number" and before.text != ":" and \
                not (before.text == "-" and all_tokens[i - 2].text == "return"):  # one failure
            new = other_number(token.text)
        elif token.kind == "word" and after.text == "(" and token.text not in PASSED and i and \
                before.text in {"=", "(", ",", ";", "{", "}", "return", "!", "&&", "||", "?", ":"}:
            spans = arguments(all_tokens, i + 1)
            if len(spans) > 1 and all(b - a == 1 for a, b in spans[:2]):
                first, second = all_tokens[spans[0][0]], all_tokens[spans[1][0]]
                if first.kind == second.kind and first.text != second.text:
                    new = [text[token.start:first.start] + second.text +
                           text[first.end:second.start] + first.text]
                    end = second.end
        if new:
            found.append((token.start, end, new))
    return found


def as_change(path, text, start, end, new):
    line = text.count("\n", 0, start) + 1
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    return Change(path, line, start - begin + 1, text[begin:stop].strip(), text[start:end], new,
                  start, end)


def sources(paths):
    listed = subprocess.run(["git", "ls-files", "--", *paths], cwd=ROOT, check=True, text=True,
                            stdout=subprocess.PIPE).stdout.split("\n")
    return {path: read(os.path.join(ROOT, path)) for path in sorted(listed)
            if path.startswith("tool/") and path.endswith(".c")}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def drawn(texts, seed):
    """Changes in random order, each place once."""
    places = [(path, *place) for path, text in texts.items() for place in changes_of(path, text)]
    rng = random.Random(seed)
    rng.shuffle(places)
    for path, start, end, new in places:
        yield as_change(path, texts[path], start, end, rng.choice(new))


def asked(texts, wanted):
    for path, old, new in wanted:
        text = texts.get(path) or sys.exit("%s is no source of the program" % path)
        if text.count(old) != 1:
            sys.exit("%s has %r %d times" % (path, old, text.count(old)))
        start = text.index(old)
        yield as_change(path, text, start, start + len(old), new)


def again(texts, path):
    """What survived a run, where its line still stands, perhaps elsewhere."""
    for saved in json.loads(read(path)):
        if saved["result"] != "survived":
            continue
        old = Change(*saved["change"])
        hits = [as_change(name, text, start, end, old.new)
                for name, text in texts.items()
                if os.path.basename(name) == os.path.basename(old.path)
                for start, end, new in changes_of(name, text)
                if old.new in new and text[start:end] == old.old]
        same = [hit for hit in hits if hit.text == old.text and hit.column == old.column]
        if same:
            yield same[0]
        else:
            print("no longer there: %s" % shown(old), flush=True)


# ---- a copy, built and tested ----

RUNNING, STOPPED = set(), threading.Event()


def stop(number, frame):
    STOPPED.set()
    for process in list(RUNNING):
        os.killpg(process.pid, signal.SIGKILL)
    sys.exit(128 + number)


def fenced(work):
    """The words before a command that may do harm."""
    if os.getuid() == 0:
        # A shell takes in orphans; the file system is read-only but for WORK and a /tmp of its own.
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
                 "sh", "-c", 'mount --bind "$0" /mnt && mount -t tmpfs tmpfs /tmp && '
                 'mkdir -p "$0" && mount --move /mnt "$0" && mount -o remount,ro,bind / && cd "$0" && '
                 '"$@"; exit $?', work]
    else:
        words = ["unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child",
                 "--mount-proc", "sh", "-c", '"$@"; exit $?', "sh"]
    try:
        subprocess.run([*words, "true"], check=True, stderr=subprocess.DEVNULL)
        return words
    except (OSError, subprocess.CalledProcessError):
        print("no unshare here: mutants run where they can do harm", flush=True)
        return []


class Copy:
    """A copy of the sources and its build tree."""

    def __init__(self, work):
        self.work = work
        self.source = os.path.join(work, "source")
        self.build = os.path.join(work, "build")
        self.temporary = os.path.join(work, "tmp")
        for path in subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, text=True,
                                   stdout=subprocess.PIPE).stdout.split("\0"):
            if path and os.path.exists(os.path.join(ROOT, path)):
                os.makedirs(os.path.join(self.source, os.path.dirname(path)), exist_ok=True)
                shutil.copy(os.path.join(ROOT, path), os.path.join(self.source, path))
        os.makedirs(self.temporary)
        self.environment = dict(os.environ, TMPDIR=self.temporary, CCACHE_BASEDIR=work)
        self.words = fenced(work)
        configure = ["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja",
                     "-D", "CMAKE_BUILD_TYPE=RelWithDebInfo",
                     # No line numbers, so that equal code is; "&&" may stand beside "||".
                     "-D", "CMAKE_C_FLAGS_RELWITHDEBINFO=-O2 -DNDEBUG -Wno-parentheses",
                     "-D", "PYTEST_BENCHMEM_WERROR=ON"]
        if shutil.which("ccache"):
            configure += ["-D", "CMAKE_C_COMPILER_LAUNCHER=ccache"]
        self.run(configure, check=True)
        self.run(["cmake", "--build", self.build, "--parallel", "2"], check=True)
        began = time.monotonic()
        failed = self.test(FIRST, 900) or self.test([*REST, "^$"], 900)
        if failed:
            sys.exit("unchanged, these fail: %s" % failed)
        self.patience = 60 + 6 * (time.monotonic() - began)

    def run(self, words, check=False, timeout=600):
        """Whether it ends well, and what it said."""
        if STOPPED.is_set():
            raise InterruptedError
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, errors="replace",
                                   env=self.environment, cwd=self.work, start_new_session=True)
        RUNNING.add(process)
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return False, "timeout"
        finally:
            RUNNING.discard(process)
        if check and process.returncode:
            sys.exit(said[-4000:])
        return process.returncode == 0, said

    def test(self, stage, timeout):
        """The first test that fails, or ""."""
        words = [*self.words, "ctest", "--test-dir", self.build, "--stop-on-failure",
                 "--no-tests=error", "--parallel", "4", "--timeout", "120"]
        good, said = self.run([*words, *stage], timeout=timeout)
        if good:
            return ""
        names = re.findall(r"^\s+\d+ - (\S+) \(", said, re.M)
        return names[0] if names else said[-300:] if said != "timeout" else "time"

    def fails(self, stage):
        """As test(), believed when it happens twice."""
        failed = self.test(stage, self.patience)
        if failed and failed != "time":
            if not self.test(["-R", "^%s$" % re.escape(failed)], self.patience):
                return self.test(stage, self.patience)
        return failed

    def objects(self, path):
        pattern = os.path.join(self.build, "tool", "CMakeFiles", "*", path[len("tool/"):] + ".o")
        return sorted(glob.glob(pattern))

    def code(self, path):
        digests = []
        for name in self.objects(path):
            with open(name, "rb") as f:
                digests.append(hashlib.sha256(f.read()).hexdigest())
        return digests

    def judge(self, change):
        """(result, by what it is noticed)"""
        path = os.path.join(self.source, change.path)
        text = read(path)
        before = self.code(change.path)
        objects = [os.path.relpath(name, self.build) for name in self.objects(change.path)]
        ninja = ["cmake", "--build", self.build, "--parallel", "2", "--target"]
        write(path, text[:change.start] + change.new + text[change.end:])
        try:
            if not self.run([*ninja, *objects])[0]:
                return "no build", ""
            if self.code(change.path) == before:
                return "equal", ""
            if not self.run([*ninja, "tests/unit/all", "tests/fuzz/all"])[0]:
                return "no build", ""
            failed = self.fails(FIRST)
            if not failed:
                if not self.run([*ninja, "all"])[0]:
                    return "no build", ""  # the program makes its own completions and manual
                room = change.path.split("/")[1]
                failed = self.fails([*REST, UNLIKE.get(room, UNLIKE_OTHERS)])
            return ("noticed", failed) if failed else ("survived", "")
        finally:
            write(path, text)
            self.run([*ninja, *objects])  # from the cache, and `before` of the next one
            shutil.rmtree(self.temporary, ignore_errors=True)
            os.makedirs(self.temporary, exist_ok=True)


# ---- all of it ----

def shown(change):
    def short(text):
        text = " ".join(text.split())
        return text if len(text) <= 60 else text[:57] + "..."
    return "%s:%d:%d  `%s` -> `%s`  in  %s" % (change.path, change.line, change.column,
                                             short(change.old), short(change.new), change.text)


def table(results):
    rooms = sorted({change.path.split("/")[1] for change, _, _ in results})
    kinds = ["noticed", "survived", "equal", "no build"]
    lines = ["%-10s" % "room" + "".join("%10s" % kind for kind in kinds)]
    for room in [*rooms, "all"]:
        counts = collections.Counter(result for change, result, _ in results
                                     if room in (change.path.split("/")[1], "all"))
        lines.append("%-10s" % room + "".join("%10d" % counts[kind] for kind in kinds))
    return "\n".join(lines)


def run_all(changes, count, jobs, work):
    """Judge changes until COUNT of them counted: [(change, result, by)]"""
    results, copies = [], queue.Queue()

    def make(number):
        copies.put(Copy(os.path.join(work, str(number))))

    def judge(change):
        copy = copies.get()
        try:
            began = time.monotonic()
            result, by = copy.judge(change)
            print("%-9s %3.0f s  %s%s" % (result, time.monotonic() - began, shown(change),
                                         "  by " + by if by else ""), flush=True)
            return change, result, by
        finally:
            copies.put(copy)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(make, range(jobs)))
        waiting, counted = set(), 0
        changes = iter(changes)
        while counted < count:
            while len(waiting) < min(jobs, count - counted):
                change = next(changes, None)
                if change is None:
                    break
                waiting.add(pool.submit(judge, change))
            if not waiting:
                break
            done, waiting = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for each in done:
                results.append(each.result())
                counted += results[-1][1] in ("noticed", "survived")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", default=["tool"], metavar="PATH")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--change", nargs=3, action="append", metavar=("FILE", "OLD", "NEW"))
    parser.add_argument("--again", metavar="FILE", help="what survived in a run that was saved")
    parser.add_argument("--save", metavar="FILE", help="write the results as JSON")
    parser.add_argument("--list", action="store_true", help="show what would be changed")
    args = parser.parse_intermixed_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)

    texts = sources(args.paths)
    if args.change:
        changes, args.count = list(asked(texts, args.change)), len(args.change)
    elif args.again:
        changes = list(again(texts, args.again))
        args.count = len(changes)
    else:
        changes = drawn(texts, args.seed)
        commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, text=True,
                                stdout=subprocess.PIPE).stdout.strip()
        print("seed %d, commit %s" % (args.seed, commit), flush=True)
    if args.list:
        for change, _ in zip(changes, range(args.count)):
            print(shown(change))
        return
    with tempfile.TemporaryDirectory(prefix="benchmem-mutation-") as work:
        results = run_all(changes, args.count, args.jobs, work)
    if args.save:
        write(args.save, json.dumps([{"change": change, "result": result, "by": by}
                                     for change, result, by in results], indent=1) + "\n")
    survivors = [change for change, result, _ in results if result == "survived"]
    print("\n" + "\n".join(shown(change) for change in sorted(survivors)) + "\n\n" + table(results))


if __name__ == "__main__":
    main()
