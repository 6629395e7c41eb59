"""The commands' names and descriptions in other languages: a TOML file each in ``translations``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

TRANSLATIONS = Path(__file__).parent / "translations"


class Locales(app_commands.Translator):
    """Translates what a file for the language holds; the rest stays English."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in a language, None where there is no translation."""
        return translations(locale.value).get(string.message)


@lru_cache(maxsize=64)
def translations(language: str) -> dict[str, Any]:
    """English text → the same in a language, by Discord's code for it."""
    path = TRANSLATIONS / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
