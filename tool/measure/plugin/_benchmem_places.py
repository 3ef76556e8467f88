"""What files are called for readers: the same in every environment, for the plugins that name some.

A package is in site-packages, or, as a build tree installs it, elsewhere in the environment where a
.pth file leads Python.

Nothing is asserted here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
import sys
from typing import List, Optional, Set

LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
PACKAGES = os.sep + "site-packages" + os.sep


def roots() -> List[str]:
    """The directories of the environment that modules are found in, then itself; each with its last
    separator, and as links lead to it too.  site-packages stand first, then the deepest."""
    prefix = os.path.realpath(sys.prefix) + os.sep
    found: Set[str] = set()
    for entry in sys.path + ([sys.prefix] if sys.prefix != sys.base_prefix else []):
        if not isinstance(entry, str):  # some put a Path there, and Python passes it over
            continue
        real = os.path.realpath(entry) + os.sep
        own = real.startswith(prefix) and not real.startswith(LIBRARY)
        if os.path.isabs(entry) and (own or real.endswith(PACKAGES)):
            found.update((entry.rstrip(os.sep) + os.sep, real))
    return sorted(found, key=lambda path: (not path.endswith(PACKAGES), -len(path), path))


ROOTS = roots()


def packaged(path: str) -> Optional[str]:
    """The file below where modules are found; None if it is not in an environment."""
    for root in ROOTS:
        if path.startswith(root):
            return path[len(root) :]
    return path.rsplit(PACKAGES, 1)[1] if PACKAGES in path else None


def file_of(path: str, suite: str) -> str:
    """The file below the suite's root, site-packages or Python's library."""
    if not os.path.isabs(path):
        return path  # "<string>"
    known = packaged(path)
    if known is not None:
        return known
    for directory in (suite + os.sep, LIBRARY):
        if path.startswith(directory):
            return path[len(directory) :]
    return path
