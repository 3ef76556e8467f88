"""Versions that are refs of a git repository, built by the user's own commands: real repositories of
the real git, with submodules; uv and the interpreter are the fakes."""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import unittest

import scratch

SITE = "{venv}/lib/python3.11/site-packages"
#: Notes that it was run, and copies the package with its submodule into the environment.
BUILD = """\
#!/bin/sh
set -eu
echo "$1" >>"$(dirname "$0")/../built"
mkdir -p "$3/demo"
cp "$2/demo.py" "$3/demo/__init__.py"
cp "$2/sub mod;ule/value.py" "$3/demo/"
"""


@unittest.skipUnless(shutil.which("git", path="/usr/bin:/bin"), "needs git")
class OwnBuildTest(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.module = self.path("project", "sub;mod ule")
        self.repository = self.path("project", "the re;po")
        self.make_program("build", BUILD)
        self.write(self.module + "/value.py", "VALUE = 1\n")
        self.commit(self.module)
        self.write(self.repository + "/demo.py", "VERSION = 1\n")
        self.commit(self.repository, "v1.0")
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", self.module,
                 "sub mod;ule")
        self.commit(self.repository, "v1.0")
        self.write(self.repository + "/demo.py", "VERSION = 2\n")
        self.commit(self.repository, "v2.0")
        self.commands = ["build {ref} {source} " + SITE]

    def git(self, *words, of=None):
        done = subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@localhost", "-C",
                               of or self.repository, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env=self.environment())
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout.strip()

    def commit(self, repository, tag=None):
        """Commit all that is there; returns the commit."""
        if not os.path.exists(repository + "/.git"):
            self.git("init", "--quiet", "--initial-branch=main", of=repository)
        self.git("add", "-A", of=repository)
        self.git("commit", "--quiet", "--message=x", of=repository)
        if tag:
            self.git("tag", "--force", tag, of=repository)
        return self.git("rev-parse", "HEAD", of=repository)

    def words(self, *options):
        return ["--repository", self.repository, "--import-check", "demo", *options,
                *(word for text in self.commands for word in ("--install-command", text))]

    def build(self, *versions, options=(), **words):
        return self.sweep(*versions, options=self.words(*options), **words)

    def built(self):
        """The refs that were built, since the last call."""
        if not os.path.exists(self.path("built")):
            return []
        with open(self.path("built")) as f:
            refs = f.read().split()
        os.remove(self.path("built"))
        return sorted(refs)

    def kept(self):
        directory = self.out + "/builds"
        return sorted(os.listdir(directory)) if os.path.isdir(directory) else []

    def installed(self, label="v1.0", **words):
        """The package as the environment of a sweep of that ref has it."""
        runner = self.write("project/look.py", """\
import json, os
venv = os.path.dirname(os.path.dirname(os.environ["BENCHMEM_PYTHON"]))
found = {}
for directory, _, names in os.walk(venv):
    for name in names:
        path = os.path.join(directory, name)
        below = os.path.relpath(path, venv)
        if "demo" in below and "__pycache__" not in below:
            with open(path, errors="replace") as f:
                found[below] = f.read().replace(venv, "VENV")
with open(os.environ["BENCHMEM_JSON"], "w") as f:
    json.dump({"benchmarks": [{"name": "a", "fullname": "a", "group": None, "param": None,
        "params": None, "extra_info": {"found": found}, "stats": {"min": 1.0, "max": 1.0,
        "mean": 1.0, "median": 1.0, "stddev": 0.0, "iqr": 0.0, "rounds": 1, "data": [1.0]}}]}, f)
""")
        self.assert_ok(self.build(label, rest=[self.python, runner], **words), label)
        with open(self.run_file(label)) as f:
            return json.load(f)["benchmarks"][0]["extra_info"]["found"]

    def assert_fails(self, result, *parts, label="v1.0"):
        self.assert_status(result, 1)
        entry = self.assert_ended(label, "unavailable", "install")
        for part in parts:
            self.assertIn(part, entry["reason"])
        return entry


