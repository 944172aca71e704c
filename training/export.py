"""Writes the trained network as two ONNX graphs: the encoder, with 8-bit weights, and the reader of cues.

The graphs are built node by node: that gives fused attention, and a choice of number format for each matrix,
which a traced export does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.calibrate import Range
from training.network import HEAD, PAIR, WIDTH

Format = Literal["float", "dynamic", "fixed"]
Arrays = Mapping[str, np.ndarray]
MS = "com.microsoft"
FLOAT, INT = TensorProto.FLOAT, TensorProto.INT64


def arrays(state: Mapping[str, Tensor], prefix: str) -> dict[str, np.ndarray]:
    """The weights below a prefix as float arrays."""
    return {k.removeprefix(prefix): v.float().numpy() for k, v in state.items() if k.startswith(prefix)}


@dataclass(slots=True)
class Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    count: int = 0

    def const(self, name: str, value: np.ndarray) -> str:
        """A constant; the same name gives the same constant."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def ints(self, *values: int) -> str:
        """A constant vector of indices."""
        return self.const("i" + "_".join(map(str, values)), np.asarray(values, np.int64))

    def op(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: object) -> str:
        """One node; the name of its first output."""
        self.count += 1
        names = [f"{kind}{self.count}" + (f"_{i}" if i else "") for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0]

    def embed(self, name: str, table: np.ndarray, index: str) -> str:
        """Rows of a table kept in 8 bits with a scale a row."""
        scale = (np.abs(table).max(1, keepdims=True) / 127).astype(np.float32)
        scale[scale == 0] = 1
        whole = self.const(name, np.round(table / scale).astype(np.int8))
        rows = self.op("Cast", self.op("Gather", whole, index), to=FLOAT)
        return self.op("Mul", rows, self.op("Gather", self.const(name + ".scale", scale), index))

    def linear(self, name: str, w: Arrays, x: str, form: Format) -> str:
        """``x`` times a matrix plus its bias, in the number format asked for."""
        weight, bias = w[name + ".weight"], self.const(name + ".bias", w[name + ".bias"])
        if form == "fixed":
            return self._fixed(name, weight, bias, x)
        if form == "dynamic":
            return self._dynamic(name, weight, bias, x)
        return self.op("Add", self.op("MatMul", x, self.const(name + ".matrix", weight.T)), bias)

    def _whole(self, name: str, weight: np.ndarray) -> tuple[str, str, str]:
        scale = np.maximum(np.abs(weight).max(1) / 127, 1e-9).astype(np.float32)
        whole = np.round(weight / scale[:, None]).astype(np.int8).T
        zero = self.const("zero8", np.zeros((), np.int8))
        return self.const(name + ".matrix", whole), self.const(name + ".scale", scale), zero

    def _dynamic(self, name: str, weight: np.ndarray, bias: str, x: str) -> str:
        whole, scale, zero = self._whole(name, weight)
        return self.op("DynamicQuantizeMatMul", x, whole, scale, zero, bias, domain=MS)

    def _fixed(self, name: str, weight: np.ndarray, bias: str, x: str) -> str:
        rounded, step, middle = self._rounded(name, x)
        whole, scale, zero = self._whole(name, weight * self.ranges[name].smooth)
        inputs = (rounded, whole, step, scale, middle, zero, bias)
        return self.op("MatMulIntegerToFloat", *inputs, domain=MS)

    def _rounded(self, name: str, x: str) -> tuple[str, str, str]:
        """``x`` in 8 bits as the matrix ``name`` takes it, the step between its values and its zero."""
        r = self.ranges[name]
        step = self.const(name + ".step", np.asarray(r.scale, np.float32))
        middle = self.const(name + ".middle", np.asarray(r.zero, np.uint8))
        if (r.smooth != 1).any():
            x = self.op("Mul", x, self.const(name + ".smooth", (1 / r.smooth).astype(np.float32)))
        return self.op("QuantizeLinear", x, step, middle), step, middle

    def attention(self, name: str, w: Arrays, x: str, mask: str, heads: int) -> str:
        """Attention with its matrices for query, key and value, in 8 bits with fixed ranges.

        Their products are written where attention reads them: the same numbers as those of three products
        and an attention, without moving them about.
        """
        rounded, step, middle = self._rounded(name, x)
        whole, scale, zero = self._whole(name, w[name + ".weight"] * self.ranges[name].smooth)
        bias = self.const(name + ".bias", w[name + ".bias"])
        inputs = (rounded, whole, bias, step, scale, mask, middle, zero)
        return self.op("QAttention", *inputs, domain=MS, num_heads=heads)

    def model(
        self, inputs: dict[str, tuple[int, list]], outputs: dict[str, tuple[str, list]], path: Path
    ) -> None:
        """Checks nothing, writes the graph; ``outputs`` gives each result its public name."""
        for public, (inner, _) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [inner], [public]))
        graph = helper.make_graph(
            self.nodes, path.stem,
            [helper.make_tensor_value_info(k, t, s) for k, (t, s) in inputs.items()],
            [helper.make_tensor_value_info(k, FLOAT, s) for k, (_, s) in outputs.items()],
            list(self.constants.values()),
        )  # fmt: skip
        sets = [helper.make_opsetid("", 20), helper.make_opsetid(MS, 1)]
        onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=10, producer_name="variorum"), path)


