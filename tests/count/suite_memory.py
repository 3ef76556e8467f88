"""The peer's fixture and its option."""

import pytest


def test_memory(benchmark_memory):
    assert benchmark_memory.peak_bytes is None
    assert len(benchmark_memory(bytearray, 100000)) == 100000
    assert benchmark_memory.peak_bytes >= 100000
    assert benchmark_memory.result.peak_bytes == benchmark_memory.peak_bytes


def test_pedantic(benchmark_memory):
    benchmark_memory.extra_info["x"] = 1
    assert benchmark_memory.pedantic(len, setup=lambda: (("ab",), {}), rounds=3) == 2


@pytest.mark.benchmem(max_peak="1 KiB")
def test_limit(benchmark):
    assert len(benchmark(bytearray, 100000)) == 100000
