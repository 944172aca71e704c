"""What one mutant is put through, and what must hold of the result."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import variorum
from variorum.checking.drafts import Draft
from variorum.checking.results import CheckResult
from variorum.checking.writers import html, json, sarif, text
from variorum.model import AnnotatedArticle, Article, Collation, Reject
from variorum.model.codec import annotated_record, encode
from variorum.outputs import OUTPUTS, writer
from variorum.pipeline import Annotator, annotate_batch, collate_story

LIMIT = 2.0  # seconds of processor time for one text
# The network reads every word, 16,000 to 20,000 code points a second, in time linear in the length (see
# ``growth``); a mutant of two pages joined may take as long as the two. Rules get no such leave.
READ_BY_NETWORK = 20_000  # code points to which the limit applies; the longest texts that are mutated
DATES = (
    "2024-03-06",
    "2024-03-06T09:00:00Z",
    None,
    "2024-02",
    "1600-01-01",
    "2200-12-31",
    "0001-01-01",
    "9999-12-31",
)


class Fault(AssertionError):
    """What was found wrong with a result."""


def annotate(words: str, number: int, annotator: Annotator = "rules") -> AnnotatedArticle:
    """Return the annotated text; raises Fault when a span does not fit or it takes too long."""
    draw = random.Random(number)
    article = Article(
        id=f"m{number}",
        text=words,
        date=draw.choice(DATES),
        title=draw.choice((None, words.strip().split("\n")[0][:150])),
    )
    started = time.process_time()
    (annotated,) = annotate_batch([article], annotator=annotator)
    taken = time.process_time() - started
    if isinstance(annotated, Reject):
        raise Fault(annotated.reason)
    if taken > LIMIT * (max(1, len(words) / READ_BY_NETWORK) if annotator == "model" else 1):
        raise Fault(f"{taken:.1f} s of processor time for {len(words):,} code points")
    _check_spans(annotated)
    encode(annotated_record(annotated))
    return annotated


def _check_spans(annotated: AnnotatedArticle) -> None:
    size, annotation = len(annotated.article.text), annotated.annotation
    spans = [*annotation.paragraphs, *annotation.sentences, *annotation.furniture]
    spans += [each.span for each in (*annotation.posts, *annotation.figures)]
    spans += [annotation.dateline.span] if annotation.dateline else []
    spans += [span for entity in annotation.entities for span in entity.mentions]
    known = {quotation.id for quotation in annotation.quotations}
    for quotation in annotation.quotations:
        spans += [*quotation.content, *quotation.cue, *quotation.source]
        if not quotation.content:
            raise Fault("a quotation without content")
        if list(quotation.content) != sorted(quotation.content):
            raise Fault(f"content out of order: {quotation.content}")
        if quotation.inside is not None and quotation.inside not in known:
            raise Fault("a quotation inside one that is not there")
    for span in spans:
        if not 0 <= span.start < span.end <= size:
            raise Fault(f"{span} in a text of {size:,} code points")


def collate(texts: Sequence[str], number: int) -> Collation:
    """Return the collation of the texts as one story, after all outputs wrote it."""
    articles = [annotate(words, number * 10 + at) for at, words in enumerate(texts)]
    started = time.process_time()
    collation = collate_story("s", articles)
    taken = time.process_time() - started
    if taken > LIMIT * len(texts):
        raise Fault(f"{taken:.1f} s of processor time to collate {sum(map(len, texts)):,} code points")
    held = {each.article.id: each.article.text for each in articles}
    for where, start, end, words in _evidence(collation):
        if held[where][start:end] != words:
            raise Fault(f"evidence {words!r} is not what stands at {start}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (_, file) in OUTPUTS.items():
            if name != "parquet":
                writer(name)([collation], {each.article.id: each for each in articles}, Path(folder) / file)
    return collation


def _evidence(collation: Collation) -> Iterator[tuple[str, int, int, str]]:
    for each in [*collation.discrepancies, *(v for u in collation.utterances for v in u.variants)]:
        for side in each.sides:
            for one in side.evidence:
                yield one.article, one.start, one.end, one.text


def check(draft: str, reports: Sequence[str], number: int) -> CheckResult:
    """Return the verdicts on a draft against reports, after all writers of the check wrote them."""
    started = time.process_time()
    against = [Article(id=f"r{at}", text=words, date="2024-03-06") for at, words in enumerate(reports)]
    result = variorum.check(draft, against=against)
    taken = time.process_time() - started
    if taken > LIMIT * (1 + len(reports)):
        raise Fault(f"{taken:.1f} s of processor time to check {len(draft):,} code points")
    given = [Draft(name="draft", article=Article(id="d", text=draft))]
    for form in (html, json, sarif, text):
        form.render(result, given).encode()
    for quotation in result.quotations:
        if draft[quotation.start : quotation.end] != quotation.text:
            raise Fault("a verdict on what does not stand there")
        for match in quotation.matches:
            held = next(each.text for each in against if each.id == match.article)
            if held[match.start : match.end] != match.text:
                raise Fault("a passage that does not stand there")
    return result
