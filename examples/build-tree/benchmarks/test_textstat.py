import pytest
import textstat


@pytest.mark.parametrize("lines", [1_000, 20_000])
def test_count_words(benchmark_memory, lines):
    text = "how many words are there\n" * lines
    assert benchmark_memory(textstat.count_words, text) == 5 * lines
