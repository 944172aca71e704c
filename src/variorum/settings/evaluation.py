"""How samples are drawn and figures are made of them."""

from __future__ import annotations

from msgspec import Struct


class EvaluationSettings(Struct, frozen=True, kw_only=True):
    """Evaluation of a sample.

    level: of all intervals; by custom. draws: of the bootstrap; customary too. overlap: share of the words of
        either from which two contents are one; the literature's .5. bands: edges of the bands of confidence
        that samples are drawn by.
    """

    level: float = 0.95
    draws: int = 1000
    overlap: float = 0.5
    bands: tuple[float, ...] = (0.5, 0.8)


EVALUATION = EvaluationSettings()
