"""Plant copies among real articles, look for them, and score; with datasketch and rensa in the same run.

Usage: python -m benchmarks.origins FILE.jsonl[.gz] [--seed N] [--copies N] [--articles N] [--peers]

Each planted article copies another of FILE: whole, 60 % of it, or one paragraph set into a third article that
is otherwise its own; each as it is or edited as desks edit: 2 to 10 % of the words changed, added or left
out, another house's spelling and quotation marks, paragraphs in another order, own paragraphs between, a cut
head. Beside them stand traps that are no copies: one speech quoted in articles that share nothing else, and a
footer under many articles of weeks. A pair counts as right when it was planted, or when both articles,
without what was set into traps, share 12 words in a row outside quotation marks, as real copies in FILE do.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from tests.quality.origins.planting import EDITED, KINDS, Corpus, Pair, pair, plant, really

from variorum import engines
from variorum.evaluation.intervals import proportion
from variorum.evaluation.report import percent
from variorum.model import Article


def main() -> None:
    options = arguments()
    corpus = plant(read(options.file)[: options.articles], options.copies, random.Random(options.seed))
    print(
        f"{len(corpus.articles)} articles, {len(corpus.planted)} of them planted copies, "
        f"{len(corpus.traps)} traps; "
        f"seed {options.seed}"
    )
    contenders: dict[str, Callable[[Sequence[Article]], set[Pair]]] = {"variorum": ours}
    if options.peers:
        contenders |= {"datasketch": datasketch, "rensa": rensa}
    for name, run in contenders.items():
        started, used = time.perf_counter(), processor_seconds()
        found = run(corpus.articles)
        seconds = time.perf_counter() - started
        report(name, corpus, found, (seconds, processor_seconds() - used), options.verbose)


def processor_seconds() -> float:
    """Return what this process and the workers that have ended took."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=600)
    parser.add_argument("--articles", type=int)
    parser.add_argument(
        "--peers", action="store_true", help="also run datasketch and rensa (in requirements/bench.txt)"
    )
    parser.add_argument("--verbose", action="store_true", help="print what was missed and what was wrong")
    return parser.parse_args()


def read(path: Path) -> list[Article]:
    data = path.read_bytes()
    rows = [
        msgspec.json.decode(row)
        for row in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    ]
    return [
        Article(
            id=row["id"],
            text=row["text"],
            title=row.get("title"),
            outlet=row.get("outlet"),
            date=row.get("date"),
        )
        for row in rows
    ]


def ours(corpus: Sequence[Article]) -> set[Pair]:
    """Return the pairs of articles that have a passage of one origin in common."""
    from variorum.pipeline import prose_of
    from variorum.stories.origins import origins

    pairs = set()
    with engines.get("local", workers=2) as engine:
        for found in origins(corpus, engine, read=prose_of):
            for passage in found.passages:
                ids = sorted({place.article for place in passage})
                pairs |= {(a, b) for index, a in enumerate(ids) for b in ids[index + 1 :]}
    return pairs


def shingled(text: str) -> set[bytes]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))}


def datasketch(corpus: Sequence[Article]) -> set[Pair]:
    from datasketch import MinHash, MinHashLSH

    signatures = MinHash.bulk([shingled(article.text) for article in corpus], num_perm=128)
    index = MinHashLSH(num_perm=128, params=(32, 4))
    with index.insertion_session() as session:
        for article, signature in zip(corpus, signatures, strict=True):
            session.insert(article.id, signature)
    return {
        pair(article.id, other)
        for article, signature in zip(corpus, signatures, strict=True)
        for other in index.query(signature)
        if other != article.id
    }


def rensa(corpus: Sequence[Article]) -> set[Pair]:
    from rensa import RMinHash, RMinHashLSH

    signatures = []
    for article in corpus:
        signature = RMinHash(num_perm=128, seed=42)
        signature.update([shingle.decode() for shingle in shingled(article.text)])
        signatures.append(signature)
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, signature in enumerate(signatures):
        index.insert(number, signature)
    return {
        pair(corpus[number].id, corpus[other].id)
        for number, signature in enumerate(signatures)
        for other in index.query(signature)
        if other != number
    }


def report(name: str, corpus: Corpus, found: set[Pair], taken: tuple[float, float], verbose: bool) -> None:
    wanted = {pair(one.id, one.source): one for one in corpus.planted}
    texts = {article.id: article.text for article in corpus.articles} | corpus.traps
    mine = {one.id for one in corpus.planted} | corpus.traps.keys()
    told = {one for one in found if mine & set(one)}
    wrong = sorted(one for one in told - wanted.keys() if not really(texts[one[0]], texts[one[1]]))
    recall = percent(proportion(len(told & wanted.keys()), len(wanted)))
    precision = percent(proportion(len(told) - len(wrong), len(told)))
    trapped = sum(bool(corpus.traps.keys() & set(one)) for one in wrong)
    print(
        f"\n{name}: recall {recall}, precision {precision} over {len(told)} pairs with a planted "
        f"article or a trap, wrong by a trap {trapped}; {len(found)} pairs in all; {taken[0]:.1f} s, "
        f"{len(texts) / taken[0]:.0f} articles/s; {taken[1]:.1f} s of processor time"
    )
    for kind in KINDS:
        shares = []
        for edited in EDITED:
            those = {one for one, plan in wanted.items() if (plan.kind, plan.edited) == (kind, edited)}
            shares.append(f"{edited} {len(found & those)}/{len(those)}")
        print(f"  {kind:10} {', '.join(shares)}")
    if verbose:
        for one in sorted(wanted.keys() - found):
            print("missed", *one, wanted[one].kind, wanted[one].edited)
        for one in wrong:
            print("wrong", *one)


if __name__ == "__main__":
    main()
