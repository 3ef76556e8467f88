"""Counts the words of a text."""

from ._wordcount import count

__all__ = ["count"]
