"""Draws pairs of near-equal quotations by seed and prints what collation makes of each.

    python benchmarks/quote_variants.py FILE [--seed 11] [--pairs 200] [--texts]

FILE is JSONL (or .gz) with ``a`` and ``b``: ``id``, ``s`` and ``e`` (offsets of the words between the marks),
``q`` (the words), ``before``, ``after``, ``speaker``. Each pair is collated as two reports that print the
quotation in its surroundings. Prints number, ids, offsets, whether it is one utterance, and the variants with
their severities; --texts prints the words too, for reading only: they are their publishers'.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path
from typing import Any

from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    Collation,
    Entity,
    Quotation,
    Span,
    Speaker,
)
from variorum.pipeline import collate_story
from variorum.text.sentences import split_paragraphs, split_sentences

PRONOUNS = {"he", "she", "they", "i", "we", "it", "who"}


def draw(path: Path, seed: int, pairs: int) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    return random.Random(seed).sample(rows, min(pairs, len(rows)))


def report(side: dict[str, Any], name: str) -> AnnotatedArticle:
    """Return the quotation in its surroundings, annotated as the file says."""
    text = f"{side['before']}{side['q']}{side['after']}"
    content = Span(len(side["before"]), len(side["before"]) + len(side["q"]))
    speaker = side["gold_speaker"] or side["speaker"]
    if speaker and speaker.lower() in PRONOUNS:
        speaker = None
    paragraphs = split_paragraphs(text)
    entity = (Entity(id="e", name=speaker, kind="person", mentions=()),) if speaker else ()
    return AnnotatedArticle(
        article=Article(id=name, text=text, date=side["date"]),
        annotation=Annotation(
            paragraphs=paragraphs,
            sentences=split_sentences(text, paragraphs),
            entities=entity,
            quotations=(
                Quotation(
                    id=f"q-{name}",
                    kind="direct",
                    content=(content,),
                    speaker=Speaker(name=speaker, entity="e") if speaker else None,
                ),
            ),
        ),
    )


def decided(pair: dict[str, Any]) -> Collation:
    return collate_story("pair", (report(pair["a"], "a"), report(pair["b"], "b")))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    for number, pair in enumerate(draw(options.file, options.seed, options.pairs), 1):
        a, b = pair["a"], pair["b"]
        collation = decided(pair)
        same = len(collation.utterances) == 1
        variants = sorted(
            f"{variant.type}/{variant.severity}"
            for utterance in collation.utterances
            for variant in utterance.variants
        )
        where = f"{a['id']} {a['s']}-{a['e']} {b['id']} {b['s']}-{b['e']}"
        print(number, where, "same" if same else "different", ", ".join(variants) or "-")
        if options.texts:
            for side in (a, b):
                print(f"    {side['speaker']}: {side['q']}")


if __name__ == "__main__":
    main()
