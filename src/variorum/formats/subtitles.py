"""``.vtt`` (WebVTT) and ``.srt`` (SubRip): what is said in subtitles, by speaker, without times and numbers.

Each turn becomes a paragraph, "NAME: words" where the subtitles name who speaks: in a voice span
(``<v Ann Lee>``), before a colon, or not at all behind ``>>``. Captions that roll, each repeating what
stands on the screen already, are said once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.records import TIMES, build, note
from variorum.formats.source import Source
from variorum.formats.status import cut_short
from variorum.formats.text import read_text
from variorum.model import Article, Block, Span
from variorum.settings import FILES, ReadSettings
from variorum.text.late import late

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d\d)(?:[.,](\d{1,3}))?"
_TIMING = late(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_LINE_ENDS = late(r"\r\n?|\n")
_VOICE = late(r"<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>")
_TAG = late(r"</?[a-zA-Z0-9][^<>]*>|\{\\[^{}]*\}")
_BLANKS = late(r"[ \t\u00a0]+")
_LABEL = late(
    r"(?P<name>[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|de|van|von|al|la|of|\d{1,2})){0,4}"
    r"(?: ?\([^()]{1,30}\))?)"
    r"\s?:\s+(?=\S)"
)
_CHANGE = late(r"(?:>>+|[-–—])\s*(?=\S)")
_SOUND = late(r"(?:[\[(][^\])]{1,60}[\])]|[♪♫][^♪♫]*[♪♫]?)")
_ENDS = tuple('.!?…"”’)')
_META = late(r"(Kind|Language|Title)\s*:\s*(\S.*)", re.IGNORECASE)


class Caption(Struct, frozen=True, kw_only=True):
    """One caption: when it begins and ends, in seconds, and its lines as they were written."""

    start: float
    end: float
    lines: tuple[str, ...]


class _Turn(Struct, kw_only=True):
    """What one speaker says in one go; speaker is None where the subtitles name nobody.

    other: the subtitles say that somebody else begins here, named or not. starts: when the caption begins
    that each of the words is of, in seconds.
    """

    speaker: str | None
    other: bool
    words: list[str]
    starts: list[float]
    end: float


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file holds subtitles: by its suffix, else by the mark of WebVTT."""
    return suffix in FORMAT.suffixes or (
        suffix == "" and head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    )


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article; its text is what is said."""
    whole, guess = read_text(source)
    lines = _LINE_ENDS.split(whole)
    cues = read_cues(lines)
    if not cues:
        reason = "holds no times of captions (00:01:02.500 --> 00:01:04.000)"
        raise UnreadableFile(f"{reason}; save it as .txt if it is a transcript", file=source.name)
    yield None, spoken(cues, _head(lines), guess, source.name)


def spoken(cues: list[Caption], fields: dict[str, str | None], guess: str | None, file: str) -> Article:
    """Return the article of captions. fields: what the file tells of itself. guess: a note on its encoding.

    Raises UnreadableFile when there are no words in them.
    """
    turns = _turns(cues)
    text = "\n\n".join(map(_printed, turns))
    if not text:
        raise UnreadableFile("holds no captions; save it as .txt if it is a transcript", file=file)
    extra: dict[str, Any] = {TIMES: _times(turns)}
    if guess:
        note(extra, guess)
    if _roll(cues):
        note(extra, "the captions roll; lines that they repeat are left out")
    status = "truncated" if cut_short(text) else "read"
    return build(fields, text=text, blocks=_blocks(turns, cues), status=status, extra=extra)


def _blocks(turns: list[_Turn], cues: list[Caption]) -> tuple[Block, ...]:
    """Return a block for each turn that is marked as one: by a voice span, a label in capitals, or ">>"."""
    voices = {speaker for cue in cues for speaker in _voices("\n".join(cue.lines))}
    blocks, at = [], 0
    for turn in turns:
        end = at + len(_printed(turn))
        if turn.other and (not turn.speaker or turn.speaker in voices or turn.speaker.isupper()):
            blocks.append(Block(kind="turn", span=Span(at, end)))
        at = end + len("\n\n")
    return tuple(blocks)


def _voices(raw: str) -> list[str]:
    return [_name(match[1]) for match in _VOICE.finditer(raw) if match[1]]


def _name(voice: str) -> str:
    return _BLANKS.sub(" ", html.unescape(voice)).strip()


def read_cues(lines: list[str]) -> list[Caption]:
    """Return the captions: the lines between two lines of times, without the number of the caption after."""
    cues: list[Caption] = []
    starts = [(index, match) for index, line in enumerate(lines) if (match := _TIMING.fullmatch(line))]
    afters = [*(index for index, _ in starts), len(lines)][1:]
    for (index, match), after in zip(starts, afters, strict=True):
        body: list[str] = []
        for line in lines[index + 1 : after]:
            if not line.strip():
                break  # a caption ends at an empty line; what follows is a number, a note or a style
            body.append(line)
        else:
            if body and after < len(lines) and body[-1].strip().isdigit():
                body.pop()  # written without an empty line between
        times = match.groups()
        cues.append(Caption(start=_seconds(times[:4]), end=_seconds(times[4:]), lines=tuple(body)))
    return cues


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, part = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(part.ljust(3, "0")) / 1000


def _head(lines: list[str]) -> dict[str, str | None]:
    """Return title and language where the head of WebVTT tells them."""
    fields: dict[str, str | None] = {}
    first = lines[0].lstrip("\ufeff")
    if first.startswith("WEBVTT"):
        fields["title"] = first[len("WEBVTT") :].strip(" \t-–—:") or None
        for line in lines[1:]:
            if not line.strip():
                break
            if (match := _META.match(line)) and match[1].lower() != "kind":
                fields["lang" if match[1].lower() == "language" else "title"] = match[2].strip()
    return fields


def _pieces(cue: Caption) -> Iterator[tuple[str | None, bool, str]]:
    """Yield speaker, whether another one begins here, and words, for each stretch of a caption."""
    raw = "\n".join(cue.lines)
    parts = _VOICE.split(raw)
    stretches = [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    for voice, words in stretches:
        speaker = _name(voice) or None if voice else None
        new = speaker is not None
        for line in words.split("\n"):
            line = _BLANKS.sub(" ", html.unescape(_TAG.sub("", line))).strip()
            if change := _CHANGE.match(line):
                line, speaker, new = line[change.end() :], None, True
            if label := _LABEL.match(line):
                speaker, line, new = label["name"], line[label.end() :], True
            if line:
                yield speaker, new, line
            new = False


def _turns(cues: list[Caption]) -> list[_Turn]:
    turns: list[_Turn] = []
    rolls = _roll(cues)
    for cue in cues:
        for speaker, new, line in _pieces(cue):
            last = turns[-1] if turns else None
            sound = bool(_SOUND.fullmatch(line))
            if last is not None and rolls and not (new and speaker != last.speaker):
                line = _rest(last.words, line)
                if not line:
                    last.end = max(last.end, cue.end)
                    continue
            if last is None or sound or _begins(last, speaker, new, cue):
                speaker = None if sound else speaker
                turns.append(_Turn(speaker=speaker, other=new, words=[line], starts=[cue.start], end=cue.end))
            else:
                last.words.append(line)
                last.starts.append(cue.start)
                last.end = max(last.end, cue.end)
    return turns


def _begins(last: _Turn, speaker: str | None, new: bool, cue: Caption) -> bool:
    """Tell whether a line begins a new turn."""
    if new:
        return speaker is None or speaker != last.speaker
    if _SOUND.fullmatch(" ".join(last.words)):
        return True
    return cue.start - last.end >= FILES.pause and last.words[-1].endswith(_ENDS)


def _rest(said: list[str], line: str) -> str:
    """Return ``line`` without the words at its start that repeat the end of what was said before."""
    words = line.split()
    before = " ".join(said[-FILES.repeated_most :]).split()[-FILES.repeated_most :]
    low, new = [word.lower() for word in before], [word.lower() for word in words]
    for count in range(min(len(low), len(new)), 0, -1):
        if low[-count:] == new[:count] and (count >= FILES.repeated or count == len(new)):
            return " ".join(words[count:])
    return line


def _roll(cues: list[Caption]) -> bool:
    """Tell whether the captions roll: whether each repeats lines of the one before."""
    texts = [[word.lower() for _, _, line in _pieces(cue) for word in line.split()] for cue in cues]
    texts = [words for words in texts if words]
    rolling = sum(_overlaps(first, second) for first, second in zip(texts, texts[1:], strict=False))
    return rolling >= FILES.rolling_captions and rolling >= FILES.rolling * (len(texts) - 1)


def _overlaps(first: list[str], second: list[str]) -> bool:
    most = min(len(first), len(second), FILES.repeated_most)
    for count in range(most, 0, -1):
        if first[-count:] == second[:count]:
            return count >= FILES.repeated or count == most
    return False


def _times(turns: list[_Turn]) -> list[list[float]]:
    """Return where in the text the words of each caption begin, and when, in seconds; in order."""
    times, at = [], 0
    for turn in turns:
        place = at + len(_printed(turn)) - len(" ".join(turn.words))
        for words, start in zip(turn.words, turn.starts, strict=True):
            times.append([place, start])
            place += len(words) + 1
        at += len(_printed(turn)) + len("\n\n")
    return times


def _printed(turn: _Turn) -> str:
    words = " ".join(turn.words)
    return f"{turn.speaker}: {words}" if turn.speaker else words


FORMAT = Format(name="subtitles", suffixes=(".vtt", ".srt"), sniff=sniff, read=read)
