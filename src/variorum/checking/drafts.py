"""Drafts as they are given: their text, and where it lies in the file, for editors that jump there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from variorum import formats
from variorum.checking.results import CheckedQuotation, NotRead
from variorum.errors import InputError, UnreadableFile
from variorum.formats.encoding import decode
from variorum.formats.markdown import split_front_matter
from variorum.formats.markdown_inline import read_inline
from variorum.formats.records import NO_TEXT_ON_PAGE
from variorum.formats.status import cut_short
from variorum.formats.unread import BESIDE, NOT_READ, holds_quotation
from variorum.model import Article, Reject, Span
from variorum.settings import ReadSettings
from variorum.text.declared import language_note, other_language
from variorum.text.marks import ELISION, pair_marks
from variorum.text.plain import markup_view

STANDARD_INPUT = "<stdin>"
_BLANK = re.compile(r"\n[ \t]*\n\s*")
# Marks that only markup has, in a text that was read as it stands: nobody would take them for quotations.
_MARKUP = re.compile(
    r"</?(?:q|blockquote)\b[^<>]{0,200}>|&(?:[lr]dquo|quot|bdquo|[lr]aquo|lsquo|sbquo|[lr]saquo"
    r"|#0*(?:34|14[578]|821[68]|822[01])|#x0*(?:22|201[8acd]));",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
# Among them some that pair with nothing here: ornaments, marks of seconds or Hebrew in their place, brackets
# that other languages quote with, two signs typed for one mark, and those of Windows-1252 and UTF-8 that were
# taken for Latin ones on the way.
_MARKS = re.compile(
    r"[“”„‟\"«»‹›＂〝〞〟❝❞❛❜❮❯🙶🙷🙸「」『』《》〈〉⟪⟫⟨⟩﹁﹂﹃﹄\x93\x94]|''|``|â€[œ\x9d\ufffd]"
    r"|(?<!\w)[″″״ˮʺ˝‶″‴]|[″״ˮʺ˝‶‴](?!\w)"
    r"|(?<![\w,]),,(?=\w)|(?<![\w<])<<(?=[^\W\d_])|(?<=[\w.,!?…])>>(?![\w>])"
    # Feet, minutes and apostrophes are printed so, too: those that open are none.
    r"|(?P<opens>(?<!\w)[‘‛′‵＇ʹ׳\x91]+(?=[^\W\d_]{2}))"
)


class Draft(Struct, frozen=True, kw_only=True):
    """A draft to be checked.

    name: the path as given, ``<stdin>``, or path and id where a file holds several. before: the part of the
    file before the text (front matter); None where the text was taken out of its file (HTML, DOCX), so
    that its offsets are none of the file. file: the path as given, record: the id where a file holds several.
    not_read: what of it could not be read.
    """

    name: str
    article: Article
    before: str | None = ""
    file: str | None = None
    record: str | None = None
    not_read: tuple[NotRead, ...] = ()


def read_drafts(paths: Sequence[str | Path], settings: ReadSettings) -> list[Draft]:
    """Return the drafts in ``paths``, in order; ``-`` is standard input.

    A file or record that cannot be read is a draft without text that says so in ``not_read``: a draft that
    was not read must not look like one without fault.
    Raises UnreadableFile for the first when none can be read, InputError when there is none.
    """
    settings = replace(settings, drafts=True)
    drafts: list[Draft] = []
    refused: list[Reject] = []
    for path in paths:
        items = list(formats.read([path], settings=settings))
        articles = [item for item in items if isinstance(item, Article)]
        # A page without text is an article as well, which says so itself.
        rejects = [item for item in items if isinstance(item, Reject) and item.reason != NO_TEXT_ON_PAGE]
        drafts += [_draft(path, article, several=len(items) > 1) for article in articles]
        if rejects:
            refused += rejects
            drafts.append(_refused(path, rejects))
    if not drafts:
        raise InputError("no draft was given")
    if all(not draft.article.text.strip() for draft in drafts):
        first = refused[0] if refused else None
        reason = first.reason if first else "no text of it could be read"
        file, line = (first.file, first.line) if first else (drafts[0].file, None)
        raise UnreadableFile(reason, file=file, line=line)
    return drafts


def _draft(path: str | Path, article: Article, *, several: bool) -> Draft:
    file = _name(path)
    name = f"{file}#{article.id}" if several else file
    return Draft(
        name=name,
        article=article,
        before=_before(path, article),
        file=file,
        record=article.id if several else None,
        not_read=tuple(_left_out(name, article)),
    )


def _refused(path: str | Path, rejects: Sequence[Reject]) -> Draft:
    name = _name(path)
    reasons = tuple(
        NotRead(
            draft=name, reason=each.reason, line=each.line, fails=not each.reason.startswith("duplicate of ")
        )
        for each in rejects
    )
    return Draft(name=name, article=Article(id="", text=""), before=None, file=name, not_read=reasons)


def _name(path: str | Path) -> str:
    return STANDARD_INPUT if str(path) == "-" else str(path)


def _left_out(name: str, article: Article) -> Iterator[NotRead]:
    """Yield what reading left out of a draft."""
    if article.status == "unreadable":
        yield NotRead(draft=name, reason="no text of it could be read")
    elif article.status == "truncated":
        words = cut_short(article.text)
        yield NotRead(
            draft=name, reason=f"it stops short{f': {words}' if words else ''}; the rest is not here"
        )
    if language := other_language(article):
        yield NotRead(draft=name, reason=f"it {language_note(language)}")
    for field, fails in ((NOT_READ, True), (BESIDE, False)):
        told = article.extra.get(field)
        for reason in told if isinstance(told, list) else ():
            yield NotRead(draft=name, reason=str(reason), fails=fails)
    if article.title and _only_in_title(article.title, article.text):
        reason = f"the title holds words in quotation marks that the text does not ({article.title[:80]})"
        yield NotRead(draft=name, reason=reason)
    if found := _MARKUP.search(markup_view(article).text):
        sign = found[0][:40]
        reason = f"quotations in markup ({sign}), which such a text does not have; name the file .md or .html"
        yield NotRead(draft=name, reason=reason)


def _only_in_title(title: str, text: str) -> bool:
    """Tell whether a title quotes words that are not in the text, where they would be checked."""
    quoted = [region.inner.of(title) for region in pair_marks(title)]
    if not quoted and holds_quotation(title):
        quoted = [title]
    held = _words(text) if quoted else ""
    return any(_words(each) not in held for each in quoted)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def lone_marks(draft: Draft, checked: Sequence[CheckedQuotation]) -> Iterator[NotRead]:
    """Yield the quotation marks of a draft that belong to nothing that was checked, one for each line.

    Mostly one of a pair is missing, and nobody can tell which words are quoted. Inches and seconds are none.
    """
    view = markup_view(draft.article)
    text = view.text
    spans = sorted(view.there(Span(one.start, one.end)) for one in checked if one.draft == draft.name)
    ends: list[int] = []
    for span in spans:
        ends.append(max(span.end, ends[-1] if ends else 0))
    lines = Lines(draft)
    told = set()
    for match in _MARKS.finditer(text):
        at = match.start()
        before = bisect_right(spans, at + 1, key=lambda span: span.start)
        if match["opens"] and ELISION.match(text, match.end()):
            continue
        if before and at <= ends[before - 1] or (match[0] in '"″' and text[at - 1 : at].isdigit()):
            continue
        stored = view.back(Span(at, at + 1)).start
        where = lines.where(stored)
        if where not in told:
            told.add(where)
            words = " ".join(text[max(0, at - 30) : at + 30].split())
            line = lines.place(stored)[0] if lines.of_file else None
            what = f"a quotation mark that belongs to no quotation (… {words} …)"
            reason = f"{where}: {what}; the words were not checked"
            yield NotRead(draft=draft.name, reason=reason, line=line)


def readings(draft: Draft) -> Iterator[Article]:
    """Yield the texts that a draft may have in a file of its own: standard input does not tell what it is."""
    yield draft.article
    if draft.name == STANDARD_INPUT:
        _, text = split_front_matter(draft.article.text)
        yield Article(id="", text=text)
        yield Article(id="", text=text, blocks=read_inline(text).blocks)


def _before(path: str | Path, article: Article) -> str | None:
    if str(path) == "-":
        return ""
    try:
        whole, _ = decode(Path(path).read_bytes())
    except (OSError, ValueError):
        return None
    return whole[: -len(article.text)] if article.text and whole.endswith(article.text) else None


class Lines:
    """Places of a draft's text: lines and columns of its file, or paragraphs where it was taken out of it.

    All count from 1, columns in code points. of_file: whether offsets of the text are places of the file.
    """

    def __init__(self, draft: Draft) -> None:
        self.of_file = draft.before is not None
        self._shift = len(draft.before or "")
        whole = (draft.before or "") + draft.article.text
        if self.of_file or not _BLANK.search(whole):
            self._starts = [0, *(at + 1 for at, sign in enumerate(whole) if sign == "\n")]
        else:
            self._starts = [0, *(match.end() for match in _BLANK.finditer(whole))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of ``offset`` of the text; paragraph and column where it is taken out."""
        at = offset + self._shift
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def where(self, offset: int) -> str:
        """Return the place of ``offset`` in words: ``line 4``, ``paragraph 4``."""
        return f"{'line' if self.of_file else 'paragraph'} {self.place(offset)[0]}"


def placed(draft: Draft, checked: Sequence[CheckedQuotation]) -> list[CheckedQuotation]:
    """Return the quotations of a draft with their places in its file, or in the text taken out of it."""
    lines = Lines(draft)
    return [_placed(one, lines) for one in checked]


def _placed(one: CheckedQuotation, lines: Lines) -> CheckedQuotation:
    number, column = lines.place(one.start)
    if lines.of_file:
        return replace(one, line=number, column=column)
    return replace(one, paragraph=number)
