"""Where the module of --import-check comes from.

With -c and the arguments MODULE and VENV it imports the module, and fails if that comes from
elsewhere than the environment VENV.  As a pytest plugin it writes why the module named
BENCHMEM_ORIGIN_MODULE is from elsewhere, or nothing, into BENCHMEM_ORIGIN_FILE when pytest ends:
pytest's own path rules may have put a copied checkout first on sys.path.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""
from __future__ import annotations

import importlib
import importlib.util
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pytest


def place_of(name: str) -> str | None:
    """The module's file, or its first directory; of one that was not imported, where it would be
    found."""
    module = sys.modules.get(name)
    if module is not None:
        path: str | None = getattr(module, "__file__", None)
        return path or next(iter(getattr(module, "__path__", ())), None)
    spec = importlib.util.find_spec(name)
    if spec is None:
        return None
    if spec.has_location:
        return spec.origin
    return next(iter(spec.submodule_search_locations or ()), None)


def verdict(name: str, venv: str) -> str:
    """Why the module is not the environment's; nothing if it is.  Only the directory's links are
    resolved: with uv's link mode "symlink" the files themselves are links into its cache."""
    path = place_of(name)
    if path is None:
        return name + " comes from no file"
    where = os.path.realpath(os.path.dirname(os.path.abspath(path)))
    if (where + os.sep).startswith(os.path.realpath(venv) + os.sep):
        return ""
    return name + " comes from " + os.path.abspath(path) + ", not from the environment"


def pytest_unconfigure(config: pytest.Config) -> None:
    try:
        text = verdict(os.environ["BENCHMEM_ORIGIN_MODULE"], sys.prefix)
    except Exception as problem:
        text = "looking for it failed: " + repr(problem)
    with open(os.environ["BENCHMEM_ORIGIN_FILE"], "w", errors="replace") as out:
        out.write(text)


if __name__ == "__main__":
    importlib.import_module(sys.argv[1])
    sys.exit(verdict(sys.argv[1], sys.argv[2]) or None)
