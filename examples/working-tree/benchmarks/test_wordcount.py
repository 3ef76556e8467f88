import pytest
import wordcount


@pytest.mark.parametrize("lines", [1_000, 20_000])
def test_count(benchmark_memory, lines):
    text = "how many words are there\n" * lines
    assert benchmark_memory(wordcount.count, text) == 5 * lines
