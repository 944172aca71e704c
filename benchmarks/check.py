"""Quotations drawn from real reports, changed in known ways, and checked: verdicts right, and times.

    python -m benchmarks.check abp.unlabelled.jsonl.gz [--quotations 2000] [--large] [--seed 1]

The collection is nine tenths of the reports, the quotations come from it or from the tenth that is left out.
rapidfuzz over all texts and SQLite's FTS5 as a phrase search answer the same drafts, for comparison; they can
only say found or not found. ``--large`` adds a collection ten times as large, of copies with changed words.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from msgspec import Struct
from rapidfuzz import fuzz, process, utils

from variorum import formats
from variorum.checking.checker import Checker
from variorum.checking.index import Index
from variorum.checking.results import CheckedQuotation
from variorum.evaluation.intervals import proportion
from variorum.evaluation.report import percent
from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article
from variorum.settings import CheckSettings, CollateSettings
from variorum.text.names import parse_name, same_person

KINDS = ("verbatim", "typographic", "elided", "altered", "negated", "other speaker", "left out")
EXPECTED = {**{kind: kind for kind in KINDS}, "negated": "altered", "left out": "not found"}
GOALS = {"verbatim": 0.999, "typographic": 0.999, "left out": 0.999}  # 0.99 for the rest
# What turns or limits a statement, by a list of this benchmark's own: cutting it is no mere elision.
TURNING = frozenset(
    re.findall(
        r"\w+",
        "not no never nor neither none nobody nothing nowhere without hardly barely scarcely if unless until "
        "except provided whether only cannot fail failed fails refuse refused decline declined",
    )
)
AUXILIARIES = frozenset(
    re.findall(r"\w+", "is are was were will would can could should has have had must may might")
)
FRESH = re.findall(  # for one-word changes; everyday words of several classes
    r"\w+",
    "harbour marble senator velvet engine forest purple quickly slowly painted borrowed orchard seven pencil "
    "doctor window danced older cheaper colder bridge",
)
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ROLE = re.compile(
    r"(?i)\b(?:aide|spokes\w+|official|nominee|senator|officer|analyst|source|adviser|secretary)\b"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")


class Case(Struct, frozen=True, kw_only=True):
    """A draft of one quotation and what it is."""

    kind: str
    words: str
    speaker: str
    original: str

    @property
    def draft(self) -> str:
        end = "" if self.words[-1:] in "?!" else ","
        return f"“{self.words}{end}” said {self.speaker}.\n"


class Quote(Struct, frozen=True, kw_only=True):
    """A quotation as its report prints it, without the marks, and who is quoted."""

    words: str
    speaker: str


def folded(text: str) -> str:
    """Return letters and digits of ``text`` in lower case, words parted by one space."""
    return " ".join(word.lower().replace("’", "'") for word in WORD.findall(text))


def quotes_of(articles: Sequence[Article], least: int) -> Iterator[Quote]:
    """Yield direct quotations of one piece, with a person's full name as speaker."""
    for article in articles:
        annotation = annotate_article(article).annotation
        people = {entity.id for entity in annotation.entities if entity.kind == "person"}
        for quotation in annotation.quotations:
            speaker = quotation.speaker
            if quotation.kind != "direct" or len(quotation.content) != 1 or quotation.inside or not speaker:
                continue
            words = re.sub(r"[,.]$", "", quotation.content[0].of(article.text).strip("\"“”'‘’ \n\t"))
            # A name, since only two names can exclude each other; no address, which a post ends with.
            named = all(part[:1].isupper() for part in speaker.name.split()) and not ROLE.search(speaker.name)
            parts = parse_name(speaker.name, language("en"))
            full = bool(parts.given and parts.family and min(map(len, parts.given[:1] + parts.family)) > 1)
            whole = full and speaker.entity in people and named
            if re.search(r"https?:|pic\.twitter|[A-Z]\.[A-Z]$", words):
                continue
            if whole and least <= len(words.split()) <= 60 and not re.search(r"[\"“”\n]|''|``", words):
                yield Quote(words=words, speaker=speaker.name)


# ---- changes ------------------------------------------------------------------------------------------


def typographic(words: str, source: random.Random) -> str | None:
    """Return ``words`` with other marks, dashes, numerals; more than white space differs."""
    changed = words
    swaps = [
        ("’", "'"),
        ("'", "’"),
        ("—", "--"),
        (" -- ", " — "),
        ("–", "-"),
        ("…", "..."),
        ("%", " per cent"),
    ]
    for old, new in swaps:
        if old in words and source.random() < 0.8:
            changed = changed.replace(old, new)
    for value, name in enumerate(NUMBERS):
        if value > 1:
            changed = re.sub(rf"(?<![\w.,-]){name}(?![\w-])", str(value), changed)
    changed = re.sub(r" percent\b", " per cent", changed).replace(" ", "\u00a0", 1)
    if folded(changed) == folded(words) and "".join(changed.split()).strip(".…") == "".join(
        words.split()
    ).strip(".…"):
        first = words[0]
        return first.swapcase() + words[1:] if first.isalpha() and words[1:2].islower() else None
    return changed


