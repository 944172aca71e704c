"""The network at work: texts in, findings out, through onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from variorum.annotation.neural.batches import collate
from variorum.annotation.neural.continuations import extend
from variorum.annotation.neural.decode import Calibration, Candidate, attributions, best_paths, names
from variorum.annotation.neural.features import Encoded, Window, encode, paragraph_spans, windows
from variorum.annotation.neural.proposals import bucket_rows, propose
from variorum.annotation.neural.results import Attribution, Name, NetworkReading
from variorum.annotation.neural.signatures import merge, signed
from variorum.annotation.neural.vectors import Vectors, product
from variorum.settings import WORK

__all__ = ["Model", "Settings"]

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
T = TypeVar("T")
R = TypeVar("R")
TAGS = 7  # labels of the first head; the rest are names


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to the weights, from ``model.json`` beside them.

    window: sub-words a window holds at most.
    propose: probability from which a word may begin a cue; generous, as the reader decides.
    accept: probability from which a candidate cue is taken.
    weights: of the logistic function behind the confidence.
    name_steps, role_steps: what going from one label of a word to that of the next adds, (from, to); names
        and roles are read as best paths. Empty for nothing.
    """

    window: int = 126
    propose: float = 0.1
    accept: float = 0.5
    weights: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    name_steps: tuple[tuple[float, ...], ...] = ()
    role_steps: tuple[tuple[float, ...], ...] = ()


class _Findings(msgspec.Struct, kw_only=True):
    """What was found in one text so far; rows: the vectors of windows, with the first word of each."""

    said: list[Attribution] = []
    named: list[Name] = []
    rows: list[tuple[int, Halves]] = []


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate cue: its window, where that window's words begin in the batch, its words in the window."""

    window: int
    at: int
    cue: tuple[int, int]


