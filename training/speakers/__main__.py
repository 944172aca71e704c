"""From the read sources to the weights of the resolver, in one command; prints how good they are."""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from training.speakers import data
from training.speakers.fit import EPOCHS, batch, fit, store
from variorum.annotation.neural import load
from variorum.annotation.neural.session import Model
from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.scorer import PATH
from variorum.model import Annotation, Article
from variorum.pipeline import annotate_article

HIDDEN, SIZE = 384, 96  # of the encoder's last hidden state, and of what the resolver keeps of it
SEEDS = 3
SAMPLE = 9  # every ninth word tells the directions that are kept


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = argparse.ArgumentParser(prog="python -m training.speakers", description=__doc__)
    p.add_argument("data", type=Path, help="folder with speakers.train.jsonl.gz and natural.dev.json.gz")
    p.add_argument("out", type=Path, nargs="?", default=PATH, help="weights to write")
    p.add_argument("--seeds", type=int, default=SEEDS)
    p.add_argument("--epochs", type=int, default=EPOCHS)
    p.add_argument("--threads", type=int, default=1)
    return p


def main() -> None:
    """Reads, trains and writes; the held-back part is only looked at in the last line."""
    options = parser().parse_args()
    torch.set_num_threads(options.threads)
    squeeze = directions(options.data)
    found = [each for article in prepared(options.data, squeeze) for each in data.examples(article)]
    train = [e for e in found if e.part not in (*data.DEVELOPMENT, *data.HELD_BACK)]
    nets = []
    for seed in range(options.seeds):
        net, mean, scale = fit(train, seed, options.epochs)
        nets.append(net)
    np.savez_compressed(options.out, **store(nets, mean, scale, squeeze))
    for name, parts in (("development", data.DEVELOPMENT), ("held back", data.HELD_BACK)):
        report(name, nets, [e for e in found if e.part in parts and len(e.features)], mean, scale)


def report(
    name: str,
    nets: Sequence[torch.nn.Module],
    items: Sequence[data.Example],
    mean: np.ndarray,
    scale: np.ndarray,
) -> None:
    """Prints how often the likeliest is right, by corpus, among candidates and "none of them"."""
    count: collections.Counter[tuple[str, bool]] = collections.Counter()
    with torch.no_grad():
        for e in items:
            x, source, places, mask, right, _ = batch([e], mean, scale)
            shares = sum(net(x, source, places.float(), mask).softmax(1) for net in nets)
            count[e.corpus, bool(right[0, int(shares.argmax())])] += 1
    for corpus in sorted({corpus for corpus, _ in count}):
        total = count[corpus, True] + count[corpus, False]
        print(f"{name}, {corpus}: {count[corpus, True] / total:.3f} of {total}")


def articles(folder: Path) -> Iterator[tuple[str, Article, list[dict], str]]:
    """Corpus, article, its gold and the key of its part; the reports of one story are of one part."""
    text = data.gzip.open(folder / "natural.dev.json.gz", "rt", encoding="utf-8").read()
    stories = json.loads(text)
    story = {a["text"]: key for key, each in stories.items() for a in each["articles"]}
    for record in data.read(folder / "speakers.train.jsonl.gz"):
        article = Article(id=record["id"], text=record["text"], title=record["title"])
        yield "speakers", article, [record], story.get(article.text, article.text)
    for key, each in stories.items():
        for a in each["articles"]:
            said = [q for q in each["quotations"] if q["article"] == a["id"]]
            yield "natural", Article(id=a["id"], text=a["text"], title=a.get("title")), said, key


def directions(folder: Path) -> np.ndarray:
    """The main directions of the hidden states in the training part, each scaled to a variance of one."""
    model, whole = load(1), np.eye(HIDDEN, dtype=np.float32)
    rows = []
    for _, article, _, key in articles(folder):
        if data.part_of(key) not in (*data.DEVELOPMENT, *data.HELD_BACK):
            vectors = model.read([article.text], 256, whole)[0].vectors
            rows.append(vectors.rows[::SAMPLE].astype(np.float32))
    states = np.concatenate(rows)
    values, found = np.linalg.eigh(states.T @ states / len(states))
    order = values.argsort()[::-1][:SIZE]
    return (found[:, order] / np.sqrt(values[order] + 1e-6)).astype(np.float32)


def prepared(folder: Path, squeeze: np.ndarray) -> Iterator[data.Prepared]:
    """Every article as the rules leave it, with its vectors and its gold."""
    model = load(1)
    for corpus, article, gold, key in articles(folder):
        annotation, vectors = read(model, article, squeeze)
        known = (
            data.gold_of_mentions(gold[0])
            if corpus == "speakers"
            else data.gold_of_quotations(article.text, gold, annotation)
        )
        yield data.Prepared(
            corpus=corpus, id=article.id, part=data.part_of(key), text=article.text,
            annotation=annotation, vectors=vectors, gold=known,
        )  # fmt: skip


def read(model: Model, article: Article, squeeze: np.ndarray) -> tuple[Annotation, Vectors]:
    """The annotation by network and rules, without the scorer, and the vectors."""
    (reading,) = model.read([article.text], 256, squeeze)
    vectors = reading.vectors
    assert vectors is not None
    without = type(reading)(attributions=reading.attributions, names=reading.names)
    return annotate_article(article, reading=without).annotation, vectors


if __name__ == "__main__":
    main()