def elided(words: str, source: random.Random) -> str | None:
    """Return ``words`` with two to eight left out inside one sentence, half of the time with a sign."""
    parts = words.split(" ")
    if len(parts) < 12:
        return None
    size = source.randint(2, min(8, len(parts) - 9))
    start = source.randint(4, len(parts) - size - 4)
    cut = parts[start : start + size]
    around = " ".join(parts[start - 1 : start + size])
    plain = {word for part in cut for word in folded(part).split()}
    if re.search(r"[.?!:;…\[\]()—–]|--|n['’]t\b", around) or plain & TURNING or parts[start - 1] == cut[-1]:
        return None
    if parts[start + size] in cut or parts[start - 1] in cut:  # a repeated word: two places are possible
        return None
    sign = source.choice(["", "", "…", "[...]", "..."])
    kept = [*parts[:start], *([sign] if sign else []), *parts[start + size :]]
    return " ".join(kept)


def altered(words: str, source: random.Random) -> str | None:
    """Return ``words`` with one word replaced by another one."""
    found = [match for match in WORD.finditer(words) if len(match.group()) > 2 and "'" not in match.group()]
    found = [match for match in found if match.group().lower() not in TURNING and "’" not in match.group()]
    if not found:
        return None
    match = source.choice(found)
    new = source.choice(FRESH)
    if new[:4] == match.group().lower()[:4]:
        return None
    return words[: match.start()] + new + words[match.end() :]


def negated(words: str, source: random.Random) -> str | None:
    """Return ``words`` with a negation put in or taken out."""
    out = list(re.finditer(r"\b(?:is|are|was|were|will|would|could|should|did|do|does) not ", words))
    if out:
        match = source.choice(out)
        if re.match(r"(?:only|just|merely|simply)\b", words[match.end() :]):
            return None
        return words[: match.end() - 4] + words[match.end() :]
    into = [
        match
        for match in WORD.finditer(words)
        if match.group().lower() in AUXILIARIES and words[match.end() : match.end() + 1] == " "
    ]
    into = [
        match
        for match in into
        if not re.match(r" (?:only|just|merely|simply|not|never|no)\b", words[match.end() :])
        and re.match(r" [a-z]", words[match.end() :])
    ]
    if not into:
        return None
    match = source.choice(into)
    return words[: match.end()] + " not" + words[match.end() :]


def cases(
    quotes: Sequence[Quote],
    left_out: Sequence[Quote],
    everything: str,
    as_printed: str,
    runs: np.ndarray,
    count: int,
    source: random.Random,
) -> list[Case]:
    """Return ``count`` cases, as many of each kind; a changed text that some report prints is not one."""
    speakers = sorted({quote.speaker for quote in quotes})
    each = count // len(KINDS) + 1
    found: dict[str, list[Case]] = defaultdict(list)
    change = {"typographic": typographic, "elided": elided, "altered": altered, "negated": negated}
    pool = list(quotes)
    source.shuffle(pool)
    for at, quote in enumerate(pool):
        kinds = [kind for kind in KINDS[:-1] if len(found[kind]) < each]
        if not kinds:
            break
        kind = kinds[at % len(kinds)]
        words, speaker = quote.words, quote.speaker
        if kind in change:
            changed = change[kind](words, source)
            if changed is None:
                continue
            if kind != "typographic" and f" {folded(changed)} " in everything:
                continue
            if kind == "typographic" and " ".join(changed.split()) in as_printed:
                continue
            words = changed
        if kind == "other speaker":
            speaker = source.choice(speakers)
            if any(
                same_person(speaker, other.speaker, language("en")) != "no"
                for other in quotes
                if other.words == quote.words
            ):
                continue
        found[kind].append(Case(kind=kind, words=words, speaker=speaker, original=quote.words))
    for quote in left_out:
        # Six words in a row that are printed anywhere: a report of the same event has it.
        if len(found["left out"]) < each and not printed(quote.words, runs):
            found["left out"].append(
                Case(kind="left out", words=quote.words, speaker=quote.speaker, original=quote.words)
            )
    listed = [case for kind in KINDS for case in found[kind]]
    source.shuffle(listed)
    return listed[:count]


