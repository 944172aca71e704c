"""A story has one order of its reports, whoever lists them: by date, those without one last, then by id."""

from __future__ import annotations

from itertools import permutations

from variorum.collation.order import in_order
from variorum.model import AnnotatedArticle, Annotation, Article
from variorum.pipeline import annotate_article, collate_story


def test_reports_without_a_date_come_last() -> None:
    dates = {"d": None, "b": "2026-03-03", "c": None, "a": "2026-03-03", "e": "2026-03-02T23:00:00Z"}
    articles = [
        AnnotatedArticle(article=Article(id=name, text="", date=date), annotation=Annotation())
        for name, date in dates.items()
    ]
    assert [one.article.id for one in in_order(articles)] == ["e", "a", "b", "c", "d"]
    assert in_order([]) == ()


def test_the_earlier_report_is_the_one_written_earlier_whatever_its_clock_showed() -> None:
    dates = {
        "dawn": "2026-03-03T06:30:00+02:00",
        "night": "2026-03-02T23:00:00-06:00",
        "noon": "2026-03-03T04:45Z",
    }
    articles = [
        AnnotatedArticle(article=Article(id=name, text="", date=date), annotation=Annotation())
        for name, date in dates.items()
    ]
    assert [one.article.id for one in in_order(articles)] == ["dawn", "noon", "night"]


def test_all_that_lists_reports_lists_them_in_that_order() -> None:
    said = "The harbour wall will hold another winter, and nobody who knows the stone has ever doubted it"
    articles = [
        annotate_article(Article(id=name, text=f"“{said},” Edda Prynn told the board of {name}.", date=date))
        for name, date in {"a": None, "b": "2026-03-04", "c": "2026-03-03", "d": None}.items()
    ]
    found = [collate_story("s", order) for order in permutations(articles)]
    assert all(one == found[0] for one in found)
    order = ["c", "b", "a", "d"]
    assert [one.id for one in found[0].articles] == order
    (utterance,) = found[0].utterances
    assert [one.article for one in utterance.readings] == order
    assert [cell.article for cell in found[0].coverage[0].cells] == order
    speaker = next(one for one in found[0].entities if one.name == "Edda Prynn")
    assert [member.article for member in speaker.members] == order
