"""The buttons: what each looks like, and that its id says all that a press needs, within Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.saying import buttons
from bot.saying.buttons import AGAINST, FOR, LONGEST_LABEL, Button

from ..articles import BRIDGE, FARE, HARBOR, OPENS, cited

if TYPE_CHECKING:
    from index import Citation

KEY, OTHER = "0123456789abcdef", "f" * 16
LONGEST_ID = 100


def parts(button: Button) -> tuple[str, str, str]:
    return button.what, button.key, button.extra


def shape(button: Button) -> dict[str, Any]:
    """What Discord is sent of a button, but for its style."""
    sent = button.to_component_dict()
    return {key: sent[key] for key in ("custom_id", "label", "emoji", "disabled") if sent.get(key)}


def all_kinds() -> list[Button]:
    return [
        buttons.show_passage(KEY), *buttons.votes(KEY), buttons.delete(KEY), buttons.ask("Who?"),
        *buttons.turn("page", KEY, 0, 0), *buttons.turn("leaf", KEY, 998, 999),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        (buttons.show_passage(KEY), {"custom_id": f"rap:passage:{KEY}:", "label": "Show passage"}),
        (buttons.delete(KEY), {"custom_id": f"rap:delete:{KEY}:", "label": "Delete"}),
        (
            buttons.ask("Who?"),
            {
                "custom_id": f"rap:ask::{buttons.digest('Who?')}",
                "label": "Who?",
                "emoji": {"id": None, "name": "💬"},
            },
        ),
    ],
)
def test_what_a_button_says(button: Button, shown: dict[str, Any]) -> None:
    """Its label for people, its id for the bot."""
    assert shape(button) == shown


HERE = "https://a.example/"


def linked(*citations: Citation) -> list[tuple[str | None, str | None]]:
    """What the buttons to sources say, and where they lead."""
    return [(button.label, button.url) for button in buttons.sources(citations)]


@pytest.mark.parametrize(
    ("url", "page", "address"),
    [
        (f"{HERE}#:~:text=a", HERE, f"{HERE}#:~:text=a"),
        ((f"{HERE}#:~:text=").ljust(512, "a"), HERE, (f"{HERE}#:~:text=").ljust(512, "a")),
        ((f"{HERE}#:~:text=").ljust(513, "a"), HERE, HERE),
        (HERE.ljust(600, "a"), HERE.ljust(513, "a"), None),
        ("javascript:alert(1)", "javascript:alert(1)", None),
        (f"{HERE}\x1b[31m", HERE, f"{HERE}[31m"),
        (None, None, None),
    ],
)
def test_a_source_is_linked(url: str | None, page: str | None, address: str | None) -> None:
    """To the quoted words; to the top of the page where that is more than a button takes; or not at all."""
    found = linked(cited(replace(HARBOR, url=page), FARE, url=url))
    assert found == ([("Source", address)] if address else [])


def test_several_sources_are_told_apart() -> None:
    """The first two articles have a button each, to what is quoted of them first."""
    third = replace(BRIDGE, id="third")
    found = linked(
        cited(HARBOR, OPENS, 1, url=f"{HERE}1"),
        cited(HARBOR, FARE, 2, url=f"{HERE}2"),
        cited(BRIDGE, "It reopens in June.", 3, url=f"{HERE}3"),
        cited(third, "It reopens in June.", 4, url=f"{HERE}4"),
    )
    assert found == [("Source [1]", f"{HERE}1"), ("Source [3]", f"{HERE}3")]
    assert linked(cited(BRIDGE, BRIDGE.text, 1), cited(HARBOR, FARE, 2)) == [("Source [2]", HARBOR.url)]


@pytest.mark.parametrize(
    ("counts", "labels"), [((0, 0), [None, None]), ((3, 0), ["3", None]), ((12, 345), ["12", "345"])]
)
def test_votes_have_their_counts(counts: tuple[int, int], labels: list[str | None]) -> None:
    """Beside the thumb where there are any."""
    up, down = buttons.votes(KEY, counts)
    assert [parts(up), parts(down)] == [("vote", KEY, FOR), ("vote", KEY, AGAINST)]
    assert [button.item.label for button in (up, down)] == labels
    assert [str(button.item.emoji) for button in (up, down)] == ["👍", "👎"]


def test_pages_are_turned_between_the_first_and_the_last() -> None:
    """At the ends one way is barred; the number between can't be pressed."""
    assert [shape(button) for button in buttons.turn("page", KEY, 0, 4)] == [
        {"custom_id": f"rap:page:{KEY}:0b", "emoji": {"id": None, "name": "◀️"}, "disabled": True},
        {"custom_id": f"rap:page:{KEY}:0n", "label": "1 / 5", "disabled": True},
        {"custom_id": f"rap:page:{KEY}:1f", "emoji": {"id": None, "name": "▶️"}},
    ]


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(["page", "leaf"]))
def test_the_buttons_of_any_page_lead_to_its_neighbours(page: int, more: int, what: str) -> None:
    """Never beyond the ends, and no two have one id."""
    last = page + more
    turned = buttons.turn(what, KEY, page, last)
    back, here, forth = (buttons.page_of(button.extra) for button in turned)
    assert (back, here, forth) == (max(0, page - 1), page, min(last, page + 1))
    assert len({button.item.custom_id for button in turned}) == 3
    assert [button.item.disabled for button in turned] == [page == 0, True, page == last]


