"""What one call runs, told by function; made in a fork, so that nothing of it is left."""

import ctypes
import functools
import gc
import os
import socket
import sys
import threading
import time
import warnings

import _benchmem_trace
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
if "COUNT_LIBRARY" not in os.environ:
    pytest.skip("it was built without the library that counts", allow_module_level=True)
LIBRARY = ctypes.PyDLL(os.environ["COUNT_LIBRARY"])
done = []


def inner(n):
    return [i for i in range(n)][-1] if n else 0


def counting(n):
    for i in range(n):
        yield i


class Work:
    def run(self, n):
        return [inner(5) for _ in range(n)], sum(counting(n)), self.deep(n)

    def deep(self, n):
        return n and self.deep(n - 1)


def trace(call, prepare=lambda: None, finish=lambda prepared: None):
    return _benchmem_trace.trace(prepare, call, finish, HERE, LIBRARY)


def counts(found):
    """Name -> (calls, bytecodes) of this file's named functions."""
    assert all(file == "test_trace.py" for file, *_ in found), found
    return {name.split(".")[-1]: (calls, executed) for _file, _line, name, calls, executed in found
            if not name.endswith(">")}


def test_calls_and_bytecodes():
    one, two = (counts(trace(lambda _: Work().run(n))) for n in (2, 6))
    assert [one[name][0] for name in ("run", "inner", "deep")] == [1, 2, 3]
    assert [two[name][0] for name in ("run", "inner", "deep")] == [1, 6, 7]
    assert two["inner"][1] == 3 * one["inner"][1] > 0
    assert two["counting"][1] > one["counting"][1] > 0
    assert one == counts(trace(lambda _: Work().run(2))), "the same each time"


def test_lines():
    found = {name: line for _f, line, name, _c, _b in trace(lambda _: inner(3))}
    assert found["inner"] == inner.__code__.co_firstlineno


def wrapped(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper


class Other:
    @wrapped
    def run(self):
        return (lambda: [i for i in range(3)])()

    @property
    def value(self):
        return 1

    @classmethod
    def make(cls):
        return cls()


def test_names_have_their_classes():
    """Before 3.11 too, where code has its own name only."""
    def inside():
        return Other.make().run(), Other.make().value, inner(2), Work().deep(1)

    gc.freeze()  # as the heap is while calls are counted
    try:
        names = {name for _f, _l, name, _c, _b in trace(lambda _: inside())}
    finally:
        gc.unfreeze()
    expected = {"Other.run", "Other.value", "Other.make", "wrapped.<locals>.wrapper", "inner",
                "Work.deep", "test_names_have_their_classes.<locals>.inside",
                "Other.run.<locals>.<lambda>"}
    assert expected <= names
    assert all("." in name for name in names - {"inner"}), names
    if sys.version_info < (3, 12):
        assert "inner.<locals>.<listcomp>" in names
        assert "Other.run.<locals>.<lambda>.<locals>.<listcomp>" in names


def test_nothing_of_it_is_left():
    trace(lambda _: done.append(1), finish=lambda _: done.append(2))
    assert done == []
    assert sys.gettrace() is None
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_only_the_call():
    found = counts(trace(lambda prepared: Work().deep(prepared), lambda: inner(9),
                         lambda prepared: inner(prepared)))
    assert "inner" not in found and found["deep"][0] == 9


def test_too_much(monkeypatch):
    monkeypatch.setattr(_benchmem_trace, "MOST_BYTECODES", 100)
    assert counts(trace(lambda _: Work().run(50)))["inner"] == (50, None)
    monkeypatch.setattr(_benchmem_trace, "MOST_CALLS", 30)
    assert trace(lambda _: Work().run(50)) is None


def test_too_much_for_a_call_that_catches_everything(monkeypatch):
    def catch(_):
        try:
            Work().run(50)
        except BaseException:
            pass

    monkeypatch.setattr(_benchmem_trace, "MOST_BYTECODES", 100)
    assert counts(trace(catch))["inner"] == (50, None)


def test_too_many_functions():
    codes = [compile("1", "<%d>" % i, "eval") for i in range(8200)]
    assert trace(lambda _: [eval(code) for code in codes]) is None
    assert len(trace(lambda _: [eval(code) for code in codes[:8000]])) == 200


def test_what_fails_is_not_told(monkeypatch, capfd):
    def fails(_):
        raise KeyError("secret")

    assert trace(fails) is None
    assert trace(lambda _: os._exit(3)) is None
    monkeypatch.setattr(_benchmem_trace, "SECONDS", 0.2)
    assert trace(lambda _: threading.Event().wait()) is None
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_where_no_fork_would_do():
    ends = socket.socketpair()
    assert trace(lambda _: inner(3)) is None
    for end in ends:
        end.close()
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    assert trace(lambda _: inner(3)) is None
    stop.set()
    other.join()
    while len(os.listdir("/proc/self/task")) > 1:  # it ends a little later than it is joined
        time.sleep(0.01)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert trace(lambda _: inner(3))
