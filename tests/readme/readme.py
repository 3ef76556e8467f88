"""Keeps the parts of README.md that repeat what the program and the module say of themselves.

    python3 tests/readme/readme.py build/tool/benchmem            # exit 1 if a part differs
    python3 tests/readme/readme.py build/tool/benchmem --update   # write them anew

A part stands between `<!-- begin: NAME -->` and `<!-- end -->`:
  benchmem ...          what that command prints, its help or tables of run files of the tests
  keywords              the keywords of pytest_benchmem_sweep(), from the header of its module
  signature             its signature, likewise
Links to files of this repository are checked too.
"""

import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
README = os.path.join(TOP, "README.md")
MODULE = os.path.join(TOP, "cmake", "PytestBenchmem.cmake")


def help_of(program, words):
    result = subprocess.run([program, *words], stdout=subprocess.PIPE, check=True, cwd=TOP)
    return "```text\n" + result.stdout.decode() + "```"


def header():
    with open(MODULE, encoding="utf-8") as file:
        return re.search(r"\[=+\[\.rst:\n(.*?)\n#\]=+\]", file.read(), re.S).group(1)


def signature():
    block = re.search(r"(?m)^    (pytest_benchmem_sweep\(<name>\n(?:      .*\n)+)", header()).group(1)
    lines = [line[4:] if line.startswith("    ") else line for line in block.splitlines()]
    return "```cmake\n" + "\n".join(lines) + "\n```"


def markdown(text):
    """reST inline markup as Markdown, fit for a table cell."""
    text = re.sub(r":\w+:`(.*?)`", r"`\1`", text.replace("``", "`"))
    return " ".join(text.split()).replace("|", "\\|").replace("`" + "\\|", "`\\|")


def keywords():
    rows = ["| keyword | meaning |", "| --- | --- |"]
    pattern = r"(?m)^  (``[A-Z][^\n]*``)\n((?:    [^\n]*\n?)+)"
    for name, text in re.findall(pattern, header() + "\n"):
        rows.append("| %s | %s |" % (markdown(name), markdown(text)))
    if len(rows) < 20:
        sys.exit("readme: only %d keywords found in %s" % (len(rows) - 2, MODULE))
    return "\n".join(rows)


def part(program, name):
    if name == "keywords":
        return keywords()
    if name == "signature":
        return signature()
    words = name.split()
    if words[0] != "benchmem":
        sys.exit("readme: unknown part '%s'" % name)
    return help_of(program, words[1:])


def broken_links(text):
    for target in re.findall(r"\]\(([^)#]+?)\)", text):
        if "://" not in target and not os.path.exists(os.path.join(TOP, target)):
            yield target


def main():
    program, update = os.path.abspath(sys.argv[1]), "--update" in sys.argv[2:]
    with open(README, encoding="utf-8") as file:
        old = file.read()
    pattern = re.compile(r"(<!-- begin: (.*?) -->\n).*?(<!-- end -->)", re.S)
    found = [match.group(2) for match in pattern.finditer(old)]
    new = pattern.sub(lambda m: m.group(1) + part(program, m.group(2)) + "\n" + m.group(3), old)
    if update and new != old:
        with open(README, "w", encoding="utf-8") as file:
            file.write(new)
    elif new != old:
        sys.exit("readme: README.md is out of date: python3 tests/readme/readme.py PROGRAM --update")
    wanted = ["benchmem sweep --help", "benchmem compare --help", "benchmem plot --help", "keywords"]
    missing = [name for name in wanted if name not in found]
    missing += ["the file " + target for target in broken_links(new)]
    if missing:
        sys.exit("readme: missing: " + ", ".join(missing))
    print("readme: %d parts are what the program says" % len(found))


main()
