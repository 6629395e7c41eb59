"""Starting and stopping: commands sent when they changed, replies finished, old words erased."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from structlog.testing import capture_logs

from bot.client import COMMANDS
from bot.locales import TRANSLATIONS, translations
from bot.responder import CLOSING
from index import Engine

from .stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simcord import Env

    from bot.client import Rapporteur
    from index import Outcome

    from .stage import Stage

YUAN = "What happened to the yuan?"


def puts(env: Env) -> int:
    """How often the commands were sent."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in env.http_requests)


async def test_commands_are_sent_when_they_changed(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """The first start sends them; another on the same memory doesn't; one with another command does."""
    assert puts(stage.env) == 1
    await stage.restarted(make_bot())
    assert puts(stage.env) == 1
    changed = make_bot()

    @changed.tree.command(name="new", description="A new command")
    async def new(_: discord.Interaction) -> None: ...

    await stage.restarted(changed)
    assert puts(stage.env) == 2


async def test_a_memory_of_an_earlier_version(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """Where it has the commands' digest without their ids they are sent once more."""
    digest = stage.memory.note(COMMANDS).partition(" ")[0]
    stage.memory.write_note(COMMANDS, digest)
    await stage.restarted(make_bot())
    await stage.restarted(make_bot())
    assert puts(stage.env) == 2
    assert stage.bot.command_ids["ask"] == (await stage.bot.tree.fetch_commands())[0].id


async def test_it_sees_no_more_than_it_needs(stage: Stage) -> None:
    """No privileged intent, nothing that pings, no cache of messages or members."""
    intents = stage.bot.intents
    assert {name for name, on in intents if on} == {"guilds", "guild_messages", "dm_messages"}
    assert stage.bot.allowed_mentions.to_dict() == {"parse": []}
    assert list(stage.bot.cached_messages) == []


async def test_commands_are_for_servers_and_direct_messages(stage: Stage) -> None:
    """All commands work in both, but what is a server's own; none needs a user's own install."""
    sent = next(r.json for r in stage.env.http_requests if r.path.endswith("/commands"))
    contexts = {command["name"]: sorted(command["contexts"]) for command in sent}
    of_a_server = ("settings", "digest", "desk", "articles", "Add to the articles")
    assert [contexts.pop(name) for name in of_a_server] == [[0]] * 5
    assert set(map(tuple, contexts.values())) == {(0, 1)}
    assert {tuple(command["integration_types"]) for command in sent} == {(0,)}


async def test_names_are_translated(stage: Stage) -> None:
    """Each file of translations is for a language of Discord's and translates only what the commands have."""
    sent = next(r.json for r in stage.env.http_requests if r.path.endswith("/commands"))
    ask = next(command for command in sent if command["name"] == "ask")
    assert ask["name_localizations"] == {"de": "frag", "ko": "질문", "zh-CN": "提问"}
    strings = set(_strings(sent))
    for path in TRANSLATIONS.glob("*.toml"):
        assert path.stem in {locale.value for locale in discord.Locale}
        assert set(translations(path.stem)) - strings == set()


def _strings(commands: list[dict[str, object]]) -> Iterator[str]:
    for command in commands:
        yield from (str(command["name"]), str(command.get("description")))
        yield from _strings(command.get("options", []))


class Held(Engine):
    """An engine whose answers are held back until they are let go."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store, engine.encoder)
        self.asked, self.go = threading.Event(), threading.Event()

    def ask(self, *args: object, **options: object) -> Outcome:
        self.asked.set()
        self.go.wait(5)
        return super().ask(*args, **options)


async def test_a_stop_waits_for_replies_under_way_and_takes_no_more(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine
) -> None:
    """Who asked before the stop is answered; who asks after it is told to come back."""
    held = Held(engine)
    bot = make_bot(held)
    await stage.restarted(bot)
    asking = asyncio.create_task(stage.alice.send(stage.channel, f"{stage.me} {YUAN}"))
    await asyncio.to_thread(held.asked.wait, 5)
    closing = asyncio.create_task(bot.close())
    await asyncio.sleep(0)
    assert bot.services.in_flight.closing
    assert not closing.done()
    held.go.set()
    await asking
    await closing
    assert shown(stage.reply).startswith("> China’s yuan rose")
    assert bot.is_closed()


async def test_a_command_while_it_stops(stage: Stage) -> None:
    """A command that comes too late gets a plain sentence, not Discord's "did not respond"."""
    stage.bot.services.in_flight.closing = True
    result = await stage.alice.slash(stage.channel, "ask", question=YUAN)
    assert (result.ephemeral, said(result)) == (True, CLOSING)
    stage.bot.services.in_flight.closing = False


async def test_a_failing_listener_is_logged(make_bot: Callable[..., Rapporteur]) -> None:
    """Under its name, with what it raised."""
    with capture_logs() as logs:
        await make_bot().on_error("on_message")
    assert [(log["event"], log["listener"]) for log in logs] == [("listener failed", "on_message")]


async def test_a_failing_command_is_told(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """Whatever a command raises, its caller gets a sentence with a reference."""
    bot = make_bot()

    @bot.tree.command(name="broken", description="Breaks")
    @app_commands.allowed_contexts(guilds=True)
    async def broken(_: discord.Interaction) -> None:
        raise RuntimeError("no")

    await stage.restarted(bot)
    result = await stage.alice.slash(stage.channel, "broken")
    assert result.ephemeral
    assert said(result).startswith("Something went wrong on my side; it is noted under the reference ")
    assert len(stage.env.errors) == 1
