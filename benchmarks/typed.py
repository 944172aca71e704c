"""True quotations of news, typed into drafts as people type them, and altered ones: what ``check`` says.

    python -m benchmarks.typed FOLDER [--quotations 2000] [--half tuned|held|both] [--show 20]

FOLDER holds ``abp.unlabelled.jsonl.gz`` (reports alone) and ``natural.dev.json.gz`` (stories with quotations
and speakers, decided by reading). Each quotation is typed in all of ``PUNCTUATION``, drafts of one report's
quotations, a paragraph each, in turn as Markdown, HTML and DOCX; each altered one in one of them. Rules may
be tuned on one half of the reports, by a hash of their id; the other is held back.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import random
import re
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from gzip import open as open_gzip
from pathlib import Path
from zlib import crc32

from benchmarks.check import FRESH, NUMBERS, WORD, folded, quotes_of
from msgspec import Struct

from variorum import formats
from variorum.checking.checker import Checker
from variorum.checking.drafts import read_drafts
from variorum.checking.index import Index
from variorum.checking.results import FOUND, CheckedQuotation
from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article
from variorum.settings import CheckSettings, CollateSettings, ReadSettings
from variorum.text.names import same_person

PUNCTUATION = {
    "comma inside": "“{words},” {speaker} {verb}.",
    "comma outside": "“{words}”, {speaker} {verb}.",
    "full stop": "“{words}.” {speaker} {verb}.",
    "full stop outside": "“{words}”. {speaker} {verb}.",
    "colon": "{speaker} {verb}: “{words}.”",
    "dash": "“{words}.” — {speaker}",
    "name first": "{speaker} {verb}, “{words}.”",
}
VERBS = ("said", "said", "said", "told reporters", "added", "says", "wrote", "explained")
CHANGES = ("negation", "number", "name", "word", "exchanged", "left out")
PER_DRAFT = 8
LEAST = 6  # words of the shortest quotation; fewer than five are never decided unless they stand there
WRONG = "wrong speaker"  # given to somebody else whom the report names
NOT_PASSED = "altered ones that passed"


class Typed(Struct, frozen=True, kw_only=True):
    """A quotation to be typed: its words, its speaker, the report it is from; kind: how it was altered."""

    words: str
    speaker: str
    report: str
    kind: str = "true"
    original: str = ""


class Said(Struct, frozen=True, kw_only=True):
    """A quotation as it was typed, and what became of it; None when it was not even seen."""

    typed: Typed
    punctuation: str
    paragraph: str
    found: CheckedQuotation | None

    @property
    def right(self) -> bool:
        return self.found is not None and self.found.verdict in FOUND

    @property
    def passed(self) -> bool:
        return self.found is None or self.found.verdict in FOUND | {"not decided"}


# ---- what is quoted -----------------------------------------------------------------------------------


def in_half(report: str, half: str) -> bool:
    return half == "both" or (crc32(report.encode()) % 2 == 0) == (half == "tuned")


def natural(path: Path) -> tuple[list[Article], list[Typed]]:
    """Return the reports of the stories and their direct quotations of one piece."""
    with open_gzip(path) as file:
        stories = json.load(file)
    articles, quotations = [], []
    for story in stories.values():
        texts = {one["id"]: one["text"] for one in story["articles"]}
        for one in story["articles"]:
            fields = {key: one.get(key) for key in ("title", "outlet", "date")}
            articles.append(Article(id=one["id"], text=one["text"], **fields))
        for one in story["quotations"]:
            words = _between(texts.get(one["article"], ""), one["start"], one["end"])
            speaker = one["speaker"]
            if one["kind"] == "direct" and words and speaker and _is_plain(words) and len(speaker) < 60:
                quotations.append(Typed(words=words, speaker=speaker, report=one["article"]))
    return articles, quotations


def _between(text: str, first: str, last: str) -> str:
    start = text.find(first)
    end = text.find(last, max(0, start))
    return text[start : end + len(last)] if start >= 0 and end >= 0 else ""


def _is_plain(words: str) -> bool:
    """Tell whether no marks stand in the words, so that they are one piece without an attribution within."""
    return LEAST <= len(words.split()) <= 60 and not re.search(r"[\"“”\n<>]|''|``|https?:|\bpic$", words)


def typed_quotes(articles: Sequence[Article], half: str, count: int) -> Iterator[Typed]:
    for article in articles:
        if in_half(article.id, half):
            for quote in quotes_of([article], LEAST):
                yield Typed(words=quote.words, speaker=quote.speaker, report=article.id)
                count -= 1
        if count <= 0:
            return


# ---- how they are altered -----------------------------------------------------------------------------


def altered(quote: Typed, kind: str, names: Sequence[str], source: random.Random) -> Typed | None:
    """Return the quotation changed in one way; None when it cannot be."""
    change = {
        "negation": _negation, "number": _number, "name": _name, "word": _word, "exchanged": _exchanged,
        "left out": _left_out,
    }[kind]  # fmt: skip
    words = change(quote.words, names, source)
    if words is None or folded(words) == folded(quote.words):
        return None
    return Typed(words=words, speaker=quote.speaker, report=quote.report, kind=kind, original=quote.words)


def _replace(words: str, match: re.Match[str], new: str) -> str:
    return words[: match.start()] + new + words[match.end() :]


def _negation(words: str, _names: Sequence[str], source: random.Random) -> str | None:
    found = list(re.finditer(r"\bnot |n['’]t\b|\bnever |\bno (?=[a-z])", words))
    return _replace(words, source.choice(found), "") if found else None


def _number(words: str, _names: Sequence[str], source: random.Random) -> str | None:
    found = [one for one in WORD.finditer(words) if one.group().strip(".,").isdigit() or _counts(one.group())]
    if not found:
        return None
    match = source.choice(found)
    old = match.group()
    if not _counts(old):
        return _replace(words, match, str(int(re.sub(r"\D", "", old)) + source.randint(1, 7)))
    new = source.choice([one for one in NUMBERS[2:] if one != old.lower()])
    return _replace(words, match, new.capitalize() if old[0].isupper() else new)


def _counts(word: str) -> bool:
    return word.lower() in NUMBERS[2:]


def _inner_names(words: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", words))


def _name(words: str, names: Sequence[str], source: random.Random) -> str | None:
    found = _inner_names(words)
    return _replace(words, source.choice(found), source.choice(names).split()[-1]) if found else None


def _word(words: str, _names: Sequence[str], source: random.Random) -> str | None:
    found = [one for one in WORD.finditer(words) if len(one.group()) > 3 and one.group().isalpha()]
    return _replace(words, source.choice(found), source.choice(FRESH)) if found else None


def _exchanged(words: str, _names: Sequence[str], source: random.Random) -> str | None:
    """Exchange two figures, two names, or two other words of some length."""
    figures = [one for one in WORD.finditer(words) if one.group()[0].isdigit() or _counts(one.group())]
    long = list(re.finditer(r"(?<= )[a-z]{5,}\b", words))
    for group in (figures, _inner_names(words), long):
        if len({one.group().lower() for one in group}) > 1:
            first, second = sorted(source.sample(group, 2), key=lambda one: one.start())
            if first.group().lower() != second.group().lower():
                return _replace(_replace(words, second, first.group()), first, second.group())
    return None


def _left_out(words: str, _names: Sequence[str], source: random.Random) -> str | None:
    parts = words.split(" ")
    if len(parts) < 12:
        return None
    size = source.randint(2, min(8, len(parts) - 9))
    start = source.randint(4, len(parts) - size - 4)
    return " ".join([*parts[:start], *parts[start + size :]])


def wrongly_given(quotes: Sequence[Typed], source: random.Random) -> Iterator[Typed]:
    """Yield quotations given to another person that the same report quotes."""
    speakers: dict[str, set[str]] = defaultdict(set)
    for quote in quotes:
        speakers[quote.report].add(quote.speaker)
    for quote in quotes:
        others = [
            one
            for one in sorted(speakers[quote.report])
            if same_person(one, quote.speaker, language("en")) == "no" and " " in one
        ]
        if others and " " in quote.speaker:
            yield Typed(words=quote.words, speaker=source.choice(others), report=quote.report, kind=WRONG)


# ---- typing and checking ------------------------------------------------------------------------------


def paragraph_of(quote: Typed, punctuation: str, verb: str) -> str:
    form = PUNCTUATION[punctuation]
    # Nobody types a soft hyphen, and readers of HTML drop it.
    printed = quote.words.replace("\u00ad", "")
    words = " ".join(re.sub(r"(?<=[^.])[,.;:]$|[—–-]$", "", printed).split())
    if words[-1:] in "?!…":
        form = re.sub(r"(?<=\{words\})[,.]|[,.](?= )", "", form, count=1)
    text = form.format(words=words, speaker=quote.speaker, verb=verb)
    return text[0].upper() + text[1:]


def written(paragraphs: Sequence[str], suffix: str) -> bytes:
    """Return a draft file of the paragraphs."""
    if suffix == ".md":
        return "\n\n".join(paragraphs).encode()
    if suffix == ".html":
        body = "".join(f"<p>{html.escape(one, quote=False)}</p>\n" for one in paragraphs)
        return f"<!doctype html><meta charset=utf-8><body><article>{body}</article></body>".encode()
    return _word_document(paragraphs)


def _word_document(paragraphs: Sequence[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(one, quote=False)}</w:t></w:r></w:p>'
        for one in paragraphs
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    return stream.getvalue()


def typed_drafts(quotes: Sequence[Typed], source: random.Random) -> Iterator[list[tuple[str, Typed]]]:
    """Yield drafts: quotations of one report with their punctuation; each true one in every punctuation.

    In every other report all paragraphs of a draft are typed alike, in the rest each in another way.
    """
    forms = list(PUNCTUATION)
    by_report: dict[str, list[Typed]] = defaultdict(list)
    for quote in quotes:
        by_report[quote.report].append(quote)
    for number, listed in enumerate(by_report.values()):
        for at in range(0, len(listed), PER_DRAFT):
            part = listed[at : at + PER_DRAFT]
            turns = [source.randrange(len(forms)) if number % 2 else 0 for _ in part]
            shifts = range(len(forms)) if part[0].kind == "true" else [source.randrange(len(forms))]
            for shift in shifts:
                yield [
                    (forms[(turn + shift) % len(forms)], one) for turn, one in zip(turns, part, strict=True)
                ]


def check_all(checker: Checker, quotes: Sequence[Typed], folder: Path, source: random.Random) -> list[Said]:
    said = []
    for number, part in enumerate(typed_drafts(quotes, source)):
        suffix = (".md", ".html", ".docx")[number % 3]
        path = folder / f"draft{suffix}"
        paragraphs = [paragraph_of(one, punctuation, source.choice(VERBS)) for punctuation, one in part]
        path.write_bytes(written(paragraphs, suffix))
        (draft,) = read_drafts([path], ReadSettings())
        found = checker.check(draft.article, "draft")
        for (punctuation, quote), paragraph in zip(part, paragraphs, strict=True):
            start = draft.article.text.index(paragraph)
            own = [one for one in found if start <= one.start < start + len(paragraph)]
            worst = next((one for one in own if one.verdict not in FOUND), own[0] if own else None)
            said.append(Said(typed=quote, punctuation=punctuation, paragraph=paragraph, found=worst))
    return said


# ---- telling ------------------------------------------------------------------------------------------


def tell(said: Sequence[Said], name: str, show: int) -> None:
    print(f"\n{name}\n{'':<20}{'right':>14}{'other speaker':>16}   verdicts")
    true = [one for one in said if one.typed.kind == "true"]
    for punctuation in [*PUNCTUATION, "all"]:
        own = [one for one in true if punctuation in (one.punctuation, "all")]
        right = sum(one.right for one in own)
        other = sum(bool(one.found and one.found.verdict == "other speaker") for one in own)
        verdicts = Counter(one.found.verdict if one.found else "none" for one in own if not one.right)
        size = max(1, len(own))
        listed = ", ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common())
        print(f"{punctuation:<20}{right:>6}/{len(own):<7}{right / size:.4f}{other / size:>10.4f}   {listed}")
    for kind in CHANGES:
        own = [one for one in said if one.typed.kind == kind]
        verdicts = Counter(one.found.verdict if one.found else "none" for one in own)
        print(f"{kind:<20}{len(own):>6} altered, {sum(one.passed for one in own)} passed   {dict(verdicts)}")
    own = [one for one in said if one.typed.kind == WRONG]
    told = sum(bool(one.found and one.found.verdict == "other speaker") for one in own)
    print(f"{WRONG:<20}{len(own):>6} true words, {told} told")
    print(f"{NOT_PASSED}: {sum(one.passed for one in said if one.typed.kind in CHANGES)}")
    wrong = [
        one
        for one in said
        if (not one.right if one.typed.kind == "true" else one.passed and one.typed.kind != WRONG)
    ]
    random.Random(3).shuffle(wrong)
    wrong.sort(
        key=lambda one: (one.typed.kind == "true", bool(one.found and one.found.verdict != "other speaker"))
    )
    for one in wrong[:show]:
        print(f"\n[{one.typed.report}] {one.typed.kind} {one.punctuation}: {one.paragraph}")
        if one.typed.original:
            print(f"  original: {one.typed.original}")
        if one.found:
            print(f"  {one.found.verdict}; draft: {one.found.speaker}; there: {one.found.speaker_there}")
            print(f"  {one.found.note} {[(c.type, c.severity, c.was, c.now) for c in one.found.changes]}")
            print(f"  {[(match.speaker, match.text[:60]) for match in one.found.matches[:3]]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--quotations", type=int, default=2000, help="true ones, and as many altered")
    parser.add_argument("--reports", type=int, default=3000, help="of abp, in the collection")
    parser.add_argument("--half", choices=("tuned", "held", "both"), default="tuned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    source = random.Random(options.seed)
    of_stories, quotations = natural(options.data / "natural.dev.json.gz")
    abp = [
        item for item in formats.read([options.data / "abp.unlabelled.jsonl.gz"]) if isinstance(item, Article)
    ]
    abp.sort(key=lambda article: article.id)
    source.shuffle(abp)
    abp = abp[: options.reports]
    quotations = [one for one in quotations if in_half(one.report, options.half)]
    source.shuffle(quotations)
    true = quotations[: options.quotations // 2]
    true += typed_quotes(abp, options.half, options.quotations - len(true))
    true = list({one.words: one for one in true}.values())
    everything = " " + " | ".join(folded(one.text) for one in [*of_stories, *abp]) + " "
    names = sorted({one.speaker for one in true})
    changed = [
        other
        for at, one in enumerate(true)
        for kind in CHANGES[at % 6 :] + CHANGES[: at % 6]
        if (other := altered(one, kind, names, source)) and f" {folded(other.words)} " not in everything
    ]
    changed = list({one.original: one for one in reversed(changed)}.values())
    changed += list(wrongly_given(true, source))
    print(f"{len(true):,} true quotations, {len(changed):,} altered; half: {options.half}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        index = Index(Path(name) / "index.db")
        with index.changing():
            for _ in index.add([*of_stories, *abp]):
                pass
        start = time.perf_counter()
        checker = Checker(index, annotate_article, CheckSettings(), CollateSettings())
        said = check_all(checker, [*true, *changed], Path(name), source)
        print(f"{len(said):,} typed quotations in {time.perf_counter() - start:.0f} s")
        of_story = {one.id for one in of_stories}
        tell([one for one in said if one.typed.report in of_story], "natural.dev", options.show)
        tell([one for one in said if one.typed.report not in of_story], "abp", options.show)


if __name__ == "__main__":
    main()
