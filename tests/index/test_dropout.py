"""Dropout with masks that are cut from one."""

from __future__ import annotations

import pytest
import torch

from index.training.dropout import share_masks


@pytest.fixture
def layers() -> torch.nn.Sequential:
    """A layer that drops a quarter, one that drops nothing, and one of each inside another."""
    torch.manual_seed(1)
    inner = torch.nn.Sequential(torch.nn.Dropout(0.25), torch.nn.Dropout(0.0))
    found = torch.nn.Sequential(torch.nn.Dropout(0.25), torch.nn.Dropout(0.0), inner)
    share_masks(found, "cpu")
    return found


def test_it_drops_its_share_and_makes_up_for_it(layers: torch.nn.Sequential) -> None:
    """A quarter of a layer's ones become 0, the others 1⅓, and the mean stays."""
    out = layers[0].train()(torch.ones(400, 500))
    assert out.unique().tolist() == [0.0, pytest.approx(4 / 3, rel=0.005)]
    assert (out == 0).float().mean() == pytest.approx(0.25, abs=0.01)


def test_every_call_drops_others(layers: torch.nn.Sequential) -> None:
    """Two layers, and two calls of one, agree on what to drop no more often than by chance."""
    ones = torch.ones(400, 500)
    first, again, inner = layers[0](ones), layers[0](ones), layers[2][0](ones)
    for other in (again, inner):
        assert ((first == 0) & (other == 0)).float().mean() == pytest.approx(0.0625, abs=0.01)


def test_a_model_that_is_evaluated_drops_nothing(layers: torch.nn.Sequential) -> None:
    """Its output is its input."""
    ones = torch.ones(4, 5)
    assert torch.equal(layers.eval()(ones), ones)
