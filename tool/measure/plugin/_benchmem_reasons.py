"""A pytest plugin that notes why tests fail, are skipped or are not collected.

It runs in the environment that is measured and changes nothing of what pytest does.  The file
BENCHMEM_REASONS_FILE gets one JSON object a line, written as soon as it is known, so that a process
that dies leaves what it was at:

    {"begun": ID}                          a test begins, or
    {"over": ID}                           has ended
    {"failed": ID, "reason": TEXT, ...}    it failed, in its set-up or tear-down too; or the file,
                                           class or directory of that id was not collected
    {"skipped": ID, "reason": TEXT, ...}   it was skipped: a benchmark, or a file as a whole
    {"stopped": TEXT, ...}                 pytest gave up: a conftest.py or an option that is wrong,
                                           an internal error, pytest.exit()
    {"ended": STATUS}                      once, last: pytest's exit status

with, where they are known, "place": "FILE:LINE" of the suite or the package, and of what is missing
"module": NAME or "file": PATH.  An exception's TEXT is its type and the first line of what it says.
ID is pytest's node id.  BENCHMEM_REASONS_PACKAGE is the distribution that is measured: where an
exception went through it or the suite the last place there is named, another package's otherwise.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from types import TracebackType
from typing import Any, Dict, Generator, Optional, Set

import pytest

TEXT_MOST = 20000  # the program that reads it masks secrets, and cuts then
LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
PACKAGES = os.sep + "site-packages" + os.sep
# Parts that a failure goes through and is not about.
PASSED = tuple(PACKAGES + name for name in ("_pytest", "pluggy", "pytest_benchmark"))


class Record:
    """A file of JSON objects; of the process that opened it, not of its forks.  Of the path "" none
    is written."""

    def __init__(self, path: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file: Optional[int] = os.open(path, flags, 0o666) if path else None
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._file = None

    @property
    def ours(self) -> bool:
        return self._file is not None

    def put(self, **line: Any) -> None:
        if self._file is None:
            return
        left = (json.dumps(line) + "\n").encode("ascii")
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as problem:
            self._file = None
            self.lost(problem)

    def lost(self, problem: OSError) -> None:
        """It cannot be written any more."""


# --- where ---------------------------------------------------------------------------------------


def modules_of(distribution: str) -> Set[str]:
    """The top-level modules of an installed distribution."""
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
        self._modules: Optional[Set[str]] = None

    def name(self, path: str) -> Optional[str]:
        """None if the file is neither the suite's nor a package's."""
        path = os.path.abspath(path)
        if os.path.basename(path).startswith("_benchmem_") or any(part in path for part in PASSED):
            return None
        if PACKAGES in path:
            return path.split(PACKAGES, 1)[1]
        for directory in (self._root, os.getcwd()):
            if path.startswith(directory + os.sep):
                return path[len(directory) + 1 :]
        return None if path.startswith(LIBRARY) or not os.path.exists(path) else path

    def is_ours(self, path: str) -> bool:
        """Whether the file is the suite's or of the package that is measured."""
        if PACKAGES not in path:
            return True
        if self._modules is None:
            self._modules = modules_of(self._distribution) if self._distribution else set()
        top = path.split(PACKAGES, 1)[1].split(os.sep)[0]
        return not self._modules or top.split(".")[0] in self._modules

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
    for directory in sys.path:
        if directory.endswith(PACKAGES[:-1]):
            text = text.replace(directory + os.sep, "")
    return text.replace(os.getcwd() + os.sep, "")


def error_line(text: str) -> str:
    """Of a traceback as pytest prints it the line that says what is wrong."""
    lines = [line[1:] for line in text.splitlines() if line[:1] == "E" and line[1:].strip()]
    return first_line(lines[0] if lines else text)


def missing(problem: BaseException) -> Dict[str, str]:
    """What a module or file was looked for and is not there."""
    if isinstance(problem, ModuleNotFoundError) and problem.name:
        top = problem.name.split(".")[0]
        try:
            found = top in sys.modules or importlib.util.find_spec(top) is not None
        except Exception:
            found = True
        return {} if found else {"module": shown(top)}
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


