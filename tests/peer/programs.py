"""Calls both programs: ours as a process, the peer in this one (its start takes seconds)."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass

from pytest_benchmem.cli import app
from typer.testing import CliRunner


@dataclass
class Result:
    status: int
    out: str
    errors: str


def run_peer(words):
    os.environ["COLUMNS"] = "10000"
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        result = CliRunner().invoke(app, [str(w) for w in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Result(result.exit_code, result.stdout, result.stderr + errors.getvalue())


def run_ours(benchmem, words):
    done = subprocess.run(
        [benchmem, *map(str, words)], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    if done.returncode < 0 or "Sanitizer" in done.stderr:
        sys.exit(f"crashed ({done.returncode}): {words}\n{done.stderr}")
    return Result(done.returncode, done.stdout, done.stderr)
