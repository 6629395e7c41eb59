"""No text costs more than time in proportion to its length."""

from __future__ import annotations

import re
from functools import cache
from time import process_time
from typing import TYPE_CHECKING

import pytest

from .ambiguity import ambiguous
from .collect import computed, held, written
from .functions import READS, Reads
from .pump import pumps

if TYPE_CHECKING:
    from .collect import Found

HOSTILE = (
    ". | !|…|中。|\"|“|a|É|e\u0301|\u0301\u0327|0,|_|[|](|*| |\n|\n\n| \n|(|)|A.|A. |A B |a b |said "
    "|said John |said) |imply |a spokesman for |“A” said B. |A (|also |Friday |today |on 3 May 2025 |John A"
    "|AAA: x\n\n|He said. |A, the leader, |the U.S. |# |- |1. |--- |—|the |of the |thanks you "
    "|“a” — B\n|, |'s "
).split("|")  # fmt: skip
"""Parts of which a text may be made that took too long once, or well could; the patterns' own join them."""

SHORT, SHORTER, TIMES = 1200, 500, 4
"""Code points of a text of such a part, and of a pattern's; how many times longer another text is."""

LONG = 10_000

SLACK = 0.01
"""Seconds: a pause of the interpreter. Quadratic work on some thousand characters takes longer."""


@cache
def patterns() -> list[Found]:
    """All different ones, found once, and not before they are asked for: that takes a second."""
    return [*{(f.pattern.pattern, f.pattern.flags): f for f in [*written(), *held()]}.values()]


def test_patterns_are_found() -> None:
    """The walk finds patterns in tables, mappings and dataclasses, and those written where they are used."""
    where = {found.where for found in patterns()}
    assert {
        "index.answering.small_talk._GREETING",
        "index.answering.record_questions._RECORD_COMPILED[0][1]",
    } < where
    assert {"index.chronology.events.RULES[0].pattern", "bot.hearing.plain_text._LINK"} < where
    assert any(place.startswith("index/attribution/speakers.py:") for place in where)


def test_no_pattern_backtracks() -> None:
    """No regular expression of the project tries a growing number of ways through any text."""
    bad = {found.where: text for found in patterns() if (text := ambiguous(found.pattern)) is not None}
    assert bad == {}


def test_no_pattern_is_made_up() -> None:
    """No function computes a pattern from what it is given, where nobody could judge it beforehand."""
    served = [where for where in computed() if not where.startswith("index/training/")]
    assert [where.partition(":")[0] for where in served] == [
        "index/chronology/phrases.py"
    ]  # at import, from constants


@pytest.mark.parametrize(
    "pattern",
    [r"(a|a)*$", r"(a*)*b", r"\s+$", "a+b", r"(?:[A-Z]\w*\s?)+(?=\s|$)", r"(?:thanks?(?: you)?|you|\s)+",
     r"\d+\d+x", "(?:a+)++b", "(?i:A|a)+$", r"(?:\b\w+\s*)+$", r"\w+(?=foo bar)", r"(?s).*?a.*b", "(?=a*b)",
     "(?>.*?a).*b"],
)  # fmt: skip
def test_backtracking_is_seen(pattern: str) -> None:
    """A pattern that takes quadratic or exponential time is seen to, with a text that shows it."""
    assert ambiguous(re.compile(pattern))


@pytest.mark.parametrize(
    "pattern",
    [r"\w+", r"\b\w+\s", "(?<!a)a++b", r"^\s+x", r"\A(?>.*?a).*b", r"(?<!\s)\s+x", "a{0,40}b",
     r"(?<!\w)(?:\w+\.)+", "x(?=a*b)", r"(?:\w++-?)*", r"(?<!\S)[^\s/]++/\S*"],
)  # fmt: skip
def test_linear_patterns_pass(pattern: str) -> None:
    """A pattern that takes linear time passes, also thanks to an anchor or a possessive repeat."""
    assert ambiguous(re.compile(pattern)) is None


@pytest.mark.parametrize("name", READS)
def test_time_grows_with_the_text(name: str) -> None:
    """What reads a text of others takes, for one four times as long, about four times as long."""
    reads = READS[name]
    parts = [("", part, SHORT) for part in HOSTILE]
    for found in patterns():
        if found.where.rpartition(".")[0] in reads.modules or found.where.startswith(reads.modules):
            parts += [(*pair, SHORTER) for pair in pumps(found.pattern)]
    assert [case for case in dict.fromkeys(parts) if _grows(reads, *case)] == []


@pytest.mark.parametrize(
    ("name", "part"),
    [("terms", "\u0301\u0327"), ("segments", "中。"), ("statements", "a spokesman for "), ("pdf lines", "a")],
)
def test_time_grows_with_long_texts(name: str, part: str) -> None:
    """So it is with texts of tens of thousands of characters, where little things add up."""
    assert not _grows(READS[name], "", part, LONG)


def _grows(reads: Reads, before: str, part: str, length: int) -> bool:
    """Whether it does so even at the best of three tries, for the machine may be busy."""
    short = min(length, reads.longest // TIMES)
    few, many = (before + part * (size // len(part) + 1) for size in (short, TIMES * short))
    for tries in (1, 3):
        most = min(_seconds(reads, many) for _ in range(tries))
        if most <= SLACK or most <= 2 * TIMES * min(_seconds(reads, few) for _ in range(tries)) + SLACK:
            return False
    return True


def _seconds(reads: Reads, text: str) -> float:
    started = process_time()
    reads.run(text)
    return process_time() - started
