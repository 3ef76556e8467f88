"""Functions whose cost an allocator decides, and the cache of methods."""

import json

TEXT = json.dumps({"k%d" % i: [i, i / 2, "value %d" % i, None] for i in range(200)})


def test_parse(benchmark):
    assert len(benchmark(json.loads, TEXT)) == 200


def test_grow(benchmark):
    def grow():
        parts = bytearray()
        for i in range(2000):
            parts += b"%d" % i
        return bytes(parts)

    assert len(benchmark(grow)) == 6890


def test_error(benchmark):
    def wrong():
        try:
            json.loads("{]")
        except ValueError:
            return True

    assert benchmark(wrong)
