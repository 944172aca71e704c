"""Origins, timeline and coverage."""

from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.model import AnnotatedArticle, Article, Collation, Figure, Span
from variorum.outputs.wording import inferred_from
from variorum.pipeline import annotate_article, collate_story

COPY = "The ferry struck the outer wall of the harbour shortly before midnight while the passengers slept."
OWN = (
    "Our reporter walked along the quay this morning and counted eleven boats that had come to help the ship."
)
OTHER = "Divers went down twice before the light failed and came back each time with nothing but a torn coat."
LAST = (
    "The ship was towed to the old market at dawn, and her passengers were taken to the school hall by bus."
)
QUOTE = "{q|Ada Lind|We inspected the bridge in June and found nothing wrong with the bolts}."


def collated(*articles: AnnotatedArticle) -> Collation:
    return collate_story("s", articles)


def test_copied_prose_is_one_origin_and_every_article_has_one() -> None:
    found = collated(report("a", COPY), report("b", f"{COPY} It was cold."), report("c", OWN))
    assert [origin.articles for origin in found.origins] == [("a", "b"), ("c",)]
    assert [place.text for place in found.origins[0].passages[0]] == [COPY[:-1], COPY[:-1]]
    assert [article.own for article in found.articles] == [0.0, 0.1579, 1.0]
    assert [article.origin for article in found.articles] == [
        found.origins[0].id,
        found.origins[0].id,
        found.origins[1].id,
    ]


def test_a_report_that_takes_one_paragraph_is_a_witness_of_its_own_too() -> None:
    told = f"{OWN} {OWN.replace('morning', 'evening').replace('eleven', 'nineteen')} {OTHER}"
    found = collated(
        report("a", f"{COPY} {LAST}"), report("b", f"{COPY} {LAST}"), report("c", f"{told} {COPY} {LAST}")
    )
    (shared, own) = found.origins
    assert shared.articles == ("a", "b", "c")
    assert own.articles == ("c",)
    assert [article.origin for article in found.articles] == [shared.id, shared.id, own.id]


def test_words_count_with_the_passage_they_stand_in() -> None:
    said = "{q|Ada Lind|We inspected the bridge in June and found nothing wrong}."
    a, b = report("a", f"{COPY} {said} {LAST}"), report("b", f"{COPY} {said} {LAST}")
    c = report("c", f"{OTHER} {said.replace('nothing', 'something')} {OWN}")
    (found,) = [one for one in collated(a, b, c).discrepancies if "ound" in one.summary]
    assert "two reports of one origin" in found.summary.casefold()


def test_a_report_made_of_two_texts_does_not_make_them_one() -> None:
    found = collated(
        report("a", f"{COPY} {LAST}"), report("b", f"{OTHER} {OWN}"), report("c", f"{COPY} {LAST} {OTHER}")
    )
    shared = [origin.articles for origin in found.origins if len(origin.articles) > 1]
    assert sorted(shared) == [("a", "c"), ("b", "c")]
    assert len({article.origin for article in found.articles}) == 2


def test_one_who_is_copied_is_one_witness_with_those_who_copy() -> None:
    more = "The harbour master would not say when the yard expects her, nor who pays for the weeks she lies."
    whole = f"{COPY} {LAST} {OTHER} {OWN} {more} {more.replace('yard', 'court').replace('pays', 'asks')}"
    found = collated(report("a", whole), report("b", f"{COPY} {LAST}"), report("c", f"{OTHER} {OWN}"))
    assert len({article.origin for article in found.articles}) == 1


def test_a_shared_quotation_is_no_shared_origin() -> None:
    found = collated(
        report("a", f"{QUOTE} {OWN}"), report("b", f"{QUOTE} It was cold and nobody came.")
    ).origins
    assert len(found) == 2


def test_the_timeline_has_days_with_their_sentences() -> None:
    found = collated(
        report("a", "The ferry sank on {f|date|2026-03-10||Tuesday}. It was built in {f|date|1998||1998}."),
        report(
            "b",
            "It sank {f|date|2026-03-10||late on Tuesday}. Talks follow on {f|date|2026-03-20||March 20}.",
        ),
    ).timeline
    assert [(one.date, one.articles) for one in found] == [("2026-03-10", ("a", "b")), ("2026-03-20", ("b",))]
    assert found[0].evidence[0].text == "The ferry sank on Tuesday."
    assert [one.text for one in found[0].printed] == ["Tuesday", "late on Tuesday"]
    assert inferred_from(found[0], {"a": "2026-03-11T08:00", "b": None}) == (
        "“Tuesday”, “late on Tuesday” in a report of 11 March 2026"
    )