class Built(OwnBuildTest):
    def test_whole(self):
        """Builds, manifest, run file, lock, what CDash gets; a second sweep does not build again.
        The user's repository stays as it is."""
        self.write(self.repository + "/demo.py", "not committed\n")
        self.protect(self.repository, self.module)
        result = self.build("1.0", "two=v2.0", options=["--install-spec=v{version}", "--ctest"])
        self.assert_ok(result, "1.0", "two")
        self.assertEqual(self.built(), ["v1.0", "v2.0"])
        entry, commit = self.entry("1.0"), self.git("rev-parse", "v1.0")
        record = {"repository": self.repository, "ref": "v1.0", "commit": commit,
                  "commands": self.commands}
        self.assertEqual(entry["build"], record)
        self.assertEqual(entry["spec"], "v1.0 of " + self.repository)
        with open(self.run_file("1.0")) as f:
            self.assertEqual(json.load(f)["benchmem_build"], record)
        with open(self.out + "/locks/1.0.txt") as f:
            self.assertEqual(f.read(), "# built from commit %s of %s\npytest-benchmark==1.0\n" %
                             (commit, self.repository))
        self.assertIn('name="1.0: build">v1.0 of %s, commit %s; build ' % (self.repository, commit),
                      result.out)
        self.assertEqual(len(self.kept()), 2)

        result = self.build("1.0", "two=v2.0", options=["--install-spec=v{version}"])
        self.assert_ok(result, "1.0", "two")
        self.assertEqual(self.built(), [])
        for key in self.kept():
            self.assertIn("built before, taken from builds/" + key, result.text)
        self.assertEqual(self.entry("1.0")["build"], record)

    def test_files(self):
        """What is installed is what the ref has, its submodule's part too, when built and when kept."""
        for ref, value in ("v1.0", 1), ("v2.0", 2):
            found = {"lib/python3.11/site-packages/demo/__init__.py": "VERSION = %d\n" % value,
                     "lib/python3.11/site-packages/demo/value.py": "VALUE = 1\n"}
            self.assertEqual(self.installed(ref), found)
            self.assertEqual(self.installed(ref), found)
            self.assertEqual(self.built(), [ref])

    def test_refs(self):
        """Branches, hashes short and long, HEAD, another's branch, a full name; as they are now."""
        first, second = self.git("rev-parse", "v1.0"), self.git("rev-parse", "v2.0")
        self.git("update-ref", "refs/pull/7/head", first)
        self.git("update-ref", "refs/remotes/origin/theirs", first)
        self.git("branch", "feature/x", first)
        refs = {"main": second, "short=" + first[:9]: first, "long=" + first: first,
                "head=HEAD": second, "seven=refs/pull/7/head": first, "origin/theirs": first,
                "feature/x": first}
        self.assert_status(self.build(*refs), 0)
        commits = [entry["build"]["commit"] for entry in self.manifest()["versions"]]
        self.assertEqual(commits, list(refs.values()))
        self.write(self.repository + "/demo.py", "VERSION = 3\n")
        third = self.commit(self.repository)
        self.assert_status(self.build("main", "head=HEAD"), 0)
        self.assertEqual([self.entry(label)["build"]["commit"] for label in ("main", "head")],
                         [third, third])

    def test_commit_of_no_branch(self):
        """It is fetched by its hash."""
        self.git("checkout", "--quiet", "--detach")
        self.write(self.repository + "/demo.py", "VERSION = 3\n")
        commit = self.commit(self.repository)
        self.git("checkout", "--quiet", "main")
        self.assert_ok(self.build("lost=" + commit), "lost")
        self.assertEqual(self.entry("lost")["build"]["commit"], commit)

    def test_moved_tag(self):
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.git("tag", "--force", "v1.0", "v2.0")
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.assertEqual(self.entry("v1.0")["build"]["commit"], self.git("rev-parse", "v2.0"))
        self.assertEqual(len(self.built()), 2)

    def test_other_versions(self):
        """Only words are refs: a requirement, a path and a build tree are what they are otherwise."""
        os.mkdir(self.path("project", "tree"))
        self.assert_ok(self.build("demo==3.0", "v1.0"), "demo-3.0", "v1.0")
        self.assertEqual(self.built(), ["v1.0"])

    def test_words(self):
        """Words are split as in a shell, and nothing in them is a shell's."""
        self.make_program("note", "#!/bin/sh\nprintf '<%s>' \"$@\" >>\"$VIRTUAL_ENV/words\"\n"
                          "pwd >>\"$VIRTUAL_ENV/words\"\n")
        self.commands += ["note a\\ b 'c  $HOME' \"d;*\" '' {build}x {jobs} '{venv}'", "cp {venv}/words "
                          + self.path("words")]
        self.assert_ok(self.build("v1.0", options=["--jobs=1"]), "v1.0")
        with open(self.path("words")) as f:
            words = f.read()
        work = os.path.dirname(words.rstrip("\n").rsplit(">", 1)[1])
        self.assertEqual(words, "<a b><c  $HOME><d;*><><%s/buildx><%d><%s/venv>%s/source\n" %
                         (work, len(os.sched_getaffinity(0)), work, work))

    def test_as_of(self):
        """uv as the commands call it installs nothing newer for them either."""
        noted = self.path("noted")
        self.make_program("note", "#!/bin/sh\necho \"<$UV_EXCLUDE_NEWER>\" >>'%s'\n" % noted)
        self.commands.append("note")
        for day in "2024-11-01", "2024-11-02", "2024-11-01":
            self.assert_ok(self.build("v1.0", options=["--as-of", day]), "v1.0")
        self.assert_ok(self.build("v1.0"), "v1.0")
        with open(noted, encoding="utf-8") as f:
            self.assertEqual(f.read(), "<2024-11-01>\n<2024-11-02>\n<>\n")

    def test_git_environment(self):
        """A hook of git that starts a sweep sets variables that are not for our git."""
        env = {"GIT_DIR": self.module + "/.git", "GIT_WORK_TREE": self.module,
               "GIT_INDEX_FILE": self.module + "/.git/index", "DESTDIR": "/nowhere"}
        self.protect(self.module)
        self.assert_ok(self.build("v1.0", env=env), "v1.0")

    def test_file_url(self):
        """A URL is no local repository: git allows it no submodules on this disk."""
        self.repository = "file://" + self.repository.replace(" ", "%20").replace(";", "%3B")
        self.assert_status(self.build("v1.0"), 1)
        self.assertIn("transport 'file' not allowed", self.entry("v1.0")["reason"] +
                      "\n".join(self.entry("v1.0")["last_lines"]))

    def test_relative_submodule(self):
        """Beside the repository, in the way that its URL is written."""
        self.git("config", "--file", ".gitmodules", "submodule.sub mod;ule.url", "../sub;mod ule")
        self.commit(self.repository, "v3.0")
        self.assert_ok(self.build("v3.0"), "v3.0")

    def test_relative_submodule_of_a_clone(self):
        """Beside what it was cloned from, as git has it."""
        self.git("config", "--file", ".gitmodules", "submodule.sub mod;ule.url", "../sub;mod ule")
        self.commit(self.repository, "v3.0")
        self.write(self.repository + "/demo.py", "VERSION = 4\n")
        self.commit(self.repository, "v4.0")
        clone = self.path("clones", "a", "clone")
        self.git("clone", "--quiet", self.repository, clone)
        relative = os.path.relpath(self.repository, clone)
        self.repository = clone
        self.assert_ok(self.build("v3.0"), "v3.0")
        self.git("remote", "set-url", "origin", relative)
        self.assert_ok(self.build("v4.0"), "v4.0")
        self.git("remote", "remove", "origin")
        self.assert_fails(self.build("v3.0", options=["--keep-builds=0"]), "submodules of v3.0", label="v3.0")

    def test_elsewhere(self):
        """A module that is not in site-packages is led to; requirements are those of the project."""
        self.write(self.repository + "/pyproject.toml",
                   '[project]\nname = "demo"\nversion = "3"\ndependencies = ["numpy"]\n')
        self.commit(self.repository, "v3.0")
        self.commands = ["build {ref} {source} {venv}/python"]
        self.assert_ok(self.build("v3.0"), "v3.0")
        with open(self.out + "/locks/v3.0.txt") as f:
            self.assertEqual(f.read().split("\n")[1:], ["pytest-benchmark==1.0", "numpy==1.0", ""])
        self.assert_ok(self.build("v3.0", options=["--build-requirement=other"]), "v3.0")
        with open(self.out + "/locks/v3.0.txt") as f:
            self.assertIn("other==1.0", f.read())

    def test_paths_within(self):
        """What names the environment's path in a file is made to name the next one."""
        self.make_program("script", "#!/bin/sh\nmkdir -p $1/bin\n"
                          "printf '#!%s/bin/python\\n\\0RPATH %s/lib' $1 $1 >$1/bin/demo-tool\n"
                          "chmod 555 $1/bin/demo-tool\nln -s $1/bin/demo-tool $1/bin/demo-link\n")
        self.commands.append("script {venv}")
        first = self.installed()
        self.assertEqual(first["bin/demo-tool"], "#!VENV/bin/python\n\0RPATH VENV/lib")
        self.assertEqual(self.installed(), first)
        self.assertEqual(self.built(), ["v1.0"])
        self.assertEqual(self.installed(options=["--tmp-prefix=longer-than-before-"]), first)
        self.assertEqual(self.built(), ["v1.0"])

    def test_prepared(self):
        """--prepare builds; what follows takes the commit that it found, and neither git nor commands."""
        words = self.words("--import-check=demo")
        self.assert_status(self.build("main", "v1.0", options=["--prepare"]), 0)
        self.assertEqual(self.built(), ["main", "v1.0"])
        commit = self.git("rev-parse", "main")
        self.write(self.repository + "/demo.py", "VERSION = 3\n")
        self.commit(self.repository)
        os.rename(self.repository, self.repository + ".away")
        os.mkdir(self.repository)
        os.mkdir(self.repository + "/.git")
        self.assert_ok(self.sweep("main", options=words), "main")
        self.assertEqual(self.entry("main")["build"]["commit"], commit)
        self.assertEqual(self.built(), [])

    def test_locked(self):
        self.assert_fails(self.build("v1.0", options=["--locked"]), "there is no lock")
        self.assert_ok(self.build("v1.0"), "v1.0")
        commit = self.git("rev-parse", "v1.0")
        self.git("tag", "--force", "v1.0", "v2.0")
        self.assert_ok(self.build("v1.0", options=["--locked", "--keep-builds=0"]), "v1.0")
        self.assertEqual(self.entry("v1.0")["build"]["commit"], commit)
        self.write(self.out + "/locks/v1.0.txt", "pytest-benchmark==1.0\n")
        self.assert_fails(self.build("v1.0", options=["--locked"]), "of no commit")

    def test_rounds(self):
        for number in "12":
            self.assert_ok(self.build("v1.0", options=["--rounds=2", "--round=" + number]), "v1.0")
        self.assertEqual(len(self.entry("v1.0")["rounds"]), 2)
        self.assertEqual(self.entry("v1.0")["build"]["ref"], "v1.0")
        self.assertEqual(self.built(), ["v1.0"])


    def runs(self):
        return len(self.calls("python pytest"))

    def test_reuse(self):
        """The result of a build that is kept is reused: its content is known, whatever the commands read."""
        reuse = ["--reuse", "--reuse-times", "--reuse-dir", self.path("reuse")]

        def sweep(*options, built=(), measured=(), refs=("v1.0", "v2.0"), says=()):
            self.forget_calls()
            result = self.build(*refs, options=[*reuse, *options])
            self.assert_ok(result, *refs)
            self.assertEqual((self.built(), self.runs()), (sorted(built), len(measured)), result.text)
            for ref in refs:
                self.assertEqual("%s: reused, " % ref in result.text, ref not in measured, result.text)
                self.assertEqual(self.entry(ref)["build"]["ref"], ref)
            for text in says:
                self.assertIn(text, result.text)
        sweep(built=["v1.0", "v2.0"], measured=["v1.0", "v2.0"], says=["v1.0: not reused: it is not built yet"])
        sweep()
        # another commit, compiler, and what commands read that nothing tells
        self.git("tag", "--force", "v2.0", "v1.0^{commit}")
        sweep(built=["v2.0"], measured=["v2.0"])
        self.make_program("gcc", "#!/bin/sh\n")
        sweep(built=["v1.0", "v2.0"], measured=["v1.0", "v2.0"])
        sweep()
        # no build at hand, be it the same once more: its paths, and so its content, are others
        shutil.rmtree(self.out + "/builds")
        sweep(built=["v1.0", "v2.0"], measured=["v1.0", "v2.0"])
        sweep("--keep-builds=0", built=["v1.0"], measured=["v1.0"], refs=["v1.0"],
              says=["v1.0: not reused: no build of it is kept"])

    def test_reuse_of_what_is_damaged(self):
        """What is measured after a build that is damaged is that of the one made anew, and kept as such."""
        reuse = ["--reuse", "--reuse-times", "--reuse-dir", self.path("reuse")]
        self.assert_ok(self.build("v1.0", options=reuse), "v1.0")
        [key] = self.kept()
        file = self.out + "/builds/" + key + "/files/lib/python3.11/site-packages/demo/__init__.py"
        self.write(file, "VERSION = 7\n")
        self.write(os.path.join(self.suite, "test_more.py"), "")
        self.built()
        result = self.build("v1.0", options=reuse)
        self.assert_ok(result, "v1.0")
        self.assertEqual(self.built(), ["v1.0"])
        self.assertIn("v1.0: not kept for --reuse: build changed while it was measured", result.text)
        self.assert_ok(self.build("v1.0", options=reuse), "v1.0")
        self.forget_calls()
        self.assertIn("v1.0: reused, ", self.build("v1.0", options=reuse).text)
        self.assertEqual((self.built(), self.runs()), ([], 0))

    def test_reuse_prepared(self):
        """As under ctest: --prepare builds, a process each measures; then nothing is built nor measured."""
        options = ["--reuse-dir", self.path("reuse"), "--reuse-times"]
        for again in False, True:
            self.forget_calls()
            result = self.build("v1.0", "v2.0", options=[*options, "--prepare"])
            self.assert_status(result, 0)
            self.assertEqual(self.built(), [] if again else ["v1.0", "v2.0"])
            for ref in "v1.0", "v2.0":
                self.assertEqual(ref + ": will be reused, measured 2" in result.text, again, result.text)
                result_of = self.build(ref, options=options)
                self.assert_ok(result_of, ref)
                self.assertEqual(ref + ": reused, " in result_of.text, again, result_of.text)
            self.assertEqual((self.built(), self.runs()), ([], 0 if again else 2))


