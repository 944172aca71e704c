"""brat standoff: ``.txt`` and ``.ann`` for each article, and how brat shows them.

The format: https://brat.nlplab.org/standoff.html. brat counts code points, and a stretch may not go over a
line's end, so one that does stands in pieces; a note beside it keeps the true stretches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct, json

from variorum.errors import BadRecord
from variorum.exchange.folder import (
    Kept,
    Names,
    Rejected,
    article_of,
    files_of,
    need_folder,
    one_by_one,
    read_articles,
    write_articles,
)
from variorum.exchange.marks import (
    ACTS,
    FEATURES,
    KINDS,
    LABELS,
    Label,
    Mark,
    Marked,
    in_order,
    linked,
    marked,
    span_of,
)
from variorum.model import AnnotatedArticle, Article, Span, Spans
from variorum.outputs.atomic import replacing

_LINE = re.compile(r"[^\n\r]+")
_IN_ATTRIBUTES = {"kind": KINDS, "act": ACTS}
_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_RELATION = re.compile(r"(\w+) Arg1:(\S+) Arg2:(\S+)")
_SETUP = {
    "annotation.conf": "\n".join(
        [
            "[entities]",
            *(label.capitalize() for label in LABELS),
            "",
            "[relations]",
            "Cue\tArg1:Content, Arg2:Cue",
            "Source\tArg1:Content, Arg2:Source",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "",
            "[events]",
            "",
            "[attributes]",
            *(f"{name.capitalize()}\tArg:Content, Value:{'|'.join(KINDS if name == 'kind' else ACTS)}"
              for name in _IN_ATTRIBUTES),
            "",
        ]
    ),
    "visual.conf": "\n".join(
        [
            "[labels]",
            "",
            "[drawing]",
            "SPAN_DEFAULT\tfgColor:black, bgColor:lightgray, borderColor:darken",
            "Content\tbgColor:#cfe3ff",
            "Cue\tbgColor:#ffe6b3",
            "Source\tbgColor:#d6f0cf",
            "ATTRIBUTE_DEFAULT\tglyph:*",
            "",
        ]
    ),
}  # fmt: skip


def write(articles: Iterable[AnnotatedArticle], folder: Path) -> int:
    """Write ``.txt`` and ``.ann`` for each article, brat's two files of settings, and the articles."""
    need_folder(folder)
    names, kept = Names(), []
    for annotated in articles:
        one = Kept(names.name(annotated.article), annotated.article)
        _put(folder / f"{one.name}.txt", one.article.text)
        _put(folder / f"{one.name}.ann", _standoff(marked(annotated)))
        kept.append(one)
    for name, words in _SETUP.items():
        _put(folder / name, words)
    write_articles(kept, folder)
    return len(kept)


def _put(path: Path, words: str) -> None:
    with replacing(path) as out:
        out.write(words.encode("utf-8", "surrogatepass"))


def _standoff(given: Marked) -> str:
    text = given.article.text
    numbers = {mark.id: f"T{number}" for number, mark in enumerate(given.marks, 1)}
    lines: list[str] = []
    notes: list[str] = []
    attributes: list[str] = []
    for mark in given.marks:
        name, pieces = numbers[mark.id], _pieces(mark.spans, text)
        places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(piece.of(text) for piece in pieces)
        lines.append(f"{name}\t{mark.label.capitalize()} {places}\t{words}")
        for feature, value in mark.features.items():
            if feature in _IN_ATTRIBUTES:
                attributes.append(f"A{len(attributes) + 1}\t{feature.capitalize()} {name} {value}")
        if note := _note(mark, pieces, text):
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {name}\t{note}")
    relations = [
        f"R{number}\t{link.label.capitalize()} Arg1:{numbers[link.content]} Arg2:{numbers[link.to]}\t"
        for number, link in enumerate(given.links, 1)
    ]
    return "".join(f"{line}\n" for line in [*lines, *relations, *attributes, *notes])


def _pieces(spans: Spans, text: str) -> list[Span]:
    """Return the stretches without line ends; blanks at the sides of a line are left out with them."""
    found = []
    for span in spans:
        for match in _LINE.finditer(text, span.start, span.end):
            words = match[0].strip()
            if words:
                start = match.start() + match[0].index(words)
                found.append(Span(start, start + len(words)))
    return found


def _note(mark: Mark, pieces: Sequence[Span], text: str) -> str:
    told: dict[str, Any] = {k: v for k, v in mark.features.items() if k not in _IN_ATTRIBUTES}
    if _stretches(pieces, None, text) != mark.spans:
        told["spans"] = [span_of(span) for span in mark.spans]
    return json.encode(told).decode() if told else ""


