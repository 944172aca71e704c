"""Who speaks in the bundled example, as its description says, by the rules alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from variorum import formats
from variorum.model import Article, Quotation
from variorum.pipeline import annotate_article

# What the rules reach on the example; raise it with the rules, never lower it to pass.
FLOOR = 0.97
HERE = Path(__file__).parents[2]
REPORTS = HERE / "src" / "variorum" / "example" / "reports"
EXPECTED = json.loads((HERE / "tests/golden/example/expected.json").read_text(encoding="utf-8"))


def _folded(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.lower().replace("’", "'"))


def _best(text: str, quotations: tuple[Quotation, ...], wanted: dict[str, str]) -> Quotation | None:
    """Return the quotation that covers most of the words, at least half; nested where that is meant."""
    start = text.index(wanted["quote"])
    end = start + len(wanted["quote"])

    def covered(quotation: Quotation) -> int:
        return sum(max(0, min(end, s.end) - max(start, s.start)) for s in quotation.content)

    fits = [q for q in quotations if 2 * covered(q) >= end - start and bool(q.inside) == ("nested" in wanted)]
    return max(fits, key=covered, default=None)


def test_example_speakers() -> None:
    read = {}
    for article in formats.read([REPORTS]):
        assert isinstance(article, Article)
        read[article.id] = read[str(article.extra.get("file"))] = article
    wrong = []
    for wanted in EXPECTED["speakers"]:
        article = read[wanted["report"]]
        found = _best(article.text, annotate_article(article).annotation.quotations, wanted)
        name = found.speaker.name if found and found.speaker else "-"
        if _folded(name) != _folded(wanted["speaker"]):
            wrong.append(f"{wanted['quote'][:60]}: wanted {wanted['speaker']}, found {name}")
    share = 1 - len(wrong) / len(EXPECTED["speakers"])
    assert share >= FLOOR, f"{share:.3f} right\n" + "\n".join(wrong)
