"""Texts that articles of a corpus carry: who, where, how much, and what is none."""

import random
import sys
from contextlib import ExitStack

import pytest
from msgspec.structs import replace

from variorum import engines
from variorum.model import Article, CorpusOrigin
from variorum.pipeline import prose_of
from variorum.settings import ReuseSettings
from variorum.stories import origins

WIRE = (
    "PORT SALLOW (Halyard) - A passenger ferry struck the harbour breakwater on Tuesday and took in water, "
    "and the transport minister ordered an inquiry into how the ship had been passed as fit to sail.",
    "The ship had left the northern islands at noon with some three hundred people aboard and ran into the "
    "wall when the wind turned, the harbour office said in a note to shipping companies.",
    "Divers found two holes below the waterline and closed them with plates before the tide came back in the "
    "evening, so that she could be towed to the old yard on the far side of the bay.",
)
RELEASE = (
    "The council of the northern islands has asked all three ferry companies for a list of repairs since the "
    "spring and will publish what it is given on the first day of next month, it announced.",
)
SAID = (
    "“We have waited for this day through four winters and two governments, and I will not stand here and "
    "tell you that the waiting was wise, because it was not,” the minister said."
)
FOOTER = (
    "Read all our reports from the coast in the letter that we send to readers each Friday morning at six."
)


def own(name: str, paragraphs: int = 4) -> list[str]:
    """Return paragraphs that no other article has."""
    draw = random.Random(name)
    syllables = ["ba", "ke", "li", "mo", "nu", "pra", "sti", "tor", "vel", "wan"]
    words = [["".join(draw.choices(syllables, k=3)) for _ in range(30)] for _ in range(paragraphs)]
    return [f"{' '.join(each).capitalize()}." for each in words]


def article(name: str, *paragraphs: str, outlet: str | None = None, date: str | None = None) -> Article:
    return Article(id=name, text="\n\n".join(paragraphs), outlet=outlet, date=date)


def found(*articles: Article, settings: ReuseSettings | None = None) -> list[CorpusOrigin]:
    with engines.get("local", workers=1) as engine:
        return list(origins(articles, engine, read=prose_of, settings=settings))


def carriers(*articles: Article) -> list[tuple[str, ...]]:
    return sorted(tuple(one.id for one in origin.articles) for origin in found(*articles))


def test_an_agency_text_in_three_papers_is_one_origin() -> None:
    (origin,) = found(
        article("c", *WIRE, outlet="Bay Courier", date="2031-03-12"),
        article("a", *WIRE, outlet="Lantern", date="2031-03-11"),
        article("b", *own("b"), WIRE[1], outlet="Gazette", date="2031-03-11T18:00:00Z"),
        article("d", *own("d"), outlet="Post", date="2031-03-11"),
    )
    assert (origin.kind, origin.label) == ("agency", "Halyard")
    assert [one.id for one in origin.articles] == ["a", "b", "c"]
    assert [one.own for one in origin.articles][0] == 0.0
    assert 0.7 < origin.articles[1].own < 0.9
    assert [line.text for line in origin.credits] == ["PORT SALLOW (Halyard) -"] * 2


def test_places_slice_back() -> None:
    articles = {"a": article("a", *own("a"), *WIRE), "b": article("b", WIRE[0], *own("b"), *WIRE[1:])}
    (origin,) = found(*articles.values())
    places = [place for passage in origin.passages for place in passage]
    assert {place.article for place in places} == {"a", "b"}
    assert all(articles[place.article].text[place.start : place.end] == place.text for place in places)
    assert {place.text.split()[0] for place in places} <= {"PORT", "The", "Divers", "A"}


def test_articles_that_share_nothing_are_in_none() -> None:
    assert found(article("a", *own("a")), article("b", *own("b"))) == []
    assert found(article("a", ""), article("b", "")) == []
    assert found() == []


def test_a_speech_that_all_quote_is_no_origin() -> None:
    assert found(*(article(name, *own(name), SAID) for name in "abcd")) == []


def test_a_report_made_of_two_texts_does_not_make_them_one() -> None:
    wire, release = article("wire", *WIRE), article("release", *own("r", 1), *RELEASE)
    assert carriers(wire, release, article("both", WIRE[1], *RELEASE, *own("both"))) == [
        ("both", "release"),
        ("both", "wire"),
    ]


def test_a_footer_that_returns_for_weeks_is_no_origin() -> None:
    papers = [
        article(f"{day:02}", *own(f"{day}"), FOOTER, date=f"2031-03-{day:02}") for day in range(1, 29, 3)
    ]
    assert found(*papers) == []
    assert len(found(*(replace(paper, date="2031-03-01") for paper in papers))) == 1


def test_a_footer_that_very_many_have_is_none_even_for_two_that_share_a_text_beside_it() -> None:
    papers = [article(f"{day:02}", *own(f"{day}"), FOOTER, date=f"2031-03-{day:02}") for day in range(1, 29)]
    pair = [article(name, *own(name), FOOTER, *RELEASE, date="2031-03-02") for name in ("x", "y")]
    (origin,) = found(*papers, *pair, settings=ReuseSettings(holders=10))
    assert [one.id for one in origin.articles] == ["x", "y"]
    assert FOOTER[:-1] not in {place.text for passage in origin.passages for place in passage}


def test_more_prints_than_are_linked_pairwise_are_one_origin_still() -> None:
    prints = [article(f"{n:02}", *WIRE, *own(f"{n}", 1), date="2031-03-11") for n in range(30)]
    (origin,) = found(*prints, settings=ReuseSettings(holders=5))
    assert len(origin.articles) == 30


def test_a_release_is_told_by_its_service() -> None:
    text = ("PORT SALLOW, March 11, 2031 /PRNewswire/ -- " + WIRE[1], WIRE[2])
    (origin,) = found(article("a", *text), article("b", *text, *own("b")))
    assert (origin.kind, origin.label) == ("release", "PRNewswire")


def test_copies_are_compared_once_and_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["variorum.stories.origins"]
    compared: list[object] = []
    compare = module.passages_of

    def counted(*texts: object) -> object:
        compared.append(texts)
        return compare(*texts)

    monkeypatch.setattr(module, "passages_of", counted)
    prints = [article(f"print {n}", *WIRE, date="2031-03-11") for n in range(12)]
    late = article("late", *own("late"), WIRE[0], date="2031-03-12")
    (origin,) = found(*prints, late)
    assert [one.id for one in origin.articles] == [*sorted(one.id for one in prints), "late"]
    assert len(compared) <= 3, "the copies with each other, and each way with the late one"


def test_what_waits_on_disk_is_found_as_in_memory() -> None:
    articles = [
        *(article(f"{n:02}", *WIRE[: 1 + n % 3], *own(f"{n}", 1), date=f"2031-03-{1 + n}") for n in range(9)),
        *(article(f"copy {n}", *RELEASE, outlet=f"Outlet {n}") for n in range(3)),
    ]
    with ExitStack() as stack, engines.get("local", workers=1) as engine:
        found_there = origins(
            iter(articles), engine, read=prose_of, store=lambda: stack.enter_context(engines.Spool[object](0))
        )
        spilled = list(found_there)
    assert spilled == found(*articles)
    assert len(spilled) >= 2
