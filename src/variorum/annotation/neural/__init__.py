"""Finds attributions (content, cue, source) and names with a small network that runs on a CPU, offline.

    from variorum.annotation.neural import attributions
    attributions(["“It is safe,” Ada Lund said."])

The first call imports numpy and onnxruntime and loads the weights. Offsets are code points into the text,
end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.annotation.neural.results import Attribution, Name, NetworkReading
from variorum.settings import WORK

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from variorum.annotation.neural.session import Model

__all__ = ["Attribution", "Name", "NetworkReading", "attributions", "entities", "readings", "weights"]

FOLDER = Path(__file__).parent.parent / "models"


@lru_cache(maxsize=1)
def weights() -> str:
    """Return a short hash of the shipped weights: with the version, what found something and whose figures
    are figures of it.
    """
    whole = sha256()
    for file in sorted(FOLDER.iterdir()):
        if file.suffix in (".onnx", ".npz", ".json"):
            whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def readings(
    texts: Iterable[str],
    *,
    threads: int | None = None,
    batch_tokens: int = WORK.network_batch,
    squeeze: npt.NDArray[np.float32] | None = None,
) -> Iterator[NetworkReading]:
    """Attributions and names of each text, in order; reads ahead at most 64 texts, so any number may come.

    threads: how many the network may use; None for all cores that the process may use.
    batch_tokens: sub-words, padding included, that run through the network at once.
    squeeze: what makes a vector of each word (``Model.read``); None for none.
    An empty text gives an empty reading.
    """
    rest = iter(texts)
    while part := list(islice(rest, WORK.network_texts)):
        yield from load(threads).read(part, batch_tokens, squeeze)


def attributions(
    texts: Sequence[str], *, threads: int | None = None, batch_tokens: int = WORK.network_batch
) -> list[list[Attribution]]:
    """The attributions of each text, in order of their cues. See `readings`."""
    return [list(r.attributions) for r in readings(texts, threads=threads, batch_tokens=batch_tokens)]


def entities(
    texts: Sequence[str], *, threads: int | None = None, batch_tokens: int = WORK.network_batch
) -> list[list[Name]]:
    """The names of each text, in order. See `readings`; ask that for both at the price of one."""
    return [list(r.names) for r in readings(texts, threads=threads, batch_tokens=batch_tokens)]


@lru_cache(maxsize=2)
def load(threads: int | None = None) -> Model:
    """The shipped weights, loaded once for each number of threads.

    Raises ImportError where onnxruntime or tokenizers is not installed.
    """
    from variorum.annotation.neural.session import Model

    return Model(FOLDER, threads)
