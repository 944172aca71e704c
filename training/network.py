"""The network: an encoder, tag heads over words, and a reader that labels every word for a given cue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.corpus import NAMES, ROLES, TAGS
from variorum.annotation.neural.features import CASES, PLACES, QUOTES

WIDTH, HEADS, INNER, PAIR, BUCKETS = 384, 12, 1536, 96, 34
HEAD = WIDTH // HEADS  # features of an attention head
CLASSES = 3  # of a cue: none, speech, attitude


class Drop(nn.Module):
    """Dropout with one mask per sequence and feature: much cheaper on a CPU than one per position."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """(batch, time, feature); as it is when not in training."""
        if not self.training or self.rate == 0:
            return x
        keep = 1 - self.rate
        mask = torch.rand(x.shape[0], 1, x.shape[-1]) < keep
        return x * (mask / keep).to(x.dtype)


class Layer(nn.Module):
    """One encoder layer, with layer normalisation after each residual, as in BERT."""

    def __init__(self, drop: float, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(WIDTH, 3 * heads * HEAD)
        self.out = nn.Linear(heads * HEAD, WIDTH)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, time, feature) and where to attend (batch, 1, 1, time)."""
        b, t, _ = x.shape
        parts = torch.split(self.qkv(x).float(), self.heads * HEAD, -1)
        q, k, v = (p.view(b, t, self.heads, HEAD).transpose(1, 2) for p in parts)
        with torch.autocast("cpu", enabled=False):  # the backward pass is several times slower in bf16
            y = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        y = self.out(y.transpose(1, 2).reshape(b, t, self.heads * HEAD))
        x = self.norm1(x + self.drop(y))
        out: Tensor = self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))
        return out


