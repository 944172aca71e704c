"""Print how well speakers and names are told, on gold speakers (BASIL) and on CoreNLP's reading (PolNeAR).

    python benchmarks/speakers.py --basil basil.speakers.jsonl.gz --polnear polnear.dev.jsonl.gz
        [--annotator model|rules] [--show wrong]
    python benchmarks/speakers.py --datelines allsides_full.stories.jsonl.gz ...

BASIL: quoted spans with the speaker that annotators gave them, for whole reports. Labels of one person
("Rick_Perry") and labels of a group ("Democratic_lawmakers") are counted apart: a report that names the
lawmaker is read right when the lawmaker is named, and never agrees with the label of the group.
PolNeAR: names as Stanford CoreNLP marks them, and its coreference chains. It errs itself, so 100 is out of
reach. Datelines: the day that a text gives itself beside the date that came with the record.
Entities of kind "other" are not compared: the kind is no equivalent of its MISC.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from variorum.annotation.dates.stage import assign_dateline
from variorum.evaluation.intervals import f1, proportion
from variorum.evaluation.report import percent
from variorum.language.language import language
from variorum.model import AnnotatedArticle, Annotation, Article, EntityKind, Quotation, Span
from variorum.pipeline import Annotator, annotate_batch
from variorum.settings import AnnotateSettings
from variorum.text.name_words import name_words
from variorum.text.names import fold, name_data, parse_name

Record = dict[str, Any]
_Named = tuple[int, int, str]
KINDS: dict[EntityKind, str] = {"person": "PERSON", "organisation": "ORGANIZATION", "place": "LOCATION"}
# Labels that mean many, beside those that end in a small letter ("Nebraska_officials").
_GROUPS = frozenset(
    ["lawmakers", "democrats", "republicans", "catholics", "naacp", "party", "now", "campaign"]
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--basil", type=Path)
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--annotator", choices=("rules", "model"), default="model")
    parser.add_argument("--show", choices=("wrong",), help="print what is counted as wrong")
    parser.add_argument("--datelines", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    if options.datelines:
        print_datelines(options.datelines)
    if options.basil:
        print_speakers(annotated(options.basil, options.annotator), show=options.show == "wrong")
    if options.polnear:
        read = [pair for pair in annotated(options.polnear, options.annotator) if pair[0]["ner"] is not None]
        print_names(read)
        print_sources(read, show=options.show == "wrong")


def print_datelines(paths: Iterable[Path]) -> None:
    """Print how far the days that texts give themselves lie from those of their records."""
    counts = Counter[str]()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if not record.get("text") or not record.get("date"):
                    continue
                text = f"{record.get('title') or ''}\n\n{record['text']}"
                article = Article(id="a", text=text)
                found = assign_dateline(article, Annotation(), settings=AnnotateSettings()).dateline
                counts["reports"] += 1
                counts["place"] += bool(found and found.place)
                if found and found.date:
                    told, known = date.fromisoformat(found.date), date.fromisoformat(record["date"][:10])
                    counts["day"] += 1
                    counts[("same day", "a day off", "more")[min(2, abs((told - known).days))]] += 1
    print(dict(counts))


def annotated(path: Path, annotator: Annotator) -> list[tuple[Record, AnnotatedArticle]]:
    """Return each record with its annotated article."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    articles = [
        Article(id=r["id"], text=r["text"], title=r.get("title"), date=r.get("date")) for r in records
    ]
    done = annotate_batch(articles, annotator=annotator)
    return [(r, a) for r, a in zip(records, done, strict=True) if isinstance(a, AnnotatedArticle)]


def print_speakers(read: Iterable[tuple[Record, AnnotatedArticle]], *, show: bool = False) -> None:
    """Print what becomes of the quoted spans with a named speaker, by kind of label and cause."""
    counts: dict[str, Counter[str]] = {"person": Counter(), "group": Counter()}
    for record, article in read:
        for gold in record["annotations"]:
            label = gold["speaker"] or ""
            if not gold["quote"] or gold["where"] != "text" or not label or label.startswith("other"):
                continue
            kind = "group" if _is_group(label) else "person"
            outcome, quotation = _outcome(article, Span(*gold["span"]), label, group=kind == "group")
            counts[kind][outcome] += 1
            if show and kind == "person" and outcome != "right":
                source = " ".join(s.of(record["text"]) for s in quotation.source) if quotation else ""
                name = quotation.speaker.name if quotation and quotation.speaker else "-"
                print(
                    f"  {record['id'][-8:]} {outcome}: wanted {label}, given {name}, source {source[:60]!r}"
                )
    for kind, found in counts.items():
        total, right = found.total(), found["right"]
        given = total - found["not covered"] - found["unresolved"]
        print(f"speakers, label of a {kind}: {total} quotes, right {share(right, total)}, "
              f"of those given {share(right, given)}; {dict(found.most_common())}")  # fmt: skip
    both = counts["person"] + counts["group"]
    print(f"speakers, all labels: {share(both['right'], both.total())} of {both.total()}")


def share(right: int, of: int) -> str:
    """Return a share in per cent with its interval, as the kit for evaluation prints it."""
    return percent(proportion(right, of))


def _is_group(label: str) -> bool:
    last = label.split("_")[-1]
    return last[:1].islower() or last.lower() in _GROUPS


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text.replace("_", " ")))


