"""Every threshold of the house, with its unit and where it comes from.

Few and general. A group for each room; stages take their group as a keyword argument.
"""

from __future__ import annotations

from msgspec import Struct, field


class ReadSettings(Struct, frozen=True, kw_only=True):
    """Limits of reading."""


class AnnotateSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the article scope.

    batch: articles handed to a worker at once; large enough that the cost of passing them on does not
        count, small enough that progress is seen.
    """

    batch: int = 16


class GroupSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the corpus scope."""


class CollateSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the story scope."""


class Settings(Struct, frozen=True, kw_only=True):
    """All groups."""

    read: ReadSettings = field(default_factory=ReadSettings)
    annotate: AnnotateSettings = field(default_factory=AnnotateSettings)
    group: GroupSettings = field(default_factory=GroupSettings)
    collate: CollateSettings = field(default_factory=CollateSettings)
