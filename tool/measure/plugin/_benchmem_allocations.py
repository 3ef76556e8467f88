"""A pytest plugin that keeps where pytest-benchmem's memory passes allocate.

pytest-benchmem has memray record each memory pass in a file that it deletes when it has read the
totals.  This plugin opens that file before the pass begins, and once the test is over has a process
of its own, which waits while anything is measured, read the record of the pass with the smallest
peak: the one whose figures are told.  So nothing is called once more, nothing happens during a pass
or a timed call, and nothing of the reading is left in the process that is measured.  A benchmark
that is measured in a process of its own (``isolate=True``) leaves no record.

The environment says where:

    BENCHMEM_ALLOCATIONS_FILE     the file that is written, at the end, whole
    BENCHMEM_ALLOCATIONS_STACKS   keep the stacks too, if it is set and not empty

Run as a program, ``python _benchmem_allocations.py [--stacks] RECORD...`` prints the same of any
records of memray, such as ``pytest --benchmark-memory-profile`` keeps, called by their file names.

What is kept is one JSON object; numbers are places from 0:

    {"format": 1, "objects": [FILE, ...], "functions": [[FILE, NAME], ...], "benchmarks": [
     {"fullname": ID, "peak": PART, "allocated": PART}, ...]}

    PART    {"bytes": N, "allocations": N, "sites": [FUNCTION, LINE, BYTES, ALLOCATIONS, ...],
             "stacks": [PARENT, FUNCTION, LINE, BYTES, ALLOCATIONS, ...]}

"peak" is what was there at the high-water mark, "allocated" all that was ever allocated; the latter
is missing where there were more than MOST_RECORDS.  A site is where Python was when memory was
allocated: the innermost function and its line.  Sites are in the order of their bytes, as many as
make up SHARE of the bytes and of the allocations.  A stack is a node whose parent stands before it,
-1 for the outermost, with what was allocated in itself; it begins below pytest-benchmem, with the
function that is measured, and has MOST_DEPTH frames at most.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import IO, Any, Dict, Iterable, List, Optional, Sequence, Tuple

from _benchmem_places import file_of

Frame = Tuple[str, str, int]  # as memray has it: function, file, line
Amount = List[int]  # bytes, allocations
Stacks = Dict[Tuple[Frame, ...], Amount]  # frames from the outermost in

SHARE = 0.999
MOST_RECORDS = 10000000  # some seconds of reading
MOST_DEPTH = 250
MOST_PASSES = 64  # of a test, whose files are open at once
MOST_NAME = 1000
# What is started with -I finds nothing beside this file by itself.
READER = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import _benchmem_allocations as program; "
    "sys.exit(program.main(sys.argv[1:]))"
)
READER_SECONDS = 600  # that reading what is left may take in the end

NATIVE: Frame = ("(native code)", "", 0)  # the function that is measured is none of Python's
PEER = os.sep + "pytest_benchmem" + os.sep


# --- reading a record ----------------------------------------------------------------------------


def own_frames(innermost_first: Sequence[Frame]) -> Tuple[Frame, ...]:
    """The frames below pytest-benchmem's, from the outermost in."""
    own: List[Frame] = []
    for frame in innermost_first:
        if PEER in frame[1]:
            break
        own.append(frame)
    return tuple(reversed(own)) or (NATIVE,)


def add(stacks: Stacks, record: Any, native: bool, size: int, count: int) -> None:
    trace = record.hybrid_stack_trace() if native else record.stack_trace()
    amount = stacks.setdefault(own_frames(trace), [0, 0])
    amount[0] += size
    amount[1] += count


def stacks_at_peak(reader: Any, native: bool) -> Stacks:
    stacks: Stacks = {}
    for record in reader.get_high_watermark_allocation_records(merge_threads=True):
        add(stacks, record, native, record.size, record.n_allocations)
    return stacks


def stacks_of_all(reader: Any, native: bool) -> Stacks:
    from memray import AllocatorType

    freeing = {int(getattr(AllocatorType, name)) for name in ("FREE", "MUNMAP", "PYMALLOC_FREE")}
    seen: Dict[Tuple[int, int], List[Any]] = {}
    for record in reader.get_allocation_records():
        if record.allocator in freeing:
            continue
        key = (record.stack_id, record.native_stack_id if native else 0)
        known = seen.get(key)
        if known is None:
            seen[key] = [record, record.size, 1]
        else:
            known[1] += record.size
            known[2] += 1
    stacks: Stacks = {}
    for record, size, count in seen.values():
        add(stacks, record, native, size, count)
    return stacks


