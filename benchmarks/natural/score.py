"""Score annotations and collations of the published stories: quotations, speakers, links, differences.

    python -m benchmarks.natural.score ANNOTATED.jsonl COLLATED.jsonl [--gold FILE]
        [--half development|"held back"] [-o FIGURES.json] [-v]

ANNOTATED: lines of ``variorum annotate`` over the records that ``benchmarks.natural.texts`` makes;
COLLATED: of ``variorum collate --by event`` over these. Stories of which a text is missing or another one
are left out, and told.

A quotation is found when content and gold overlap by 0.4 of both, or one holds nearly all of the other. Its
speaker is right, wrong, or left open (no name, or a description). A link is a pair of reports' renderings
of one thing; it is found when both stand in one utterance. A difference is told when two of its sides are
cited, within 60 code points, by two sides of one discrepancy; a minor one also by the sides of a variant.
Of the critical and material discrepancies reported, those count that tell a difference of the set; the set
cannot hold every true one, so the others want reading. Intervals are of whole stories, by bootstrap.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from pathlib import Path

import msgspec
from benchmarks.natural.gold import FILE, Difference, Quoted, Read, Said, by_id, load

from variorum.evaluation.intervals import Estimate, bootstrap
from variorum.evaluation.report import percent, version
from variorum.model import Annotation, Collation, Evidence, Quotation, Span
from variorum.model.discrepancy import Side as ReportedSide
from variorum.model.utterance import VariantSide

NEAR = 60
OVERLAP, INSIDE, HOLDS = 0.4, 0.8, 0.9
LEAST_HELD = 20
Sides = Sequence[Sequence[Evidence]]

# name -> what is counted, of what
SHARES: dict[str, tuple[str, str]] = {
    "direct and mixed quotations: found": ("direct found", "direct"),
    "direct and mixed quotations: speaker right": ("direct right", "direct of"),
    "direct and mixed quotations: speaker wrong": ("direct wrong", "direct of"),
    "direct and mixed quotations: speaker left open": ("direct open", "direct of"),
    "indirect quotations: found": ("indirect found", "indirect"),
    "indirect quotations: speaker right": ("indirect right", "indirect of"),
    "links between renderings: found": ("links found", "links"),
    "differences told: critical": ("critical told", "critical"),
    "differences told: material": ("material told", "material"),
    "differences told: minor": ("minor told", "minor"),
    "critical and material lines: in the set": ("reported known", "reported"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("annotated", type=Path)
    parser.add_argument("collated", type=Path)
    parser.add_argument("--gold", type=Path, default=FILE)
    parser.add_argument("--half", choices=("development", "held back"))
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is wrong or missed")
    options = parser.parse_args()
    stories = [one for one in load(options.gold) if options.half in (None, one.half)]
    with options.annotated.open("rb") as lines:
        annotated = by_id(lines, lambda record: record)
    with options.collated.open("rb") as lines:
        collated = by_first(msgspec.json.decode(line, type=Collation) for line in lines)
    counts, seen = [], 0
    for one in stories:
        try:
            read = Read(one, {id: record["text"] for id, record in annotated.items()})
        except (KeyError, ValueError) as error:
            print(f"{one.story} is left out: {error}")
            continue
        seen += 1
        found = {each.id: _annotation(annotated[each.id]) for each in one.articles}
        counts.append(count(read, found, collated.get(one.story, []), print if options.verbose else _silent))
    print_figures(counts, seen)
    if options.output:
        rows = {name: estimate(counts, *SHARES[name]) for name in SHARES}
        figures = {"what": "natural.dev", "half": options.half, "variorum": version(), "rows": rows}
        options.output.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=1))


def _silent(_: str) -> None:
    return None


def _annotation(record: Mapping[str, object]) -> Annotation:
    layers = {name: record[name] for name in ("quotations",) if name in record}
    return msgspec.convert(layers, Annotation)


def by_first(collations: Iterable[Collation]) -> dict[str, list[Collation]]:
    """Return collations by the key of their story, which the ids of its articles begin with."""
    found: dict[str, list[Collation]] = {}
    for one in collations:
        found.setdefault(one.articles[0].id.split(".")[0], []).append(one)
    return found


def print_figures(counts: Sequence[Counter[str]], stories: int) -> None:
    """Print every share with its interval, and differences told by type."""
    print(f"{stories} stories, variorum {version()}; per cent, intervals of whole stories\n")
    for name, (right, of) in SHARES.items():
        one = estimate(counts, right, of)
        total = sum((each[right] for each in counts), 0)
        print(f"{name:48} {percent(one):22} {total:,} of {one.of if one else 0:,}")
    types = sorted({key.removeprefix("type ") for each in counts for key in each if key.startswith("type ")})
    rows = [(t, sum(c[f"told {t}"] for c in counts), sum(c[f"type {t}"] for c in counts)) for t in types]
    print("\ncritical and material ones by type: " + ", ".join(f"{t} {told}/{of}" for t, told, of in rows))


def estimate(counts: Sequence[Counter[str]], right: str, of: str) -> Estimate | None:
    """Return a share over all stories with the interval that drawing whole stories gives."""
    pairs = [(each[right], each[of]) for each in counts]
    return bootstrap(pairs, lambda sums: (sums[0] / sums[1], sums[1]) if sums[1] else None, seed=1)


def count(
    read: Read,
    found: Mapping[str, Annotation],
    collations: Sequence[Collation],
    say: Callable[[str], None],
) -> Counter[str]:
    """Return what is counted in one story."""
    counts = Counter[str]()
    for one in read.story.quotations:
        counts.update(_quotation(read, one, found[one.at.article].quotations, say))
    rendered: dict[str, list[tuple[Sequence[Span], str]]] = {}
    for collation in collations:
        for utterance in collation.utterances:
            for reading in utterance.readings:
                rendered.setdefault(reading.article, []).append((reading.content, utterance.id))
    for said in read.story.utterances:
        counts.update(_links(read, said, rendered, say))
    counts.update(_differences(read, collations, say))
    return counts


# ---- quotations ------------------------------------------------------------------------------------------


def _quotation(
    read: Read, one: Quoted, found: Sequence[Quotation], say: Callable[[str], None]
) -> Iterator[str]:
    kind = "indirect" if one.kind == "indirect" else "direct"
    at = read.span(one.at)
    yield kind
    best = best_quotation(found, at)
    if one.speaker is not None or best is None:
        yield f"{kind} of"
    if best is None:
        say(f"missed   {one.at.article} {at.start}")
        return
    yield f"{kind} found"
    if one.speaker is None:
        return
    name = best.speaker.name if best.speaker else None
    accepted = [read.words(each) for each in (one.speaker, *one.accept)]
    verdict = "right" if same_name(name, accepted) else "wrong" if name and name != name.lower() else "open"
    yield f"{kind} {verdict}"
    if verdict != "right":
        say(f"speaker  {one.at.article} {at.start}: {name}; in the set: {accepted[0]}")


def best_quotation(found: Sequence[Quotation], at: Span) -> Quotation | None:
    """Return the quotation that covers a place best; None where none does well enough."""
    best, top = None, 0.0
    for one in found:
        if not one.content:
            continue
        shared = sum(max(0, min(each.end, at.end) - max(each.start, at.start)) for each in one.content)
        size = sum(map(len, one.content))
        start, end = min(each.start for each in one.content), max(each.end for each in one.content)
        value = shared / max(1, max(at.end, end) - min(at.start, start))
        if shared >= INSIDE * len(at):
            value = max(value, 0.5)
        if shared >= HOLDS * size and shared >= LEAST_HELD:
            value = max(value, 0.45)
        if value > top:
            best, top = one, value
    return best if top >= OVERLAP else None


def same_name(name: str | None, accepted: Iterable[str]) -> bool:
    """Tell whether a name is accepted: all words of one are the other's, or the last and one more."""
    got = _words(name)
    for one in accepted:
        want = _words(one)
        if not want or not got:
            continue
        both = set(want) & set(got)
        if both in (set(want), set(got)) or (want[-1] in got and both - {want[-1]}):
            return True
    return False


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").lower())


