"""The words of a mail, however it is stored: without the mail that it answers and without its signature.

Where a mail comes plain and in HTML, the plain one is read, unless it only stands in for the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.apart import run_apart
from variorum.formats.records import build, date_field, note
from variorum.formats.status import cut_short
from variorum.formats.unread import say_unread
from variorum.model import Article, Block
from variorum.settings import FILES, SHOWN, ReadSettings

_QUOTED = re.compile(r"(?:>[ \t]?)+")
# "On 3 May 2027, Ada Lind wrote:", in any language, before what it quotes
_REPLY = re.compile(r"\S.{0,200}:\s*")
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i)\s*:", re.IGNORECASE)
_SIGNATURE = "-- "
_SUBJECT = re.compile(r"(?:(?:re|fwd?|aw|wg|sv|tr|rv|enc)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
# The head that Outlook puts above the mail that is answered, in the languages of the desks that write to us.
_FROM = r"\*{0,2}(?:From|Von|De|Da|Van|Från|Fra|Od)\s?:\*{0,2}\s"
_SENT = r"\*{0,2}(?:Sent|Gesendet|Envoyé|Enviado(?: el)?|Inviato|Verzonden|Skickat|Sendt|Wysłano)\s?:"
# A release, too, may begin with whom it is from and a date; with an address it is the head of a mail.
_DATED = r"[^\n]{0,200}@[^\n]{0,200}\n?\*{0,2}(?:Date|Datum)\s?:"
_HEAD = re.compile(rf"{_FROM}(?:[^\n]{{1,300}}\n(?:[^\n]{{0,300}}\n){{0,2}}?{_SENT}|{_DATED})")
_HEAD_IN_HTML = re.compile(rf"\s*{_FROM}(?:.{{1,300}}?{_SENT}|{_DATED})", re.DOTALL)
_RULE = re.compile(r"\s*(?:_{10,}|-{3,}\s*[^\W\d_][^-\n]{3,60}-{3,})\s*")  # "-----Original Message-----"
# Apple Mail and Thunderbird; Gmail; Yahoo.
_QUOTED_IN_HTML = "blockquote[type=cite], .moz-cite-prefix, .gmail_quote, .yahoo_quoted"
# Where Outlook begins the mail that is answered; all that follows is that mail.
_FROM_HERE = "#appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container, #OLK_SRC_BODY_SECTION"


class Words(Struct, frozen=True, kw_only=True):
    """What a part says. guess: how its encoding was found, where that was not plain.

    reply, signature: the mail that it answers, or what stands below its signature, was left out.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    guess: str | None = None
    reply: bool = False
    signature: bool = False


class Letter(Struct, frozen=True, kw_only=True):
    """What a mail tells besides its words. attached: the names of its files."""

    subject: str | None
    sender: str | None
    date: str | None
    lang: str | None = None
    attached: Sequence[str] = ()


def forwards(subject: str | None) -> bool:
    """Tell by its subject whether a mail passes another on, so that what it quotes is what it says."""
    return _FORWARDED.match(subject or "") is not None


def letter_article(letter: Letter, words: Words, *, stand_in: bool = False) -> Article:
    """Return the article of a mail. stand_in: its plain part only stood in for the one that is read."""
    extra: dict[str, object] = {}
    if words.guess:
        note(extra, words.guess)
    if stand_in:
        note(extra, "its plain part only stands in for the one in HTML, which is read")
    if words.reply:
        note(extra, "the mail that it answers, quoted below, is left out")
    if words.signature:
        note(extra, "what stands below the line of the signature is left out")
    if letter.attached:
        names = ", ".join(name[: SHOWN.name] for name in letter.attached[: SHOWN.record_kinds])
        count = len(letter.attached)
        say_unread(
            extra, (f"{'an attached file' if count == 1 else f'{count} attached files'} ({names})", True)
        )
    fields = {
        "title": _SUBJECT.sub("", letter.subject or "").strip() or None,
        "outlet": letter.sender,
        "date": date_field(letter.date, extra),
        "lang": letter.lang,
    }
    status = "truncated" if cut_short(words.text) else "read"
    return build(fields, text=words.text, blocks=words.blocks, status=status, extra=extra)


def stands_in(plain: Words, page: Callable[[], Words]) -> Words | None:
    """Return the words in HTML where the plain ones only stand in for them ("View this in your browser")."""
    if len(plain.text.split()) > FILES.stand_in:
        return None
    try:
        found = page()
    except UnreadableFile:
        return None
    return found if len(plain.text.split()) < FILES.stand_in_share * len(found.text.split()) else None


