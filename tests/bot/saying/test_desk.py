"""What the desk shows: within Discord's limits, whatever is on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.memory.curated import Golden
from bot.memory.reviewed import Day, Group, Reviewed
from bot.saying import desk
from bot.saying.desk_forms import fact_form, form_sent, golden_form
from bot.saying.reasons import REASONS, ask_reason
from index import Fact

from ..articles import hostile
from ..openapi import load

if TYPE_CHECKING:
    from discord.ui import LayoutView, Modal

KEY = "0123456789abcdef"
DAYS = [Day(20_000 + n, n % 3, n % 2, n % 5) for n in range(30)]

questions = st.builds(
    lambda words, n, answered, votes: Reviewed(
        f"{n:016x}", (words * 40)[:500] or "?", n, answered, False, votes, Counter(dict.fromkeys(REASONS, 9))
    ),
    hostile, st.integers(0, 10**10), st.booleans(), st.tuples(st.integers(0, 999), st.integers(0, 999)),
)  # fmt: skip
groups = st.lists(questions, min_size=1, max_size=12).map(lambda found: Group(tuple(found)))


WORST = [
    Group(tuple(Reviewed(f"{n:016x}", "*" * (500 - k), 10**10, False, False) for k in range(9)))
    for n in range(9)
]
"""Each of their characters has to be escaped."""


def fits(layout: LayoutView) -> None:
    """Within Discord's own limits, by its own description."""
    body = {"components": layout.to_components(), "flags": 1 << 15}
    assert load().problems("POST", "/channels/1/messages", body) == []


def asks_well(form: Modal) -> None:
    """The same of a form."""
    body = {"type": 9, "data": form.to_dict()}
    assert load().problems("POST", "/interactions/1/token/callback", body) == []


def texts(layout: LayoutView) -> str:
    return "\n".join(part.content for part in layout.walk_children() if hasattr(part, "content"))


@settings(deadline=None, max_examples=30)
@example(WORST, False)
@given(st.lists(groups, max_size=12, unique_by=lambda group: group.key), st.booleans())
def test_any_desk_fits(found: list[Group], picture: bool) -> None:
    """On every page, with the longest words, and each group by itself."""
    for page in range(desk.last_page(found) + 1):
        fits(desk.listed(found, DAYS, page, keep_days=30.0, picture=picture))
    for group in found:
        fits(desk.opened(group, 3, group.words * 9))
        asks_well(golden_form(group.key, group.words))


@settings(deadline=None, max_examples=30)
@example("*", "*")
@given(hostile, hostile)
def test_whatever_is_written_down_fits(words: str, more: str) -> None:
    """Facts and golden questions of the greatest length, a full page of them, and the rankings."""
    label, (answer, quote) = (words * 100)[:100] or "?", [(more * 1000)[:n] or "?" for n in (300, 1000)]
    facts = [Fact(f"{n:016x}", label, answer, quote, "harbor") for n in range(12)]
    known = [Golden(f"{n:016x}", quote[:500], quote[:300] if n < 9 else None) for n in range(12)]
    for page in range(3):
        fits(desk.facts(facts, page))
        fits(desk.golden(known, page, 10**19))
    fits(desk.most([(quote, 10**6)] * 10, [(label * 3, 10**6)] * 10))
    asks_well(fact_form(KEY, quote))


def test_an_empty_desk() -> None:
    """Says that there is nothing to do, and has no picture of nothing."""
    empty = desk.listed([], [Day(n) for n in range(30)], 0, keep_days=7.0, picture=True)
    assert "attachment://" not in str(empty.to_components())
    assert texts(empty) == (
        f"**Desk** · the last 30 days\n0 asked · 0 refused · 0 voted 👎\n{desk.NOTHING}\n"
        "-# Words older than 7 days are erased; counts stay. Private questions are counted, never shown."
    )
    for layout in (empty, desk.facts([], 0), desk.golden([], 0, 7), desk.most([], [])):
        fits(layout)


def test_the_days_in_words() -> None:
    """Where there is no picture: the last on which something was asked, newest first."""
    told = desk.in_words([Day(0, 1), Day(1), Day(2, 1, 2, 1), Day(3)])
    assert told.split("\n") == [
        "-# 3 January: 3 asked · 2 refused · 1 voted 👎",
        "-# 1 January: 1 asked · 0 refused · 0 voted 👎",
    ]


def test_a_row() -> None:
    """The wording asked most, what became of it, and why it was disliked."""
    found = Group((
        Reviewed("a", "who is it?", 9.0, True, False, (0, 3), Counter(person=2, absent=1)),
        Reviewed("b", "Who *is* it?", 8.0, False, False), Reviewed("c", "Who *is* it?", 7.0, False, False),
    ))  # fmt: skip
    text = texts(desk.listed([found], DAYS, 0, keep_days=30.0, picture=True))
    assert "**Who \\*is\\* it?**\n-# asked 3× · refused 2× · " in text
    assert "👎 3 (wrong person 2, not in the articles 1) · last <t:9:R>" in text
    assert texts(desk.opened(found, 0, "")).endswith("2× Who \\*is\\* it?\n1× who is it?")
    assert texts(desk.opened(found, 0, "She\n*is*.")).endswith("1× who is it?\n> She \\*is\\*.")


def test_a_form_says_what_it_is_about() -> None:
    """What was filled in comes back by its id alone; any other form is somebody else's."""
    form = golden_form(KEY, "Who?").to_dict()
    sent: dict[str, Any] = {"custom_id": form["custom_id"], "components": []}
    for label in form["components"]:
        inner = label["component"]
        sent["components"].append(
            {"component": {"custom_id": inner["custom_id"], "value": inner.get("value", "")}}
        )
    assert form_sent(sent) == ("golden", KEY, {"question": "Who?", "quote": ""})
    for other in ("desk:form:other:" + KEY, "desk:form:fact:" + "G" * 16, "rap:vote", None):
        assert form_sent({"custom_id": other}) is None


@pytest.mark.parametrize("quote", ["", "x" * 1001])
def test_a_quote_that_cannot_be_offered_is_left_out(quote: str) -> None:
    """There is none, or it is longer than the field takes."""
    assert "value" not in fact_form(KEY, quote).to_dict()["components"][2]["component"]


def test_the_reasons_fit() -> None:
    """A row of buttons, whose ids name the answer and the reason."""
    fits(ask_reason(KEY))
    ids = [item.custom_id for item in ask_reason(KEY).walk_children() if hasattr(item, "custom_id")]
    assert ids == [f"rap:reason:{KEY}:{name}" for name in REASONS]