def _split(w: Arrays, name: str) -> dict[str, np.ndarray]:
    """Query, key and value apart: cheaper than splitting what comes out of them."""
    return {
        f"{name[:-3]}{k}.{kind}": part
        for kind in ("weight", "bias")
        for k, part in zip("qkv", np.split(w[f"{name}.{kind}"], 3), strict=True)
    }


def _folded(w: Arrays, ranges: Mapping[str, Range], layers: int) -> tuple[Arrays, Mapping[str, Range]]:
    """Lets the values of attention come out smoothed, so that nothing need be divided after it."""
    w, ranges = dict(w), dict(ranges)
    for i in range(layers):
        qkv, out = f"layers.{i}.qkv", f"layers.{i}.out"
        if out not in ranges:
            continue
        smooth = ranges[out].smooth
        last = np.concatenate([np.ones(2 * len(smooth), smooth.dtype), smooth])  # the values stand last
        w[f"{qkv}.weight"], w[f"{qkv}.bias"] = w[f"{qkv}.weight"] / last[:, None], w[f"{qkv}.bias"] / last
        w[f"{out}.weight"] = w[f"{out}.weight"] * smooth
        ranges[out] = replace(ranges[out], smooth=np.ones_like(smooth))
    return w, ranges


def encoder(
    w: Arrays, layers: int, path: Path, form: Format,
    ranges: Mapping[str, Range] | None = None, exact: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Writes the encoder; matrices named in ``exact`` stay in floating point.

    Formats: "float"; "dynamic", 8 bits with the range of each input measured as it comes, so that what a
    window gives depends on its batch; "fixed", 8 bits with the ``ranges`` given, so that it does not.
    """
    w, ranges = _folded(w, ranges or {}, layers)
    g = Graph(ranges=ranges)

    def linear(name: str, x: str) -> str:
        return g.linear(name, w, x, "float" if name in exact else form)

    def attention(name: str, x: str, mask: str) -> str:
        heads = len(w[name + ".bias"]) // (3 * HEAD)
        if form == "fixed" and name not in exact:
            return g.attention(name, w, x, mask, heads)
        apart, kind = _split(w, name), "float" if name in exact else form
        three = (g.linear(name[:-3] + k, apart, x, kind) for k in "qkv")
        return g.op("MultiHeadAttention", *three, "", mask, domain=MS, num_heads=heads)

    def normal(x: str, name: str) -> str:
        parts = (g.const(f"{name}.{k}", w[f"{name}.{k}"]) for k in ("weight", "bias"))
        return g.op("LayerNormalization", x, *parts, epsilon=1e-12, axis=-1)

    width = g.op("Gather", g.op("Shape", "ids"), g.ints(1), axis=0)
    positions = g.op("Slice", g.const("position", w["position.weight"]), g.ints(0), width, g.ints(0))
    x = g.op("Add", g.embed("word", w["word.weight"], "ids"), positions)
    for name in ("case", "quote", "place"):
        x = g.op("Add", x, g.op("Gather", g.const(name + ".table", w[name + ".weight"]), name))
    x = normal(x, "norm")
    mask = g.op("Cast", "mask", to=TensorProto.INT32)
    for i in range(layers):
        p = f"layers.{i}."
        y = attention(p + "qkv", x, mask)
        if i == layers - 1:  # only first sub-words are asked for, and from here on each stands for itself
            inner = len(w[p + "qkv.bias"]) // 3
            x = g.op("Gather", g.op("Reshape", x, g.ints(-1, WIDTH)), "words")
            y = g.op("Gather", g.op("Reshape", y, g.ints(-1, inner)), "words")
        x = normal(g.op("Add", linear(p + "out", y), x), p + "norm1")
        y = g.op("Gelu", linear(p + "up", x))
        x = normal(g.op("Add", linear(p + "down", y), x), p + "norm2")
    tags, projected = linear("tags", x), linear("project", x)
    grid = ["batch", "time"]
    g.model(
        {**dict.fromkeys(("ids", "case", "quote", "place", "mask"), (INT, grid)), "words": (INT, ["word"])},
        {
            "tags": (tags, ["word", 16]),
            "projected": (projected, ["word", 3 * PAIR]),
            "hidden": (x, ["word", WIDTH]),
        },
        path,
    )


def _beside(g: Graph, x: str, k: int) -> str:
    """Each word of (cue, word, PAIR) with those ``k`` words before and behind it: (cue, word, 3 * PAIR)."""
    words = g.op("Gather", g.op("Shape", x), g.const("axis", np.asarray(1)), axis=0)
    at = g.op("Range", g.const("from", np.asarray(0)), words, g.const("step", np.asarray(1)))
    at = g.op("Add", g.op("Unsqueeze", at, g.ints(1)), g.ints(0, k, 2 * k))
    around = g.op("Gather", g.op("Pad", x, g.ints(0, k, 0, 0, k, 0)), at, axis=1)
    return g.op("Reshape", around, g.ints(0, 0, 3 * PAIR))


def reader(w: Arrays, path: Path) -> None:
    """Writes the reader of cues, in floating point: it is small."""
    g = Graph()
    parts = g.op("Split", "projected", g.ints(PAIR, PAIR, PAIR), outputs=3, axis=-1)
    cue = g.op("Add", g.op("Gather", parts + "_1", "first"), g.op("Gather", parts + "_2", "last"))
    mask = g.op("Unsqueeze", "mask", g.ints(2))
    x = g.op("Add", g.op("Gather", parts, "context"), g.op("Unsqueeze", cue, g.ints(1)))
    x = g.op("Add", x, g.op("Gather", g.const("distance", w["distance.weight"]), "bucket"))
    x = g.op("Mul", g.op("Relu", x), mask)
    for name, k in (("near", 1), ("far", 3), ("wide", 9)):
        beside = _beside(g, x, k)
        x = g.op("Add", x, g.op("Mul", g.op("Relu", g.linear(name, w, beside, "float")), mask))
    roles = g.linear("role", w, x, "float")
    total = g.op("ReduceSum", x, g.ints(1), keepdims=0)
    pooled = g.op("Div", total, g.op("ReduceSum", mask, g.ints(1), keepdims=0))
    hidden = g.op("Relu", g.linear("hidden", w, g.op("Concat", cue, pooled, axis=-1), "float"))
    kinds = g.linear("kind", w, hidden, "float")
    grid = ["cue", "word"]
    g.model(
        {"projected": (FLOAT, ["all", 3 * PAIR]), "first": (INT, ["cue"]), "last": (INT, ["cue"]),
         "context": (INT, grid), "bucket": (INT, grid), "mask": (FLOAT, grid)},
        {"roles": (roles, ["cue", "word", 5]), "kinds": (kinds, ["cue", 3])},
        path,
    )  # fmt: skip
