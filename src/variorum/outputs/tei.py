"""TEI with a critical apparatus: every utterance an ``<app>``, its readings by the outlets that carry them.

Parallel segmentation (TEI P5, chapter 12): ``<lem>`` is the fullest reading, ``<rdg>`` each other one,
``@wit`` the reports. A report that does not carry the utterance has an empty reading that says why, so
that silence and what could not be read are told apart. Where a reading stands is in its ``<witDetail>``, in
code points of the report. The words as spoken, where they were given, are a reading of ``@type`` spoken and
come last. XML cannot hold control characters; they are written as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import Struct

from variorum import __version__
from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Discrepancy,
    Reading,
    Reference,
    Spans,
    Utterance,
)
from variorum.outputs.atomic import replacing
from variorum.outputs.faults import Rejected, each
from variorum.outputs.spoken import reference_of
from variorum.outputs.titles import story_title
from variorum.outputs.wording import article_labels, dates_in_words, listed, type_words

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID = "xml:id"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CARRIED = ("carries", "differs")


class _Story(Struct, frozen=True):
    """A story, the names of its witnesses by article, and its number in the document."""

    number: int
    collation: Collation
    witnesses: dict[str, str]
    labels: Mapping[str, str]
    spoken: Reference | None = None


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write one TEI document, a division each story; no story gives a document that says so."""
    stories: list[tuple[_Story, Element]] = []

    def made(collation: Collation) -> tuple[_Story, Element]:
        story = _story(collation, len(stories) + 1, articles)
        return story, _division(story)

    for one in each(collations, made, "tei", rejected):
        stories.append(one)
    root = ElementTree.Element("TEI", {"xmlns": _NAMESPACE})
    root.append(_header([one for one, _ in stories], articles))
    body = _add(_add(root, "text"), "body")
    for _, division in stories:
        body.append(division)
    if not stories:
        _add(body, "p", "No story.")
    ElementTree.indent(root, space=" ")
    out = BytesIO()
    ElementTree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    with replacing(path) as file:
        file.write(out.getvalue() + b"\n")


def _story(collation: Collation, number: int, articles: Mapping[str, AnnotatedArticle]) -> _Story:
    names = {one.id: f"s{number}w{at}" for at, one in enumerate(collation.articles, 1)}
    spoken = reference_of(collation)
    for at, text in enumerate(spoken.texts if spoken else (), 1):
        names.setdefault(text.id, f"s{number}r{at}")
    return _Story(number, collation, names, article_labels(collation.articles, articles), spoken)


