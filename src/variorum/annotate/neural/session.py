"""The network at work: texts in, findings out, through onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from variorum.annotate.neural.batches import Batch, collate
from variorum.annotate.neural.decode import Calibration, Candidate, attributions, best_paths, names
from variorum.annotate.neural.features import Window, encode, paragraph_spans, windows
from variorum.annotate.neural.proposals import buckets, propose
from variorum.annotate.neural.results import Attribution, Name, Reading
from variorum.annotate.neural.signatures import merge, signed

__all__ = ["Model", "Settings"]

Floats = npt.NDArray[np.float32]
TAGS = 7  # labels of the first head; the rest are names


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to the weights, from ``model.json`` beside them.

    window: sub-words a window holds at most.
    propose: probability from which a word may begin a cue; generous, as the reader decides.
    accept: probability from which a candidate cue is taken.
    weights: of the logistic function behind the confidence.
    """

    window: int = 190
    propose: float = 0.1
    accept: float = 0.5
    weights: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)


class Model:
    """Weights in memory. Loading takes a fraction of a second; use one for all texts.

    folder: where ``encoder.onnx``, ``reader.onnx``, ``tokenizer.json`` and ``model.json`` lie.
    threads: how many the encoder may use; None for all cores that the process may use.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        # Heavy packages are imported late: whoever only wants rules does not pay for them.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or _cores()
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
        self.calibration = Calibration(accept=self.settings.accept, weights=self.settings.weights)

    def read(self, texts: Sequence[str], budget: int) -> list[Reading]:
        """Findings for each text, in order; ``budget``: sub-words, padding included, that run at once."""
        encodings = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        found: list[tuple[list[Attribution], list[Name]]] = [([], []) for _ in texts]
        work: list[tuple[int, Window]] = []
        certain: list[list[Attribution]] = []
        for i, (text, e) in enumerate(zip(texts, encodings, strict=True)):
            encoded = encode(text, e.ids, e.word_ids, e.offsets)
            certain.append(signed(text, paragraph_spans(text), encoded.states))
            work += [(i, w) for w in windows(encoded, self.settings.window)]
        for part in _batches(work, budget):
            for (i, window), (said, named) in zip(part, self._run([w for _, w in part]), strict=True):
                found[i][0].extend(attributions(window, said, self.calibration))
                found[i][1].extend(named)
        return [
            Reading(
                attributions=tuple(sorted(merge(said, sure), key=lambda a: (a.cue, a.content))),
                names=tuple(sorted(named, key=lambda n: n.start)),
            )
            for (said, named), sure in zip(found, certain, strict=True)
        ]  # fmt: skip

    def _run(self, items: list[Window]) -> Iterator[tuple[list[Candidate], list[Name]]]:
        logits, projected = self.encode(collate(items))
        tags = _softmax(logits[:, :TAGS])
        labels = logits[:, TAGS:].argmax(1)
        edges = np.cumsum([0] + [w.end - w.begin for w in items]).tolist()
        proposed = [propose(tags[a:b], self.settings.propose) for a, b in zip(edges, edges[1:], strict=False)]
        candidates = self._candidates(items, edges, proposed, projected)
        for window, a, b, said in zip(items, edges, edges[1:], candidates, strict=False):
            yield said, names(window, labels[a:b])

    def encode(self, batch: Batch) -> tuple[Floats, Floats]:
        """Scores of tags and names, and projections for the reader, of every word of a batch."""
        feed = {k: getattr(batch, k) for k in ("ids", "case", "quote", "place", "mask", "words")}
        logits, projected = self.encoder.run(None, feed)
        return logits, projected

    def _candidates(
        self, items: list[Window], edges: list[int], proposed: list[list[tuple[int, int]]], projected: Floats
    ) -> list[list[Candidate]]:
        rows = [(k, cue) for k, cues in enumerate(proposed) for cue in cues]
        out: list[list[Candidate]] = [[] for _ in items]
        if not rows:
            return out
        width = max(w.end - w.begin for w in items)
        context, bucket = np.zeros((len(rows), width), np.int64), np.zeros((len(rows), width), np.int64)
        mask = np.zeros((len(rows), width), np.float32)
        for row, (k, cue) in enumerate(rows):
            w, n = items[k], items[k].end - items[k].begin
            context[row, :n] = np.arange(edges[k], edges[k] + n)
            bucket[row, :n] = buckets(cue, w.source.paragraph[w.begin : w.end])
            mask[row, :n] = 1
        first = np.array([edges[k] + a for k, (a, _) in rows], np.int64)
        last = np.array([edges[k] + b - 1 for k, (_, b) in rows], np.int64)
        feed = {"projected": projected, "first": first, "last": last, "context": context, "bucket": bucket}
        roles, kinds = self.reader.run(None, {**feed, "mask": mask})
        scores, kind = _softmax(roles), _softmax(kinds)
        scores[mask == 0] = (1, 0, 0, 0, 0)
        paths = best_paths(np.log(np.maximum(scores, 1e-9)))
        for row, (k, cue) in enumerate(rows):
            n = items[k].end - items[k].begin
            none, speech, attitude = kind[row].tolist()
            out[k].append(
                Candidate(
                    cue=cue, valid=1 - none, attitude=attitude > speech,
                    path=paths[row, :n], scores=scores[row, :n],
                )
            )  # fmt: skip
        return out


def _batches(work: list[tuple[int, Window]], budget: int) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together, so that little is padded."""
    order = sorted(work, key=lambda item: (item[1].size, item[0], item[1].begin))
    while order:
        take = max(1, budget // (order[-1][1].size + 2))
        yield order[-take:]
        del order[-take:]


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = e / e.sum(-1, keepdims=True)
    return out


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
