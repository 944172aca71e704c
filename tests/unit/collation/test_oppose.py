"""Claims are held against each other in one way, whatever they are about."""

from __future__ import annotations

from itertools import permutations

from tests.unit.collation.reports import report

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.oppose import by_key, gathered, linked, oppose
from variorum.collation.claims.story import story_view
from variorum.model import Collation, Span
from variorum.settings import CollateSettings

FOUR = [
    report("ledger", "Five boats sank off Tarn.", date="2026-03-11"),
    report("whistle", "At Tarn six boats sank.", date="2026-03-12"),
    report("lantern", "Six boats sank off Tarn.", date="2026-03-12"),
    report("beacon", "Off Tarn five boats sank.", date="2026-03-13"),
]


def claim(at: int) -> Claim:
    source = FOUR[at]
    start = source.article.text.lower().index("five" if "ive" in source.article.text else "six")
    span = Span(start, source.article.text.index(" boats"))
    value = span.of(source.article.text)
    return Claim(source=source, key=value.lower(), value=value, spans=(span,))


LEDGER, WHISTLE, LANTERN, BEACON = CLAIMS = [claim(at) for at in range(4)]


def test_the_order_of_pairs_changes_neither_groups_nor_what_is_told() -> None:
    view = story_view(tuple(FOUR), Collation(story="tarn", articles=()), CollateSettings())
    pairs = [(LEDGER, LANTERN), (WHISTLE, LEDGER), (LANTERN, BEACON)]
    for one in permutations(pairs):
        for ordered in (list(one), [pair[::-1] for pair in one]):
            (group,) = linked(ordered)
            assert group == [LEDGER, LANTERN, WHISTLE, BEACON]  # by date, then by the report's id
            found = oppose(view, "figure", by_key(group), "number of boats")
            assert found.summary == "The number of boats differs: Five in two reports, Six in two reports."
            assert [side.articles for side in found.sides] == [("ledger", "beacon"), ("lantern", "whistle")]


def test_what_no_pair_links_stays_apart() -> None:
    assert linked([(LEDGER, WHISTLE), (BEACON, LANTERN)]) == [[LEDGER, WHISTLE], [LANTERN, BEACON]]
    assert linked([]) == []


def test_a_claim_joins_only_those_that_it_agrees_with_all() -> None:
    near = {("five", "five"), ("six", "six")}
    groups = gathered(CLAIMS, lambda one, other: (one.key, other.key) in near)
    assert groups == [[LEDGER, BEACON], [WHISTLE, LANTERN]]


def test_evidence_is_what_the_report_prints_there() -> None:
    (part,) = WHISTLE.evidence
    assert (part.article, part.text) == ("whistle", "six")
    assert WHISTLE.source.article.text[part.start : part.end] == part.text
