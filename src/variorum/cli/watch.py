"""``variorum watch``: feeds into a store, round by round; and how they stand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from variorum.cli import options as opt
from variorum.cli import streams
from variorum.cli.check_printing import EXIT_LOOK
from variorum.cli.desk import StoreFile, opened
from variorum.cli.events import RulesFile
from variorum.cli.progress import progress_bars
from variorum.errors import FeedError, InputError, UnreadableFile
from variorum.model.codec import encode
from variorum.outputs.lines import standard_output
from variorum.outputs.wording import CONTROLS
from variorum.settings import WATCH

if TYPE_CHECKING:
    from variorum.events.rules import Rules
    from variorum.model import Reject
    from variorum.store.base import Store
    from variorum.watch.polling import Between
    from variorum.watch.records import Round, Subscription

_ADDRESS = ("http://", "https://")
_END_OF_TIME = "9999"  # sorts behind every time
_LAST_ROUND = 2**62
_MINUTE = 60.0
_NO_FEEDS = "no feeds are watched in it yet; give a list of feeds, as OPML"
Feeds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FEEDS...]",
        help="Lists of feeds (OPML, or an address a line; - for standard input), and addresses of feeds. "
        "Just these are watched from now on; without any, those of the last time.",
        show_default=False,
    ),
]


def watch(
    store: StoreFile,
    feeds: Feeds = None,
    once: Annotated[
        bool,
        typer.Option(
            "--once",
            help="Poll what is due and end, as for cron. Exit status: 0 all were read, 1 a feed is failing, "
            "2 could not run.",
        ),
    ] = False,
    health: Annotated[
        bool,
        typer.Option(
            "--health",
            help="Only show how the feeds in the store stand. Exit status: 0 all are read, 1 one is failing, "
            "denied or gone.",
        ),
    ] = False,
    every: Annotated[
        float,
        typer.Option(
            "--every",
            metavar="MINUTES",
            min=WATCH.least / _MINUTE,
            help="How often to poll a feed, unless it asks for less.",
        ),
    ] = WATCH.every / _MINUTE,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact",
            metavar="ADDRESS",
            help="Whom publishers may ask about these requests: an email address or a page, sent with each.",
            show_default=False,
        ),
    ] = None,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Also connect to this machine and to private networks."),
    ] = False,
    rules: RulesFile = None,
    form: Annotated[
        Literal["text", "jsonl"],
        typer.Option("--format", help="How standard output tells of rounds and feeds."),
    ] = "text",
    annotator: opt.AnnotatorName = "model",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Watch feeds: keep each report and each change of it in a store, group and compare what is new.

    Asks politely (robots.txt, one request a host at a time, only what changed), and never an address of a
    private network. Ends with Ctrl-C at any moment; the next start goes on where it was stopped. A line on
    standard output tells of each round. Needs `pip install 'variorum[watch]'`.
    """
    if health:
        if feeds:
            raise InputError("--health shows the feeds that are in the store; give no FEEDS with it")
        with opened(store) as desk:
            raise typer.Exit(_show_health(desk.store, form))
    from variorum.watch.polling import Watch

    wanted = _subscriptions(feeds or (), quiet=quiet)
    if not wanted:
        with opened(store) as desk:  # a store that is not there is not made for nothing
            if not desk.store.due_feeds(_END_OF_TIME, _LAST_ROUND):
                raise InputError(_NO_FEEDS, file=store)
    if contact is None and not quiet:
        streams.tell("servers are not told whom to ask about the requests; give --contact ADDRESS")
    hooks, folder = _rules(rules), rules.parent if rules else Path()
    failing, said = 0, _Rejects()
    with (
        progress_bars(progress, quiet) as on_progress,
        Watch(
            store,
            contact=contact,
            allow_private=allow_private,
            annotator=annotator,
            workers=workers,
            settings=opt.limited(time_limit),
            every=every * _MINUTE,
            between=_sending(hooks, allow_private=allow_private, folder=folder),
            on_progress=on_progress,
            rejected=said.take,
        ) as watching,
    ):
        if wanted:
            watching.subscribe(wanted)
        _name(hooks, watching.store)
        done = None
        for done in watching.rounds(once=once):
            said.tell()
            failing += done.told.get("failed", 0)
            _tell(done, watching.store, form, quiet)
        if once and done is None and not quiet:
            streams.tell(f"nothing is due before {_minute(watching.store.next_due())}")
    if once and failing:
        raise typer.Exit(EXIT_LOOK)


def _left_out(addresses: Sequence[str]) -> str:
    more = f" and {len(addresses) - 1:,} more" if len(addresses) > 1 else ""
    return f"left out, since only http:// and https:// can be asked: {addresses[0]}{more}"


