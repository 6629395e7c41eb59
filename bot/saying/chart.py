"""The questions of each day as a small picture, where Pillow is installed, the extra ``desk``."""

from __future__ import annotations

import importlib.util
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageDraw import ImageDraw

    from bot.memory.reviewed import Day

WIDTH, HEIGHT = 1100, 330
"""Pixels; Discord shows a picture in a message at half of that."""

LEFT, RIGHT, TOP, BASE, DEEP = 80, 1084, 70, 236, 282
"""The edges of the bars: left and right, above, the line that they stand on, and below."""

LEGEND, DATES = 12, 292
"""The upper edges of the line that explains the colours, and of the dates."""

ANSWERED, REFUSED, AGAINST, INK = "#4a86c8", "#b9762a", "#d9486e", "#7d828c"
"""The picture has no ground of its own: each has a contrast of 3 or more with Discord's, dark and light."""

SIZE, SQUARE, GAP = 28, 20, 36
"""Pixels of a letter, of a legend's square, and between two of its entries."""

DATED = 5
"""How many days are named under the line: more would run into one another."""


def can_draw() -> bool:
    """Whether there is what draws pictures."""
    return importlib.util.find_spec("PIL") is not None


def chart(days: Sequence[Day]) -> bytes:
    """A PNG of consecutive days: of each the refused upon the answered, and below the line the 👎."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.font = ImageFont.load_default(SIZE)
    _bars(draw, days)
    _scale(draw, days)
    _legend(draw, days)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _bars(draw: ImageDraw, days: Sequence[Day]) -> None:
    """A column a day."""
    up, down = (BASE - TOP) / _top(days), (DEEP - BASE) / _most_against(days)
    for place, day in enumerate(days):
        left, right = _column(place, len(days))
        middle = BASE - day.answered * up
        _box(draw, left, middle, right, BASE, ANSWERED)
        _box(draw, left, middle - day.refused * up, right, middle, REFUSED)
        _box(draw, left, BASE + 2, right, BASE + 2 + day.against * down, AGAINST)


def _box(draw: ImageDraw, left: float, top: float, right: float, bottom: float, colour: str) -> None:
    """A rectangle of whole pixels, at least one row; none where there is nothing to show."""
    if bottom > top:
        draw.rectangle((left, round(top), right, max(round(top), round(bottom) - 1)), colour)


def _column(place: int, days: int) -> tuple[int, int]:
    """The left and right edge of a day's column."""
    step = (RIGHT - LEFT) / days
    return round(LEFT + place * step + step * 0.15), round(LEFT + (place + 1) * step - step * 0.15)


def _top(days: Sequence[Day]) -> int:
    return max((day.asked for day in days), default=0) or 1


def _most_against(days: Sequence[Day]) -> int:
    return max((day.against for day in days), default=0) or 1


def _scale(draw: ImageDraw, days: Sequence[Day]) -> None:
    """The line, the most questions of a day, and some of the days."""
    draw.line((LEFT, TOP, RIGHT, TOP), INK, 1)
    draw.line((LEFT, BASE, RIGHT, BASE), INK, 2)
    draw.text((LEFT - 12, TOP), short(_top(days)), INK, anchor="rm")
    draw.text((LEFT - 12, BASE), "0", INK, anchor="rm")
    if any(day.against for day in days):
        draw.text((LEFT - 12, DEEP), short(_most_against(days)), AGAINST, anchor="rm")
    last = len(days) - 1
    for place in {round(n * last / (DATED - 1)) for n in range(DATED)}:
        left, right = _column(place, len(days))
        x, anchor = {0: (left, "la"), last: (right, "ra")}.get(place, ((left + right) / 2, "ma"))
        draw.text((x, DATES), _date(days[place]), INK, anchor=anchor)


def short(count: int) -> str:
    """Of four characters at most, as in "9.9k", for the room beside the bars."""
    if count < 1_000:
        return str(count)
    thousands, unit = (count / 1_000, "k") if count < 1_000_000 else (count / 1_000_000, "M")
    return f"{int(thousands * 10) / 10 if thousands < 10 else int(thousands):g}{unit}"


def _date(day: Day) -> str:
    """As in "7 Nov"."""
    date = datetime.fromtimestamp(day.number * 86_400, UTC)
    return f"{date.day} {date:%b}"


def _legend(draw: ImageDraw, days: Sequence[Day]) -> None:
    """What the colours mean, each with its sum."""
    entries = (
        (ANSWERED, "answered", sum(day.answered for day in days)),
        (REFUSED, "refused", sum(day.refused for day in days)),
        (AGAINST, "voted down", sum(day.against for day in days)),
    )
    left = float(LEFT)
    for colour, name, count in entries:
        draw.rectangle((left, LEGEND + 4, left + SQUARE, LEGEND + 4 + SQUARE), colour)
        words = f"{name} {count:,}"
        draw.text((left + SQUARE + 10, LEGEND), words, INK)
        left += SQUARE + 10 + draw.textlength(words) + GAP
