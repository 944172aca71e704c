"""Reports that may be of another event than the rest of their story: what shows it, told to the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from variorum.model import Collation
from variorum.outputs.wording import UNHEARD, listed_few
from variorum.settings import SHOWN


def doubtful(collation: Collation) -> tuple[str, ...]:
    """Return the readable reports (ids) that have next to nothing in common with the others, in their order.

    They share no passage with another report, and either none of the names that were found, or no statement
    and at most ``SHOWN.few_names`` names. Fewer than two readable reports give none.
    """
    readable = [one.id for one in collation.articles if one.status not in UNHEARD]
    if len(readable) < 2:
        return ()
    copied = {
        article for origin in collation.origins if len(origin.articles) > 1 for article in origin.articles
    }
    told = {article for one in collation.utterances for article in _several(one.readings)}
    names = Counter(article for one in collation.entities for article in _several(one.members))
    return tuple(
        article
        for article in readable
        if article not in copied
        and (
            bool(collation.entities)
            and not names[article]
            or article not in told
            and names[article] <= SHOWN.few_names
        )
    )


def _several(places: tuple[object, ...]) -> frozenset[str]:
    articles = frozenset(place.article for place in places)  # type: ignore[attr-defined]
    return articles if len(articles) > 1 else frozenset()


def doubt_words(collation: Collation, labels: Mapping[str, str]) -> str:
    """Return a sentence that names the doubtful reports of a story; '' without any."""
    found = doubtful(collation)
    if not found:
        return ""
    if len(found) == sum(one.status not in UNHEARD for one in collation.articles):
        return "These reports share hardly a name and no statement: see whether they are of one event."
    verb = "shares" if len(found) == 1 else "share"
    names = listed_few(labels[article] for article in found)
    return f"{names} {verb} hardly a name and no statement with the others: see whether it is the same event."
