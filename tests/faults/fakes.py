"""The fake `uv`, `python` and `valgrind` that the fault tests put in the place of the real ones.

A case's bin/uv and bin/valgrind are fake_uv.c, which does by itself what needs no Python.  For what
CASE/rules has something to say of, and to count, it becomes this file, compiled by scratch.py into the
directory FAKES; uv is uv again when that is done.  A venv's bin/python is a script that runs this file.

Both set CASE (the directory of the case) and NAME ("uv", "python"); fake_uv.c also what was called
(AT, as in the rules) and how often BEFORE.  A call is written to CASE/calls, what the rules say is
done (see scratch.py), and otherwise python behaves as pytest would: runs plugins, writes a run file.

Run by `python -I -S`: nothing of the environment changes how it behaves.
"""
import _signal as signal  # `signal`, `json` and `re` would double the time a fake takes to start
import os
import sys
import time
from _json import encode_basestring_ascii

CASE = globals()["CASE"]
NAME = globals()["NAME"]
FAKES = globals()["FAKES"]
LIB = "lib/python3.11/site-packages"
SECONDS_HUNG = 600


def rules():
    with open(os.path.join(CASE, "rules"), encoding="utf-8") as f:
        f.readline(), f.readline()  # the interpreter, FAKES
        return eval(f.read())


def dumps(value):
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (dumps(k), dumps(v)) for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(dumps, value))
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    for constant, text in ((None, "null"), (True, "true"), (False, "false")):
        if value is constant:
            return text
    return repr(value)


def record(at, argv):
    """One line per call, appended whole; returns how many calls of this kind there were before."""
    path = os.path.join(CASE, "calls")
    line = ascii({"at": at, "argv": argv, "cwd": os.getcwd(), "pid": os.getpid(),
                  "env": dict(os.environ), "files": files_of(argv)}) + "\n"
    fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        before = os.pread(fd, 1 << 26, 0).decode().count("{'at': %r," % at)
        os.write(fd, line.encode())
    finally:
        os.close(fd)
    return before


def files_of(argv):
    """The text of the requirements and lock files among the arguments."""
    texts = {}
    for word in argv:
        if word.endswith((".txt", ".in")) and os.path.isfile(word):
            with open(word, encoding="utf-8", errors="replace") as f:
                texts[word] = f.read()
    return texts


# --- what a rule can do ---------------------------------------------------------------------------

def do_hang(stubborn=False, child=False, **_):
    if child:
        leave_child(session=True)
    if stubborn:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
    end = time.monotonic() + SECONDS_HUNG
    while time.monotonic() < end:
        time.sleep(1)


def leave_child(session):
    """A process that outlives us and holds our standard output and error."""
    if os.fork() == 0:
        if session:
            os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            time.sleep(SECONDS_HUNG)
        os._exit(0)


def do_daemon(session=True, **_):
    leave_child(session)


