"""How a server's settings are shown."""

from __future__ import annotations

import pytest

from bot.saying.server_settings import MOST_SHOWN, Shown, listed, where, who

ONE, TWO = "<#100000000000000001>", "<#100000000000000002>"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Shown(()), "none"),
        (Shown((ONE,)), ONE),
        (Shown((ONE, TWO)), f"{ONE}, {TWO}"),
        (Shown((ONE,) * 4), f"4 channels\n> {ONE} {ONE} {ONE} {ONE}"),
        (Shown((ONE,), 1), f"{ONE}\n-# 1 on the list is gone"),
        (Shown((), 2), "none\n-# 2 on the list are gone"),
    ],
)
def test_a_list(shown: Shown, text: str) -> None:
    """A few stand in the line, many below it where they wrap; what is gone is counted."""
    assert listed(shown, "channel") == text


def test_a_very_long_list() -> None:
    """Its first are shown and the rest counted, so that four of them fit in a message."""
    text = listed(Shown((ONE,) * 100, 3), "channel")
    assert text.startswith("100 channels\n> ")
    assert (text.count(ONE), f" and {100 - MOST_SHOWN} more\n-# 3" in text) == (MOST_SHOWN, True)
    assert 4 * len(text) < 3200


@pytest.mark.parametrize(
    ("mode", "places", "text"),
    [
        ("all", Shown(()), "everywhere"),
        ("only", Shown((ONE,)), f"only in {ONE}"),
        ("only", Shown(()), "nowhere"),
        ("only", Shown((), 1), "nowhere\n-# 1 on the list is gone"),
        ("not", Shown((ONE,)), f"not in {ONE}"),
        ("not", Shown((), 1), "everywhere\n-# 1 on the list is gone"),
    ],
)
def test_where_it_speaks(mode: str, places: Shown, text: str) -> None:
    """The list of each mode in words, an empty one too."""
    assert where(mode, places) == text


def test_who_may_ask() -> None:
    """Everybody where no role was named; nobody where all that were are gone."""
    assert [who(Shown(())), who(Shown(("<@&1>",)))] == ["everybody", "<@&1>"]
    assert who(Shown((), 1)).startswith("nobody\n")
