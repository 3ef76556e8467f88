import tomli

TEXT = "\n".join("key%d = [%d, 'text']" % (n, n) for n in range(100))


def test_loads(benchmark):
    assert len(benchmark(tomli.loads, TEXT)) == 100
