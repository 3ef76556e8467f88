"""Every way to have memory measured, and what is none of it."""

import os
import threading

import memray
import pytest


def work(size):
    return bytearray(size)


def test_call(benchmark):
    benchmark(work, 10000)


def test_pedantic(benchmark):
    benchmark.pedantic(work, setup=lambda: ((20000,), {}), rounds=2)


def test_decorator(benchmark):
    @benchmark
    def result():
        return work(30000)

    assert len(result) == 30000


class TestClass:
    def test_method(self, benchmark_memory):
        benchmark_memory(work, 40000)


@pytest.mark.parametrize("text", ["x" * 10000, "a b", "a_b", "</title><b>&\x1b[31m"], ids=str)
def test_hostile(benchmark, text):
    benchmark.pedantic(work, args=(50000,), rounds=2)


def test_names(benchmark):
    # A name of 5,000 characters, and a file that is markup.
    source = "def %s(size):\n    return bytearray(size)\n" % ("n" * 5000)
    space = {}
    exec(compile(source, "<b>&'\"\x1b[31m.py", "exec"), space)
    benchmark.pedantic(space["n" * 5000], args=(60000,), rounds=2)


def test_deep(benchmark):
    def deep(depth):
        return deep(depth - 1) if depth else bytearray(70000)

    benchmark.pedantic(deep, args=(600,), rounds=2)


def test_thread(benchmark):
    def threaded():
        kept = []
        thread = threading.Thread(target=lambda: kept.append(bytearray(80000)))
        thread.start()
        thread.join()
        return kept

    benchmark.pedantic(threaded, rounds=2)


def test_forks(benchmark):
    def forking():
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return bytearray(90000)

    benchmark.pedantic(forking, rounds=2)


@pytest.mark.benchmem(repeats=70)
def test_many_passes(benchmark):
    benchmark.pedantic(work, args=(10000,), rounds=1)


@pytest.mark.benchmem(isolate=True)
def test_isolated(benchmark):
    benchmark.pedantic(work, args=(10000,), rounds=1)


def test_tracker_of_its_own(tmp_path, benchmark):
    with memray.Tracker(tmp_path / "own.bin"):
        work(5000)
    benchmark.pedantic(work, args=(10000,), rounds=1)


def test_no_benchmark(tmp_path):
    with memray.Tracker(str(tmp_path / "own.bin")) as tracker:
        work(5000)
    assert tracker is not None


def test_fails(benchmark):
    benchmark.pedantic(work, args=(10000,), rounds=1)
    raise ValueError("after it was measured")
