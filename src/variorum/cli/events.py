"""``variorum events`` and ``follow``: what happened at a desk, and what somebody wants to be told of."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from variorum.cli import options as opt
from variorum.cli import streams
from variorum.cli.desk import StoreFile, opened
from variorum.errors import InputError
from variorum.outputs.atomic import write_bytes
from variorum.outputs.lines import STANDARD_OUTPUT, standard_output, write_lines
from variorum.outputs.wording import harmless, plural

if TYPE_CHECKING:
    from variorum.desk import Desk
    from variorum.events.rules import Rule, Rules
    from variorum.model import DeskEvent
    from variorum.store.telling import Followed

EventForm = Literal["text", "jsonl", "atom", "markdown", "html"]
Period = Literal["hourly", "daily"]
_HOURS = {"hourly": 1, "daily": 24}
_SUFFIXES: dict[str, EventForm] = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".atom": "atom",
    ".xml": "atom",
    ".md": "markdown",
    ".html": "html",
}

RulesFile = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="Which events, and where to send them: a TOML file. Without it all but further reports, "
        "rewordings and minor things, and of what is followed everything.",
        show_default=False,
    ),
]


def events(
    store: StoreFile,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="ID", help="Only those after the event of that id.", show_default=False
        ),
    ] = None,
    form: Annotated[
        EventForm | None,
        typer.Option("--as", help="How they are told; otherwise as the name of the output says, or as text."),
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="File to write (.txt .jsonl .atom .md .html); - for standard output. A file of JSON Lines "
            "is continued where it ends.",
        ),
    ] = Path(STANDARD_OUTPUT),
    rules: RulesFile = None,
    everything: Annotated[bool, typer.Option("--all", help="All events, whatever rules say.")] = False,
    digest: Annotated[
        Period | None,
        typer.Option("--digest", help="What happened in the last hour or day, story by story."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send what waits to the hooks of --rules; print nothing else.")
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Send also to private networks, and by http without TLS."),
    ] = False,
    site: Annotated[
        str,
        typer.Option(
            "--site", metavar="URL", help="Address of the served desk, for links.", show_default=False
        ),
    ] = "",
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Tell what happened at a desk: new stories, reports that differ, what outlets changed, and more.

    Events come in the order in which they were told; the id of the last one is where to go on (--since).
    Exit status of --send: 0 all was taken, 1 a hook failed and is tried again, 2 could not run.
    """
    from variorum.events.rules import Rules, read_rules

    read = read_rules(rules) if rules is not None else Rules()
    form = form or _form_of(output, digest is not None)
    with opened(store) as desk:
        if send:
            _send(desk, read, rules, allow_private=allow_private, quiet=quiet)
            return
        if form == "jsonl" and str(output) != STANDARD_OUTPUT and since is None and digest is None:
            _continue(desk, output, _chosen(read, everything=everything), quiet=quiet)
            return
        found = _found(desk, since, digest, _chosen(read, everything=everything))
        _write(desk, found, form, output, site, digest)


def _form_of(output: Path, is_digest: bool) -> EventForm:
    if str(output) == STANDARD_OUTPUT:
        return "markdown" if is_digest else "text"
    if (form := _SUFFIXES.get(output.suffix.lower())) is None:
        raise InputError(
            f"what kind of file is that? It is one of {', '.join(_SUFFIXES)}; or say it with --as",
            file=str(output),
        )
    return form


def _chosen(rules: Rules, *, everything: bool) -> tuple[Rule, ...]:
    from variorum.events.rules import DEFAULT

    return () if everything else rules.rule or DEFAULT


def _found(desk: Desk, since: str | None, digest: Period | None, rules: tuple[Rule, ...]) -> list[DeskEvent]:
    found = list(desk.events_since(since, rules=rules))
    if digest is None:
        return found
    begin, end = _begin(digest), _stamp(datetime.now(UTC))
    return [one for one in found if begin <= one.at <= end]


