"""The buttons under a reply. What a press means is in the button's id, so that it works after any restart."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from discord import ui

from index import printable

from .markdown import is_web_address, shortened

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    import discord

    from index import Citation

LONGEST_LABEL = 80
"""Code points of a button's label (Discord's limit)."""

LONGEST_ADDRESS = 512
"""Code points of the address that a button leads to (Discord's limit); with a text fragment most have 200."""

MOST_SOURCES = 2
"""Articles that get a button: a third would push the others out of a row on a telephone."""

FOR, AGAINST = "for", "against"

PRESS = "press"
"""The event that a button was pressed; its listeners are called ``on_press``."""

_TEMPLATE = r"rap:(?P<what>[a-z]+):(?P<key>[0-9a-f]{0,16}):(?P<extra>\w*)"


class Button(ui.DynamicItem[ui.Button[Any]], template=_TEMPLATE):
    """A button of any kind: ``what`` it does, to the answer ``key``, with ``extra`` as that kind needs."""

    def __init__(
        self, what: str, key: str, extra: str, shape: ui.Button[Any] | None = None, **look: Any
    ) -> None:
        super().__init__(shape or ui.Button(custom_id=f"rap:{what}:{key}:{extra}", **look))
        self.what, self.key, self.extra = what, key, extra

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Button:
        """The button of a message that Discord says was pressed."""
        return cls(match["what"], match["key"], match["extra"], cast("ui.Button[Any]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the bot of the press, as an event of its own that a cog listens to."""
        interaction.client.dispatch(PRESS, interaction, self)


def show_passage(key: str) -> Button:
    """Shows the quotes of an answer in their paragraphs, to the one who pressed."""
    return Button("passage", key, "", label="Show passage")


def sources(citations: Sequence[Citation]) -> list[ui.Button[Any]]:
    """A link to the first quote of each of the first articles cited, as far as they have addresses."""
    firsts = list({c.document: c for c in reversed(citations)}.values())[::-1]
    found = [(c, url) for c in firsts[:MOST_SOURCES] if (url := _address(c))]
    return [
        ui.Button(label="Source" if len(firsts) == 1 else f"Source [{c.marker}]", url=url) for c, url in found
    ]


def _address(citation: Citation) -> str | None:
    """Where the quote stands; the top of its page where that is too long for a button."""
    known = (printable(url) for url in (citation.url, citation.document.url) if url)
    return next((url for url in known if len(url) <= LONGEST_ADDRESS and is_web_address(url)), None)


def votes(key: str, counts: tuple[int, int] = (0, 0)) -> list[Button]:
    """Thumbs up and down, each with its count when there are any."""
    looks = ((FOR, "👍", counts[0]), (AGAINST, "👎", counts[1]))
    return [Button("vote", key, way, emoji=emoji, label=_count(n)) for way, emoji, n in looks]


def show_votes(layout: ui.LayoutView, key: str, counts: tuple[int, int]) -> None:
    """Put the counts of an answer's votes on its buttons in a layout that stands already."""
    labels = {f"rap:vote:{key}:{way}": _count(n) for way, n in zip((FOR, AGAINST), counts, strict=True)}
    for item in layout.walk_children():
        shape = item.item if isinstance(item, Button) else item
        if isinstance(shape, ui.Button) and shape.custom_id in labels:
            shape.label = labels[shape.custom_id]


def _count(votes: int) -> str | None:
    return str(votes) if votes else None


def delete(key: str) -> Button:
    """Deletes an answer."""
    return Button("delete", key, "", label="Delete")


def turn(what: str, key: str, page: int, last: int) -> list[Button]:
    """Back and forth between the pages 0 … ``last``, with the number between; ``what`` turns them.

    The letter tells apart two buttons that lead to the same page, for Discord refuses two of one id.
    """
    return [
        Button(what, key, f"{max(0, page - 1)}b", emoji="◀️", disabled=page == 0),
        Button(what, key, f"{page}n", label=f"{page + 1} / {last + 1}", disabled=True),
        Button(what, key, f"{min(last, page + 1)}f", emoji="▶️", disabled=page == last),
    ]


def page_of(extra: str) -> int:
    """The page that a button of ``turn`` leads to."""
    return int(extra[:-1])


def ask(question: str) -> Button:
    """Asks a question that the bot offers, with a sign that no tool has; its id names it by a digest, for a
    question may be longer."""
    label = shortened(printable(question), LONGEST_LABEL) or "…"
    return Button("ask", "", digest(question), label=label, emoji="💬")


def digest(question: str) -> str:
    """16 hexadecimal digits that stand for a question."""
    return sha256(question.encode()).hexdigest()[:16]
