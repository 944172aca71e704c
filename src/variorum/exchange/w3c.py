"""W3C Web Annotation: a page of annotations for each article, as JSON-LD.

The model: https://www.w3.org/TR/annotation-model/. Each stretch is selected twice, by its position (which
there too counts code points) and by its words with what stands around them, so that a changed page can
still be matched. A mark of several stretches has a composite target. Links are annotations of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from msgspec import json

from variorum import __version__
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
from variorum.exchange.marks import FEATURES, LABELS, Link, Mark, Marked, in_order, marked
from variorum.model import AnnotatedArticle, Article, Span
from variorum.outputs.atomic import replacing
from variorum.settings import SHOWN

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_URN = "urn:variorum:"
_SUFFIX = ".jsonld"


def write(articles: Iterable[AnnotatedArticle], folder: Path) -> int:
    """Write a page (``.jsonld``) for each article, and the articles."""
    need_folder(folder)
    names, kept = Names(), []
    for annotated in articles:
        one = Kept(names.name(annotated.article), annotated.article)
        with replacing(folder / f"{one.name}{_SUFFIX}") as out:
            out.write(json.format(json.encode(_page(marked(annotated))), indent=1) + b"\n")
        kept.append(one)
    write_articles(kept, folder)
    return len(kept)


def _page(given: Marked) -> dict[str, Any]:
    article = given.article
    source = article.url or _urn(article.id)
    items = [_annotation(mark, source, article.text) for mark in given.marks]
    items += [_linking(link) for link in given.links]
    return {
        "@context": _CONTEXT,
        "id": f"{_urn(article.id)}:page",
        "type": "AnnotationPage",
        "generator": {"type": "Software", "name": "Variorum", "schema:softwareVersion": __version__},
        "items": items,
    }


def _urn(id: str) -> str:
    return f"{_URN}{quote(id, safe='')}"


def _annotation(mark: Mark, source: str, text: str) -> dict[str, Any]:
    bodies = [_body("tagging", mark.label)]
    bodies += [
        _body("describing", f"{name}: {mark.features[name]}") for name in FEATURES if name in mark.features
    ]
    targets = [_target(span, source, text) for span in mark.spans]
    return {
        "id": _urn(mark.id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else {"type": "Composite", "items": targets},
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _target(span: Span, source: str, text: str) -> dict[str, Any]:
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - SHOWN.context) : span.start],
                "suffix": text[span.end : span.end + SHOWN.context],
            },
        ],
    }


def _linking(link: Link) -> dict[str, Any]:
    return {
        "id": f"{_urn(link.content)}:{link.label}:{quote(link.to, safe='')}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [{"id": _urn(link.to)}, _body("tagging", link.label)],
        "target": _urn(link.content),
    }


def read(folder: Path, rejected: Rejected | None = None) -> Iterator[Marked]:
    """Yield what the pages of a folder hold."""
    articles = read_articles(folder)

    def made(path: Path) -> Marked:
        article = article_of(path, articles)
        try:
            page = json.decode(path.read_bytes())
            return _marked(article, page["items"])
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise BadRecord(
                f"is no page of annotations ({error})", file=str(path), article=article.id
            ) from error

    yield from one_by_one(files_of(folder, _SUFFIX), made, rejected)


def _marked(article: Article, items: Iterable[Mapping[str, Any]]) -> Marked:
    marks, links = [], []
    for item in items:
        bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
        label = next(body["value"] for body in bodies if body.get("purpose") == "tagging")
        if item["motivation"] == "linking":
            to = next(body["id"] for body in bodies if "id" in body)
            links.append(Link(label=label, content=_id(item["target"]), to=_id(to)))
        elif label in LABELS:
            target = item["target"]
            targets = target["items"] if target.get("type") == "Composite" else [target]
            spans = tuple(_span(each, article) for each in targets)
            marks.append(Mark(id=_id(item["id"]), label=label, spans=spans, features=_features(bodies)))
    return Marked(article=article, marks=in_order(marks), links=tuple(links))


def _id(urn: str) -> str:
    return unquote(urn.removeprefix(_URN))


def _features(bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    told = (body["value"].partition(": ") for body in bodies if body.get("purpose") == "describing")
    return {name: value for name, _, value in told if name in FEATURES}


def _span(target: Mapping[str, Any], article: Article) -> Span:
    """Return where a target lies; its words must stand there."""
    by_kind = {selector["type"]: selector for selector in target["selector"]}
    place = by_kind["TextPositionSelector"]
    span = Span(place["start"], place["end"])
    exact = by_kind.get("TextQuoteSelector", {}).get("exact", span.of(article.text))
    if not 0 <= span.start < span.end <= len(article.text) or span.of(article.text) != exact:
        raise ValueError(f"{exact!r} does not stand at {span.start} to {span.end} of the text")
    return span
