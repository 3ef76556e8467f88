"""A suite whose process goes while it is counted."""

import os


def test_before(benchmark):
    benchmark(len, "ab")


def test_exits(benchmark):
    benchmark(os._exit, 3)


def test_after(benchmark):
    benchmark(len, "ab")
