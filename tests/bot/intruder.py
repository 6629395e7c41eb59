"""Whoever tries, with every command, button, menu, form and autocomplete of the bot, to see another server.

The surfaces are read from the bot itself, so that a new one is tried as well; what is neither a command nor
one of ``BUTTONS`` stops the run.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord import AppCommandOptionType, AppCommandType, app_commands, ui
from simcord.actors import _dispatch_actor_interaction
from simcord.enums import InteractionType

from bot.cogs.article_presses import ArticlePresses
from bot.cogs.desk import Desk
from bot.cogs.presses import Presses
from bot.saying.article_buttons import ArticleButton
from bot.saying.buttons import Button, digest
from bot.saying.desk_buttons import DeskButton

from .two_servers import ASKED, CANARY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from simcord import ChannelHandle, MemberActor

    from .stage import Stage
    from .two_servers import Known

BUTTONS = {Button: ("rap", Presses), DeskButton: ("desk", Desk), ArticleButton: ("art", ArticlePresses)}
"""Each kind of button: what its ids begin with, and the cog whose ``_press`` says what such buttons do."""

EXTRAS = {"rap": ("", "1n", "for"), "desk": ("0", "7"), "art": ("", "0n", digest(ASKED))}
FORMS = ("desk:form:fact:", "desk:form:golden:", "art:form:")
FIELDS = ("title", "source", "topic", "answer", "quote", "question")

VARYING = re.compile(r"\d{15,20}|[0-9a-f]{12,64}|<t:\d+(:\w)?>|\d+(\.\d+)? m?s\b|20\d\d-\d\d-\d\dT[\d:.+]+Z?")
"""Ids, times and how long something took: what no two runs have in common."""


class Try(NamedTuple):
    """One try: on which surface, what is said of it in the report, and the act."""

    surface: str
    name: str
    act: Callable[[], Awaitable[Any]]


class Seen(NamedTuple):
    """All that came back of a try, as the bot sent it."""

    surface: str
    name: str
    sent: str
    typed: str

    @property
    def leaks(self) -> list[str]:
        """The marked words in it that the stranger never typed: her own questions stand on her own desk."""
        return [word for word in CANARY.findall(self.sent) if word.lower() not in self.typed]

    @property
    def plain(self) -> str:
        """It without what no two runs have in common."""
        return VARYING.sub("#", self.sent)


class Intruder:
    """Eve, who manages a server of her own with an article in it."""

    def __init__(self, stage: Stage, eve: MemberActor, channel: ChannelHandle, known: Known) -> None:
        self.stage, self.eve, self.channel, self.known = stage, eve, channel, known

    async def run(self, one: Try) -> Seen:
        """Try it; gives all requests that the bot made of it, and the bytes of the files."""
        requests, files = self.stage.env.http_requests, self.stage.env.backend.cdn._blobs  # noqa: SLF001
        begun, before = len(requests), set(files)
        result = await one.act()
        sent = [[r.method, r.path, r.json] for r in requests[begun:]]
        new = [files[name].decode(errors="replace") for name in files if name not in before]
        await self.stage.env.advance_time(0.1)
        told = result if isinstance(result, list) else None  # choices
        text = json.dumps([sent, told, new], ensure_ascii=False, default=str)
        return Seen(one.surface, one.name, text, " ".join(self.known.words).lower())

    def tries(self) -> Iterator[Try]:
        """All of them; commands are last, for some set where and by whom she may be answered."""
        yield from self.mentions()
        yield from self.autocompletes()
        yield from self.menus()
        yield from self.buttons()
        yield from self.forms()
        yield from self.commands()

    def commands(self) -> Iterator[Try]:
        """Each command, each of whose options is in turn each word or key."""
        for command in self._commands():
            for typed in (*self.known.words, *self.known.keys):
                options = {p.name: self._value(p, typed) for p in command.parameters}
                yield Try("command", f"{command.qualified_name} {typed}", self._slash(command, options))
                if not any(p.type is AppCommandOptionType.string for p in command.parameters):
                    break

    def _commands(self) -> list[app_commands.Command[Any, ..., Any]]:
        walked = self.stage.bot.tree.walk_commands(type=AppCommandType.chat_input)
        commands = [command for command in walked if isinstance(command, app_commands.Command)]
        return sorted(commands, key=lambda command: command.qualified_name.startswith("settings"))

    def _value(self, parameter: app_commands.Parameter, typed: str) -> Any:
        match parameter.type:
            case AppCommandOptionType.string:
                return parameter.choices[0].value if parameter.choices else typed
            case AppCommandOptionType.boolean:
                return True
            case AppCommandOptionType.integer:
                return parameter.min_value or 1
            case AppCommandOptionType.channel:
                forum = discord.ChannelType.forum in parameter.channel_types
                return self.eve.guild.create_forum_channel("forum") if forum else self.channel
            case AppCommandOptionType.role:
                return self.eve.guild.default_role
            case AppCommandOptionType.attachment:
                return ("mine.md", f"Mine {typed}".encode())
        raise NotImplementedError(parameter)

    def _slash(
        self, command: app_commands.Command[Any, ..., Any], options: dict[str, Any]
    ) -> Callable[[], Any]:
        return lambda: self.eve.slash(self.channel, command.qualified_name, **options)

    def autocompletes(self) -> Iterator[Try]:
        """Each option that offers something, with nothing typed, each word and each key."""
        for command in self._commands():
            for option in (p for p in command.parameters if p.autocomplete):
                for typed in ("", "q", *self.known.words, *self.known.keys):
                    name = f"{command.qualified_name} {option.name} {typed}"
                    yield Try("autocomplete", name, self._typing(command, option.name, typed))

    def _typing(self, command: Any, option: str, typed: str) -> Callable[[], Any]:
        return lambda: self.eve.autocomplete(self.channel, command.qualified_name, option, typed[:100])

    def menus(self) -> Iterator[Try]:
        """Each entry of a message's menu, on messages of hers that say each word and key."""
        for menu in self.stage.bot.tree.get_commands(type=AppCommandType.message):
            for typed in (*self.known.words, *self.known.keys):
                yield Try("menu", f"{menu.name} {typed}", self._chosen(menu.name, typed))

    def _chosen(self, menu: str, typed: str) -> Callable[[], Any]:
        async def act() -> Any:
            message = await self.eve.send(self.channel, typed)
            return await self.eve.context_menu(self.channel, menu, message)

        return act

    def buttons(self) -> Iterator[Try]:
        """Each kind of button that there is, with each key and several pages."""
        known = set(self.stage.bot._connection._view_store._dynamic_items.values())  # noqa: SLF001
        if known != set(BUTTONS):
            raise NotImplementedError(f"buttons that nobody tries: {known ^ set(BUTTONS)}")
        for prefix, cog in BUTTONS.values():
            for what, key, extra in product(does(cog), self.known.keys, EXTRAS[prefix]):
                custom_id = f"{prefix}:{what}:{key}:{extra}"
                yield Try("button", custom_id, self._pressed(custom_id))

    def _pressed(self, custom_id: str) -> Callable[[], Any]:
        async def act() -> Any:
            layout = ui.LayoutView(timeout=None)
            layout.add_item(ui.ActionRow(ui.Button(custom_id=custom_id, label="x")))
            layout.stop()
            place = self.stage.bot.get_channel(self.channel.id)
            return await self.eve.click(await place.send(view=layout), custom_id=custom_id)

        return act

    def forms(self) -> Iterator[Try]:
        """Each form that the bot has, made up with each key and word."""
        for form, key, typed in product(FORMS, self.known.keys, self.known.words[:4]):
            yield Try("modal", f"{form}{key} {typed}", self._sent(f"{form}{key}", typed))

    def _sent(self, custom_id: str, typed: str) -> Callable[[], Any]:
        fields = [{"type": 4, "id": n, "custom_id": name, "value": typed} for n, name in enumerate(FIELDS, 2)]
        labels = [{"type": 18, "id": n + 50, "component": field} for n, field in enumerate(fields)]
        data = {"custom_id": custom_id, "components": labels}
        return lambda: _dispatch_actor_interaction(self.eve, InteractionType.MODAL_SUBMIT, self.channel, data)

    def mentions(self) -> Iterator[Try]:
        """Questions by mention, with each word and key, and in direct messages."""
        me = self.stage.me
        for typed in (*self.known.words, *self.known.keys):
            yield Try("mention", typed, lambda typed=typed: self.eve.send(self.channel, f"{me} {typed}"))
            yield Try("direct message", typed, lambda typed=typed: self.eve.send_dm(typed))


def does(cog: type) -> list[str]:
    """What a cog's buttons do: the words that its ``_press`` compares with, and one that it doesn't know."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cog._press)))  # type: ignore[attr-defined]  # noqa: SLF001
    compared: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.MatchValue):
            compared.append(node.value)
        elif isinstance(node, ast.Dict):
            compared += node.keys
        elif isinstance(node, ast.Compare):
            compared += node.comparators
    words = [node.value for node in compared if isinstance(node, ast.Constant)]
    return [*dict.fromkeys(word for word in words if isinstance(word, str)), "other"]
