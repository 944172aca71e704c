"""What every store must do; each test runs on every back end that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace
from tests.desk import MADE, annotated, arrived, capture, report

from variorum.checks import check, find
from variorum.decisions.records import make
from variorum.errors import InputError, UnreadableFile
from variorum.model import Judged
from variorum.pipeline import collate_story
from variorum.store import open_store
from variorum.store.arrivals import arrival
from variorum.store.base import Filter, Grouped, Store
from variorum.store.sql import SqlStore

DAY = capture("monday.jsonl")
BRIDGE = [report(0, outlet, size=40 + outlet) for outlet in range(3)]
VOTE = [report(1, 0), report(1, 2)]


@pytest.fixture(params=["sqlite", "postgres"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    if request.param == "sqlite":
        return lambda: open_store(tmp_path / "desk.db")
    import psycopg

    server: str = request.getfixturevalue("postgres")
    schema = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return lambda: open_store(f"{server}&options=-csearch_path%3D{schema}")


@pytest.fixture
def store(make_store: Callable[[], Store]) -> Iterator[Store]:
    with make_store() as made:
        yield made


def fill(store: Store) -> None:
    store.keep(
        [DAY], [arrived(one, DAY, (7, 100 + place), place + 1) for place, one in enumerate([*BRIDGE, *VOTE])]
    )


def group(store: Store) -> None:
    with store.regrouping() as work:
        assert work.replace(
            [
                Grouped(id="s-bridge", articles=tuple(one.id for one in BRIDGE)),
                Grouped(id="s-vote", articles=tuple(one.id for one in VOTE)),
            ]
        )


def collate(store: Store) -> None:
    for story in ("s-bridge", "s-vote"):
        held = store.annotated(store.members(story))
        store.put_collations([collate_story(story, held)], MADE)


def test_what_is_kept_is_had_back_after_closing_as_it_was(make_store: Callable[[], Store]) -> None:
    with make_store() as first:
        fill(first)
    with make_store() as again:
        held = again.article(BRIDGE[1].id)
        assert held is not None
        assert held.annotated == annotated(BRIDGE[1])
        assert (held.capture, held.line, held.annotation, held.story) == (DAY, 2, MADE, None)
        assert [one.article for one in again.all_annotated()] == [*BRIDGE, *VOTE]
        assert again.article("a-none") is None
        assert again.verify() == []


def test_blocks_and_fields_of_the_input_are_kept(store: Store) -> None:
    odd = replace(BRIDGE[0], extra={"desk": {"rank": [1, 2.5, None]}}, lang="en", byline="Ada Quill")
    store.keep([DAY], [arrived(odd, DAY)])
    held = store.article(odd.id)
    assert held is not None
    assert held.annotated.article == odd


def test_the_same_report_again_is_known_and_nothing_is_doubled(store: Store) -> None:
    fill(store)
    before = store.counts()
    again = store.keep([DAY], [arrived(BRIDGE[0], DAY)])
    assert [(one.article, one.state) for one in again] == [(BRIDGE[0].id, "known")]
    assert store.counts() == before
    assert store.known([BRIDGE[0], report(2, 0)]) == {BRIDGE[0].id: BRIDGE[0].id}


def test_a_page_that_changed_is_a_version_in_the_order_of_capture(store: Store) -> None:
    url = "https://www.gazette.example/bridge?utm_source=mail#top"
    first = report(0, 0, url=url)
    second = report(0, 0, size=44, url="http://gazette.example/bridge/")
    later = capture("tuesday.jsonl", "2026-03-13T08:00:00.000+00:00")
    store.keep([DAY], [arrived(first, DAY)])
    (kept,) = store.keep([later], [arrived(second, later)])
    assert kept.state == "version"
    found = store.versions(kept.page)
    assert [(one.number, one.article, one.at) for one in found] == [
        (1, first.id, DAY.at),
        (2, second.id, later.at),
    ]
    held = store.article(first.id)
    assert held is not None
    assert (held.version, held.versions) == (1, 2)
    assert [one.article for one in store.changed_pages().items] == [second.id]


def test_another_text_under_an_id_that_was_given_is_a_version_too(store: Store) -> None:
    first = replace(report(0, 0), id="desk-7")
    second = replace(report(0, 1, size=44), id="desk-7")
    store.keep([DAY], [arrived(first, DAY)])
    (kept,) = store.keep([DAY], [arrived(second, DAY)])
    assert kept.state == "version"
    assert kept.article not in ("desk-7", first.id)
    assert len(store.versions(kept.page)) == 2
    assert store.known([second]) == {"desk-7": kept.article}
    assert store.keep([DAY], [arrived(second, DAY)])[0].state == "known"


def test_stories_are_listed_latest_first_a_part_at_a_time(store: Store) -> None:
    fill(store)
    group(store)
    part = store.stories(Filter(), limit=1)
    assert [(one.id, one.articles, one.status, one.critical) for one in part.items] == [
        ("s-vote", 2, "settled", None)
    ]
    rest = store.stories(Filter(), cursor=part.cursor, limit=1)
    assert [(one.id, one.outlets) for one in rest.items] == [
        ("s-bridge", ("Tern Gazette", "Hollin Post", "Radio Larkfield"))
    ]
    assert rest.cursor is None
    assert rest.items[0].title == BRIDGE[0].title
    with pytest.raises(InputError, match="no cursor"):
        store.stories(Filter(), cursor="x")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(outlet="Hollin Post"), ["s-bridge"]),
        (Filter(query="Quillfeather bakery"), ["s-vote"]),
        (Filter(query="nobody says this"), []),
        (Filter(since="2026-03-11"), ["s-vote"]),
        (Filter(until="2026-03-10"), ["s-bridge"]),
        (Filter(status="open"), ["s-bridge"]),
        (Filter(status="open", outlet="Radio Larkfield"), ["s-bridge"]),
        (Filter(status="single"), []),
    ],
)
def test_stories_can_be_filtered(store: Store, wanted: Filter, found: list[str]) -> None:
    fill(store)
    group(store)
    collate(store)
    assert [one.id for one in store.stories(wanted).items] == found


def test_a_collation_is_had_back_and_counted(store: Store) -> None:
    fill(store)
    group(store)
    assert store.uncollated(least=2) == ["s-bridge", "s-vote"]
    collate(store)
    assert store.uncollated(MADE) == []
    assert store.uncollated(replace(MADE, weights="other")) == ["s-bridge", "s-vote"]
    made = collate_story("s-bridge", store.annotated(store.members("s-bridge")))
    assert store.collation("s-bridge") == made
    row = store.story("s-bridge")
    assert row is not None
    assert (row.material, row.open) == (
        sum(one.severity == "material" for one in made.discrepancies),
        row.open,
    )
    assert row.open > 0
    store.set_open({"s-bridge": 0})
    assert [one.id for one in store.stories(Filter(status="settled")).items] == ["s-vote", "s-bridge"]
    store.forget_collations(["s-bridge"])
    assert store.uncollated() == ["s-bridge"]
    assert store.verify() == []


def test_a_story_that_changed_is_found_by_the_id_it_had(store: Store) -> None:
    fill(store)
    group(store)
    collate(store)
    with store.regrouping() as work:
        assert work.beside([BRIDGE[0].id]) == {one.id: "s-bridge" for one in BRIDGE}
        work.replace(
            [
                Grouped(id="s-two", articles=(BRIDGE[0].id, BRIDGE[1].id)),
                Grouped(id="s-one", articles=(BRIDGE[2].id,)),
            ]
        )
    assert store.story("s-bridge") is None
    assert store.current("s-bridge") == "s-two"
    assert store.current("s-vote") == "s-vote"
    assert store.current("s-never") is None
    assert store.collation("s-bridge") is None
    assert store.members("s-two") == [BRIDGE[0].id, BRIDGE[1].id]
    assert store.verify() == []


def test_who_regroups_second_is_told_so(store: Store) -> None:
    fill(store)
    with store.regrouping() as first, store.regrouping() as second:
        assert first.waiting() == [one.id for one in [*BRIDGE, *VOTE]]
        assert second.replace([Grouped(id="s-all", articles=tuple(first.waiting()))])
        assert not first.replace([Grouped(id="s-none", articles=(BRIDGE[0].id,))])
    with store.regrouping(alone=True) as third:
        assert third.waiting() == []
        assert third.replace([Grouped(id="s-one", articles=(BRIDGE[0].id,))])
    assert dict(store.grouping())[BRIDGE[0].id] == "s-one"


def test_articles_that_share_rare_words_are_near(store: Store) -> None:
    store.keep(
        [DAY],
        [
            arrived(BRIDGE[0], DAY, (1, 2, 3)),
            arrived(BRIDGE[1], DAY, (2, 3, 4)),
            arrived(BRIDGE[2], DAY, (3, 9)),
            arrived(VOTE[0], DAY, (5,)),
        ],
    )
    with store.regrouping() as work:
        assert work.near([BRIDGE[0].id], most=9, holders=9, far=0.3) == {one.id for one in BRIDGE}
        assert work.near([BRIDGE[0].id], most=2, holders=9, far=0.3) == {BRIDGE[0].id, BRIDGE[1].id}
        assert [one.id for one in work.openings([VOTE[0].id], 20)] == [VOTE[0].id]
        assert [len(one.text) for one in work.openings(None, 20)] == [20] * 4


def test_words_and_phrases_are_found_with_their_places(store: Store) -> None:
    fill(store)
    found = store.search('quarry "Tern valley"').items
    assert {one.article for one in found} == {one.id for one in BRIDGE}
    for one in found:
        assert sorted({one.snippet[start:end].casefold() for start, end in one.found}) in (
            ["quarry", "tern valley"],
            ["quarry", "tern", "valley"],
        )
    first = store.search("quarry", limit=2)
    rest = store.search("quarry", limit=2, cursor=first.cursor)
    assert [one.article for one in (*first.items, *rest.items)] == [one.id for one in reversed(BRIDGE)]
    assert store.search('"valley Tern"').items == ()


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "* OR NOT (", "-", 'NEAR("a" "b"', "title:bridge^2", "a\x00b"]
)
def test_no_words_of_a_search_are_commands(store: Store, words: str) -> None:
    fill(store)
    assert store.search(words).items == ()
    assert store.search_quotations(words).items == ()


def test_who_said_what_is_listed_by_name_and_by_words(store: Store) -> None:
    fill(store)
    (row,) = store.people("brand").items
    assert (row.name, row.quotations, row.articles) == ("Ilse Brandvold", 3, 3)
    first = store.person("ilse  BRANDVOLD", limit=2)
    rest = store.person("Ilse Brandvold", cursor=first.cursor)
    said = [*first.items, *rest.items]
    assert [one.article for one in said] == [one.id for one in reversed(BRIDGE)]
    held = {one.id: one.text for one in BRIDGE}
    assert all(held[one.article][one.start : one.end] == one.text for one in said)
    assert [one.article for one in store.search_quotations("town hall").items] == [VOTE[1].id, VOTE[0].id]
    assert store.people("nobody").items == ()
    assert store.outlets() == [("Radio Larkfield", 2), ("Tern Gazette", 2), ("Hollin Post", 1)]


def test_annotating_again_replaces_quotations_and_their_counts(store: Store) -> None:
    fill(store)
    group(store)
    collate(store)
    newer = replace(MADE, tool="2.0")
    assert store.outdated(newer) == [one.id for one in [*BRIDGE, *VOTE]]
    bare = replace(annotated(BRIDGE[0]).annotation, quotations=())
    store.reannotate([arrival(replace(annotated(BRIDGE[0]), annotation=bare), newer)])
    assert store.outdated(newer) == [one.id for one in [*BRIDGE[1:], *VOTE]]
    assert [one.quotations for one in store.people("brandvold").items] == [2]
    assert BRIDGE[0].id not in {one.article for one in store.search_quotations("girder").items}
    assert store.uncollated() == ["s-bridge"]
    assert store.verify() == []
    with pytest.raises(InputError, match="not in the store"):
        store.reannotate([arrival(annotated(report(2, 0)), newer)])


def test_decisions_are_kept_once_in_the_order_they_came(store: Store) -> None:
    at = "2026-03-12T08:00:00+00:00"
    first = make("split", Judged(articles=(BRIDGE[0].id,)), author="Ines", at=at)
    second = make("note", Judged(articles=(BRIDGE[0].id,), note="call them"), author="Ines", at=at)
    assert store.decide([first, first]) == 1
    assert store.decide([first, second]) == 1
    assert store.decisions() == [first, second]
    assert store.decisions(skip=1) == [second]


def test_after_an_error_nothing_of_a_change_is_kept(store: Store) -> None:
    fill(store)
    before = store.counts(), store.generation()
    good = arrived(report(2, 0), DAY)
    lost = replace(arrived(report(2, 1), DAY), capture="c-none")
    with pytest.raises(InputError, match="no capture"):
        store.keep([capture("more")], [good, lost])
    assert (store.counts(), store.generation()) == before
    assert store.verify() == []


def test_what_is_read_in_a_snapshot_is_of_one_moment(make_store: Callable[[], Store], store: Store) -> None:
    fill(store)
    with store.snapshot(), make_store() as other:
        before = store.counts()
        other.keep([DAY], [arrived(report(2, 0), DAY)])
        assert store.counts() == before
    assert store.counts()["article"] == before["article"] + 1


def test_every_change_is_seen_in_the_generation(store: Store) -> None:
    seen = [store.generation()]
    for change in (fill, group, collate):
        change(store)
        seen.append(store.generation())
    assert seen == sorted(set(seen))


def test_a_draft_is_checked_against_it_by_words_that_are_kept(store: Store) -> None:
    draft = "“By Friday the girder is safe,” said Ilse Brandvold."
    store.keep([DAY], [arrived(one, DAY) for one in VOTE])
    assert [one.verdict for one in check(draft, against=store.address).quotations] == ["not found"]
    store.keep([DAY], [arrived(one, DAY) for one in BRIDGE])
    for result in (
        check(draft, against=store.address),
        find("By Friday the girder is safe", against=store.address),
    ):
        (found,) = result.quotations
        assert (found.verdict, found.found_in, result.articles) == ("verbatim", 3, 5)
        held = {one.id: one.text for one in BRIDGE}
        assert all(held[one.article][one.start : one.end] == one.text for one in found.matches)
    assert store.verify() == []


def test_a_question_makes_no_store(postgres: str) -> None:
    import psycopg

    schema = f"t{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        address = f"{postgres}&options=-csearch_path%3D{schema}"
        with pytest.raises(UnreadableFile, match="no store yet"):
            find("By Friday the girder is safe", against=address)
        tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = %s"
        assert connection.execute(tables, (schema,)).fetchone() == (0,)


def test_articles_of_a_story_that_was_taken_out_wait_again(store: Store) -> None:
    fill(store)
    group(store)
    collate(store)
    assert isinstance(store, SqlStore)
    with store.session.change():
        store.session.do("UPDATE article SET story = NULL WHERE story = 's-vote'")
        store.session.do("DELETE FROM story WHERE id = 's-vote'")
        store.session.do("UPDATE person SET quotations = 9")
    store.mend(everything=True)
    with store.regrouping() as work:
        assert work.waiting() == [one.id for one in VOTE]
    assert store.verify() == []
