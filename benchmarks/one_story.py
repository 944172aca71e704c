"""One story of many reports: how long its collation takes and how large its page is.

    python -m benchmarks.one_story [--reports 300] [--page FILE] [--write FILE.jsonl] [--profile]

The reports are invented here: every outlet tells the accident of a ferry from one stock of statements and
sentences, shortened, reworded and with other numbers here and there, beside sentences of its own. Reports of
one agency are printed by several outlets. `--write` keeps them, to be read by `variorum compare --one-story`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from variorum.model import Article
from variorum.outputs import html
from variorum.pipeline import annotate_article, collate_story

PEOPLE = (
    ("Ilse Varga", "the harbour master"),
    ("Tomas Brandt", "the ferry's captain"),
    ("Maren Okafor", "a spokeswoman for the coast guard"),
    ("Petra Lindqvist", "the transport minister"),
    ("Yusuf Adeyemi", "a passenger"),
    ("Dora Kessel", "the mayor of Sundhaven"),
    ("Henrik Solano", "the company's chief executive"),
    ("Anouk Ferreira", "a doctor at the county hospital"),
    ("Gabor Whitlock", "a fisherman"),
    ("Lena Marchetti", "the union's secretary"),
)
STATEMENTS, SENTENCES = 200, 150  # that the story is told from
NOUNS = (  # noqa: SIM905
    "engine rudder cable alarm pilot cargo inspector schedule tide hull anchor permit crew beacon pier "
    "bridge deck harbour ramp quay saloon chart road ministry company board council county insurer union "
    "registry shipyard port judge report drill winter family passenger captain mayor diver tug radio crane "
    "lantern warehouse island channel storm lifeboat manual welder cabin ticket railing compass office"
).split()
ADJECTIVES = (  # noqa: SIM905
    "old new empty broken late heavy quiet second northern missing wet early narrow public rusty silent "
    "careful sealed crowded distant honest upper frozen local"
).split()
PASTS = (  # noqa: SIM905
    "blocked warned repaired sold watched carried ignored opened tested promised measured counted reached "
    "left signed followed struck lost found paid closed lifted questioned trusted painted emptied"
).split()
JOINTS = ("and", "but", "because", "while", "after", "so", "before", "although", "until")
WHO = "we nobody they everyone somebody I".split()  # noqa: SIM905
FIGURES = (
    "killed {number} people",
    "cost ${number} million",
    "took {number} hours",
    "injured {number} passengers",
    "carried {number} cars",
    "lasted {number} minutes",
    "reached {number} metres",
)
PLACES = ("Sundhaven", "Port Ellery", "Kestrel Bay")
SAID = ("said", "told reporters", "said on Wednesday", "told the evening news")
SWAPS = {
    "tonight": "this evening",
    "told": "warned",
    "twice": "three times",
    "not": "never",
    "nobody": "no one",
}


def clause(source: random.Random) -> str:
    who = (
        source.choice(WHO)
        if source.random() < 0.4
        else f"the {source.choice(ADJECTIVES)} {source.choice(NOUNS)}"
    )
    return f"{who} {source.choice(PASTS)} {source.choice(('the', 'a', 'that', 'our'))} {source.choice(NOUNS)}"


def clauses(source: random.Random, count: int) -> str:
    found = clause(source)
    for _ in range(count - 1):
        found += f" {source.choice(JOINTS)} {clause(source)}"
    return found


def statements(source: random.Random) -> list[tuple[tuple[str, str], str]]:
    """Return the statements of the story with who made them."""
    return [
        (PEOPLE[number % len(PEOPLE)], clauses(source, source.randrange(2, 5)))
        for number in range(STATEMENTS)
    ]


def told(words: str, source: random.Random) -> str:
    """Return a statement as one outlet prints it: whole, cut at an end, or with a word changed."""
    chance = source.random()
    parts = words.split()
    if chance < 0.2:
        parts = parts[: -source.randrange(3, 8)]
    elif chance < 0.3:
        parts = parts[source.randrange(3, 6) :]
    elif chance < 0.4:
        parts = [SWAPS.get(part, part) for part in parts]
    return " ".join(parts)


def sentence(number: int, source: random.Random) -> str:
    """Return a sentence of the common stock; one in seven has another number than most."""
    usual = random.Random(number)
    words = clauses(usual, 2)
    if number % 2:
        usually = usual.randrange(4, 60)
        given = source.randrange(4, 60) if source.random() < 0.15 else usually
        words += f", which {usual.choice(FIGURES).format(number=given)} in {usual.choice(PLACES)}"
    if source.random() < 0.3:
        words = f"{clause(source)}, and {words}"
    return f"{words[0].upper()}{words[1:]}."


def report(number: int, stock: Sequence[tuple[tuple[str, str], str]], source: random.Random) -> str:
    """Return the text of one report, some 3,500 characters."""
    lines = [sentence(one, source) for one in source.sample(range(SENTENCES), 10)]
    for (name, role), words in source.sample(stock, 12):
        speech = told(words, source)
        speech = speech[0].upper() + speech[1:]
        who = f"{name}, {role}," if source.random() < 0.7 else name
        lines.append(f"“{speech},” {who} {source.choice(SAID)}.")
    for _ in range(10):
        words = clauses(source, 3)
        lines.append(f"{words[0].upper()}{words[1:]}.")
    first, *rest = lines
    source.shuffle(rest)
    return "\n\n".join((first, *rest))


def reports(count: int, seed: int = 1) -> list[Article]:
    """Return ``count`` reports; every sixth is printed again by another outlet, a little shortened."""
    source = random.Random(seed)
    stock = statements(source)
    found: list[Article] = []
    for number in range(count):
        text = report(number, stock, source)
        if number % 6 == 5:
            text = found[number - 3].text.rpartition("\n\n")[0]
        found.append(
            Article(
                id=f"report-{number:04}",
                text=text,
                outlet=f"{PLACES[number % 3]} {('Courier', 'Post', 'Mail', 'Herald')[number % 4]} {number}",
                title=f"Ferry aground: what is known, part {number}",
                date=f"2024-03-{1 + number % 28:02}",
            )
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    given = reports(options.reports)
    if options.write:
        records = (
            {"id": a.id, "text": a.text, "outlet": a.outlet, "title": a.title, "date": a.date} for a in given
        )
        options.write.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    annotated = [annotate_article(article) for article in given]
    print(f"{len(given)} reports, {sum(len(one.text) for one in given):,} characters")
    profile = cProfile.Profile()
    collated = partial(collate_story, "story", annotated)
    start = time.process_time()
    found = profile.runcall(collated) if options.profile else collated()
    print(
        f"collated in {time.process_time() - start:.1f} s of processor time: "
        f"{len(found.utterances)} utterances, {len(found.discrepancies)} discrepancies"
    )
    if options.profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(40)
    start = time.process_time()
    page = html.render([found], {one.article.id: one for one in annotated})
    print(f"page of {len(page.encode()) / 1e6:.1f} MB in {time.process_time() - start:.1f} s")
    if options.page:
        options.page.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
