"""Tokens a day, by a clock of their own."""

from __future__ import annotations

import re

import pytest

from index.errors import LanguageModelError
from index.llm.allowance import DAY, Allowance

NOON = 20_000.5 * DAY


def test_a_day_has_an_end() -> None:
    """What one server takes is missing for all; what goes beyond is refused, and takes nothing."""
    allowance = Allowance(100, 100, lambda: NOON)
    allowance.take("a", 60)
    with pytest.raises(
        LanguageModelError, match=re.escape("spent the day's tokens: see RAPPORTEUR_LLM_DAY_TOKENS")
    ):
        allowance.take("b", 41)
    allowance.take("b", 40)


def test_a_server_has_its_own() -> None:
    """One that has spent its tokens leaves those of others alone."""
    allowance = Allowance(1000, 100, lambda: NOON)
    allowance.take("a", 100)
    with pytest.raises(LanguageModelError, match="RAPPORTEUR_LLM_SERVER_DAY_TOKENS") as refused:
        allowance.take("a", 1)
    assert refused.value.kind == "spent"
    allowance.take("b", 100)


def test_what_was_not_used_is_given_back() -> None:
    """An estimate counts until the reply says what it took, be that less or more."""
    allowance = Allowance(100, 100, lambda: NOON)
    allowance.take("a", 90)
    allowance.settle("a", 90, 20)
    allowance.take("a", 80)
    allowance.settle("a", 80, 120)
    with pytest.raises(LanguageModelError):
        allowance.take("b", 1)


def test_a_new_day() -> None:
    """At midnight UTC all have theirs again."""
    now = [NOON]
    allowance = Allowance(100, 100, lambda: now[0])
    allowance.take("a", 100)
    now[0] = 20_001 * DAY - 1
    with pytest.raises(LanguageModelError):
        allowance.take("a", 1)
    now[0] += 1
    allowance.take("a", 100)
