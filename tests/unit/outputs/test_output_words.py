"""Counts and names in plain words."""

from __future__ import annotations

import pytest
from msgspec import structs
from tests.browser import sample

from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    ArticleSummary,
    Collation,
    Discrepancy,
    Evidence,
    Origin,
    Side,
)
from variorum.outputs import wording
from variorum.outputs.times import in_time, relation_words
from variorum.pipeline import annotate_article


def _articles(*outlets: tuple[str | None, str | None]) -> tuple[ArticleSummary, ...]:
    return tuple(
        ArticleSummary(id=f"a{number}", outlet=outlet, title=None, date=date, status="read")
        for number, (outlet, date) in enumerate(outlets)
    )


def test_the_headline_counts_what_matters():
    collation, _ = sample.silo()
    assert str(wording.headline(collation)) == (
        "6 reports (1 could not be read), 4 utterances, 3 rendered differently, "
        "1 given to two different speakers"
    )
    assert wording.headline(collation).origins == 4


def test_two_spellings_of_a_name_do_not_deny_each_other():
    collation, _ = sample.silo()
    days = {one.id: one.date for one in collation.articles}
    told = {(one.type, one.severity): relation_words(one, days, {}) for one in collation.discrepancies}
    assert told["name", "minor"] == ""
    assert told["negation", "critical"] == "cannot both be so"


def test_long_readings_are_cut_in_their_middle_in_a_heading():
    said = "the harbour wall will hold another winter " * 6 + "whatever the sea does"
    heading = wording.readable(f"The wording differs: one report “{said}”, one report “it will hold”.")
    assert heading.startswith("The wording differs: one report “the harbour wall will hold")
    assert " … " in heading
    assert heading.endswith("whatever the sea does”, one report “it will hold”.")
    assert len(heading) < 200


def _toll(*sides: tuple[str, str]) -> Discrepancy:
    return Discrepancy(
        id="d",
        type="figure",
        severity="material",
        relation="conflict",
        summary="The number of people hurt differs",
        sides=tuple(Side(value=value, articles=(article,), evidence=()) for value, article in sides),
    )


def test_a_toll_told_on_other_days_may_have_grown():
    toll = _toll(("60", "b"), ("40", "a"))
    days = {"a": "2026-03-11T20:00Z", "b": "2026-03-12"}
    assert relation_words(toll, days, {}) == "of other days: it may have changed"
    assert [(side.value, when) for side, when in in_time(toll, days, {})] == [
        ("40", "11 March 2026"),
        ("60", "12 March 2026"),
    ]


def test_a_toll_told_on_one_day_conflicts_and_without_days_nothing_is_said():
    toll = _toll(("60", "b"), ("40", "a"))
    same = {"a": "2026-03-11", "b": "2026-03-11T08:00Z"}
    assert relation_words(toll, same, {}) == "cannot both be so"
    assert [when for _, when in in_time(toll, same, {})] == ["", ""]
    assert relation_words(toll, {"a": "2026-03-11", "b": None}, {}) == ""


def test_a_single_report_is_not_said_to_differ():
    collation, _ = sample.single()
    assert str(wording.headline(collation)) == "1 report, 1 utterance"


def test_witnesses_of_one_origin_count_once_and_those_who_carry_a_part_by_themselves():
    articles = _articles(("A", None), ("B", None), ("C", None), ("D", None))
    origin = Origin(id="o1", kind="copy", articles=("a0", "a2", "a3"), shares=(0.9, 1.0, 0.2))
    mainly = {"a0": "o1", "a2": "o1"}
    placed = tuple(structs.replace(one, origin=mainly.get(one.id), own=0.1) for one in articles)
    collation = Collation(story="s", articles=placed, origins=(origin,))
    assert wording.origin_groups(collation) == (("a0", "a2"), ("a1",), ("a3",))
    labels = {"a0": "A", "a1": "B", "a2": "C", "a3": "D"}
    assert wording.own_words(placed[0], labels, collation) == "10 % own text, shares text with C and D"
    assert wording.own_words(articles[1], labels, collation) == ""
    assert wording.shared_words(collation, labels) == (
        "A and C carry the same text, D shares a passage with them",
    )


def test_reports_that_are_one_text_in_part_only_share_a_passage_of_so_many_words():
    labels = {"a0": "A", "a1": "B", "a2": "C"}
    articles = _articles(("A", None), ("B", None), ("C", None))
    first, second = "The quay was closed at dusk", "Nobody was hurt"
    passages = tuple(
        tuple(Evidence(article=name, start=0, end=len(text), text=text) for name in names)
        for text, names in ((first, ("a0", "a1", "a2")), (second, ("a0", "a1")))
    )

    def told(*shares: float) -> str:
        origin = Origin(id="o", kind="agency", articles=("a0", "a1", "a2"), shares=shares, passages=passages)
        return wording.shared_words(Collation(story="s", articles=articles, origins=(origin,)), labels)[0]

    assert told(0.9, 0.47, 0.2) == "A, B and C share 2 passages of together 9 words"
    assert told(1.0, 0.95, 0.2) == "A and B carry the same text, C shares a passage of 6 words with them"
    assert told(1.0, 0.95, 0.9) == "A, B and C carry the same text"


