"""A brief for an editor: the ranked differences with their evidence, cited, to paste or to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from variorum.model import AnnotatedArticle, Collation, Discrepancy, Reference, Side
from variorum.outputs.atomic import write_bytes
from variorum.outputs.citations import characters
from variorum.outputs.doubts import doubt_words
from variorum.outputs.faults import Rejected, each
from variorum.outputs.passages import Sentence, sentences
from variorum.outputs.spoken import (
    HEADING,
    LEAD,
    RENDERINGS,
    absent,
    note_of,
    reference_of,
    spoken_line,
    to_look_at,
)
from variorum.outputs.times import in_time, relation_words
from variorum.outputs.titles import bare_title, story_title
from variorum.outputs.wording import (
    CONTROLS,
    NO_VERDICT,
    POSSIBLE,
    SEVERITY_SIGNS,
    SEVERITY_WORDS,
    article_labels,
    clipped,
    dates_in_words,
    headline,
    listed,
    no_differences,
    own_words,
    plain_date,
    plural,
    readable,
    sign_names,
    status_words,
    type_words,
    zones_differ,
)
from variorum.settings import SHOWN

# What Markdown or the HTML inside it takes for a sign within a line; words of a report never begin one.
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write the brief as CommonMark, every word of a report escaped; no collation gives a brief that says so.

    Raises OutputError.
    """
    write_bytes(path, content(collations, articles, rejected))


def content(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], rejected: Rejected | None
) -> bytes:
    """Return what ``write`` writes."""
    lines = list(_brief(collations, articles, rejected))
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def plain(text: str) -> str:
    """Return ``text`` on one line with Markdown escaped; control characters become their code points."""
    return _SIGNS.sub(r"\\\1", CONTROLS.sub(lambda one: f"({sign_names(one)})", _one_line(text).strip()))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _bold(text: str) -> str:
    """Return ``text`` in bold, its outer spaces outside of the signs, as Markdown wants it."""
    line = _one_line(text)
    if not line.strip():
        return "‸"
    left, right = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{left}**{plain(line)}**{right}"


def _around(text: str) -> str:
    line = _one_line(text)
    left, right = " " * line.startswith(" "), " " * line.endswith(" ")
    return f"{left}{plain(line)}{right}" if line.strip() else line


def _brief(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], rejected: Rejected | None
) -> Iterator[str]:
    if not collations:
        yield from ("# Nothing to compare", "", "No report was given, or none could be read.")
    stories = each(collations, lambda one: list(_story(one, articles)), "markdown", rejected)
    yield from chain.from_iterable(stories)


def _story(collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> Iterator[str]:
    counts = headline(collation)
    labels = article_labels(collation.articles, articles)
    yield from (
        f"# {plain(story_title(collation, articles))}",
        "",
        f"{counts}; {plural(counts.origins, 'origin')}.",
        "",
    )
    yield from (NO_VERDICT, "", "## Reports", "")
    zone = zones_differ(one.date for one in collation.articles)
    for number, one in enumerate(collation.articles, 1):
        told = bare_title(one.title, one.outlet) if one.title and one.title != labels[one.id] else ""
        title = f"“{plain(clipped(told, SHOWN.title))}”" if told else ""
        parts = (
            f"**{plain(labels[one.id])}**",
            title,
            plain(plain_date(one.date, zone=zone)),
            address(one.url),
        )
        own = own_words(one, labels, collation)
        shared = f" ({plain(own)})" if own else ""
        told = status_words(one, articles)
        status = f" *{plain(told)}*" if told else ""
        yield f"{number}. {', '.join(part for part in parts if part)}{shared}{status}"
    if doubts := doubt_words(collation, labels):
        yield from ("", f"*{plain(doubts)}*")
    yield from ("", "## Differences", "")
    if counts.readable < 2:
        yield from ("Only one report could be read: nothing to compare.", "")
    elif not collation.discrepancies:
        yield from (no_differences(counts), "")
    reported = {one.id: one.date for one in collation.articles}
    for rank, discrepancy in enumerate(collation.discrepancies, 1):
        yield from _difference(rank, discrepancy, reported, labels, articles)
    if (reference := reference_of(collation)) is not None:
        yield from _spoken(reference, labels)
    if collation.possible:
        yield from ("## Possible, to be read", "", POSSIBLE, "")
    for rank, discrepancy in enumerate(collation.possible, 1):
        yield from _difference(rank, discrepancy, reported, labels, articles)


def _spoken(reference: Reference, labels: Mapping[str, str]) -> Iterator[str]:
    yield from (f"## {HEADING}", "", f"{plain(spoken_line(reference))}. {LEAD}", "")
    names = {one.id: one.name for one in reference.texts}
    for one in (*to_look_at(reference), *absent(reference)):
        speaker = f", {plain(one.speaker)}" if one.speaker else ""
        where = f"{plain(labels.get(one.printed.article, one.printed.article))}{speaker}"
        yield f"- **{RENDERINGS[one.rendering][0]}** ({where}): {plain(one.printed.text)}"
        if one.said is not None:
            when = f", at {one.at}" if one.at else ""
            by = f"{plain(one.by)}, " if one.by else ""
            yield f"  - said: {plain(one.said.text)} ({by}{plain(names.get(one.said.article, ''))}{when})"
        if note := note_of(one):
            yield f"  - {plain(note)}"
    yield ""


def _difference(
    rank: int,
    one: Discrepancy,
    reported: Mapping[str, str | None],
    labels: Mapping[str, str],
    articles: Mapping[str, AnnotatedArticle],
) -> Iterator[str]:
    yield from (f"### {rank}. {plain(readable(dates_in_words(one.summary)))}", "")
    kind = (
        f"{SEVERITY_SIGNS[one.severity]} {SEVERITY_WORDS[one.severity]}",
        type_words(one),
        relation_words(one, reported, articles),
    )
    yield from (" · ".join(part for part in kind if part), "")
    for side, as_of in in_time(one, reported, articles):
        yield from _side(side, as_of, labels, articles)
    yield ""


def _side(
    side: Side, as_of: str, labels: Mapping[str, str], articles: Mapping[str, AnnotatedArticle]
) -> Iterator[str]:
    carriers = listed(plain(labels.get(article, article)) for article in side.articles)
    when = f" (as of {as_of})" if as_of else ""
    yield f"- **{plain(dates_in_words(side.value))}**{when}: {carriers}"
    for one in sentences(side.evidence, articles):
        label = plain(labels.get(one.article, one.article))
        yield f"  - {sentence_words(one)} ({', '.join((label, *characters(one)))})"


def sentence_words(one: Sentence) -> str:
    """Return a sentence with the words that are cited in bold."""
    return "".join(_bold(part.text) if part.cited else _around(part.text) for part in one.parts).strip()


def address(url: str | None) -> str:
    """Return a web address as a link, anything else that is given as plain text."""
    if url and re.fullmatch(r"https?://[^\s<>]+", url):
        return f"<{url}>"
    return plain(url or "")
