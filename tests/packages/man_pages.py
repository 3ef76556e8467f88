"""The man pages that `benchmem --man [COMMAND]` prints: what they hold, and what readers say of them.

    python3 tests/packages/man_pages.py build/tool/benchmem

They are rendered by mandoc or, where that is missing, groff; mandoc also checks them.  Skips (77) if
neither is there.
"""

import re
import shutil
import subprocess
import sys

PROGRAM = sys.argv[1]
COMMANDS = ["sweep", "compare", "plot"]


def output(*words, **options):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)


def render(page):
    if shutil.which("mandoc"):
        command = ["mandoc", "-T", "utf8", "-O", "width=400"]
    else:
        command = ["groff", "-man", "-T", "utf8", "-P-c", "-rLL=400n"]
    result = output(*command, input=page)
    if result.returncode:
        sys.exit("man_pages: %s: %s" % (command, result.stdout.decode()))
    return re.sub(".\b", "", result.stdout.decode())


def check(command, problems):
    page = output(PROGRAM, "--man", *command)
    name = "-".join(["benchmem"] + command)
    if page.returncode:
        sys.exit("man_pages: --man: " + page.stdout.decode())
    if shutil.which("mandoc"):
        lint = output("mandoc", "-T", "lint", "-W", "warning", input=page.stdout)
        if lint.returncode or lint.stdout:
            problems.append("%s: mandoc says %s" % (name, lint.stdout.decode()))
    if shutil.which("groff"):
        lint = output("groff", "-man", "-T", "utf8", "-ww", "-z", input=page.stdout)
        if lint.returncode or lint.stdout:
            problems.append("%s: groff says %s" % (name, lint.stdout.decode()))

    text = render(page.stdout)
    words = " ".join(text.split())
    help_text = output(PROGRAM, *command, "--help").stdout.decode()
    usage = re.search(r"(?m)^usage: (.*)$", help_text).group(1)
    options = re.findall(r"(?m)^  (--[a-z-]+)", help_text)
    examples = help_text.split("\n\n")[0].splitlines()
    summary = help_text.split(usage + "\n")[1].splitlines()[0]
    notes = help_text.split("\n\n")[-1].splitlines()
    others = ["benchmem-" + c for c in COMMANDS if [c] != command] + (["benchmem"] if command else [])
    wanted = [usage, summary, *options, *examples, *notes, *[other + "(1)" for other in others]]
    wanted += ["NAME %s - %s" % (name, summary.rstrip("."))]
    if len(options) < 4 or not examples:
        sys.exit("man_pages: the help of %s was not understood" % name)
    for word in wanted:
        if " ".join(word.split()) not in words:
            problems.append("%s: has no '%s'" % (name, word))


def main():
    if not shutil.which("mandoc") and not shutil.which("groff"):
        print("man_pages: neither mandoc nor groff is installed; skipped")
        sys.exit(77)
    problems = []
    for command in [[]] + [[name] for name in COMMANDS]:
        check(command, problems)
    for words in (["--man", "swep"], ["--man", "sweep", "x"], ["--completions"], ["--completions=ksh"],
                  ["--completions", "zsh", "x"], ["--manual"]):
        result = output(PROGRAM, *words)
        if result.returncode != 2 or not result.stdout.startswith(b"benchmem: "):
            problems.append("%s: %d %r" % (words, result.returncode, result.stdout))
    if output(PROGRAM, "--man", "plot").stdout != output(PROGRAM, "--man=plot").stdout:
        problems.append("--man=plot is not --man plot")
    with open("/dev/full", "wb") as full:
        if subprocess.run([PROGRAM, "--man"], stdout=full, stderr=subprocess.DEVNULL).returncode != 1:
            problems.append("a page that could not be written is no failure")
    print("\n".join(problems) or "man_pages: %d pages" % (1 + len(COMMANDS)))
    sys.exit(1 if problems else 0)


main()
