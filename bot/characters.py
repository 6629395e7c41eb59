"""Characters that steer a terminal or a line of text instead of standing in it."""

from __future__ import annotations

_C0 = {*range(0x20), 0x7F} - {ord("\t"), ord("\n")}
_C1 = set(range(0x80, 0xA0))
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_LINES = {0x2028, 0x2029}
_SURROGATES = set(range(0xD800, 0xE000))

_STEERING = dict.fromkeys(sorted(_C0 | _C1 | _BIDI | _LINES | _SURROGATES))


def printable(text: str) -> str:
    """The text without control characters (C0 but tab and line feed, C1), bidi controls and surrogates.

    What joins letters and emoji (U+200C, U+200D, variation selectors) stays.
    """
    return text.translate(_STEERING)
