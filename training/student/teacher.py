"""The teacher: shipped 8-bit weights taken back into the network of training, in floating point."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import HEAD, Network
from variorum.annotation.neural.session import Settings

Arrays = dict[str, np.ndarray]


def constants(path: Path) -> Arrays:
    """The constants of an ONNX graph by name."""
    return {x.name: numpy_helper.to_array(x) for x in onnx.load(str(path)).graph.initializer}


def encoder_weights(held: Arrays) -> dict[str, Tensor]:
    """Weights of the encoder as ``training.export`` wrote them in the format "fixed"."""
    out = {
        "word.weight": held["word"].astype(np.float32) * held["word.scale"],
        "position.weight": held["position"],
        **{f"{n}.weight": held[f"{n}.table"] for n in ("case", "quote", "place")},
        **{n: v for n, v in held.items() if n.endswith(".bias") or "norm" in n},
    }
    for name in [n.removesuffix(".matrix") for n in held if n.endswith(".matrix")]:
        kept = name.rsplit(".", 1)[0] + ".qkv" if name[-2:] in (".q", ".k", ".v") else name
        weight = held[f"{name}.matrix"].astype(np.float32).T * held[f"{name}.scale"][:, None]
        out[f"{name}.weight"] = weight * held.get(f"{kept}.smooth", np.float32(1))
    for layer in {n.rsplit(".", 2)[0] for n in out if n.endswith(".q.weight")}:
        for kind in ("weight", "bias"):
            out[f"{layer}.qkv.{kind}"] = np.concatenate([out.pop(f"{layer}.{k}.{kind}") for k in "qkv"])
    return {k: torch.tensor(v) for k, v in out.items()}


def reader_weights(held: Arrays) -> dict[str, Tensor]:
    """Weights of the reader, without ``reader.``."""
    out = {n: v for n, v in held.items() if n.endswith(".bias")}
    out |= {n.replace(".matrix", ".weight"): v.T for n, v in held.items() if n.endswith(".matrix")}
    out["distance.weight"] = held["distance"]
    return {k: torch.tensor(v) for k, v in out.items()}


def load(folder: Path) -> Network:
    """The network whose files lie in ``folder``, its weights as floats; nearly the same answers."""
    encoder = encoder_weights(constants(folder / "encoder.onnx"))
    layers = 1 + max(int(n.split(".")[1]) for n in encoder if n.startswith("layers."))
    heads = [len(encoder[f"layers.{i}.qkv.bias"]) // (3 * HEAD) for i in range(layers)]
    net = Network(layers, 0.0, heads, [len(encoder[f"layers.{i}.up.bias"]) for i in range(layers)])
    settings = msgspec.json.decode((folder / "model.json").read_bytes(), type=Settings)
    state = {f"encoder.{k}": v for k, v in encoder.items()}
    state |= {f"reader.{k}": v for k, v in reader_weights(constants(folder / "reader.onnx")).items()}
    state["name_steps"] = torch.tensor(settings.name_steps)
    state["role_steps"] = torch.tensor(settings.role_steps)
    net.load_state_dict(state)
    return net.eval().requires_grad_(False)
