"""Completes command lines of benchmem as a user would, by pressing the tabulator in a real shell.

    python3 tests/packages/completions.py build/tool/benchmem bash|zsh|fish

The scripts are those that `benchmem --completions` prints.  bash and zsh run on a terminal of their
own, where `benchmem` is a function that prints its arguments; fish has a command that lists what it
would offer.  Skips (77) where the shell is not installed.
"""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

FILES = ["figure one.html", "run.json", "different.txt", "directory/inside"]

# What is typed; what must be offered or filled in; what must not.
CASES = [
    ("benchmem ", ["sweep", "compare", "plot"], ["--memory"]),
    ("benchmem co", ["compare"], ["sweep"]),
    ("benchmem --comp", ["--completions"], ["--memory"]),
    ("benchmem --completions z", ["zsh"], ["bash"]),
    ("benchmem --no-pager co", ["compare"], ["sweep"]),
    ("benchmem --no-pager compare run.json --plotl", [], ["--plotlyjs"]),
    ("benchmem --no-pager compare run.json --color=al", ["always"], ["auto"]),
    ("benchmem --man ", ["sweep", "compare", "plot"], []),
    ("benchmem sweep --mem", ["--memory"], []),
    ("benchmem sweep --tmp-prefix di", [], ["directory", "different.txt"]),
    ("benchmem sweep p 1 --timeout 3 --no-m", ["--no-memory"], []),
    ("benchmem sweep p 1 --out di", ["directory"], ["different.txt"]),
    ("benchmem sweep p 1 --out=di", ["directory"], ["different.txt"]),
    ("benchmem sweep p 1 --suite di", ["directory", "different.txt"], []),
    ("benchmem sweep p 1 -- ru", ["run.json"], []),
    ("benchmem compare ru", ["run.json"], ["--format"]),
    ("benchmem compare run.json --color ", ["auto", "always", "never"], ["run.json--"]),
    ("benchmem compare run.json --color=al", ["always"], ["auto"]),
    ("benchmem compare compare --plotl", [], ["--plotlyjs"]),
    ("benchmem plot -o fi", ["one.html"], []),
    ("benchmem plot run.json --output fi", ["one.html"], []),
]


def fail(text):
    print("FAILED: " + text)
    fail.count += 1


fail.count = 0


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, argv, directory, env):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 100, 150, 0, 0))

    def until(self, mark):
        """What is printed until MARK, with the escape sequences of terminals removed."""
        text, end = b"", time.monotonic() + 60
        while mark.encode() not in text:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                sys.exit("completions: the shell does not answer; so far: %r" % text)
            text += os.read(self.fd, 65536)
        text = text.decode(errors="replace")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r", "", text)

    def send(self, text):
        os.write(self.fd, text.encode())

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


SETUP = {
    "bash": r"""
bind 'set show-all-if-ambiguous on'; bind 'set page-completions off'
bind 'set completion-query-items 0'; bind 'set bell-style none'
benchmem() { printf '<%s>' "$@"; echo EN''D; }
source ./.scripts/benchmem; echo REA''DY
""",
    "zsh": r"""
fpath=($PWD/.scripts $fpath); autoload -U compinit; compinit -u -D; LISTMAX=0; PS1='> '
unsetopt beep prompt_cr prompt_sp
benchmem() { printf '<%s>' "$@"; echo EN''D; }
echo REA''DY
""",
}


def ask_terminal(shell, directory, env):
    argv = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell]
    terminal = Terminal(argv, directory, env)
    terminal.send(SETUP[shell].strip() + "\n")
    terminal.until("READY")
    for line, _, _ in CASES + options_cases():
        terminal.send(line + "\t\n")
        yield terminal.until("END").split("\n", 0)[0]
    terminal.close()


def ask_fish(directory, env):
    for line, _, _ in CASES + options_cases():
        result = subprocess.run(
            ["fish", "--no-config", "-c", "source ./.scripts/benchmem.fish; complete -C $argv[1]", line],
            cwd=directory, env=env, stdout=subprocess.PIPE, check=True)
        offers = [offer.split("\t")[0] for offer in result.stdout.decode().splitlines()]
        yield "\n".join(offers)


def options_cases():
    """Every option that the help of a command names is offered."""
    for command in ["sweep", "compare", "plot"]:
        text = subprocess.run([PROGRAM, command, "--help"], stdout=subprocess.PIPE, check=True)
        names = re.findall(r"(?m)^  (--[a-z-]+)", text.stdout.decode())
        if len(names) < 8:
            sys.exit("completions: only %s in the help of %s" % (names, command))
        options_cases.found.append(("benchmem %s --" % command, names + ["--help"], []))
    cases, options_cases.found = options_cases.found, []
    return cases


options_cases.found = []


def has(text, word):
    return re.search(r"(?<![\w-])" + re.escape(word) + r"(?![\w-])", text)


def check(shell, directory):
    names = {"bash": "benchmem", "zsh": "_benchmem", "fish": "benchmem.fish"}
    script = os.path.join(directory, ".scripts", names[shell])
    os.makedirs(os.path.dirname(script))
    with open(script, "wb") as file:
        subprocess.run([PROGRAM, "--completions", shell], stdout=file, check=True)
    result = subprocess.run([shell, "-n", script], stderr=subprocess.PIPE)
    if result.returncode or result.stderr:
        fail("%s -n: %s" % (shell, result.stderr.decode()))
    for name in FILES:
        os.makedirs(os.path.dirname(os.path.join(directory, name)), exist_ok=True)
        open(os.path.join(directory, name), "w").close()
    env = {"PATH": os.environ["PATH"], "HOME": directory, "TERM": "dumb", "PS1": "> ",
           "INPUTRC": "/dev/null", "LC_ALL": "C.UTF-8"}
    answers = ask_fish(directory, env) if shell == "fish" else ask_terminal(shell, directory, env)
    for (line, wanted, unwanted), answer in zip(CASES + options_cases(), answers):
        answer = answer.replace(line, "", 1)
        for word in wanted:
            if not has(answer, word):
                fail("'%s' does not offer '%s' but:\n%s" % (line, word, answer))
        for word in unwanted:
            if has(answer, word):
                fail("'%s' offers '%s':\n%s" % (line, word, answer))


PROGRAM, SHELL = os.path.abspath(sys.argv[1]), sys.argv[2]
if not shutil.which(SHELL):
    print("completions: %s is not installed; skipped" % SHELL)
    sys.exit(77)
with tempfile.TemporaryDirectory() as scratch:
    check(SHELL, scratch)
print("completions: %d lines typed in %s, %d failed" % (len(CASES) + 3, SHELL, fail.count))
sys.exit(1 if fail.count else 0)
