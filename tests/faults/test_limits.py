"""The edges of the system: descriptors, depths, times, directories that vanish or are in the way."""
import os
import resource
import shutil
import subprocess

import scratch


class Limits(scratch.SweepTest):
    def run_with(self, prepare, *versions, options=()):
        """Sweep in a process prepared by a function; its exit status and standard error."""
        process = subprocess.Popen(self.sweep_words(*versions, options=options),
                                   env=self.environment(), cwd=self.project, preexec_fn=prepare,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        err = process.communicate(timeout=60)[1]
        return process.returncode, err.decode()

    @scratch.not_under_valgrind("the streams are valgrind's")
    def test_standard_streams_closed(self):
        for streams in ((0,), (1,), (2,), (0, 1, 2)):
            with self.subTest(streams=streams):
                def close():
                    for fd in streams:
                        os.close(fd)
                process = subprocess.Popen(self.sweep_words("1.0"), env=self.environment(),
                                           cwd=self.project, preexec_fn=close,
                                           stdout=None if 1 in streams else subprocess.DEVNULL)
                self.assertEqual(process.wait(60), 0)
                self.assert_ended("1.0", "ok")
                with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
                    self.assertNotIn("ok, 2 benchmarks", f.read())

    @scratch.not_under_valgrind("there are more of them")
    def test_few_descriptors(self):
        for count in (8, 12, 16, 20, 24, 32):
            with self.subTest(count=count):
                status, err = self.run_with(
                    lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count)),
                    "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", options=["--jobs", "6"])
                # How many are open at once depends on how the children's times fall.
                self.assertIn(status, (1,) if count < 24 else (0, 1), err)
                if status:
                    self.assertIn("many open files", err)

    def test_enough_descriptors(self):
        status, err = self.run_with(
            lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)), "1.0")
        self.assertEqual(status, 0, err)

    def test_file_size(self):
        """As a full disk, but by a limit; and its signal must not end us half-way."""
        self.assert_ok(self.sweep("1.0"))
        self.protect(self.run_file("1.0"))
        status, err = self.run_with(
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)), "2.0")
        self.assertEqual(status, 1, err)
        self.assertIn("File too large", err)
        self.assertFalse(os.path.exists(self.run_file("2.0")))

    def test_a_very_deep_suite(self):
        self.deepen(self.suite, 230)
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "isolation")
        self.assert_says(result, "directories deep")

    def test_a_suite_that_digs(self):
        """What the run makes in its directory is removed however deep it is."""
        script = ("import os\nfor i in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\n"
                  "    open('f', 'w').close()\nos.chmod('.', 0)\n")
        self.assert_status(self.sweep("1.0", rest=[self.python, "-IS", "-c", script]), 1)

    def deepen(self, directory, levels):
        fd = os.open(directory, os.O_RDONLY)
        for _ in range(levels):
            os.mkdir("d" * 30, dir_fd=fd)
            deeper = os.open("d" * 30, os.O_RDONLY, dir_fd=fd)
            os.close(fd)
            fd = deeper
        os.close(fd)

    def test_times(self):
        for seconds in ("1e300", "1e17", "1e9"):
            with self.subTest(seconds=seconds):
                self.assert_ok(self.sweep("1.0", options=["--timeout", seconds]), "1.0")
        for seconds in ("0.0001", "1e-300"):
            with self.subTest(seconds=seconds):
                result = self.sweep("1.0", options=["--timeout", seconds])
                self.assert_status(result, 1)
                self.assert_says(result, "--timeout")

    def test_a_home_that_cannot_be_written(self):
        for home in ("/proc/nowhere", "/dev/null", ""):
            with self.subTest(home=home):
                self.assert_ok(self.sweep("1.0", env={"HOME": home, "XDG_CACHE_HOME": home}), "1.0")

    @scratch.not_under_valgrind("another user cannot start it")
    def test_few_processes(self):
        """Whatever cannot be started for want of processes fails its stage with a reason; with enough
        of them all is well."""
        self.become_another_user()
        ended = set()
        for count in range(1, 13):
            with self.subTest(count=count):
                def limit():
                    resource.setrlimit(resource.RLIMIT_NPROC, (count, count))
                    self.be_the_user()
                status, err = self.run_with(limit, "1.0", options=["--import-check", "demo"])
                ended.add(status)
                self.assertIn(status, (0, 1), err)
                if status:
                    self.assertIn("Resource temporarily unavailable", err.replace("resource", "Resource"))
                self.check_nothing_left()
        self.assertEqual(ended, {0, 1})

    def test_a_clock_that_jumps(self):
        """Every look at the time of day is hours off the one before; what is measured and waited for
        goes by another clock."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler or os.environ.get("BENCHMEM_SANITIZED"):
            self.skipTest("needs a compiler, and no sanitizer that comes first")
        source = self.write("jump.c", """