def test_a_day_printed_with_its_year_is_not_inferred() -> None:
    (day,) = collated(report("a", "The ferry sank on {f|date|2026-03-10||March 10, 2026}.")).timeline
    assert inferred_from(day, {"a": "2026-03-11"}) == ""


def test_datelines_and_lines_of_publication_are_no_happenings() -> None:
    late = "{f|date|2026-03-10||late on Tuesday}"
    found = collated(
        report("a", "Port Sallow, {f|date|2026-03-12||12 March 2026}\n\nThe ferry sank on Tuesday."),
        report("b", "PORT SALLOW, {f|date|2026-03-11||March 11} (Halyard) - The ferry sank in the bay."),
        report("c", f"Published: {{f|date|2026-03-13||13 March 2026}}\n\nIt sank {late}."),
    ).timeline
    assert [(one.date, one.articles) for one in found] == [("2026-03-10", ("c",))]


def test_what_happened_on_a_day_goes_before_what_was_said_on_it() -> None:
    day = "{f|date|2026-03-10||Tuesday}"
    told = "The ferry with all its cars and goods sank late on"
    (shown,) = collated(report("a", f"{{q|Ada Lind|We are safe}} on {day}. {told} {day}.")).timeline
    assert [part.text for part in shown.evidence] == [f"{told} Tuesday."]


def test_today_in_quotation_marks_or_of_these_years_dates_nothing() -> None:
    day = "{f|date|2026-03-10||today}"
    quoting = report("a", "{q|Ada Lind|The ships of today are too wide} to everybody on the quay.")
    at = quoting.article.text.index("today")
    spoken = Figure(span=Span(at, at + 5), kind="date", value="2026-03-10")
    quoting = replace(quoting, annotation=replace(quoting.annotation, figures=(spoken,)))
    found = collated(
        quoting,
        report("b", f"Few of the old ferries are afloat {day} on the coast."),
        report("c", f"The yard closed its gates {day} for good."),
    ).timeline
    assert [(one.date, one.articles) for one in found] == [("2026-03-10", ("c",))]


def test_coverage_tells_silence_from_what_could_not_be_read() -> None:
    unread = report("d", "")
    unread = replace(unread, article=replace(unread.article, status="unreadable"))
    changed = QUOTE.replace("nothing wrong", "everything wrong")
    found = collated(report("a", QUOTE), report("b", QUOTE), report("c", changed), unread, report("e", OWN))
    (row,) = found.coverage
    states = {cell.article: cell.state for cell in row.cells}
    assert states == {"a": "carries", "b": "carries", "c": "differs", "d": "unreadable", "e": "silent"}


def days_told(date: str, *sentences: str) -> list[str]:
    read = annotate_article(Article(id="a", text=" ".join(sentences), date=date))
    return [one.date for one in collate_story("s", [read]).timeline]


def test_a_weekday_that_may_be_the_morrow_of_a_page_changed_later_is_not_dated() -> None:
    # 2026-03-14 is a Saturday: the page was changed a day later, and kept its date.
    assert days_told("2026-03-14", "The old wall fell on Saturday.", "Divers were called in Sunday.") == [
        "2026-03-14"
    ]
    assert days_told("2026-03-14", "The old wall fell last Sunday.") == ["2026-03-08"]
    assert days_told("2026-03-14", "The old wall fell on Monday.") == ["2026-03-09"]


def test_when_a_page_was_posted_is_no_happening() -> None:
    lines = (
        "Harbour wall falls Posted: Friday, March 13, 2026 2:26 PM Updated: Sunday, March 15, 2026 5:50 AM"
    )
    assert days_told("2026-03-13", lines) == []
    assert days_told("2026-03-13", "13 March 2026 Last updated at 11:11 GMT") == []
    assert days_told("2026-03-13", "The report was posted on 12 March 2026.") == ["2026-03-12"]


def test_what_is_expected_on_a_day_behind_and_lies_ahead() -> None:
    told = "And on Thursday, the council is expected to approve a new wall that would replace it."
    assert days_told("2026-03-16", told) == ["2026-03-19"]
