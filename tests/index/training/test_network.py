"""The network that is trained: its rounded matrices, and what padding does to it."""

from __future__ import annotations

import pytest
import torch

from index.training import network
from index.training.network import BLOCK, Matrix, Network, eight_bits, four_bits


@pytest.fixture
def matrix() -> torch.Tensor:
    """Random numbers with a block of zeros."""
    found = torch.randn(6, 2 * BLOCK, generator=torch.Generator().manual_seed(1))
    found[2, :BLOCK] = 0
    return found


def test_four_bits_of_four_bits_are_the_same(matrix: torch.Tensor) -> None:
    """What was rounded once is on the grid: rounding it again changes nothing."""
    numbers, scales = four_bits(matrix)
    again, scales_again = four_bits((numbers * scales).reshape(matrix.shape))
    assert torch.equal(numbers * scales, again * scales_again)
    assert (int(numbers.min()), int(numbers.max())) == (-8, 7)
    assert torch.equal(scales, scales.half().float())


def test_four_bits_are_half_a_step_off_at_most(matrix: torch.Tensor) -> None:
    """Numbers are off by half a scale, those at the far end by one, and zeros stay zeros."""
    numbers, scales = four_bits(matrix)
    off = (numbers * scales - matrix.reshape(numbers.shape)).abs() / scales.abs()
    assert float(off[numbers < 7].max()) <= 0.51
    assert float(off.max()) <= 1.01
    assert float(numbers[2, 0].abs().max()) == 0


def test_eight_bits_make_what_they_say(matrix: torch.Tensor) -> None:
    """Numbers times scales are the third result, half a scale from the table at most."""
    numbers, scales, made = eight_bits(matrix)
    spread = scales.float().repeat_interleave(BLOCK, dim=1)
    assert (numbers.dtype, scales.dtype, scales.shape) == (torch.int8, torch.float16, (6, 2))
    assert torch.equal(numbers.float() * spread, made)
    assert int(numbers.abs().max()) == 127
    assert bool(((made - matrix).abs() <= spread * 0.51).all())


def test_a_matrix_computes_with_its_rounded_form(
    matrix: torch.Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once rounding is set the weights are those of the grid, and the gradient passes over the rounding."""
    layer = Matrix(2 * BLOCK, 6)
    layer.weight.data, layer.bias.data = matrix.clone(), torch.zeros(6)
    x = torch.ones(1, 2 * BLOCK)
    assert torch.allclose(layer(x), matrix.sum(1), atol=1e-4)
    monkeypatch.setattr(Matrix, "rounded", True)
    numbers, scales = four_bits(matrix)
    assert torch.allclose(layer(x), (numbers * scales).sum((1, 2)), atol=1e-4)
    layer(x).sum().backward()
    assert torch.equal(layer.weight.grad, torch.ones_like(matrix))


def test_padding_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text gives the same logits alone and beside a longer one."""
    monkeypatch.setattr(network, "LAYERS", 1)
    torch.manual_seed(1)
    net, vectors = Network().eval(), torch.randn(1, 12, network.DIMENSION)
    mask = torch.arange(12)[None] < 7
    with torch.no_grad():
        alone = net(vectors[:, :7], mask[:, :7])
        padded = net(vectors, mask)
    assert torch.allclose(alone[0], padded[0], atol=1e-5)
    assert torch.allclose(alone[1], padded[1][:, :7], atol=1e-5)