# ---- links and differences -------------------------------------------------------------------------------


def _links(
    read: Read,
    said: Said,
    rendered: Mapping[str, Sequence[tuple[Sequence[Span], str]]],
    say: Callable[[str], None],
) -> Iterator[str]:
    def utterances(at: Span, article: str) -> set[str]:
        return {
            utterance
            for content, utterance in rendered.get(article, ())
            if any(min(one.end, at.end) - max(one.start, at.start) > 0.3 * len(at) for one in content)
        }

    for a, b in combinations(said.readings, 2):
        if a.article != b.article:
            yield "links"
            if utterances(read.span(a), a.article) & utterances(read.span(b), b.article):
                yield "links found"
            else:
                say(f"link     {a.article} {a.span.start} ~ {b.article} {b.span.start}")


def _differences(read: Read, collations: Sequence[Collation], say: Callable[[str], None]) -> Iterator[str]:
    reported = [(each, _evidence(each.sides)) for one in collations for each in one.discrepancies]
    variants = [
        _evidence(each.sides) for one in collations for said in one.utterances for each in said.variants
    ]
    for one in read.story.differences:
        ways = [sides for _, sides in reported] + (variants if one.severity == "minor" else [])
        told = any(is_told(sides, one, read) for sides in ways)
        yield one.severity
        if one.severity != "minor":
            yield f"type {one.type}"
        if told:
            yield f"{one.severity} told"
            if one.severity != "minor":
                yield f"told {one.type}"
        elif one.severity != "minor":
            say(f"not told {read.story.story} {one.severity} {one.type}: {read.words(one.why)}")
    for each, sides in reported:
        if each.severity != "minor":
            yield "reported"
            if any(is_told(sides, one, read) for one in read.story.differences):
                yield "reported known"


def _evidence(sides: Sequence[VariantSide] | Sequence[ReportedSide]) -> Sides:
    return [one.evidence for one in sides]


def is_told(sides: Sides, difference: Difference, read: Read) -> bool:
    """Tell whether two sides of a difference of the set are cited by two sides of what is reported."""
    places = [[(each.article, read.span(each)) for each in side.evidence] for side in difference.sides]

    def cites(side: Sequence[Evidence], gold: Sequence[tuple[str, Span]]) -> bool:
        return any(
            one.article == article and at.start - NEAR <= one.end and one.start <= at.end + NEAR
            for one, (article, at) in product(side, gold)
        )

    hits = [[cites(side, gold) for gold in places] for side in sides]
    return any(
        a[m] and b[n] for a, b in permutations(hits, 2) for m, n in permutations(range(len(places)), 2)
    )


if __name__ == "__main__":
    main()
