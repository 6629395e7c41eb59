"""MPNet with two heads, one that judges and one that points, in plain torch: what is trained and exported.

The transformer is that of all-mpnet-base-v2 (Song et al. 2020, "MPNet: Masked and Permuted Pre-training for
Language Understanding"), whose weights it takes; it gives the same vectors to within 3e-6. Its matrices
can be trained as the 4-bit numbers that they are served as: forward they are rounded, backward the rounding
is passed over (Jacob et al. 2018, "Quantization and Training of Neural Networks").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812  (as torch's own documentation calls it)

if TYPE_CHECKING:
    from collections.abc import Mapping

LAYERS, DIMENSION, HEADS, INNER, PLACES, BUCKETS = 12, 768, 12, 3072, 514, 32
PADDING = 1
BLOCK = 64
"""Inputs of a matrix that share a scale."""

LEAST_SCALE = 2.0**-20
"""The scale of a block of zeros."""

Weights = dict[str, torch.Tensor]

_PARTS = {
    "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v",
    "out": "attention.attn.o", "attended": "attention.LayerNorm", "wide": "intermediate.dense",
    "narrow": "output.dense", "read": "output.LayerNorm",
}  # fmt: skip
"""A layer's parts → their names in the weights of transformers."""


def four_bits(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The matrix as whole numbers from -8 to 7 and their scales, float16 exactly.

    Numbers are ``(outputs, inputs / BLOCK, BLOCK)``, scales ``(outputs, inputs / BLOCK, 1)``; of each block
    the number farthest from 0 becomes -8, which is what onnxruntime's own rounding to 4 bits does.
    """
    blocks = matrix.reshape(matrix.shape[0], -1, BLOCK)
    farthest = blocks.gather(-1, blocks.abs().argmax(-1, keepdim=True))
    scales = (farthest / -8).half().float()
    scales = torch.where(scales == 0, torch.full_like(scales, LEAST_SCALE), scales)
    return (blocks / scales).round().clamp(-8, 7), scales


def eight_bits(table: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The words' vectors as whole numbers of 8 bits, their scales, one a block, and what these make."""
    blocks = table.reshape(table.shape[0], -1, BLOCK)
    scales = (blocks.abs().amax(-1, keepdim=True) / 127 + 1e-9).half().float()
    numbers = (blocks / scales.clamp(min=1e-7)).round().clamp(-127, 127)
    return (
        numbers.to(torch.int8).reshape(table.shape),
        scales.squeeze(-1).half(),
        (numbers * scales).reshape(table.shape),
    )


class Matrix(nn.Linear):
    """A linear layer that computes with its 4-bit form once ``rounded`` is set."""

    rounded = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.rounded:
            return F.linear(x, self.weight, self.bias)
        with torch.no_grad():
            numbers, scales = four_bits(self.weight)
            change = (numbers * scales).reshape(self.weight.shape) - self.weight
        return F.linear(x, self.weight + change, self.bias)


class Layer(nn.Module):
    """One layer of the transformer."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (Matrix(DIMENSION, DIMENSION) for _ in range(4))
        self.wide, self.narrow = Matrix(DIMENSION, INNER), Matrix(INNER, DIMENSION)
        self.attended, self.read = (nn.LayerNorm(DIMENSION, eps=1e-5) for _ in range(2))

    def forward(self, x: torch.Tensor, bias: torch.Tensor, dropout: float) -> torch.Tensor:
        batch, length, _ = x.shape
        parts = (self.query(x), self.key(x), self.value(x))
        query, key, value = (part.view(batch, length, HEADS, -1).transpose(1, 2) for part in parts)
        mixed = _attention(query, key, value, bias)
        x = self.attended(x + F.dropout(self.out(mixed), dropout, self.training))
        read: torch.Tensor = self.read(
            x + F.dropout(self.narrow(F.gelu(self.wide(x))), dropout, self.training)
        )
        return read


def _attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, bias: torch.Tensor
) -> torch.Tensor:
    if torch.compiler.is_exporting():  # the fused form can't be exported
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]) + bias, -1)
        mixed: torch.Tensor = (weights @ value).transpose(1, 2).flatten(2)
        return mixed
    mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
    return mixed.transpose(1, 2).flatten(2)


class Network(nn.Module):
    """Vectors of words → the logits that the text answers, and that the answer starts or ends at each token.

    Vectors are ``(n, tokens, DIMENSION)``, the mask ``(n, tokens)`` is true where there is a token; logits
    are ``(n,)``, ``(n, tokens)`` and ``(n, tokens)``.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.places, self.distances = nn.Embedding(PLACES, DIMENSION), nn.Embedding(BUCKETS, HEADS)
        self.embedded = nn.LayerNorm(DIMENSION, eps=1e-5)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dense = Matrix(DIMENSION, DIMENSION)
        self.judge, self.point = nn.Linear(DIMENSION, 1), nn.Linear(DIMENSION, 2)
        self.distances.weight.requires_grad = False  # its gradient would keep attention from its fused form

    def forward(
        self, vectors: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        length = vectors.shape[1]
        places = torch.arange(2, length + 2, device=vectors.device)
        x = self._dropped(self.embedded(vectors + self.places(places)))
        bias = self.distances.weight.detach()[_distances(length).to(vectors.device)].permute(2, 0, 1)
        bias = bias + (~mask)[:, None, None, :].float() * -1e4
        for layer in self.layers:
            x = layer(x, bias, self.dropout)
        judged = self.judge(self._dropped(torch.tanh(self.dense(self._dropped(x[:, :1])))))
        start, end = self.point(x).unbind(-1)
        return judged[:, 0, 0], start, end

    def _dropped(self, x: torch.Tensor) -> torch.Tensor:
        return F.dropout(x, self.dropout, self.training)

    def begin_with(self, base: Mapping[str, torch.Tensor]) -> None:
        """Take the weights of transformers' MPNetModel; the heads' are drawn anew."""
        found = {
            "places.weight": base["embeddings.position_embeddings.weight"],
            "distances.weight": base["encoder.relative_attention_bias.weight"],
            **{f"embedded.{kind}": base[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")},
        }
        for n in range(LAYERS):
            for mine, theirs in _PARTS.items():
                for kind in ("weight", "bias"):
                    found[f"layers.{n}.{mine}.{kind}"] = base[f"encoder.layer.{n}.{theirs}.{kind}"]
        for head in (self.dense, self.judge, self.point):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self.load_state_dict(found, strict=False)


def _distances(length: int) -> torch.Tensor:
    """The bucket of each pair of places, int64 ``(length, length)``; those far apart share some."""
    places = torch.arange(length)
    away = places[:, None] - places[None, :]
    half, near = BUCKETS // 2, BUCKETS // 4
    far = near + (torch.log(away.abs().clamp(min=1) / near) / math.log(128 / near) * (half - near)).long()
    bucket = torch.where(away.abs() < near, away.abs(), far.clamp(max=half - 1))
    return bucket + (away < 0).long() * half
