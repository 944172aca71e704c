"""INCEpTION: a UIMA CAS as XMI for each article, with the type system that its layers have.

Written and read with dkpro-cassis, which counts UTF-16 code units in the file, as Java does. A stretch is
a ``Mark`` (a span layer); a mark of several stretches is several, joined by ``Link`` (a relation layer), as
are a content and its cue or source. XML cannot hold control characters: where a text has them, blanks stand
in the file, and nowhere else does it differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from variorum.errors import BadRecord, MissingExtra
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
from variorum.exchange.marks import FEATURES, LABELS, Mark, Marked, in_order, linked, marked
from variorum.model import AnnotatedArticle, Article, Span
from variorum.outputs.atomic import replacing

TYPES = "TypeSystem.xml"
_MARK, _LINK = "webanno.custom.Mark", "webanno.custom.Link"
_GOES_ON = "goes on"
_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORD = re.compile(r"\w+|[^\w\s]")
_STRING = "uima.cas.String"


def _cassis() -> Any:
    try:
        import cassis
    except ModuleNotFoundError as error:
        raise MissingExtra("INCEpTION needs dkpro-cassis: pip install 'variorum[inception]'") from error
    return cassis


def _types() -> Any:
    types = _cassis().TypeSystem()
    annotation = "uima.tcas.Annotation"
    for name in (_SENTENCE, _TOKEN):
        types.create_type(name=name, supertypeName=annotation)
    mark = types.create_type(name=_MARK, supertypeName=annotation)
    for name in ("label", "identifier", *FEATURES):
        types.create_feature(domainType=mark, name=name, rangeType=_STRING)
    link = types.create_type(name=_LINK, supertypeName=annotation)
    types.create_feature(domainType=link, name="label", rangeType=_STRING)
    for name in ("Governor", "Dependent"):
        types.create_feature(domainType=link, name=name, rangeType=_MARK)
    return types


def write(articles: Iterable[AnnotatedArticle], folder: Path) -> int:
    """Write a ``.xmi`` for each article, ``TypeSystem.xml`` and the articles.

    Raises MissingExtra without dkpro-cassis.
    """
    types = _types()
    need_folder(folder)
    names, kept = Names(), []
    for annotated in articles:
        one = Kept(names.name(annotated.article), annotated.article)
        with replacing(folder / f"{one.name}.xmi") as out:
            out.write(_cas(types, annotated).to_xmi().encode())
        kept.append(one)
    with replacing(folder / TYPES) as out:
        out.write(types.to_xml().encode())
    write_articles(kept, folder)
    return len(kept)


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub(" ", text)


def _cas(types: Any, annotated: AnnotatedArticle) -> Any:
    cassis = _cassis()
    text = _in_xml(annotated.article.text)
    cas = cassis.Cas(typesystem=types, sofa_string=text, sofa_mime="text/plain")
    for span in annotated.annotation.sentences:
        cas.add(types.get_type(_SENTENCE)(begin=span.start, end=span.end))
    for match in _WORD.finditer(text):
        cas.add(types.get_type(_TOKEN)(begin=match.start(), end=match.end()))
    given = marked(annotated)
    heads: dict[str, Any] = {}
    for mark in given.marks:
        before = None
        for span in mark.spans:
            told = mark.features if before is None else {}
            one = types.get_type(_MARK)(
                begin=span.start, end=span.end, label=mark.label, identifier=mark.id, **told
            )
            cas.add(one)
            if before is None:
                heads[mark.id] = one
            else:
                cas.add(_link(types, before, one, _GOES_ON))
            before = one
    for link in given.links:
        cas.add(_link(types, heads[link.content], heads[link.to], link.label))
    return cas


def _link(types: Any, begin: Any, end: Any, label: str) -> Any:
    # A relation of INCEpTION lies where its dependent does.
    return types.get_type(_LINK)(begin=end.begin, end=end.end, Governor=begin, Dependent=end, label=label)


def read(folder: Path, rejected: Rejected | None = None) -> Iterator[Marked]:
    """Yield what the ``.xmi`` files of a folder hold; ``TypeSystem.xml`` lies beside them."""
    cassis = _cassis()
    articles = read_articles(folder)
    try:
        with (folder / TYPES).open("rb") as source:
            types = cassis.load_typesystem(source)
    except OSError as error:
        raise BadRecord(
            f"cannot be read ({error.strerror}); it comes with the export", file=str(folder / TYPES)
        ) from error

    def made(path: Path) -> Marked:
        article = article_of(path, articles)
        cas = _read_cas(path, types)
        if cas.sofa_string != _in_xml(article.text):
            raise BadRecord("holds another text than articles.jsonl", file=str(path), article=article.id)
        return _marked(article, cas)

    yield from one_by_one(files_of(folder, ".xmi"), made, rejected)


def _read_cas(path: Path, types: Any) -> Any:
    """Return what a file holds; layers that ``TypeSystem.xml`` does not have are passed over."""
    try:
        with path.open("rb") as source, catch_warnings():
            simplefilter("ignore")  # of such layers
            return _cassis().load_cas_from_xmi(source, typesystem=types, lenient=True)
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise BadRecord(
            f"is no UIMA CAS XMI that can be read ({error}); export it again", file=str(path)
        ) from error


def _marked(article: Article, cas: Any) -> Marked:
    stretches = {one.xmiID: one for one in cas.select(_MARK) if one.label in LABELS}
    after: dict[int, int] = {}
    relations = []
    for link in cas.select(_LINK):
        begin, end = (getattr(one, "xmiID", -1) for one in (link.Governor, link.Dependent))
        if begin not in stretches or end not in stretches:
            continue
        if link.label == _GOES_ON:
            after[begin] = end
        else:
            relations.append((link.label or "", str(begin), str(end)))
    later = set(after.values())
    marks = []
    for head, one in stretches.items():
        if head in later:
            continue
        spans, at = [Span(one.begin, one.end)], head
        while at in after and len(spans) <= len(stretches):
            at = after[at]
            spans.append(Span(stretches[at].begin, stretches[at].end))
        told = {name: getattr(one, name) for name in FEATURES if getattr(one, name, None)}
        features = told if one.label == "content" else {}
        marks.append(Mark(id=str(head), label=one.label, spans=tuple(sorted(spans)), features=features))
    labels = {mark.id: mark.label for mark in marks}
    links = tuple(link for one in relations if (link := linked(*one, labels)))
    return Marked(article=article, marks=in_order(marks), links=links)
