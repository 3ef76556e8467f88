"""The same sweeps on a terminal: live lines, the same result, Ctrl-C typed."""
import errno
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

import scratch


class Terminal(scratch.SweepTest):
    COLUMNS = 60

    def setUp(self):
        super().setUp()
        self.screen = b""
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, self.COLUMNS, 0, 0))

    def tearDown(self):
        os.close(self.master)
        super().tearDown()

    def open_sweep(self, *versions, options=()):
        """The terminal is the controlling one, so that a typed Ctrl-C becomes SIGINT."""
        def control():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        env = self.environment(TERM="xterm-256color")
        process = subprocess.Popen(self.sweep_words(*versions, options=options), env=env,
                                   cwd=self.project, stdin=self.slave, stdout=self.slave,
                                   stderr=self.slave, preexec_fn=control)
        os.close(self.slave)
        return process

    def read(self, process, until=None, timeout=30):
        """Take what is printed until the program ends, or UNTIL() holds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.02)[0]:
                try:
                    self.screen += os.read(self.master, 65536)
                except OSError as problem:
                    if problem.errno != errno.EIO:
                        raise
                    break
            elif process.poll() is not None:
                break
            if until and until():
                return None
        else:
            self.fail("no end after %g s: %r" % (timeout, self.screen[-2000:]))
        return process.wait(10)

    def text(self):
        return re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self.screen).decode("utf-8", "replace")

    def check_restored(self):
        """If the cursor was hidden or wrapping switched off, the last word is to undo it."""
        for name in (b"25", b"7"):
            switches = re.findall(rb"\x1b\[\?" + name + rb"([hl])", self.screen)
            self.assertIn((switches or [b"h"])[-1], (b"h",))
        modes = re.findall(rb"\x1b\[\?1049([hl])", self.screen)
        self.assertIn((modes or [b"l"])[-1], (b"l",))

    def test_a_sweep(self):
        self.fake("python pytest", scratch.sleep(0.3))
        process = self.open_sweep("1.0", "2.0")
        self.assertEqual(self.read(process), 0)
        self.assert_ended("1.0", "ok")
        self.assert_ended("2.0", "ok")
        text = self.text()
        for word in ("1.0", "2.0", "ok", "benchmem compare"):
            self.assertIn(word, text)
        self.check_restored()

    def test_a_failure_is_shown_whole(self):
        self.fake("uv pip sync", scratch.exit(1, "build backend broke: " + "x" * 200 + " END\n"))
        process = self.open_sweep("1.0")
        self.assertEqual(self.read(process), 1)
        self.assertIn("build backend broke", self.text())
        self.assertIn("END", self.text())
        self.check_restored()

    def test_ctrl_c(self):
        self.fake("python pytest", scratch.hang(child=True))
        process = self.open_sweep("1.0", "2.0")
        self.read(process, lambda: self.calls("python pytest"))
        os.write(self.master, b"\x03")
        self.assertEqual(self.read(process), 130)
        self.check_restored()

    def test_ctrl_c_while_provisioning(self):
        self.fake("uv pip sync", scratch.hang())
        process = self.open_sweep("1.0", "2.0", options=["--jobs", "2"])
        self.read(process, lambda: len(self.calls("uv pip sync")) == 2)
        os.write(self.master, b"\x03")
        self.assertEqual(self.read(process), 130)
        self.check_restored()

    def test_the_terminal_goes_away(self):
        """The window is closed: SIGHUP, and nothing to print to any more."""
        self.fake("python pytest", scratch.hang(child=True))
        process = self.open_sweep("1.0")
        self.read(process, lambda: self.calls("python pytest"))
        os.close(self.master)
        self.master = os.open(os.devnull, os.O_RDONLY)
        self.assertIn(process.wait(20), (129, -1))

    def test_hostile_output(self):
        """What the tools print reaches the screen without its control characters."""
        self.fake("python pytest", scratch.say("\x1b]0;owned\x07\x1b[2Jgone \x9b31m\n", latin=True),
                  scratch.exit(3))
        process = self.open_sweep("1.0")
        self.assertEqual(self.read(process), 1)
        self.assertNotIn(b"\x1b]0", self.screen)
        self.assertNotIn(b"\x07", self.screen)
        self.assertNotIn(b"\x1b[2J", self.screen)


if __name__ == "__main__":
    scratch.main()
