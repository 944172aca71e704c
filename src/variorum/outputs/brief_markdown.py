"""The brief of a story as CommonMark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variorum.outputs.brief import NOTHING_CONFIRMED, SECTIONS, Brief, BriefLine, BriefReport, Told
from variorum.outputs.markdown import address, plain, sentence_words


def render(brief: Brief) -> bytes:
    """Return the brief; every word of a report and of a note is escaped."""
    return ("\n".join(_lines(brief)).rstrip() + "\n").encode("utf-8", "replace")


def _lines(brief: Brief) -> Iterator[str]:
    yield from (f"# {plain(brief.title)}", "", plain(brief.counts), "", plain(brief.scope), "")
    yield from ("## Reports", "")
    for number, one in enumerate(brief.reports, 1):
        yield from _report(number, one)
    yield ""
    yield from _differences("confirmed", brief.confirmed, NOTHING_CONFIRMED)
    yield from _differences("again", brief.again)
    yield from _told("put_right", brief.put_right)
    yield from _told("notes", brief.notes)
    yield from _differences("possible", brief.possible)
    yield from _told("unread", brief.unread)
    yield from _told("retold", brief.retold)
    yield from ("---", "", plain(brief.sums))


def _report(number: int, one: BriefReport) -> Iterator[str]:
    title = f"“{plain(one.title)}”" if one.title else ""
    parts = (f"**{plain(one.label)}**", title, plain(one.date), address(one.url))
    own = f" ({plain(one.own)})" if one.own else ""
    status = f" *{plain(one.status)}*" if one.status else ""
    yield f"{number}. {', '.join(part for part in parts if part)}{own}{status}"
    digest = f", SHA-256 of its text `{one.sha256}`" if one.sha256 else ""
    yield f"   Article `{one.article.replace('`', '')}`{digest}"


def _head(name: str) -> Iterator[str]:
    heading, lead = SECTIONS[name]
    yield from (f"## {heading}", "")
    if lead:
        yield from (plain(lead), "")


def _differences(name: str, lines: Sequence[BriefLine], nothing: str = "") -> Iterator[str]:
    if not lines and not nothing:
        return
    yield from _head(name)
    if not lines:
        yield from (nothing, "")
    for number, one in enumerate(lines, 1):
        yield from (f"### {number}. {plain(one.summary)}", "", plain(one.kind), "")
        for side in one.sides:
            when = f" (as of {side.as_of})" if side.as_of else ""
            yield f"- **{plain(side.value)}**{when}: {plain(side.reports)}"
            for cited in side.cited:
                yield f"  - {sentence_words(cited.sentence)} ({plain(cited.where)})"
        yield ""
        after = _after(one.decided, one.note, one.again)
        if after:
            yield from (after, "")


def _told(name: str, lines: Sequence[Told]) -> Iterator[str]:
    if not lines:
        return
    yield from _head(name)
    for one in lines:
        after = _after(one.decided, one.note, one.again)
        yield f"- {plain(one.text)}{' ' + after if after else ''}"
    yield ""


def _after(decided: str, note: str, again: str) -> str:
    """Return who decided, why, and why to look again."""
    parts = []
    if decided:
        parts.append(f"*{plain(decided[:1].upper() + decided[1:])}*{': ' + plain(note) if note else '.'}")
    if again:
        parts.append(f"**Look again:** {plain(again)}.")
    return " ".join(parts)
