"""Dropout that is cheap without a GPU.

Drawing a mask for each call took a third of a training step on two cores of an Intel Xeon (1.09 s for 32
examples of 128 tokens, .76 s with the masks below, .67 s without dropout).
"""

from __future__ import annotations

import torch

POOL = 2**24
"""Entries of the mask that all others are cut from: eight times what a layer takes for the largest batch."""


class Dropout(torch.nn.Module):
    """Dropout whose masks are cut from ``pool``, one large mask, each at a place drawn anew."""

    def __init__(self, pool: torch.Tensor) -> None:
        super().__init__()
        self._pool = pool

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        start = int(torch.randint(len(self._pool) - x.numel() + 1, ()))
        return x * self._pool[start : start + x.numel()].view_as(x)


def share_masks(model: torch.nn.Module, device: str) -> None:
    """Put ``Dropout`` in the place of torch's own; layers that drop the same share have one pool."""
    pools: dict[float, torch.Tensor] = {}
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Dropout) and child.p > 0:
                if child.p not in pools:
                    pools[child.p] = _pool(child.p, device)
                setattr(module, name, Dropout(pools[child.p]))


def _pool(share: float, device: str) -> torch.Tensor:
    kept = torch.rand(POOL, device=device) >= share
    return kept.to(torch.bfloat16) / (1 - share)
