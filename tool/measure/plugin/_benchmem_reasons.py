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
                                           an internal error, pytest.exit(), no test by their names or
                                           after what was deselected
    {"unrun": COUNT}                       tests were collected and not run, as others were not
    {"ended": STATUS}                      once, when no test is left: pytest's exit status; what is
                                           "stopped" after it went wrong while pytest finished

with, where they are known, "place": "FILE:LINE" of the suite or the package, and of what is missing
"module": NAME, "fixture": NAME or "file": PATH.  An exception's TEXT is its type and the first line
of what it says.  ID is pytest's node id.  BENCHMEM_REASONS_PACKAGE is the distribution that is
measured: where an exception went through it or the suite the last place there is named, another
package's otherwise.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Dict, Generator, Optional

import pytest


def causes() -> Any:
    """What looks into failures, which most runs have none of: it is loaded by the first of them."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)  # a suite may have taken it away
    try:
        import _benchmem_causes
    finally:
        sys.path.remove(here)
    return _benchmem_causes


class Record:
    """A file of JSON objects; of the process that opened it, not of its forks.  Of the path "" none
    is written."""

    def __init__(self, path: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file: Optional[int] = os.open(path, flags, 0o666) if path else None
        self._owner = os.getpid()  # os.register_at_fork() makes Python's end 3 ms longer

    @property
    def ours(self) -> bool:
        return self._file is not None and os.getpid() == self._owner

    def put(self, **line: Any) -> None:
        if self._file is None or not self.ours:
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


class Reasons:
    """Notes what the session makes known.  An event stays with its report, as other plugins run a
    test several times and log what they choose."""

    def __init__(self, record: Record, distribution: str) -> None:
        self._record = record
        self._distribution = distribution
        self._root = os.getcwd()
        self._deselected = 0
        self._uncollected = False

    def explain(self, problem: BaseException, otherwise: str = "") -> Dict[str, str]:
        event: Dict[str, str] = causes().explain(
            problem, self._root, self._distribution, otherwise
        )
        return event

    def stopped(self, problem: BaseException) -> None:
        event = self.explain(problem)
        self._record.put(stopped=event.pop("reason"), **event)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_cmdline_main(self, config: Any) -> Generator[None, Any, None]:
        self._root = str(config.rootpath)
        outcome = yield
        if outcome.excinfo is not None:
            self.stopped(outcome.excinfo[1])

    def pytest_internalerror(self, excinfo: Any) -> None:
        event = self.explain(excinfo.value)
        self._record.put(stopped="internal error: " + event.pop("reason"), **event)

    def pytest_keyboard_interrupt(self, excinfo: Any) -> None:
        if not isinstance(excinfo.value, pytest.Session.Interrupted):  # which failures make
            self.stopped(excinfo.value)

    def pytest_exception_interact(self, node: Any, call: Any, report: Any) -> None:
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            event = self.explain(call.excinfo.value)
            setattr(report, "benchmem_event", event)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            event = getattr(report, "benchmem_event", None)
            event = event or {"reason": causes().error_line(report.longreprtext)}
            self._record.put(failed=report.nodeid, **event)
            self._uncollected = True
        elif report.skipped:
            self._record.put(skipped=report.nodeid, **causes().skip_of(report))

    def pytest_deselected(self, items: Any) -> None:
        self._deselected += len(items)

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
                report.benchmem_event = causes().skip_of(report)
        elif report.failed and call.excinfo is not None:
            where = "%s:%d" % (item.location[0], (item.location[1] or 0) + 1)
            report.benchmem_event = self.explain(call.excinfo.value, where)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            event = getattr(report, "benchmem_event", None)
            event = event or {"reason": causes().error_line(report.longreprtext)}
            self._record.put(failed=report.nodeid, **event)
        elif report.skipped and not hasattr(report, "wasxfail"):
            event = getattr(report, "benchmem_event", None)
            if event:
                self._record.put(skipped=report.nodeid, **event)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_sessionfinish(
        self, session: Any, exitstatus: Any
    ) -> Generator[None, Any, None]:
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            reason = causes().uncollected(session.config, self._deselected)
            if reason:
                self._record.put(stopped=reason)
        elif self._uncollected and exitstatus == pytest.ExitCode.INTERRUPTED:
            left = session.testscollected
            if left and not session.config.option.continue_on_collection_errors:
                self._record.put(unrun=left)
        self._record.put(ended=int(exitstatus))
        yield  # an exception of another plugin's goes to pytest_cmdline_main()


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
