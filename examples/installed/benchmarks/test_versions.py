"""How long packaging takes to read and to sort versions."""

from packaging.specifiers import SpecifierSet
from packaging.version import Version

TEXTS = ["%d.%d.%drc%d" % (n % 7, n % 11, n, n % 3) for n in range(300)]


def test_sort(benchmark):
    result = benchmark(lambda: sorted(TEXTS, key=Version))
    assert result[0] == "0.0.0rc0"


def test_filter(benchmark):
    versions = [Version(text) for text in TEXTS]
    matching = SpecifierSet(">=2.1,<5,!=3.*")
    result = benchmark(lambda: list(matching.filter(versions, prereleases=True)))
    assert 0 < len(result) < len(versions)
