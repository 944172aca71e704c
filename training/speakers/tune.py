"""Teach the encoder itself whom sources mean, beside what its teacher says of words and cues.

The perceptron of ``fit`` reads the encoder's states of a source and of its candidates; here its loss goes on
into the encoder, so that the states come to say who is meant. The other parts of the loss are those of a
student (``training.student.distil``), so nothing else is unlearned. Written are ``final.pt`` for ``training
--weights`` and ``squeeze.npy`` for ``training.speakers --squeeze``.
"""

from __future__ import annotations

import argparse
import random
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
import torch
from msgspec.structs import replace as with_fields
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import batches
from training.batches import Item
from training.corpus import Labelled, cut, read
from training.fit import SIZES, Average, Plan, _rate
from training.network import WIDTH, Network, seed_everything
from training.speakers import data
from training.speakers.__main__ import SIZE, directions, prepared, reports
from training.speakers.fit import Pairs, batch
from training.student import teacher
from training.student.distil import Weights, distance, total
from training.student.texts import bare, endless, unlabelled
from variorum.annotation.neural.session import Settings
from variorum.annotation.neural.vectors import Vectors

LIMIT = Settings().window  # sub-words of a window, as in use: who speaks is told across windows
TOGETHER = 2_400  # sub-words of the articles of one step
LONGEST = 4_000  # sub-words; longer articles are left out
GOLD = 4  # every fourth step is one of PolNeAR's windows with their labels, every fourth one of texts
PLAN = Plan(rate=5e-5, head_rate=1e-3, drop=0.05, average=0.99, decay=0.8)


@dataclass(frozen=True, slots=True)
class Text:
    """An article in sub-words with its sources; their readings are the words that they are made of."""

    corpus: str
    fold: int
    labelled: Labelled
    examples: tuple[data.Example, ...]


class Words(Vectors):
    """Gives for a stretch of a text the first of its words and the one behind the last, for vectors."""

    __slots__ = ()

    def of(self, start: int, end: int) -> np.ndarray:
        """As ``Vectors.of`` finds them: (2,)."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return np.array([first, max(first + 1, bisect_left(self._starts, end))], np.float32)

    def means(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """The same of many stretches: (n, 2)."""
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        return np.array([self.of(a, b) for a, b in pairs], np.float32).reshape(-1, 2)


def texts(folder: Path, tokenizer: Tokenizer) -> list[Text]:
    """All articles with sources that were read, as the shipped network and the rules leave them."""
    found = []
    flat = np.zeros((WIDTH, 2), np.float32)
    for article in (*prepared(folder, flat), *reports(folder, flat)):
        read_as = article.vectors
        places = Words(read_as.start, read_as.end, np.zeros((len(read_as.start), 2), np.int32))
        examples = tuple(data.examples(with_fields(article, vectors=places)))
        labelled = bare(article.text, tokenizer)
        if examples and len(labelled.encoded.ids) <= LONGEST:
            found.append(Text(article.corpus, article.fold, labelled, examples))
    return found


def groups(found: Sequence[Text], chance: random.Random) -> Iterator[list[Text]]:
    """The articles in random order for ever, a few at once."""
    while True:
        group: list[Text] = []
        for text in chance.sample(found, len(found)):
            sizes = sum(len(each.labelled.encoded.ids) for each in (*group, text))
            if group and sizes > TOGETHER:
                yield group
                group = []
            group.append(text)


class Tuned(nn.Module):
    """The network with the directions of its states that the resolver keeps, and one perceptron."""

    def __init__(self, net: Network, squeeze: np.ndarray, items: Sequence[data.Example]) -> None:
        super().__init__()
        stacked = np.concatenate([e.features for e in items])
        self.mean, self.scale = stacked.mean(0), stacked.std(0) + 1e-2
        self.net = net
        self.squeeze = nn.Linear(WIDTH, SIZE, bias=False)
        self.squeeze.weight.data = torch.from_numpy(squeeze.T.copy())
        self.pairs = Pairs(stacked.shape[1], SIZE)

    def scores(self, group: Sequence[Text], states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of candidates and nobody, which are right, and weights, of all sources of some articles.

        states: (words, 384) of all their words, one article after the other.
        """
        sums = torch.cat([torch.zeros(1, SIZE), self.squeeze(states).cumsum(0)])
        items, firsts, at = [], [], 0
        for text in group:
            items += text.examples
            firsts += [at] * len(text.examples)
            at += text.labelled.encoded.words
        x, source, places, mask, right, weight = batch(items, self.mean, self.scale)
        first = torch.tensor(firsts)
        own = _mean(sums, source.long(), first[:, None])
        around = _mean(sums, places.long(), first[:, None, None, None])
        return self.pairs(x, own, around, mask), right, weight


