"""Annotate a corpus of marked quotations and print how well contents, cues and sources are found.

    python benchmarks/quotations.py GOLD.jsonl[.gz] [--scorer score.py]
        [--annotator rules|model] [--out PRED.jsonl] [--limit N]

GOLD: one document a line with "id", "text" and "attributions" (lists of spans "content", "cue", "source"),
as PolNeAR converts to. Printed are the figures of the kit for evaluation (``variorum evaluate --labels``),
with intervals of whole articles. With --scorer a script that is called as ``scorer GOLD PRED --json`` sets
the figures instead, and the main ones of its answer are printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from variorum.evaluation.report import scores_table
from variorum.evaluation.scored import score
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span
from variorum.pipeline import Annotator, annotate_batch


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--annotator", choices=("rules", "model"), default="model")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    documents = _load(options.gold)[: options.limit]
    started = time.perf_counter()
    found = annotate(documents, options.annotator)
    seconds = time.perf_counter() - started
    characters = sum(len(document["text"]) for document in documents)
    print(f"{len(documents)} documents, {len(documents) / seconds:.0f} a second on one core, "
          f"{1e6 * seconds / max(1, characters):.2f} µs a character")  # fmt: skip
    records = [attributions(one) for one in found]
    if not options.scorer:
        scores = score(found, map(labelled, documents), ["kind"])
        print(*scores_table(one for one in scores if one.asked != "speaker"), sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "pred.jsonl"
        out.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        if options.scorer:
            gold = Path(folder) / "gold.jsonl"
            gold.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
            print_figures(options.scorer, gold, out)


def _load(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def annotate(documents: list[dict[str, Any]], annotator: Annotator) -> list[AnnotatedArticle]:
    """Return the documents with their quotations; those inside another one are left out."""
    articles = [
        Article(id=document["id"], text=document["text"], title=document.get("title"))
        for document in documents
    ]
    found = [
        one for one in annotate_batch(articles, annotator=annotator) if isinstance(one, AnnotatedArticle)
    ]
    return [
        replace(one, annotation=Annotation(quotations=tuple(
            quotation for quotation in one.annotation.quotations if quotation.inside is None
        )))
        for one in found
    ]  # fmt: skip


def labelled(document: dict[str, Any]) -> AnnotatedArticle:
    """Return a document as its annotators marked it."""
    quotations = [
        Quotation(
            id=one["id"],
            kind=one.get("type", "direct"),
            content=_spans(one["content"]),
            cue=_spans(one["cue"]),
            source=_spans(one["source"]),
        )
        for one in document["attributions"]
    ]
    article = Article(id=document["id"], text=document["text"])
    return AnnotatedArticle(article=article, annotation=Annotation(quotations=tuple(quotations)))


def _spans(given: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in given)


def attributions(annotated: AnnotatedArticle) -> dict[str, Any]:
    """Return an article's quotations as the data has them."""
    found = [_attribution(one) for one in annotated.annotation.quotations]
    return {"id": annotated.article.id, "attributions": found}


def _attribution(quotation: Quotation) -> dict[str, list[list[int]]]:
    return {
        role: [[span.start, span.end] for span in getattr(quotation, role)]
        for role in ("content", "cue", "source")
    }


def print_figures(scorer: Path, gold: Path, predictions: Path) -> None:
    answer = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predictions), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    figures = json.loads(answer.stdout)
    for kind in ("all", "direct", "mixed", "indirect"):
        for name, row in (
            ("content strict", figures["content"][kind]["strict"]),
            ("content iou50", figures["content"][kind]["iou50"]),
            ("e2e iou50+head", figures["e2e"][kind]["iou50+head"]),
        ):
            print(f"{kind:9} {name:15} P {row['P']:6.1%} R {row['R']:6.1%} F1 {row['F1']:6.1%}")
    for match in ("strict", "overlap"):
        row = figures["cue"][match]
        print(f"{'cue':9} {match:15} P {row['P']:6.1%} R {row['R']:6.1%} F1 {row['F1']:6.1%}")


if __name__ == "__main__":
    main()
