"""Runs only the tests whose node ids are the lines of the file BENCHMEM_ONLY.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    with open(os.environ["BENCHMEM_ONLY"], encoding="utf-8", newline="\n") as f:
        wanted = set(f.read().split("\n"))
    others = [item for item in items if item.nodeid not in wanted]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item.nodeid in wanted]
