"""A real Slurm on this host: munge, a controller, and nodes that are daemons of one CPU each.

    python3 slurm.py up DIR [NODES]      prints what to export
    python3 slurm.py down DIR

Everything it writes is in DIR, every daemon is known by its pid file there, and ports are its own, so
that it stands beside others.  Each node has a host name of its own; with private=DIR each sees an
empty DIR of its own, as nodes do that do not share a temporary directory.  It wants root: a node
takes the identity of who submits.
"""
import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

NEEDED = {"munged": "munge", "slurmctld": "slurmctld", "slurmd": "slurmd", "srun": "slurm-client"}

SLOT, SLOTS = 80, 280

CONFIG = """\
ClusterName=trial
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={dir}/munge.socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
ReturnToService=2
KillWait={kill_wait}
MinJobAge=300
SlurmdTimeout=10
TreeWidth=65533
StateSaveLocation={dir}/state
SlurmdSpoolDir={dir}/spool/%n
SlurmctldPidFile={dir}/slurmctld.pid
SlurmdPidFile={dir}/slurmd-%n.pid
SlurmctldLogFile={dir}/slurmctld.log
SlurmdLogFile={dir}/slurmd-%n.log
SlurmdParameters=config_overrides
"""


def missing():
    """What is not there, in words; None if nothing is."""
    packages = [package for name, package in NEEDED.items() if not shutil.which(name)]
    if packages:
        return "the daemons of Slurm are not installed (Debian: %s)" % " ".join(packages)
    if os.geteuid() != 0:
        return "a Slurm on this host is brought up by root"
    return None


def free_ports(count):
    """The first of that many in a row; below those that the system gives to connections, which could
    take one before its daemon does."""
    for i in range(SLOTS):
        first = 10000 + (os.getpid() + i) % SLOTS * SLOT  # those of two that begin together lie apart
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            for port in range(first, first + count):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise RuntimeError("no %d free ports in a row" % count)