def explain(problem: BaseException, places: Places, otherwise: str = "") -> Dict[str, str]:
    """The members of an event; OTHERWISE is the place of an exception that has none."""
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
    event = {"reason": reason, **missing(problem)}
    if place:
        event["place"] = shown(place)
    return event


# --- hooks ---------------------------------------------------------------------------------------


class Reasons:
    """Notes what the session makes known.  An event stays with its report, as other plugins run a
    test several times and log what they choose."""

    def __init__(self, record: Record, distribution: str) -> None:
        self._record = record
        self._distribution = distribution
        self._places = Places(os.getcwd(), distribution)

    def stopped(self, problem: BaseException) -> None:
        event = explain(problem, self._places)
        self._record.put(stopped=event.pop("reason"), **event)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_cmdline_main(self, config: Any) -> Generator[None, Any, None]:
        self._places = Places(str(config.rootpath), self._distribution)
        outcome = yield
        if outcome.excinfo is not None:
            self.stopped(outcome.excinfo[1])

    def pytest_internalerror(self, excinfo: Any) -> None:
        event = explain(excinfo.value, self._places)
        self._record.put(stopped="internal error: " + event.pop("reason"), **event)

    def pytest_keyboard_interrupt(self, excinfo: Any) -> None:
        if not isinstance(excinfo.value, pytest.Session.Interrupted):  # which failures make
            self.stopped(excinfo.value)

    def pytest_exception_interact(self, node: Any, call: Any, report: Any) -> None:
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            event = explain(call.excinfo.value, self._places)
            setattr(report, "benchmem_event", event)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            event = getattr(report, "benchmem_event", None)
            event = event or {"reason": error_line(report.longreprtext)}
            self._record.put(failed=report.nodeid, **event)
        elif report.skipped:
            self._record.put(skipped=report.nodeid, **skip_of(report))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._record.put(begun=nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._record.put(over=nodeid)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Generator[None, Any, None]:
        outcome = yield
        if outcome.excinfo is not None:
            return
        report = outcome.get_result()
        if report.skipped:
            report.benchmem_event = None
            if "benchmark" in getattr(item, "fixturenames", ()):
                report.benchmem_event = skip_of(report)
        elif report.failed and call.excinfo is not None:
            where = "%s:%d" % (item.location[0], (item.location[1] or 0) + 1)
            report.benchmem_event = explain(call.excinfo.value, self._places, where)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            event = getattr(report, "benchmem_event", None)
            event = event or {"reason": error_line(report.longreprtext)}
            self._record.put(failed=report.nodeid, **event)
        elif report.skipped and not hasattr(report, "wasxfail"):
            event = getattr(report, "benchmem_event", None)
            if event:
                self._record.put(skipped=report.nodeid, **event)

    def pytest_sessionfinish(self, exitstatus: Any) -> None:
        self._record.put(ended=int(exitstatus))


def skip_of(report: Any) -> Dict[str, str]:
    """Why, by the report's triple of file, line and text."""
    if isinstance(report.longrepr, tuple) and len(report.longrepr) == 3:
        text = first_line(str(report.longrepr[2]))
    else:
        text = first_line(report.longreprtext)
    begin = "Skipped: "
    return {"reason": text[len(begin) :] if text.startswith(begin) else text}


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: Any) -> Generator[None, Any, None]:
    path = os.environ.get("BENCHMEM_REASONS_FILE")
    if not path:
        yield
        return
    if "PYTEST_XDIST_WORKER" in os.environ:  # its reports are logged by the process it works for
        path = ""
    distribution = os.environ.get("BENCHMEM_REASONS_PACKAGE", "")
    reasons = Reasons(Record(path), distribution)
    early_config.pluginmanager.register(reasons, "_benchmem_reasons_noted")
    outcome = yield
    if outcome.excinfo is not None:
        reasons.stopped(outcome.excinfo[1])