def _rules(path: Path | None) -> Rules | None:
    """Return what a file of rules holds, where it names a hook to send to."""
    from variorum.events.rules import read_rules

    rules = read_rules(path) if path is not None else None
    return rules if rules is not None and rules.hook else None


def _name(hooks: Rules | None, store: Store) -> None:
    """Note the hooks before the first round, so that what it tells is sent to them."""
    from variorum.watch.hooks import name_hooks

    if hooks is not None:
        name_hooks(hooks, store)


def _sending(hooks: Rules | None, *, allow_private: bool, folder: Path) -> tuple[Between, ...]:
    """Return what is done between rounds: sending to hooks, where there are any."""
    from variorum.watch.hooks import between

    now = partial(datetime.now, UTC)
    options = {"now": now, "allow_private": allow_private}
    return (between(hooks, os.environ, folder, **options),) if hooks is not None else ()


def _subscriptions(given: Sequence[str], *, quiet: bool) -> list[Subscription]:
    """Return the feeds that are named, each once; what is left out is told. Raises InputError."""
    from variorum.watch.addresses import web_address
    from variorum.watch.feeds import read_subscriptions
    from variorum.watch.records import Subscription

    found: dict[str, Subscription] = {}
    for one in given:
        if one.lower().startswith(_ADDRESS):
            web_address(one)
            found.setdefault(one, Subscription(url=one))
            continue
        try:
            data = sys.stdin.buffer.read() if one == "-" else Path(one).read_bytes()
        except OSError as error:
            raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=one) from error
        left_out: list[str] = []
        try:
            listed = read_subscriptions(data, left_out=left_out.append)
        except FeedError as error:
            told = f"; {_left_out(left_out)}" if left_out else ""
            raise InputError(f"{error.message}{told}", file=one, line=error.line) from error
        if left_out and not quiet:
            streams.tell(_safe(f"{one}: {_left_out(left_out)}"))
        for subscription in listed:
            found.setdefault(subscription.url, subscription)
    return list(found.values())


# ---- told


class _Rejects:
    """What could not be used, told once: a story that cannot be compared is tried again and again."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._waiting: list[str] = []

    def take(self, reject: Reject) -> None:
        from variorum.outputs.faults import place_of

        line = _safe(f"not used: {place_of(reject)}: {reject.reason}")
        if line not in self._told:
            self._told.add(line)
            self._waiting.append(line)

    def tell(self) -> None:
        """Say what was taken since the last time."""
        for line in self._waiting:
            streams.tell(line)
        self._waiting.clear()


_PARTS = (
    ("polled", "polled"),
    ("new", "new"),
    ("changed", "changed"),
    ("without text", "without text"),
    ("failed", "failed"),
    ("rejected", "not used"),
    ("events", "events"),
    ("sent", "sent"),
    ("hooks failed", "hooks failed"),
    ("given up", "given up"),
)


def _tell(round: Round, store: Store, form: str, quiet: bool) -> None:
    from variorum.watch.health import TROUBLE, report

    if not quiet and streams.is_output_open():
        with standard_output():
            print(_line(round, form), flush=True)
    if not round.told.get("failed"):
        return
    for row in store.feeds():
        feed = row.feed
        if feed.round == round.number and feed.health in TROUBLE and feed.since == round.at:
            told = report(row)
            streams.tell(_safe(f"{told.health}: {told.feed}: {told.why}"))


def _line(round: Round, form: str) -> str:
    if form == "jsonl":
        return encode({"round": round.number, "at": round.at, **round.told}).decode()
    parts = [f"{round.told[name]:,} {word}" for name, word in _PARTS if round.told.get(name)]
    return f"{_minute(round.at)}\t{', '.join(parts) or 'nothing new'}"


def _show_health(store: Store, form: str) -> int:
    from variorum.watch.health import TROUBLE, report

    rows = [report(one) for one in store.feeds()]
    if not rows:
        raise InputError(_NO_FEEDS, file=str(store.path or "the store"))
    with standard_output():
        for one in rows:
            if form == "jsonl":
                print(encode(one).decode())
                continue
            since = f" since {_minute(one.since)}" if one.since else ""
            print(_safe(f"{one.health}{since}: {one.name} ({one.feed})"))
            told = [one.why or "", *one.notes, f"last read {_minute(one.ok_at)}, next {_minute(one.next_at)}"]
            for line in _some(told):
                print(f"  {_safe(line)}")
    return EXIT_LOOK if any(one.health in TROUBLE and one.subscribed for one in rows) else 0


def _some(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]


def _minute(stamp: str | None) -> str:
    return f"{stamp[:16].replace('T', ' ')} UTC" if stamp else "never"


def _safe(text: str) -> str:
    """Return ``text`` as one safe line: what a feed says must not be able to control the terminal."""
    return CONTROLS.sub("�", " ".join(text.split()))
