"""What an exception says and where it came from, for the plugin _benchmem_reasons.

It is imported by the first test that fails or is skipped, or where nothing is run: most runs
have none of it, and pay nothing.
"""

from __future__ import annotations

import fnmatch
import functools
import importlib.util
import os
import re
import sys
from types import TracebackType
from typing import Any, Dict, Iterator, List, Optional, Set

import pytest
from _benchmem_places import LIBRARY, PACKAGES, packaged, roots

TEXT_MOST = 20000  # the program that reads it masks secrets, and cuts then
# Parts that a failure goes through and is not about.
PASSED = tuple(PACKAGES + name for name in ("_pytest", "pluggy", "pytest_benchmark"))


# --- where ---------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=None)
def modules_of(distribution: str) -> Set[str]:
    """The top-level modules of an installed distribution; of "" none."""
    if not distribution:
        return set()
    from importlib import metadata

    try:
        files = metadata.distribution(distribution).files or []
        tops = {file.parts[0] for file in files if file.parts[0] != ".."}
    except Exception:  # of a broken installation nothing more is known than its name
        tops = set()
    names = {top[:-3] if top.endswith(".py") else top.split(".")[0] for top in tops}
    return names | {distribution.replace("-", "_")}


class Places:
    """Calls files as readers do."""

    def __init__(self, root: str, distribution: str) -> None:
        self._root = os.path.abspath(root)
        self._distribution = distribution

    def name(self, path: str) -> Optional[str]:
        """None if the file is neither the suite's nor a package's."""
        path = os.path.abspath(path)
        if os.path.basename(path).startswith("_benchmem_") or any(part in path for part in PASSED):
            return None
        known = packaged(path)
        if known is not None:
            return known
        for directory in (self._root, os.getcwd()):
            if path.startswith(directory + os.sep):
                return path[len(directory) + 1 :]
        return None if path.startswith(LIBRARY) or not os.path.exists(path) else path

    def is_ours(self, path: str) -> bool:
        """Whether the file is the suite's or of the package that is measured."""
        known = packaged(path)
        modules = modules_of(self._distribution)
        return known is None or not modules or known.split(os.sep)[0].split(".")[0] in modules

    def last(self, problem: BaseException, traceback: Optional[TracebackType]) -> str:
        """The last FILE:LINE that the exception went through; "" if none is to be named."""
        if isinstance(problem, SyntaxError) and problem.filename and problem.lineno:
            name = self.name(problem.filename)
            if name is not None:
                return "%s:%d" % (name, problem.lineno)
        ours = other = ""
        while traceback is not None:
            path = traceback.tb_frame.f_code.co_filename
            name = self.name(path)
            if name is not None:
                other = "%s:%d" % (name, traceback.tb_lineno)
                if self.is_ours(os.path.abspath(path)):
                    ours = other
            traceback = traceback.tb_next
        return ours or other


# --- what ----------------------------------------------------------------------------------------


def shown(text: str) -> str:
    """Without what a line or a JSON reader cannot hold."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:TEXT_MOST])


def first_line(text: str) -> str:
    lines = text.strip().splitlines()
    return shown(nearer(lines[0].strip())) if lines else ""


def nearer(text: str) -> str:
    """Paths of the environment as they are below it, wherever it is."""
    for directory in roots():
        text = text.replace(directory, "")
    return text.replace(os.getcwd() + os.sep, "")


def error_line(text: str) -> str:
    """Of a traceback as pytest prints it the line that says what is wrong."""
    lines = [line[1:] for line in text.splitlines() if line[:1] == "E" and line[1:].strip()]
    return first_line(lines[0] if lines else text)


def missing(problem: BaseException, distribution: str) -> Dict[str, str]:
    """What was looked for and is not there: a file, a fixture, or a module that is none of the
    distribution."""
    if isinstance(problem, ModuleNotFoundError) and problem.name:
        top = problem.name.split(".")[0]
        try:
            found = top in sys.modules or importlib.util.find_spec(top) is not None
            found = found or top in modules_of(distribution)
        except Exception:
            found = True
        return {} if found else {"module": shown(top)}
    if isinstance(problem, pytest.FixtureLookupError) and problem.argname:
        return {"fixture": shown(problem.argname)}
    if isinstance(problem, FileNotFoundError) and isinstance(problem.filename, str):
        return {"file": os.path.abspath(problem.filename).encode(errors="replace").decode()}
    return {}


def cause_of(problem: BaseException) -> BaseException:
    """What is behind an exception of pytest's own that wraps another, or a group."""
    for _ in range(20):
        within = getattr(problem, "exceptions", None)
        if isinstance(within, tuple) and within and isinstance(within[0], BaseException):
            problem = within[0]
        elif type(problem).__name__ in ("CollectError", "ConftestImportFailure") and problem.__cause__:
            problem = problem.__cause__
        else:
            break
    return problem


