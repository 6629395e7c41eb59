"""A reply as Discord shows it: a Components V2 container with its text, its sources and its buttons, and the
questions that it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from index import printable

from . import buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .reply import Page, Reply, Response

ANSWERED, ABSTAINED = 0x3A6EA5, 0x747F8D
"""The colours of a container's edge: blue for words of the articles, grey for the bot's own."""

SUGGESTED = "-# Try asking"
"""What stands over the buttons that ask a question, below the container. Looked at beside a menu in it, which
hides the questions, and buttons in it, which look like tools."""

MOST_BESIDE = 2
"""From so many links on, they don't fit beside the other buttons: a row holds five (Discord's limit)."""


def view(
    response: Response, *, page: int = 0, counts: tuple[int, int] = (0, 0), private: bool = False
) -> ui.LayoutView:
    """One page of a reply; a private one, which its reader can dismiss, has no button to delete it.

    The questions that are offered stand below the container, apart from what can be done with the reply.
    """
    reply, key = response.reply, response.key
    items = [*_text(reply, reply.pages[page])]
    last = len(reply.pages) - 1
    if key and last:
        items.append(ui.ActionRow(*buttons.turn("page", key, page, last)))
    items += _tools(response, counts, private=private)
    layout = contained(items, ANSWERED if reply.answered else ABSTAINED)
    if reply.suggestions:
        layout.add_item(display(SUGGESTED))
    for question in reply.suggestions:
        layout.add_item(ui.ActionRow(buttons.ask(question)))
    return layout


def _tools(response: Response, counts: tuple[int, int], *, private: bool) -> list[ui.ActionRow[Any]]:
    """A row of buttons that do something with a reply; two links to sources have one of their own."""
    reply, key = response.reply, response.key
    links = buttons.sources(reply.citations)
    first = [buttons.show_passage(key)] if key and reply.citations else []
    voted = buttons.votes(key, counts) if key and reply.answered and not reply.listed else []
    last = [buttons.delete(key)] if key and not private else []
    beside = links if len(links) < MOST_BESIDE else []
    rows: list[list[ui.Item[Any]]] = [[*first, *beside, *voted, *last]]
    if not beside:
        rows.insert(0, [*links])
    return [ui.ActionRow(*row) for row in rows if row]


def passages(reply: Reply, key: str, page: int = 0) -> ui.LayoutView:
    """A page of an answer's passages, with buttons to turn it."""
    items = [*_text(reply, reply.pages[page])]
    if len(reply.pages) > 1:
        items.append(ui.ActionRow(*buttons.turn("leaf", key, page, len(reply.pages) - 1)))
    return contained(items, ANSWERED)


def plain(reply: Reply) -> ui.LayoutView:
    """The first page of a reply, and nothing to press."""
    return contained([*_text(reply, reply.pages[0])], ABSTAINED)


def _text(reply: Reply, page: Page) -> list[ui.Item[Any]]:
    items: list[ui.Item[Any]] = [display(reply.heading)] if reply.heading else []
    items.append(display(page.body))
    if page.sources:
        items += [ui.Separator(), display(page.sources)]
    return items


def display(text: str) -> ui.TextDisplay[Any]:
    """The one way of text into a message: whatever it quotes or names, nothing in it steers."""
    return ui.TextDisplay(printable(text) or "…")  # Discord takes none that is empty


def contained(items: Sequence[ui.Item[Any]], colour: int) -> ui.LayoutView:
    """The one box that a message is; discord.py need not remember it: its buttons are known by their ids."""
    layout = ui.LayoutView(timeout=None)
    layout.add_item(ui.Container(*items, accent_colour=colour))
    layout.stop()
    return layout
