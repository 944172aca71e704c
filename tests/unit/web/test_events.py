"""Events, what is followed and how feeds stand: pages and calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient
from tests.happenings import ROUNDS, add
from tests.unit.web.conftest import HERE
from tests.unit.web.test_guard import token

from variorum.desk import Desk
from variorum.model import DeskEvent
from variorum.store.telling import DeadDelivery
from variorum.store.watched import FeedState, Lead, PageState, Poll, Round
from variorum.web.app import application
from variorum.web.guard import Access, feed_token

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "2027-02-03T09:00:00.000+00:00"


@pytest.fixture(scope="module")
def dam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dam") / "desk.db"
    for number, reports in enumerate(ROUNDS[:4]):
        add(path, number, reports)
    return path


@pytest.fixture(scope="module")
def asking(dam: Path) -> Iterator[Callable[..., TestClient]]:
    running: list[TestClient] = []
    with Desk(dam, annotator="rules", workers=1) as desk:

        def client(key: str | None = None) -> TestClient:
            made = TestClient(application(desk, Access(hosts=HERE, key=key)), follow_redirects=False)
            made.__enter__()
            running.append(made)
            return made

        yield client
        for one in running:
            one.__exit__(None, None, None)


@pytest.fixture(scope="module")
def desk(asking: Callable[..., TestClient]) -> TestClient:
    return asking()


@pytest.fixture
def client(desk: TestClient) -> Iterator[TestClient]:
    """A client of the one desk, on which nothing is followed."""
    yield desk
    for one in desk.get("/api/v1/following").json()["items"]:
        desk.post(f"/api/v1/following/{one['id']}/end")


def said(text: str) -> list[str]:
    return re.findall(r'<p class="event-said"[^>]*>(.*?)</p>', text)


def kinds(client: TestClient, query: str = "") -> set[str]:
    return {one["kind"] for one in client.get(f"/api/v1/events?limit=50{query}").json()["items"]}


def test_the_list_tells_what_matters_and_all_on_request(client: TestClient) -> None:
    assert "report" not in kinds(client)
    assert {"story", "difference", "origin", "quotation"} <= kinds(client)
    assert "report" in kinds(client, "&show=all")
    assert kinds(client, "&kind=report") == {"report"}
    assert kinds(client, "&severity=critical") == {"story", "difference", "origin"}
    text = client.get("/events").text
    assert "Callow Courier changed a quotation without a note of correction" in text
    assert "does not hold and nobody below it" in text


def test_the_form_of_a_list_may_leave_all_of_it_empty(client: TestClient) -> None:
    assert said(client.get("/events?show=plain&kind=&severity=").text) == said(client.get("/events").text)
    assert client.get("/?words=dam&outlet=&since=&until=&status=").status_code == 200
    assert client.get("/feeds?health=").status_code == 200


def test_a_story_leads_to_its_events_also_by_an_id_that_it_had(client: TestClient) -> None:
    rows = client.get("/api/v1/stories").json()["items"]
    (now,) = [one["id"] for one in rows if "dam" in one["title"]]
    link = re.search(r'href="(/events[^"]+)"', client.get(f"/stories/{now}").text)
    assert link is not None
    text = client.get(link[1].replace("&amp;", "&")).text
    assert "Hollin" not in "".join(said(text))
    began = next(
        one for one in client.get("/api/v1/events?kind=story").json()["items"] if "dam" in one["said"]
    )
    assert began["story"] != now
    older = client.get(f"/api/v1/events?show=all&story={began['story']}").json()["items"]
    assert {one["id"] for one in older} == {
        one["id"] for one in client.get(f"/api/v1/events?show=all&story={now}").json()["items"]
    }


def test_a_story_is_followed_and_no_longer_by_a_click(client: TestClient) -> None:
    rows = client.get("/api/v1/stories").json()["items"]
    (story,) = [one["id"] for one in rows if "ferry" in one["title"]]
    form = {"token": token(client), "story": story, "back": "story"}
    assert client.get("/events?show=followed").text.count('class="event-said"') == 0
    answer = client.post("/follow", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{story}")
    assert "No longer follow it" in client.get(f"/stories/{story}").text
    assert [one.find("ferry") > 0 for one in said(client.get("/events?show=followed").text)] == [True]
    client.post("/follow", data={**form, "stop": "1"})
    assert "Follow this story" in client.get(f"/stories/{story}").text
    assert client.post("/follow", data={"story": story}).status_code == 403


def test_a_person_is_followed_and_every_report_that_quotes_them_is_told(client: TestClient) -> None:
    form = {"token": token(client), "person": "maud  ELLERY", "back": "person"}
    assert client.post("/follow", data=form).status_code == 303
    assert "No longer follow them" in client.get("/people/Maud%20Ellery").text
    found = client.get("/api/v1/events?show=followed&kind=report").json()["items"]
    assert {name for one in found for name in one["people"]} >= {"Maud Ellery"}
    (followed,) = client.get("/api/v1/following").json()["items"]
    assert client.post(f"/api/v1/following/{followed['id']}/end").json() == {"ended": True}
    assert client.post(f"/api/v1/following/{followed['id']}/end").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"story": "nothing"}, 404),
        ({"story": "a\x00b"}, 404),
        ({"person": " "}, 422),
        ({"person": "a\x00b"}, 422),
        ({"person": "a" * 301}, 422),
        ({}, 422),
        ({"story": "a", "person": "b"}, 422),
    ],
)
def test_what_cannot_be_followed_is_said(client: TestClient, body: dict[str, str], status: int) -> None:
    assert client.post("/api/v1/following", json=body).status_code == status


def test_the_feed_is_atom_with_ids_that_stay(client: TestClient) -> None:
    answer = client.get("/events.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = Xml.fromstring(answer.content)
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/events.atom"
    entries = feed.findall(f"{ATOM}entry")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(entries) > 3
    assert all(re.fullmatch(r"tag:localhost,2027-02-03:variorum/e-[0-9a-f]{16}", str(one)) for one in ids)
    assert ids == [
        e.findtext(f"{ATOM}id")
        for e in Xml.fromstring(client.get("/events.atom").content).iter(f"{ATOM}entry")
    ]


def test_where_a_key_is_asked_for_the_feed_has_a_token_of_its_own(
    asking: Callable[..., TestClient],
) -> None:
    client = asking("key of the desk")
    assert client.get("/events.atom").status_code == 401
    let_in = f"token={feed_token('key of the desk')}"
    assert client.get(f"/events.atom?{let_in}").status_code == 200
    for other in (f"/events?{let_in}", f"/api/v1/events?{let_in}", "/events.atom?token=x", "/?" + let_in):
        assert client.get(other).status_code == 401
    page = client.get("/events", headers={"authorization": "Bearer key of the desk"}).text
    assert f"/events.atom?{let_in}" in page
    assert "key of the desk" not in page


def test_a_feed_may_be_of_what_is_chosen_and_has_an_id_of_its_own(client: TestClient) -> None:
    link = re.search(
        r'href="(/events[.]atom[^"]+)"', client.get("/events?kind=quotation&severity=&show=plain").text
    )
    assert link is not None
    assert link[1] == "/events.atom?kind=quotation"
    feed = Xml.fromstring(client.get(link[1]).content)
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026:variorum/events?kind=quotation"
    assert {one.get("term") for one in feed.iter(f"{ATOM}category")} == {"quotation", "material"}
    assert len(Xml.fromstring(client.get("/events.atom?show=followed").content).findall(f"{ATOM}entry")) == 0
    assert client.get("/events.atom?kind=gossip").status_code == 422


def test_webhooks_that_fail_are_told_with_what_they_did_not_take(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk.db", annotator="rules", workers=1) as desk:
        told = DeskEvent(id="e-1", kind="story", at=AT, said="New story.")
        desk.store.put_events([told], desk.store.untold())
        state = desk.store.hook("h-1", "https://cms.example/hook")
        dead = DeadDelivery(hook="h-1", event="e-1", at=AT, tries=10, problem="it answered 500")
        desk.store.put_hook(replace(state, problem="it answered 500", since=AT, next_at=AT), dead)
        with TestClient(application(desk, Access(hosts=HERE)), follow_redirects=False) as client:
            text = client.get("/feeds").text
            assert "https://cms.example/hook" in text
            assert "after 10 tries: it answered 500" in text
            answer = client.get("/api/v1/hooks").json()
            assert [one["problem"] for one in answer["items"]] == ["it answered 500"]
            assert [one["event"] for one in answer["dead"]] == ["e-1"]


def watched(desk: Desk) -> None:
    round = Round(number=1, at=AT, done=True)
    feeds = [
        FeedState(
            url="https://good.example/rss", title="Good", health="fine", ok_at=AT, new_at=AT, skew=7200.0
        ),
        FeedState(url="https://quiet.example/rss", title="Quiet", health="silent", ok_at=AT, since=AT),
        FeedState(
            url="https://bad.example/rss?token=hush",
            title="Bad <b>",
            health="failing",
            problem="http-503",
            words="the server is busy or closed for now",
            failures=3,
            failing_since=AT,
        ),
    ]
    lead = Lead(feed=feeds[0].url, key="1", url="https://good.example/1", title="Nothing to read")
    page = PageState(
        page="p-1",
        lead=lead,
        first_at=AT,
        first_round=1,
        url=lead.url,
        status="empty",
        words="no text was found",
    )
    desk.store.subscribe([(one.url, None) for one in feeds])
    desk.store.put_polls([Poll(feed=one, pages=(page,) if one is feeds[0] else ()) for one in feeds], round)


def test_feeds_that_fail_are_told_from_those_that_are_silent(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk.db", annotator="rules", workers=1) as desk:
        watched(desk)
        with TestClient(application(desk, Access(hosts=HERE)), follow_redirects=False) as client:
            text = client.get("/feeds").text
            assert text.index("Bad &lt;b&gt;") < text.index("Quiet") < text.index("Good")
            assert "Since 3 February 2027, 09:00 UTC, 3 polls in a row" in text
            assert "silent: it is read, but has nothing new" in text
            assert "clock is 2 hours ahead" in text
            assert "hush" not in re.sub(r'href="[^"]*"', "", text)
            assert "Good" not in client.get("/feeds?health=failing").text
            listed = client.get("/feeds?feed=https%3A%2F%2Fgood.example%2Frss").text
            assert "Nothing to read" in listed
            assert "No text was found" in listed or "no text was found" in listed
            told = client.get("/api/v1/feeds").json()
            assert [one["health"] for one in told["items"]] == ["failing", "silent", "fine"]
            assert told["round"] == AT
            assert "hush" not in str(told)
            pages = client.get("/api/v1/feeds/pages").json()["items"]
            assert [one["status"] for one in pages] == ["empty"]