def test_articles_of_one_outlet_are_told_apart():
    articles = _articles(("A", "2027-01-01"), ("A", "2027-01-02"), ("B", None), (None, None), (None, None))
    labels = wording.article_labels(articles, {})
    assert len(set(labels.values())) == 5
    assert labels["a0"] == "A, 1 January 2027"
    assert labels["a2"] == "B"


def test_two_captures_of_one_day_are_numbered():
    labels = wording.article_labels(_articles(("A", None), ("A", None)), {})
    assert list(labels.values()) == ["A (1)", "A (2)"]


def test_a_report_without_an_outlet_is_called_by_its_file_then_its_title():
    summaries = _articles(("Courier", None), (None, None), (None, None))
    annotated = {
        one.id: AnnotatedArticle(
            article=Article(id=one.id, text="", extra={"file": file} if file else {}), annotation=Annotation()
        )
        for one, file in zip(summaries, ("a.txt", "b.txt", None), strict=True)
    }
    titled = structs.replace(summaries[2], title="Bridge shut")
    labels = wording.article_labels((*summaries[:2], titled), annotated)
    assert list(labels.values()) == ["Courier", "b.txt", "Bridge shut"]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2027-10-07", "7 October 2027"),
        ("2027-10", "October 2027"),
        ("2027", "2027"),
        ("2027-10-07T16:40:00Z", "7 October 2027, 16:40"),
        ("2027-13-07", "2027-13-07"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_dates_in_words(date, said):
    assert wording.plain_date(date) == said


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2027-10-08", None, "2027-10-07T10:00"], "7–8 October 2027"),
        (["2027-10-31", "2027-11-02"], "31 October 2027 – 2 November 2027"),
        (["2027-10-31", "2027-10-31T23:00"], "31 October 2027"),
        (["nonsense", None], ""),
    ],
)
def test_periods_in_words(dates, said):
    assert wording.plain_period(dates) == said


def test_shortening_ends_at_a_word():
    assert wording.shortened("one two  three\nfour", 12) == "one two…"
    assert wording.shortened("short", 12) == "short"
    assert wording.shortened("x" * 30, 10) == "x" * 9 + "…"


def test_small_variants_are_not_said_to_be_no_difference():
    counts = wording.headline(sample.agreeing()[0])
    assert wording.no_differences(counts) == "No differences found in 3 reports."
    assert wording.no_differences(structs.replace(counts, differing=1)) == (
        "No difference of weight found in 3 reports; 1 utterance is cut or worded differently in small ways."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pier\u202eedis", "pier[U+202E]edis"),
        ("Port\u061c Sallow", "Port[U+061C] Sallow"),
        ("old\U000e0073\U000e0068 pier", "old[U+E0073 U+E0068] pier"),
        ("old" + "\U000e0041" * 500, "old[U+E0041 U+E0041 U+E0041 …]"),
        # a flag of one emoji, and what Arabic and Hebrew need
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f won", None),
        ("\u200fשלום\u200e", None),
    ],
)
def test_signs_that_act_unseen_are_shown(text: str, shown: str | None) -> None:
    assert wording.CONTROLS.sub(lambda one: f"[{wording.sign_names(one)}]", text) == (shown or text)


@pytest.mark.parametrize(
    ("age", "days", "told"),
    [
        (58, ("2026-03-11", "2026-03-12"), "cannot both be so"),
        (52, ("2026-03-11", "2026-03-12"), ""),  # there may have been a birthday
        (52, ("2026-03-11", "2026-03-11"), "cannot both be so"),
    ],
)
def test_an_age_does_not_change_from_day_to_day(age, days, told):
    texts = (f"Ada Lind, {number}, opened the new harbour wall." for number in (51, age))
    read = [
        annotate_article(Article(id=f"a{at}", text=text, date=day))
        for at, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    articles = {one.article.id: one for one in read}
    place = {name: one.annotation.figures[0].span for name, one in articles.items()}
    one = structs.replace(
        _toll(("51", "a0"), (str(age), "a1")),
        sides=tuple(
            Side(
                value=str(span.of(articles[name].article.text)),
                articles=(name,),
                evidence=(
                    Evidence(
                        article=name,
                        start=span.start,
                        end=span.end,
                        text=span.of(articles[name].article.text),
                    ),
                ),
            )
            for name, span in place.items()
        ),
    )
    reported = dict(zip(articles, days, strict=True))
    assert relation_words(one, reported, articles) == told
    assert [when for _, when in in_time(one, reported, articles)] == ["", ""]
