"""Which Python functions a call runs: how often each is called, and how many bytecodes it executes.

The call is made in a fork of the process, which ends with it: neither the interpreter's own
adapting of code that is traced nor what the call leaves behind reaches what is counted afterwards.
Nothing is traced where a fork would not do: beside other threads, or with a socket open, whose
other end would hear both processes.

A trace is a list of [FILE, LINE, NAME, CALLS, BYTECODES], most bytecodes first: the file as readers
know it, below the suite or site-packages, the line where the function begins.  A call that executes
more than MOST_BYTECODES is made again and only its calls of functions are told, BYTECODES being
None.  Nothing at all is told of one with too many of these or of functions, or that raises, or takes
too long.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import sys
import time
import warnings
from types import CodeType, FunctionType
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from _benchmem_places import file_of

Trace = List[List[Any]]

MOST_BYTECODES = 1000000
MOST_CALLS = 1000000
MOST_FUNCTIONS = 200  # of a trace that are told
SECONDS = 60  # that a fork may take
MONITORING: Any = getattr(sys, "monitoring", None)  # sys.settrace() tells few bytecodes beside it


class TooMuch(BaseException):
    """The call does more than is traced."""


class Traced(ctypes.Structure):
    """What was seen of a function: struct traced of trace.c."""

    _fields_ = [
        ("code", ctypes.py_object),
        ("calls", ctypes.c_int64),
        ("bytecodes", ctypes.c_int64),
    ]


class Tracer:
    """Has the library (trace.c) count by code object; one of them in a process."""

    TOOL = 2  # sys.monitoring.PROFILER_ID

    def __init__(self, library: ctypes.PyDLL, bytecodes: bool) -> None:
        self.is_over = False  # it did too much
        self._library = library
        self._bytecodes = bytecodes
        begin = library.benchmem_trace_begin
        begin.argtypes = [ctypes.py_object, ctypes.c_int64, ctypes.c_int]
        begin(self.stop, MOST_BYTECODES if bytecodes else MOST_CALLS, bytecodes)

    def begin(self) -> None:
        if not MONITORING:
            self._library.benchmem_trace_frames()
            return
        callback = self._library.benchmem_trace_callback
        callback.restype = ctypes.py_object
        events, called = MONITORING.events, callback(False)
        MONITORING.use_tool_id(self.TOOL, "benchmem")
        MONITORING.register_callback(self.TOOL, events.PY_START, called)
        MONITORING.register_callback(self.TOOL, events.PY_RESUME, called)
        asked = events.PY_START | events.PY_RESUME
        if self._bytecodes:
            MONITORING.register_callback(self.TOOL, events.INSTRUCTION, callback(True))
            asked |= events.INSTRUCTION
        MONITORING.set_events(self.TOOL, asked)

    def end(self) -> None:
        if MONITORING:
            MONITORING.set_events(self.TOOL, 0)
        else:
            sys.settrace(None)

    def stop(self) -> None:
        self.end()
        self.is_over = True
        raise TooMuch

    def seen(self) -> List[Traced]:
        count = ctypes.c_int32()
        traced = self._library.benchmem_traced
        traced.restype = ctypes.POINTER(Traced)
        first = traced(ctypes.byref(count))
        seen: List[Traced] = first[: count.value]
        return seen


def functions_of(scope: Dict[str, Any]) -> Iterator[FunctionType]:
    """The functions of a module or class, with those that decorators have wrapped."""
    for value in list(scope.values()):
        value = getattr(value, "__func__", getattr(value, "fget", value))
        while isinstance(value, FunctionType):
            yield value
            value = value.__dict__.get("__wrapped__")
        if isinstance(value, type) and value.__dict__ is not scope:
            for member in list(value.__dict__.values()):
                member = getattr(member, "__func__", getattr(member, "fget", member))
                if isinstance(member, FunctionType):
                    yield member


def qualified(codes: List[CodeType]) -> Dict[CodeType, str]:
    """What the functions are called with classes and functions around them, before Python 3.11,
    from when on their code says so itself."""
    names: Dict[CodeType, str] = {}
    scopes: Dict[int, Dict[str, Any]] = {}

    def add(function: FunctionType) -> None:
        code = function.__code__
        if function.__qualname__.split(".")[-1] == code.co_name:  # it does not go by another's
            names[code] = function.__qualname__
            add_inner(code)

    def add_inner(code: CodeType) -> None:
        for inner in code.co_consts:
            if isinstance(inner, CodeType) and inner not in names:
                names[inner] = names[code] + ".<locals>." + inner.co_name
                add_inner(inner)

    gc.unfreeze()  # what is frozen, as the heap while it is counted, is not looked at
    for holder in gc.get_referrers(*codes):
        if isinstance(holder, FunctionType):
            scopes[id(holder.__globals__)] = holder.__globals__
            add(holder)
    for scope in scopes.values():
        for function in functions_of(scope):
            add(function)
    return names


def told(tracer: Tracer, bytecodes: bool, root: str) -> Trace:
    """The trace; functions that look the same, as those made anew by each call, are one."""
    joined: Dict[Tuple[str, int, str], List[int]] = {}
    seen = tracer.seen()
    names = {} if sys.version_info >= (3, 11) else qualified([count.code for count in seen])
    for count in seen:
        code = count.code
        if os.path.basename(code.co_filename).startswith("_benchmem_"):
            continue  # that of these plugins
        name = getattr(code, "co_qualname", names.get(code, code.co_name))
        counts = joined.setdefault((file_of(code.co_filename, root), code.co_firstlineno, name), [0, 0])
        counts[0] += count.calls
        counts[1] += count.bytecodes
    trace: Trace = [
        [file, line, name, calls, executed if bytecodes else None]
        for (file, line, name), (calls, executed) in joined.items()
    ]
    trace.sort(key=lambda one: (-(one[4] or 0), -one[3], one[:3]))
    return trace[:MOST_FUNCTIONS]


def run(
    call: Callable[[], Any], library: ctypes.PyDLL, bytecodes: bool, root: str
) -> Optional[Trace]:
    """The trace of the call, in this process; None if it does too much."""
    tracer = Tracer(library, bytecodes)
    try:
        tracer.begin()
        call()
    except TooMuch:
        pass
    finally:
        tracer.end()
    return None if tracer.is_over else told(tracer, bytecodes, root)


def can_fork() -> bool:
    """Whether nothing is here that two processes cannot both have."""
    try:
        if len(os.listdir("/proc/self/task")) > 1:
            return False
        for name in os.listdir("/proc/self/fd"):
            try:
                if os.readlink("/proc/self/fd/" + name).startswith("socket:"):
                    return False
            except OSError:  # that of the directory, closed by now
                pass
    except OSError:
        return False
    return True


def forked(work: Callable[[], Any]) -> Any:
    """What the work returns, as JSON has it, made in a fork; None if nothing came of it."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            text = json.dumps(work()).encode("ascii")
            while text:
                text = text[os.write(writing, text) :]
        finally:  # at once: no dump of Valgrind's, no buffer written twice
            os.kill(os.getpid(), signal.SIGKILL)
    os.close(writing)
    try:
        text = read_all(reading, time.monotonic() + SECONDS)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    try:
        return json.loads(text.decode("ascii"))
    except ValueError:
        return None


def read_all(pipe: int, deadline: float) -> bytes:
    """What comes until the other end is closed, or the time is up."""
    text = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return text
        more = os.read(pipe, 65536)
        if not more:
            return text
        text += more


def trace(
    prepare: Callable[[], Any],
    call: Callable[[Any], Any],
    finish: Callable[[Any], Any],
    root: str,
    library: ctypes.PyDLL,
) -> Optional[Trace]:
    """The trace of call(prepare()); the two others are not in it.  LIBRARY: benchmem_call."""

    def work(bytecodes: bool) -> Optional[Trace]:
        prepared = prepare()
        found = run(lambda: call(prepared), library, bytecodes, root)
        finish(prepared)
        return found

    if not can_fork():
        return None
    found = forked(lambda: work(True))
    result = found if found is not None else forked(lambda: work(False))
    return result if isinstance(result, list) else None