def runs_of(text: str, run: int = 6) -> np.ndarray:
    """Return a number for each ``run`` words in a row of ``text``."""
    codes = np.array([crc32(word.encode()) for word in folded(text).split()], np.uint64)
    count = max(0, len(codes) - run + 1)
    runs = np.zeros(count, np.uint64)
    for at in range(run):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + count]
    return runs


def printed(words: str, runs: np.ndarray) -> bool:
    own = runs_of(words)
    return bool((runs[np.minimum(np.searchsorted(runs, own), len(runs) - 1)] == own).any())


# ---- measuring ----------------------------------------------------------------------------------------


def checked(checker: Checker, case: Case) -> CheckedQuotation | None:
    found = checker.check(Article(id="draft", text=case.draft), "draft")
    return found[0] if len(found) == 1 else None


def right(case: Case, found: CheckedQuotation | None) -> bool:
    if found is None or found.verdict != EXPECTED[case.kind]:
        return False
    return case.kind != "negated" or found.severity == "critical"


def table(listed: Sequence[Case], results: Sequence[CheckedQuotation | None], show: int) -> None:
    print(f"\n{'':<14}{'right':>28}{'goal':>8}   verdicts")
    for kind in KINDS:
        pairs = [(case, found) for case, found in zip(listed, results, strict=True) if case.kind == kind]
        good = sum(right(case, found) for case, found in pairs)
        verdicts = Counter(found.verdict if found else "none" for _, found in pairs)
        said = ", ".join(f"{name} {number}" for name, number in verdicts.most_common())
        share = percent(proportion(good, len(pairs)))
        print(f"{kind:<14}{good:>5}/{len(pairs):<4}{share:>22}{GOALS.get(kind, 0.99):>8.1%}   {said}")
    good = sum(right(case, found) for case, found in zip(listed, results, strict=True))
    changed = [
        found
        for case, found in zip(listed, results, strict=True)
        if case.kind in ("altered", "negated", "elided")
        and found
        and found.verdict in ("verbatim", "typographic")
    ]
    print(f"{'all':<14}{good:>5}/{len(listed):<4}{percent(proportion(good, len(listed))):>22}")
    print(f"changed quotations called verbatim or typographic: {len(changed)}")
    wrong = [(c, f) for c, f in zip(listed, results, strict=True) if not right(c, f)]
    for case, found in wrong[:show]:
        print(f"\n{case.kind}: {case.words}  [{case.speaker}]\n  original: {case.original}")
        if found:
            print(f"  {found.verdict} {found.severity} there: {found.speaker_there}")
            for change in found.changes:
                print(f"    {change.type} {change.severity} {change.was!r} -> {change.now!r}")
            for match in found.matches[:1]:
                print(f"  {match.speaker}: {match.text}")


def long_draft(listed: Sequence[Case], count: int = 20) -> str:
    return "\n".join(case.draft for case in listed[:count])


def timed_draft(index: Index, text: str) -> float:
    """Return the seconds of one draft with nothing opened before but the index."""
    start = time.perf_counter()
    checker = Checker(index, annotate_article, CheckSettings(), CollateSettings())
    checker.check(Article(id="draft", text=text), "draft")
    return time.perf_counter() - start


def build(path: Path, articles: Sequence[Article]) -> tuple[Index, float]:
    start = time.perf_counter()
    index = Index(path)
    with index.changing():
        for _ in index.add(articles):
            pass
    return index, time.perf_counter() - start


def report_size(path: Path, articles: Sequence[Article], seconds: float) -> None:
    size, texts = path.stat().st_size / 1e6, sum(len(one.text.encode()) for one in articles) / 1e6
    print(
        f"index of {len(articles):,} articles: {seconds:.1f} s, {len(articles) / seconds:.0f} a second; "
        f"{size:.1f} MB with the texts packed in it, for {texts:.1f} MB of texts"
    )


