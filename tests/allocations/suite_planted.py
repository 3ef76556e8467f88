"""Ways of allocating SCALE times 200,000 bytes, and others that stay the same."""

import functools
import os

import pytest

SIZE = 200000 * int(os.environ["SCALE"])


def steady():
    return [bytearray(1000) for _ in range(50)]


def planted(size):
    return bytearray(size)


class Table:
    def planted_method(self, size):
        self.rows = bytearray(size)
        return self


def planted_generator(size):
    for _ in range(10):
        yield bytearray(size // 10)


def planted_recursion(depth, size):
    return (bytearray(size // 10), planted_recursion(depth - 1, size)) if depth else None


def decorated(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@decorated
def planted_decorated(size):
    return bytearray(size)


def planted_list(size):
    return [None] * (size // 8)


def planted_many(size):
    kept = [None] * (size // 1000)
    for i in range(size // 1000):
        kept[i] = bytes(967)  # 1,000 with its head
    return kept


def planted_two_lines(size):
    kept = bytearray(300000)
    return kept, bytearray(size)


async def planted_coroutine(size):
    return bytearray(size)


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value


planted_lambda = lambda size: bytearray(size)  # noqa: E731

WAYS = {
    "planted": planted,
    "planted_method": lambda size: Table().planted_method(size),
    "planted_generator": lambda size: list(planted_generator(size)),
    "planted_recursion": lambda size: planted_recursion(10, size),
    "planted_decorated": planted_decorated,
    "planted_list": planted_list,
    "planted_many": planted_many,
    "planted_two_lines": planted_two_lines,
    "planted_coroutine": lambda size: run(planted_coroutine(size)),
    "<lambda>": planted_lambda,
}


@pytest.mark.parametrize("way", list(WAYS))
def test_grows(benchmark, way):
    def work():
        return steady(), WAYS[way](SIZE)

    benchmark.pedantic(work, rounds=2)


def test_generated(benchmark):
    space = {}
    exec("def planted_generated(size):\n    return bytearray(size)\n", space)
    benchmark.pedantic(space["planted_generated"], args=(SIZE,), rounds=2)


def test_native(benchmark):
    benchmark.pedantic(bytearray, args=(SIZE,), rounds=2)
