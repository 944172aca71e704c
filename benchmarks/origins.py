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
import random
import re
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from variorum import engines
from variorum.model import Article

Pair = tuple[str, str]

TRAPS = 120
EDITED = ("as it is", "light", "heavy")
KINDS = ("whole", "60 %", "paragraph")
BRITISH = {"color": "colour", "center": "centre", "organization": "organisation", "defense": "defence"}
BRITISH |= {
    "labor": "labour",
    "program": "programme",
    "favor": "favour",
    "honor": "honour",
    "percent": "per cent",
}
FOOTER = (
    "Get the stories that matter most every morning: sign up for our letter and never miss what we print."
)
LEAST = 40  # words of a paragraph that is planted alone


class Planted(msgspec.Struct, frozen=True):
    """One planted article: what it copies, how much of it, and how much it was edited."""

    id: str
    source: str
    kind: str
    edited: str


class Corpus(msgspec.Struct, frozen=True):
    """The corpus to search; traps: by id, the text that each had before something was set into it."""

    articles: list[Article]
    planted: list[Planted]
    traps: dict[str, str]


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
        started = time.perf_counter()
        found = run(corpus.articles)
        seconds = time.perf_counter() - started
        report(name, corpus, found, seconds, options.verbose)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=600)
    parser.add_argument("--articles", type=int)
    parser.add_argument(
        "--peers", action="store_true", help="also run datasketch and rensa (to be installed)"
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


def plant(articles: Sequence[Article], copies: int, draw: random.Random) -> Corpus:
    """Return the articles with copies and traps among them; those that lent text to them stand in no more."""
    order = draw.sample(list(articles), len(articles))
    usable = [article for article in order if len(paragraphs(article.text)) >= 5]
    sources, hosts = usable[:copies], usable[copies : 2 * copies]
    trapped = usable[2 * copies : 2 * copies + TRAPS]
    made, planted = [], []
    taken = {article.id for article in trapped}
    for number, (source, host) in enumerate(zip(sources, hosts, strict=True)):
        kind, edited = KINDS[number % 3], EDITED[number // 3 % 3]
        parts = copied(source.text, kind, draw)
        if not parts:
            continue
        share = {"as it is": 0.0, "light": 0.02, "heavy": draw.uniform(0.05, 0.1)}[edited]
        parts = [edit(part, share, draw) for part in parts]
        own = paragraphs(host.text)
        if kind == "paragraph":
            place = draw.randint(0, len(own))
            parts = own[:place] + parts + own[place:]
        elif edited != "as it is":
            parts = rearranged(parts, own, draw)
        taken.add(host.id)
        made.append(replace(host, id=f"planted-{number}", text="\n\n".join(parts)))
        planted.append(Planted(id=made[-1].id, source=source.id, kind=kind, edited=edited))
    traps = {f"trap-{number}": article.text for number, article in enumerate(trapped)}
    made += [trap(article, number, draw) for number, article in enumerate(trapped)]
    corpus = [article for article in articles if article.id not in taken] + made
    draw.shuffle(corpus)
    return Corpus(articles=corpus, planted=planted, traps=traps)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n+", text) if part.strip()]


def copied(text: str, kind: str, draw: random.Random) -> list[str]:
    """Return the paragraphs that are taken from a text; none where it has no paragraph that stands alone."""
    parts = paragraphs(text)
    if kind == "whole":
        return parts
    if kind == "60 %":
        count = max(3, round(0.6 * len(parts)))
        first = draw.randint(0, len(parts) - count)
        return parts[first : first + count]
    long = [part for part in parts if len(prose(part).split()) >= LEAST]
    return [draw.choice(long)] if long else []


def prose(text: str) -> str:
    """Return the text without what stands in double quotation marks."""
    return re.sub(r"[\"“][^\"”]*[\"”]?", " ", text)


def edit(text: str, share: float, draw: random.Random) -> str:
    """Return a text with a share of its words changed, left out or followed by others, in another style."""
    if not share:
        return text
    words = text.split(" ")
    kept: list[str] = []
    for word in words:
        if draw.random() >= share:
            kept.append(word)
            continue
        how = draw.random()
        if how < 0.5:
            kept.append(draw.choice(words))
        elif how < 0.75:
            kept += [word, draw.choice(words)]
    changed = " ".join(kept)
    changed = changed.translate(
        str.maketrans({"“": '"', "”": '"', "’": "'"} if "“" in changed else {"'": "’"})
    )
    return re.sub(r"\b[a-z]+\b", lambda match: BRITISH.get(match.group(), match.group()), changed)


def rearranged(parts: Sequence[str], own: Sequence[str], draw: random.Random) -> list[str]:
    """Return paragraphs with the head cut, one moved, and one of another article between."""
    parts = list(parts)
    if len(parts) > 6:
        parts = parts[draw.randint(0, 1) :]
        parts.insert(draw.randrange(len(parts)), parts.pop(draw.randrange(len(parts))))
    parts.insert(draw.randint(0, len(parts)), draw.choice(own))
    return parts


def trap(article: Article, number: int, draw: random.Random) -> Article:
    """Return an article that holds a speech in marks which others hold too, or a footer of its house."""
    if number % 2:
        return replace(article, id=f"trap-{number}", text=f"{article.text}\n\n{FOOTER}")
    said = SPEECHES[number // 2 % len(SPEECHES)]
    name = draw.choice(("he said", "she told reporters", "the minister said on Monday", "said the minister"))
    return replace(article, id=f"trap-{number}", text=f"{article.text}\n\n“{said},” {name}.")


SPEECHES = (
    "We have waited for this day through four winters and two governments, and I will not stand here and "
    "tell you that the waiting was wise, because it was not, and who lost a house there knows it was not",
    "Nobody asked the fishermen, nobody asked the school, nobody asked the woman who keeps the lamp lit at "
    "the end of the pier, and so nobody should be surprised that they came with their own answer",
    "If the figures are right then we owe this town an apology and a bridge, and if they are wrong then we "
    "owe it an apology and an inquiry, but in neither case do we owe it another committee",
)


def pair(a: str, b: str) -> Pair:
    return min(a, b), max(a, b)


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


def report(name: str, corpus: Corpus, found: set[Pair], seconds: float, verbose: bool) -> None:
    wanted = {pair(one.id, one.source): one for one in corpus.planted}
    texts = {article.id: article.text for article in corpus.articles} | corpus.traps
    mine = {one.id for one in corpus.planted} | corpus.traps.keys()
    told = {one for one in found if mine & set(one)}
    wrong = sorted(one for one in told - wanted.keys() if not really(texts[one[0]], texts[one[1]]))
    recall, precision = len(told & wanted.keys()) / len(wanted), 1 - len(wrong) / max(1, len(told))
    trapped = sum(bool(corpus.traps.keys() & set(one)) for one in wrong)
    print(
        f"\n{name}: recall {recall:.4f}, precision {precision:.4f} over {len(told)} pairs with a planted "
        f"article or a trap, wrong by a trap {trapped}; {len(found)} pairs in all; {seconds:.1f} s, "
        f"{len(texts) / seconds:.0f} articles/s"
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


def really(one: str, other: str) -> bool:
    """Tell whether two articles share 12 words in a row outside quotation marks; eight are rare by chance."""
    return bool(_runs(one) & _runs(other))


@lru_cache(maxsize=4096)
def _runs(text: str, size: int = 12) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", prose(text).lower())
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


if __name__ == "__main__":
    main()
