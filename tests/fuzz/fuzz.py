"""Runs the fuzz targets of a build and says how much they ran.

    python3 tests/fuzz/fuzz.py BUILD [TARGET...] [--seconds N] [--seed N] [--minimise]

Each target runs for N seconds (default FUZZ_SECONDS, else 60), on a copy of its corpus in
tests/data/fuzz/TARGET, which is not changed; what it finds besides is kept in BUILD/fuzz/TARGET and
used the next time.  An input that fails is kept there as well, named, and the exit status is 1.
--seed N (default FUZZ_SEED, else another one each time) starts the random numbers: the same program,
corpus and findings then go through the same inputs, as far as the time reaches.
BUILD/fuzz/tally.json counts executions, seconds by the clock and of processor time per target over
all runs.

--minimise does not fuzz: it makes the corpus the smallest set of inputs that covers what corpus and
findings cover.
"""
import argparse
import fcntl
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CORPORA = os.path.join(os.path.dirname(HERE), "data", "fuzz")
LONGEST = 16384  # bytes of an input: more only makes it slow


def names():
    return sorted(name[len("fuzz_"):-len(".c")] for name in os.listdir(HERE)
                  if name.startswith("fuzz_") and name.endswith(".c"))


def tally(directory, name, **spent):
    """Add to the count; several may do so at once."""
    with open(os.path.join(directory, "tally.json"), "a+", encoding="utf-8") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        f.seek(0)
        counts = json.loads(f.read() or "{}")
        count = counts.setdefault(name, {})
        for what, amount in spent.items():
            count[what] = count.get(what, 0) + amount
        f.truncate(0)
        f.write(json.dumps(counts, indent=1, sort_keys=True) + "\n")


def dictionary(name):
    path = os.path.join(HERE, name + ".dict")
    return ["-dict=" + path] if os.path.exists(path) else []


def fuzz(build, name, seconds, seed):
    """Run a target; whether it found nothing wrong.  SEED 0: another one each time."""
    directory = os.path.join(build, "fuzz")
    found = os.path.join(directory, name)
    os.makedirs(found, exist_ok=True)
    words = [os.path.join(build, "tests", "fuzz", "fuzz_" + name), "-max_total_time=%d" % seconds,
             "-seed=%d" % seed, "-reload=%d" % (not seed),  # a new look at the corpus each second, or none
             "-timeout=60", "-rss_limit_mb=2048", "-max_len=%d" % LONGEST, "-print_final_stats=1",
             "-artifact_prefix=%s/FAILED-" % found, *dictionary(name), found,
             os.path.join(CORPORA, name)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=directory,
                            text=True, errors="replace")
    executions = re.search(r"stat::number_of_executed_units: (\d+)", result.stdout)
    done = re.search(r"Done (\d+) runs in (\d+) second", result.stdout)
    count = int(executions.group(1)) if executions else 0
    took = int(done.group(2)) if done else 0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before
    tally(directory, name, executions=count, seconds=took, processor=round(processor, 1))
    covered = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", result.stdout)
    print("%-10s %10d executions in %d s; %s" % (
        name, count, took, "edges %s, features %s, inputs %s" % covered[-1] if covered else ""),
        flush=True)
    if result.returncode:
        print(result.stdout[-6000:], flush=True)
    return result.returncode == 0


def minimise(build, name):
    corpus = os.path.join(CORPORA, name)
    os.makedirs(corpus, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmem-fuzz-") as smallest:
        subprocess.run([os.path.join(build, "tests", "fuzz", "fuzz_" + name), "-merge=1",
                        "-max_len=%d" % LONGEST, smallest, corpus,
                        os.path.join(build, "fuzz", name)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = os.listdir(corpus)
        for name_of in before:  # an input with a name of its own is there for what it once found
            if re.fullmatch("[0-9a-f]{12}", name_of):
                os.remove(os.path.join(corpus, name_of))
        for found in os.listdir(smallest):  # called by their SHA-1, of which less will do
            shutil.copy(os.path.join(smallest, found), os.path.join(corpus, found[:12]))
        print("%-10s %d inputs, %d before" % (name, len(os.listdir(corpus)), len(before)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("targets", nargs="*", default=names(), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("FUZZ_SECONDS") or 60))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED") or 0))
    parser.add_argument("--minimise", action="store_true")
    args = parser.parse_intermixed_args()
    build = os.path.abspath(args.build)
    os.makedirs(os.path.join(build, "fuzz"), exist_ok=True)
    good = True
    for name in args.targets:
        if args.minimise:
            minimise(build, name)
        else:
            good &= fuzz(build, name, args.seconds, args.seed)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
