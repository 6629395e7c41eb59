"""Another server, and direct messages, have no way to a server's articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simcord.actors import _dispatch_actor_interaction
from simcord.enums import InteractionType

from bot.collecting.editors import NOT_EDITOR
from bot.saying.buttons import digest
from index import document_key

from .article_stage import FARE, FERRY, HARBOR, add, buttons_of, editor, titles, told
from .cogs.conftest import library  # noqa: F401
from .stage import pressing, shown

if TYPE_CHECKING:
    from simcord import ChannelHandle, InteractionResult

    from bot.memory.held_articles import HeldArticle

    from .stage import Stage

ASKED = "What did Ana Lima say?"
SECRETS = ("Harbor opens", "Ana Lima", "Osio", "Ferry stops", "12 crowns")


class Break:
    """A server with an article, one that it removed and one that waits; and Eve, who manages another."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.erin = stage, editor(stage)
        elsewhere = stage.env.create_guild("Elsewhere")
        self.elsewhere, self.channel = elsewhere.id, elsewhere.create_text_channel("general")
        self.eve = editor(stage, "eve", elsewhere)

    async def prepare(self) -> None:
        await add(self.stage, self.erin)
        await add(self.stage, self.erin, FERRY, "ferry.md")
        removed = await self.erin.slash(self.stage.channel, "articles remove", article="Ferry stops")
        waiting = await add(self.stage, self.erin, HARBOR)
        self.undo = pressing(removed.response, "Undo").split(":")[2]
        self.replace = pressing(waiting.response, "Replace").split(":")[2]
        (self.document,) = self.stage.engine.documents([str(self.stage.guild.id)])
        self.key = document_key(self.document)
        self.before = self.state()

    def state(self) -> tuple[Any, ...]:
        """All that could be changed: the articles of both, and what is held."""
        now = self.stage.env.now().timestamp()
        here = self.stage.guild.id
        held: list[HeldArticle | None] = [
            self.stage.memory.held(key, here, now) for key in (self.undo, self.replace)
        ]
        documents = self.stage.engine.documents([str(here)])
        return documents, held, self.stage.engine.documents([str(self.elsewhere)])

    @property
    def pressed(self) -> list[tuple[str, str, str]]:
        """Every button, with the ids that lead to something in the server."""
        by_article = [("edit", self.key, ""), ("remove", self.key, ""), ("ask", self.key, digest(ASKED))]
        by_held = [
            (what, key, "") for what in ("undo", "replace", "keep") for key in (self.undo, self.replace)
        ]
        return [*by_article, *by_held, ("list", self.key, "0n"), ("forget", self.key, "")]

    @property
    def names(self) -> list[str]:
        """All by which the article could be named."""
        return [self.document.title, self.document.id, self.key, self.undo, self.document.content_hash]


@pytest.fixture
async def attempt(library: Stage) -> Break:  # noqa: F811
    made = Break(library)
    await made.prepare()
    return made


def discreet(attempt: Break, *results: InteractionResult) -> None:
    """Nothing was told or done."""
    for result in results:
        words = told(result) if result.response or result.followups else str(result.modal or "")
        assert not any(secret in words for secret in SECRETS), words
    assert attempt.state() == attempt.before


async def test_commands_of_another_server(attempt: Break) -> None:
    """Whatever an article is called by, Eve's server has none such; what she types is offered nothing."""
    eve, channel = attempt.eve, attempt.channel
    await attempt.stage.env.advance_time(61)
    attempt.before = attempt.state()
    discreet(attempt, await eve.slash(channel, "articles list"))
    for n, name in enumerate(attempt.names):
        if n == 2:
            await attempt.stage.env.advance_time(61)  # past the limit of commands a minute
        results = [
            await eve.slash(channel, f"articles {do}", article=name) for do in ("show", "remove", "edit")
        ]
        assert {told(result) for result in results} == {"I no longer have that article."}
        discreet(attempt, *results)
    for do in ("show", "remove", "edit"):
        for typed in ("", "Har", attempt.key):
            assert await eve.autocomplete(channel, f"articles {do}", "article", typed) == []