def _mean(sums: Tensor, words: Tensor, first: Tensor) -> Tensor:
    """Mean reading of words ``(..., 2)``, counted from the first word of their article; 0 for none."""
    begin, end = (words + first).unbind(-1)
    count = (end - begin).clamp_min(1)
    return (sums[end] - sums[begin]) / count[..., None]


def loss_of(scores: Tensor, right: Tensor) -> Tensor:
    """Negative logarithm of what the right ones are given, of each source."""
    return scores.logsumexp(1) - scores.masked_fill(~right, -torch.inf).logsumexp(1)


class Run:
    """A network in training."""

    def __init__(self, model: Tuned, of: Network, weights: Weights, share: float, plan: Plan) -> None:
        self.model, self.of, self.weights, self.share, self.plan = model, of, weights, share, plan
        net = model.net
        net.requires_grad_(True)
        for fixed in (net.encoder.word.weight, net.name_steps, net.role_steps):
            fixed.requires_grad_(False)
        self.body = [p for p in net.parameters() if p.requires_grad]
        self.head = [*model.pairs.parameters(), *model.squeeze.parameters()]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": self.body, "base": plan.rate, "weight_decay": 0.01},
                {"params": self.head, "base": plan.head_rate, "weight_decay": 0.05},
            ],
            lr=plan.rate, betas=(0.9, 0.98), fused=True,
        )  # fmt: skip
        self.average = Average(net, plan.average)
        self.parts: Counter[str] = Counter()

    def on_articles(self, group: Sequence[Text], rng: np.random.Generator) -> dict[str, Tensor]:
        """Parts of the loss for the sources of some articles."""
        items = cut([text.labelled for text in group], [LIMIT] * len(group))
        seen: list[Tensor] = []
        hook = self.model.net.encoder.tags.register_forward_pre_hook(lambda _, x: seen.append(x[0]))
        read_as = batches.noisy(batches.collate([w for _, w in items]), rng, words=0.0, case=0.0)
        found = distance(self.model.net, self.of, items, read_as, self.weights, self.plan.threshold)
        hook.remove()
        scores, right, weight = self.model.scores(group, seen[0].float())
        found["resolver"] = self.share * (loss_of(scores, right) * weight).mean()
        return found

    def on_windows(self, items: list[Item], gold: bool, rng: np.random.Generator) -> dict[str, Tensor]:
        """Parts of the loss for windows of other texts; ``gold``: whether they carry labels."""
        return total(self.model.net, self.of, items, gold, self.weights, self.plan, rng)

    def advance(self, found: dict[str, Tensor], scale: float) -> None:
        """One step at ``scale`` times the full rate."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["base"] * scale
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(found.values())).sum().backward()
        for part in (self.body, self.head):
            torch.nn.utils.clip_grad_norm_(part, 1.0, foreach=True)
        self.optimiser.step()
        self.average.update(self.model.net)
        for k, v in found.items():
            self.parts[k] = 0.98 * self.parts.get(k, v.item()) + 0.02 * v.item()

    def save(self, out: Path) -> None:
        """Writes the averaged weights and the directions."""
        net = self.average.net
        heads, inner = net.shape()
        plan = asdict(replace(self.plan, layers=len(heads)))
        shape = {"heads": heads, "inner": inner}
        torch.save({"net": net.state_dict(), "plan": plan, "shape": shape}, out / "final.pt")
        np.save(out / "squeeze.npy", self.model.squeeze.weight.detach().numpy().T)


def judge(model: Tuned, held: Sequence[Text]) -> str:
    """How often the likeliest is right, and the loss, by corpus and kind."""
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    model.eval()
    with torch.no_grad():
        for text in held:
            items = batches.collate([w for _, w in cut([text.labelled], [LIMIT])])
            given = (items.ids, items.case, items.quote, items.place, items.mask, items.words)
            states = model.net.encoder.states(*(torch.from_numpy(a) for a in given))
            scores, are, _ = model.scores([text], states)
            best = are.gather(1, scores.argmax(1, keepdim=True))[:, 0]
            for e, ok, loss in zip(text.examples, best.tolist(), loss_of(scores, are).tolist(), strict=True):
                key = f"{text.corpus} {e.kind}"
                right[key] += ok
                lost[key] += loss
                count[key] += 1
    model.train()
    each = (f"{k} {right[k] / n:.3f} ({lost[k] / n:.3f}) of {n}" for k, n in sorted(count.items()))
    return "; ".join(each)


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = argparse.ArgumentParser(prog="python -m training.speakers.tune", description=__doc__)
    p.add_argument("data", type=Path, help="folder as for training.speakers, with polnear.train.jsonl.gz")
    p.add_argument("--teacher", type=Path, required=True, help="folder with the files of the teacher")
    p.add_argument("--start", type=Path, help="weights to begin with; without, the teacher's")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--fold", type=int, default=0, help="that nothing is learned from; -1 for none")
    p.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles without labels, to stay with the teacher"
    )
    p.add_argument("--held", type=Path, nargs="*", default=[], help="texts that nothing may be learned from")
    p.add_argument("--minutes", type=float, default=45)
    p.add_argument("--share", type=float, default=0.5, help="what the sources weigh")
    p.add_argument("--hidden", type=float, default=Weights().hidden, help="what states like the teacher's do")
    p.add_argument("--rate", type=float, default=PLAN.rate)
    p.add_argument("--seed", type=int, default=1)
    return p


def begin(o: argparse.Namespace) -> Network:
    """The network that training begins with."""
    if o.start is None:
        return teacher.load(o.teacher)
    stored = torch.load(o.start, weights_only=False)
    shape = stored["shape"]
    net = Network(len(shape["heads"]), PLAN.drop, shape["heads"], shape["inner"])
    net.load_state_dict(stored["net"])
    return net


Windows = Iterator[tuple[list[Item], bool]]


def windows(
    o: argparse.Namespace, tokenizer: Tokenizer, plan: Plan, rng: np.random.Generator
) -> dict[int, Windows]:
    """By the step of ``GOLD`` the batches of its windows, for ever, with whether they carry labels."""
    reports = read(o.data, "train")
    plain = unlabelled(o.texts, [*o.held, o.data / "polnear.dev.jsonl.gz"]) if o.texts else []

    def some(share: float) -> Windows:
        for few, gold in endless(plain or [""], reports, share, SIZES, tokenizer, plan.augment, rng):
            for items in batches.shuffled(few or gold, plan.budget, rng):
                yield items, not few

    return {0: some(1.0)} | ({1: some(0.0)} if plain else {})


def main() -> None:
    """Trains, prints how good the held fold is, and writes what the module says."""
    o = parser().parse_args()
    torch.set_num_threads(1)
    rng, chance = seed_everything(o.seed), random.Random(o.seed)
    o.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(o.teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found = texts(o.data, tokenizer)
    taught, held = (
        [t for t in found if (t.fold == o.fold and o.fold >= 0) is is_held] for is_held in (False, True)
    )
    model = Tuned(begin(o), directions(o.data), [e for t in taught for e in t.examples])
    plan = replace(PLAN, rate=o.rate)
    run = Run(model, teacher.load(o.teacher), Weights(hidden=o.hidden), o.share, plan)
    others = windows(o, tokenizer, plan, rng)
    model.train()
    began = time.time()
    articles = groups(taught, chance)
    for step in count(1):
        done = (time.time() - began) / 60 / o.minutes
        if done >= 1:
            break
        kind = step % GOLD
        if kind in others:
            parts = run.on_windows(*next(others[kind]), rng)
        else:
            parts = run.on_articles(next(articles), rng)
        run.advance(parts, _rate(round(done * 1e4), 10_000, plan.decay))
        if step % 50 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in run.parts.items())
            print(f"step {step} {done:.3f} {shown} {time.time() - began:.0f} s", flush=True)
        if step % 400 == 0 and held:
            print(judge(model, held), flush=True)
    run.save(o.out)
    model.net.load_state_dict(run.average.net.state_dict())
    print(judge(model, held), flush=True)


if __name__ == "__main__":
    main()
