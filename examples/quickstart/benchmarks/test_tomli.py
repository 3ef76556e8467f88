"""How long tomli takes to read a document.  Every release that is swept runs this same file."""

import pytest
import tomli


def tables(count):
    """A configuration file: COUNT tables of a number, a string, a list and a date."""
    return "\n".join(
        f"[table{i}]\n"
        f"number = {i}\n"
        f'name = "entry {i}"\n'
        f"list = [{i}, {i + 1}, {i + 2}]\n"
        f"date = 2024-01-{1 + i % 28:02d}\n"
        for i in range(count)
    )


def strings(count):
    """Long strings, with and without escapes."""
    return "\n".join(
        f'plain{i} = "{"lorem ipsum " * 8}"\n' f'escaped{i} = "tab\\t quote\\" snowman \\u2603"\n'
        for i in range(count)
    )


@pytest.mark.parametrize("count", [50, 400])
def test_loads(benchmark, count):
    document = tables(count)
    result = benchmark(tomli.loads, document)
    assert len(result) == count


def test_strings(benchmark):
    document = strings(100)
    result = benchmark(tomli.loads, document)
    assert result["escaped7"].endswith("\N{SNOWMAN}")