class Refused(OwnBuildTest):
    def test_command_fails(self):
        """The command, its exit, its last lines; the next one is not run."""
        self.make_program("sorry", "#!/bin/sh\necho compiling; echo 'x.c:3: error: no' >&2; exit 3\n")
        self.commands = ["true", "sorry {build}", "build x {source} {venv}"]
        entry = self.assert_fails(self.build("v1.0", "v2.0"), "building v1.0, commit ",
                                  "sorry {build}: exited with 3", "x.c:3: error: no")
        self.assertEqual(entry["last_lines"], ["compiling", "x.c:3: error: no"])
        self.assertEqual((self.built(), self.kept()), ([], []))

    def test_command_missing(self):
        self.commands = ["no-such-program-at-all"]
        self.assert_fails(self.build("v1.0"), "building v1.0", "no-such-program-at-all")

    def test_command_hangs(self):
        self.commands = ["sleep 600"]
        self.assert_fails(self.build("v1.0", options=["--timeout=3"]), "--timeout")

    def test_interrupted(self):
        self.commands.append("sleep 600")
        running = self.start_sweep("v1.0", options=self.words())
        self.wait_for(lambda: any("sleep 600" in words for _, words in scratch.marked(self.mark)))
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(30), 128 + signal.SIGINT)
        self.assertEqual(self.kept(), [])

    def test_waiting_interrupted(self):
        """While another process has the copy of the repository."""
        os.makedirs(self.out)
        with open(self.out + "/.repository.busy", "w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            running = self.start_sweep("v1.0", options=self.words())
            self.wait_for(lambda: os.listdir(self.work))
            running.signal(signal.SIGTERM)
            self.assert_status(running.finish(20), 128 + signal.SIGTERM)
        os.remove(self.out + "/.repository.busy")

    def test_no_ref(self):
        self.assert_fails(self.build("v9"), self.repository, "no tag, branch or commit 'v9'", label="v9")
        self.assert_fails(self.build("9.0"), "--install-spec v{version}", label="9.0")
        lost = "0123456789" * 4
        self.assert_fails(self.build("x=" + lost), lost, label="x")
        self.assert_fails(self.build("h=refs/no/such"), "refs/no/such", label="h")

    def test_url(self):
        """One that cannot be reached; its secret stands nowhere, in no process's words either."""
        secret = "s3cret-of-the-url"
        self.make_program("git", "#!/bin/sh\necho \"$@\" >>'%s'\nexec /usr/bin/git \"$@\"\n" %
                          self.path("words"))
        repository, self.repository = self.repository, "http://me:%s@127.0.0.1:1/r" % secret
        result = self.build("v1.0", options=["--keep-venv"])
        self.repository, self.keeps = repository, True
        self.assert_fails(result, "http://***@127.0.0.1:1/r", "git fetch")
        self.assertNotIn(secret, result.text)
        with open(self.path("words")) as f:
            self.assertNotIn(secret, f.read())
        for top in self.out, self.work:
            for directory, _, names in os.walk(top):
                for name in names:
                    with open(os.path.join(directory, name), "rb") as f:
                        self.assertNotIn(secret.encode(), f.read(), name)

    def test_lost_commit(self):
        """The lock names one that the repository has no more."""
        self.assert_ok(self.build("v1.0", options=["--keep-builds=0"]), "v1.0")
        lock = self.out + "/locks/v1.0.txt"
        with open(lock) as f:
            text = f.read()
        commit = self.git("rev-parse", "v1.0")
        self.write(lock, text.replace(commit, "0123456789" * 4))
        self.assert_fails(self.build("v1.0", options=["--locked", "--keep-builds=0"]),
                          "0123456789" * 4, "not there any more")

    def test_shallow(self):
        shallow = self.path("project", "shallow")
        self.git("clone", "--quiet", "--depth=1", "file://" + self.repository.replace(";", "%3B"), shallow)
        self.repository = shallow
        self.assert_fails(self.build("v1.0"), "shallow")

    def test_nothing_installed(self):
        self.commands = ["true"]
        self.assert_fails(self.build("v1.0"), "install nothing", "{venv}")

    def test_no_module(self):
        self.commands = ["cp {source}/demo.py {venv}/other.py"]
        self.assert_fails(self.build("v1.0"), "no module 'demo'", "other.py")

    def test_other_python(self):
        self.commands.append("cp {source}/demo.py " + SITE + "/demo/_x.cpython-38-x86_64-linux-gnu.so")
        self.assert_fails(self.build("v1.0"), "Python 3.8", "3.11.7", "--python")
        self.assertEqual(self.kept(), [])

    def test_link_back(self):
        self.commands.append("ln -s {source}/demo.py " + SITE + "/demo/more.py")
        self.assert_fails(self.build("v1.0"), "more.py as a link", "removed after")

    def test_submodule_gone(self):
        shutil.move(self.module, self.module + ".away")
        self.assert_fails(self.build("v1.0"), "submodules of v1.0")

    def test_usage(self):
        def refused(*options, says, version="v1.0"):
            self.assert_refused(self.sweep(version, options=options), *says)
        command, repository = "--install-command=true", "--repository=" + self.repository
        refused(command, says=["--repository"])
        refused(repository, says=["--install-command"])
        refused("--repository=.", command, says=["no git repository"])
        refused("--repository=nowhere", command, says=["no such directory"])
        refused(repository, "--install-command=cp 'a", says=["quote"])
        refused(repository, "--install-command= ", says=["no program"])
        refused(repository, command, version="demo==1", says=["refs of --repository"])
        self.assert_refused(self.build("v1.0", "v2.0", options=["--keep-builds=1"]), "--keep-builds",
                            "2 versions")

    def test_no_git(self):
        for name in ("sh", "cp", "mkdir"):
            os.symlink(shutil.which(name), self.path("bin", name))
        result = self.build("v1.0", env={"PATH": self.path("bin")})
        self.assert_status(result, 1)
        self.assert_says(result, "--repository", "no git on PATH")

    def test_unfit_git(self):
        """Said before anything is made; one that is just new enough is taken."""
        for answer, says in (("echo git version 2.20.1", "is version 2.20, which is too old; install 2.31 or "
                              "newer"), ("echo git version 1.99.7", "too old"), ("echo hub", "does not say its "
                              "version but 'hub'"), ("echo no library >&2; exit 3", "no library")):
            self.make_program("git", "#!/bin/sh\n%s\n" % answer)
            self.forget_calls()
            result = self.build("v1.0")
            self.assert_status(result, 1)
            self.assert_says(result, "--repository: git: ", says)
            self.assertEqual(self.calls("uv venv") + self.calls("uv pip compile"), [])
            self.assert_ok(self.sweep("1.0"), "1.0")  # which needs none
        self.make_program("git", "#!/bin/sh\n[ \"$1\" = --version ] && exec echo 'git version 2.31.0 (x)'\n"
                          "exec /usr/bin/git \"$@\"\n")
        self.assert_ok(self.build("v1.0"), "v1.0")


if __name__ == "__main__":
    scratch.main()
