"""/digest: new articles, told once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.cogs.digests import MAY_NOT_WRITE, OFF, SILENT, TOO_MANY
from bot.digest import DIGEST
from index import CORPUS, Document, Engine

from ...index.shipped import copied_index
from ..articles import HARBOR
from ..stage import Stage, buttons, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from simcord import GuildHandle

    from bot.client import Rapporteur

HOUR, DAY = 3600, 86_400


class Newsroom:
    """The stage, an engine whose articles change, and who may manage the server."""

    def __init__(self, stage: Stage, engine: Engine, make_bot: Callable[..., Rapporteur]) -> None:
        self.stage, self.engine, self._make_bot = stage, engine, make_bot
        self.owner = self.manager(stage.guild)

    def manager(self, guild: GuildHandle) -> Any:
        role = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        return guild.add_member(self.stage.env.create_user("owner"), roles=[role])

    async def restart(self) -> None:
        await self.stage.restarted(self._make_bot(self.engine))

    async def here(self) -> str:
        return said(await self.owner.slash(self.stage.channel, "digest here"))

    def add(self, slug: str = "harbor", collection: str | None = None, **more: Any) -> None:
        fields = {"title": HARBOR.title, "text": HARBOR.text, "source": HARBOR.source, "url": HARBOR.url}
        own = str(self.stage.guild.id) if collection is None else collection
        self.engine.add(Document(slug, collection=own, **fields | more))

    async def wait(self, seconds: float = DAY) -> None:
        await self.stage.wait_long(seconds)

    @property
    def posts(self) -> list[discord.Message]:
        return self.stage.replies(viewer=self.stage.bob)

    async def change(self, **fields: Any) -> None:
        """Have the memory say something else of the digest."""
        servers = self.stage.bot.services.servers
        kept = (await servers.settings(self.stage.guild.id))[DIGEST]
        await servers.set(self.stage.guild.id, DIGEST, {**kept, **fields})

    async def kept(self) -> dict[str, Any] | None:
        return (await self.stage.bot.services.servers.settings(self.stage.guild.id))[DIGEST]


@pytest.fixture
async def room(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Newsroom]:
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        room = Newsroom(stage, engine, make_bot)
        await room.restart()
        yield room


async def test_new_articles_are_told_once_a_day(room: Newsroom) -> None:
    """A day later, at that hour, with title, sentences and questions; what was there before isn't told."""
    told = await room.here()
    assert told == (
        "New articles are told here once a day, in the hour from <t:1767312000:t> on; the first time "
        "<t:1767312000:R>."
    )
    room.add()
    await room.wait(DAY - HOUR)
    assert room.posts == []
    await room.wait(HOUR)
    (post,) = room.posts
    text = shown(post)
    assert text.startswith(
        "**New articles** · 2 January 2026\n**[Harbor opens](https://gazette.example/harbor)**\n"
        "-# Ask me: *What did Ana Lima say?* · *What did Tom Ruiz say?*\n"
        "> Mayor Ana Lima said on Monday that the harbor of Osio will open on March 5. **[1]**\n\n> "
    )
    assert text.count("\n> ") == 3
    assert "-# Harbor opens · The Gazette · **[1]**\u00a0[¶1](https://gazette.example/harbor#" in text
    await room.wait(3 * DAY)
    assert len(room.posts) == 1


async def test_what_it_says_it_can_answer_it_does(room: Newsroom) -> None:
    """Each question that it offers is answered from the article."""
    await room.here()
    room.add()
    await room.wait()
    asked = shown(room.posts[0]).split("Ask me: *")[1].split("*\n")[0].split("* · *")
    assert len(asked) == 2
    for question in asked:
        answer = said(await room.stage.bob.slash(room.stage.channel, "ask", question=question))
        assert "Harbor opens · The Gazette" in answer


