"""What files are called, wherever the environment is."""
import os
import sys

import _benchmem_places as places
import pytest

LIBRARY = os.path.dirname(os.path.realpath(os.__file__))


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """A build tree's: the module beside site-packages, where a .pth leads; behind a link."""
    real = tmp_path / "real"
    site = real / "lib" / "python3" / "site-packages"
    (real / "python" / "sub").mkdir(parents=True)
    site.mkdir(parents=True)
    linked = tmp_path / "venv"
    linked.symlink_to(real, target_is_directory=True)
    monkeypatch.setattr(sys, "prefix", str(linked))
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(sys, "path", [
        "", tmp_path / "iso", str(tmp_path / "iso"), LIBRARY, str(linked / "lib" / "python3" / "site-packages"), str(real / "python"),
        str(linked / "python" / "sub") + os.sep])
    monkeypatch.setattr(places, "ROOTS", places.roots())
    return tmp_path


@pytest.mark.parametrize("path, file", [
    ("venv/lib/python3/site-packages/p/m.py", "p/m.py"),
    ("real/lib/python3/site-packages/p/_x.so", "p/_x.so"),
    ("real/lib/python3/site-packages/p/site-packages/m.py", "p/site-packages/m.py"),
    ("real/python/demo/m.py", "demo/m.py"),
    ("venv/python/demo/m.py", "python/demo/m.py"),  # Python does not look for it there
    ("venv/python/sub/m.py", "m.py"),
    ("real/python/sub/m.py", "m.py"),
    ("venv/lib/libdemo.so", "lib/libdemo.so"),
    ("venvs/m.py", None), ("iso/python/m.py", None), ("base/site-packages/q/m.py", "q/m.py")])
def test_an_environment(environment, path, file):
    assert places.packaged(str(environment / path)) == file


def test_without_an_environment(monkeypatch):
    """The interpreter's own directories are none."""
    home = os.path.dirname(os.path.dirname(LIBRARY))
    monkeypatch.setattr(sys, "prefix", home)
    monkeypatch.setattr(sys, "base_prefix", home)
    monkeypatch.setattr(sys, "path", [LIBRARY, LIBRARY + "/lib-dynload", LIBRARY + "/site-packages"])
    assert places.roots() == [LIBRARY + "/site-packages/"]


@pytest.mark.parametrize("path, file", [
    ("/suite/sub/t.py", "sub/t.py"), (os.path.dirname(os.__file__) + "/json/decoder.py", "json/decoder.py"),
    ("/a/site-packages/b/site-packages/c.py", "c.py"), ("<string>", "<string>"), ("/elsewhere/x.py", "/elsewhere/x.py")])
def test_files(path, file):
    assert places.file_of(path, "/suite") == file