async def test_buttons_of_another_server(attempt: Break) -> None:
    """Made up with the ids of the first server's, they find nothing in Eve's."""
    message = await buttons_of(attempt.stage, attempt.channel, *attempt.pressed)
    for what, key, extra in attempt.pressed:
        result = await attempt.eve.click(message, custom_id=f"art:{what}:{key}:{extra}")
        assert result.modal is None
        discreet(attempt, result)
        if what == "list" or what in ("remove", "undo", "replace", "keep"):
            message = await buttons_of(attempt.stage, attempt.channel, *attempt.pressed)


async def test_a_form_of_another_server(attempt: Break) -> None:
    """One that names the first server's article changes nothing."""
    result = await sent(attempt, attempt.eve, attempt.channel)
    assert told(result) == "I no longer have that article."
    discreet(attempt, result)


async def sent(attempt: Break, actor: Any, channel: ChannelHandle) -> InteractionResult:
    """A form with the id of the first server's article, as a client of one's own might send it."""
    field = {"type": 4, "id": 2, "custom_id": "title", "value": "Mine"}
    data = {
        "custom_id": f"art:form:{attempt.key}",
        "components": [{"type": 18, "id": 1, "component": field}],
    }
    return await _dispatch_actor_interaction(actor, InteractionType.MODAL_SUBMIT, channel, data)


async def test_an_article_of_the_same_id(attempt: Break) -> None:
    """Eve's own of that id is the one that she sees and changes; the first server's stays."""
    theirs = HARBOR.replace(b"Harbor opens", b"Mine").replace(b"12 crowns", b"99 crowns")
    assert "**Added.** **Mine**" in told(
        await add(attempt.stage, attempt.eve, theirs, channel=attempt.channel)
    )
    shown_to_eve = await attempt.eve.slash(attempt.channel, "articles show", article=attempt.key)
    assert "99 crowns" in told(shown_to_eve)
    await attempt.eve.slash(attempt.channel, "articles remove", article=attempt.key)
    assert titles(attempt.stage) == ["Harbor opens"]
    assert attempt.state() == attempt.before


async def test_the_same_file_in_another_server(attempt: Break) -> None:
    """That it is known elsewhere isn't told."""
    assert "**Added.**" in told(await add(attempt.stage, attempt.eve, channel=attempt.channel))


async def test_direct_messages(attempt: Break) -> None:
    """Commands, buttons and forms are refused there, to an editor of the server too, and nothing is found."""
    user, stage = attempt.erin.user, attempt.stage
    channel = user.dm_channel
    assert [name for name in user.available_commands() if name.startswith("articles")] == []
    await user.send_dm(FARE)
    assert "12 crowns" not in shown(stage.replies(channel, viewer=user)[-1])
    for command in ("add", "list", "show", "remove", "edit"):
        result = await direct_command(attempt, user, command)
        assert told(result) == NOT_EDITOR
        discreet(attempt, result)
    message = await buttons_of(stage, channel, *attempt.pressed)
    for what, key, extra in attempt.pressed:
        result = await user.click(message, custom_id=f"art:{what}:{key}:{extra}")
        discreet(attempt, result)
    discreet(attempt, await sent(attempt, user, channel))


async def direct_command(attempt: Break, user: Any, command: str) -> InteractionResult:
    """A command in direct messages, where Discord doesn't offer it."""
    known = attempt.stage.bot.command_ids["articles"]
    options = [{"name": "article", "type": 3, "value": attempt.key}] if command not in ("add", "list") else []
    inner = {"name": command, "type": 1, "options": options}
    data = {"id": str(known), "name": "articles", "type": 1, "options": [inner]}
    return await _dispatch_actor_interaction(user, InteractionType.APPLICATION_COMMAND, user.dm_channel, data)


async def test_members_who_may_not(attempt: Break) -> None:
    """In the server itself, a button that somebody else was shown does nothing for them."""
    message = await buttons_of(attempt.stage, attempt.stage.channel, *attempt.pressed)
    for what, key, extra in attempt.pressed:
        if what != "forget":
            result = await attempt.stage.alice.click(message, custom_id=f"art:{what}:{key}:{extra}")
            assert (told(result), result.ephemeral) == (NOT_EDITOR, True)
            discreet(attempt, result)
    assert told(await sent(attempt, attempt.stage.alice, attempt.stage.channel)) == NOT_EDITOR
    assert attempt.state() == attempt.before