def read(path: str) -> Dict[str, Stacks]:
    from memray import FileReader

    with FileReader(path) as reader:
        native = bool(reader.metadata.has_native_traces)
        found = {"peak": stacks_at_peak(reader, native)}
        if reader.metadata.total_allocations <= MOST_RECORDS:
            found["allocated"] = stacks_of_all(reader, native)
    return found


# --- what is kept --------------------------------------------------------------------------------


def most(amounts: Dict[Any, Amount]) -> List[Any]:
    """Those that make up nearly all bytes, and nearly all allocations; most bytes first."""
    chosen = set()
    for which in (0, 1):
        left = SHARE * sum(amount[which] for amount in amounts.values())
        for one in sorted(amounts, key=lambda one: (-amounts[one][which], one)):
            if left <= 0:
                break
            left -= amounts[one][which]
            chosen.add(one)
    return sorted(chosen, key=lambda one: (-amounts[one][0], -amounts[one][1], one))


def text_of(name: str) -> str:
    clean = name.encode("utf-8", "replace")
    if len(clean) <= MOST_NAME:
        return clean.decode("utf-8")
    digest = hashlib.sha256(clean).hexdigest()[:16]
    return clean[:MOST_NAME].decode("utf-8", "ignore") + "…" + digest


class Kept:
    """All that is kept, names once."""

    def __init__(self, root: str, stacks: bool) -> None:
        self._root = root
        self._stacks = stacks
        self._files: Dict[str, int] = {}
        self._functions: Dict[Tuple[int, str], int] = {}
        self._benchmarks: List[Dict[str, Any]] = []

    def _function(self, frame: Frame) -> int:
        file = text_of(file_of(frame[1], self._root))
        place = self._files.setdefault(file, len(self._files))
        return self._functions.setdefault((place, text_of(frame[0])), len(self._functions))

    def _sites(self, stacks: Stacks) -> List[int]:
        sites: Dict[Frame, Amount] = {}
        for frames, (size, count) in stacks.items():
            amount = sites.setdefault(frames[-1], [0, 0])
            amount[0] += size
            amount[1] += count
        flat: List[int] = []
        for site in most(sites):
            flat += (self._function(site), site[2], *sites[site])
        return flat

    def _tree(self, stacks: Stacks) -> List[int]:
        nodes: Dict[Tuple[int, int, int], int] = {}
        flat: List[int] = []
        for frames in most(stacks):
            at = -1
            for frame in frames[:MOST_DEPTH]:
                key = (at, self._function(frame), frame[2])
                at = nodes.setdefault(key, len(nodes))
                if 5 * at == len(flat):
                    flat += (*key, 0, 0)
            flat[5 * at + 3] += stacks[frames][0]
            flat[5 * at + 4] += stacks[frames][1]
        return flat

    def add(self, fullname: str, parts: Dict[str, Stacks]) -> None:
        benchmark: Dict[str, Any] = {"fullname": fullname}
        for name, stacks in parts.items():
            part: Dict[str, Any] = {
                "bytes": sum(size for size, _count in stacks.values()),
                "allocations": sum(count for _size, count in stacks.values()),
                "sites": self._sites(stacks),
            }
            if self._stacks:
                part["stacks"] = self._tree(stacks)
            benchmark[name] = part
        self._benchmarks.append(benchmark)

    def text(self) -> str:
        def short(value: Any) -> str:
            return json.dumps(value, separators=(",", ":"))

        functions = [list(function) for function in self._functions]
        return '{"format": 1, "objects": %s,\n"functions": %s,\n"benchmarks": [\n%s\n]}\n' % (
            short(list(self._files)),
            short(functions),
            ",\n".join(short(one) for one in self._benchmarks),
        )


# --- the process that reads ----------------------------------------------------------------------


def answer(kept: Kept, asked: IO[str], answers: IO[str], path: str) -> None:
    """Read the records that are asked for, one after the other; in the end write the file."""
    import memray  # while nothing is measured yet

    print("ready", memray.__name__, file=answers, flush=True)
    for line in asked:
        question = json.loads(line)
        try:
            kept.add(question["fullname"], read(question["record"]))
        except Exception as problem:  # a record that cannot be read takes nothing else with it
            print(
                "benchmem: %s: what it allocates is not kept: %s" % (question["fullname"], problem),
                file=sys.stderr,
            )
        print("read", file=answers, flush=True)
    with open(path + ".new", "w") as file:
        file.write(kept.text())
    os.replace(path + ".new", path)