async def test_how_it_is_sent(room: Newsroom) -> None:
    """It can ping nobody, and Discord posts it once, however often it is sent; its buttons work."""
    await room.here()
    room.add(title="@everyone <@1>")
    await room.wait()
    (post,) = room.posts
    sent = [r for r in room.stage.env.http_requests if (r.method, r.path[-9:]) == ("POST", "/messages")]
    assert [r.json["allowed_mentions"] for r in sent] == [{"parse": []}]
    assert (sent[0].json["enforce_nonce"], len(sent[0].json["nonce"])) == (True, 25)
    assert buttons(post) == ["Show passage", "Source", "Delete"]
    await room.restart()
    pressed = await room.stage.bob.click(post, custom_id=pressing(post, "Show passage"))
    assert "__Mayor Ana Lima said" in said(pressed)


async def test_many_articles(room: Newsroom) -> None:
    """Five are told, the newest first, and how many more there are; by then all are known."""
    await room.here()
    for number in range(1, 8):
        long = " ".join(
            f"The harbor {n} of Osio{', for which the town waited' * 10}, is open." for n in range(3)
        )
        on = HARBOR.published.replace(day=number)
        room.add(f"a{number}", title=f"Article {number}", text=long, published=on)
    await room.wait()
    (post,) = room.posts
    page = shown(post)
    assert page.index("Article 7") < page.index("Article 6")
    await room.stage.bob.click(post, custom_id=pressing(post, "▶️"))
    last = shown(room.posts[0])
    heading = "**New articles** · 2 January 2026\n-# The newest, and 2 more: /sources lists all.\n"
    assert page.startswith(f"{heading}**[Article 7](")
    assert last.startswith(heading)
    assert "**[Article 3](" in last
    assert "Article 2" not in page + last
    await room.wait()
    assert len(room.posts) == 1


async def test_an_article_that_changes_is_not_new(room: Newsroom) -> None:
    """Nor is one that is told already; one that was gone for a day is."""
    room.add()
    await room.here()
    room.add(title="Harbor opens soon")
    await room.wait()
    assert room.posts == []
    room.engine.remove("harbor", str(room.stage.guild.id))
    await room.wait()
    room.add()
    await room.wait()
    assert len(room.posts) == 1


async def test_servers_side_by_side(room: Newsroom) -> None:
    """A server's own article is told there alone, one of the shipped everywhere; off is off for one."""
    stage = room.stage
    other = stage.env.create_guild("Other")
    channel, owner = other.create_text_channel("general"), room.manager(other)
    await room.here()
    await owner.slash(channel, "digest here")
    room.add(title="Our harbor")
    await room.wait()
    assert ("Our harbor" in shown(room.posts[0]), stage.replies(channel)) == (True, [])
    room.add("bridge", CORPUS, title="Bridge closes")
    assert said(await room.owner.slash(stage.channel, "digest off")) == OFF
    await room.wait()
    (told,) = stage.replies(channel)
    assert "Bridge closes" in shown(told)
    assert len(room.posts) == 1


async def test_who_may_switch_it_on(room: Newsroom) -> None:
    """Who may manage the server; there is none in direct messages."""
    stage = room.stage
    assert "digest here" not in stage.alice.available_commands(stage.channel)
    assert "digest here" not in stage.alice.user.available_commands()
    await room.here()
    shown_settings = said(await room.owner.slash(stage.channel, "settings show"))
    assert f"**New articles are told**: daily in <#{stage.channel.id}>" in shown_settings


# ---------------------------------------------------------------------- restarts, and clocks


async def test_after_a_restart(room: Newsroom) -> None:
    """What was told isn't told again, and what fell due while the bot was away is told at once."""
    await room.here()
    room.add()
    await room.wait()
    await room.restart()
    await room.wait(HOUR)
    assert len(room.posts) == 1
    room.add("bridge", title="Bridge closes")
    await room.change(day=(await room.kept())["day"] - 1)
    await room.restart()
    assert "Bridge closes" in shown(room.posts[-1])
    assert "Harbor opens" not in shown(room.posts[-1])


