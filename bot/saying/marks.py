"""The line under an answer that an article which it quotes is another now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from discord import ui

from .render import DISPLAYED

if TYPE_CHECKING:
    import discord

Fate: TypeAlias = Literal["", "changed", "removed"]
"""What became of an answer's articles: "" where all are as they were quoted."""

MOST_COMPONENTS = 40
"""Components of a message (Discord's limit)."""


def mark_of(fate: Fate, *, several: bool) -> str:
    """The line for what became of the one article that an answer quotes, or of one of several."""
    return f"-# {'One of the articles' if several else 'The article'} was {fate} since." if fate else ""


MARKS = {mark_of(fate, several=several) for fate in ("changed", "removed") for several in (False, True)}


def marked(message: discord.Message, mark: str) -> ui.LayoutView | None:
    """The message with this line at its end, or with none; None where it says so already, or has no room."""
    layout = ui.LayoutView.from_message(message, timeout=None)
    layout.stop()  # discord.py need not remember it: the buttons are known by their ids
    box = next((item for item in layout.children if isinstance(item, ui.Container)), None)
    if box is None:
        return None
    lines = [item for item in box.children if isinstance(item, ui.TextDisplay) and item.content in MARKS]
    if [line.content for line in lines] == ([mark] if mark else []):
        return None
    for line in lines:
        box.remove_item(line)
    if mark:
        box.add_item(ui.TextDisplay(mark))
    return layout if _fits(layout) else None


def _fits(layout: ui.LayoutView) -> bool:
    parts = [*layout.walk_children()]
    texts = sum(len(part.content) for part in parts if isinstance(part, ui.TextDisplay))
    return texts <= DISPLAYED and len(parts) <= MOST_COMPONENTS
