"""Every threshold of the house, with its unit and where it comes from: few and general.

``stages``: groups that stages take as a keyword argument, so that a run may be given others. ``rooms``: a
group for each room, the same for every run. ``shown``: how much outputs show. ``work``: how much is done at
once.
"""

from variorum.settings.rooms import (
    ALIGNMENT,
    DATES,
    FIGURES,
    LAYOUT,
    LIKENESS,
    NAMES,
    SEARCH,
    SHARED,
    TEXTS,
    AlignmentSettings,
    DateSettings,
    FigureSettings,
    LayoutSettings,
    LikenessSettings,
    NameSettings,
    PassageSettings,
    SearchSettings,
    TextSettings,
)
from variorum.settings.shown import (
    SHOWN,
    ShownSettings,
)
from variorum.settings.stages import (
    LINES,
    VARIANTS,
    AnnotateSettings,
    CheckSettings,
    CollateSettings,
    GroupSettings,
    LineSettings,
    LinkSettings,
    ReadSettings,
    ReuseSettings,
    Settings,
    SlotSettings,
    SpellingSettings,
    StanceSettings,
    VariantSettings,
)
from variorum.settings.work import WORK, WorkSettings

__all__ = [
    "ALIGNMENT",
    "DATES",
    "FIGURES",
    "LAYOUT",
    "LIKENESS",
    "LINES",
    "NAMES",
    "SEARCH",
    "SHARED",
    "SHOWN",
    "TEXTS",
    "VARIANTS",
    "WORK",
    "AlignmentSettings",
    "AnnotateSettings",
    "CheckSettings",
    "CollateSettings",
    "DateSettings",
    "FigureSettings",
    "GroupSettings",
    "LayoutSettings",
    "LikenessSettings",
    "LineSettings",
    "LinkSettings",
    "NameSettings",
    "PassageSettings",
    "ReadSettings",
    "ReuseSettings",
    "SearchSettings",
    "Settings",
    "ShownSettings",
    "SlotSettings",
    "SpellingSettings",
    "StanceSettings",
    "TextSettings",
    "VariantSettings",
    "WorkSettings",
]
