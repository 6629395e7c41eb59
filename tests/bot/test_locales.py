"""The commands in other languages: what is translated, and that Discord takes it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import discord
import pytest
from discord import app_commands
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.cogs.about import About
from bot.cogs.articles import Articles
from bot.cogs.ask import Ask
from bot.cogs.brief import Brief
from bot.cogs.desk import Desk
from bot.cogs.digests import Digests
from bot.cogs.documents import Documents
from bot.cogs.facts import Facts
from bot.cogs.moderation import Moderation
from bot.cogs.privacy import Privacy
from bot.locales import TRANSLATIONS, Locales, translations

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.toml"))
LONGEST_NAME, LONGEST_DESCRIPTION = 32, 100
MENUS = ["Check against the articles", "Add to the articles"]

COMMANDS = [
    c for cog in (Ask, Brief, Facts, Documents, About, Privacy, Desk) for c in cog.__cog_app_commands__
]
GROUPS = (Articles, Moderation, Digests)
SUBCOMMANDS = [c for cog in GROUPS for c in cog.__cog_app_commands__]
TOP = [*(command.name for command in COMMANDS), *(cog.__cog_group_name__ for cog in GROUPS)]

every_language = pytest.mark.parametrize("language", LANGUAGES)


def options(command: app_commands.Command) -> list[str]:
    return [str(parameter.display_name) for parameter in command.parameters]


def names() -> set[str]:
    """The names of commands and options, which Discord restricts to small letters."""
    all_commands = [*COMMANDS, *SUBCOMMANDS]
    return {*TOP, *(c.name for c in all_commands), *(o for c in all_commands for o in options(c))}


def descriptions() -> Iterator[str]:
    yield from (str(cog.__cog_group_description__) for cog in GROUPS)
    for command in [*COMMANDS, *SUBCOMMANDS]:
        yield command.description
        yield from (str(parameter.description) for parameter in command.parameters)


def test_there_are_translations() -> None:
    """Each file is for a language that Discord knows."""
    assert {"de", "ko", "zh-CN"} <= set(LANGUAGES)
    assert set(LANGUAGES) <= {locale.value for locale in discord.Locale}


@every_language
def test_only_what_the_commands_say_is_translated(language: str) -> None:
    """A text that no command has any longer is no use; each has a translation that isn't blank."""
    known = {*names(), *descriptions(), *MENUS}
    assert set(translations(language)) - known == set()
    assert all(
        isinstance(text, str) and text == text.strip() != "" for text in translations(language).values()
    )


@every_language
def test_everything_that_everybody_sees_is_translated(language: str) -> None:
    """Half a menu in another language would be worse than none."""
    seen = [*COMMANDS, *Articles.__cog_app_commands__]
    told = [c.description for c in seen] + [str(p.description) for c in seen for p in c.parameters]
    wanted = {*TOP, *(c.name for c in seen), *(o for c in seen for o in options(c)), *told, *MENUS}
    assert wanted - set(translations(language)) == set()


@every_language
def test_a_translation_is_what_discord_takes(language: str) -> None:
    """A name is of up to 32 small letters, digits, hyphens; a description has up to 100 characters."""
    found = translations(language)
    for text in names() & set(found):
        assert re.fullmatch(r"[-_'\w]{1,32}", found[text]), text
        assert found[text] == found[text].lower()
    assert all(len(found[text]) <= LONGEST_NAME for text in MENUS)
    assert all(len(found[text]) <= LONGEST_DESCRIPTION for text in set(descriptions()) & set(found))


@every_language
def test_no_two_commands_or_options_have_one_name(language: str) -> None:
    """Discord refuses a second command of a name in any language, and a second option of a command's."""
    found = translations(language)
    every = [*COMMANDS, *SUBCOMMANDS]
    subcommands = [[c.name for c in cog.__cog_app_commands__] for cog in GROUPS]
    for group in (TOP, *subcommands, *(options(command) for command in every)):
        counts = Counter(found.get(name, name) for name in group)
        assert [name for name, count in counts.items() if count > 1] == []


async def translated(text: str, locale: discord.Locale) -> str | None:
    where = TranslationContext(TranslationContextLocation.command_name, None)
    return await Locales().translate(locale_str(text), locale, where)


async def test_the_translator_gives_what_a_file_holds() -> None:
    """In its language alone; what isn't in it, and a language without a file, stays English."""
    assert await translated("ask", discord.Locale.german) == "frag"
    assert await translated("ask", discord.Locale.chinese) == "提问"
    assert await translated("no such text", discord.Locale.german) is None
    assert await translated("ask", discord.Locale.british_english) is None
