"""How well quotations are found in written reports of many genres, by rules and by the network.

A floor is what was really reached, rounded down to whole points; raise it with the software, never lower it
to pass. A failure lists every miss with its report and words. To see them without a failure:
``python -m tests.quality.quotations.test_quotations [rules|model]``.
"""

from __future__ import annotations

import re
import sys
from functools import cache

import pytest
from tests.quality.quotations.gold import GoldError, load, parse, words
from tests.quality.quotations.scoring import Tally, add

from variorum.formats.text import headline
from variorum.model import Article
from variorum.pipeline import annotate_batch
from variorum.settings import ReadSettings

KINDS = ("direct", "mixed", "indirect", "all")
FLOORS: dict[str, dict[str, int]] = {
    "rules": {
        "direct content": 98,
        "direct end to end": 97,
        "all content": 90,
        "all end to end": 88,
        "speakers": 84,
        "nested": 72,
    },
    "model": {
        "direct content": 98,
        "direct end to end": 97,
        "all content": 93,
        "all end to end": 90,
        "speakers": 84,
        "nested": 72,
    },
}


@cache
def _tally(annotator: str) -> Tally:
    reports = load()
    title_length = ReadSettings().title_length
    articles = [
        Article(id=report.name, text=report.text, title=headline(report.text, title_length))
        for report in reports
    ]
    tally = Tally()
    for report, annotated in zip(reports, annotate_batch(articles, annotator=annotator), strict=True):
        add(tally, report, annotated.annotation)
    return tally


def _figures(tally: Tally) -> dict[str, float]:
    figures = {f"{kind} content": tally.content(kind) for kind in KINDS}
    figures |= {f"{kind} end to end": tally.end_to_end(kind) for kind in KINDS}
    return figures | {"speakers": tally.speakers(), "nested": tally.inside()}


def _table(tally: Tally) -> str:
    rows = [f"  {name:22} {figure:5.1f}" for name, figure in _figures(tally).items()]
    counts = ", ".join(f"{tally.marked[kind]} {kind}" for kind in KINDS)
    return "\n".join([f"marked outermost: {counts}; nested: {tally.nested}", *rows])


@pytest.mark.parametrize(
    ("annotator", "figure"), [(name, figure) for name, floors in FLOORS.items() for figure in floors]
)
def test_written_reports(annotator: str, figure: str) -> None:
    tally = _tally(annotator)
    reached = _figures(tally)[figure]
    floor = FLOORS[annotator][figure]
    assert reached >= floor, (
        f"{annotator}: {figure} is {reached:.1f}, was {floor}\n{_table(tally)}\n" + "\n".join(tally.misses)
    )


def test_the_reports_are_what_they_should_be() -> None:
    reports = load()
    assert len(reports) == 40
    assert len({report.name.rpartition("-")[0] for report in reports}) == 14
    outermost = [q for report in reports for q in report.quotations if q.inside is None]
    assert sum(q.kind == "direct" for q in outermost) >= 200
    assert sum(len(report.quotations) for report in reports) >= 400
    for report in reports:
        length = len(report.text.split())
        assert 120 <= length <= 320, f"{report.name} has {length} words"
        assert not re.search(r"[{}]", report.text), report.name


def test_pieces_cut_the_marked_words_out_of_the_text() -> None:
    marked = "{d1:“{s2:He} {q2:said} {i2:no},”} {q1:said} {s1:Ada Lind}. {d1:“Twice.”}"
    (report,) = parse(f"=== a\n{marked}\n--\n1 = Ada Lind\n2 = -\n")
    assert report.text == "“He said no,” said Ada Lind. “Twice.”"
    outer, inner = report.quotations
    assert [report.text[s:e] for s, e in outer.content] == ["“He said no,”", "“Twice.”"]
    assert outer.source and report.text[slice(*outer.source)] == "Ada Lind"
    assert (outer.inside, inner.inside) == (None, 1)
    assert len(words(report.text, outer.content)) == 4


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("=== a\n{d1:“No\n--\n1 = -\n", "is not closed"),
        ("=== a\n“No”} he said\n--\n", "nothing is open"),
        ("=== a\n{x1:No} he said\n--\n", "is no mark"),
        ("=== a\n{d1:“No”} {q1:said}\n--\n", "both in the text and among the speakers"),
        ("=== a\n{q1:said} no\n--\n1 = -\n", "needs content of one kind"),
        ("=== a\n{d1:“No”} {s1:he} {s1:she}\n--\n1 = -\n", "is marked twice"),
        ("=== a\n{d1:“No”} he said\n--\n1 = Ada Lind\n", "does not stand in the text"),
        ("=== a\n{d1:“No” }he said\n--\n1 = -\n", "blanks at its edges"),
        ("=== a\n{d1:“No”} he said\n", "the speakers must follow"),
    ],
)
def test_slips_in_the_marks_are_named(marked: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        parse(marked)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or FLOORS:
        result = _tally(chosen)
        print(f"{chosen}: {_table(result)}", *result.misses, sep="\n")
