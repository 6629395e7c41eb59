"""What quotes say may be, is planned, or depends on something, is not told as so."""

from __future__ import annotations

import pytest

from .test_borne import kept


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("A deal was signed on Monday.", "A deal could be signed on Monday."),
        ("The mayor sold the bridge.", "The mayor may sell the bridge."),
        ("The city is selling the bridge.", "The city is considering selling the bridge."),
        ("The mayor sells the bridge.", "The mayor plans to sell the bridge."),
        ("The mayor met Costa.", "The mayor avoided meeting Costa."),
        ("40 ships left.", "More than 40 ships left."),
        ("Lima will open the bridge.", "Lima will open the bridge if Costa pays."),
        ("Brava opened its harbor.", "Every town except Brava opened its harbor."),
        ("The mayor will sell the bridge.", "Will the mayor sell the bridge?"),
    ],
)
def test_hedges_and_conditions(sentence: str, quote: str) -> None:
    """What may be, is planned, depends on something or is asked is not told as so."""
    assert not kept(sentence, quote)


def test_a_hedge_that_is_told() -> None:
    """It may be another one; what is left out may have been hedged."""
    assert kept("The mayor may sell the bridge.", "The mayor may sell the bridge.")
    assert kept("The mayor plans to sell the bridge.", "The mayor plans to sell the bridge.")
    assert kept("The mayor met Costa.", "The mayor met Costa and may sell the bridge.")
