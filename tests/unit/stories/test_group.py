"""Grouping as a user meets it: a folder of a few reports, of one event or of two, dated or not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from variorum import engines
from variorum.model import Article, content_id
from variorum.stories import group

FERRY = [
    Article(
        id="ferry-agency",
        title="Ferry runs aground off Port Marrow, 14 hurt",
        date="2031-05-02",
        text="PORT MARROW - A passenger ferry carrying 212 people ran aground on rocks outside Port Marrow "
        "harbour early on Friday, injuring 14, the coastguard said. The Lady Quillon, operated by "
        "Sundrey Lines, struck the Gannet reef in thick fog. Coastguard commander Ada Lunt said all "
        "passengers had been taken off by lifeboat within two hours. Sundrey Lines said it was "
        "cooperating with inspectors.",
    ),
    Article(
        id="ferry-tabloid",
        title="\u2018We thought we were going to die\u2019: terror on the Lady Quillon",
        date="2031-05-03",
        text="Screaming passengers told last night how they clung to railings when the Lady Quillon "
        "smashed into the Gannet reef. At least 14 were hurt as fog hid the rocks outside Port "
        "Marrow. Mum-of-two Bess Harrow said: \u201cWe thought we were going to die.\u201d Coastguard "
        "chief Ada Lunt praised lifeboat crews, while Sundrey Lines bosses refused to say why the "
        "ferry sailed in fog.",
    ),
    Article(
        id="ferry-broadcaster",
        title="Port Marrow ferry: inspectors board stricken vessel",
        date="2031-05-03T18:00:00Z",
        text="Inspectors have boarded the ferry that ran aground near Port Marrow on Friday. More than 200 "
        "people were rescued from the Lady Quillon after it hit a reef. The coastguard's Ada Lunt "
        "told reporters that the vessel was stable. Fourteen people were treated in hospital, one of "
        "them for a broken arm. Sundrey Lines has suspended sailings from the harbour.",
    ),
]
STRIKE = [
    Article(
        id="strike-agency",
        title="Teachers in Calder Vale walk out over class sizes",
        date="2031-05-02",
        text="CALDER VALE - About 3,000 teachers walked out of schools across Calder Vale on Friday in a "
        "dispute over class sizes, closing 140 schools. The Vale Educators' Union said classes of 38 "
        "pupils had become normal. Education secretary Tom Ashdown called the strike irresponsible "
        "and said talks would resume on Monday.",
    ),
    Article(
        id="strike-daily",
        title="Schools shut as Vale teachers strike",
        date="2031-05-03",
        text="Parents across Calder Vale scrambled for childcare after a teachers' strike shut 140 "
        "schools. The Vale Educators' Union wants a cap of 25 pupils a class. \u201cWe did not want "
        "this,\u201d union leader Ruth Penhale said. Tom Ashdown, the education secretary, said "
        "teachers were letting children down.",
    ),
    Article(
        id="strike-radio",
        title="Ashdown: strike is irresponsible",
        date="2031-05-02",
        text="The education secretary, Tom Ashdown, has called Friday's walkout by teachers in Calder Vale "
        "irresponsible. Thousands of teachers stayed away from schools over class sizes. Ruth Penhale "
        "of the Vale Educators' Union said the government had broken its promise of smaller classes.",
    ),
]


def stories(articles: Sequence[Article]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for article, story in group(articles, engines.get(workers=1)):
        found.setdefault(story, set()).add(article)
    return {frozenset(members) for members in found.values()}


def ids(articles: Sequence[Article]) -> frozenset[str]:
    return frozenset(article.id for article in articles)


def without(articles: Sequence[Article], *fields: str) -> list[Article]:
    return [
        Article(
            id=article.id,
            text=article.text,
            title=None if "title" in fields else article.title,
            date=None if "date" in fields else article.date,
        )
        for article in articles
    ]


def test_no_articles_have_no_stories() -> None:
    assert group([], engines.get(workers=1)) == []


def test_one_article_is_a_story() -> None:
    assert group(FERRY[:1], engines.get(workers=1)) == [("ferry-agency", content_id("s", "ferry-agency"))]


@pytest.mark.parametrize("hidden", [(), ("date",), ("title",), ("date", "title")])
def test_three_reports_of_one_event_are_one_story(hidden: tuple[str, ...]) -> None:
    assert stories(without(FERRY, *hidden)) == {ids(FERRY)}


@pytest.mark.parametrize("hidden", [(), ("date",), ("title",), ("date", "title")])
def test_six_reports_of_two_events_are_two_stories(hidden: tuple[str, ...]) -> None:
    assert stories(without(FERRY + STRIKE, *hidden)) == {ids(FERRY), ids(STRIKE)}


def test_two_reports_of_two_events_are_apart() -> None:
    assert stories([FERRY[0], STRIKE[0]]) == {ids(FERRY[:1]), ids(STRIKE[:1])}


def test_the_next_accident_of_the_same_kind_is_another_story() -> None:
    other = Article(
        id="other-ferry",
        title="Ferry fire off Calder Head forces evacuation",
        date="2031-09-20",
        text="A fire in the engine room of a car ferry forced 90 passengers into lifeboats off Calder Head "
        "on Saturday. The Northern Star, owned by Bright Sea, was towed to Elling. No one was hurt, "
        "police said. Fire officer Jon Maddern said an oil leak was the likely cause.",
    )
    assert stories([*FERRY, other]) == {ids(FERRY), frozenset({"other-ferry"})}


def test_a_story_id_is_a_hash_of_its_members() -> None:
    found = dict(group(FERRY, engines.get(workers=1)))
    assert set(found.values()) == {content_id("s", *sorted(ids(FERRY)))}


def test_articles_without_words_stay_apart() -> None:
    blank = [Article(id="one", text=""), Article(id="two", text=""), Article(id="three", text=" \u2014 ")]
    assert len(stories(blank)) == 3


def test_a_headline_alone_is_enough() -> None:
    reports = [
        Article(id="one", text="", title="Lady Quillon ferry runs aground off Port Marrow in fog"),
        Article(id="two", text="", title="Fog blamed as ferry Lady Quillon hits reef at Port Marrow"),
        Article(id="three", text="", title="Teachers strike shuts 140 schools in Calder Vale"),
    ]
    assert stories(reports) == {frozenset({"one", "two"}), frozenset({"three"})}


def test_reports_in_german_are_grouped_too() -> None:
    reports = [
        Article(
            id="eins",
            lang="de",
            title="F\u00e4hre vor Port Marrow auf Grund gelaufen",
            text="Die F\u00e4hre Lady Quillon ist am Freitag vor dem Hafen von Port Marrow im Nebel auf "
            "ein Riff gelaufen. 14 Menschen wurden verletzt, wie die K\u00fcstenwache mitteilte.",
        ),
        Article(
            id="zwei",
            lang="de",
            title="14 Verletzte bei F\u00e4hrungl\u00fcck im Nebel",
            text="Bei einem F\u00e4hrungl\u00fcck vor Port Marrow sind 14 Menschen verletzt worden. Die "
            "Lady Quillon lief am Freitag auf ein Riff, teilte die K\u00fcstenwache mit. Die Reederei "
            "will aufkl\u00e4ren.",
        ),
        Article(
            id="drei",
            lang="de",
            title="Lehrer in Calder Vale streiken",
            text="In Calder Vale haben am Freitag rund 3000 Lehrer die Arbeit niedergelegt. Die "
            "Gewerkschaft fordert kleinere Klassen. Der Bildungsminister nannte den Streik "
            "unverantwortlich.",
        ),
    ]
    assert stories(reports) == {frozenset({"eins", "zwei"}), frozenset({"drei"})}