class Encoder(nn.Module):
    """Sub-words in, one vector per word out, with the linear heads that depend on that word alone."""

    def __init__(
        self, layers: int, drop: float, heads: Sequence[int] = (), inner: Sequence[int] = (),
        vocabulary: int = 30522, positions: int = 512,
    ) -> None:  # fmt: skip
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        self.quote = nn.Embedding(QUOTES, WIDTH)
        self.place = nn.Embedding(PLACES, WIDTH)
        for e in (self.case, self.quote, self.place):
            nn.init.normal_(e.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)
        self.layers = nn.ModuleList(
            Layer(drop, h, i)
            for h, i in zip(heads or [HEADS] * layers, inner or [INNER] * layers, strict=True)
        )
        self.tags = nn.Linear(WIDTH, len(TAGS) + len(NAMES))
        self.project = nn.Linear(WIDTH, 3 * PAIR)

    def blocks(self) -> list[Layer]:
        """The layers with their type."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def forward(
        self, ids: Tensor, case: Tensor, quote: Tensor, place: Tensor, mask: Tensor, words: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of tags and names (words, 16) and projections (words, 288).

        The first five are (batch, time); ``words`` are flat positions of first sub-words.
        """
        x = self.states(ids, case, quote, place, mask, words)
        return self.tags(x), self.project(x)

    def states(
        self, ids: Tensor, case: Tensor, quote: Tensor, place: Tensor, mask: Tensor, words: Tensor
    ) -> Tensor:
        """The last hidden state of each word, (words, 384), which the heads read."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]]
        x = x + self.case(case) + self.quote(quote) + self.place(place)
        x = self.drop(self.norm(x))
        attend = mask[:, None, None, :].to(torch.bool)
        for layer in self.layers:
            x = layer(x, attend)
        return self.drop(x).reshape(-1, WIDTH)[words]


class Reader(nn.Module):
    """Given a cue, the role of each word of its window, and whether it is a cue at all and of which act."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(BUCKETS, PAIR)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.near = nn.Linear(3 * PAIR, PAIR)
        self.far = nn.Linear(3 * PAIR, PAIR)
        self.wide = nn.Linear(3 * PAIR, PAIR)
        self.role = nn.Linear(PAIR, len(ROLES))
        self.hidden = nn.Linear(2 * PAIR, PAIR)
        self.kind = nn.Linear(PAIR, CLASSES)

    @staticmethod
    def _beside(x: Tensor, k: int) -> Tensor:
        before = nn.functional.pad(x, (0, 0, k, 0))[:, : x.shape[1]]
        after = nn.functional.pad(x, (0, 0, 0, k))[:, k:]
        return torch.cat([before, x, after], -1)

    def forward(
        self, projected: Tensor, first: Tensor, last: Tensor, context: Tensor, bucket: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Roles (cue, word, 5) and classes (cue, 3).

        Cues come as their first and last word, with the words of their windows (cue, word).
        """
        word, begin, end = torch.split(projected, PAIR, -1)
        cue = begin[first] + end[last]
        m = mask[:, :, None]
        x = torch.relu(word[context] + cue[:, None, :] + self.distance(bucket)) * m
        x = x + torch.relu(self.near(self._beside(x, 1))) * m
        x = x + torch.relu(self.far(self._beside(x, 3))) * m
        x = x + torch.relu(self.wide(self._beside(x, 9))) * m
        pooled = (x * m).sum(1) / m.sum(1)
        kind = self.kind(torch.relu(self.hidden(torch.cat([cue, pooled], -1))))
        return self.role(x), kind


def first_steps(labels: int, unlikely: float = -6.0) -> Tensor:
    """Steps between labels to begin with: a further word hardly follows what is not of its kind."""
    steps = torch.zeros(labels, labels)
    for further in range(2, labels, 2):
        steps[:, further] = unlikely
        steps[further - 1 : further + 1, further] = 0
    return steps


class Network(nn.Module):
    """Encoder and reader, trained together and exported apart.

    ``name_steps`` and ``role_steps`` say what going from one label to the next adds, (from, to).
    ``heads`` and ``inner``: heads of attention and inner units of each layer, nothing for 12 and 1,536.
    """

    def __init__(
        self, layers: int = 6, drop: float = 0.1, heads: Sequence[int] = (), inner: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self.encoder = Encoder(layers, drop, heads, inner)
        self.reader = Reader()
        self.name_steps = nn.Parameter(first_steps(len(NAMES)))
        self.role_steps = nn.Parameter(first_steps(len(ROLES)))

    def load_base(self, path: Path) -> None:
        """Takes over the weights of a BERT-shaped ``model.safetensors``, of as many layers as are here."""
        raw = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
        e = self.encoder
        with torch.no_grad():
            e.word.weight.copy_(
                raw["embeddings.word_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
            )
            e.position.weight.copy_(raw["embeddings.position_embeddings.weight"])
            _copy(e.norm, raw, "embeddings.LayerNorm")
            there = sum(k.endswith("attention.output.dense.weight") for k in raw)
            for i, layer in zip(spread(there, len(e.blocks())), e.blocks(), strict=True):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    parts = [raw[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                _copy(layer.out, raw, p + "attention.output.dense")
                _copy(layer.norm1, raw, p + "attention.output.LayerNorm")
                _copy(layer.up, raw, p + "intermediate.dense")
                _copy(layer.down, raw, p + "output.dense")
                _copy(layer.norm2, raw, p + "output.LayerNorm")

    def shape(self) -> tuple[list[int], list[int]]:
        """Heads and inner units of each layer."""
        blocks = self.encoder.blocks()
        return [b.heads for b in blocks], [b.down.in_features for b in blocks]


def spread(there: int, kept: int) -> list[int]:
    """Which layers of a deeper network a shallower one takes: first, last, and evenly between."""
    numbers: list[int] = np.linspace(0, there - 1, kept).round().astype(int).tolist()
    return numbers


def _copy(module: nn.Linear | nn.LayerNorm, raw: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(module, kind).copy_(raw[f"{name}.{kind}"])


def seed_everything(seed: int) -> np.random.Generator:
    """Seeds torch and returns the generator for everything else."""
    torch.manual_seed(seed)
    return np.random.default_rng(seed)
