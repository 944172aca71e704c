"""Webhooks: events are posted as JSON, signed, in their order, until each was taken or given up.

As Standard Webhooks has it (github.com/standard-webhooks/standard-webhooks, spec v1): the id of the event is
``webhook-id``, so a receiver that has seen it passes it over; the signature is HMAC-SHA256 over id, time and
body. An event is sent again when its answer did not come, so it may come twice; after the last try it is put
on a list, and the next one has its turn.
"""

from __future__ import annotations

import asyncio
import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from variorum import __version__
from variorum.errors import FeedError, InputError, UnreadableFile, is_fault
from variorum.events.rules import DEFAULT, Chooser, Hook, Rules
from variorum.model import DeskEvent
from variorum.model.codec import encode
from variorum.settings import EVENTS, WATCH, EventSettings
from variorum.store.base import Store
from variorum.store.events import hook_id
from variorum.store.telling import DeadDelivery, HookState
from variorum.watch.addresses import shown, web_address
from variorum.watch.manners import seconds_of
from variorum.watch.records import stamp

if TYPE_CHECKING:
    import httpx2

    from variorum.desk import Desk
    from variorum.watch.polling import Between
    from variorum.watch.records import Round

_PREFIX = "whsec_"
_TAKEN = range(200, 300)
_REFUSED = (400, 413, 415, 422)


class Answer(Struct, frozen=True, kw_only=True):
    """What a receiver answered. problem: why that is none that counts; None when the event was taken.
    retry_after: seconds that it asks to be left alone. refused: whether it cannot use this very event."""

    problem: str | None = None
    retry_after: float | None = None
    refused: bool = False


class Sent(Struct, frozen=True, kw_only=True):
    """What sending came to: events that were taken, hooks that failed, events that were given up."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def secret_of(hook: Hook, environment: Mapping[str, str], folder: Path) -> bytes:
    """Return the secret of a hook: base64 behind ``whsec_``, or any text of 24 signs and more.

    folder: where a file of it is looked for, when its name is no whole path.
    Raises InputError where there is none or it is too short, UnreadableFile for a file that cannot be read.
    """
    if hook.secret_env is not None:
        given, where = environment.get(hook.secret_env, ""), f"the variable {hook.secret_env}"
    else:
        path = folder / (hook.secret_file or "")
        where = str(path)
        try:
            given = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(f"the secret of a hook cannot be read: {error}", file=where) from error
    given = given.strip()
    try:
        found = b64decode(given.removeprefix(_PREFIX), validate=True) if _PREFIX in given else given.encode()
    except Base64Error as error:
        raise InputError(f"{where} has no base64 behind {_PREFIX}") from error
    if len(found) < EVENTS.secret:
        raise InputError(
            f"{where} holds no secret of {EVENTS.secret} bytes or more; make one: openssl rand -hex 32"
        )
    return found


def told_as(url: str) -> str:
    """Return what a hook is called: its host. The rest of an address is often what lets people in."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return shown(f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}/…")


