"""Where a module comes from: the verdict, the program that -c runs, the plugin."""
import os
import subprocess
import sys

import _benchmem_origin as origin
import pytest


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A directory in which modules count as the environment's, first on sys.path."""
    site = tmp_path / "venv" / "site-packages"
    site.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(site))
    return tmp_path / "venv", site


def test_a_module_of_the_environment(venv):
    directory, site = venv
    (site / "here_one.py").write_text("")
    assert origin.verdict("here_one", str(directory)) == ""


def test_a_package_counts_by_its_directory(venv):
    directory, site = venv
    (site / "here_package").mkdir()
    (site / "here_package" / "__init__.py").write_text("")
    assert origin.verdict("here_package", str(directory)) == ""
    assert origin.place_of("here_package") == str(site / "here_package" / "__init__.py")


def test_a_package_without_init(venv):
    directory, site = venv
    (site / "here_space").mkdir()
    assert origin.verdict("here_space", str(directory)) == ""
    __import__("here_space")
    assert origin.verdict("here_space", str(directory)) == ""


def test_a_dotted_name(venv):
    directory, site = venv
    (site / "here_outer").mkdir()
    (site / "here_outer" / "__init__.py").write_text("")
    (site / "here_outer" / "inner.py").write_text("")
    assert origin.verdict("here_outer.inner", str(directory)) == ""


def test_a_module_that_is_elsewhere(venv, tmp_path, monkeypatch):
    directory, _ = venv
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "there_one.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path / "checkout"))
    assert origin.verdict("there_one", str(directory)) == (
        "there_one comes from %s, not from the environment"
        % (tmp_path / "checkout" / "there_one.py"))


def test_what_was_imported_counts_not_what_would_be_found(venv, tmp_path, monkeypatch):
    directory, site = venv
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "both_places.py").write_text("")
    with monkeypatch.context() as patch:
        patch.syspath_prepend(str(tmp_path / "checkout"))
        __import__("both_places")
    (site / "both_places.py").write_text("")
    assert "checkout" in origin.verdict("both_places", str(directory))


def test_a_name_that_only_begins_like_the_environment(venv, tmp_path, monkeypatch):
    directory, _ = venv
    (tmp_path / "venv2").mkdir()
    (tmp_path / "venv2" / "there_two.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path / "venv2"))
    assert origin.verdict("there_two", str(directory)) != ""


def test_links_of_files_are_not_resolved_those_of_directories_are(venv, tmp_path, monkeypatch):
    directory, site = venv
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "linked_file.py").write_text("")
    (site / "linked_file.py").symlink_to(tmp_path / "cache" / "linked_file.py")
    assert origin.verdict("linked_file", str(directory)) == ""
    (tmp_path / "cache" / "linked_package").mkdir()
    (tmp_path / "cache" / "linked_package" / "__init__.py").write_text("")
    (site / "linked_package").symlink_to(tmp_path / "cache" / "linked_package")
    assert origin.verdict("linked_package", str(directory)) != ""
    (tmp_path / "link").symlink_to(directory)
    assert origin.verdict("linked_file", str(tmp_path / "link")) == ""


@pytest.mark.parametrize("name", ["sys", "no_such_module"])
def test_no_file(venv, name):
    assert origin.verdict(name, str(venv[0])) == name + " comes from no file"


# --- as a program ---------------------------------------------------------------------------------

def check(tmp_path, module, venv):
    with open(origin.__file__, encoding="utf-8") as f:
        text = f.read()
    return subprocess.run([sys.executable, "-c", text, module, str(venv)], cwd=str(tmp_path),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
                          timeout=60)


def test_the_program_is_content(tmp_path):
    (tmp_path / "demo.py").write_text("")
    done = check(tmp_path, "demo", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_program_says_what_is_wrong(tmp_path):
    (tmp_path / "demo.py").write_text("")
    (tmp_path / "venv").mkdir()
    done = check(tmp_path, "demo", tmp_path / "venv")
    assert done.returncode == 1
    assert done.stderr == "demo comes from %s, not from the environment\n" % (tmp_path / "demo.py")


def test_the_program_fails_with_the_import(tmp_path):
    (tmp_path / "demo.py").write_text("raise RuntimeError('no luck')")
    done = check(tmp_path, "demo", tmp_path)
    assert done.returncode == 1 and "no luck" in done.stderr


# --- as a plugin ----------------------------------------------------------------------------------

@pytest.fixture
def watched(pytester, monkeypatch):
    """Run pytest with the plugin; returns what it recorded."""
    def run(module, run=pytester.runpytest):
        record = pytester.path / "origin.txt"
        monkeypatch.setenv("BENCHMEM_ORIGIN_FILE", str(record))
        if module:
            monkeypatch.setenv("BENCHMEM_ORIGIN_MODULE", module)
        run("-p", "_benchmem_origin")
        return record.read_text() if record.exists() else None
    return run


def test_the_plugin_records_nothing_wrong(pytester, watched):
    pytester.makepyfile("def test_a(): import pytest")
    assert watched("pytest") == ""


def test_the_plugin_sees_the_copied_checkout(pytester, watched):
    pytester.makepyfile(demo="", test_demo="import demo\ndef test_a(): pass")
    assert watched("demo") == (
        "demo comes from %s, not from the environment" % (pytester.path / "demo.py"))


def test_the_plugin_tells_of_failing_tests_too(pytester, watched):
    pytester.makepyfile("def test_a(): assert 0")
    assert watched("pytest") == ""


def test_the_plugin_that_cannot_look_says_so(pytester, watched, monkeypatch):
    pytester.makepyfile("def test_a(): pass")
    monkeypatch.delenv("BENCHMEM_ORIGIN_MODULE", raising=False)
    assert watched(None).startswith("looking for it failed: KeyError")


def test_a_run_that_is_killed_records_nothing(pytester, watched):
    pytester.makepyfile("import os\ndef test_a(): os._exit(3)")
    assert watched("pytest", pytester.runpytest_subprocess) is None


def test_imports_nothing_but_the_standard_library():
    assert "pytest" not in vars(origin)
    assert os.path.basename(origin.__file__) == "_benchmem_origin.py"
