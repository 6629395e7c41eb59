"""The buttons of the moderators' desk; what a press means is in the button's id, as for those of a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

if TYPE_CHECKING:
    import re

DESK_PRESS = "desk_press"
"""The event that such a button was pressed; its listeners are called ``on_desk_press``."""

FORM = "desk:form"
"""What the ids of the desk's forms begin with; then come what is filled in, and the key it is about."""

_TEMPLATE = r"desk:(?P<what>[a-z]+):(?P<key>[0-9a-f]{0,16}):(?P<page>[0-9]{0,6})[a-z]?"


class DeskButton(ui.DynamicItem[ui.Button[Any]], template=_TEMPLATE):
    """A button that does ``what`` to what has the ``key``, or leads to a page (0 the first)."""

    def __init__(
        self, what: str, key: str = "", page: int = 0, *, mark: str = "",
        shape: ui.Button[Any] | None = None, **look: Any,
    ) -> None:  # fmt: skip
        super().__init__(shape or ui.Button(custom_id=f"desk:{what}:{key}:{page}{mark}", **look))
        self.what, self.key, self.page = what, key, page

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> DeskButton:
        """The button of a message that Discord says was pressed."""
        shape = cast("ui.Button[Any]", item)
        return cls(match["what"], match["key"], int(match["page"] or 0), shape=shape)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the bot of the press, as an event of its own that a cog listens to."""
        interaction.client.dispatch(DESK_PRESS, interaction, self)


TABS = {"list": "Questions", "asked": "Most asked", "facts": "Facts", "golden": "Golden questions"}
"""What the desk shows, by what its buttons do."""


def tabs(shown: str) -> ui.ActionRow[Any]:
    """A button for each of what the desk shows, the one that is shown pressed down; and the export."""
    buttons = [
        DeskButton(what, mark="t", label=label, disabled=what == shown, style=_style(what == shown))
        for what, label in TABS.items()
    ]
    return ui.ActionRow(*buttons, DeskButton("export", label="Export"))


def _style(pressed: bool) -> discord.ButtonStyle:
    return discord.ButtonStyle.primary if pressed else discord.ButtonStyle.secondary


def turn(what: str, page: int, last: int) -> ui.ActionRow[Any]:
    """Back and forth between the pages 0 … ``last``; the letter tells apart two that lead to one page."""
    return ui.ActionRow(
        DeskButton(what, page=max(0, page - 1), mark="b", emoji="◀️", disabled=page == 0),
        DeskButton(what, page=page, mark="n", label=f"{page + 1} / {last + 1}", disabled=True),
        DeskButton(what, page=min(last, page + 1), mark="f", emoji="▶️", disabled=page == last),
    )