def signature(secret: bytes, id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message."""
    signed = hmac.new(secret, f"{id}.{timestamp}.".encode() + body, sha256).digest()
    return f"v1,{b64encode(signed).decode()}"


def body_of(event: DeskEvent) -> bytes:
    """Return what is posted of an event, the same at every try."""
    return encode({"type": f"event.{event.kind}", "timestamp": event.at, "data": event})


class Sender:
    """Sends events to the hooks of some rules.

    secrets: by address of the hook. now: the clock. transport: how to reach them, for tests; the guarded one
    of ``transport`` otherwise. allow_private: also hooks in private networks, and http without TLS.
    Raises InputError for a hook that is no address, or http where that is not allowed.
    """

    def __init__(
        self,
        rules: Rules,
        secrets: Mapping[str, bytes],
        *,
        now: Callable[[], datetime],
        transport: Callable[[], httpx2.AsyncBaseTransport] | None = None,
        allow_private: bool = False,
        settings: EventSettings = EVENTS,
    ) -> None:
        for hook in rules.hook:
            if web_address(hook.url).scheme != "https" and not allow_private:
                raise InputError(f"{told_as(hook.url)} is no https; events are not sent in the clear")
        self._rules = rules
        self._secrets = secrets
        self._now = now
        self._transport = transport
        self._allow_private = allow_private
        self._settings = settings

    def send(self, store: Store) -> Sent:
        """Send what waits, each hook until it has all or fails; one that fails keeps none from the others."""
        return asyncio.run(self._send(store))

    async def _send(self, store: Store) -> Sent:
        from variorum.watch.library import httpx2

        done = [0, 0, 0]
        async with httpx2.AsyncClient(
            transport=self._reach(), trust_env=False, follow_redirects=False, timeout=self._settings.patience
        ) as client:
            for hook in self._rules.hook:
                one = await _Line(self, store, hook, client).send()
                done = [a + b for a, b in zip(done, (one.sent, one.failed, one.dead), strict=True)]
        return Sent(sent=done[0], failed=done[1], dead=done[2])

    def _reach(self) -> httpx2.AsyncBaseTransport:
        if self._transport is not None:
            return self._transport()
        from variorum.watch.transport import CheckedTransport

        return CheckedTransport(allow_private=self._allow_private, settings=WATCH)

    def rules_of(self, hook: Hook) -> Sequence[Any]:
        """Return the rules that choose for a hook."""
        return [one for one in self._rules.rule if not hook.rules or one.name in hook.rules] or DEFAULT

    async def post(self, client: httpx2.AsyncClient, hook: Hook, event: DeskEvent) -> Answer:
        """Post one event and return what was answered; a failure of the way is an answer, too."""
        body, at = body_of(event), int(self._now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": f"Variorum/{__version__}",
            "webhook-id": event.id,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(self._secrets[hook.url], event.id, at, body),
        }
        try:
            async with (
                asyncio.timeout(self._settings.patience),
                client.stream("POST", hook.url, content=body, headers=headers) as answer,
            ):
                if answer.status_code in _TAKEN:
                    return Answer()
                return Answer(
                    problem=f"it answered {answer.status_code}",
                    refused=answer.status_code in _REFUSED,
                    retry_after=seconds_of(answer.headers.get("retry-after"), self._now()),
                )
        except TimeoutError:
            return Answer(problem="it did not answer in time")
        except FeedError as error:
            return Answer(problem=error.message)
        except Exception as error:
            if not is_fault(error):
                raise
            return Answer(problem=f"it cannot be reached: {type(error).__name__}")

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now()

    @property
    def settings(self) -> EventSettings:
        """How long to wait, and how often."""
        return self._settings


class _Line:
    """The events that wait for one hook."""

    def __init__(self, sender: Sender, store: Store, hook: Hook, client: httpx2.AsyncClient) -> None:
        self._sender, self._store, self._hook, self._client = sender, store, hook, client
        self._settings = sender.settings

    async def send(self) -> Sent:
        """Send them one after the other, until one fails or all are taken."""
        state = self._store.hook(hook_id(self._hook.url), told_as(self._hook.url))
        if state.next_at is not None and stamp(self._sender.now()) < state.next_at:
            return Sent(failed=1)
        chooser = Chooser(self._store, self._sender.rules_of(self._hook))
        until = self._sender.now() + timedelta(seconds=self._settings.spent)
        taken = 0
        while found := self._store.numbered_events(state.done, limit=self._settings.together):
            for number, event in found:
                if taken >= self._settings.at_once or self._sender.now() > until:
                    break
                if not chooser.wants(event):
                    state = replace(state, done=number)
                    continue
                answer = await self._sender.post(self._client, self._hook, event)
                if answer.problem is not None:
                    return self._failed(state, number, event, answer, taken)
                taken += 1
                state = HookState(id=state.id, url=state.url, done=number)
                self._store.put_hook(state)
            else:
                continue
            break
        self._store.put_hook(state)
        return Sent(sent=taken)

    def _failed(self, state: HookState, number: int, event: DeskEvent, answer: Answer, taken: int) -> Sent:
        """Note a try that failed: when the next one is, or that it was the last."""
        now, waits = self._sender.now(), self._settings.waits
        problem = answer.problem or ""
        since = state.since or stamp(now)
        most = min(len(waits), self._settings.refused - 1) if answer.refused else len(waits)
        if state.tries >= most:
            dead = DeadDelivery(
                hook=state.id, event=event.id, at=stamp(now), tries=state.tries + 1, problem=problem
            )
            later = None if answer.refused else stamp(now + timedelta(seconds=waits[-1]))
            after = replace(state, done=number, tries=0, next_at=later, problem=problem, since=since)
            self._store.put_hook(after, dead)
            return Sent(sent=taken, failed=1, dead=1)
        wait = max(waits[state.tries], min(answer.retry_after or 0.0, self._settings.asked))
        self._store.put_hook(
            replace(
                state,
                tries=state.tries + 1,
                next_at=stamp(now + timedelta(seconds=wait)),
                problem=problem,
                since=since,
            )
        )
        return Sent(sent=taken, failed=1)


def sender_of(rules: Rules, environment: Mapping[str, str], folder: Path, **options: Any) -> Sender:
    """Return a sender for the hooks of a file of rules, with their secrets; raises as ``secret_of``."""
    secrets = {hook.url: secret_of(hook, environment, folder) for hook in rules.hook}
    return Sender(rules, secrets, **options)


def name_hooks(rules: Rules, store: Store) -> None:
    """Note which hooks there are, so that each is sent what is told from now on."""
    for hook in rules.hook:
        store.hook(hook_id(hook.url), told_as(hook.url))


def between(rules: Rules, environment: Mapping[str, str], folder: Path, **options: Any) -> Between:
    """Return what a watch does between its rounds: it sends what waits. Raises as ``sender_of``."""
    sender = sender_of(rules, environment, folder, **options)

    def send(desk: Desk, _: Round) -> Mapping[str, int]:
        sent = sender.send(desk.store)
        counts = {"sent": sent.sent, "hooks failed": sent.failed, "given up": sent.dead}
        return {name: number for name, number in counts.items() if number}

    return send