def explain(
    problem: BaseException, root: str, distribution: str, otherwise: str = ""
) -> Dict[str, str]:
    """The members of an event in a suite below ROOT; OTHERWISE is the place of an exception that has
    none."""
    places = Places(root, distribution)
    problem = cause_of(problem)
    what = type(problem).__name__
    try:
        said = first_line(str(problem))
    except Exception as worse:
        said = "its text cannot be had: " + type(worse).__name__
    reason = what + (": " + said if said else "")
    if isinstance(problem, pytest.FixtureLookupError):
        reason = "fixture %r not found" % problem.argname
    elif what == "CollectError":
        reason = said or what
    try:
        place = places.last(problem, problem.__traceback__) or otherwise
    except Exception:  # frames of code that lies about its file
        place = otherwise
    event = {"reason": reason, **missing(problem, distribution)}
    if place:
        event["place"] = shown(place)
    return event


def skip_of(report: Any) -> Dict[str, str]:
    """Why, by the report's triple of file, line and text."""
    if isinstance(report.longrepr, tuple) and len(report.longrepr) == 3:
        text = first_line(str(report.longrepr[2]))
    else:
        text = first_line(report.longreprtext)
    begin = "Skipped: "
    return {"reason": text[len(begin) :] if text.startswith(begin) else text}


# --- why nothing was collected -------------------------------------------------------------------

TAKES_BENCHMARK = re.compile(r"^\s*(?:async\s+)?def\s+(\w+)\([^)]*\bbenchmark\b", re.M)


def modules_in(directory: str) -> Iterator[str]:
    for place, directories, names in os.walk(directory):
        directories[:] = sorted(d for d in directories if d[0] not in "._")
        for name in sorted(names):
            if name.endswith(".py") and name != "conftest.py":
                yield os.path.join(place, name)


def benchmarks_in(path: str) -> List[str]:
    """The names of the functions that take the fixture."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return TAKES_BENCHMARK.findall(file.read())
    except OSError:
        return []


def advice(what: str, names: Set[str], takes: str, patterns: List[str], option: str) -> str:
    """That the patterns leave out what has these names, and which ones would not."""
    wanted = sorted({re.sub(r"_[^.]*", "_*", name) for name in names})
    return (
        "it collected no tests: benchmarks are %s %s, and it %s %s alone; its argument "
        "--override-ini=%s=%s changes that (--pytest-arg, PYTEST_ARGS)"
        % (
            what,
            ", ".join(sorted(names)[:3]),
            takes,
            " and ".join(patterns),
            option,
            " ".join(wanted[:3]),
        )
    )


def uncollected(config: Any, deselected: int) -> Optional[str]:
    """Why no test was run, if that is because of their names or all were deselected."""
    if deselected:
        return "it ran no tests: %d deselected, by -k, -m, --deselect or a plugin" % deselected
    patterns = config.getini("python_files")
    looked: List[str] = []
    passed_over: List[str] = []
    for directory in config.args:
        if not os.path.isdir(directory):
            return None
        for path in modules_in(directory):
            name = os.path.basename(path)
            taken = any("/" in p or fnmatch.fnmatch(name, p) for p in patterns)
            (looked if taken else passed_over).append(path)
    if not looked:
        files = {os.path.basename(path) for path in passed_over if benchmarks_in(path)}
        return advice("in", files, "looks into", patterns, "python_files") if files else None
    begins = [p if "*" in p else p + "*" for p in config.getini("python_functions")]
    functions = {name for path in looked for name in benchmarks_in(path)}
    if not functions or any(fnmatch.fnmatch(name, p) for name in functions for p in begins):
        return None
    return advice("called", functions, "takes", begins, "python_functions")
