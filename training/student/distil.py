"""The student's loss: what the teacher says of every word and every cue, how it reads them, and the gold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training import batches
from training.batches import Item
from training.fit import Plan, losses
from training.network import Network
from variorum.annotation.neural.batches import Batch
from variorum.annotation.neural.proposals import buckets, propose

TAGS = 7
Cues = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part of the loss weighs: distributions, vectors, all layers between, and the gold."""

    tags: float = 1.0
    names: float = 1.0
    roles: float = 1.0
    kind: float = 0.3
    hidden: float = 1.0
    projected: float = 1.0
    between: float = 0.5
    gold: float = 0.3


@dataclass(slots=True)
class Reading:
    """What a network says of a batch: all states of each layer, the last of each word, and the two heads."""

    states: list[Tensor]
    hidden: Tensor
    tags: Tensor
    projected: Tensor


def read(net: Network, batch: Batch, states: bool, bf16: bool = True) -> Reading:
    """Reads a batch; ``states``: keeps what each layer gives."""
    seen: list[Tensor] = []
    keep = lambda _, x, y: seen.append(y.float())  # noqa: E731
    hooks = [layer.register_forward_hook(keep) for layer in net.encoder.blocks()] if states else []
    given = (batch.ids, batch.case, batch.quote, batch.place, batch.mask, batch.words)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        x = net.encoder.states(*(torch.from_numpy(a) for a in given))
        tags, projected = net.encoder.tags(x), net.encoder.project(x)
    for hook in hooks:
        hook.remove()
    return Reading(seen, x.float(), tags.float(), projected.float())


def proposed(items: list[Item], tags: Tensor, threshold: float) -> Cues | None:
    """The cues that the teacher proposes: first and last word, words around, distances, mask."""
    p = tags[:, :TAGS].softmax(-1).numpy()
    width = max(w.end - w.begin for _, w in items)
    rows, at = [], 0
    for _, w in items:
        n = w.end - w.begin
        for cue in propose(p[at : at + n], threshold):
            context, bucket = np.zeros(width, np.int64), np.zeros(width, np.int64)
            mask = np.zeros(width, np.float32)
            context[:n], mask[:n] = np.arange(at, at + n), 1
            bucket[:n] = buckets(cue, w.source.paragraph[w.begin : w.end])
            rows.append((np.int64(at + cue[0]), np.int64(at + cue[1] - 1), context, bucket, mask))
        at += n
    if not rows:
        return None
    first, last, context, bucket, mask = (torch.from_numpy(np.stack(x)) for x in zip(*rows, strict=True))
    return first, last, context, bucket, mask


def _divergence(student: Tensor, teacher: Tensor) -> Tensor:
    """Divergence of the student's distribution from the teacher's, one for each row."""
    wanted = teacher.log_softmax(-1)
    return (wanted.exp() * (wanted - student.log_softmax(-1))).sum(-1)


def _apart(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean squared distance in units of the teacher's variance."""
    spread = teacher.square().mean() - teacher.mean(0).square().mean()
    return nn.functional.mse_loss(student, teacher) / spread.clamp_min(1e-6)


def distance(
    net: Network, teacher: Network, items: list[Item], batch: Batch, weights: Weights, threshold: float
) -> dict[str, Tensor]:
    """The parts of the loss that the teacher gives for one batch."""
    together = weights.between > 0 and len(net.encoder.layers) == len(teacher.encoder.layers)
    with torch.no_grad():
        wanted = read(teacher, batch, together)
        cues = proposed(items, wanted.tags, threshold)
        told = teacher.reader(wanted.projected, *cues) if cues else None
    got = read(net, batch, together)
    out = {
        "tags": weights.tags * 4 * _divergence(got.tags[:, :TAGS], wanted.tags[:, :TAGS]).mean(),
        "names": weights.names * 2 * _divergence(got.tags[:, TAGS:], wanted.tags[:, TAGS:]).mean(),
        "hidden": weights.hidden * _apart(got.hidden, wanted.hidden),
        "projected": weights.projected * _apart(got.projected, wanted.projected),
    }
    if together:
        at = torch.from_numpy(batch.mask).bool()
        parts = [_apart(s[at], t[at]) for s, t in zip(got.states[:-1], wanted.states[:-1], strict=True)]
        out["between"] = weights.between * torch.stack(parts).mean()
    if cues and told:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            role, kind = net.reader(got.projected, *cues)
        mask = cues[4].bool()
        away = _divergence(role.float()[mask], told[0][mask]).sum()
        out["roles"] = weights.roles * away / (told[0].argmax(-1)[mask] > 0).sum().clamp_min(20)
        out["kind"] = weights.kind * _divergence(kind.float(), told[1]).mean()
    return out


def total(
    net: Network, teacher: Network, items: list[Item], gold: bool, weights: Weights, plan: Plan,
    rng: np.random.Generator,
) -> dict[str, Tensor]:  # fmt: skip
    """All parts of the loss for one batch; ``gold``: whether its windows carry labels."""
    batch = batches.noisy(batches.collate([w for _, w in items]), rng, words=0.02, case=0.04)
    out = distance(net, teacher, items, batch, weights, plan.threshold)
    if gold and weights.gold:
        parts = losses(net, items, plan, rng)
        out["gold"] = weights.gold * torch.stack(list(parts.values())).sum()
    return out