#include <time.h>
#include <sys/time.h>
static time_t jump(void) { static time_t n; n = n * 5 + 7777; return 1700000000 + n % 100000; }
time_t time(time_t *t) { time_t now = jump(); if (t) *t = now; return now; }
int gettimeofday(struct timeval *tv, void *z) { (void)z; tv->tv_sec = jump(); tv->tv_usec = 0; return 0; }
""")
        library = self.path("jump.so")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
        self.assert_ok(self.sweep("1.0", "2.0", options=["--timeout", "30"],
                                  env={"LD_PRELOAD": library}), "1.0", "2.0")
        for label in ("1.0", "2.0"):
            for stage, seconds in self.entry(label)["seconds"].items():
                self.assertTrue(0 <= seconds < 30, (stage, seconds))
        self.fake("python pytest", scratch.hang())
        result = self.sweep("1.0", options=["--timeout", "1"], env={"LD_PRELOAD": library})
        self.assert_status(result, 1)
        self.assert_says(result, "--timeout")

    def test_many_jobs(self):
        self.assert_ok(self.sweep("1.0", options=["--jobs", "99999999999"]), "1.0")

    def test_a_prefix_too_long(self):
        result = self.sweep("1.0", options=["--tmp-prefix", "x" * 300])
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "name too long")

    def test_out_vanishes(self):
        self.fake("python pytest", scratch.sleep(0.5))
        running = self.start_sweep("1.0")
        self.wait_for_call("python pytest")
        shutil.rmtree(self.out)
        result = running.finish(30)
        self.assert_status(result, 1)
        self.assert_says(result, self.out)

    def test_work_dir_vanishes(self):
        self.fake("python pytest", scratch.sleep(0.5), nth=0)
        running = self.start_sweep("1.0", "2.0", options=["--jobs", "1"])
        self.wait_for_call("python pytest")
        for name in os.listdir(self.work):
            shutil.rmtree(os.path.join(self.work, name))
        self.assert_status(running.finish(30), 1)
        self.assert_ended("1.0", "failed", "run")
        self.assert_ended("2.0", "ok")

    def test_a_directory_in_the_run_files_place(self):
        self.write("project/out/1.0.json/mine", "mine")
        self.protect(self.run_file("1.0"))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "1.0.json")

    def test_a_directory_in_the_locks_place(self):
        self.write("project/out/locks/1.0.txt/mine", "mine")
        self.protect(os.path.join(self.out, "locks", "1.0.txt"))
        result = self.sweep("1.0", "2.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "unavailable", "install")
        self.assert_ended("2.0", "ok")

    def test_bytes_that_are_no_text(self):
        name = os.fsdecode(b"caf\xe9")
        suite = self.make_suite(name)
        out = self.path("project", "o" + name)
        self.assert_status(self.sweep("1.0", suite=suite, out=out), 0)
        self.assert_ended("1.0", "ok", out=out)


if __name__ == "__main__":
    scratch.main()
