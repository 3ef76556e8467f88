"""A pytest plugin that has Valgrind count what pytest-benchmark would time.

It runs in the environment that is measured, under ``valgrind --tool=callgrind --instr-atstart=no``,
and replaces the two ways of calling pytest-benchmark's fixture: a few warm-up calls, then a few
calls that are counted one by one by the library benchmem_call (call.c), which has callgrind dump
what it counted under a number.  Which number is whose stands in the file of this plugin.

The environment says how:

    BENCHMEM_COUNT_FILE     the file that is written, made anew
    BENCHMEM_COUNT_LIBRARY  the library benchmem_call
    BENCHMEM_COUNT_CALLS    calls that are counted
    BENCHMEM_COUNT_WARMUP   calls before them that are not
    BENCHMEM_COUNT_EVEN     the library benchmem_even, where it is this process's allocator (even.c)

The file has one JSON object a line, written as soon as it is known, so that a process that dies
leaves what it counted before:

    {"conditions": {...}}                            once, first: what was found, by name
    {"roots": [DIR/, ...]}                           once: what libraries of the environment are called
                                                     below, the first that holds
    {"counted": ID, "dumps": [N, ...], ...}          its calls are counted: the dumps' numbers;
                                                     "warmup": calls before them; "threads": more
                                                     than one, if there were others at the time;
                                                     "python": what one more call runs, as
                                                     _benchmem_trace has it

What fails is noted by the plugin _benchmem_reasons.  ID is pytest-benchmark's ``fullname``, which is
pytest's node id.  Nothing here is decided by a clock.  Used of pytest-benchmark:
``BenchmarkFixture.__call__`` and ``.pedantic`` as its documentation has them, ``extra_info``,
``disabled`` and ``fullname``.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import inspect
import os
import platform
import sys
import threading
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import pytest
from _benchmem_places import ROOTS
from _benchmem_reasons import Record
from _benchmem_trace import trace

try:
    from pytest_benchmark.fixture import BenchmarkFixture

    # As they are before any plugin puts its own in their place.
    TIMED_CALL: Any = BenchmarkFixture.__call__
    TIMED_PEDANTIC: Any = BenchmarkFixture.pedantic
except ImportError as problem:
    NO_BENCHMARK: Optional[str] = str(problem)
else:
    NO_BENCHMARK = None

Arguments = Tuple[Any, Dict[str, Any]]

# Variables that say how many threads a numeric library starts.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "RAYON_NUM_THREADS",
    "POLARS_MAX_THREADS",
)
PEER = ("benchmem", "pytest_benchmem.pytest_plugin")  # the names it is registered under
NO_RANDOMIZATION = 0x0040000  # ADDR_NO_RANDOMIZE of personality(2)


class Counts(Record):
    """The file."""

    def lost(self, problem: OSError) -> None:
        pytest.exit("benchmem: what was counted cannot be written: %s" % problem, 1)


class Library:
    """benchmem_call: calls that are counted, and calls made in the same way that are not."""

    def __init__(self, path: str) -> None:
        self.loaded = library = ctypes.PyDLL(path)
        thing = ctypes.py_object
        self._call = library.benchmem_call
        self._call.restype = thing
        self._call.argtypes = [thing, thing, thing]
        self._count = library.benchmem_count
        self._count.restype = thing
        self._count.argtypes = [thing, thing, thing, ctypes.c_char_p, ctypes.c_int]
        self.valgrinds = int(library.benchmem_on_valgrind())

    def call(self, function: Callable[..., Any], arguments: Arguments) -> Any:
        return self._call(function, tuple(arguments[0]), dict(arguments[1]))

    def count(
        self, function: Callable[..., Any], arguments: Arguments, number: int, more: bool
    ) -> Any:
        # Made before the requests, not between them.
        args, keywords, name = tuple(arguments[0]), dict(arguments[1]), b"%d" % number
        return self._count(function, args, keywords, name, more)


class Counter:
    """Counts what a fixture is called with."""

    def __init__(
        self, library: Library, record: Counts, calls: int, warmup: int, root: str
    ) -> None:
        self._library = library
        self._record = record
        self._root = root
        self._calls = calls
        self._warmup = warmup
        self._dumps = 0
        self._frozen = gc.get_freeze_count()  # by the interpreter itself

    def count(
        self,
        fullname: str,
        function: Callable[..., Any],
        make_arguments: Callable[[], Arguments],
        tear_down: Optional[Callable[..., Any]] = None,
        limit: Optional[int] = None,
        at_once: bool = True,
    ) -> Any:
        """What the function returned the last time.  LIMIT: it may not be called more often.
        AT_ONCE: nothing of the suite's runs between two calls."""
        calls, warmup = self._calls, self._warmup
        if limit is not None:
            calls = min(calls, limit)
            warmup = min(warmup, limit - calls)
        dumps: List[int] = []
        threads = 1
        result = python = None
        with self._heap_aside():
            for n in range(warmup + calls):
                if n == warmup:
                    # Here, as its fork finds the code that runs translated by Valgrind.
                    python = self._trace(function, make_arguments, tear_down)
                result = None  # what it holds is not there while it is made again
                arguments = make_arguments()
                counted = n >= warmup and self._record.ours
                if counted:
                    self._dumps += 1
                    dumps.append(self._dumps)
                    gc.collect()
                    threads = max(threads, thread_count())
                collecting = gc.isenabled()
                gc.disable()
                try:
                    if counted:
                        more = at_once and n + 1 < warmup + calls
                        result = self._library.count(function, arguments, self._dumps, more)
                    else:
                        result = self._library.call(function, arguments)
                finally:
                    if collecting:
                        gc.enable()
                if tear_down is not None:
                    tear_down(*arguments[0], **arguments[1])
        facts: Dict[str, Any] = {"threads": threads} if threads > 1 else {}
        if python:
            facts["python"] = python
        self._record.put(counted=fullname, dumps=dumps, warmup=warmup, **facts)
        return result

    @contextlib.contextmanager
    def _heap_aside(self) -> Iterator[None]:
        """Collections within look at what is made within: each of the whole heap takes Valgrind
        longer than most calls.  What the suite has frozen itself stays so."""
        ours = gc.get_freeze_count() <= self._frozen
        if ours:
            gc.freeze()
        try:
            yield
        finally:
            if ours:
                gc.unfreeze()

    def _trace(
        self,
        function: Callable[..., Any],
        make_arguments: Callable[[], Arguments],
        tear_down: Optional[Callable[..., Any]],
    ) -> Any:
        """Which Python functions one more call runs, made apart from this process."""
        if not self._record.ours:
            return None

        def call(arguments: Arguments) -> None:
            function(*arguments[0], **arguments[1])

        def finish(arguments: Arguments) -> None:
            if tear_down is not None:
                tear_down(*arguments[0], **arguments[1])

        return trace(make_arguments, call, finish, self._root, self._library.loaded)


