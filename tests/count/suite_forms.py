"""A suite with all the ways of using the fixture, and all that can go wrong: run when counted."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
import weakref

import pytest


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def test_call(benchmark):
    benchmark.extra_info["a"] = 1
    benchmark.group = "g"
    assert benchmark(fib, 8) == 21
    assert benchmark.stats.stats.rounds >= 1
    assert benchmark.stats["mean"] > 0


def test_keywords(benchmark):
    assert benchmark(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


@pytest.mark.parametrize("x", ["1", "a b", "\u00e9", "x::y", "\n", "<" * 3000], ids=str)
def test_names(benchmark, x):
    assert benchmark(len, x) == len(x)


class TestClass:
    @pytest.fixture
    def data(self):
        return list(range(100))

    def test_method(self, benchmark, data):
        assert benchmark(sum, data) == 4950


def test_decorator(benchmark):
    @benchmark
    def result():
        return 42

    assert result == 42


def test_own_fixture(own):
    assert own(fib, 3) == 2


def test_set_up(benchmark):
    made = []

    def set_up():
        fib(15)  # far more than what is counted
        made.append(1)
        return ([1, 2, 3],), {}

    assert benchmark.pedantic(lambda values: values.pop(), setup=set_up, rounds=2) == 3
    assert len(made) == 15


def test_set_up_without_arguments(benchmark):
    state = {}
    benchmark.pedantic(state.pop, args=("k",), setup=lambda: state.update(k=1), rounds=5)


def test_no_more_than_asked(benchmark):
    calls = []
    benchmark.pedantic(calls.append, args=(1,))
    assert len(calls) == 1


def test_some_of_what_is_asked(benchmark):
    calls = []
    benchmark.pedantic(calls.append, args=(1,), rounds=4, warmup_rounds=2)
    assert len(calls) == 6


def test_iterations(benchmark):
    assert benchmark.pedantic(fib, (5,), rounds=10, iterations=10, warmup_rounds=2) == 5


def test_wrong_numbers(benchmark):
    with pytest.raises(ValueError):
        benchmark.pedantic(fib, args=(5,), rounds=0)


def test_wrong_keyword(benchmark):
    with pytest.raises(TypeError, match="sideways"):
        benchmark.pedantic(fib, sideways=1)


def test_arguments_twice(benchmark):
    benchmark.pedantic(fib, args=(1,), setup=lambda: ((2,), {}))


def test_used_twice(benchmark):
    benchmark(fib, 1)
    with pytest.raises(Exception, match="only be used once"):
        benchmark(fib, 1)


def test_raises(benchmark):
    benchmark(int, "no number\nsecond line")


def test_raises_deep_in_a_module(benchmark):
    import helper

    benchmark(helper.fails)


def test_assertion(benchmark):
    assert benchmark(fib, 1) == 2


def test_skips(benchmark):
    benchmark(pytest.skip, "not here")


@pytest.mark.skip(reason="marked so")
def test_marked(benchmark):
    raise AssertionError


@pytest.mark.xfail
def test_expected(benchmark):
    assert benchmark(fib, 1) == 2


def test_no_fixture(benchmark, nowhere):
    raise AssertionError


def test_no_benchmark():
    raise AssertionError("of no interest")


def test_collector(benchmark):
    assert gc.isenabled()
    assert benchmark(gc.isenabled) is False
    assert gc.isenabled()
    gc.disable()
    try:
        benchmark.pedantic
    finally:
        gc.enable()


def test_cycles(benchmark):
    class Cycle:
        pass

    made = []

    def make():
        cycle = Cycle()
        cycle.itself = cycle
        made.append(weakref.ref(cycle))

    frozen = gc.get_freeze_count()
    benchmark(make)
    assert sum(cycle() is not None for cycle in made) == 1  # that of the last call
    assert gc.get_freeze_count() <= frozen


def test_thread(benchmark):
    def run():
        thread = threading.Thread(target=fib, args=(5,))
        thread.start()
        thread.join()

    benchmark(run)


def test_beside_a_thread(benchmark):
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        benchmark(fib, 5)
    finally:
        done.set()
        thread.join()


def test_fork(benchmark):
    def run():
        child = os.fork()
        if child == 0:
            fib(12)
            os._exit(0)
        return os.waitpid(child, 0)[1]

    assert benchmark(run) == 0


def test_subprocess(benchmark):
    assert "benchmem_even" not in os.environ.get("LD_PRELOAD", "")
    assert benchmark(subprocess.call, [sys.executable, "-S", "-c", ""]) == 0


def test_asyncio(benchmark):
    async def main():
        await asyncio.sleep(0)
        return 7

    assert benchmark(lambda: asyncio.run(main())) == 7
