"""Gives a shipped encoder one more output, ``hidden``: the last hidden state of each word; weights stay.

    python -m training.expose src/variorum/annotation/models/encoder.onnx

``training.export`` writes encoders that have it from the start; this is for one that was written before.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx

WIDTH = 384  # of the network in training.network, whose other needs this script does without


def expose(model: onnx.ModelProto) -> None:
    """Names the tensor that the heads read ``hidden`` and makes it an output; nothing when it is one."""
    graph = model.graph
    if any(output.name == "hidden" for output in graph.output):
        return
    (inner,) = {n.output[0] for n in graph.node if n.op_type == "Gather" and n.input[1] == "words"}
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                if name == inner:
                    names[i] = "hidden"
    shape = ["word", WIDTH]
    graph.output.append(onnx.helper.make_tensor_value_info("hidden", onnx.TensorProto.FLOAT, shape))


def main() -> None:
    """Rewrites the file in place."""
    parser = argparse.ArgumentParser(prog="python -m training.expose", description=__doc__)
    parser.add_argument("encoder", type=Path)
    path = parser.parse_args().encoder
    model = onnx.load(str(path))
    expose(model)
    onnx.save(model, str(path))


if __name__ == "__main__":
    main()