def do_flood(bytes=100 << 20, stream=1, line="flood " * 12, **_):
    chunk = ((line + "\n") * (1 + (1 << 20) // (len(line) + 1))).encode()
    left = bytes
    while left > 0:
        left -= os.write(stream, chunk[:left])


def do_print(text="", stream=1, repeat=1, latin=False, **_):
    data = (text * repeat).encode("latin-1" if latin else "utf-8")
    while data:
        data = data[os.write(stream, data):]


def do_close(**_):
    null = os.open(os.devnull, os.O_WRONLY)
    for fd in (1, 2):
        os.dup2(null, fd)


def do_signal(number=9, **_):
    signal.signal(number, signal.SIG_DFL) if number not in (9, 19) else None
    os.kill(os.getpid(), number)
    time.sleep(10)


def do_exit(status=1, text="", **_):
    do_print(text, 2)
    os._exit(status)


def do_sleep(seconds=0.2, **_):
    time.sleep(seconds)


def do_span(name="", seconds=0.1, **_):
    """Write down when we begin and end."""
    for kind in ("begin", "end"):
        fd = os.open(os.path.join(CASE, "spans"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(fd, ("%s %s %.6f %d\n" % (name, kind, time.monotonic(), os.getpid())).encode())
        os.close(fd)
        if kind == "begin":
            time.sleep(seconds)


def do_write(path="", text="", **_):
    """Make or change a file, by a path below the case or absolute."""
    with open(os.path.join(CASE, path), "w", encoding="utf-8") as f:
        f.write(text)


def do_environment(path="", **_):
    do_write(path, "".join("%s=%s\n" % pair for pair in os.environ.items()))


def do_remove(path="", **_):
    os.remove(os.path.join(CASE, path))


def do_remove_venv_python(text=None, **_):
    """Take the interpreter out of the venv that the call is about, or put something else there."""
    for word in sys.argv:
        if word.startswith("--python="):
            python = word.split("=", 1)[1]
            os.remove(python)
            if text is not None:
                with open(python, "w", encoding="utf-8") as f:
                    f.write(text)
                os.chmod(python, 0o755)


def obey(rules, at, before, argv):
    """Do what the rules say for this call; options of theirs that change the default behaviour
    are handed back."""
    changes = {}
    texts = "\0".join(argv) + "\0" + "\0".join(files_of(argv).values())
    if NAME == "python":
        texts += "\0" + installed_text()
    for rule in rules:
        if rule["at"] != at:
            continue
        if rule.get("nth") is not None and rule["nth"] != before:
            continue
        if rule.get("when") and rule["when"] not in texts:
            continue
        for action in rule["do"]:
            what = action["what"]
            if what == "change":
                changes.update(action["to"])
            else:
                globals()["do_" + what](**action)
    return changes


# --- uv -------------------------------------------------------------------------------------------

def main_uv(at, argv, changes):
    """Be uv again, as changed by the rules."""
    fd = os.memfd_create("changes", 0)
    os.write(fd, "".join("%s\0%s\0" % change for change in changes.items()).encode())
    os.lseek(fd, 0, os.SEEK_SET)
    os.execv(os.path.join(FAKES, "fake_uv"), ["obeyed", str(fd), CASE, NAME, *argv])


# --- python ---------------------------------------------------------------------------------------

def fail(text, status=2):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
    os._exit(status)


def installed_text():
    try:
        with open(os.path.join(globals()["VENV"], "installed.txt"), encoding="utf-8") as f:
            return f.read()
    except OSError:
        return ""


def benchmark(name, least):
    data = [least, least * 1.25, least * 1.5]
    return {"group": None, "name": name.rsplit("::", 1)[-1], "fullname": name, "params": None,
            "param": None, "options": {"min_rounds": 3},
            "extra_info": {"benchmem": {"peak_bytes": [4096, 2048], "allocations": [10, 9],
                                        "total_bytes": [9000, 8000]}},
            "stats": {"min": data[0], "max": data[2], "mean": data[1], "stddev": least / 4,
                      "rounds": 3, "median": data[1], "iqr": least / 2, "q1": data[0],
                      "q3": data[2], "iqr_outliers": 0, "stddev_outliers": 0, "outliers": "0;0",
                      "ld15iqr": data[0], "hd15iqr": data[2], "ops": 1 / data[1],
                      "total": sum(data), "data": data, "iterations": 1}}


def run_file(names):
    least = 1.0
    for line in installed_text().split("\n"):
        name, pinned, version = line.partition("==")
        if pinned and name.isidentifier() and version[:1].isdigit():
            least = float(version.split(".")[0].split("!")[0].rstrip("abcrv") or 1)
    return dumps({"machine_info": {"node": "fake", "python_version": "3.11.7"},
                       "commit_info": {"id": "unversioned"}, "datetime": "2026-01-01T00:00:00",
                       "version": "5.2.3",
                       "benchmarks": [benchmark(name, least) for name in names]})


def python_pytest(argv, changes):
    """What `python -m pytest` does as far as a sweep can see it."""
    options, cache, plugins, suite = {}, None, [], None
    for i, word in enumerate(argv):
        if word.startswith("--benchmark-json="):
            options["json"] = word.split("=", 1)[1]
        elif word == "-o" and argv[i + 1].startswith("cache_dir="):
            cache = argv[i + 1].split("=", 1)[1]
        elif word.startswith("-ocache_dir="):
            cache = word.split("=", 1)[1]
        elif word == "-p":
            plugins.append(argv[i + 1])
        elif not word.startswith("-") and suite is None and os.path.exists(word):
            suite = word
    if "json" not in options or suite is None:
        fail("ERROR: fake pytest: no suite or no --benchmark-json in %r" % (argv,), 4)
    hooks = load_plugins(plugins, suite)
    base = os.path.basename(suite.rstrip("/"))
    names = changes.get("names", [base + "/test_a.py::test_a[1]", base + "/test_a.py::test_b"])
    put_reasons(changes, plugins, names)
    write_json(options["json"], changes.get("json", "good"), names)
    failed = changes.get("failed", [])
    if cache and failed:
        os.makedirs(os.path.join(cache, "v", "cache"), exist_ok=True)
        with open(os.path.join(cache, "v", "cache", "lastfailed"), "w") as f:
            f.write(changes.get("lastfailed", dumps({name: True for name in failed})))
    status = changes.get("status", 1 if failed else 0)
    end_session(hooks, status)
    if "_benchmem_reasons" in plugins and "stopped" not in changes:
        put(REASONS, {"ended": status})
    sys.stdout.write(changes.get("prints", ""))
    print("%d passed" % len(names))
    sys.stdout.flush()
    if changes.get("then"):
        obey([{"at": "x", "do": changes["then"]}], "x", 0, argv)
    os._exit(status)


REASONS = "BENCHMEM_REASONS_FILE"


def put_reasons(changes, plugins, names):
    """As the plugin does: what fails ("reasons"), is skipped ("skips"), stops pytest ("stopped"), or
    what was going on when the process died ("dies")."""
    if "_benchmem_reasons" not in plugins:
        return
    for name in [*names, *changes.get("reasons", {})]:
        put(REASONS, {"begun": name})
        if name in changes.get("reasons", {}):
            event = changes["reasons"][name]
            event = {"reason": event} if isinstance(event, str) else dict(event)
            if "file" in event:
                event["file"] = os.path.normpath(event["file"].replace("{cwd}", os.getcwd()))
            put(REASONS, {"failed": name, **event})
        put(REASONS, {"over": name})
    for name, reason in changes.get("skips", {}).items():
        put(REASONS, {"skipped": name, "reason": reason})
    for event in changes.get("stopped", []):
        put(REASONS, event)
    if "dies" in changes:
        put(REASONS, {"begun": names[-1]})
        obey([{"at": "x", "do": changes["dies"]}], "x", 0, [])


def write_json(path, kind, names):
    text = run_file(names)
    if kind == "none":
        return
    if kind == "empty":
        text = ""
    elif kind == "cut":
        text = text[:len(text) // 2]
    elif kind == "not json":
        text = "I am not JSON\n"
    elif kind == "no benchmarks":
        text = run_file([])
    elif kind == "list":
        text = "[1, 2, 3]\n"
    elif kind == "directory":
        os.mkdir(path)
        return
    elif kind == "link":
        os.symlink(os.path.join(CASE, "elsewhere.json"), path)
        return
    elif kind != "good":
        text = kind
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def look_in_environment():
    """Site-packages, and where its .pth files lead."""
    site = os.path.join(globals()["VENV"], LIB)
    sys.prefix = sys.exec_prefix = globals()["VENV"]
    sys.path.insert(0, site)
    for name in os.listdir(site):
        if name.endswith(".pth"):
            with open(os.path.join(site, name), encoding="utf-8") as f:
                sys.path[1:1] = f.read().splitlines()


def load_plugins(names, suite):
    """Import the plugins as pytest would, then the modules that the suite imports."""
    venv = globals()["VENV"]
    look_in_environment()
    modules = []
    for name in names:
        if name == "_benchmem_reasons":  # which needs pytest; put_reasons() is in its place
            continue
        if "no:" + name in names or name.startswith("no:") or not os.path.exists(os.path.join(venv, LIB, name + ".py")):
            continue
        modules.append(__import__(name))
    directory = suite if os.path.isdir(suite) else os.path.dirname(suite)
    sys.path[:0] = [os.path.abspath(directory), os.getcwd()]
    for entry in sorted(os.listdir(directory)):
        if entry.endswith(".py"):
            with open(os.path.join(directory, entry), encoding="utf-8") as f:
                for line in f:
                    if line.startswith("import "):
                        try:
                            __import__(line[7:].strip())
                        except ImportError:
                            pass
    return modules


class Session:
    exitstatus = 0

    def __getattr__(self, name):
        return Session()

    def __call__(self, *args, **kwargs):
        return None


def end_session(modules, status):
    for hook, count in (("pytest_sessionfinish", 2), ("pytest_unconfigure", 1)):
        for module in modules:
            function = getattr(module, hook, None)
            if function:
                wanted = function.__code__.co_varnames[:function.__code__.co_argcount]
                values = {"session": Session(), "exitstatus": status, "config": Session()}
                function(**{name: values[name] for name in wanted})


def main_python(at, argv, changes):
    if at == "python pytest":
        python_pytest(argv[2:], changes)
    elif at == "python import":
        i = argv.index("-c")
        look_in_environment()
        if not any(word.startswith("-") and "I" in word for word in argv[:i]):
            sys.path.insert(0, "")
        sys.argv = ["-c"] + argv[i + 2:]
        exec(compile(argv[i + 1], "<string>", "exec"), {"__name__": "__main__"})
    elif at in ("python -V", "python --version"):
        print("Python 3.11.7")
    else:
        fail("fake python: what is %r?" % (argv,))


# --- valgrind -------------------------------------------------------------------------------------

COUNTS = "BENCHMEM_COUNT_FILE"

DUMP = """version: 1
creator: callgrind-3.19.0
desc: Trigger: Client Request: %d
positions: line
events: Ir

ob=(1) %s
fl=(1) a.c
fn=(1) work
1 %d

totals: %d
"""


def write_dump(prefix, number, instructions, kind):
    if kind == "missing":
        return
    text = DUMP % (number, "/usr/lib/libwork.so", instructions, instructions)
    if kind == "long":
        text = text.replace("work", "w" * 10000)
    elif kind != "good":
        text = text[:len(text) // 2]
    with open("%s.%d" % (prefix, number), "w", encoding="utf-8") as f:
        f.write(text)


def put(variable, event):
    """As a plugin does: a line in the file that the variable names."""
    with open(os.environ[variable], "a", encoding="utf-8") as f:
        f.write(dumps(event) + "\n")


def fill(directory):
    """Leave no room on the disk of the directory."""
    with open(os.path.join(directory, "filler"), "wb", buffering=0) as f:
        try:
            while True:
                f.write(b"x" * 4096)
        except OSError:
            pass


def main_valgrind(at, argv, changes):
    """What it leaves of counting two benchmarks; then the interpreter runs as when timed."""
    if at != "valgrind":
        main_uv(at, argv, changes)
    with open("/proc/self/personality") as f:
        do_write("personality", f.read())
    options = dict(word.partition("=")[::2] for word in argv if word.startswith("--"))
    words = [word for word in argv]
    while words[0].startswith("-"):
        words.pop(0)
    for plugin in ("_benchmem_count", "_benchmem_reasons"):
        at_plugin = words.index(plugin)
        del words[at_plugin - 1:at_plugin + 1]
    base = os.path.basename(words[3].rstrip("/"))
    names = [base + "/test_a.py::test_a[1]", base + "/test_a.py::test_b"]
    failed, dump = changes.get("failed", {}), changes.get("dump", "good")
    skipped = changes.get("skipped", {})
    put(COUNTS, {"conditions": {"calls": 3, "warmup": 5, "processor": "fake", "hash_seed": "0",
                                "randomised": changes.get("randomised", False), "threads": {}}})
    for i, name in enumerate(names):
        put(REASONS, {"begun": name})
        if name in failed or name in skipped:
            kind = "failed" if name in failed else "skipped"
            put(REASONS, {kind: name, "reason": {**failed, **skipped}[name]})
            put(REASONS, {"over": name})
            continue
        if i == 1 and "dies" in changes:
            break
        if i == 1 and "fills" in changes:
            fill(os.path.dirname(options["--callgrind-out-file"]))
        numbers = [3 * i + k + 1 for k in range(3)]
        for number in numbers:
            write_dump(options["--callgrind-out-file"].replace("%%", "%"), number,
                       1000 * (i + 1) + number, dump if i == 1 else "good")
        put(COUNTS, {"counted": name, "dumps": numbers, "warmup": 5})
        put(REASONS, {"over": name})
    else:
        put(REASONS, {"ended": 1 if failed else 0})
    if "dies" in changes:
        obey([{"at": "x", "do": changes["dies"]}], "x", 0, argv)
    globals().update(NAME="python", VENV=os.path.dirname(os.path.dirname(words[0])))
    main(words[1:])


def main(argv):
    if NAME == "python":
        at = "python " + ("pytest" if argv[:2] == ["-m", "pytest"] else
                          "import" if "-c" in argv else argv[0])
        before = record(at, argv)
    else:
        at, before = globals()["AT"], int(globals()["BEFORE"])
    changes = obey(rules(), at, before, argv)
    {"uv": main_uv, "python": main_python, "valgrind": main_valgrind}[NAME](at, argv, changes)


signal.signal(signal.SIGPIPE, signal.SIG_DFL)
main(sys.argv[1:] or [""])
