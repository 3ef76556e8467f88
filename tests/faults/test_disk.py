"""Full and read-only file systems; each case mounts a small one of its own, which needs root."""
import os
import subprocess

import scratch


class Disk(scratch.SweepTest):
    def test_full_while_copying_the_suite(self):
        with open(os.path.join(self.suite, "big.bin"), "wb") as f:
            f.write(b"x" * (2 << 20))
        self.assert_ok(self.sweep("1.0"))
        before = self.entry("1.0")
        with scratch.Mount(self, self.path("small"), "-t", "tmpfs", "-o", "size=1m", "none"):
            words = self.sweep_words("2.0")
            result = self.start(*words, "--work-dir", self.path("small")).finish(30)
            self.assertEqual(os.listdir(self.path("small")), [])
        self.assert_status(result, 1)
        self.assert_ended("2.0", "unavailable", "isolation")
        self.assert_says(result, "2.0", "isolation", "No space left", "--work-dir")
        self.assertEqual(self.entry("1.0"), before)

    def test_full_while_keeping_the_run_file(self):
        """OUT is full: the earlier results and the manifest stay whole."""
        with scratch.Mount(self, self.out, "-t", "tmpfs", "-o", "size=256k", "none"):
            self.assert_ok(self.sweep("1.0"), "1.0")
            self.protect(self.run_file("1.0"))
            self.fake("python pytest",
                      scratch.change(names=["benchmarks/test_a.py::test_%d" % i
                                            for i in range(2000)]))
            result = self.sweep("2.0")
            self.assert_status(result, 1)
            self.assert_says(result, "No space left")
            self.assertEqual(self.entry("1.0")["status"], "ok")
            self.assertFalse(os.path.exists(self.run_file("2.0")))
            self.check_nothing_left()
            self.protected.clear()

    def test_quite_full_from_the_start(self):
        with scratch.Mount(self, self.out, "-t", "tmpfs", "-o", "size=64k", "none"):
            filler = os.open(os.path.join(self.out, "filler"), os.O_WRONLY | os.O_CREAT)
            try:
                while os.write(filler, b"x" * 4096):
                    pass
            except OSError:
                pass
            os.close(filler)
            result = self.sweep("1.0")
            self.assertIn(result.status, (1, 2))
            self.assert_says(result, "No space left")
            self.assertEqual(os.listdir(self.work), [])

    def test_read_only_out(self):
        self.assert_ok(self.sweep("1.0"))
        self.protect(self.out)
        with scratch.Mount(self, self.out, "--bind", self.out):
            subprocess.run(["mount", "-o", "remount,bind,ro", self.out], check=True)
            self.forget_calls()
            result = self.sweep("1.0")
            self.assertIn(result.status, (1, 2))
            self.assert_says(result, self.out, "Read-only")
            self.assertEqual(self.calls("uv venv"), [])

    def test_read_only_work_dir(self):
        with scratch.Mount(self, self.path("ro"), "-t", "tmpfs", "-o", "ro", "none"):
            result = self.start(*self.sweep_words("1.0"), "--work-dir",
                                self.path("ro")).finish(30)
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, "--work-dir")


if __name__ == "__main__":
    scratch.main()