class Reader:
    """That process, from the other end."""

    def __init__(self, root: str, stacks: bool, path: str) -> None:
        here = os.path.dirname(os.path.abspath(__file__))
        command = [sys.executable, "-I", "-c", READER, here, "--answer", root, path]
        self._process: Optional["subprocess.Popen[str]"] = subprocess.Popen(
            command + ["--stacks"] * stacks,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            universal_newlines=True,
        )

    @property
    def lives(self) -> bool:
        return self._process is not None

    def wait(self) -> None:
        """For its answer; what does not answer is not asked again."""
        if self._process and self._process.stdout and not self._process.stdout.readline():
            self.end()

    def ask(self, fullname: str, record: str) -> None:
        if self._process and self._process.stdin:
            try:
                self._process.stdin.write(json.dumps({"fullname": fullname, "record": record}) + "\n")
                self._process.stdin.flush()
            except OSError:
                pass
            self.wait()

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # it is gone
                pass
        try:
            process.wait(READER_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# --- the plugin ----------------------------------------------------------------------------------


class Passes:
    """The records of a test's passes, open: their names are gone when the passes are over."""

    def __init__(self) -> None:
        self._open: List[int] = []
        self._pid = os.getpid()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, path: Any) -> None:
        if os.getpid() != self._pid:
            return
        self._count += 1
        if len(self._open) < MOST_PASSES:
            try:
                self._open.append(os.open(path, os.O_RDONLY))
            except (OSError, TypeError):
                self._open.append(-1)

    def record(self, place: int) -> Optional[str]:
        """A name of it that another process can open."""
        if place >= len(self._open) or self._open[place] < 0:
            return None
        return "/proc/%d/fd/%d" % (self._pid, self._open[place])

    def forget(self) -> None:
        for file in self._open:
            if file >= 0:
                os.close(file)
        self._open = []
        self._count = 0


def watch(passes: Passes) -> None:
    """Have memray's trackers tell where they write, before they track."""
    import memray

    class Tracker(memray.Tracker):  # whose __enter__ and __exit__ are memray's own
        def __init__(self, file_name: Any = None, **_options: Any) -> None:
            passes.add(file_name)

    setattr(memray, "Tracker", Tracker)


class Plugin:
    def __init__(self, passes: Passes, reader: Reader) -> None:
        self._passes = passes
        self._reader = reader

    def pytest_collection_finish(self) -> None:
        self._reader.wait()  # nothing else runs while the first is timed

    def pytest_runtest_setup(self) -> None:
        self._passes.forget()

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        if call.when != "call":
            return
        benchmark = getattr(item, "funcargs", {}).get("benchmark")
        if call.excinfo is None and benchmark is not None:
            self._keep(benchmark)
        self._passes.forget()

    def _keep(self, benchmark: Any) -> None:
        blob = getattr(benchmark, "extra_info", {}).get("benchmem") or {}
        peaks = blob.get("peak_bytes")
        if not isinstance(peaks, list) or not peaks or len(peaks) != len(self._passes):
            return
        record = self._passes.record(peaks.index(min(peaks)))
        if record:
            self._reader.ask(benchmark.fullname, record)

    def pytest_unconfigure(self) -> None:
        self._reader.end()


def pytest_configure(config: Any) -> None:
    path = os.environ.get("BENCHMEM_ALLOCATIONS_FILE")
    if not path or hasattr(config, "workerinput") or not os.path.isdir("/proc/self/fd"):
        return
    passes = Passes()
    try:
        watch(passes)
    except ImportError:
        return  # nothing measures memory
    stacks = bool(os.environ.get("BENCHMEM_ALLOCATIONS_STACKS"))
    reader = Reader(str(config.rootdir), stacks, path)
    config.pluginmanager.register(Plugin(passes, reader), "_benchmem_allocations_of_passes")


# --- the program ---------------------------------------------------------------------------------


def names_of(paths: Iterable[str]) -> List[str]:
    return [os.path.splitext(os.path.basename(path))[0] for path in paths]


def main(words: List[str]) -> int:
    stacks = "--stacks" in words
    words = [word for word in words if word != "--stacks"]
    if words[:1] == ["--answer"]:
        answer(Kept(words[1], stacks), sys.stdin, sys.stdout, words[2])
        return 0
    kept = Kept(os.getcwd(), stacks)
    for name, path in zip(names_of(words), words):
        try:
            kept.add(name, read(path))
        except Exception as problem:
            print("%s: %s" % (type(problem).__name__, problem), file=sys.stderr)
            return 1
    sys.stdout.write(kept.text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
