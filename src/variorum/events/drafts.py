"""Drafts that are followed: which of their quotations stood, and which no longer do.

A draft is checked against the last version of each page of the stories that its quotations are of: what an
outlet has changed since is no longer printed. It is checked again only when one of these stories changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from variorum import checks
from variorum.checking.results import CheckedQuotation, CheckResult
from variorum.errors import InputError
from variorum.events.making import made, outlets_of, quoted
from variorum.model import DeskEvent, EventSide, Evidence, content_id
from variorum.settings import Settings
from variorum.store.base import Store
from variorum.store.telling import DraftQuotation, Followed


def follow_draft(text: str, name: str, store: Store, settings: Settings, at: str) -> Followed:
    """Return a draft to follow, with its quotations that stand now. name: its path, to call it by.

    Raises InputError when ``text`` is no text, or none of its quotations is printed in the store.
    """
    against = store.path or [one.article for one in store.all_annotated()]
    found = checks.check(text, against=against, name=name, settings=settings)
    near = dict.fromkeys(match.article for one in found.quotations for match in one.matches)
    stands = [one for one in _check(text, name, list(near), store, settings).quotations if _stands(one)]
    if not stands:
        raise InputError("none of its quotations is printed in the store as it stands", file=name)
    return Followed(
        id=content_id("f", "draft", name),
        kind="draft",
        label=name,
        at=at,
        text=text,
        articles=tuple(dict.fromkeys(match.article for one in stands for match in one.matches)),
        standing=tuple(
            DraftQuotation(
                text=one.text,
                start=one.start,
                end=one.end,
                verdict=one.verdict,
                articles=tuple(match.article for match in one.matches),
            )
            for one in stands
        ),
    )


def _check(text: str, name: str, near: Sequence[str], store: Store, settings: Settings) -> CheckResult:
    """Check a draft against the stories of some articles, as they are printed now."""
    latest = store.latest_versions(near)
    reports = [one.article for one in store.annotated(latest)]
    return checks.check(text, against=reports, name=name, settings=settings)


def _stands(one: CheckedQuotation) -> bool:
    return one.verdict != "not decided" and not one.fails()


def fallen(
    drafts: Sequence[Followed], stories: frozenset[str], store: Store, settings: Settings
) -> Iterator[DeskEvent]:
    """Yield the quotations of drafts that stood and no longer do. stories: those that changed."""
    for draft in drafts:
        places = store.places(draft.articles)
        if draft.kind != "draft" or not stories & {one.story for one in places.values()}:
            continue
        now = _check(draft.text, draft.label, draft.articles, store, settings)
        by_place = {(one.start, one.end): one for one in now.quotations}
        for stood in draft.standing:
            one = by_place.get((stood.start, stood.end))
            if one is not None and not _stands(one):
                yield _event(draft, stood, one, store)


def _event(draft: Followed, stood: DraftQuotation, one: CheckedQuotation, store: Store) -> DeskEvent:
    first = one.matches[0] if one.matches and one.verdict != "not found" else None
    cited = [first.article] if first else _pages_of(stood.articles, store)
    places = store.places(cited)
    printed = "nothing like it is printed there now"
    sides = [EventSide(value=stood.text)]
    if first is not None:
        evidence = Evidence(article=first.article, start=first.start, end=first.end, text=first.text)
        outlets = outlets_of(cited, places)
        sides.append(EventSide(value=first.text, outlets=outlets, evidence=(evidence,)))
        printed = f"{first.outlet or 'a report'} prints {quoted(first.text)}"
        if one.verdict == "other speaker" and one.speaker_there:
            printed = f"{first.outlet or 'a report'} gives it to {one.speaker_there}"
    event = made(
        "draft",
        f"{quoted(stood.text)} in {draft.label} no longer stands ({one.verdict}): {printed}.",
        places=places,
        articles=cited,
        sides=tuple(sides),
        people=[one.speaker] if one.speaker else (),
        severity=one.severity or "material",
        draft=draft.id,
    )
    id = content_id("e", "draft", draft.id, draft.at, stood.text, stood.start, one.verdict)
    return replace(event, id=id)


def _pages_of(articles: Sequence[str], store: Store) -> list[str]:
    """Return, for articles that printed something, the last version of each one's page that there is."""
    pages = {one.page for one in store.places(articles).values()}
    latest = store.places(store.latest_versions(articles))
    return [one.article for one in latest.values() if one.page in pages] or list(articles)
