"""Only the tests that are listed are run."""
import pytest


@pytest.fixture
def run(pytester, monkeypatch):
    def run(*ids, words=()):
        (pytester.path / "only.txt").write_text("\n".join(ids), encoding="utf-8")
        monkeypatch.setenv("BENCHMEM_ONLY", str(pytester.path / "only.txt"))
        return pytester.runpytest("-p", "_benchmem_only", *words)
    return run


SUITE = """
import pytest

@pytest.mark.parametrize("x", ["1", "a b", "\\u00e9", "x::y", "*", "\\u2028"])
def test_a(x): pass

def test_b(): pass

class TestC:
    def test_d(self): pass
"""


def test_by_node_id(pytester, run):
    pytester.makepyfile(test_s=SUITE)
    result = run("test_s.py::test_b", "test_s.py::TestC::test_d")
    result.assert_outcomes(passed=2, deselected=6)


def test_a_name_alone_is_no_id(pytester, run):
    pytester.makepyfile(test_s=SUITE)
    result = run("test_b", "test_s.py")
    result.assert_outcomes(deselected=8)
    assert result.ret == 5


def test_ids_with_odd_characters(pytester, run):
    pytester.makepyfile(test_s=SUITE)
    result = run(*["test_s.py::test_a[%s]" % x for x in ("a b", "\\xe9", "x::y", "*")])
    result.assert_outcomes(passed=4, deselected=4)


def test_none_of_them_is_there(pytester, run):
    """The exit status by which a sweep knows that the version lacks them all."""
    pytester.makepyfile(test_s=SUITE)
    assert run("test_s.py::test_of_another_version").ret == 5


def test_beside_the_users_own_choice(pytester, run):
    pytester.makepyfile(test_s=SUITE)
    result = run("test_s.py::test_b", "test_s.py::TestC::test_d", words=("-k", "test_b"))
    result.assert_outcomes(passed=1, deselected=7)
