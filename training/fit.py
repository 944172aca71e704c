"""The training loop: warm-up, constant rate, linear decay; a checkpoint and a log line as it goes."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import batches
from training.augment import Names, vary
from training.corpus import IGNORE, ROLES, Report, cut, label
from training.network import Network, seed_everything, spread
from training.paths import path_loss

SIZES = (80, 190)  # sub-words a window of training may hold, drawn for each report; 126 at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does.

    Rates are for AdamW; ``budget`` is sub-words a step; ``decay`` the part of all steps, at the end, in which
    the rates fall to nothing; ``average`` how slowly the average of the weights moves; ``augment`` the share
    of reports rewritten in each epoch after the first; ``names`` what the loss of names weighs beside that of
    attributions.
    """

    epochs: float = 10.0
    rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 2048
    decay: float = 0.8
    drop: float = 0.1
    layers: int = 6
    seed: int = 1
    threads: int = 1
    average: float = 0.9985
    threshold: float = 0.1
    augment: float = 0.65
    names: float = 0.5
    bf16: bool = True


def _rate(step: int, total: int, decay: float) -> float:
    warm = min(200, max(1, total // 20))
    return min((step + 1) / warm, 1.0, max(0.01, (total - step) / max(1.0, decay * total)))


def losses(
    net: Network, items: list[batches.Item], plan: Plan, rng: np.random.Generator
) -> dict[str, Tensor]:
    """The parts of the loss for one batch."""
    b = batches.noisy(batches.collate([w for _, w in items]), rng)
    tensors = [torch.from_numpy(x) for x in (b.ids, b.case, b.quote, b.place, b.mask, b.words)]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.bf16):
        logits, projected = net.encoder(*tensors)
    logits, projected = logits.float(), projected.float()
    tags, names = (torch.from_numpy(x) for x in batches.targets(items))
    out = {"tags": nn.functional.cross_entropy(logits[:, :7], tags)}
    if (names >= 0).any():
        out["names"] = plan.names * _names_loss(net, items, logits[:, 7:], names)
    probabilities = logits[:, :7].detach().softmax(-1).numpy()
    c = batches.cues(items, probabilities, plan.threshold)
    if c is not None:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.bf16):
            role, kind = net.reader(
                projected, *(torch.from_numpy(x) for x in (c.first, c.last, c.context, c.bucket, c.mask))
            )
        out["roles"] = _roles_loss(net, role.float(), torch.from_numpy(c.roles))
        out["kind"] = 0.3 * nn.functional.cross_entropy(kind.float(), torch.from_numpy(c.kind))
    return out


def _names_loss(net: Network, items: list[batches.Item], scores: Tensor, names: Tensor) -> Tensor:
    """A word's share of the loss of whole windows; texts without names annotated do not count."""
    sizes = [w.end - w.begin for _, w in items]
    rows, labels = (nn.utils.rnn.pad_sequence(x.split(sizes), batch_first=True) for x in (scores, names))
    mask = torch.arange(max(sizes)) < torch.tensor(sizes)[:, None]
    kept = labels[:, 0] != IGNORE
    return path_loss(rows[kept], net.name_steps, labels[kept], mask[kept]).sum() / mask[kept].sum()


def _roles_loss(net: Network, scores: Tensor, wanted: Tensor) -> Tensor:
    """Half for single words, so that their probabilities mean something, half for whole sequences."""
    single = nn.functional.cross_entropy(
        scores.reshape(-1, len(ROLES)), wanted.reshape(-1), ignore_index=IGNORE, reduction="sum"
    )
    whole = path_loss(scores, net.role_steps, wanted, wanted != IGNORE).sum()
    return 0.5 * (single + whole) / ((wanted > 0).sum() + 20.0 * len(wanted))


class Average:
    """Exponential moving average of the trained weights, kept beside them."""

    def __init__(self, net: Network, rate: float) -> None:
        self.net, self.rate, self.steps = copy.deepcopy(net).requires_grad_(False), rate, 0
        self.every = 4  # steps between updates: a quarter of the memory traffic for nearly the same average

    def update(self, net: Network) -> None:
        """Moves the average towards the present weights; faster in the beginning."""
        self.steps += 1
        if self.steps % self.every:
            return
        rate = min(self.rate**self.every, (1 + self.steps) / (10 + self.steps))
        pairs = [
            (a, p.detach())
            for a, p in zip(self.net.parameters(), net.parameters(), strict=True)
            if p.requires_grad
        ]
        torch._foreach_lerp_([a for a, _ in pairs], [p for _, p in pairs], 1 - rate)


