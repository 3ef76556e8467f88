"""Runs the fuzz targets of a build, says how much they ran, and keeps what they found.

    python3 tests/fuzz/fuzz.py BUILD [TARGET...] [--seconds N] [--seed N]
    python3 tests/fuzz/fuzz.py BUILD [TARGET...] --keep

Each target runs for N seconds (default FUZZ_SECONDS, else 40), on a copy of its corpus, which is
not changed: the inputs of tests/data/fuzz/TARGET.tar.xz, as unpacked in BUILD when the target was
built, and those in tests/data/fuzz/TARGET/.  What it finds besides is kept in BUILD/fuzz/TARGET and
used the next time.  An input that fails is kept there as well, named, and the exit status is 1.
--seed N (default FUZZ_SEED, else another one each time) starts the random numbers: the same program,
corpus and findings then go through the same inputs, as far as the time reaches.
BUILD/fuzz/tally.json counts executions, seconds by the clock and of processor time per target over
all runs.

--keep does not fuzz: it writes TARGET.tar.xz anew, with the smallest set of inputs that covers what
corpus and findings cover.  The same inputs give the same archive.  An input that shows something is
put into tests/data/fuzz/TARGET/ under a name that says what, and stays whatever else covers it.
"""
import argparse
import fcntl
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CORPORA = os.path.join(os.path.dirname(HERE), "data", "fuzz")
LONGEST = 16384  # bytes of an input: more only makes it slow


def names():
    return sorted(name[len("fuzz_"):-len(".c")] for name in os.listdir(HERE)
                  if name.startswith("fuzz_") and name.endswith(".c"))


def corpus(build, name):
    """The directories of a target's inputs: those of its archive, and those with a name of their
    own, which may be None."""
    unpacked = os.path.join(build, "tests", "fuzz", "corpus", name)
    if not os.path.isdir(unpacked):
        sys.exit("%s is not there: build fuzz_targets first" % unpacked)
    named = os.path.join(CORPORA, name)
    return unpacked, named if os.path.isdir(named) else None


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
             *filter(None, corpus(build, name))]
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


def pack(path, inputs):
    """Write an archive of {name: bytes}; nothing in it says when or by whom."""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path), prefix=".pack-") as directory:
        written = os.path.join(directory, "archive")
        with tarfile.open(written, "w:xz", format=tarfile.USTAR_FORMAT, preset=9) as archive:
            for name in sorted(inputs):
                member = tarfile.TarInfo(name)
                member.size = len(inputs[name])
                archive.addfile(member, io.BytesIO(inputs[name]))
        os.replace(written, path)


def keep(build, name):
    unpacked, named = corpus(build, name)
    findings = os.path.join(build, "fuzz", name)
    os.makedirs(findings, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmem-fuzz-") as smallest:
        named_inputs = os.listdir(named) if named else []
        for input_name in named_inputs:  # what they cover needs no other input
            shutil.copy(os.path.join(named, input_name), smallest)
        subprocess.run([os.path.join(build, "tests", "fuzz", "fuzz_" + name), "-merge=1",
                        "-max_len=%d" % LONGEST, smallest, unpacked, findings],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        inputs = {}
        for found in set(os.listdir(smallest)).difference(named_inputs):
            with open(os.path.join(smallest, found), "rb") as f:
                inputs[found[:12]] = f.read()  # called by their SHA-1, of which less will do
    pack(os.path.join(CORPORA, name + ".tar.xz"), inputs)
    print("%-10s %d inputs, %d before, and %d with names" % (
        name, len(inputs), len(os.listdir(unpacked)), len(named_inputs)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("targets", nargs="*", default=names(), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("FUZZ_SECONDS") or 40))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED") or 0))
    parser.add_argument("--keep", action="store_true",
                        help="write what corpus and findings cover into the archive")
    args = parser.parse_intermixed_args()
    build = os.path.abspath(args.build)
    os.makedirs(os.path.join(build, "fuzz"), exist_ok=True)
    good = True
    for name in args.targets:
        if args.keep:
            keep(build, name)
        else:
            good &= fuzz(build, name, args.seconds, args.seed)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
