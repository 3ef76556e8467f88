"""What commands print and write, word for word.

    python3 test_outputs.py PROGRAM [FILE...]           compare with what is on record
    python3 test_outputs.py PROGRAM [FILE...] --write   put on record what they do now

A record is a .txt file beside this one: a line "$ benchmem ..." per command, and what it gives: its
standard output, its messages after "! ", its exit status other than 0 after "? ", and each file
that it writes after "= NAME" (of a page the data alone).  To add a case, add its "$" line and
--write; look at what comes.  Numbers may differ by what machines compute differently.

Commands run where runs/, joined/ and counted/ are those of tests/data/, and out/ is the output directory of a
sweep, whose sweep.json is beside this file and whose run files are those of joined/.
"""
import concurrent.futures
import difflib
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
PAGE_DATA = re.compile(r'<script type="application/json" id="\w+">\n.*?</script>\n', re.S)


def prepare(directory):
    for name in ("runs", "joined", "counted"):
        shutil.copytree(os.path.join(DATA, name), os.path.join(directory, name))
    out = os.path.join(directory, "out")
    shutil.copytree(os.path.join(DATA, "joined"), out)
    shutil.copy(os.path.join(HERE, "sweep.json"), out)


def content(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    return "".join(PAGE_DATA.findall(text)) if path.endswith(".html") else text


def run(program, line):
    """What a command gives, as a record has it."""
    with tempfile.TemporaryDirectory(prefix="benchmem-outputs-") as directory:
        prepare(directory)
        before = set(os.listdir(directory))
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **{
            k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        done = subprocess.run([program, *shlex.split(line)[2:]], cwd=directory, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=60)
        said = line + "\n" + done.stdout
        said += "".join("! %s\n" % each for each in done.stderr.splitlines())
        if done.returncode:
            said += "? %d\n" % done.returncode
        for name in sorted(set(os.listdir(directory)) - before):
            said += "= %s\n%s" % (name, content(os.path.join(directory, name)))
        return said


def is_same(a, b):
    """Whether two texts are the same but for the last digits of numbers."""
    if a == b:
        return True
    return NUMBER.split(a) == NUMBER.split(b) and all(
        x == y or math.isclose(float(x), float(y), rel_tol=1e-9)
        for x, y in zip(NUMBER.findall(a), NUMBER.findall(b)))


def record(program, path, pool):
    """(what is on record, what should be)"""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    lines = [line for line in text.split("\n") if line.startswith("$ benchmem ")]
    head = text[:text.index("$ benchmem ")]
    return text, head + "\n".join(pool.map(lambda line: run(program, line), lines))


def main():
    words = [word for word in sys.argv[1:] if word != "--write"]
    program, paths = os.path.abspath(words[0]), words[1:]
    paths = paths or [os.path.join(HERE, name) for name in sorted(os.listdir(HERE))
                      if name.endswith(".txt") and name != "CMakeLists.txt"]
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path in paths:
            before, now = record(program, path, pool)
            if "--write" in sys.argv:
                with open(path, "w", encoding="utf-8") as f:
                    f.write(now)
            elif not is_same(before, now):
                bad += 1
                sys.stdout.writelines(list(difflib.unified_diff(
                    before.splitlines(True), now.splitlines(True), path, "now", n=1))[:60])
    print("%d records written" % len(paths) if "--write" in sys.argv else
          "%d of %d records differ" % (bad, len(paths)))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
