"""A scratch project per case, fakes on its PATH, and what must hold after every case.

    class Stages(scratch.SweepTest):
        def test_install_fails(self):
            self.fake("uv pip sync", scratch.exit(1, "no room"))
            result = self.sweep("1.0")
            self.assertEqual(result.status, 1)

The program under test is $BENCHMEM.  After each case tearDown() checks that no process of the case
is left, no temporary directory, no file with a temporary name, and that files given to protect()
are as they were.
"""
import ast
import atexit
import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = "BENCHMEM_TEST_CASE"
PREFIX = "pytest-benchmem-"
SUITE = "import demo\n\ndef test_a(benchmark):\n    benchmark(len, 'a')\n"
SKIP = 77


def program():
    path = os.environ.get("BENCHMEM")
    if not path or not os.access(path, os.X_OK):
        sys.exit("set BENCHMEM to the program to test; it is %r" % path)
    return os.path.abspath(path)


# --- what a fake does, in the order given; see fakes.py ------------------------------------------

def exit(status=1, text=""):
    return {"what": "exit", "status": status, "text": text}


def killed(number=signal.SIGSEGV):
    return {"what": "signal", "number": int(number)}


def hang(stubborn=False, child=False):
    return {"what": "hang", "stubborn": stubborn, "child": child}


def daemon(session=True):
    return {"what": "daemon", "session": session}


#: As much as a flood is; valgrind takes a minute for so much.
FLOOD = 16 << 20 if os.environ.get("BENCHMEM_VALGRIND") else 1 << 30


def flood(bytes=FLOOD, stream=1, line="flood " * 12):
    return {"what": "flood", "bytes": bytes, "stream": stream, "line": line}


def say(text, stream=1, latin=False):
    return {"what": "print", "text": text, "stream": stream, "latin": latin}


def close():
    return {"what": "close"}


def sleep(seconds):
    return {"what": "sleep", "seconds": seconds}


def write(path, text):
    return {"what": "write", "path": path, "text": text}


def change(**to):
    """Other results than the good ones: see `changes` in fakes.py (json, failed, status, names,
    then, version, lock, no_module)."""
    return {"what": "change", "to": to}


def fake_python():
    """What runs the fakes: a plain interpreter, no shim, which would be slow to start."""
    return os.path.realpath("/usr/bin/python3" if os.path.exists("/usr/bin/python3")
                            else sys.executable)