def copies(articles: Sequence[Article], times: int, source: random.Random) -> Iterator[Article]:
    """Yield each article ``times`` times, with one word in fifty changed in the copies."""
    for turn in range(times):
        for article in articles:
            words = article.text.split(" ")
            for _ in range(len(words) // 50 if turn else 0):
                words[source.randrange(len(words))] = source.choice(FRESH)
            yield Article(id=f"{article.id}-{turn}", text=" ".join(words), date=article.date)


def compare_rapidfuzz(articles: Sequence[Article], listed: Sequence[Case], count: int = 70) -> None:
    texts = [utils.default_process(article.text) for article in articles]
    picked = listed[:count]
    start = time.perf_counter()
    scores = [
        process.extractOne(utils.default_process(case.words), texts, scorer=fuzz.partial_ratio)[1]
        for case in picked
    ]
    seconds = (time.perf_counter() - start) / len(picked)
    print(
        f"\nrapidfuzz partial_ratio over all: {seconds:.2f} s a quotation, {20 * seconds:.0f} s a draft of 20"
    )
    for floor in (90, 95, 100):
        print(f"  found from {floor}:  {calls(picked, [score >= floor for score in scores])}")


def compare_fts(articles: Sequence[Article], listed: Sequence[Case], folder: Path) -> None:
    path = folder / "fts.db"
    start = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='')")
    database.executemany(
        "INSERT INTO texts (rowid, text) VALUES (?, ?)",
        ((at, one.text) for at, one in enumerate(articles, 1)),
    )
    database.commit()
    built = time.perf_counter() - start
    start = time.perf_counter()
    found = []
    for case in listed:
        phrase = '"' + case.words.replace('"', " ") + '"'
        found.append(
            database.execute("SELECT rowid FROM texts WHERE texts MATCH ? LIMIT 1", (phrase,)).fetchone()
            is not None
        )
    seconds = (time.perf_counter() - start) / len(listed)
    print(
        f"FTS5 phrase search: built in {built:.1f} s, {path.stat().st_size / 1e6:.1f} MB without texts; "
        f"{20 * seconds:.2f} s a draft of 20\n  found:  {calls(listed, found)}"
    )


def calls(listed: Sequence[Case], found: Sequence[bool]) -> str:
    parts = []
    for kind in KINDS:
        said = [answer for case, answer in zip(listed, found, strict=True) if case.kind == kind]
        parts.append(f"{kind} {sum(said)}/{len(said)}")
    return ", ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "data", type=Path, help="JSONL of reports, or a folder that holds abp.unlabelled.jsonl.gz"
    )
    parser.add_argument("--quotations", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=1500, help="reports that quotations are drawn from")
    parser.add_argument("--least", type=int, default=8, help="words of the shortest quotation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="wrong ones to print")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--no-others", action="store_true", help="leave rapidfuzz and FTS5 out")
    options = parser.parse_args()
    source = random.Random(options.seed)
    data = options.data / "abp.unlabelled.jsonl.gz" if options.data.is_dir() else options.data
    articles = [item for item in formats.read([data]) if isinstance(item, Article) and item.text]
    articles.sort(key=lambda article: article.id)
    source.shuffle(articles)
    cut = len(articles) * 9 // 10
    kept, left = articles[:cut], articles[cut:]
    everything = " " + " | ".join(folded(article.text) for article in kept) + " "
    runs = np.unique(np.concatenate([runs_of(article.text) for article in kept]))
    as_printed = " | ".join(" ".join(article.text.split()) for article in kept)
    quotes = list({one.words: one for one in quotes_of(kept[: options.sample], options.least)}.values())
    left_out = list({one.words: one for one in quotes_of(left, options.least)}.values())
    listed = cases(quotes, left_out, everything, as_printed, runs, options.quotations, source)
    print(f"{len(articles):,} reports, {len(quotes):,} quotations to draw from, {len(listed):,} cases")
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), kept, listed, options, source)


def measure(
    folder: Path,
    kept: Sequence[Article],
    listed: Sequence[Case],
    options: argparse.Namespace,
    source: random.Random,
) -> None:
    index, seconds = build(folder / "index.db", kept)
    report_size(folder / "index.db", kept, seconds)
    times = sorted(timed_draft(index, long_draft(listed[at:])) for at in range(0, min(200, len(listed)), 20))
    print(f"draft of 20: median {times[len(times) // 2]:.2f} s, slowest of {len(times)} {times[-1]:.2f} s")
    start = time.perf_counter()
    checker = Checker(index, annotate_article, CheckSettings(), CollateSettings())
    results = [checked(checker, case) for case in listed]
    print(f"{len(listed):,} drafts of one: {(time.perf_counter() - start) / len(listed) * 1000:.0f} ms each")
    table(listed, results, options.show)
    if not options.no_others:
        compare_fts(kept, listed, folder)
        compare_rapidfuzz(kept, listed)
    if options.large:
        large, seconds = build(
            folder / "large.db", list(copies(kept, 100_000 // len(kept) + 1, source))[:100_000]
        )
        print(f"\n{len(large):,} articles, copies with changed words: {len(large) / seconds:.0f} a second")
        times = sorted(timed_draft(large, long_draft(listed[at:])) for at in range(0, 100, 20))
        print(
            f"draft of 20: median {times[len(times) // 2]:.2f} s, slowest of {len(times)} {times[-1]:.2f} s"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
