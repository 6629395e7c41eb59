"""By or to a number, to or from a place: the small words stay those of the quotes."""

from __future__ import annotations

import pytest

from .test_borne import kept


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The toll fell to 10 percent.", "The toll fell by 10 percent."),
        ("The toll fell to 57 percent.", "The toll fell from 57 to 47 percent."),
        ("The ships came from Brava.", "The ships came to Brava."),
        ("Lima or Costa signed.", "Lima and Costa signed."),
        ("The ferry sails over the bridge.", "The ferry sails under the bridge."),
    ],
)
def test_another_small_word(sentence: str, quote: str) -> None:
    """Another one in its place makes a sentence that the quote doesn't bear."""
    assert not kept(sentence, quote)
    assert kept(quote, quote)


def test_a_small_word_that_is_new() -> None:
    """It may stand where the quote has none, and be left out."""
    assert kept("The mayor spoke to Costa.", "The mayor spoke Costa.")
    assert kept("The toll fell 10 percent.", "The toll fell by 10 percent.")
