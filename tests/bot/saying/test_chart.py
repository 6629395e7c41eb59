"""The picture of the days."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image, ImageColor

from bot.memory.reviewed import Day
from bot.saying.chart import (
    AGAINST,
    ANSWERED,
    BASE,
    HEIGHT,
    INK,
    LEFT,
    REFUSED,
    RIGHT,
    TOP,
    WIDTH,
    can_draw,
    chart,
    short,
)  # fmt: skip

GROUNDS = ("#000000", "#1a1a1e", "#2b2d31", "#313338", "#ffffff", "#f2f3f5")
"""Those of Discord's themes, dark and light, behind a message or in a container."""


def drawn(days: list[Day]) -> Image.Image:
    image = Image.open(io.BytesIO(chart(days)))
    assert (image.size, image.mode) == ((WIDTH, HEIGHT), "RGBA")
    return image


def column(image: Image.Image, place: int, days: int) -> list[str]:
    """The colours down the middle of a day's bar, between the top and the line, each once."""
    x = LEFT + (RIGHT - LEFT) * (place + 0.5) / days
    colours = [image.getpixel((int(x), y)) for y in range(TOP + 2, HEIGHT - 45)]
    seen = ["#{:02x}{:02x}{:02x}".format(*colour[:3]) for colour in colours if colour[3]]
    return [colour for n, colour in enumerate(seen) if n == 0 or seen[n - 1] != colour]


def test_a_bar_a_day() -> None:
    """Refused upon answered upon the line, voted against below it; nothing where nothing is."""
    image = drawn([Day(0, 3, 1, 2), Day(1), Day(2, 0, 2), Day(3, 4)])
    assert column(image, 0, 4) == [REFUSED, ANSWERED, INK, AGAINST]
    assert column(image, 1, 4) == [INK]
    assert column(image, 2, 4) == [REFUSED, INK]
    assert column(image, 3, 4) == [ANSWERED, INK]


def test_bars_are_as_high_as_their_days() -> None:
    """The day with the most reaches the top; half as many, half of it."""
    image = drawn([Day(0, 4), Day(1, 2)])
    x = LEFT + (RIGHT - LEFT) * 3 // 4
    assert image.getpixel((x, (TOP + BASE) // 2 + 2))[3] == 255
    assert image.getpixel((x, (TOP + BASE) // 2 - 2))[3] == 0
    assert image.getpixel((LEFT + (RIGHT - LEFT) // 4, TOP + 2))[3] == 255


@pytest.mark.parametrize("days", [[Day(0)], [Day(n, 10**6, 10**6, 10**6) for n in range(30)]])
def test_few_or_very_many(days: list[Day]) -> None:
    """A picture is made of any counts."""
    drawn(days)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (7, "7"),
        (999, "999"),
        (1_000, "1k"),
        (9_999, "9.9k"),
        (12_581, "12k"),
        (999_999, "999k"),
        (10**7, "10M"),
    ],
)
def test_the_scale_has_room(count: int, told: str) -> None:
    """Four characters fit beside the bars; the rest is rounded off, never up."""
    assert short(count) == told


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in ImageColor.getrgb(colour))
    ]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [ANSWERED, REFUSED, AGAINST, INK])
@pytest.mark.parametrize("ground", GROUNDS)
def test_it_is_readable_on_any_ground(colour: str, ground: str) -> None:
    """Each colour stands out as WCAG asks of graphics and large letters, 3 to 1."""
    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_whether_there_is_what_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pillow nothing is drawn."""
    assert can_draw()
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert not can_draw()
