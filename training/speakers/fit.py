"""Fit the perceptrons that ``variorum.annotation.speakers.scorer`` runs."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from training.speakers.data import Example
from variorum.settings import SPEAKERS

PART, WIDE, NARROW = 40, 96, 48  # of a projected reading, of the two hidden layers
EPOCHS, BATCH, RATE = 5, 64, 3e-3
ALIKE = 10 * BATCH  # sources among which those with as many candidates are put together
WIDTH = SPEAKERS.candidates + SPEAKERS.unnamed  # candidates of one source at most


class Pairs(nn.Module):
    """One perceptron over padded batches; the names of its layers are those of the stored arrays."""

    def __init__(self, features: int, size: int) -> None:
        super().__init__()
        self.source = nn.Linear(size, PART)
        self.place0, self.place1, self.place2 = (nn.Linear(size, PART) for _ in range(3))
        self.first = nn.Linear(features + 7 * PART, WIDE)
        self.second = nn.Linear(WIDE, NARROW)
        self.last = nn.Linear(NARROW, 1)
        self.none = nn.Linear(2 * features + PART, NARROW)
        self.nobody = nn.Linear(NARROW, 1)
        self.drop, self.rest = nn.Dropout(0.3), nn.Dropout(0.2)

    def forward(self, x: Tensor, source: Tensor, places: Tensor, mask: Tensor) -> Tensor:
        """Scores (batch, candidate + 1); -inf where there is no candidate."""
        own = self.drop(self.source(source))[:, None, :]
        layers = (self.place0, self.place1, self.place2)
        parts = [self.drop(layer(places[:, :, k])) for k, layer in enumerate(layers)]
        wide = own.expand(-1, x.shape[1], -1)
        y = torch.cat([x, wide, *parts, *(own * part for part in parts)], 2)
        y = self.rest(torch.relu(self.second(self.drop(torch.relu(self.first(y))))))
        scores = self.last(y)[:, :, 0].masked_fill(~mask, -torch.inf)
        count = mask.sum(1, keepdim=True).clamp_min(1)
        mean = (x * mask[:, :, None]).sum(1) / count
        most = x.masked_fill(~mask[:, :, None], -5.0).amax(1)
        nobody = self.nobody(self.rest(torch.relu(self.none(torch.cat([mean, most, own[:, 0]], 1)))))
        return torch.cat([scores, nobody], 1)


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]


def batch(items: Sequence[Example], mean: np.ndarray, scale: np.ndarray) -> Batch:
    """Padded tensors: features, readings of source and candidates, mask, right (last: none), weight."""
    n, size = len(items), len(items[0].source)
    x = np.zeros((n, WIDTH, len(mean)), np.float32)
    places = np.zeros((n, WIDTH, 3, size), items[0].candidates.dtype)
    mask, right = np.zeros((n, WIDTH), bool), np.zeros((n, WIDTH + 1), bool)
    for i, e in enumerate(items):
        k = len(e.features)
        x[i, :k] = np.clip((e.features - mean) / scale, -5, 5)
        places[i, :k], mask[i, :k], right[i, :k] = e.candidates, True, e.right
        right[i, WIDTH] = not e.right.any()
    source = np.stack([e.source for e in items]).astype(np.float32)
    weight = np.array([e.weight for e in items], np.float32)
    tensors = [torch.from_numpy(a) for a in (x, source, places, mask, right, weight)]
    return tensors[0], tensors[1], tensors[2], tensors[3], tensors[4], tensors[5]


def fit(items: Sequence[Example], seed: int, epochs: int = EPOCHS) -> tuple[Pairs, np.ndarray, np.ndarray]:
    """Train one perceptron; with the mean and scale of its features."""
    stacked = np.concatenate([e.features for e in items])
    mean, scale = stacked.mean(0), stacked.std(0) + 1e-2
    torch.manual_seed(seed)
    chance = random.Random(seed)
    net = Pairs(stacked.shape[1], len(items[0].source))
    order = list(items)
    steps = epochs * -(-len(order) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.05)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    whole = batch(order, mean, scale)
    sizes = [len(e.features) for e in order]
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for chosen in batches(sizes, chance):
            x, source, places, mask, right, weight = (part[chosen] for part in whole)
            size = max(sizes[row] for row in chosen)
            right = torch.cat([right[:, :size], right[:, -1:]], 1)
            scores = net(x[:, :size], source, places[:, :size].float(), mask[:, :size])
            wanted = scores.masked_fill(~right, -torch.inf)
            loss = ((scores.logsumexp(1) - wanted.logsumexp(1)) * weight).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += float(loss.detach())
        print(f"seed {seed} epoch {epoch} loss {total * BATCH / len(order):.4f}", flush=True)
    return net.eval(), mean, scale


def batches(sizes: Sequence[int], chance: random.Random) -> list[list[int]]:
    """Rows by chance, each batch of sources with about as many candidates, which spares work on padding."""
    rows = list(range(len(sizes)))
    chance.shuffle(rows)
    near = [sorted(rows[k : k + ALIKE], key=sizes.__getitem__) for k in range(0, len(rows), ALIKE)]
    ordered = [row for each in near for row in each]
    cut = [ordered[k : k + BATCH] for k in range(0, len(ordered), BATCH)]
    chance.shuffle(cut)
    return cut


def store(
    nets: Sequence[Pairs], mean: np.ndarray, scale: np.ndarray, squeeze: np.ndarray
) -> dict[str, np.ndarray]:
    """The arrays of the shipped file, in half precision, each layer's with the perceptron as first axis."""
    arrays = {"squeeze": squeeze, "mean": mean, "scale": scale}
    for name in nets[0].state_dict():
        stacked = np.stack([net.state_dict()[name].numpy() for net in nets])
        arrays[name] = stacked.transpose(0, 2, 1) if name.endswith("weight") else stacked
    return {name: np.ascontiguousarray(a.astype(np.float16)) for name, a in arrays.items()}
