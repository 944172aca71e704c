"""The loss of whole label sequences: a linear-chain conditional random field over the scores of words."""

from __future__ import annotations

import torch
from torch import Tensor


def path_loss(scores: Tensor, steps: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Negative log-likelihood of each row's labels, (rows,), after Lafferty, McCallum and Pereira (2001).

    scores: (rows, words, labels) of single words; steps: (from, to) of neighbours; labels and mask, true
    where a word counts: (rows, words). Words that count stand first in each row, and each row has one.
    """
    kept = mask.to(scores.dtype)
    labels = labels.where(mask, labels.new_zeros(()))
    single = scores.gather(2, labels[:, :, None])[:, :, 0]
    gold = (single * kept).sum(1) + (steps[labels[:, :-1], labels[:, 1:]] * kept[:, 1:]).sum(1)
    reached = scores[:, 0]
    # The largest score is taken out before and put back after: exp of the steps is then one small matrix.
    grown = steps.exp()
    for t, word in enumerate(scores.unbind(1)[1:], 1):
        top = reached.detach().amax(1, keepdim=True)
        new = ((reached - top).exp() @ grown).clamp_min(1e-30).log() + top + word
        reached = torch.where(mask[:, t, None], new, reached)
    return reached.logsumexp(1) - gold
