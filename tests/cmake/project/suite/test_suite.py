def test_nothing(benchmark):
    benchmark(len, "")
