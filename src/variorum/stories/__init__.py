"""Corpus scope: which articles report the same event, and which texts several articles carry."""

from variorum.stories.group import group
from variorum.stories.origins import origins

__all__ = ["group", "origins"]
