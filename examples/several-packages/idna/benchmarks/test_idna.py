import idna


def test_encode(benchmark):
    assert benchmark(idna.encode, "пример.испытание") == b"xn--e1afmkfd.xn--80akhbyknj4f"