@pytest.mark.parametrize("posted", [True, False])
async def test_a_crash_while_it_posts(room: Newsroom, posted: bool) -> None:
    """Whether or not it stood by then, it stands once afterwards, even if more came in meanwhile."""
    await room.here()
    before, kept = await room.kept(), []
    room.add()
    servers = room.stage.bot.services.servers
    note = servers.set
    servers.set = lambda *setting: kept.append(setting[2]) or note(*setting)
    await room.wait()
    await room.change(**kept[0])
    assert (kept[0]["day"], kept[0]["known"]) == (before["day"], before["known"])
    if not posted:
        room.stage.env.backend.delete_message(room.stage.channel.id, room.posts[0].id)
    room.add("bridge", title="Bridge closes")
    await room.stage.env.settle()
    await room.restart()
    (post,) = room.posts
    assert "Harbor opens" in shown(post)
    assert ("Bridge closes" in shown(post)) != posted
    await room.wait()
    told = [shown(post) for post in room.posts]
    assert (len(told), "Bridge closes" in told[-1]) == (1 + posted, True)
    assert [title in "".join(told[1:]) for title in ("Harbor opens", "Bridge closes")] == [False, posted]


@pytest.mark.parametrize(("ahead", "after"), [(1, 2), (400, 1)])
async def test_a_clock_that_goes_back(room: Newsroom, ahead: int, after: int) -> None:
    """By a day: no day is repeated. By more, as after one that had run ahead: it goes on the day after."""
    await room.here()
    await room.change(day=(await room.kept())["day"] + ahead)
    room.add()
    await room.wait(HOUR)
    await room.wait(after * DAY - 2 * HOUR)
    assert room.posts == []
    await room.wait(HOUR)
    assert len(room.posts) == 1


async def test_a_clock_that_jumps_ahead(room: Newsroom) -> None:
    """Days that were skipped are one."""
    await room.here()
    await room.change(day=(await room.kept())["day"] - 30)
    room.add()
    await room.wait(3 * HOUR)
    assert len(room.posts) == 1


# ---------------------------------------------------------------------- trouble


@pytest.mark.parametrize("gone", ["deleted", "forbidden"])
async def test_a_channel_that_is_gone_or_forbidden(room: Newsroom, gone: str) -> None:
    """Switches it off, with a line in the log."""
    await room.here()
    room.add()
    if gone == "deleted":
        room.stage.env.backend.delete_channel(room.stage.channel.id)
    else:
        room.stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    with capture_logs() as logs:
        await room.wait()
    assert [entry["event"] for entry in logs] == ["digest switched off"]
    assert await room.kept() is None


async def test_discord_in_trouble(room: Newsroom) -> None:
    """It is posted an hour later, once."""
    await room.here()
    room.add()
    room.stage.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    with capture_logs() as logs:
        await room.wait()
    assert ([entry["event"] for entry in logs], room.posts) == (
        ["digest not posted; trying again in an hour"],
        [],
    )
    await room.wait(HOUR)
    assert len(room.posts) == 1


async def test_where_it_may_not_write_or_speak(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """It isn't switched on where Discord doesn't let it write; where the server doesn't, it is held back."""
    stage, servers = room.stage, room.stage.bot.services.servers
    await servers.set(stage.guild.id, "channels", {"mode": "only", "only": []})
    assert (await room.here()).endswith(SILENT)
    room.add()
    await room.wait()
    assert room.posts == []
    await servers.set(stage.guild.id, "channels", {})
    await room.wait(HOUR)
    assert len(room.posts) == 1
    nothing = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    read_only = stage.guild.create_text_channel("read-only", overwrites=nothing)
    assert said(await room.owner.slash(read_only, "digest here")) == MAY_NOT_WRITE
    monkeypatch.setattr("bot.digest.MOST_KNOWN", 1)
    assert await room.here() == TOO_MANY


async def test_it_moves(room: Newsroom) -> None:
    """What it would have told in the old channel is told in the new one."""
    await room.here()
    room.add()
    other = room.stage.guild.create_text_channel("other")
    await room.owner.slash(other, "digest here")
    await room.wait()
    assert (room.posts, len(room.stage.replies(other))) == ([], 1)
