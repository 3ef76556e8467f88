"""SIGKILL at random moments of sweeps whose tools are quick shell scripts: whatever the moment, the
manifest parses, every run file that it calls ok is whole, and running the sweep again finishes it,
with no process, no temporary directory and no stray file left.

    test_kills.py [COUNT [SEED]]      default: 60 kills, a seed from the clock, which is printed
"""
import json
import os
import random
import sys
import time

import scratch

VERSIONS = ("1.0", "2.0", "3.0")
ROUND_OF_KILLS = 15  # after so many the sweep is finished and everything looked at

# One script is uv, and what it makes of a venv is python.  It uses no program but mkdir.
UV = r"""#!/bin/sh
case "$1 $2" in
"--version "*) echo "uv 0.13.9" ;;
"python find") echo /usr/bin/python3 ;;
"venv "*)
    for venv; do :; done
    mkdir -p "$venv/bin" "$venv/lib/python3.11/site-packages"
    echo "version_info = 3.11.7" > "$venv/pyvenv.cfg"
    printf '%s\n' '#!/bin/sh' 'exec /bin/sh "@PYTHON@" "$@"' > "$venv/bin/python"
    chmod +x "$venv/bin/python" ;;
"pip compile")
    for word; do case $word in --output-file=*) out=${word#*=} ;; esac; done
    while read -r line; do echo "$line"; done < "$word" > "$out" ;;
"pip freeze") echo demo==1.0 ;;
esac
"""

PYTHON = r"""for word; do case $word in --benchmark-json=*) out=${word#*=} ;; esac; done
{
    echo '{"machine_info": {}, "benchmarks": ['
    i=0
    while [ $i -lt 40 ]; do
        echo '{"group": null, "name": "test_'$i'", "fullname": "benchmarks/test_a.py::test_'$i'",
"params": null, "param": null, "extra_info": {}, "options": {}, "stats": {"min": 1.0, "max": 2.0,
"mean": 1.5, "stddev": 0.5, "median": 1.5, "iqr": 0.5, "q1": 1.0, "q3": 2.0, "rounds": 2,
"data": [1.0, 2.0], "iterations": 1}},'
        i=$((i + 1))
    done
    echo '{"name": "last", "fullname": "last", "stats": {"min": 1.0, "data": [1.0]}}]}'
} > "$out"
"""

# How the sweep is run; each is finished by itself, and by the plain one.
FORMS = ([], ["--jobs", "1"], ["--rounds", "2"], ["--prepare"], ["--rounds", "2", "--resume"])


class Kills(scratch.SweepTest):
    fakes = False
    count, seed = 60, 0

    def setUp(self):
        super().setUp()
        self.write("python.sh", PYTHON)
        self.make_program("uv", UV.replace("@PYTHON@", self.path("python.sh")))

    def whole(self, path):
        with open(path, encoding="utf-8") as f:
            run = json.load(f)
        self.assertEqual(run["benchmarks"][-1]["fullname"], "last", path)
        return run

    def check_between(self):
        """What must hold at every moment, before any next start."""
        if not os.path.exists(os.path.join(self.out, "sweep.json")):
            return 0
        ok = [e for e in self.manifest()["versions"] if e["status"] == "ok"]
        for entry in ok:
            self.assertEqual(entry["json"], entry["label"] + ".json")
            self.whole(self.run_file(entry["label"]))
        return len(ok)

    def check_finished(self):
        for label in VERSIONS:
            self.assert_ended(label, "ok")
            self.whole(self.run_file(label))
        self.check_nothing_left()
        allowed = {"sweep.json", "locks", "logs", "rounds", *(v + ".json" for v in VERSIONS)}
        self.assertEqual(set(os.listdir(self.out)) - allowed, set())
        for place in ("locks", "logs"):
            self.assertEqual(set(os.listdir(os.path.join(self.out, place)))
                             - {v + ".txt" for v in VERSIONS}, set())
        used = {r["json"] for e in self.manifest()["versions"] for r in e.get("rounds") or ()}
        rounds = os.path.join(self.out, "rounds")
        self.assertEqual({"rounds/" + name for name in os.listdir(rounds)} - used
                         if os.path.isdir(rounds) else set(), set())

    def finish(self, form):
        result = self.sweep(*VERSIONS, options=form)
        self.assert_status(result, 0)
        if "--prepare" in form:
            self.assert_status(self.sweep(*VERSIONS), 0)
        self.check_finished()

    def kill_once(self, draw, longest):
        """Start one sweep, or two of different versions, and kill them; how many were alive."""
        form = draw.choice(FORMS)
        shares = draw.choice(([VERSIONS], [VERSIONS], [VERSIONS[:1], VERSIONS[1:]]))
        running = [self.start_sweep(*share, options=form) for share in shares]
        killed = 0
        for one in draw.sample(running, len(running)):
            time.sleep(draw.uniform(0, longest / len(running)))
            killed += one.process.poll() is None
            one.process.kill()
            one.process.wait()
            one.out.close()
            one.err.close()
        self.running.clear()
        return killed, form

    def test_random_moments(self):
        draw = random.Random(self.seed)
        begin = time.monotonic()
        self.finish(["--rounds", "2"])
        longest = 1.2 * (time.monotonic() - begin)
        killed = since = 0
        while killed < self.count:
            now, form = self.kill_once(draw, longest)
            killed, since = killed + now, since + now
            self.check_between()
            if since >= ROUND_OF_KILLS or killed >= self.count:
                self.wait_for(lambda: not scratch.marked(self.mark), 10)
                self.finish(form)
                since = 0
        print("%d kills in %.0f s, sweeps of %.2f s, seed %d" %
              (killed, time.monotonic() - begin, longest / 1.2, self.seed), flush=True)

    def check_nothing_left(self):
        super().check_nothing_left()
        for running in self.running:
            running.out.close()
            running.err.close()
        self.running.clear()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    Kills.count = numbers[0] if numbers else Kills.count
    Kills.seed = numbers[1] if len(numbers) > 1 else int(time.time())
    print("seed %d" % Kills.seed, flush=True)
    sys.argv[1:] = [word for word in sys.argv[1:] if not word.isdigit()]
    scratch.main()
