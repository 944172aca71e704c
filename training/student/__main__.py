"""From the shipped files and many articles to the weights of a smaller network, in one command."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training import batches
from training.batches import Item
from training.corpus import Report, cut, read
from training.fit import SIZES, Average, Plan, _rate
from training.network import Network, seed_everything
from training.student import shrink, teacher
from training.student.distil import Weights, total
from training.student.texts import bare, endless, unlabelled

SEEN = 224  # windows by which the student's units are chosen
HEADS = (12, 12, 11, 8, 6, 4)  # what the first layers lose the last ones cannot give back, so these lose most
INNER = (1536, 1536, 1152, 640, 448, 384)
PLAN = Plan(rate=1e-4, head_rate=1e-4, drop=0.0, average=0.998, decay=0.9)


def steps(
    texts: list[str], reports: list[Report], share: float, plan: Plan, tokenizer: Tokenizer,
    rng: np.random.Generator,
) -> Iterator[tuple[list[Item], bool]]:  # fmt: skip
    """Batches in random order for ever, with whether their windows carry gold labels."""
    for few, gold in endless(texts, reports, share, SIZES, tokenizer, plan.augment, rng):
        todo = [(b, False) for b in batches.shuffled(few, plan.budget, rng)]
        todo += [(b, True) for b in batches.shuffled(gold, plan.budget, rng)]
        for i in rng.permutation(len(todo)):
            yield todo[i]


class Run:
    """A student in training."""

    def __init__(self, net: Network, of: Network, plan: Plan, weights: Weights, out: Path) -> None:
        self.net, self.of, self.plan, self.weights, self.out = net, of, plan, weights, out
        net.requires_grad_(True)
        for fixed in (net.encoder.word.weight, net.name_steps, net.role_steps):
            fixed.requires_grad_(False)
        self.trained = [p for p in net.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(
            self.trained, lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True
        )
        self.average = Average(net, plan.average)
        self.parts: dict[str, float] = {}

    def advance(self, items: list[Item], gold: bool, scale: float, rng: np.random.Generator) -> None:
        """One step at ``scale`` times the full rate."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate * scale
        found = total(self.net, self.of, items, gold, self.weights, self.plan, rng)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(found.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0, foreach=True)
        self.optimiser.step()
        self.average.update(self.net)
        for k, v in found.items():
            self.parts[k] = 0.98 * self.parts.get(k, v.item()) + 0.02 * v.item()

    def save(self, name: str) -> None:
        """Writes the averaged weights as ``training --weights`` takes them."""
        heads, inner = self.net.shape()
        plan = asdict(replace(self.plan, layers=len(heads)))
        shape = {"heads": heads, "inner": inner}
        torch.save({"net": self.average.net.state_dict(), "plan": plan, "shape": shape}, self.out / name)


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = argparse.ArgumentParser(prog="python -m training.student", description=__doc__)
    p.add_argument("--teacher", type=Path, required=True, help="folder with the files of the teacher")
    p.add_argument("--polnear", type=Path, required=True, help="folder with polnear.train.jsonl.gz")
    p.add_argument("--texts", type=Path, nargs="+", required=True, help="articles without labels")
    p.add_argument("--held", type=Path, nargs="*", default=[], help="texts that nothing may be learned from")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--layers", type=int, nargs="*", default=[0, 1, 2, 3, 4, 5], help="layers that stay")
    p.add_argument("--heads", type=int, nargs="*", default=HEADS, help="of each layer; nothing: all stay")
    p.add_argument("--inner", type=int, nargs="*", default=INNER, help="inner units of each layer")
    p.add_argument("--steps", type=int, default=5500)
    p.add_argument("--share", type=float, default=0.25, help="of articles that are PolNeAR's, with gold")
    p.add_argument("--between", type=float, default=Weights().between)
    p.add_argument("--gold", type=float, default=Weights().gold)
    p.add_argument("--rate", type=float, default=PLAN.rate)
    p.add_argument("--minutes", type=float, help="ends after so many minutes, the rate falling by the clock")
    p.add_argument("--seed", type=int, default=1)
    return p


def student(of: Network, o: argparse.Namespace, texts: list[str], tokenizer: Tokenizer) -> Network:
    """The network that training begins with."""
    net = shrink.drop_layers(of, o.layers)
    if not o.heads:
        return net
    few = cut([bare(t, tokenizer) for t in texts[:SEEN]], [126] * SEEN)
    return shrink.shrink(net, o.heads, o.inner, few[:: len(few) // SEEN][:SEEN])


def main() -> None:
    """Trains and writes ``out/final.pt`` and a log."""
    o = parser().parse_args()
    torch.set_num_threads(1)
    rng = seed_everything(o.seed)
    o.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(o.teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts = unlabelled(o.texts, [*o.held, o.polnear / "polnear.dev.jsonl.gz"])
    texts = [texts[i] for i in rng.permutation(len(texts))]
    of = teacher.load(o.teacher)
    weights = Weights(between=o.between, gold=o.gold)
    run = Run(student(of, o, texts, tokenizer), of, replace(PLAN, rate=o.rate), weights, o.out)
    run.save("start.pt")
    todo = steps(texts, read(o.polnear, "train"), o.share, run.plan, tokenizer, rng)
    began, done, step = time.time(), 0.0, 0
    run.net.train()
    with (o.out / "log.txt").open("a", encoding="utf-8") as log:
        asked = {k: str(v) for k, v in vars(o).items()}
        print(json.dumps(asked | {"texts": len(texts), "shape": run.net.shape()}), file=log)
        while done < 1:
            items, gold = next(todo)
            run.advance(items, gold, _rate(round(done * 1e4), 10_000, run.plan.decay), rng)
            step += 1
            done = (time.time() - began) / 60 / o.minutes if o.minutes else step / o.steps
            if step % 25 == 0:
                shown = " ".join(f"{k} {v:.3f}" for k, v in run.parts.items())
                print(f"step {step} {done:.3f} {shown} {time.time() - began:.0f} s", file=log, flush=True)
            if step % 500 == 0:
                run.save("last.pt")
    run.save("final.pt")


if __name__ == "__main__":
    main()
