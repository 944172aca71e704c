"""``.ttml``, ``.dfxp``, and ``.xml`` that begins so: timed text (TTML 1 and 2, IMSC, EBU-TT-D); what is said.

Times are told in six ways and count from the element above; a caption may be timed as a whole, or word by
word in its spans. What stands in regions at one moment is read from top to bottom. The rest is as for other
subtitles.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from math import inf

from msgspec import Struct

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.source import Source
from variorum.formats.subtitles import Caption, spoken
from variorum.formats.xmltree import Node, read_tree, root_of
from variorum.settings import ReadSettings

_CLOCK = re.compile(r"(\d{2,}):(\d\d):(\d\d)(?:\.(\d{1,9})|:(\d{2,4})(?:\.\d{1,4})?)?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|m|s|ms|f|t)")
_BLANKS = re.compile(r"\s+")
_TIMED = ("body", "div", "p", "span")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_SILENT = frozenset(("metadata", "title", "desc", "copyright", "agent", "set", "animate", "image", "audio"))


class _Rates(Struct, frozen=True, kw_only=True):
    """How long a frame and a tick are, in seconds."""

    frame: float
    tick: float


class _Said(Struct, kw_only=True):
    """Words and when they are shown, in seconds; top: how far from the top of the screen, in its own unit."""

    start: float
    end: float
    top: float
    lines: list[str]


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is timed text: by its own suffix, else by its root element."""
    return suffix in FORMAT.suffixes or (suffix not in (".html", ".htm") and root_of(head) == "tt")


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article; its text is what is said."""
    root, guess = read_tree(source.read_all(), source.name)
    if root.tag != "tt":
        raise UnreadableFile(f"is no TTML: its root element is <{root.tag[:40]}>", file=source.name)
    captions = _Document(root).captions()
    title = root.first("head", "metadata", "title") or root.first("head", "title")
    fields = {"title": (title.words() if title else "") or None, "lang": root.get("lang") or None}
    yield None, spoken(captions, fields, guess, source.name)


class _Document:
    """Goes over the elements and takes in what is said, with times resolved."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._rates = _rates(root)
        self._styles = {one.get("id"): one for one in root.within("style") if one.get("id")}
        regions = {one.get("id"): one for one in root.within("region") if one.get("id")}
        self._tops = {name: self._top(region) for name, region in regions.items()}
        self._names = {
            agent.get("id"): words
            for agent in root.within("agent")
            if (name := agent.first("name")) is not None and (words := name.words())
        }
        self._said: list[_Said] = []

    def captions(self) -> list[Caption]:
        """Return the captions by the moment they begin at, those of one moment from top to bottom."""
        body = self._root.first("body")
        if body is not None:
            self._walk(body, 0.0, inf, 0.0, "")
        held = [one for one in self._said if any(line.strip() for line in one.lines)]
        held.sort(key=lambda one: (one.start, one.top))
        ends = (one.start if one.end == inf else one.end for one in held)
        return [
            Caption(start=one.start, end=end, lines=tuple(one.lines))
            for one, end in zip(held, ends, strict=True)
        ]

    def _walk(self, node: Node, start: float, end: float, top: float, agent: str) -> tuple[float, float]:
        """Take in an element that holds captions, or is one; return when it begins and ends."""
        start, end = self._times(node, start, end)
        top = self._tops.get(node.get("region"), top)
        agent = node.get("agent").split(" ")[0] or agent
        if self._is_unseen(node):
            return start, end
        if node.tag in ("p", "span"):
            self._take(node, self._begin(start, end, top, agent), agent)
            return start, end
        begins = start
        for child in node.elements(*_TIMED):
            _, ended = self._walk(child, begins, end, top, agent)
            if node.get("timeContainer") == "seq" and ended != inf:
                begins = ended  # one after the other
        return start, end

    def _take(self, node: Node, said: _Said, agent: str) -> _Said:
        """Take in the words of a caption; a span with times or a speaker of its own is a caption of its own.

        Returns the caption that what follows belongs to.
        """
        for child in node.children:
            if isinstance(child, str):
                said.lines[-1] += html.escape(_BLANKS.sub(" ", child), quote=False)
            elif child.tag == "br":
                said.lines.append("")
            elif child.tag in _SILENT or self._is_unseen(child):
                continue
            elif child.get("begin") or child.get("agent"):
                self._walk(child, said.start, said.end, said.top, agent)
                said = self._begin(max(said.start, self._said[-1].start), said.end, said.top, agent)
            else:
                said = self._take(child, said, agent)
        return said

    def _begin(self, start: float, end: float, top: float, agent: str) -> _Said:
        name = self._names.get(agent, "")
        said = _Said(start=start, end=end, top=top, lines=[f"<v {html.escape(name)}>" if name else ""])
        self._said.append(said)
        return said

    def _times(self, node: Node, start: float, end: float) -> tuple[float, float]:
        """Return when an element begins and ends; times count from the beginning of the one above."""
        begin, until = _seconds(node.get("begin"), self._rates), _seconds(node.get("end"), self._rates)
        lasts = _seconds(node.get("dur"), self._rates)
        begins = start + (begin or 0.0)
        ends = [end]
        ends += [start + until] if until is not None else []
        ends += [begins + lasts] if lasts is not None else []
        return begins, max(begins, min(ends))

    def _styled(self, node: Node, name: str) -> str:
        """Return a property of style: of the element, else of the styles it refers to."""
        if value := node.get(name):
            return value
        styles = (self._styles.get(each) for each in node.get("style").split())
        return next((value for one in styles if one is not None and (value := one.get(name))), "")

    def _is_unseen(self, node: Node) -> bool:
        """Tell whether an element is not shown, or only says how a word is pronounced."""
        if self._styled(node, "display") == "none" or self._styled(node, "visibility") == "hidden":
            return True
        return self._styled(node, "ruby") in ("text", "textContainer", "delimiter")

    def _top(self, region: Node) -> float:
        inner = [region, *region.elements("style")]
        origin = next((value for one in inner if (value := self._styled(one, "origin"))), "")
        number = re.match(r"\S+\s+(-?\d+(?:\.\d+)?)", origin)
        return float(number[1]) if number else 0.0


def _rates(root: Node) -> _Rates:
    """Return how long frames and ticks are (TTML 2, 7.2.6 and 7.2.12)."""
    frames = _number(root.get("frameRate")) or 30.0
    factor = root.get("frameRateMultiplier").replace(":", " ").split()
    if len(factor) == 2 and (over := _number(factor[1])):
        frames *= (_number(factor[0]) or over) / over
    ticks = _number(root.get("tickRate")) or (frames if root.get("frameRate") else 1.0)
    return _Rates(frame=1 / frames, tick=1 / ticks)


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text) else 0.0


def _seconds(text: str, rates: _Rates) -> float | None:
    """Return a time in seconds; None for none and for what is no time."""
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, part, frames = clock.groups()
        whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        return round(whole + float(f"0.{part or 0}") + int(frames or 0) * rates.frame, 3)
    if offset := _OFFSET.fullmatch(text):
        unit = {"f": rates.frame, "t": rates.tick}.get(offset[2]) or _UNITS[offset[2]]
        return round(float(offset[1]) * unit, 3)
    return None


FORMAT = Format(name="ttml", suffixes=(".ttml", ".dfxp"), sniff=sniff, read=read)