@given(st.text(min_size=1, max_size=1000))
def test_any_question_fits_its_button(question: str) -> None:
    """Shortened in the label; in the id it is 16 digits, however long it is."""
    button = buttons.ask(question)
    assert 1 <= len(button.item.label or "") <= LONGEST_LABEL
    assert len(button.item.custom_id or "") <= LONGEST_ID
    assert re.fullmatch("[0-9a-f]{16}", buttons.digest(question))
    assert button.extra == buttons.digest(question) != buttons.digest(question + "?")


@pytest.mark.parametrize("button", all_kinds(), ids=lambda button: button.item.custom_id)
async def test_a_press_is_understood_after_a_restart(button: Button) -> None:
    """The id alone, which is all that Discord brings back, makes the same button."""
    found = Button.__discord_ui_compiled_template__.fullmatch(button.item.custom_id)
    again = await Button.from_custom_id(None, button.item, found)
    assert parts(again) == parts(button)
    assert len(button.item.custom_id) <= LONGEST_ID


@pytest.mark.parametrize(
    "custom_id", ["", "rap", "rap:vote:xyz:for", f"rap:vote:{KEY}0:for", f"RAP:vote:{KEY}:for"]
)
def test_other_ids_are_not_ours(custom_id: str) -> None:
    """Such a press is left to whoever made the button."""
    assert Button.__discord_ui_compiled_template__.fullmatch(custom_id) is None


@pytest.mark.parametrize("received", [False, True])
def test_counts_are_put_on_a_layout_that_stands(received: bool) -> None:
    """One just made, or one received from Discord, whose buttons are plain; those of another answer stay."""
    made = [*buttons.votes(KEY), *buttons.votes(OTHER, (5, 6)), buttons.delete(KEY)]
    plain = [ui.Button(custom_id=b.item.custom_id, label=b.item.label, emoji=b.item.emoji) for b in made]
    layout = ui.LayoutView(timeout=None)
    layout.add_item(ui.Container(ui.TextDisplay("x"), ui.ActionRow(*(plain if received else made))))
    buttons.show_votes(layout, KEY, (2, 1))
    assert _labels(layout) == ["2", "1", "5", "6", "Delete"]
    buttons.show_votes(layout, KEY, (0, 1))
    assert _labels(layout) == [None, "1", "5", "6", "Delete"]


def _labels(layout: ui.LayoutView) -> list[str | None]:
    (container,) = layout.to_components()
    row = next(
        part for part in container["components"] if part["type"] == discord.ComponentType.action_row.value
    )
    return [button.get("label") for button in row["components"]]