def thread_count() -> int:
    """Threads of the process, native ones included."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def replace_calls(counter: Counter) -> None:
    """Have the fixture of pytest-benchmark count.

    The class's own pedantic() is still called, once, with a function that does it all: so the
    fixture is used, fails, and has `stats` as ever.
    """
    signature = inspect.signature(TIMED_PEDANTIC)

    def in_place(fixture: Any, counted: Callable[[], Any]) -> Any:
        try:
            return TIMED_PEDANTIC(fixture, counted)
        except BaseException:
            fixture.has_error = True  # of what is no Exception, as a skip, it is not told
            raise

    def call(self: Any, function_to_benchmark: Any, *args: Any, **kwargs: Any) -> Any:
        if self.disabled:
            return TIMED_CALL(self, function_to_benchmark, *args, **kwargs)

        def counted() -> Any:
            return counter.count(self.fullname, function_to_benchmark, lambda: (args, kwargs))

        return in_place(self, counted)

    def pedantic(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(self, *args, **kwargs)
        except TypeError:  # as it says itself
            return TIMED_PEDANTIC(self, *args, **kwargs)
        bound.apply_defaults()
        asked = dict(bound.arguments)
        if self.disabled or not is_legal(asked):
            return TIMED_PEDANTIC(self, *args, **kwargs)
        make_arguments = arguments_maker(asked)
        limit = None
        if not asked["setup"]:
            limit = (asked["rounds"] + asked["warmup_rounds"]) * asked["iterations"]

        def counted() -> Any:
            return counter.count(
                self.fullname,
                asked["target"],
                make_arguments,
                asked.get("teardown"),
                limit,
                at_once=not (asked["setup"] or asked.get("teardown")),
            )

        return in_place(self, counted)

    # By name: to a type checker the methods are fixed.
    setattr(BenchmarkFixture, "__call__", call)
    setattr(BenchmarkFixture, "pedantic", pedantic)


def is_legal(asked: Dict[str, Any]) -> bool:
    """Whether pytest-benchmark takes these numbers; if not, it says why itself."""
    numbers = (asked["rounds"], asked["iterations"], asked["warmup_rounds"] + 1)
    if not all(isinstance(number, int) and number >= 1 for number in numbers):
        return False
    return asked["iterations"] == 1 or not asked["setup"]


def arguments_maker(asked: Dict[str, Any]) -> Callable[[], Arguments]:
    """What gives the arguments of a call: the set-up where it returns some."""
    fixed: Arguments = (asked["args"], asked["kwargs"] or {})

    def make() -> Arguments:
        made = asked["setup"]() if asked["setup"] else None
        if not made:
            return fixed
        if fixed[0] or fixed[1]:
            raise TypeError("Can't use `args` or `kwargs` if `setup` returns the arguments.")
        args, keywords = made
        return args, keywords

    return make


class UnmeasuredMemory:
    """The peer's fixture without its memory passes, whose number a clock decides.

    Who asks for the memory afterwards, as an assertion does, has it measured then, once.
    """

    def __init__(self, benchmark: Any) -> None:
        self._benchmark = benchmark
        self._action: Optional[Callable[[], Any]] = None
        self._result: Any = None

    def __call__(self, function_to_benchmark: Any, *args: Any, **kwargs: Any) -> Any:
        returned = self._benchmark(function_to_benchmark, *args, **kwargs)
        self._action = lambda: function_to_benchmark(*args, **kwargs)
        return returned

    def pedantic(
        self,
        target: Any,
        args: Any = (),
        kwargs: Any = None,
        setup: Any = None,
        rounds: int = 1,
        warmup_rounds: int = 0,
        iterations: int = 1,
    ) -> Any:
        asked = {"args": args, "kwargs": kwargs, "setup": setup}
        returned = self._benchmark.pedantic(
            target, rounds=rounds, warmup_rounds=warmup_rounds, iterations=iterations, **asked
        )

        def action() -> Any:
            made_args, made_keywords = arguments_maker(asked)()
            return target(*made_args, **made_keywords)

        self._action = action
        return returned

    @property
    def extra_info(self) -> Any:
        return self._benchmark.extra_info

    @property
    def result(self) -> Any:
        if self._result is None and self._action is not None:
            from pytest_benchmem import measure_memory

            self._result = measure_memory(self._action, repeats=1, warmup=0)
        return self._result

    @property
    def peak_bytes(self) -> Any:
        return None if self.result is None else self.result.peak_bytes


class Fixtures:
    """Registered when all other plugins are, so that these fixtures come before theirs."""

    @pytest.fixture
    def benchmark_memory(self, benchmark: Any) -> UnmeasuredMemory:
        return UnmeasuredMemory(benchmark)


def conditions(calls: int, warmup: int) -> Dict[str, Any]:
    """What the counts depend on, but for what the run file says anyway."""
    return {
        "calls": calls,
        "warmup": warmup,
        "processor": processor(),
        "malloc": "even" if is_even() else "own",
        "hash_seed": os.environ.get("PYTHONHASHSEED"),
        "randomised": is_randomised(),
        "threads": {name: os.environ[name] for name in THREADS if name in os.environ},
    }


def is_even() -> bool:
    """Whether the allocator is benchmem_even: loaded, whatever was asked for."""
    try:
        with open("/proc/self/maps", errors="replace") as file:
            return any("/benchmem_even.so" in line for line in file)
    except OSError:
        return False


def spare_children() -> None:
    """Processes that the suite starts get an allocator of their own."""
    library = os.environ.get("BENCHMEM_COUNT_EVEN")
    if not library:
        return
    others = [path for path in os.environ.get("LD_PRELOAD", "").split(":") if path != library]
    os.environ["LD_PRELOAD"] = ":".join(others)
    if not os.environ["LD_PRELOAD"]:
        del os.environ["LD_PRELOAD"]
    os.environ.pop("PYTHONMALLOC", None)


def is_randomised() -> Optional[bool]:
    """Whether addresses are; None if it cannot be told."""
    try:
        with open("/proc/self/personality") as file:
            if int(file.read(), 16) & NO_RANDOMIZATION:
                return False
        with open("/proc/sys/kernel/randomize_va_space") as file:
            return file.read().strip() != "0"
    except (OSError, ValueError):
        return None


def processor() -> str:
    """Maker, family, model and name: C libraries choose their code by it."""
    found: Dict[str, str] = {}
    try:
        with open("/proc/cpuinfo", errors="replace") as file:
            for line in file:
                name, colon, value = line.partition(":")
                if not colon:
                    break
                found[name.strip()] = value.strip()
    except OSError:
        pass
    parts = [found[name] for name in ("model name", "cpu family", "model") if name in found]
    return " ".join(parts) or platform.processor() or platform.machine()


# --- beginning -----------------------------------------------------------------------------------


def number_of(name: str, least: int) -> int:
    text = os.environ.get(name, "")
    if not text.isdigit() or int(text) < least:
        raise pytest.UsageError("benchmem: %s is %r, not a number from %d" % (name, text, least))
    return int(text)


@pytest.hookimpl(trylast=True)  # what others put in place of the same functions is not counted
def pytest_configure(config: Any) -> None:
    calls = number_of("BENCHMEM_COUNT_CALLS", 1)
    warmup = number_of("BENCHMEM_COUNT_WARMUP", 0)
    if config.getoption("help", False) or hasattr(config, "workerinput"):
        return
    if NO_BENCHMARK is not None:
        raise pytest.UsageError("benchmem: nothing can be counted: " + NO_BENCHMARK)
    library = Library(os.environ["BENCHMEM_COUNT_LIBRARY"])
    if not library.valgrinds:
        raise pytest.UsageError("benchmem: nothing is counted: this does not run under Valgrind")
    spare_children()
    record = Counts(os.environ["BENCHMEM_COUNT_FILE"])
    record.put(conditions=conditions(calls, warmup))
    record.put(roots=ROOTS)
    replace_calls(Counter(library, record, calls, warmup, str(config.rootdir)))
    if any(config.pluginmanager.hasplugin(name) for name in PEER):
        config.pluginmanager.register(Fixtures(), "_benchmem_count_fixtures")


if sys.version_info < (3, 8):
    raise ImportError("counting needs Python 3.8 or newer")