class _Parts(Struct):
    """What the lines of an ``.ann`` file hold, by the name of what they tell of."""

    bounds: dict[str, tuple[Label, tuple[Span, ...], str]] = {}  # with the words as they stand there
    attributes: dict[str, dict[str, str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    relations: list[tuple[str, str, str]] = []


def read(folder: Path, rejected: Rejected | None = None) -> Iterator[Marked]:
    """Yield what is labelled in the ``.ann`` files of a folder."""
    articles = read_articles(folder)

    def made(path: Path) -> Marked:
        return _marked(article_of(path, articles), _parts(path), path)

    yield from one_by_one(files_of(folder, ".ann"), made, rejected)


def _parts(path: Path) -> _Parts:
    parts = _Parts()
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadRecord("is not in UTF-8; brat writes it so, save it so again", file=str(path)) from error
    for number, line in enumerate(lines, 1):
        name, _, rest = line.rstrip("\r").partition("\t")
        told, _, words = rest.partition("\t")
        try:
            _take(parts, name, told, words)
        except (ValueError, KeyError) as error:
            raise BadRecord(f"is no line of brat ({error})", file=str(path), line=number) from error
    return parts


def _take(parts: _Parts, name: str, told: str, words: str) -> None:
    """Take in one line; what has no meaning here (events, normalisations) is passed over."""
    if name.startswith("T"):
        match = _BOUND.fullmatch(told)
        if match is None:
            raise ValueError(f"{told!r} tells no stretch")
        label = match[1].lower()
        if label in LABELS:
            places = sorted(tuple(map(int, pair.split(" "))) for pair in match[2].split(";"))
            parts.bounds[name] = label, tuple(Span(start, end) for start, end in places), words
    elif name.startswith("A") or name.startswith("M"):
        feature, of, *value = told.split(" ", 2)
        if value:  # without one it is of another tool's making: true or false
            parts.attributes.setdefault(of, {})[feature.lower()] = value[0]
    elif name.startswith("R") and (match := _RELATION.fullmatch(told)):
        parts.relations.append((match[1].lower(), match[2], match[3]))
    elif name.startswith("#") and told.startswith("AnnotatorNotes "):
        parts.notes.setdefault(told.split(" ", 1)[1], {}).update(_told_in_note(words))


def _told_in_note(words: str) -> dict[str, Any]:
    """Return what this program wrote into a note; of a person's own words nothing."""
    try:
        told = json.decode(words)
    except DecodeError:
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: value for name, value in told.items() if name == "spans" or name in FEATURES}


def _marked(article: Article, parts: _Parts, path: Path) -> Marked:
    marks = {}
    for name, (label, pieces, words) in parts.bounds.items():
        note = parts.notes.get(name, {})
        spans = _stretches(pieces, note.get("spans"), article.text)
        if any(not 0 <= span.start < span.end <= len(article.text) for span in spans):
            raise BadRecord(f"{name} lies outside the text", file=str(path), article=article.id)
        there = " ".join(piece.of(article.text) for piece in pieces).split()
        if words.split() not in ([], there):
            raise BadRecord(
                f"{name} says {words!r}, where {' '.join(there)!r} stands; it was labelled in another text",
                file=str(path),
                article=article.id,
            )
        features = {**{k: str(v) for k, v in note.items() if k != "spans"}, **parts.attributes.get(name, {})}
        marks[name] = Mark(id=name, label=label, spans=spans, features=features if label == "content" else {})
    labels = {name: mark.label for name, mark in marks.items()}
    links = [link for one in parts.relations if (link := linked(*one, labels))]
    return Marked(article=article, marks=in_order(marks.values()), links=tuple(links))


def _stretches(pieces: Sequence[Span], noted: Any, text: str) -> Spans:
    """Return the true stretches: those of the note while its pieces are still these, else what touches but
    for a line's end is one."""
    if isinstance(noted, list):
        pairs = (pair for pair in noted if isinstance(pair, list) and len(pair) == 2)
        spans = tuple(Span(*pair) for pair in pairs if all(isinstance(place, int) for place in pair))
        if _pieces(spans, text) == list(pieces):
            return spans
    found: list[Span] = []
    for piece in pieces:
        between = text[found[-1].end : piece.start] if found else ""
        if found and between.isspace() and "\n" in between:
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return tuple(found)
