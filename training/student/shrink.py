"""Takes heads and inner units out of a network, layer by layer, and fits what is left to what there was.

In each layer the smaller network reads what its own layers before give, and the matrix behind what is taken
out is fitted by least squares to what the larger network gives there. What goes is what that fit misses least
(Hassibi and Stork, 1993, for single weights; here for whole columns and heads).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.batches import Item, collate
from training.network import HEAD, Encoder, Layer, Network

RIDGE = 1e-3  # of the mean square of the inputs, added where a matrix is fitted
AT_ONCE = 16  # units that go before what is left is weighed again


@dataclass(slots=True)
class Fit:
    """Least squares from features to wanted vectors, a constant with them, from which features can be taken.

    size: features that go together. The wanted vectors should be scaled so that each feature counts as much.
    """

    features: Tensor
    wanted: Tensor
    size: int = 1

    def choose(self, keep: int) -> Tensor:
        """Which groups of features stay, ``keep`` of them, in order."""
        x = self._with_constant(self.features)
        square = x.T @ x
        square += RIDGE * square.diagonal()[:-1].mean() * torch.eye(len(square), dtype=x.dtype)
        inverse = torch.linalg.inv(square)
        weight = inverse @ (x.T @ self.wanted.double())
        left = torch.arange(self.features.shape[1] // self.size)
        while len(left) > keep:
            at = (left[:, None] * self.size + torch.arange(self.size)).to(torch.long)
            blocks = inverse[at[:, :, None], at[:, None, :]]
            missed = (weight[at] * torch.linalg.solve(blocks, weight[at])).sum((1, 2))
            go = missed.argsort()[: min(1 if self.size > 1 else AT_ONCE, len(left) - keep)]
            rows = at[go].flatten()
            lever = torch.linalg.solve(inverse[rows[:, None], rows], inverse[rows]).T
            weight = weight - lever @ weight[rows]
            inverse = inverse - lever @ inverse[rows]
            left = left[~torch.isin(torch.arange(len(left)), go)]
        return left

    def solve(self, columns: Tensor) -> tuple[Tensor, Tensor]:
        """Weight and bias of a linear map from these features to what is wanted."""
        x = self._with_constant(self.features[:, columns])
        square = x.T @ x
        ridge = RIDGE * square.diagonal()[:-1].mean() * torch.ones(len(square), dtype=x.dtype)
        ridge[-1] = 0
        both = torch.linalg.solve(square + ridge.diag(), x.T @ self.wanted.double()).float()
        return both[:-1].T, both[-1]

    def _with_constant(self, x: Tensor) -> Tensor:
        return torch.cat([x, torch.ones(len(x), 1)], 1).double()


def tensors(items: list[Item]) -> list[Tensor]:
    """The inputs of the encoder for some windows."""
    b = collate([w for _, w in items])
    return [torch.from_numpy(x) for x in (b.ids, b.case, b.quote, b.place, b.mask, b.words)]


def _embedded(e: Encoder, item: Item) -> Tensor:
    ids, case, quote, place, _, _ = tensors([item])
    x = e.word(ids) + e.position.weight[: ids.shape[1]] + e.case(case) + e.quote(quote) + e.place(place)
    out: Tensor = e.norm(x)[0]
    return out


def _attended(layer: Layer, x: Tensor) -> Tensor:
    """What the heads of a layer give for one window, (time, heads * 32)."""
    n = len(x)
    parts = torch.split(layer.qkv(x), layer.heads * HEAD, -1)
    q, k, v = (p.view(1, n, layer.heads, HEAD).transpose(1, 2) for p in parts)
    return nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, -1)


def _columns(kept: Tensor, size: int) -> Tensor:
    return (kept[:, None] * size + torch.arange(size)).flatten()


class Pair:
    """What the larger and the smaller network hold of some windows, before the next layer."""

    def __init__(self, encoder: Encoder, items: list[Item]) -> None:
        self.large = [_embedded(encoder, item) for item in items]
        self.small = list(self.large)

    def layer(self, layer: Layer, heads: int, inner: int) -> Layer:
        """The layer with so many heads and units; both networks have read it afterwards."""
        out = Layer(0.0, heads, inner)
        out.norm1.load_state_dict(layer.norm1.state_dict())
        out.norm2.load_state_dict(layer.norm2.state_dict())
        wanted = [x + layer.out(_attended(layer, x)) for x in self.large]
        fit = self._fit(wanted, [_attended(layer, x) for x in self.small], layer.norm1, HEAD)
        rows = _columns(fit.choose(heads), HEAD)
        three = torch.cat([rows + k * layer.heads * HEAD for k in range(3)])
        _set(out.qkv, layer.qkv.weight[three], layer.qkv.bias[three])
        _set(out.out, *self._scaled(fit.solve(rows), layer.norm1))
        self.large = [layer.norm1(x) for x in wanted]
        self.small = [out.norm1(x + out.out(_attended(out, x))) for x in self.small]
        wanted = [x + layer.down(nn.functional.gelu(layer.up(x))) for x in self.large]
        fit = self._fit(wanted, [nn.functional.gelu(layer.up(x)) for x in self.small], layer.norm2, 1)
        units = fit.choose(inner)
        _set(out.up, layer.up.weight[units], layer.up.bias[units])
        _set(out.down, *self._scaled(fit.solve(units), layer.norm2))
        self.large = [layer.norm2(x) for x in wanted]
        self.small = [out.norm2(x + out.down(nn.functional.gelu(out.up(x)))) for x in self.small]
        return out

    def _fit(self, wanted: list[Tensor], features: list[Tensor], norm: nn.LayerNorm, size: int) -> Fit:
        missing = torch.cat(wanted) - torch.cat(self.small)
        return Fit(torch.cat(features), missing * norm.weight.abs().clamp_min(1e-3), size)

    def _scaled(self, solved: tuple[Tensor, Tensor], norm: nn.LayerNorm) -> tuple[Tensor, Tensor]:
        by = norm.weight.abs().clamp_min(1e-3)
        return solved[0] / by[:, None], solved[1] / by


def _set(module: nn.Linear, weight: Tensor, bias: Tensor) -> None:
    module.weight.copy_(weight)
    module.bias.copy_(bias)


@torch.no_grad()
def shrink(net: Network, heads: list[int], inner: list[int], items: list[Item]) -> Network:
    """The same network with so many heads and inner units in each of its layers, fitted on some windows."""
    small = Network(len(heads), 0.0, heads, inner)
    state = {k: v for k, v in net.state_dict().items() if not k.startswith("encoder.layers.")}
    pair = Pair(net.encoder, items)
    for i, (layer, h, n) in enumerate(zip(net.encoder.blocks(), heads, inner, strict=True)):
        part = pair.layer(layer, h, n).state_dict()
        state |= {f"encoder.layers.{i}.{k}": v for k, v in part.items()}
    small.load_state_dict(state)
    return small


def drop_layers(net: Network, kept: list[int]) -> Network:
    """A copy of the network with only some of its layers."""
    heads, inner = net.shape()
    small = Network(len(kept), 0.0, [heads[i] for i in kept], [inner[i] for i in kept])
    state = {k: v for k, v in net.state_dict().items() if not k.startswith("encoder.layers.")}
    for new, old in enumerate(kept):
        for k, v in net.encoder.blocks()[old].state_dict().items():
            state[f"encoder.layers.{new}.{k}"] = v
    small.load_state_dict(state)
    return small
