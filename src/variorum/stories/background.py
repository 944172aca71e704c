"""How common words and names are in news at large, so that two articles can be judged without any third."""

from __future__ import annotations

import gzip
import math
from functools import lru_cache
from importlib.resources import files

from msgspec import Struct

DATA = "data/background.txt.gz"


class Background(Struct, frozen=True, kw_only=True):
    """Document frequencies of words and names, turned into rarity.

    rarity: ``ln((articles + 1) / (articles with it + 1))``, in nats (Sparck Jones 1972), for what is
    listed. The table leaves out what is rarer than its floor; ``unlisted`` counts it as in one article.
    """

    words: dict[str, float]
    names: dict[str, float]
    unlisted: float


@lru_cache(maxsize=1)
def background() -> Background:
    """Return the table that is shipped (made by ``training/stories/background.py``)."""
    return parse(gzip.decompress(files("variorum.stories").joinpath(DATA).read_bytes()).decode("utf-8"))


def parse(table: str) -> Background:
    """Read a table: ``articles N``, then lines ``words DF`` or ``names DF``, a tab, what has that frequency.

    What stands on one line is parted by tabs. Raises ValueError for anything else.
    """
    head, *lines = table.splitlines()
    label, _, number = head.partition(" ")
    if label != "articles":
        raise ValueError(f"a table of document frequencies starts with its articles, not {head[:40]!r}")
    articles = int(number)
    rarities: dict[str, dict[str, float]] = {"words": {}, "names": {}}
    for line in lines:
        place, *listed = line.split("\t")
        kind, _, frequency = place.partition(" ")
        rarities[kind].update(dict.fromkeys(listed, _rarity(articles, int(frequency))))
    return Background(words=rarities["words"], names=rarities["names"], unlisted=_rarity(articles, 1))


def _rarity(articles: int, frequency: int) -> float:
    return math.log((articles + 1) / (frequency + 1))