class Slurm:
    def __init__(self, directory):
        self.dir = os.path.abspath(directory)
        self.conf = os.path.join(self.dir, "slurm.conf")
        self.env = dict(os.environ, SLURM_CONF=self.conf)

    def run(self, *words, timeout=20, check=True):
        """What a command of Slurm's prints."""
        return subprocess.run(words, env=self.env, timeout=timeout, check=check, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT).stdout.strip()

    def daemon(self, *words):
        """Start what puts itself into the background, outside of our session."""
        subprocess.run(words, env=self.env, timeout=30, check=True, start_new_session=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def up(self, nodes=2, private="", kill_wait=3):
        self.nodes = ["node%d" % (i + 1) for i in range(nodes)]
        for name in ("state", *("spool/" + node for node in self.nodes)):
            os.makedirs(os.path.join(self.dir, name))
        os.chmod(self.dir, 0o755)
        key = os.path.join(self.dir, "munge.key")
        with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o400), "wb") as f:
            f.write(os.urandom(1024))
        self.daemon("munged", "--force", "--key-file=" + key, "--num-threads=2",
                    *("--%s=%s/munge.%s" % (option, self.dir, file) for option, file in
                      (("socket", "socket"), ("log-file", "log"), ("seed-file", "seed"))),
                    "--pid-file=%s/munged.pid" % self.dir, "--origin=127.0.0.1")
        self.write_config(kill_wait)
        self.daemon("slurmctld", "-c")
        for node in self.nodes:
            self.start_node(node, private)
        self.wait_idle(nodes)
        return self

    def write_config(self, kill_wait):
        port = free_ports(1 + len(self.nodes))
        host = socket.gethostname()
        with open(self.conf, "w", encoding="utf-8") as f:
            f.write(CONFIG.format(host=host, port=port, dir=self.dir, kill_wait=kill_wait))
            for i, node in enumerate(self.nodes):
                f.write("NodeName=%s NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=1\n"
                        % (node, host, port + 1 + i))
            f.write("PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
        with open("/etc/hosts", encoding="utf-8") as f:
            hosts = f.read()
        with open(os.path.join(self.dir, "hosts"), "w", encoding="utf-8") as f:
            f.write(hosts + "".join("127.0.0.1 %s\n" % node for node in self.nodes))

    def start_node(self, node, private=""):
        self.daemon("unshare", "--uts", "--mount", "sh", "-ec",
                    'hostname "$1"; mount --bind "$2/hosts" /etc/hosts\n'
                    'if [ -n "$3" ]; then mount -t tmpfs -o mode=1777 none "$3"; fi\n'
                    'exec slurmd -N "$1"', "slurmd", node, self.dir, private)

    def stop_node(self, node):
        """The node is gone as by a failure of its power: with the steps that run on it."""
        steps = subprocess.run(["pgrep", "-P", "1", "-f", "^slurmstepd: "], stdout=subprocess.PIPE,
                               text=True).stdout.split()
        for pid in steps:
            with contextlib.suppress(OSError):  # one of another Slurm, that ends meanwhile
                with open("/proc/%s/environ" % pid, "rb") as f:
                    ours = self.conf.encode() in f.read()
                if ours and node in os.readlink("/proc/%s/cwd" % pid) + self.node_of(pid):
                    os.kill(int(pid), signal.SIGKILL)
        self.kill("slurmd-" + node, number=signal.SIGKILL)

    @staticmethod
    def node_of(pid):
        return subprocess.run(["nsenter", "--uts", "--target", pid, "hostname"],
                              stdout=subprocess.PIPE, text=True).stdout

    def wait_idle(self, nodes):
        end = time.monotonic() + 30
        while self.run("sinfo", "-h", "-N", "-t", "idle", "-o", "%N", check=False).count("node") < nodes:
            if time.monotonic() > end:
                raise RuntimeError("nodes are not idle:\n%s\n%s"
                                   % (self.run("sinfo", "-N", "-l"), self.logs()))
            time.sleep(0.1)

    def logs(self):
        """The ends of what the daemons have written."""
        texts = []
        for path in sorted(glob.glob(self.dir + "/*.log")):
            with open(path, encoding="utf-8", errors="replace") as f:
                texts.append("%s:\n%s" % (path, f.read()[-2000:]))
        return "\n".join(texts)

    def jobs(self):
        """Those that wait or run: [id, name, state, node or reason]."""
        text = self.run("squeue", "-h", "-t", "all", "-o", "%i|%j|%T|%R")
        jobs = [line.split("|") for line in text.splitlines()]
        return [job for job in jobs if job[2] in ("PENDING", "RUNNING", "COMPLETING", "SUSPENDED")]

    def kill(self, *names, number=signal.SIGTERM):
        """End daemons by their pid files, and wait until they have ended."""
        paths = [os.path.join(self.dir, name + ".pid") for name in names]
        pids = []
        for path in filter(os.path.exists, paths):
            with open(path, encoding="utf-8") as f:
                pids.append(int(f.read()))
        for signum in [number] + [0] * 100 + [signal.SIGKILL]:
            for pid in list(pids):
                try:
                    os.kill(pid, signum)
                except OSError:
                    pids.remove(pid)
            if not pids:
                break
            time.sleep(0.05)
        for path in filter(os.path.exists, paths):
            os.remove(path)

    def down(self):
        self.run("scancel", "--user=root", check=False)
        end = time.monotonic() + 5
        while os.path.exists(self.dir + "/slurmctld.pid") and self.jobs() and time.monotonic() < end:
            time.sleep(0.1)
        nodes = glob.glob(self.dir + "/slurmd-*.pid")
        self.kill("slurmctld", *(os.path.basename(path)[:-len(".pid")] for path in nodes))
        self.kill("munged", number=signal.SIGKILL)


if __name__ == "__main__":
    if sys.argv[1:2] == ["up"] and missing() is None:
        print("export SLURM_CONF=" + Slurm(sys.argv[2]).up(int((sys.argv[3:] + [2])[0])).conf)
    elif sys.argv[1:2] == ["down"]:
        Slurm(sys.argv[2]).down()
    else:
        sys.exit(missing() or __doc__)
