"""A week of invented news: outlets with feeds, stories of 1 to 30 reports, pages that are edited.

All of it follows from a seed: what a feed or a page says at a moment is always the same. None of it exists.
"""

from __future__ import annotations

import bisect
import json
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
EDITS = ("quotation", "correction", "headline", "boilerplate", "name")
_WORDS = tomllib.loads((Path(__file__).parent / "week.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Text:
    """What a page says in one version. boilerplate: what stands around the report."""

    title: str
    paragraphs: tuple[str, ...]
    boilerplate: str
    kind: str = "first"


@dataclass
class Item:
    """An article of an outlet: its versions, the first at ``times[0]``."""

    feed: int
    number: int
    story: int
    byline: str
    times: list[datetime] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def at(self, moment: datetime) -> Text | None:
        """Return what the page says at a moment; None before it is there."""
        place = bisect.bisect_right(self.times, moment)
        return self.texts[place - 1] if place else None


class World:
    """The week. feeds, items: how many. days: how long; the last items appear three hours before its end."""

    def __init__(self, *, feeds: int = 500, items: int = 20_000, days: float = 7.0, seed: int = 1) -> None:
        self._drawn = random.Random(seed)
        self.feeds, self.days, self.seed = feeds, days, seed
        self.end = START + timedelta(days=days)
        self.outlets = [self._outlet(number) for number in range(feeds)]
        self.items: list[list[Item]] = [[] for _ in range(feeds)]
        made = story = 0
        while made < items:
            size = min(self._story_size(), feeds, items - made)
            self._story(story, size)
            made, story = made + size, story + 1
        self.stories = story
        self.edits = sum(len(one.times) - 1 for listed in self.items for one in listed)
        for listed in self.items:
            listed.sort(key=lambda one: one.times[0])
            for number, one in enumerate(listed):
                one.number = number

    # ---- making

    def _place(self) -> str:
        drawn = self._drawn
        return (
            drawn.choice(_WORDS["syllables"])
            + drawn.choice(_WORDS["syllables"])
            + drawn.choice(_WORDS["ends"])
        ).capitalize()

    def _name(self) -> str:
        return f"{self._drawn.choice(_WORDS['first'])} {self._drawn.choice(_WORDS['last'])}"

    def _outlet(self, number: int) -> str:
        return f"{self._place()} {_WORDS['outlets'][number % len(_WORDS['outlets'])]}"

    def _story_size(self) -> int:
        """Most events have one to three reports, some up to thirty: a mean of about 3."""
        return min(30, 1 + int(self._drawn.paretovariate(1.2)) - (self._drawn.random() < 0.5))

    def _story(self, number: int, size: int) -> None:
        drawn = self._drawn
        span = (self.days * 24 - 3) * 3600
        begun = drawn.random() * span
        told: dict[str, object] = dict(zip("abcdef", drawn.sample(_WORDS["things"], 6), strict=True))
        told |= {
            "place": self._place(), "name": self._name(), "n": drawn.randrange(11, 69),
            "m": drawn.randrange(3, 30), "a_": str(told["a"]).capitalize(),
            "big": f"{drawn.randrange(11, 980)},{drawn.randrange(100, 999)}",
            "lead": 2 * drawn.randrange(len(_WORDS["leads"]) // 2), "said": drawn.sample(_WORDS["said"], 2),
            "role": drawn.choice(_WORDS["roles"]),
        }  # fmt: skip
        for feed in drawn.sample(range(self.feeds), size):
            late = begun + drawn.expovariate(1 / 7200) if size > 1 else begun
            at = START + timedelta(seconds=int(min(late, span)))
            item = Item(feed=feed, number=0, story=number, byline=self._name())
            item.times.append(at)
            item.texts.append(self._report(told, at))
            self._edit(item, told)
            self.items[feed].append(item)

    def _report(self, told: dict[str, object], at: datetime) -> Text:
        """Return one outlet's report: of ten one has another figure, and one other words of the speaker's."""
        drawn = self._drawn
        filled = {**told, "day": at.strftime("%A")}
        if drawn.random() < 0.1:
            filled["n"] = int(str(told["n"])) + drawn.randrange(1, 9)
        first, second = (str(one).format(**filled) for one in told["said"])  # type: ignore[attr-defined]
        if drawn.random() < 0.1:
            first = (
                first.replace(" will ", " may ").replace(" never ", " not ").replace(" waited ", " hoped ")
            )
        name = str(told["name"])
        role = str(told["role"]).format(**filled)
        paragraphs = [
            _WORDS["leads"][int(str(told["lead"])) + drawn.randrange(2)].format(**filled),
            f"“{first[:-1]},” said {name}, {role}.",
            drawn.choice(_WORDS["details"]).format(**filled),
            drawn.choice(_WORDS["details"]).format(**filled),
        ]
        if drawn.random() < 0.6:
            paragraphs.insert(
                2, f"“{second}” {name.split()[-1]} added that the {told['d']} was not for sale."
            )
        return Text(drawn.choice(_WORDS["headlines"]).format(**filled), tuple(paragraphs), self._box())

    def _box(self) -> str:
        return "".join(f"<li>{self._place()} in pictures</li>" for _ in range(3))

    def _edit(self, item: Item, told: dict[str, object]) -> None:
        """Edit a fifth of the pages once, and a few of these again."""
        drawn = self._drawn
        while drawn.random() < 0.2 and len(item.times) < 4:
            kind = drawn.choice(EDITS)
            later = item.times[-1] + timedelta(seconds=int(600 + drawn.expovariate(1 / 14_400)))
            if later >= self.end - timedelta(hours=1):
                return
            edited = self._edited(item.texts[-1], kind, told)
            if edited is not None:
                item.times.append(later)
                item.texts.append(edited)

    def _edited(self, text: Text, kind: str, told: dict[str, object]) -> Text | None:
        title, paragraphs, box = text.title, list(text.paragraphs), text.boilerplate
        if kind == "quotation":
            changed = (
                paragraphs[1].replace(" and ", ", and I say it again, ", 1).replace(" will ", " should ", 1)
            )
            paragraphs[1] = changed if changed != paragraphs[1] else paragraphs[1].replace("“", "“Well, ", 1)
        elif kind == "correction":
            was = next((word for word in paragraphs[0].split() if word.isdigit()), None)
            if was is None:
                return None
            paragraphs[0] = paragraphs[0].replace(was, str(int(was) + 10), 1)
            paragraphs.append(f"Correction: an earlier version of this article gave the number as {was}.")
        elif kind == "headline":
            title = f"Update: {title}" if not title.startswith("Update") else f"{title}, latest"
        elif kind == "name":
            paragraphs[1] = paragraphs[1].replace(str(told["name"]), self._name())
        else:
            box = self._box()
        return Text(title, tuple(paragraphs), box, kind)

    # ---- what is served

    def address(self, feed: int) -> str:
        """Return the address of a feed."""
        return f"https://outlet{feed}.example/feed"

    def page_address(self, item: Item) -> str:
        """Return the address of an article."""
        return f"https://outlet{item.feed}.example/news/{item.number}"

    def feed(self, number: int, moment: datetime, listed: int = 30) -> tuple[bytes, str]:
        """Return a feed as it is at a moment, and its type: RSS, Atom or JSON Feed, by its number."""
        there = [one for one in self.items[number] if one.times[0] <= moment][-listed:][::-1]
        return (_rss, _atom, _json)[number % 3](self, number, there, moment)

    def page(self, number: int, place: int, moment: datetime) -> bytes | None:
        """Return a page as it is at a moment; None where there is none."""
        if not 0 <= place < len(self.items[number]):
            return None
        item = self.items[number][place]
        text = item.at(moment)
        return None if text is None else _page(self, item, text)


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _changed(item: Item, moment: datetime) -> datetime:
    return max(one for one in item.times if one <= moment)


def _rss(world: World, number: int, there: Sequence[Item], moment: datetime) -> tuple[bytes, str]:
    rows = "".join(
        f"<item><title>{escape(_now(one, moment).title)}</title><link>{world.page_address(one)}</link>"
        f'<guid isPermaLink="false">o{number}-{one.number}</guid>'
        f"<pubDate>{format_datetime(one.times[0])}</pubDate>"
        f"<description>{escape(_now(one, moment).paragraphs[0])}</description></item>"
        for one in there
    )
    outlet, home = world.outlets[number], f"https://outlet{number}.example/"
    head = f"<title>{outlet}</title><link>{home}</link><language>en-GB</language>"
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{rows}</channel></rss>'.encode(),
        "application/rss+xml",
    )


def _atom(world: World, number: int, there: Sequence[Item], moment: datetime) -> tuple[bytes, str]:
    rows = "".join(
        f"<entry><id>urn:o{number}-{one.number}</id><title>{escape(_now(one, moment).title)}</title>"
        f'<link href="{world.page_address(one)}"/><published>{_stamp(one.times[0])}</published>'
        f"<updated>{_stamp(_changed(one, moment))}</updated></entry>"
        for one in there
    )
    head = f"<title>{world.outlets[number]}</title><id>urn:o{number}</id>"
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{head}{rows}</feed>'.encode(),
        "application/atom+xml",
    )


def _json(world: World, number: int, there: Sequence[Item], moment: datetime) -> tuple[bytes, str]:
    items = [
        {
            "id": f"o{number}-{one.number}",
            "url": world.page_address(one),
            "title": _now(one, moment).title,
            "date_published": _stamp(one.times[0]),
            "date_modified": _stamp(_changed(one, moment)),
        }
        for one in there
    ]
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": world.outlets[number],
        "language": "en",
        "items": items,
    }
    return json.dumps(told).encode(), "application/feed+json"


def _now(item: Item, moment: datetime) -> Text:
    text = item.at(moment)
    assert text is not None
    return text


def _page(world: World, item: Item, text: Text) -> bytes:
    body = "".join(f"<p>{escape(one, quote=False)}</p>" for one in text.paragraphs)
    outlet, title = world.outlets[item.feed], escape(text.title)
    head = (
        f"<title>{title} - {outlet}</title>"
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{_stamp(item.times[0])}">'
    )
    report = f"<article><h1>{title}</h1><p class='byline'>By {item.byline}</p>{body}</article>"
    around = (
        f"<aside><h2>Most read</h2><ul>{text.boilerplate}</ul></aside><footer>{outlet} is invented.</footer>"
    )
    nav = "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{nav}{report}{around}</body></html>'
    return html.encode()
