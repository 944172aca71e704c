"""Corpus scope: which articles report the same event."""

from variorum.stories.group import group

__all__ = ["group"]