class Model:
    """Weights in memory. Loading takes a fraction of a second; use one for all texts.

    folder: where ``encoder.onnx``, ``reader.onnx``, ``tokenizer.json`` and ``model.json`` lie.
    threads: how many batches may run at once; None for all cores that the process may use.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        # Heavy packages are imported late: whoever only wants rules does not pay for them.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a batch, several batches at once: threads that share a batch wait for each other, which
        # costs half the speed as soon as anything else runs, and such processes could not be forked.
        options.intra_op_num_threads = 1
        self.threads = threads or _cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graphs are fused by hand; the fused normalisation that the optimiser would put in is slower.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        providers = ["CPUExecutionProvider"]
        self.encoder: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=providers
        )
        self.reader: Any = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=providers
        )
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.settings = msgspec.json.decode((folder / "model.json").read_bytes(), type=Settings)
        self.name_steps = _steps(self.settings.name_steps)
        self.role_steps = _steps(self.settings.role_steps)
        self.calibration = Calibration(accept=self.settings.accept, weights=self.settings.weights)

    def read(self, texts: Sequence[str], budget: int, squeeze: Floats | None = None) -> list[NetworkReading]:
        """Findings for each text, in order; ``budget``: sub-words, padding included, that run at once.

        squeeze: (hidden, size), makes the vector of each word out of the encoder's last hidden state; None
            for no vectors.
        """
        # One by one with one thread: a batch starts threads, which must not be there when workers are forked.
        if self.threads == 1:
            encodings = [self.tokenizer.encode(text, add_special_tokens=False) for text in texts]
        else:
            encodings = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        found: list[_Findings] = [_Findings() for _ in texts]
        work: list[tuple[int, Window]] = []
        encoded_texts = []
        for i, (text, e) in enumerate(zip(texts, encodings, strict=True)):
            encoded = encode(text, e.ids, e.word_ids, e.offsets)
            encoded_texts.append(encoded)
            work += [(i, w) for w in windows(encoded, self.settings.window)]
        for part in _batches(work, WORK.network_decoded):
            read = self._run([w for _, w in part], budget, squeeze)
            for (i, window), (said, named, rows) in zip(part, read, strict=True):
                found[i].said.extend(attributions(window, said, self.calibration))
                found[i].named.extend(named)
                found[i].rows.append((window.begin, rows))
        return [_reading(x, each, squeeze) for x, each in zip(encoded_texts, found, strict=True)]

    def _run(
        self, items: list[Window], budget: int, squeeze: Floats | None
    ) -> Iterator[tuple[list[Candidate], list[Name], Halves]]:
        logits, projected, rows_of = self._encode(items, budget, squeeze)
        tags = _softmax(logits[:, :TAGS])
        edges = np.cumsum([0] + [w.end - w.begin for w in items]).tolist()
        labels = best_paths(_grid(_logarithms(logits[:, TAGS:]), edges), self.name_steps)
        rows = [
            _Row(window=k, at=a, cue=cue)
            for k, (a, b) in enumerate(pairwise(edges))
            for cue in propose(tags[a:b], self.settings.propose)
        ]
        candidates = self._candidates(items, rows, projected)
        for k, (a, b) in enumerate(pairwise(edges)):
            yield candidates[k], names(items[k], labels[k, : b - a]), rows_of[a:b]

    def _encode(
        self, items: list[Window], budget: int, squeeze: Floats | None
    ) -> tuple[Floats, Floats, Halves]:
        """Scores of tags and names, projections for the reader, and vectors, of every word of the windows."""
        batches = []
        rest = list(items)
        while rest:
            take = max(1, budget // (max(w.size for w in rest[: WORK.network_windows]) + 2))
            batches.append(rest[:take])
            del rest[:take]

        asked = ["tags", "projected"] if squeeze is None else ["tags", "projected", "hidden"]

        def run(part: list[Window]) -> tuple[Floats, Floats, Halves]:
            batch = collate(part)
            feed = {k: getattr(batch, k) for k in ("ids", "case", "quote", "place", "mask", "words")}
            tags, projected, *hidden = self.encoder.run(asked, feed)
            rows = tags[:, :0] if squeeze is None else product(hidden[0], squeeze)
            return tags, projected, rows.astype(np.float16)

        parts = self._together(run, batches)
        tags, projected, rows = (np.concatenate(part) for part in zip(*parts, strict=True))
        return tags, projected, rows

    def _together(self, work: Callable[[T], R], parts: Sequence[T]) -> list[R]:
        """Works on all parts, as many at once as there are threads; results in the order of the parts."""
        if self.threads == 1 or len(parts) < 2:
            return [work(part) for part in parts]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(work, parts))

    def _candidates(self, items: list[Window], rows: list[_Row], projected: Floats) -> list[list[Candidate]]:
        out: list[list[Candidate]] = [[] for _ in items]
        if not rows:
            return out
        width = max(items[r.window].end - items[r.window].begin for r in rows)
        scores, kinds = np.zeros((len(rows), width, 5), np.float32), np.zeros((len(rows), 3), np.float32)
        scores[:, :, 0] = 1
        parts = [rows[k : k + WORK.network_cues] for k in range(0, len(rows), WORK.network_cues)]
        answers = self._together(lambda part: self._ask(items, part, projected), parts)
        for k, part, (roles, kind) in zip(
            range(0, len(rows), WORK.network_cues), parts, answers, strict=True
        ):
            kinds[k : k + WORK.network_cues] = _softmax(kind)
            roles = _softmax(roles)
            for i, r in enumerate(part):
                n = items[r.window].end - items[r.window].begin
                scores[k + i, :n] = roles[i, :n]
        paths = best_paths(np.log(np.maximum(scores, 1e-9)), self.role_steps)
        for i, r in enumerate(rows):
            n = items[r.window].end - items[r.window].begin
            none, speech, attitude = kinds[i].tolist()
            out[r.window].append(
                Candidate(
                    cue=r.cue,
                    valid=1 - none,
                    attitude=attitude > speech,
                    path=paths[i, :n],
                    scores=scores[i, :n],
                )
            )
        return out

    def _ask(self, items: list[Window], rows: list[_Row], projected: Floats) -> tuple[Floats, Floats]:
        """What the reader says about the words around some cues, (cue, word, role), and about the cues."""
        sizes = np.array([items[r.window].end - items[r.window].begin for r in rows], np.int64)
        at = np.array([r.at for r in rows], np.int64)
        cues = np.array([r.cue for r in rows], np.int64)
        # Only the words of these windows: the reader parts all that it is given.
        low, high = int(at.min()), int((at + sizes).max())
        words = np.arange(int(sizes.max()))
        mask = words < sizes[:, None]
        paragraphs = np.zeros(mask.shape, np.int64)
        for row, r, n in zip(paragraphs, rows, sizes.tolist(), strict=True):
            w = items[r.window]
            row[:n] = w.source.paragraph[w.begin : w.end]
        first, last = at + cues[:, 0] - low, at + cues[:, 1] - 1 - low
        feed = {
            "projected": projected[low:high],
            "first": first,
            "last": last,
            "context": np.where(mask, words + (at - low)[:, None], 0),
            "bucket": np.where(mask, bucket_rows(cues, paragraphs), 0),
            "mask": mask.astype(np.float32),
        }
        roles, kinds = self.reader.run(None, feed)
        return roles, kinds


def _reading(encoded: Encoded, found: _Findings, squeeze: Floats | None) -> NetworkReading:
    """Adds what the form of a text settles to what the network found."""
    said, named = found.said, found.named
    text, lines = encoded.text, paragraph_spans(encoded.text)
    said = merge(said, signed(text, lines, encoded.states))
    said = sorted(said, key=lambda a: (a.cue, a.content))
    said = extend(text, lines, encoded.states, said)
    vectors = None
    if squeeze is not None:
        rows = np.zeros((encoded.words, squeeze.shape[1]), np.float16)
        for begin, part in found.rows:
            rows[begin : begin + len(part)] = part
        vectors = Vectors(encoded.start.astype(np.int32), encoded.end.astype(np.int32), rows)
    names_found = tuple(sorted(named, key=lambda n: n.start))
    return NetworkReading(attributions=tuple(said), names=names_found, vectors=vectors)


def _batches(work: list[tuple[int, Window]], budget: int) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together, so that little is padded."""
    order = sorted(work, key=lambda item: (item[1].size, item[0], item[1].begin))
    while order:
        take = max(1, budget // (order[-1][1].size + 2))
        yield order[-take:]
        del order[-take:]


def _steps(table: tuple[tuple[float, ...], ...]) -> Floats | None:
    return np.asarray(table, np.float32) if table else None


def _grid(words: Floats, edges: Sequence[int]) -> Floats:
    """The words of each window as a row, (window, word, feature); zeros fill short rows."""
    width = max((b - a for a, b in pairwise(edges)), default=0)
    out = np.zeros((len(edges) - 1, width, words.shape[1]), np.float32)
    for row, (a, b) in zip(out, pairwise(edges), strict=True):
        row[: b - a] = words[a:b]
    return out


def _logarithms(x: Floats) -> Floats:
    """Log-probabilities of scores."""
    shifted = x - x.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = e / e.sum(-1, keepdims=True)
    return out


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