class Run:
    """A network in training with all its state."""

    def __init__(self, base: Path, out: Path, plan: Plan) -> None:
        self.plan, self.out = plan, out
        self.net = Network(plan.layers, plan.drop)
        self.net.load_base(base / "model.safetensors")
        self.net.encoder.word.weight.requires_grad_(False)
        self.average = Average(self.net, plan.average)
        new = ("encoder.tags.", "encoder.project.", "reader.", "name_steps", "role_steps")
        named = [(n, p) for n, p in self.net.named_parameters() if p.requires_grad]
        body = [p for n, p in named if not n.startswith(new)]
        heads = [p for n, p in named if n.startswith(new)]
        self.weights = body + heads
        groups = [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.step = self.epoch = 0
        self.steps = 0  # of the first epoch, by which the length of the run is reckoned
        self.parts: dict[str, float] = {}

    def start(self, path: Path) -> None:
        """Begins with weights trained before; a network of fewer layers takes some of them, evenly spread."""
        saved = torch.load(path, weights_only=False)
        state = {k: v for k, v in saved["net"].items() if not k.startswith("encoder.layers.")}
        for new, old in enumerate(spread(saved["plan"]["layers"], self.plan.layers)):
            at = f"encoder.layers.{old}."
            state |= {
                f"encoder.layers.{new}.{k.removeprefix(at)}": v
                for k, v in saved["net"].items()
                if k.startswith(at)
            }
        for net in (self.net, self.average.net):
            net.load_state_dict(state)

    def load(self, path: Path) -> None:
        """Takes up the state of an earlier run."""
        state = torch.load(path, weights_only=False)
        self.net.load_state_dict(state["net"])
        self.average.net.load_state_dict(state["average"])
        self.average.steps = state["steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.epoch, self.steps = state["step"], state["epoch"], state["per_epoch"]

    def save(self) -> None:
        """Writes the averaged weights of this epoch, and all state."""
        torch.save(self.averaged(), self.out / f"epoch{self.epoch}.pt")
        average = {"average": self.average.net.state_dict(), "steps": self.average.steps}
        at = {"step": self.step, "epoch": self.epoch, "per_epoch": self.steps}
        rest = {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save(rest | average | at, self.out / "last.pt")

    def averaged(self) -> dict[str, object]:
        """What the export needs: averaged weights and the plan."""
        return {"net": self.average.net.state_dict(), "plan": asdict(self.plan)}

    def advance(self, items: list[batches.Item], scale: float, rng: np.random.Generator) -> None:
        """One step at ``scale`` times the full rates."""
        rates = (self.plan.rate, self.plan.head_rate)
        for group, rate in zip(self.optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * scale
        found = losses(self.net, items, self.plan, rng)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(found.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0, foreach=True)
        self.optimiser.step()
        self.average.update(self.net)
        self.step += 1
        for k, v in found.items():
            self.parts[k] = 0.98 * self.parts.get(k, v.item()) + 0.02 * v.item()


def fit(
    train: list[Report], tokenizer: Tokenizer, base: Path, out: Path, plan: Plan,
    resume: Path | None = None, start: Path | None = None,
) -> Path:  # fmt: skip
    """Trains and returns the path of the averaged weights, ``out/final.pt``.

    After each epoch it writes ``last.pt``, all state, and ``epoch<n>.pt``, the averaged weights. With
    ``resume`` it goes on from a ``last.pt`` as if it had not stopped: chance is drawn anew from seed and
    number in every epoch. With ``start`` it begins with averaged weights in place of the base's.
    """
    torch.set_num_threads(plan.threads)
    seed_everything(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    run = Run(base, out, plan)
    if start:
        run.start(start)
    if resume:
        run.load(resume)
    names, began = Names(train), time.time()
    with (out / "log.txt").open("a", encoding="utf-8") as log:
        _say(log, json.dumps(asdict(plan)))
        run.net.train()
        while run.epoch < plan.epochs:
            rng = seed_everything(1000 * plan.seed + run.epoch)
            changed = [vary(r, names, rng) if run.epoch and rng.random() < plan.augment else r for r in train]
            texts = [label(r, tokenizer) for r in changed]
            items = cut(texts, rng.integers(*SIZES, len(texts)).tolist())
            todo = list(batches.shuffled(items, plan.budget, rng))
            run.steps = run.steps or len(todo)
            total = round(run.steps * plan.epochs)
            share = min(1.0, plan.epochs - run.epoch)
            for batch in todo[: round(len(todo) * share)]:
                run.advance(batch, _rate(run.step, total, plan.decay), rng)
                if run.step % 50 == 0:
                    shown = " ".join(f"{k} {v:.3f}" for k, v in run.parts.items())
                    _say(log, f"step {run.step}/{total} {shown} {time.time() - began:.0f} s")
            run.epoch += 1
            run.save()
    torch.save(run.averaged(), out / "final.pt")
    return out / "final.pt"


def _say(log: TextIO, line: str) -> None:
    print(line, flush=True)
    print(line, file=log, flush=True)