def _begin(digest: Period) -> str:
    return _stamp(datetime.now(UTC) - timedelta(hours=_HOURS[digest]))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _continue(desk: Desk, output: Path, rules: tuple[Rule, ...], *, quiet: bool) -> None:
    from variorum.events.out.lines import append, last_in

    count = append(output, desk.events_since(last_in(output), rules=rules))
    if not quiet:
        streams.tell(f"{plural(count, 'new event')}: {output}")


def _write(
    desk: Desk, found: list[DeskEvent], form: EventForm, output: Path, site: str, digest: Period | None
) -> None:
    from variorum.events.out import atom, lines
    from variorum.events.out import digest as digests
    from variorum.settings import EVENTS

    if form in ("text", "jsonl"):
        write_lines(output, lines.text_lines(found) if form == "text" else lines.json_lines(found))
        return
    if form == "atom":
        data = atom.render(list(reversed(found))[: EVENTS.feed], site=site)
    else:
        now = _stamp(datetime.now(UTC))
        since = _begin(digest) if digest else min((one.at for one in found), default=now)
        told = digests.digest(desk.store, found, since, now)
        data = digests.markdown(told) if form == "markdown" else digests.html(told)
    if str(output) == STANDARD_OUTPUT:
        with standard_output():
            typer.echo(data, nl=False)
    else:
        write_bytes(output, data)


def _send(desk: Desk, rules: Rules, path: Path | None, *, allow_private: bool, quiet: bool) -> None:
    from variorum.watch.hooks import sender_of

    if path is None or not rules.hook:
        raise InputError("there is no hook to send to; name a file with [[hook]] by --rules")
    sender = sender_of(
        rules, os.environ, path.parent, now=lambda: datetime.now(UTC), allow_private=allow_private
    )
    sent = sender.send(desk.store)
    if not quiet:
        streams.tell(f"{plural(sent.sent, 'event')} sent")
        for hook in desk.store.hooks():
            if hook.problem and hook.next_at:
                again = hook.next_at[:16].replace("T", " ")
                streams.tell(f"{hook.url}: {hook.problem}; tried again after {again} UTC")
        for dead in desk.store.dead_deliveries():
            streams.tell(f"given up after {dead.tries} tries: {dead.event}: {dead.problem}")
    if sent.failed:
        raise typer.Exit(1)


def follow(
    store: StoreFile,
    story: Annotated[
        str | None, typer.Option("--story", metavar="ID", help="Follow a story.", show_default=False)
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Follow a person.", show_default=False)
    ] = None,
    draft: Annotated[
        Path | None,
        typer.Option(
            "--draft",
            metavar="FILE",
            help="Follow a draft, as it is now: it is told when a quotation of it no longer stands.",
            show_default=False,
        ),
    ] = None,
    stop: Annotated[
        str | None,
        typer.Option("--stop", metavar="ID", help="No longer follow what has that id.", show_default=False),
    ] = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Follow stories, people and drafts, and list what is followed."""
    with opened(store) as desk:
        if story is not None:
            desk.follow_story(story)
        if person is not None:
            desk.follow_person(person)
        if draft is not None:
            desk.follow_draft(_text_of(draft, desk), str(draft))
        if stop is not None and not desk.unfollow(stop):
            raise InputError(f"nothing is followed under the id {stop!r}")
        following = desk.following()
    if not quiet:
        write_lines(Path(STANDARD_OUTPUT), (_line(one) for one in following))


def _line(one: Followed) -> bytes:
    return harmless(f"{one.kind}\t{one.id}\t{one.label}").encode("utf-8", "replace")


def _text_of(path: Path, desk: Desk) -> str:
    """Return the text of a draft, as ``check`` reads it. Raises UnreadableFile."""
    from variorum.checking.drafts import read_drafts

    return "\n\n".join(one.article.text for one in read_drafts([path], desk.settings.read))
