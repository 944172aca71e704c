"""Label Studio: tasks with predictions, the labelling interface, and the JSON that it exports.

The format: https://labelstud.io/guide/predictions and the tags ``Labels``, ``Choices``, ``Relations``. Its
page runs in a browser and counts UTF-16 code units; programs that go through its SDK count code points. What
comes back says its words beside the offsets, so both are understood and neither is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct, json

from variorum import __version__
from variorum.errors import BadRecord
from variorum.exchange.folder import (
    Kept,
    Names,
    Rejected,
    files_of,
    need_folder,
    one_by_one,
    read_articles,
    write_articles,
)
from variorum.exchange.marks import ACTS, KINDS, LABELS, Mark, Marked, in_order, linked, marked
from variorum.exchange.units import Units
from variorum.model import AnnotatedArticle, Article, Span
from variorum.outputs.atomic import replacing

TASKS, INTERFACE = "tasks.json", "interface.xml"
_GOES_ON = "goes on"  # from one stretch of a mark to the next
_CHOICES = {"kind": KINDS, "act": ACTS}


def interface() -> str:
    """Return the labelling interface that the tasks are for (Settings, Labeling Interface, Code)."""
    colours = {"content": "#cfe3ff", "cue": "#ffe6b3", "source": "#d6f0cf"}
    labels = "".join(f'<Label value="{one}" background="{colours[one]}"/>' for one in LABELS)
    relations = "".join(f'<Relation value="{one}"/>' for one in ("cue", "source", _GOES_ON))
    choices = "".join(
        f'<Choices name="{name}" toName="text" perRegion="true" whenTagName="marks" whenLabelValue="content">'
        + "".join(f'<Choice value="{value}"/>' for value in values)
        + "</Choices>"
        for name, values in _CHOICES.items()
    )
    return (
        f'<View><Header value="$title"/><Relations>{relations}</Relations>'
        f'<Labels name="marks" toName="text">{labels}</Labels>'
        f'<Text name="text" value="$text" granularity="word"/>{choices}</View>\n'
    )


def write(articles: Iterable[AnnotatedArticle], folder: Path) -> int:
    """Write ``tasks.json`` (to import), ``interface.xml`` (to paste into the settings) and the articles."""
    need_folder(folder)
    names = Names()
    kept: list[Kept] = []
    with replacing(folder / TASKS) as out:
        out.write(b"[")
        for annotated in articles:
            one = Kept(names.name(annotated.article), annotated.article)
            out.write(b",\n" if kept else b"\n")
            out.write(json.encode(_task(one, marked(annotated))))
            kept.append(one)
        out.write(b"\n]\n")
    with replacing(folder / INTERFACE) as out:
        out.write(interface().encode())
    write_articles(kept, folder)
    return len(kept)


def _task(one: Kept, given: Marked) -> dict[str, Any]:
    article = one.article
    data = {"text": article.text, "title": article.title or article.outlet or article.id, "files": one.name}
    for name in ("outlet", "date", "url"):
        if (value := getattr(article, name)) is not None:
            data[name] = value
    units = Units(article.text)
    result: list[dict[str, Any]] = []
    for mark in given.marks:
        result += _regions(mark, article.text, units)
    result += [_relation(link.content, link.to, link.label) for link in given.links]
    prediction = {"model_version": f"variorum {__version__}", "result": result}
    return {"data": data, "predictions": [prediction]}


def _regions(mark: Mark, text: str, units: Units) -> Iterator[dict[str, Any]]:
    ids = [mark.id, *(f"{mark.id}-{number}" for number in range(2, len(mark.spans) + 1))]
    for id, span in zip(ids, mark.spans, strict=True):
        there = units.units(span)
        value = {"start": there.start, "end": there.end, "text": span.of(text)}
        region = {"id": id, "from_name": "marks", "to_name": "text", "type": "labels"}
        note = [f"{name}: {told}" for name, told in mark.features.items() if name not in _CHOICES]
        if note and id == mark.id:
            region["meta"] = {"text": note}  # type: ignore[assignment]
        yield {**region, "value": {**value, "labels": [mark.label]}}
        for name in _CHOICES:
            if name in mark.features and id == mark.id:
                choice = {"id": id, "from_name": name, "to_name": "text", "type": "choices"}
                yield {**choice, "value": {**value, "choices": [mark.features[name]]}}
    for before, after in zip(ids, ids[1:], strict=False):
        yield _relation(before, after, _GOES_ON)


def _relation(begin: str, end: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": begin, "to_id": end, "direction": "right", "labels": [label]}


class _Read(Struct):
    """What a result holds: regions by id, what is told of them, and the relations."""

    spans: dict[str, Span] = {}
    labels: dict[str, str] = {}
    features: dict[str, dict[str, str]] = {}
    relations: list[tuple[str, str, str]] = []


def read(folder: Path, rejected: Rejected | None = None) -> Iterator[Marked]:
    """Yield what the ``.json`` files of a folder hold: exports of Label Studio, or tasks as written.

    Of a task of an export the last annotation that was not cancelled counts; one without is not labelled, and
    left out. Of a task as written the prediction counts. With an export beside them tasks as written are
    passed over.
    """
    articles = read_articles(folder)
    articles |= {article.id: article for article in articles.values() if article.id not in articles}
    files = list(files_of(folder, ".json"))
    seen: set[str] = set()
    for path in [path for path in files if path.name != TASKS] or files:
        tasks = enumerate(_tasks(path), 1)
        yield from one_by_one(tasks, partial(_read_task, path=path, articles=articles, seen=seen), rejected)


def _tasks(path: Path) -> list[Any]:
    try:
        tasks = json.decode(path.read_bytes())
    except (DecodeError, UnicodeDecodeError) as error:
        raise BadRecord(f"is no JSON ({error})", file=str(path)) from error
    if not isinstance(tasks, list):
        raise BadRecord("is no list of tasks; export from Label Studio as JSON", file=str(path))
    return tasks


def _read_task(
    numbered: tuple[int, Any], path: Path, articles: Mapping[str, Article], seen: set[str]
) -> Marked | None:
    """Return what is labelled in a task; None where nobody labelled. seen: articles that were before."""
    number, task = numbered
    try:
        if "data" not in task:
            raise BadRecord(f"task {number} has no data; export as JSON, not JSON-MIN", file=str(path))
        data, result = task["data"], _result(task)
        if result is None:
            return None
        article = articles.get(str(data.get("files"))) or articles[str(data.get("id"))]
        if article.id in seen:
            raise BadRecord(
                f"task {number} is of an article that has labels already; leave one export there",
                file=str(path),
                article=article.id,
            )
        seen.add(article.id)
        return _marked(article, result)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadRecord(f"task {number} cannot be used ({error})", file=str(path)) from error


def _result(task: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | None:
    """Return what counts of a task; None for one of an export that nobody labelled."""
    if "annotations" in task:
        done = [one for one in task["annotations"] or () if not one.get("was_cancelled")]
        return done[-1]["result"] or () if done else None
    given = list(task.get("predictions") or ())
    return given[-1]["result"] if given else ()


def _marked(article: Article, result: Iterable[Mapping[str, Any]]) -> Marked:
    found, units = _Read(), Units(article.text)
    for one in result:
        if one["type"] == "relation":
            found.relations.append((one["from_id"], one["to_id"], (one.get("labels") or [""])[0]))
        elif one["type"] == "labels" and (label := (one["value"].get("labels") or [""])[0]) in LABELS:
            found.spans[one["id"]] = _span(one["value"], article.text, units)
            found.labels[one["id"]] = label
            for line in (one.get("meta") or {}).get("text") or ():
                name, _, value = line.partition(": ")
                found.features.setdefault(one["id"], {})[name] = value
        elif one["type"] == "choices":
            found.features.setdefault(one["id"], {})[one["from_name"]] = one["value"]["choices"][0]
    return _joined(article, found)


def _joined(article: Article, found: _Read) -> Marked:
    """Return stretches that go on as one mark each."""
    first = {id: id for id in found.spans}
    for begin, end, label in found.relations:
        if label == _GOES_ON and begin in first and end in first:
            first[end] = begin
    marks: dict[str, list[Span]] = {}
    features: dict[str, dict[str, str]] = {}  # of a mark, on whichever stretch they were told
    heads = {id: _head(id, first) for id in first}
    for id, span in found.spans.items():
        marks.setdefault(heads[id], []).append(span)
        features.setdefault(heads[id], {}).update(found.features.get(id, {}))
    links = [
        link
        for begin, end, label in found.relations
        if (link := linked(label, heads.get(begin, ""), heads.get(end, ""), found.labels))
    ]
    made = (
        Mark(
            id=id,
            label=found.labels[id],  # type: ignore[arg-type]
            spans=tuple(sorted(spans)),
            features=features[id] if found.labels[id] == "content" else {},
        )
        for id, spans in marks.items()
    )
    return Marked(article=article, marks=in_order(made), links=tuple(links))


def _head(id: str, first: Mapping[str, str]) -> str:
    seen = {id}
    while first[id] != id and first[id] not in seen:
        id = first[id]
        seen.add(id)
    return id


def _span(value: Mapping[str, Any], text: str, units: Units) -> Span:
    """Return where a region lies, by the unit in which its words stand there; UTF-16 where it tells none."""
    given = Span(int(value["start"]), int(value["end"]))
    in_units = units.points(given)
    words = value.get("text")
    if in_units is not None and (words is None or in_units.of(text) == words):
        return in_units
    if 0 <= given.start < given.end <= len(text) and given.of(text) == words:
        return given
    raise ValueError(f"{words!r} does not stand at {given.start} to {given.end} of the text")
