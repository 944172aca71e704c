"""Speakers of written reports: couples, namesakes, pronouns, epithets, groups, joint sources."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace
from tests.quality.marked import read_marked

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.stage import assign_entities
from variorum.annotation.speakers.stage import assign_speakers
from variorum.model import Annotation, Article, Quotation, Span
from variorum.settings import AnnotateSettings

# What the rules reach on the written set; raise it with the rules, never lower it to pass.
FLOOR_SPEAKERS = 0.98
REPORTS = Path(__file__).parent / "data" / "speakers.txt"


def _quotation(text: str, source: Span, sentences: tuple[Span, ...]) -> Quotation:
    """Return the quotation of a source: the quoted words of its sentence, else the words after it."""
    sentence = next(s for s in sentences if s.contains(source))
    quoted = tuple(
        Span(sentence.start + m.start(), sentence.start + m.end())
        for m in re.finditer("“[^”]+”", sentence.of(text))
    )
    content = quoted or (Span(source.end, sentence.end),)
    kind = "direct" if quoted else "indirect"
    return Quotation(id=f"q{source.start}", kind=kind, content=content, source=(source,))


def test_written_speakers() -> None:
    lines = [x for x in REPORTS.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    wrong = []
    count = 0
    for line in lines:
        text, sources = read_marked(line)
        article = Article(id="a", text=text)
        settings = AnnotateSettings()
        annotation = assign_entities(
            article, assign_layout(article, Annotation(), settings=settings), settings=settings
        )
        quotations = tuple(_quotation(text, span, annotation.sentences) for span, _ in sources)
        annotation = assign_speakers(article, replace(annotation, quotations=quotations), settings=settings)
        for quotation, (_, wanted) in zip(annotation.quotations, sources, strict=True):
            count += 1
            found = quotation.speaker.name if quotation.speaker else "-"
            if found != wanted:
                wrong.append(f"{line}\n  wanted {wanted!r}, found {found!r}")
    share = 1 - len(wrong) / count
    assert count >= 200
    assert share >= FLOOR_SPEAKERS, f"{share:.3f} of {count} right\n" + "\n".join(wrong)
