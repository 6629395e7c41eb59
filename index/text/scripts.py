"""The scripts that a text is written in."""

from __future__ import annotations

import unicodedata


def scripts(text: str) -> frozenset[str]:
    """Those of a text's letters, by the first word of their Unicode names: LATIN, CYRILLIC, CJK …"""
    return frozenset(filter(None, map(_script, set(text))))


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""
