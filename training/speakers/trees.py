"""Fit the sum of trees that ``variorum.annotation.speakers.scorer`` runs beside the perceptrons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm as lgb
import numpy as np

from training.speakers.data import Example
from variorum.annotation.speakers.scorer import with_nobody

ROUNDS, RATE, LEAVES, DEPTH = 160, 0.07, 16, 5


def fit_trees(items: Sequence[Example], seed: int = 0) -> lgb.Booster:
    """Boosts trees on the softmax over the candidates of a source and "none of them"; the rows are both."""
    items = [e for e in items if len(e.features)]
    rows = np.concatenate([with_nobody(e.features, e.source, e.candidates.astype(np.float32)) for e in items])
    right = np.concatenate([np.append(e.right, not e.right.any()) for e in items]).astype(float)
    sizes = np.array([len(e.features) + 1 for e in items])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.repeat([e.weight for e in items], sizes)

    def softmax(scores: np.ndarray) -> np.ndarray:
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        return raised / np.repeat(np.add.reduceat(raised, starts), sizes)

    def objective(scores: np.ndarray, _: lgb.Dataset) -> tuple[np.ndarray, np.ndarray]:
        shares = softmax(scores)
        wanted = shares * right
        wanted = wanted / np.repeat(np.maximum(np.add.reduceat(wanted, starts), 1e-12), sizes)
        return (shares - wanted) * weight, np.maximum(shares * (1 - shares), 1e-3) * weight

    options: dict[str, Any] = {
        "objective": objective, "learning_rate": RATE, "num_leaves": LEAVES, "max_depth": DEPTH,
        "min_data_in_leaf": 25, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
        "lambda_l2": 2.0, "max_bin": 63, "num_threads": 1, "seed": seed, "deterministic": True,
        "force_row_wise": True, "verbose": -1,
    }  # fmt: skip
    data = lgb.Dataset(rows, label=right, params={"max_bin": 63, "verbose": -1})
    return lgb.train(options, data, num_boost_round=ROUNDS)


def store_trees(booster: lgb.Booster) -> dict[str, np.ndarray]:
    """The arrays of the shipped file: nodes by tree; a leaf leads to itself."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    nodes = [_nodes(tree) for tree in trees]
    wide = max(map(len, nodes))
    shape = (len(nodes), wide)
    feature, low, high = (np.zeros(shape, np.int16) for _ in range(3))
    at, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for t, tree in enumerate(nodes):
        for n, (f, threshold, left, right, leaf) in enumerate(tree):
            feature[t, n], at[t, n], low[t, n], high[t, n], value[t, n] = f, threshold, left, right, leaf
    return {
        "trees.feature": feature, "trees.at": at, "trees.low": low, "trees.high": high, "trees.value": value,
    }  # fmt: skip


def _nodes(root: dict[str, Any]) -> list[tuple[int, float, int, int, float]]:
    """Feature, threshold, next node below or at it, next above it, value; of a leaf itself twice."""
    found: list[tuple[int, float, int, int, float]] = []

    def add(node: dict[str, Any]) -> int:
        place = len(found)
        found.append((0, 0.0, place, place, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            found[place] = (node["split_feature"], float(node["threshold"]), left, right, 0.0)
        return place

    add(root)
    return found
