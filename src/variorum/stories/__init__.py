"""Corpus scope: which articles report the same event, and which texts several articles carry."""

from variorum.stories.features import features_of
from variorum.stories.group import group
from variorum.stories.origins import origins
from variorum.stories.rare import rare_words
from variorum.stories.stream import StoryStream
from variorum.stories.windows import group_by_windows

__all__ = ["StoryStream", "features_of", "group", "group_by_windows", "origins", "rare_words"]
