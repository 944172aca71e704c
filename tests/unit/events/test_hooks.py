"""Webhooks: signed as the standard has it, in order, sent again, given up in the end, never doubled."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from tests.watched import Time, Web, page, rss

from variorum.errors import InputError, UnreadableFile
from variorum.events.rules import Hook, Rule, Rules, read_rules
from variorum.model import DeskEvent
from variorum.settings import EVENTS
from variorum.store import open_store
from variorum.store.base import Store
from variorum.store.events import hook_id
from variorum.store.telling import Untold
from variorum.watch.hooks import Sender, between, secret_of, sender_of
from variorum.watch.polling import Between, Watch
from variorum.watch.records import Round, Subscription

URL = "https://cms.example/hooks/desk"
SECRET = b"0123456789abcdef0123456789abcdef"
BEGIN = datetime(2027, 2, 3, 9, tzinfo=UTC)


class Receiver:
    """A receiver that answers as it is told, and passes over what it has taken before."""

    def __init__(self) -> None:
        self.answers: list[int | Exception | dict[str, str]] = []
        self.posts: list[httpx2.Request] = []
        self.taken: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.posts.append(request)
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, dict):
            return httpx2.Response(429, headers=answer)
        id = request.headers["webhook-id"]
        if answer < 300 and id not in self.taken:
            self.taken.append(id)
        return httpx2.Response(answer)


class Desk:
    """A store, a receiver and a clock."""

    def __init__(self, path: Path) -> None:
        self.store: Store = open_store(path)
        self.receiver = Receiver()
        self.time = BEGIN

    def tell(self, *ids: str, kind: str = "difference") -> None:
        told = [
            DeskEvent(
                id=id, kind=kind, at="2027-02-03T09:00:00.000+00:00", said=f"{id}.", severity="material"
            )  # type: ignore[arg-type]
            for id in ids
        ]
        self.store.put_events(told, Untold())

    def send(self, rules: Rules | None = None) -> tuple[int, int, int]:
        rules = rules or Rules(hook=(Hook(url=URL, secret_env="S"),))
        sender = Sender(
            rules,
            {one.url: SECRET for one in rules.hook},
            now=lambda: self.time,
            transport=lambda: httpx2.MockTransport(self.receiver),
        )
        found = sender.send(self.store)
        return found.sent, found.failed, found.dead

    def later(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk.db")
    made.send()  # named for the first time: it begins with what comes from now on
    yield made
    made.store.close()


def test_events_are_signed_so_that_a_receiver_can_tell(desk: Desk) -> None:
    desk.tell("e-1")
    assert desk.send() == (1, 0, 0)
    (post,) = desk.receiver.posts
    signed = f"{post.headers['webhook-id']}.{post.headers['webhook-timestamp']}.".encode() + post.content
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert post.headers["webhook-signature"] == f"v1,{expected}"
    assert post.headers["webhook-id"] == "e-1"
    assert post.headers["webhook-timestamp"] == str(int(BEGIN.timestamp()))
    body = json.loads(post.content)
    assert (body["type"], body["data"]["id"], body["data"]["said"]) == ("event.difference", "e-1", "e-1.")


def test_a_new_hook_is_not_sent_what_was_told_before(tmp_path: Path) -> None:
    fresh = Desk(tmp_path / "other.db")
    fresh.tell("e-old")
    assert fresh.send() == (0, 0, 0)
    fresh.tell("e-new")
    fresh.send()
    assert fresh.receiver.taken == ["e-new"]


def test_what_fails_is_sent_again_later_and_nothing_overtakes_it(desk: Desk) -> None:
    desk.receiver.answers = [503, httpx2.ConnectError("gone")]
    desk.tell("e-1", "e-2")
    assert desk.send() == (0, 1, 0)
    assert desk.send() == (0, 1, 0)
    assert len(desk.receiver.posts) == 1  # it is not due yet
    desk.later(EVENTS.waits[0])
    desk.send()
    state = desk.store.hook(hook_id(URL), URL)
    assert (state.tries, state.since) == (2, BEGIN.isoformat(timespec="milliseconds"))
    assert state.problem is not None
    desk.later(EVENTS.waits[1])
    assert desk.send() == (2, 0, 0)
    assert desk.receiver.taken == ["e-1", "e-2"]
    assert {one.content for one in desk.receiver.posts if one.headers["webhook-id"] == "e-1"} == {
        desk.receiver.posts[0].content
    }
    assert desk.store.hook(hook_id(URL), URL).problem is None


def test_a_receiver_that_asks_for_time_is_given_it(desk: Desk) -> None:
    desk.receiver.answers = [{"retry-after": "600"}]
    desk.tell("e-1")
    desk.send()
    desk.later(599)
    assert desk.send() == (0, 1, 0)
    desk.later(1)
    assert desk.send() == (1, 0, 0)


def test_after_the_last_try_an_event_is_listed_and_the_next_has_its_turn(desk: Desk) -> None:
    desk.receiver.answers = [500] * (len(EVENTS.waits) + 1)
    desk.tell("e-1", "e-2")
    for wait in EVENTS.waits:
        assert desk.send() == (0, 1, 0)
        desk.later(wait)
    assert desk.send() == (0, 1, 1)
    (dead,) = desk.store.dead_deliveries()
    assert (dead.event, dead.tries, dead.problem) == ("e-1", len(EVENTS.waits) + 1, "it answered 500")
    desk.later(EVENTS.waits[-1])
    assert desk.send() == (1, 0, 0)
    assert desk.receiver.taken == ["e-2"]


def test_an_event_that_a_receiver_cannot_use_holds_up_the_others_for_minutes_only(desk: Desk) -> None:
    desk.receiver.answers = [422] * EVENTS.refused
    desk.tell("e-1", "e-2")
    for wait in EVENTS.waits[: EVENTS.refused - 1]:
        assert desk.send() == (0, 1, 0)
        desk.later(wait)
    assert desk.send() == (0, 1, 1)
    assert desk.send() == (1, 0, 0)
    assert desk.receiver.taken == ["e-2"]


def test_a_slow_receiver_does_not_keep_a_watch_from_its_rounds(desk: Desk) -> None:
    class Slow(Receiver):
        def __call__(self, request: httpx2.Request) -> httpx2.Response:
            desk.later(EVENTS.spent / 2)
            return super().__call__(request)

    desk.receiver = Slow()
    desk.tell(*(f"e-{number}" for number in range(9)))
    assert desk.send() == (3, 0, 0)
    assert desk.send() == (3, 0, 0)
    assert desk.receiver.taken == [f"e-{number}" for number in range(6)]


def test_killed_before_it_noted_the_answer_the_receiver_still_has_each_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dying(*_: object) -> None:
        raise Killed

    desk.tell("e-1", "e-2")
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "put_hook", dying)
        with pytest.raises(Killed):
            desk.send()
    desk.send()
    assert [one.headers["webhook-id"] for one in desk.receiver.posts] == ["e-1", "e-1", "e-2"]
    assert desk.receiver.taken == ["e-1", "e-2"]


def test_a_watch_sends_between_its_rounds_also_what_a_killed_one_left(tmp_path: Path) -> None:
    web, time, receiver = Web(), Time(), Receiver()
    rules = Rules(rule=(Rule(name="all"),), hook=(Hook(url=URL, secret_env="S"),))
    sending = between(
        rules,
        {"S": SECRET.decode()},
        tmp_path,
        now=lambda: time.now,
        transport=lambda: httpx2.MockTransport(receiver),
    )

    def poll(*steps: Between) -> list[Round]:
        with Watch(
            tmp_path / "desk.db",
            transport=web.transport(),
            clock=time.clock(),
            annotator="rules",
            workers=1,
            between=steps,
        ) as watch:
            watch.subscribe([Subscription(url="https://marram.example/feed")])
            return list(watch.rounds(once=True))

    web.put("https://marram.example/feed", rss({"link": "https://marram.example/1"}))
    web.put("https://marram.example/1", page())
    with open_store(tmp_path / "desk.db") as store:
        store.hook(hook_id(URL), URL)  # named before
    poll()  # and killed before it sent anything
    time.sleep(3600)
    web.put("https://marram.example/1", page(count="16"))
    (done,) = poll(sending)
    assert done.told["sent"] == len(receiver.taken) == len(set(receiver.taken))
    told = [json.loads(one.content) for one in receiver.posts]
    assert [one["type"] for one in told] == ["event.story", "event.figure"]
    assert told[1]["data"]["said"].endswith("“14” became “16”.")
    assert told[1]["timestamp"] == done.at


def test_each_hook_is_sent_what_its_rules_choose(desk: Desk) -> None:
    rules = Rules(
        rule=(Rule(name="grave", severity="critical", kind=("difference",)), Rule(name="all")),
        hook=(Hook(url=URL, secret_env="S", rules=("grave",)), Hook(url=f"{URL}/2", secret_env="S")),
    )
    desk.send(rules)
    desk.tell("e-1")
    desk.tell("e-2", kind="report")
    assert desk.send(rules) == (2, 0, 0)
    assert {one.url.path for one in desk.receiver.posts} == {"/hooks/desk/2"}


def test_one_hook_that_fails_keeps_nothing_from_another(desk: Desk) -> None:
    rules = Rules(hook=(Hook(url=URL, secret_env="S"), Hook(url=f"{URL}/2", secret_env="S")))
    desk.send(rules)
    desk.receiver.answers = [500]
    desk.tell("e-1")
    assert desk.send(rules) == (1, 1, 0)


@pytest.mark.parametrize("url", ["https://127.0.0.1/hook", "https://[::1]/", "https://10.0.0.7/x"])
def test_private_addresses_are_refused_and_told(desk: Desk, url: str) -> None:
    sender = Sender(Rules(hook=(Hook(url=url, secret_env="S"),)), {url: SECRET}, now=lambda: BEGIN)
    sender.send(desk.store)
    desk.tell("e-1")
    assert sender.send(desk.store).failed == 1
    assert "private" in str(desk.store.hook(hook_id(url), url).problem)


def test_of_the_address_of_a_hook_only_the_host_is_kept(desk: Desk) -> None:
    url = "https://user:pass@chat.example:8443/services/T0/hush?key=hush"
    rules = Rules(hook=(Hook(url=url, secret_env="S"),))
    desk.send(rules)
    assert [one.url for one in desk.store.hooks()] == ["https://chat.example:8443/…", "https://cms.example/…"]


def test_no_event_goes_out_in_the_clear() -> None:
    with pytest.raises(InputError, match="https"):
        Sender(Rules(hook=(Hook(url="http://cms.example/", secret_env="S"),)), {}, now=lambda: BEGIN)


def test_secrets_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    packed = "whsec_" + base64.b64encode(SECRET).decode()
    (tmp_path / "key").write_text(packed + "\n", encoding="utf-8")
    assert secret_of(Hook(url=URL, secret_env="S"), {"S": packed}, tmp_path) == SECRET
    assert secret_of(Hook(url=URL, secret_file="key"), {}, tmp_path) == SECRET
    assert secret_of(Hook(url=URL, secret_env="S"), {"S": SECRET.decode()}, tmp_path) == SECRET
    for wrong in ({}, {"S": "short"}, {"S": "whsec_!!"}):
        with pytest.raises(InputError):
            secret_of(Hook(url=URL, secret_env="S"), wrong, tmp_path)
    with pytest.raises(UnreadableFile):
        secret_of(Hook(url=URL, secret_file="none"), {}, tmp_path)


def test_hooks_and_rules_are_read_from_one_file(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(
        '[[rule]]\nname = "dam"\nkind = "quotation"\nseverity = "material"\n'
        f'[[hook]]\nurl = "{URL}"\nsecret-env = "S"\nrules = ["dam"]\n',
        encoding="utf-8",
    )
    rules = read_rules(file)
    assert rules.rule == (Rule(name="dam", kind=("quotation",), severity="material"),)
    assert sender_of(rules, {"S": SECRET.decode()}, tmp_path, now=lambda: BEGIN)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule]\n", "no TOML"),
        ('[[rule]]\nkind = "gossip"\n', "gossip"),
        ('[[rule]]\nkinds = "story"\n', "kinds"),
        ('[[hook]]\nurl = "https://a.example"\n', "secret-env or secret-file"),
        ('[[hook]]\nurl = "https://a.example"\nsecret-env = "S"\nrules = ["x"]\n', "'x'"),
        ("rule = 3\n", "cannot be used"),
    ],
)
def test_a_file_of_rules_that_cannot_be_used_is_told_why(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_rules(file)
