"""What the fixed 8-bit format needs to know: the range of every matrix's input, seen on training windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.batches import Item, collate
from training.network import Network

SHARE = 0.999995  # of all values that the 8-bit range covers; the rest is clipped
STEPS = 255


@dataclass(frozen=True, slots=True)
class Range:
    """Inputs are divided by ``smooth`` (one a feature) and ``scale``, rounded, and moved by ``zero``."""

    smooth: np.ndarray
    scale: float
    zero: int


def ranges(net: Network, items: list[Item], unsmoothed: str = "down") -> dict[str, Range]:
    """The range for each matrix of the encoder, by its name.

    Features with large values are divided by more and their weights multiplied by as much, so that one scale
    serves all; not for names with ``unsmoothed`` in them, where the extra step costs more than it gains.
    """
    seen: dict[str, list[Tensor]] = {}
    hooks = []
    matrices = {n: m for n, m in net.encoder.named_modules() if isinstance(m, nn.Linear)}
    for name, module in matrices.items():

        def keep(_: nn.Module, inputs: tuple[Tensor, ...], name: str = name) -> None:
            seen.setdefault(name, []).append(inputs[0].reshape(-1, inputs[0].shape[-1]))

        hooks.append(module.register_forward_pre_hook(keep))
    net.eval()
    with torch.no_grad():
        for k in range(0, len(items), 8):
            b = collate([w for _, w in items[k : k + 8]])
            b.mask[:] = 1 if len(b.mask) == 1 else b.mask
            net.encoder(*(torch.from_numpy(x) for x in (b.ids, b.case, b.quote, b.place, b.mask, b.words)))
    for hook in hooks:
        hook.remove()
    return {
        n: _range(torch.cat(seen[n]), m.weight.detach(), unsmoothed not in n) for n, m in matrices.items()
    }


def _range(x: Tensor, weight: Tensor, smooth: bool) -> Range:
    factor = torch.ones(x.shape[1])
    if smooth:
        factor = (x.abs().amax(0).clamp(min=1e-3) / weight.abs().amax(0).clamp(min=1e-5)).sqrt()
        factor = factor / factor.median()
    flat = (x / factor).flatten().numpy()
    cut = (1 - SHARE) / 2
    k = min(max(int(cut * flat.size), 1), flat.size - 1)
    low = min(float(np.partition(flat, k)[k]), 0.0)
    high = max(float(np.partition(flat, flat.size - 1 - k)[flat.size - 1 - k]), 0.0)
    scale = max((high - low) / STEPS, 1e-9)
    return Range(smooth=factor.numpy(), scale=scale, zero=int(np.clip(round(-low / scale), 0, STEPS)))
