import pytest
import tomli

TABLE = '[project.table]\nname = "value"\nlist = [1, 2, 3]\nnested = { a = 1.5, b = true }\n'


@pytest.mark.parametrize("tables", [10, 100])
def test_loads(benchmark, tables):
    text = "".join(TABLE.replace("table", "t%d" % i) for i in range(tables))
    assert len(benchmark(tomli.loads, text)["project"]) == tables