def plain_words(
    text: str, *, passed_on: bool, guess: str | None = None, flowed: bool = False, drop: bool = False
) -> Words:
    """Return the words of a plain part. flowed, drop: ``format=flowed`` and ``delsp`` (RFC 3676)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, signature = _without_signature(lines)
    lines, reply = (_unquoted(lines), False) if passed_on else _without_reply(lines)
    if flowed:
        lines = _unflowed(lines, drop=drop)
    return Words(text="\n".join(lines).strip("\n"), guess=guess, reply=reply, signature=signature)


def page_words(
    markup: str, guess: str | None, file: str, settings: ReadSettings, *, passed_on: bool
) -> Words:
    """Return the words of a part in HTML. Raises UnreadableFile where there are none."""
    from variorum.formats.page import read_page
    from variorum.formats.page.fragment import read_fragment

    try:
        if passed_on:  # all of it may be what was sent; a page's report is looked for among other things
            whole = read_fragment(markup, settings)
            found = Words(text=whole.text, blocks=whole.blocks, guess=guess)
        else:
            markup, reply = run_apart(_without_quoted, markup, limit=settings.seconds, load=_load)
            page = read_page(markup, settings)
            found = Words(text=page.text, blocks=page.blocks, guess=guess, reply=reply)
    except (ValueError, BadRecord) as error:
        raise UnreadableFile(getattr(error, "message", str(error)), file=file) from error
    if not found.text:
        raise UnreadableFile("no words could be found in it", file=file)
    return found


def _without_signature(lines: list[str]) -> tuple[list[str], bool]:
    at = next((place for place, line in enumerate(lines) if line == _SIGNATURE), None)
    return (lines, False) if at is None else (lines[:at], True)


def _without_reply(lines: list[str]) -> tuple[list[str], bool]:
    """Leave out the quoted lines at the end and the one that says who wrote them; nothing if that is all."""
    if (at := _outlook_head(lines)) is not None and any(line.strip() for line in lines[:at]):
        return lines[:at], True
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    quoted = any(_QUOTED.match(line) for line in lines[end:])
    if not quoted or not end:
        return lines, False
    if _REPLY.fullmatch(lines[end - 1]):
        above = lines[end - 2] if end > 1 else ""
        begins = end < 3 or not lines[end - 3].strip()
        # Mail programs break it: "On 3 May 2027, Ada Lind" / "<ada@example.org> wrote:".
        end -= 2 if above.strip() and begins and "@" in f"{above}{lines[end - 1]}" else 1
    kept = lines[:end]
    return (kept, True) if any(line.strip() for line in kept) else (lines, False)


def _outlook_head(lines: list[str]) -> int | None:
    """Return the line at which the head of an answered mail begins ("From:" with "Sent:" right below)."""
    for at, line in enumerate(lines):
        if ":" in line and _HEAD.match("\n".join(one.strip() for one in lines[at : at + FILES.head_below])):
            before = [place for place in range(at) if lines[place].strip()]
            return before[-1] if before and _RULE.fullmatch(lines[before[-1]]) else at
    return None


def _unquoted(lines: list[str]) -> list[str]:
    """Return the lines of a mail that is passed on: those quoted at the end without the marks before them."""
    kept, reply = _without_reply(lines)
    if not reply:
        return lines
    return [*lines[: len(kept)], *(_QUOTED.sub("", line, count=1) for line in lines[len(kept) :])]


def _unflowed(lines: list[str], *, drop: bool) -> list[str]:
    """Join lines that end with a blank to the next; ``drop``: the blank was put in (``delsp``)."""
    joined: list[str] = []
    goes_on, depth = False, 0
    for line in lines:
        quoted = re.match(r">*", line)
        marks = quoted[0] if quoted else ""
        goes_on = goes_on and len(marks) == depth  # lines of one depth only belong together
        depth = len(marks)
        words = line[depth:].removeprefix(" ")  # stuffed, so that no line begins with "From " by chance
        soft = words.endswith(" ") and words != _SIGNATURE
        kept = words[:-1] if soft and drop else words
        if goes_on:
            joined[-1] += kept
        else:
            joined.append(f"{marks} {kept}" if marks else kept)
        goes_on = soft
    return joined


def _load() -> None:
    import selectolax.lexbor  # noqa: F401


def _without_quoted(markup: str) -> tuple[str, bool]:
    """Leave out what programs for mail mark as the mail that is answered; whether there was any."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    quoted = tree.css(_QUOTED_IN_HTML)
    for node in quoted:
        node.decompose()
    cut = _cut_below(tree)
    return (tree.html or markup, True) if quoted or cut else (markup, False)


def _cut_below(tree: Any) -> bool:
    """Take out the head of an answered mail as Outlook writes it, and all below; not where that is all."""
    body = tree.body
    start = tree.css_first(_FROM_HERE) or next(
        (
            node.parent
            for node in tree.css("b, strong")
            if node.parent is not None and _HEAD_IN_HTML.match(node.parent.text()[: FILES.head_signs])
        ),
        None,
    )
    if start is None or body is None:
        return False
    doomed, node = [start], start
    while node is not None and node.mem_id != body.mem_id:
        after = node.next
        while after is not None:
            doomed.append(after)
            after = after.next
        node = node.parent
    whole = "".join((body.text() or "").split())
    gone = sum(len("".join((one.text() or "").split())) for one in doomed if one.is_element_node)
    if gone >= len(whole):
        return False
    for one in doomed:
        one.decompose()
    return True