def _add(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """Append an element; ``id`` becomes xml:id, an attribute that is None is left out."""
    given = {_ID if key == "id" else key: _plain(value) for key, value in attributes.items() if value}
    child = ElementTree.SubElement(parent, name, given)
    child.text = None if text is None else _plain(text)
    return child


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub(" ", text)


def _header(stories: Sequence[_Story], articles: Mapping[str, AnnotatedArticle]) -> Element:
    header = ElementTree.Element("teiHeader")
    described = _add(header, "fileDesc")
    titles = [story_title(one.collation, articles) for one in stories]
    _add(
        _add(described, "titleStmt"), "title", listed(titles[:1]) if len(titles) == 1 else "Stories compared"
    )
    _add(_add(described, "publicationStmt"), "p", "Made for the use of whoever compared the reports.")
    sources = _add(described, "sourceDesc")
    for one in stories:
        witnesses = _add(sources, "listWit")
        _add(witnesses, "head", story_title(one.collation, articles))
        for summary in one.collation.articles:
            _witness(witnesses, summary, one)
        for text in one.spoken.texts if one.spoken else ():
            spoken = _add(witnesses, "witness", id=one.witnesses[text.id], n=text.id)
            _add(_add(spoken, "bibl", type="spoken"), "title", text.name)
    if not stories:
        _add(sources, "p", "No report.")
    encoding = _add(header, "encodingDesc")
    info = _add(_add(encoding, "appInfo"), "application", ident="variorum", version=_number(__version__))
    _add(info, "label", f"Variorum {__version__}")
    _add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    return header


def _number(version: str) -> str:
    match = re.match(r"\d+(?:\.\d+)*", version)
    return match[0] if match else "0"


def _witness(witnesses: Element, summary: ArticleSummary, story: _Story) -> None:
    element = _add(witnesses, "witness", id=story.witnesses[summary.id], n=summary.id)
    cited = _add(element, "bibl")
    _add(cited, "publisher", summary.outlet or story.labels[summary.id])
    for name, value in (("title", summary.title), ("author", summary.byline)):
        if value:
            _add(cited, name, value)
    if summary.date:
        _add(cited, "date", summary.date)
    if summary.url:
        _add(cited, "idno", summary.url, type="URL")
    if summary.status != "read":
        _add(cited, "note", summary.status)


def _division(story: _Story) -> Element:
    division = ElementTree.Element("div", {"type": "story", _ID: f"s{story.number}"})
    _add(division, "head", f"Story {story.collation.story}")
    states = {one.utterance: one.cells for one in story.collation.coverage}
    for at, utterance in enumerate(story.collation.utterances, 1):
        missing = [cell for cell in states.get(utterance.id, ()) if cell.state not in _CARRIED]
        _utterance(
            division, utterance, story, f"s{story.number}u{at}", [(m.article, m.state) for m in missing]
        )
    for head, told in (
        ("Differences", story.collation.discrepancies),
        ("Possible differences", story.collation.possible),
    ):
        if told:
            _differences(division, head, told, story)
    if not len(division) - 1:
        _add(division, "p", "Nothing that several reports quote, and no difference.")
    return division


def _utterance(
    division: Element, utterance: Utterance, story: _Story, id: str, missing: Sequence[tuple[str, str]]
) -> None:
    part = _add(division, "div", type="utterance", id=id, n=utterance.id)
    _add(part, "head", listed([one.name for one in utterance.speakers]) or "Nobody named")
    app = _add(_add(part, "p"), "app")
    said = _alike(utterance.readings)
    for at, readings in enumerate(said, 1):
        _reading(app, readings, story, f"{id}r{at}", lemma=at == 1)
    states = sorted({state for _, state in missing})
    for state in states:
        wit = _wit([article for article, of in missing if of == state], story)
        empty = _add(app, "rdg", wit=wit, type=state)
        if state != "silent":
            _add(empty, "gap", reason=state)
    _spoken(app, utterance, story, id)
    for at, readings in enumerate(said, 1):
        for one in readings:
            places = f"characters {_places(one.content)}"
            _add(app, "witDetail", places, wit=_wit([one.article], story), target=f"#{id}r{at}")
    for variant in utterance.variants:
        words = [listed(sorted({f"“{e.text}”" for e in side.evidence})) or "—" for side in variant.sides]
        _add(app, "note", " / ".join(words), type=variant.type, subtype=variant.severity)


def _spoken(app: Element, utterance: Utterance, story: _Story, id: str) -> None:
    """Add what was said of an utterance, as a transcript has it, with its place and time."""
    told = story.spoken.quotations if story.spoken else ()
    passages = {(one.said, one.at): None for one in told if one.said and one.utterance == utterance.id}
    for at, (said, time) in enumerate(passages, 1):
        wit, name = _wit([said.article], story), f"{id}s{at}"
        _add(app, "rdg", said.text, id=name, wit=wit, type="spoken")
        when = f", at {time}" if time else ""
        _add(app, "witDetail", f"characters {said.start}–{said.end}{when}", wit=wit, target=f"#{name}")


def _alike(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Return the readings by their words, the fullest first; broken lines are no difference."""
    found: dict[tuple[str, bool], list[Reading]] = {}
    for one in readings:
        found.setdefault((" ".join(one.text.split()), one.paraphrase), []).append(one)
    return list(found.values())


def _reading(app: Element, readings: Sequence[Reading], story: _Story, id: str, *, lemma: bool) -> None:
    first = readings[0]
    _add(
        app,
        "lem" if lemma else "rdg",
        first.text,
        id=id,
        wit=_wit([one.article for one in readings], story),
        type="paraphrase" if first.paraphrase else None,
    )


def _wit(articles: Sequence[str], story: _Story) -> str:
    names = [story.witnesses[one] for one in dict.fromkeys(articles) if one in story.witnesses]
    return " ".join(f"#{name}" for name in names)


def _places(content: Spans) -> str:
    return " and ".join(f"{span.start}–{span.end}" for span in content)


def _differences(division: Element, head: str, told: Sequence[Discrepancy], story: _Story) -> None:
    part = _add(division, "div", type=head.lower().replace(" ", "-"))
    _add(part, "head", head)
    listing = _add(part, "list")
    for one in told:
        item = _add(listing, "item", n=one.severity, id=f"s{story.number}{one.id}")
        _add(item, "label", f"{type_words(one)}: {dates_in_words(one.summary)}")
        for side in one.sides:
            _add(item, "p", dates_in_words(side.value))
            for place in side.evidence:
                source = _wit([place.article], story)
                cited = _add(item, "cit")
                _add(cited, "quote", place.text)
                _add(cited, "ref", f"characters {place.start}–{place.end}", target=source or None)
