"""Builds that are kept for the next sweep (OUT/builds): what makes another build of them, and a store
that is damaged, full, read-only or shared."""
import os
import shutil
import signal
import subprocess
import time

import scratch
from test_own_build import OwnBuildTest, SITE


class Kept(OwnBuildTest):
    def test_what_counts(self):
        """Commands, what is in files that they name, and packages: with another of these it is another
        build."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.assert_ok(self.build("again=v1.0"), "again")
        self.assertEqual(self.built(), ["v1.0"])
        self.assert_ok(self.build("v1.0", options=["--pin=numpy"]), "v1.0")
        self.assert_ok(self.build("v1.0", options=["--build-requirement=x"]), "v1.0")
        self.commands.append("cp " + self.write("project/a file", "").replace(" ", "\\ ") + " {build}")
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.assertEqual(self.built(), ["v1.0"] * 3)
        for path in self.path("bin", "build"), self.path("project", "a file"):
            with open(path, "a") as f:
                f.write("\n")
            self.assert_ok(self.build("v1.0"), "v1.0")
        self.assertEqual(self.built(), ["v1.0"] * 2)

    def differs(self, what, **words):
        """It is built again for that and for nothing else; then that build is kept too."""
        result = self.build("v1.0", **words)
        self.assert_ok(result, "v1.0")
        self.assertEqual(self.built(), ["v1.0"])
        self.assertIn("v1.0: built again: of the nearest build of it that is kept differs: %s\n" % what,
                      result.text)
        self.same(**words)

    def same(self, **words):
        result = self.build("v1.0", **words)
        self.assert_ok(result, "v1.0")
        self.assertEqual(self.built(), [])
        self.assertIn("v1.0: built before, taken from builds/", result.text)

    def test_compiler(self):
        """Another compiler by the same name, or one that comes before it; that of a variable or of a
        command; the tools beside it."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        for name in ("gcc", "c++", "cmake"):
            program = self.make_program(name, "#!/bin/sh\n")
            self.differs("program " + name)
            os.utime(program, (1, 1))
            self.differs("program " + name)
            self.make_program(name, "#!/bin/sh\nexit 1\n")
            os.utime(program, (1, 1))
            self.differs("program " + name)
        env = {"CC": "launcher gcc-x -m64", "CXX": self.path("bin", "g++-x")}
        for name in ("launcher", "gcc-x", "g++-x"):
            self.make_program(name, "#!/bin/sh\n")
        self.differs("variable CC, variable CXX", env=env)
        self.make_program("gcc-x", "#!/bin/sh\n\n")
        self.differs("variable CC", env=env)
        self.make_program("g++-x", "#!/bin/sh\n\n")
        self.differs("variable CXX", env=env)
        self.commands[0] += " -DCMAKE_C_COMPILER=gcc-x"
        self.differs("command 1, files of command 1", env={})
        self.make_program("gcc-x", "#!/bin/sh\n\n\n")
        self.differs("files of command 1")

    def test_compiler_behind_another(self):
        """Where the first on PATH is a link to what chooses among the others, as ccache's are."""
        os.mkdir(self.path("masks"))
        os.symlink("/bin/true", self.path("masks", "gcc"))
        env = {"PATH": ":".join(self.path(name) for name in ("masks", "bin")) + ":/usr/bin:/bin"}
        self.make_program("gcc", "#!/bin/sh\n")
        self.assert_ok(self.build("v1.0", env=env), "v1.0")
        self.built()
        self.same(env=env)
        self.make_program("gcc", "#!/bin/sh\n\n")
        self.differs("program gcc", env=env)

    def test_same_image(self):
        """The same files in another place of the disk, other times of access and other inodes, are those
        of a second machine of one image."""
        program = self.make_program("gcc", "#!/bin/sh\n")
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        shutil.copy2(program, program + "2")
        os.rename(program + "2", program)
        os.utime(program, ns=(1, os.stat(program).st_mtime_ns))
        self.same(env={"GITHUB_RUN_ID": "8", "CI_JOB_ID": "9", "SLURM_JOB_ID": "10", "TERM": "x",
                       "MY_TOKEN": "secret-secret", "CCACHE_DIR": "/nowhere"})
        [key] = self.kept()
        with open(self.out + "/builds/" + key + "/key") as f:
            self.assertNotIn("secret-secret", f.read())

    def test_variables(self):
        """Those that compilers, CMake and the package itself read."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        for name in ("CFLAGS", "CXXFLAGS", "LDFLAGS", "CMAKE_ARGS", "CMAKE_BUILD_TYPE", "CPATH",
                     "DEMO_WITH_OPENMP"):
            self.differs("variable " + name, env={name: "1"})
        self.same()
        toolchain = self.write("project/toolchain.cmake", "set(A 1)\n")
        env = {"CMAKE_TOOLCHAIN_FILE": toolchain}
        self.differs("variable CMAKE_TOOLCHAIN_FILE", env=env)
        self.write(toolchain, "set(A 2)\n")
        self.differs("variable CMAKE_TOOLCHAIN_FILE", env=env)

    def test_bounded(self):
        self.assert_ok(self.build("v1.0", options=["--keep-builds=1"]), "v1.0")
        self.assert_ok(self.build("v2.0", options=["--keep-builds=1"]), "v2.0")
        self.assertEqual(len(self.kept()), 1)
        self.assert_ok(self.build("v2.0"), "v2.0")
        self.assertEqual(self.built(), ["v1.0", "v2.0"])

    def test_none(self):
        for _ in range(2):
            self.assert_ok(self.build("v1.0", options=["--keep-builds=0"]), "v1.0")
        self.assertEqual((self.built(), self.kept()), (["v1.0"] * 2, []))

    def harm(self, *shell):
        """Do that in the only entry; what is measured then is right, and built again."""
        [key] = self.kept()
        subprocess.run(["sh", "-euc", shell[0]], cwd=self.out + "/builds/" + key, check=True)
        result = self.build("v1.0")
        self.assert_ok(result, "v1.0")
        self.assertIn("v1.0: built again: ", result.text)
        self.assertIn("damaged, so it is not used", result.text)
        self.assertEqual(self.built(), ["v1.0"])

    def test_damaged(self):
        """An entry of which a byte is another is not measured."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        file = "files/lib/python3.11/site-packages/demo/__init__.py"
        for shell in ("rm built-in", ": >key", "rm digests", "printf 'VERSION = 7\\n' >" + file,
                      ": >" + file, "rm " + file, "rm %s; mkdir %s" % (file, file),
                      "mv %s /%s/elsewhere.py; ln -s /%s/elsewhere.py %s" % (file, self.root, self.root, file),
                      "mv files /%s/moved; ln -s /%s/moved files" % (self.root, self.root),
                      ": >files/lib/python3.11/site-packages/evil.pth", "chmod +x " + file):
            with self.subTest(shell):
                self.harm(shell)
                found = self.installed()
                self.assertEqual(self.built(), [])
                self.assertEqual(found["lib/python3.11/site-packages/demo/__init__.py"], "VERSION = 1\n")
                self.assertEqual(len(found), 2)

    def test_in_the_way(self):
        """A file, or a link out of the store, by the name of an entry: no entry, and it gives way."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        [key] = self.kept()
        entry = self.out + "/builds/" + key
        os.rename(entry, self.path("away"))
        self.protect(self.path("away"))
        os.symlink(self.path("away"), entry)
        for _ in range(2):
            self.assert_ok(self.build("v1.0"), "v1.0")
            self.assertEqual(self.built(), ["v1.0"])
            self.same()
            shutil.rmtree(entry)
            self.write(entry, "a file\n")
        os.remove(entry)

    def test_read_only(self):
        """One that another user made: what is there is used, what is new is not kept, which is said."""
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        self.become_another_user()
        store = self.out + "/builds"
        for directory, _, names in os.walk(store):
            for name in (".", *names):
                os.chown(os.path.join(directory, name), os.getuid(), os.getgid())
        os.chmod(store, 0o555)
        result = self.build("v1.0", "v2.0")
        self.assert_ok(result, "v1.0", "v2.0")
        self.assertEqual(self.built(), ["v2.0"])
        self.assertIn("v1.0: built before, taken from builds/", result.text)
        self.assertRegex(result.text, "v2.0: the build is not kept: .*%s.*: Permission denied" % store)
        [key] = self.kept()
        self.write(store + "/" + key + "/files/lib/python3.11/site-packages/demo/__init__.py", "VERSION = 8\n")
        # a damaged entry cannot be taken away, and is not used all the same
        for _ in range(2):
            result = self.build("v1.0")
            self.assert_ok(result, "v1.0")
            self.assertEqual(self.built(), ["v1.0"])
            self.assertRegex(result.text, "damaged, so it is not used: .*; the build is not kept: ")

    def test_read_only_file_system(self):
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.built()
        store = self.out + "/builds"
        with scratch.Mount(self, store, "--bind", store):
            subprocess.run(["mount", "-o", "remount,bind,ro", store], check=True)
            result = self.build("v1.0", "v2.0")
            self.assert_ok(result, "v1.0", "v2.0")
            self.assertEqual(self.built(), ["v2.0"])
            self.assertIn("Read-only", result.text)

    def test_changes(self):
        """Commands that change what the lock has installed: measured, but not kept, and that is said."""
        self.commands += ["cp {source}/demo.py " + SITE + "/pytest_benchmark.py"]
        result = self.build("v1.0")
        self.assert_ok(result, "v1.0")
        self.assertIn("not kept", result.text)
        self.assertIn("pytest_benchmark.py", result.text)
        self.assertEqual(self.kept(), [])

    def test_no_place(self):
        """A build that cannot be kept is measured all the same."""
        self.assert_ok(self.build("v1.0", options=["--keep-builds=0"]), "v1.0")
        self.write(self.out + "/builds", "a file\n")
        result = self.build("v1.0")
        self.assert_ok(result, "v1.0")
        self.assertIn("v1.0: the build is not kept: ", result.text)

    def test_full(self):
        self.commands.append("dd if=/dev/zero of=" + SITE + "/demo/data bs=1k count=200")
        with scratch.Mount(self, self.out + "/builds", "-t", "tmpfs", "-o", "size=64k", "none"):
            result = self.build("v1.0")
            self.assert_ok(result, "v1.0")
            self.assertIn("v1.0: the build is not kept: ", result.text)
            self.assertIn("No space left", result.text)
            self.assertEqual(os.listdir(self.out + "/builds"), [])

    def test_together(self):
        """Two sweeps of the same refs into one directory, and into two."""
        outs = [self.out, self.out, self.out + "2"]
        labels = ["a", "b", "a"]
        running = [self.start_sweep("%s1=v1.0" % label, "%s2=v2.0" % label, out=out,
                                    options=self.words()) for label, out in zip(labels, outs)]
        for one, label, out in zip(running, labels, outs):
            self.assert_status(one.finish(60), 0)
            self.assert_ended(label + "1", "ok", out=out)
        self.assertEqual(len(self.kept()), 2)

    def test_killed(self):
        """At whatever moment: the next sweep works, and finds no half of anything."""
        for moment in range(12):
            running = self.start_sweep("v1.0", "v2.0", options=self.words())
            time.sleep(0.03 + moment * 0.05)
            running.signal(signal.SIGKILL)
            running.finish(20)
        self.assert_ok(self.build("v1.0", "v2.0"), "v1.0", "v2.0")
        self.assertEqual(len(self.kept()), 2)
        self.built()
        found = self.installed("v2.0")
        self.assertEqual(found["lib/python3.11/site-packages/demo/__init__.py"], "VERSION = 2\n")
        self.assertEqual(len(found), 2)
        self.assertEqual(self.built(), [])
        self.write(self.out + "/repository.git/.benchmem-Ab3Xyz", "")
        self.assert_ok(self.build("v1.0"), "v1.0")  # which takes that away

    def test_killed_while_fetching(self):
        """What git left half-way is made anew."""
        self.assert_ok(self.build("v1.0", options=["--keep-builds=0"]), "v1.0")
        copy = self.out + "/repository.git"
        self.write(copy + "/benchmem-busy", "")
        self.write(copy + "/packed-refs.lock", "")
        shutil.rmtree(copy + "/objects")
        self.assert_ok(self.build("v1.0", options=["--keep-builds=0"]), "v1.0")

    def test_another_repository(self):
        self.assert_ok(self.build("v1.0"), "v1.0")
        other = self.path("project", "other")
        shutil.copytree(self.repository, other)
        self.repository = other
        self.write(other + "/demo.py", "VERSION = 9\n")
        self.commit(other, "v1.0")
        self.assert_ok(self.build("v1.0"), "v1.0")
        self.assertEqual(self.entry("v1.0")["build"]["commit"], self.git("rev-parse", "v1.0"))

    def test_ten_at_once(self):
        """Into ten directories that share one store, as a link to it."""
        os.mkdir(self.path("store"))
        outs = [self.path("project", "out%d" % i) for i in range(10)]
        for out in outs:
            os.mkdir(out)
            os.symlink(self.path("store"), out + "/builds")
        running = [self.start_sweep("v1.0", "v2.0", out=out, options=self.words()) for out in outs]
        for out, one in zip(outs, running):
            self.assert_status(one.finish(120), 0)
            for label in ("v1.0", "v2.0"):
                self.assert_ended(label, "ok", out=out)
        self.assertEqual(len(os.listdir(self.path("store"))), 2, os.listdir(self.path("store")))
        self.built()
        for out in outs:
            self.assert_status(self.build("v1.0", "v2.0", out=out), 0)
        self.assertEqual(self.built(), [])


if __name__ == "__main__":
    scratch.main()