@functools.lru_cache(maxsize=None)
def fakes():
    """A directory of the fakes: fake_uv, and fakes.py compiled, which starts twice as fast."""
    built = os.environ.get("BENCHMEM_FAKE_UV") or os.path.join(
        os.path.dirname(os.path.dirname(program())), "tests", "faults", "fake_uv")
    if not os.access(built, os.X_OK):
        sys.exit("set BENCHMEM_FAKE_UV to tests/faults/fake_uv of the build tree; it is not " + built)
    directory = tempfile.mkdtemp(prefix="benchmem-fakes-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    shutil.copy(built, os.path.join(directory, "fake_uv"))
    subprocess.run([fake_python(), "-IS", "-c", "import marshal, sys\n"
                    "with open(sys.argv[1], 'rb') as f, open(sys.argv[2], 'wb') as out:\n"
                    "    marshal.dump(compile(f.read(), sys.argv[1], 'exec'), out)",
                    os.path.join(HERE, "fakes.py"), os.path.join(directory, "fakes")], check=True)
    return directory


def not_under_valgrind(why):
    """For cases and classes: what they look at is different when valgrind runs the program."""
    return unittest.skipIf(os.environ.get("BENCHMEM_VALGRIND"), "under valgrind " + why)


#: What it takes until a stage asks for something that is known already without: a requirement that
#: is met on a condition, so that only the environment says what is there; no interpreter, but words.
ASKED = {"freeze": ["--pin", "more==1.0 ; python_version >= '3'"], "find python": ["--python", "3.11"]}


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err
        self.text = out + err

    def __repr__(self):
        return "exit %d\n--- out\n%s\n--- err\n%s" % (self.status, self.out[-3000:],
                                                     self.err[-3000:])


class Running:
    """A program that has been started; finish() waits for it and returns the Result."""

    def __init__(self, argv, env, cwd, prepare=None):
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.argv = argv
        self.process = subprocess.Popen(argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL,
                                        stdout=self.out, stderr=self.err, start_new_session=True,
                                        preexec_fn=prepare)

    def signal(self, number):
        self.process.send_signal(number)

    def finish(self, timeout):
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("still running after %g s: %r\n%r" % (timeout, self.argv,
                                                                       self.result(-9)))
        return self.result(status)

    def result(self, status):
        texts = []
        for f in (self.out, self.err):
            f.seek(0)
            texts.append(f.read().decode("utf-8", "backslashreplace"))
        return Result(128 - status if status < 0 else status, *texts)


def marked(mark):
    """The processes (pid, command line) that inherited the mark."""
    found = []
    wanted = ("%s=%s" % (MARK, mark)).encode()
    for pid in os.listdir("/proc"):
        if pid.isdigit():
            try:
                with open("/proc/%s/environ" % pid, "rb") as f:
                    if wanted not in f.read().split(b"\0"):
                        continue
                with open("/proc/%s/cmdline" % pid, "rb") as f:
                    found.append((int(pid), f.read().replace(b"\0", b" ").decode("utf-8", "replace")))
            except OSError:
                pass
    return found


def kill_marked(mark):
    """End what inherited the mark; some may be ending of themselves, or by their guard."""
    for pid, _ in marked(mark):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def decoded(value, errors="surrogateescape"):
    """With texts in the place of bytes; in those of files is U+FFFD for what is no UTF-8."""
    if isinstance(value, dict):
        return {decoded(key): decoded(item, "replace" if key == "files" else errors)
                for key, item in value.items()}
    if isinstance(value, list):
        return [decoded(item, errors) for item in value]
    return value.decode("utf-8", errors) if isinstance(value, bytes) else value


def content(path):
    """A file's bytes, a directory's tree of them, or None."""
    if os.path.isdir(path):
        return {name: content(os.path.join(path, name)) for name in sorted(os.listdir(path))}
    if not os.path.exists(path):
        return None
    with open(path, "rb") as f:
        return f.read()


class SweepTest(unittest.TestCase):
    maxDiff = 4000
    fakes = True

    def setUp(self):
        self.mark = uuid.uuid4().hex
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="benchmem-case-"))
        for name in ("bin", "home", "tmp", "work", "project"):
            os.mkdir(self.path(name))
        self.work, self.project = self.path("work"), self.path("project")
        self.out = self.path("project", "out")
        self.suite = self.make_suite("benchmarks")
        self.rules, self.protected, self.running = [], [], []
        self.user = None  # set by become_another_user()
        self.keeps = False  # set by a case that leaves something in the work directory on purpose
        self.python = fake_python()
        if self.fakes:
            self.make_fake("uv")
            self.save_rules()

    def tearDown(self):
        try:
            for running in self.running:
                if running.process.poll() is None:
                    running.process.kill()
                    running.process.wait()
            self.check_nothing_left()
        finally:
            kill_marked(self.mark)
            shutil.rmtree(self.root, ignore_errors=True)

    # --- the case's files ---

    def path(self, *names):
        return os.path.join(self.root, *names)

    def make_program(self, name, text):
        path = self.path("bin", name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, 0o755)
        return path

    def make_suite(self, *names, text=SUITE):
        path = self.path("project", *names)
        os.makedirs(path)
        with open(os.path.join(path, "test_a.py"), "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def write(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def protect(self, *paths):
        """These files or directories must be the same at the end."""
        for path in paths:
            self.protected.append((path, content(path)))

    # --- the fakes ---

    def fake(self, at, *do, when=None, nth=None):
        """At the call AT ("uv pip sync", "python pytest") whose arguments or requirements hold
        WHEN, and which is the NTH of its kind (from 0), do this."""
        self.rules.append({"at": at, "do": list(do), "when": when, "nth": nth})
        self.save_rules()

    def make_fake(self, name):
        shutil.copy(os.path.join(fakes(), "fake_uv"), self.path("bin", name))

    def unfake(self):
        self.rules.clear()
        self.save_rules()

    def save_rules(self):
        with open(self.path("rules"), "w", encoding="utf-8") as f:
            f.write("%s\n%s\n%s" % (self.python, fakes(), ascii(self.rules)))

    def calls(self, at=None):
        try:
            with open(self.path("calls"), encoding="utf-8") as f:
                # A line that is being written may be seen in part; it counts once it is whole.
                calls = [decoded(ast.literal_eval(line)) for line in f if line.endswith("\n")]
        except FileNotFoundError:
            return []
        return [call for call in calls if at is None or call["at"] == at]

    def forget_calls(self):
        if os.path.exists(self.path("calls")):
            os.remove(self.path("calls"))

    # --- running the program ---

    def become_another_user(self):
        """Where we are root, whom neither permissions nor limits stop: from here on the program is run
        by a user with no other process, who owns the case's files and a copy of the program."""
        if not as_root():
            return
        self.user = 61000 + os.getpid() % 4000
        beside = os.path.dirname(program())  # it may lie where others cannot look
        for name in os.listdir(beside):
            if name == os.path.basename(program()) or name.startswith("benchmem-") or name.endswith(".so"):
                shutil.copy(os.path.join(beside, name), self.path("bin"))
        os.chmod(fakes(), 0o755)
        for directory, names, files in os.walk(self.root):
            for name in (".", *names, *files):
                os.lchown(os.path.join(directory, name), self.user, self.user)
        os.chmod(self.root, 0o755)

    def be_the_user(self):
        if self.user:
            os.setgroups([])
            os.setgid(self.user)
            os.setuid(self.user)

    def environment(self, **more):
        env = {"PATH": self.path("bin") + ":/usr/bin:/bin", "HOME": self.path("home"),
               "TMPDIR": self.path("tmp"), "LANG": "C.UTF-8", MARK: self.mark,
               "BENCHMEM_LOCK": "off"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        env.update(more)
        return {name: value for name, value in env.items() if value is not None}

    def start(self, *argv, env=None, cwd=None):
        running = Running(list(argv), self.environment(**(env or {})), cwd or self.project,
                          self.be_the_user if self.user else None)
        self.running.append(running)
        return running

    def sweep_words(self, *versions, suite=None, out=None, options=(), package="demo", rest=None):
        return [self.path("bin", "benchmem") if self.user else program(), "sweep", package, *versions,
                "--suite", self.suite if suite is None else suite,
                "--out", self.out if out is None else out, "--work-dir", self.work, *options,
                *(["--", *rest] if rest is not None else [])]

    def start_sweep(self, *versions, env=None, cwd=None, **words):
        return self.start(*self.sweep_words(*versions, **words), env=env, cwd=cwd)

    def sweep(self, *versions, timeout=60, env=None, cwd=None, **words):
        return self.start_sweep(*versions, env=env, cwd=cwd, **words).finish(timeout)

    def wait_for(self, what, timeout=20):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if what():
                return
            time.sleep(0.01)
        self.fail("waited %g s in vain; calls so far: %r" %
                  (timeout, [call["at"] for call in self.calls()]))

    def wait_for_call(self, at, count=1, timeout=20):
        self.wait_for(lambda: len(self.calls(at)) >= count, timeout)

    # --- what is there afterwards ---

    def manifest(self, out=None):
        with open(os.path.join(out or self.out, "sweep.json"), encoding="utf-8") as f:
            return json.load(f)

    def entry(self, label, out=None):
        found = [e for e in self.manifest(out)["versions"] if e["label"] == label]
        self.assertEqual(len(found), 1, "entries of %r" % label)
        return found[0]

    def run_file(self, label, out=None):
        return os.path.join(out or self.out, label + ".json")

    def assert_status(self, result, status):
        self.assertEqual(result.status, status, repr(result))

    def assert_ok(self, result, *labels):
        self.assert_status(result, 0)
        for label in labels:
            self.assert_ended(label, "ok")

    def assert_ended(self, label, status, stage=None, out=None):
        """The manifest's entry, the run file and the status fit each other.  Returns the entry."""
        entry = self.entry(label, out)
        self.assertEqual(entry["status"], status, json.dumps(entry, indent=1))
        self.assertEqual(entry.get("failed_stage"), stage, json.dumps(entry, indent=1))
        if status in ("ok", "partial"):
            self.assertEqual(entry["json"], label + ".json")
            with open(self.run_file(label, out), encoding="utf-8") as f:
                self.assertTrue(json.load(f)["benchmarks"])
        else:
            self.assertFalse(os.path.lexists(self.run_file(label, out)), "run file of " + label)
            self.assertIsNone(entry.get("json"))
        return entry

    def failed(self, entry):
        """The ids of its failed tests."""
        return [test["id"] for test in entry["failed_tests"]]

    def assert_says(self, result, *parts):
        """A message on standard error, headed by the program's name, with all these parts."""
        self.assertIn("benchmem: ", result.err, repr(result))
        for part in parts:
            self.assertIn(part, result.text, repr(result))
        self.assertNotIn("Sanitizer", result.err)

    def assert_refused(self, result, *parts):
        """Wrong usage: status 2, a message with all these parts, no tool asked for anything."""
        calls = [call["at"] for call in self.calls()]
        self.forget_calls()
        self.assert_status(result, 2)
        self.assert_says(result, *parts)
        self.assertEqual(calls, [])
        self.assertFalse(os.path.exists(os.path.join(self.out, "sweep.json")))

    def check_nothing_left(self):
        for running in self.running:
            self.assertNotIn("Sanitizer", running.result(0).err)
        deadline = time.monotonic() + 1
        while marked(self.mark) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(marked(self.mark), [], "processes left")
        self.assertEqual(os.listdir(self.path("tmp")), [], "left in TMPDIR")
        if not self.keeps:
            self.assertEqual(os.listdir(self.work), [], "left in --work-dir")
        if not self.keeps:
            for name in os.listdir(self.out) if os.path.isdir(self.out) else ():
                self.assertFalse(name.startswith("."), "left in the output directory: " + name)
        for directory, _, names in os.walk(self.project):
            for name in names:
                self.assertFalse(name.startswith(".benchmem-"),
                                 "a temporary file is left: %s/%s" % (directory, name))
        for path, before in self.protected:
            self.assertEqual(content(path), before, "changed: " + path)


def as_root():
    return os.geteuid() == 0


class Mount:
    """A file system of its own on DIRECTORY while the `with` lasts; needs root."""

    def __init__(self, test, directory, *options):
        self.directory = directory
        os.makedirs(directory, exist_ok=True)
        self.words = ["mount", *options, directory]
        self.test = test

    def __enter__(self):
        if not as_root():
            self.test.skipTest("needs root, to mount a file system")
        done = subprocess.run(self.words, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            self.test.skipTest("cannot mount here: " + done.stderr.strip())
        return self.directory

    def __exit__(self, *_):
        # A left-over below would keep the mount busy; the lazy form always ends it.
        subprocess.run(["umount", "-l", self.directory], check=True)


def waits(case):
    """Decorates a case that mostly waits: it is begun first, beside those that compute."""
    case.waits = True
    return case


def run_share(cases, queue):
    """Run the cases whose numbers come out of the queue; 0 all well, SKIP all skipped, 1 otherwise."""
    def run(result):
        for number in iter(lambda: os.read(queue, 2), b""):
            unittest.TestSuite([cases[int.from_bytes(number, "little")]]).run(result)
    result = unittest.TextTestRunner(verbosity=2 if "-v" in sys.argv else 1).run(run)
    for case, reason in result.skipped:
        print("skipped: %s: %s" % (case, reason), flush=True)
    if not result.wasSuccessful():
        return 1
    return SKIP if len(result.skipped) == result.testsRun else 0


def all_cases(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from all_cases(item)
        else:
            yield item


def is_waiting(case):
    return hasattr(getattr(case, case._testMethodName), "waits")


def main(processes=None):
    """Run the file's cases, or those named as arguments (Class.test_name), in as many processes as
    there are processors, at most 4, and cases that wait.  Exit status 77 when every case was
    skipped."""
    program()
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    module = sys.modules["__main__"]
    loader = unittest.defaultTestLoader
    cases = list(all_cases(loader.loadTestsFromNames(names, module) if names
                           else loader.loadTestsFromModule(module)))
    if not cases:
        sys.exit("no cases")
    cases.sort(key=lambda case: not is_waiting(case))
    count = processes or min(os.cpu_count() or 1, 4) + sum(map(is_waiting, cases))
    fakes()
    queue, end = os.pipe()
    os.write(end, b"".join(i.to_bytes(2, "little") for i in range(len(cases))))
    os.close(end)
    children = []
    for _ in range(min(count, len(cases))):
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                status = run_share(cases, queue)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        children.append(pid)
    ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    print("%d cases" % len(cases), flush=True)
    if all(status == SKIP for status in ended):
        sys.exit(SKIP)
    sys.exit(0 if all(status in (0, SKIP) for status in ended) else 1)
