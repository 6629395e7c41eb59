"""Replies as Discord gets them: within its limits, each button with an id of its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.saying import buttons, views
from bot.saying.render import heading_of, listing, render
from bot.saying.reply import Page, Reply, Response
from index import Abstention, Answer, Receipt

from ..articles import BRIDGE, FARE, HARBOR, citations, cited, hostile
from ..openapi import load

if TYPE_CHECKING:
    from index import Citation

KEY = "0123456789abcdef"
V2 = 1 << 15
ROW, TEXT, CONTAINER = 1, 10, 17
RECEIPT = Receipt("q", "q", 0.5, 0.3, (), "v", 1.0)


def body(layout: Any) -> dict[str, Any]:
    return {"components": layout.to_components(), "flags": V2}


def ids(layout: Any) -> list[str]:
    return [item.custom_id for item in layout.walk_children() if isinstance(item, buttons.Button)]


def fits(layout: Any) -> None:
    """Within Discord's own limits, by its own description."""
    assert len(ids(layout)) == len(set(ids(layout)))
    assert load().problems("POST", "/channels/1/messages", body(layout)) == []


@settings(deadline=None)
@given(
    citations(), hostile, st.lists(st.text(min_size=1, max_size=300), max_size=3, unique=True), st.booleans()
)
def test_any_reply_fits(
    quotes: tuple[Citation, ...], question: str, suggestions: list[str], private: bool
) -> None:
    """Whatever is asked, quoted and offered, on every page."""
    heading = heading_of(question * 20, question, shown=True)
    refusal = Abstention(question * 9, RECEIPT, tuple(suggestions), quotes)
    related = tuple(suggestions[:2])
    for outcome in (Answer("", quotes, RECEIPT, suggestions=related), refusal, replace(refusal, nearest=())):
        said = render(outcome, heading)
        for page in range(len(said.pages)):
            fits(views.view(Response(said, KEY), page=page, counts=(12, 3), private=private))


@settings(deadline=None, max_examples=25)
@given(citations(most=2))
def test_any_listing_fits(quotes: tuple[Citation, ...]) -> None:
    """Of many quotes, on every page of its passages too."""
    said = listing("**Timeline**", quotes * 12)
    for page in {0, len(said.pages) // 2, len(said.pages) - 1}:
        fits(views.view(Response(said, KEY), page=page))
        fits(views.passages(said, KEY, page))


def test_nothing_in_a_message_steers() -> None:
    """Controls and bidi overrides of a name, a quote or an offered question are not sent."""
    steering = "a\x1b[31m\x00\x9bb\u202ec\u2066d"
    said = Reply((Page(steering, steering),), steering, suggestions=(steering,))
    for layout in (views.view(Response(said, KEY)), views.plain(said), views.passages(said, KEY)):
        sent = json.dumps(layout.to_components(), ensure_ascii=False)
        assert "a[31mbcd" in sent
        assert not re.search(
            r"\\u00|["
            "\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]",
            sent,
        )


def test_the_buttons_of_a_reply() -> None:
    """What isn't remembered has none but the questions; what is private can't be deleted by a button."""
    said = Reply((Page("x"),), suggestions=("why?",))
    ask = f"rap:ask::{buttons.digest('why?')}"
    assert ids(views.view(Response(said))) == [ask]
    votes = [f"rap:vote:{KEY}:for", f"rap:vote:{KEY}:against"]
    assert ids(views.view(Response(said, KEY), private=True)) == [*votes, ask]
    assert ids(views.view(Response(said, KEY))) == [*votes, f"rap:delete:{KEY}:", ask]


@pytest.mark.parametrize("more", [{"answered": False}, {"listed": True}])
def test_only_an_answer_is_voted_on(more: dict[str, bool]) -> None:
    """Not a refusal or a notice, nor a list."""
    said = Reply((Page("x"),), **more)
    assert ids(views.view(Response(said, KEY))) == [f"rap:delete:{KEY}:"]


def test_questions_stand_apart_from_tools() -> None:
    """Below the container, which holds the text and what can be done with it, each in a row of its own."""
    said = Reply((Page("x"),), suggestions=("why?", "who?"))
    first, *rest = views.view(Response(said, KEY)).to_components()
    assert [part["type"] for part in first["components"]] == [TEXT, ROW]
    assert (first["type"], [part["type"] for part in rest]) == (CONTAINER, [TEXT, ROW, ROW])
    assert rest[0]["content"] == views.SUGGESTED


def rows(*quotes: Citation) -> list[list[str]]:
    """The labels of each row of buttons of an answer that is remembered."""
    (container,) = views.view(Response(render(Answer("", quotes, RECEIPT)), KEY)).to_components()
    return [
        [button.get("label") or button["emoji"]["name"] for button in part["components"]]
        for part in container["components"]
        if part["type"] == ROW
    ]


def test_where_the_sources_stand() -> None:
    """One beside the other buttons; two, which would be six with them, in a row of their own."""
    one, other = cited(HARBOR, FARE), cited(replace(BRIDGE, url="https://b.example/"), BRIDGE.text, 2)
    tools = ["👍", "👎", "Delete"]
    assert rows(cited(replace(HARBOR, url=None), FARE)) == [["Show passage", *tools]]
    assert rows(one) == [["Show passage", "Source", *tools]]
    assert rows(one, other) == [["Source [1]", "Source [2]"], ["Show passage", *tools]]


def test_a_source_needs_no_memory() -> None:
    """Its link is in the button."""
    (container,) = views.view(Response(render(Answer("", (cited(HARBOR, FARE),), RECEIPT)))).to_components()
    assert [b["url"] for b in container["components"][-1]["components"]] == [HARBOR.url]


@pytest.mark.parametrize(("page", "last", "targets"), [(0, 2, [0, 1]), (1, 2, [0, 2]), (2, 2, [1, 2])])
def test_turning_pages(page: int, last: int, targets: list[int]) -> None:
    """Back and forth by one, and at the ends no further."""
    back, place, forth = buttons.turn("page", KEY, page, last)
    assert [buttons.page_of(button.extra) for button in (back, forth)] == targets
    assert place.item.label == f"{page + 1} / 3"
    assert (back.item.disabled, place.item.disabled, forth.item.disabled) == (page == 0, True, page == last)