def _outcome(
    article: AnnotatedArticle, span: Span, label: str, *, group: bool
) -> tuple[str, Quotation | None]:
    def shared(quotation: Quotation) -> int:
        return sum(max(0, min(span.end, s.end) - max(span.start, s.start)) for s in quotation.content)

    best = max(
        article.annotation.quotations, key=lambda q: (shared(q), -sum(map(len, q.content))), default=None
    )
    if best is None or 2 * shared(best) < len(span):
        return "not covered", best
    if best.speaker is None:
        return "unresolved" if best.source else "no source", best
    given, wanted = _words(best.speaker.name), _words(label)
    if group and set(given) & set(wanted) or not group and wanted[-1] in given:
        return "right", best
    return f"wrong: source is a {_form(article.article.text, best)}", best


def _form(text: str, quotation: Quotation) -> str:
    words = " ".join(span.of(text) for span in quotation.source).split()
    if words and words[0].lower() in name_words(language("en")).pronouns:
        return "pronoun"
    return "name" if any(word[:1].isupper() for word in words[1:] or words) else "noun phrase"


def print_names(read: Iterable[tuple[Record, AnnotatedArticle]]) -> None:
    """Print F1 of the names of people, bodies and places: same span without title, same kind.

    Once for all names, once for those that CoreNLP marks the same wherever they stand in the article: it
    takes one last name for a person here, for a body there, for nothing in a third place.
    """
    gold, found, right = ([Counter[str](), Counter[str]()] for _ in range(3))
    for record, article in read:
        wanted = {(start, end, kind) for start, end, kind in record["ner"] if kind in KINDS.values()}
        given = set(_named(article))
        for row, skipped in enumerate((set[str](), _unsteady(record["text"], wanted, given))):
            for names, counter in ((wanted, gold), (given, found), (wanted & given, right)):
                counter[row].update(
                    kind for start, end, kind in names if record["text"][start:end] not in skipped
                )
    for row, which in enumerate(("all names", "names marked alike throughout")):
        for kind in (*KINDS.values(), "all three"):
            r, f, g = (c[row].total() if kind == "all three" else c[row][kind] for c in (right, found, gold))
            print(
                f"{which}, {kind}: P {share(r, f)} R {share(r, g)} F1 {f1(r / max(1, f), r / max(1, g)):.1%}"
            )


def _unsteady(text: str, wanted: set[_Named], given: set[_Named]) -> set[str]:
    """Return the words that have more than one kind, or none somewhere, in ``wanted``."""
    kinds: dict[str, set[str]] = {}
    marked = {(start, end): kind for start, end, kind in wanted}
    for start, end, _ in wanted | given:
        kinds.setdefault(text[start:end], set()).add(marked.get((start, end), "none"))
    return {words for words, found in kinds.items() if len(found) > 1}


def _named(article: AnnotatedArticle) -> Iterator[tuple[int, int, str]]:
    """Yield the mentions by name: not the pronouns and noun phrases that coreference added."""
    pronouns, text = name_words(language("en")).pronouns, article.article.text
    inside = name_words(language("en")).particles | name_words(language("en")).connectors
    for entity in article.annotation.entities:
        for span in entity.mentions if entity.kind in KINDS else ():
            words = span.of(text).split()
            small = [word for word in words if word[:1].islower() and word not in inside]
            if not small and words[0] not in {"the", "a", "an"} and words[0].lower() not in pronouns:
                yield span.start, span.end, KINDS[entity.kind]


def print_sources(read: Iterable[tuple[Record, AnnotatedArticle]], *, show: bool = False) -> None:
    """Print whether speakers are those of CoreNLP's chains, where the chain of the source names a person."""
    counts = Counter[str]()
    for record, article in read:
        for quotation in article.annotation.quotations:
            name = None if quotation.inside else _silver(record, quotation)
            if name is None:
                continue
            speaker = quotation.speaker.name if quotation.speaker else ""
            last = parse_name(name, language("en")).family[-1:]
            right = bool(last) and last[0] in fold(speaker).split()
            counts.update(
                ["all"], given=bool(speaker), last=right, full=right and _bare(name) in fold(speaker)
            )
            if show and not right:
                print(
                    f"  chain {name!r}, given {speaker!r}, source {quotation.source[0].of(record['text'])!r}"
                )
    total = counts["all"]
    given, last, full = (share(counts[name], total) for name in ("given", "last", "full"))
    print(f"sources in a chain with a name: {total}, given {given}, last name right {last}, "
          f"fullest name right {full}")  # fmt: skip


def _bare(name: str) -> str:
    words = fold(name).split()
    while len(words) > 1 and words[0] in name_data(language("en")).honorifics:
        del words[0]
    return " ".join(words)


def _silver(record: Record, quotation: Quotation) -> str | None:
    """Return the longest name of the chain that the source is a mention of; None without one."""
    if not quotation.source:
        return None
    source, text = quotation.source[0], record["text"]
    best, chain = 0.0, None
    for mentions in record["coref"]:
        for start, end, _, _ in mentions:
            shared = min(end, source.end) - max(start, source.start)
            whole = max(end, source.end) - min(start, source.start)
            if shared / whole > best:
                best, chain = shared / whole, mentions
    if chain is None or best < 0.5:
        return None
    people = [(start, end) for start, end, kind in record["ner"] if kind == "PERSON"]
    names = [
        text[start:end]
        for _, _, head, tail in chain
        for start, end in people
        if start <= head and tail <= end and end - start < 40
    ]
    return max(names, key=len, default=None)


if __name__ == "__main__":
    main()
