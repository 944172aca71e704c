"""Brings the graphs of a folder of weights into the form that ``training.export`` writes now; weights stay.

    python -m training.fuse src/variorum/annotation/models

For graphs that were written before: three products and an attention become one step, and the reader is
written anew. The numbers that come out stay the same to the last bit.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from training import export
from training.student.teacher import constants


def fuse(model: onnx.ModelProto) -> None:
    """Puts attention over 8-bit products into one node a layer; nothing where that is done already."""
    graph = model.graph
    held = {x.name: numpy_helper.to_array(x) for x in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        three = [made.get(name) for name in node.input[:3]]
        if node.op_type != "MultiHeadAttention" or any(
            x is None or x.op_type != "MatMulIntegerToFloat" for x in three
        ):
            nodes.append(node)
            continue
        nodes = [other for other in nodes if other not in three]
        x, first, step, _, middle, zero, _ = three[0].input
        name = first.rsplit(".", 2)[0] + ".qkv"
        for kind, at in (("matrix", 1), ("scale", 3), ("bias", 6)):
            whole = np.concatenate([held[part.input[at]] for part in three], axis=-1)
            graph.initializer.append(numpy_helper.from_array(whole, f"{name}.{kind}"))
        (heads,) = (a.i for a in node.attribute if a.name == "num_heads")
        inputs = [x, f"{name}.matrix", f"{name}.bias", step, f"{name}.scale", node.input[4], middle, zero]
        nodes.append(helper.make_node("QAttention", inputs, node.output, domain=export.MS, num_heads=heads))
    _replace(graph.node, nodes)
    used = {name for node in nodes for name in node.input}
    _replace(graph.initializer, [x for x in graph.initializer if x.name in used])


def _replace(field: object, values: list) -> None:
    del field[:]
    field.extend(values)


def main() -> None:
    """Rewrites both files in place."""
    parser = argparse.ArgumentParser(prog="python -m training.fuse", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    model = onnx.load(str(folder / "encoder.onnx"))
    fuse(model)
    onnx.save(model, str(folder / "encoder.onnx"))
    held = constants(folder / "reader.onnx")
    weights = {name.replace(".matrix", ".weight"): x.T if x.ndim == 2 else x for name, x in held.items()}
    export.reader({**weights, "distance.weight": held["distance"]}, folder / "reader.onnx")


if __name__ == "__main__":
    main()
