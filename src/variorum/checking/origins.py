"""How many independent texts print something: reports that share much of their words are one."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.checking.places import Page
from variorum.checking.seeds import seeds
from variorum.settings import CollateSettings

_PAGES = 32  # compared with each other; of more copies the number is not told exactly


def count_origins(pages: Sequence[Page], settings: CollateSettings) -> int:
    """Return how many origins ``pages`` have; none has none.

    Two reports are of one origin when the shorter shares ``origin_share`` of its runs of ``origin_words``
    searched words. Pages after the first 32 are only compared with those.
    """
    import numpy as np

    runs = [np.unique(seeds(page.words, settings.origin_words)) for page in pages]
    of = list(range(len(runs)))
    for a in range(min(len(runs), _PAGES)):
        for b in range(a + 1, len(runs)):
            shorter = min(len(runs[a]), len(runs[b]))
            if of[a] == of[b] or not shorter:
                continue
            shared = len(np.intersect1d(runs[a], runs[b], assume_unique=True))
            if shared >= settings.origin_share * shorter:
                old, new = max(of[a], of[b]), min(of[a], of[b])
                of = [new if group == old else group for group in of]
    return len(set(of))
