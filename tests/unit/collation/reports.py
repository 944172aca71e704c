"""Small annotated reports for the tests of collation, written as marked-up text.

``{q|Speaker|text}`` is a direct quotation printed between marks, ``{i|Speaker|text}`` an indirect one; the
speaker is printed after it as "Speaker said". ``{f|kind|value|of|text}`` is a figure, ``{p|text}`` a person.
"""

from __future__ import annotations

import re

from variorum.model import AnnotatedArticle, Annotation, Article, Entity, Figure, Quotation, Span, Speaker
from variorum.text.sentences import split_paragraphs, split_sentences

_MARK = re.compile(r"\{(\w)\|([^{}]*)\}")


def report(name: str, marked: str, *, date: str = "2026-03-11") -> AnnotatedArticle:
    """Return the report that ``marked`` describes."""
    text = ""
    quotations: list[Quotation] = []
    figures: list[Figure] = []
    people: dict[str, list[Span]] = {}
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        kind, fields = match.group(1), match.group(2).split("|")
        start = len(text)
        if kind in "qi":
            speaker, words = fields
            printed = f"“{words}”" if kind == "q" else words
            text += printed
            end = len(text)
            source = cue = ()
            if speaker:
                text += f" {speaker}"
                source = (Span(end + 1, len(text)),)
                people.setdefault(speaker, []).append(source[0])
                cue = (Span(len(text) + 1, len(text) + 5),)
                text += " said"
            quotations.append(
                Quotation(
                    id=f"q-{name}-{start}",
                    kind="direct" if kind == "q" else "indirect",
                    content=(Span(start, end),),
                    source=source,
                    cue=cue,
                    speaker=Speaker(name=speaker, entity=f"e-{speaker}") if speaker else None,
                )
            )
        elif kind == "f":
            what, value, of, words = fields
            text += words
            number = value if what in ("date", "time") else float(value)
            figures.append(
                Figure(span=Span(start, len(text)), kind=what, value=number, of=of or None)  # type: ignore[arg-type]
            )
        else:
            text += fields[0]
            people.setdefault(fields[0], []).append(Span(start, len(text)))
    text += marked[at:]
    entities = tuple(
        Entity(id=f"e-{person}", name=person, kind="person", mentions=tuple(spans))
        for person, spans in people.items()
    )
    paragraphs = split_paragraphs(text)
    return AnnotatedArticle(
        article=Article(id=name, text=text, outlet=name, date=date),
        annotation=Annotation(
            paragraphs=paragraphs,
            sentences=split_sentences(text, paragraphs),
            entities=entities,
            figures=tuple(figures),
            quotations=tuple(quotations),
        ),
    )
