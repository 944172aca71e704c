"""Lists of feeds: OPML (1 and 2), or an address a line."""

from __future__ import annotations

from collections.abc import Callable

from variorum.errors import FeedError
from variorum.formats.encoding import decode
from variorum.settings.feeds import FEEDS, FeedReadingSettings
from variorum.watch.addresses import shown
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.markup import tree_of
from variorum.watch.feeds.names import Element, name_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.words import one_line
from variorum.watch.records import Subscription

_LISTS = (".opml", ".xml.opml")


def read_subscriptions(
    data: bytes,
    *,
    settings: FeedReadingSettings = FEEDS,
    left_out: Callable[[str], None] = lambda address: None,
) -> tuple[Subscription, ...]:
    """Return the feeds that a list names, each once, in its order.

    data: OPML, whose outlines may lie in folders (outlines without an address), or text with an address a
    line, where what follows ``#`` is a remark. An outline of ``type="link"`` is taken when it names no list.
    left_out: told each address of an outline that is none of the web, as ``gopher:``, without its password.
    Raises FeedError: ``encoding``, ``not-xml``, ``no-list`` when no feed is named, ``too-large``.
    """
    if len(data) > settings.bytes:
        raise FeedError("too-large", "is far too large for a list of feeds")
    try:
        text, _ = decode(data)
    except ValueError as error:
        raise FeedError("encoding", str(error)) from error
    if "<opml" in text[: settings.head].lower():
        found = _outlines(tree_of(text, "", settings, Notes()), settings, left_out)
    else:
        found = _lines(text)
    first: dict[str, Subscription] = {}
    for one in found:
        first.setdefault(one.url, one)
    if not first:
        raise FeedError(
            "no-list", "names no feed; give OPML, or a text with the address of a feed on each line"
        )
    return tuple(first.values())


def _outlines(
    root: Element, settings: FeedReadingSettings, left_out: Callable[[str], None]
) -> list[Subscription]:
    found: list[Subscription] = []
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    seen = 0
    while waiting:
        element, folder = waiting.pop()
        told = {name.lower(): value.strip() for name, value in element.attrib.items()}
        title = one_line(told.get("text") or told.get("title") or "") or None
        given = _feed(told) if name_of(element) == "outline" else None
        address = absolute(_with_scheme(given), None) if given else None
        if given and address is None:
            left_out(_as_told(given))
        if address is not None:
            found.append(
                Subscription(
                    url=address, title=title, home=absolute(told.get("htmlurl"), None), folder=folder
                )
            )
        elif name_of(element) == "outline" and title and len(folder) < settings.nested:
            folder = (*folder, title)
        seen += 1
        if seen > settings.outlines:
            raise FeedError("too-large", f"has more than {settings.outlines:,} outlines")
        waiting.extend((child, folder) for child in reversed(list(element)))
    return found


def _feed(told: dict[str, str]) -> str | None:
    """Return the address that an outline gives for a feed, as it stands there."""
    given = told.get("xmlurl")
    if given is None and told.get("type", "").lower() == "link" and not told.get("url", "").endswith(_LISTS):
        given = told.get("url")
    return given


def _lines(text: str) -> list[Subscription]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split(maxsplit=1)
        if not words or words[0].startswith("#"):
            continue
        address = absolute(_with_scheme(words[0]), None)
        if address is None:
            told = f"this is no address of a feed (http:// or https://): {_as_told(line)!r}"
            raise FeedError("no-list", told, line=number)
        remark = words[1].lstrip("# ").strip() if len(words) > 1 else ""
        found.append(Subscription(url=address, title=one_line(remark) or None))
    return found


def _as_told(address: str) -> str:
    """Return an address as it may be told: it may hold a password, and be of any length."""
    return shown(one_line(address))[:60]


def _with_scheme(address: str) -> str:
    """Return an address; ``feed:`` before it is how some programs hand feeds on."""
    bare = address.strip()
    for before in ("feed://", "feed:"):
        if bare.lower().startswith(before):
            bare = bare[len(before) :]
            return bare if "://" in bare else f"https://{bare}"
    return bare
