"""From the read sources to the weights of the resolver, in one command; prints how good they are."""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import lightgbm as lgb
import numpy as np
import torch

from training.speakers import data, readings
from training.speakers.fit import EPOCHS, batch, fit, store
from training.speakers.trees import fit_trees, store_trees
from variorum.annotation.neural import load
from variorum.annotation.neural.session import Model
from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.scorer import PATH, with_nobody
from variorum.model import Annotation, Article
from variorum.pipeline import annotate_article
from variorum.text.plain import article_in, reading_view

HIDDEN, SIZE = 384, 96  # of the encoder's last hidden state, and of what the resolver keeps of it
SEEDS = 2
SAMPLE = 9  # every ninth word tells the directions that are kept


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = argparse.ArgumentParser(prog="python -m training.speakers", description=__doc__)
    files = "speakers.train.jsonl.gz, natural.dev.json.gz and the reports of readings.py"
    p.add_argument("data", type=Path, help=f"folder with {files}")
    p.add_argument("out", type=Path, nargs="?", default=PATH, help="weights to write")
    p.add_argument("--seeds", type=int, default=SEEDS)
    p.add_argument("--epochs", type=int, default=EPOCHS)
    p.add_argument(
        "--squeeze", type=Path, help="squeeze.npy of training.speakers.tune; without, the main directions"
    )
    p.add_argument("--unjudged", action="store_true", help="only write weights")
    p.add_argument("--threads", type=int, default=1)
    return p


def main() -> None:
    """Reads, judges the folds by each other, and writes weights of all that was read."""
    options = parser().parse_args()
    torch.set_num_threads(options.threads)
    squeeze = np.load(options.squeeze) if options.squeeze else directions(options.data)
    found = [each for article in prepared(options.data, squeeze) for each in data.examples(article)]
    found += [each for article in reports(options.data, squeeze) for each in data.examples(article)]
    if not options.unjudged:
        report(found, options)
    nets, mean, scale, trees = taught(found, options)
    np.savez_compressed(options.out, **store(nets, mean, scale, squeeze), **store_trees(trees))


Taught = tuple[list[torch.nn.Module], np.ndarray, np.ndarray, lgb.Booster]


def taught(items: Sequence[data.Example], options: argparse.Namespace) -> Taught:
    """The perceptrons, with the mean and scale of their features, and the trees."""
    nets = []
    for seed in range(options.seeds):
        net, mean, scale = fit(items, seed, options.epochs)
        nets.append(net)
    return nets, mean, scale, fit_trees(items)


def report(found: Sequence[data.Example], options: argparse.Namespace) -> None:
    """Prints how often the likeliest is right, by corpus and kind, among candidates and "none of them"."""
    count: collections.Counter[tuple[str, str, bool]] = collections.Counter()
    for fold in range(data.FOLDS):
        nets, mean, scale, trees = taught([e for e in found if e.fold != fold], options)
        for e in found:
            if e.fold == fold:
                x, source, places, mask, right, _ = batch([e], mean, scale)
                with torch.no_grad():
                    each = [net(x, source, places.float(), mask).softmax(1)[0].numpy() for net in nets]
                n = len(e.features)
                rows = trees.predict(with_nobody(e.features, e.source, e.candidates.astype(np.float32)))
                shares = np.mean(each, axis=0)[[*range(n), -1]] + np.exp(rows) / np.exp(rows).sum()
                best = int(shares.argmax())
                count[e.corpus, e.kind, bool(e.right[best] if best < n else not e.right.any())] += 1
    for corpus, kind in sorted({key[:2] for key in count}):
        total = count[corpus, kind, True] + count[corpus, kind, False]
        print(f"{corpus}, {kind}: {count[corpus, kind, True] / total:.3f} of {total}")


def articles(folder: Path) -> Iterator[tuple[str, Article, list[dict], str]]:
    """Corpus, article, its gold and the key of its part; the reports of one story are of one part.

    The texts are as their reader sees them (``text.plain``), and so are the places that the gold gives.
    """
    for corpus, article, gold, key in stored(folder):
        view = reading_view(article)
        if corpus == "speakers":
            gold = [{**gold[0], "mentions": [data.placed(each, view) for each in gold[0]["mentions"]]}]
        yield corpus, article_in(article, view), gold, key


def stored(folder: Path) -> Iterator[tuple[str, Article, list[dict], str]]:
    """The same in the texts as they are stored."""
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
        if data.part_of(key) in data.SEEN:
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
            corpus=corpus, id=article.id, fold=data.part_of(key, data.FOLDS), text=article.text,
            annotation=annotation, vectors=vectors, gold=known,
        )  # fmt: skip


def reports(folder: Path, squeeze: np.ndarray) -> Iterator[data.Prepared]:
    """The reports of other stories that were read, of no fold: all of them teach, none is judged."""
    model = load(1)
    for article, gold in readings.reports(folder):
        annotation, vectors = read(model, article_in(article, reading_view(article)), squeeze)
        yield data.Prepared(
            corpus="read", id=article.id, fold=-1, text=reading_view(article).text,
            annotation=annotation, vectors=vectors, gold=gold,
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
