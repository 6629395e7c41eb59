"""The judge of the bot's requests can tell what Discord refuses from what it takes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord.types import HttpLogEntry

from .bodies import (
    CALLBACK,
    CHOICE,
    COMMANDS,
    EDIT,
    FOLLOW_UP,
    LOOSE_THREAD,
    MESSAGE,
    ORIGINAL,
    SECTION,
    THREAD,
    button,
    choice,
    choosing,
    command,
    container,
    embed,
    field,
    layout,
    link,
    modal,
    offer,
    option,
    row,
    rows,
    select,
    text,
)
from .openapi import LARGEST_UPLOAD, NOT_KEPT, load, sent_files

if TYPE_CHECKING:
    from collections.abc import Callable

ROW = "components[0].components"
OPTION = "[0].options[0]"
TRANSLATION = "[0].description_localizations.fr"


def problems(request: str, body: Any) -> list[str]:
    method, path = request.split()
    return load().problems(method, path, body)


def sent(request: str, body: Any = None) -> HttpLogEntry:
    method, path = request.split()
    return HttpLogEntry(method, path, {}, body, None)


# The request, what is measured, the most it may be, and a body that has a given measure.
LIMITS: list[tuple[str, str, int, Callable[[int], Any]]] = [
    (MESSAGE, "content:", 2000, lambda n: {"content": "x" * n}),
    (EDIT, "content:", 2000, lambda n: {"content": "x" * n}),
    (FOLLOW_UP, "content:", 2000, lambda n: {"content": "x" * n}),
    (ORIGINAL, "content:", 2000, lambda n: {"content": "x" * n}),
    (CALLBACK, "data.content:", 2000, lambda n: {"type": 4, "data": {"content": "x" * n}}),
    (CALLBACK, "data.content:", 2000, lambda n: {"type": 7, "data": {"content": "x" * n}}),
    (MESSAGE, "nonce:", 25, lambda n: {"nonce": "1" * n}),
    (MESSAGE, "attachments:", 10, lambda n: {"attachments": [{"id": k} for k in range(n)]}),
    (MESSAGE, "embeds:", 10, lambda n: {"embeds": [{}] * n}),
    (MESSAGE, "embeds[0].title:", 256, lambda n: embed(title="x" * n)),
    (MESSAGE, "embeds[0].description:", 4096, lambda n: embed(description="x" * n)),
    (MESSAGE, "embeds[0].footer.text:", 2048, lambda n: embed(footer={"text": "x" * n})),
    (MESSAGE, "embeds[0].author.name:", 256, lambda n: embed(author={"name": "x" * n})),
    (MESSAGE, "embeds[0].fields:", 25, lambda n: embed(fields=[field()] * n)),
    (MESSAGE, "embeds[0].fields[0].name:", 256, lambda n: embed(fields=[field("x" * n)])),
    (MESSAGE, "embeds[0].fields[0].value:", 1024, lambda n: embed(fields=[field("n", "x" * n)])),
    (MESSAGE, "components:", 5, lambda n: {"components": [row(button(f"{k}")) for k in range(n)]}),
    (MESSAGE, f"{ROW}:", 5, lambda n: rows(*(button(f"{k}") for k in range(n)))),
    (MESSAGE, f"{ROW}[0].label:", 80, lambda n: rows(button(label="x" * n))),
    (MESSAGE, f"{ROW}[0].custom_id:", 100, lambda n: rows(button("x" * n))),
    (MESSAGE, f"{ROW}[0].url:", 512, lambda n: rows(link("https://".ljust(n, "x")))),
    (MESSAGE, f"{ROW}[0].options:", 25, lambda n: rows(select(*[CHOICE] * n))),
    (MESSAGE, f"{ROW}[0].options[0].label:", 100, lambda n: rows(select({**CHOICE, "label": "x" * n}))),
    (MESSAGE, f"{ROW}[0].options[0].value:", 100, lambda n: rows(select({**CHOICE, "value": "x" * n}))),
    (MESSAGE, "components: with those inside", 40, lambda n: layout(container(SECTION, *[text()] * (n - 4)))),
    (MESSAGE, "components: all text displays together", 4000, lambda n: layout(text("x" * (n - 1)), text())),
    (CALLBACK, "data.components:", 5, lambda n: modal(n)),
    (CALLBACK, "data.title:", 45, lambda n: modal(title="x" * n)),
    (THREAD, "name:", 100, lambda n: {"name": "x" * n}),
    (LOOSE_THREAD, "name:", 100, lambda n: {"name": "x" * n}),
    (COMMANDS, "[0].name:", 32, lambda n: [command("x" * n)]),
    (COMMANDS, "[0].name:", 32, lambda n: [{"type": 3, "name": "X" * n}]),
    (COMMANDS, "[0].description:", 100, lambda n: [command(description="x" * n)]),
    (COMMANDS, f"{TRANSLATION}:", 100, lambda n: [command(description_localizations={"fr": "x" * n})]),
    (COMMANDS, "[0].options:", 25, lambda n: [command(options=[option(name=f"{k}") for k in range(n)])]),
    (COMMANDS, f"{OPTION}.description:", 100, lambda n: [command(options=[option(description="x" * n)])]),
    (COMMANDS, f"{OPTION}.choices:", 25, lambda n: choosing(*[choice()] * n)),
    (COMMANDS, f"{OPTION}.choices[0].name:", 100, lambda n: choosing(choice("x" * n))),
    (COMMANDS, "'ask': options[0].choices[0].value:", 100, lambda n: choosing(choice(value="x" * n))),
    (CALLBACK, "data.choices:", 25, lambda n: offer(*[choice()] * n)),
    (CALLBACK, "data.choices[0].name:", 100, lambda n: offer(choice("x" * n))),
    (CALLBACK, "data.choices[0].value:", 100, lambda n: offer(choice(value="x" * n))),
]


@pytest.mark.parametrize(("request_", "measured", "most", "body"), LIMITS)
def test_limits(request_: str, measured: str, most: int, body: Callable[[int], Any]) -> None:
    """What is as long as Discord allows passes; what is longer by one does not."""
    assert problems(request_, body(most)) == []
    assert problems(request_, body(most + 1)) == [f"{measured} {most + 1:,} long, at most {most:,}"]


@pytest.mark.parametrize(
    ("request_", "body", "where"),
    [
        (THREAD, {"name": ""}, "name"),
        (COMMANDS, [command("")], "[0].name"),
        (COMMANDS, [command(options=[option(description="")])], "[0].options[0].description"),
        (COMMANDS, choosing(choice("")), "[0].options[0].choices[0].name"),
        (MESSAGE, rows(), "components[0].components"),
        (MESSAGE, layout(text("")), "components[0].content"),
    ],
)
def test_nothing(request_: str, body: Any, where: str) -> None:
    """What must be there is not empty."""
    assert problems(request_, body) == [f"{where}: 0 long, at least 1"]


@pytest.mark.parametrize(
    ("request_", "at", "wrap"),
    [
        (MESSAGE, "", lambda message: message),
        (EDIT, "", lambda message: message),
        (CALLBACK, "data.", lambda message: {"type": 4, "data": message}),
        (CALLBACK, "data.", lambda message: {"type": 7, "data": message}),
        (LOOSE_THREAD, "message.", lambda message: {"name": "n", "message": message}),
    ],
)
def test_embed_sum(request_: str, at: str, wrap: Callable[[Any], Any]) -> None:
    """All texts of all embeds share 6,000 characters, in whichever request the message stands."""
    full = {
        "title": "t" * 200,
        "description": "d" * 2300,
        "fields": [field("n" * 100, "v" * 200)],
        "footer": {"text": "f" * 150},
        "author": {"name": "a" * 50},
    }
    assert problems(request_, wrap({"embeds": [full, full]})) == []
    assert problems(request_, wrap({"embeds": [full, {**full, "title": "t" * 201}]})) == [
        f"{at}embeds: all texts together 6,001 long, at most 6,000"
    ]


def test_empty_field() -> None:
    """A field needs a name and a value that are more than space."""
    assert problems(MESSAGE, embed(fields=[field("", " \n")])) == [
        "embeds[0].fields[0].name: is empty",
        "embeds[0].fields[0].value: is empty",
    ]


@pytest.mark.parametrize("address", ["ftp://a.example", "a.example", "https://a.example/b c", "https://"])
def test_addresses(address: str) -> None:
    """An address has a scheme that Discord opens, and no space."""
    assert problems(MESSAGE, embed(url="https://a.example/#:~:text=one%20two")) == []
    assert problems(MESSAGE, embed(url=address)) == [f"embeds[0].url: {address!r} is not a 'uri'"]


def test_snowflakes() -> None:
    """An id may be a number, as discord.py sends it, but no other text."""
    assert problems(MESSAGE, {"attachments": [{"id": 0}], "message_reference": {"message_id": 5}}) == []
    assert problems(MESSAGE, {"attachments": [{"id": "a"}]}) == [
        "attachments[0].id: 'a' does not match '^(0|[1-9][0-9]*)$'"
    ]


@pytest.mark.parametrize("kind", ["users", "roles"])
def test_allowed_mentions(kind: str) -> None:
    """A kind of mentions is parsed or listed, not both; no ids are no list."""
    assert problems(MESSAGE, {"allowed_mentions": {"parse": [kind], kind: []}}) == []
    assert problems(MESSAGE, {"allowed_mentions": {"parse": [], kind: [1]}}) == []
    assert problems(MESSAGE, {"allowed_mentions": {"parse": [kind], kind: [1]}}) == [
        f"allowed_mentions: {kind} are both parsed and listed"
    ]


def test_flag() -> None:
    """Components V2 need their flag; with it, content and embeds must be empty."""
    assert problems(MESSAGE, layout(text(), content=None, embeds=[])) == []
    assert problems(MESSAGE, layout(text(), content="c", embeds=[{"title": "t"}])) == [
        "content: not beside components V2",
        "embeds: not beside components V2",
    ]
    assert problems(MESSAGE, {"components": [text()]}) == ["components[0]: needs the flag of components V2"]


def test_ids_are_unique() -> None:
    """No custom id and no component id stands twice in a message, wherever it is nested."""
    section = {"type": 9, "components": [{**text(), "id": 7}], "accessory": button("twice")}
    assert problems(MESSAGE, layout(container(section, row(button("twice"))), {**text(), "id": 7})) == [
        "components: custom_id 'twice' 2 times",
        "components: id 7 2 times",
    ]


@pytest.mark.parametrize("name", ["ask", "ask-me_2", "l'été", "спросить", "质问", "प्रश्न", "ถามคำถาม"])
def test_command_name(name: str) -> None:
    """A command's name is of letters and digits of any script."""
    assert problems(COMMANDS, [command(name, options=[option(name=name)])]) == []


@pytest.mark.parametrize("name", ["Ask", "ask me", "ask!", "ask.me", "спросиТЬ", "😀"])
def test_wrong_command_name(name: str) -> None:
    """Upper case, spaces and signs are refused, in a translation and in an option as well."""
    subcommand = {"type": 1, "name": "sub", "description": "S.", "options": [option(name=name)]}
    assert problems(COMMANDS, [command(name)]) == [f"'{name}': name: '{name}' is not allowed"]
    assert problems(COMMANDS, [command(name_localizations={"fr": name}, options=[subcommand])]) == [
        f"'ask': name: '{name}' is not allowed",
        f"'ask': options[0].options[0].name: '{name}' is not allowed",
    ]


def test_context_menu() -> None:
    """A slash command is described, a context menu is not, and is named as one likes."""
    assert problems(COMMANDS, [{"type": 3, "name": "Ask About This"}]) == []
    assert problems(COMMANDS, [{"type": 2, "name": "Who", "description": "d"}]) == [
        "'Who': description: a context menu has none"
    ]
    assert problems("POST /applications/1/commands", command(description="")) == [
        "'ask': description: is missing"
    ]


def test_command_sum() -> None:
    """A command's names, descriptions and values share 8,000 characters; its longest language counts."""
    options = [option(*[choice("n" * 100, "v" * 60)] * 16, name=f"o{k}") for k in range(3)]  # 3 * 2,567
    rest = option(choice("n" * 100, "v" * 100), name="rest")  # 209
    near = command("n" * 30, "d", options=[*options, rest])  # 7,701 + 209 + 30, and the description
    assert problems(COMMANDS, [{**near, "description_localizations": {"fr": "d" * 60}}]) == []
    assert problems(COMMANDS, [{**near, "description_localizations": {"fr": "d" * 61}}]) == [
        f"'{'n' * 30}': all texts together 8,001 long, at most 8,000"
    ]


@pytest.mark.parametrize(
    ("request_", "body", "problem"),
    [
        ("POST /channels/1/answers", {}, NOT_KEPT),
        ("PUT /channels/1/messages", {}, NOT_KEPT),
        ("PUT /guilds/1/bans/2", {}, NOT_KEPT),
        ("POST /channels/1/typing", {"for": 5}, "takes no body"),
        (MESSAGE, None, "the body is missing"),
        (MESSAGE, {"content": 5}, "content: 5 is not of type 'string', 'null'"),
        (THREAD, {}, "body: 'name' is a required property"),
        (
            MESSAGE,
            {"components": [{"type": 99}]},
            "components[0]: fits none of the alternatives: {'type': 99}",
        ),
        (CALLBACK, {"type": 99}, "body: fits none of the alternatives: {'type': 99}"),
        (
            MESSAGE,
            {"allowed_mentions": {"parse": ["all"]}},
            "allowed_mentions.parse[0]: fits none of the alternatives: 'all'",
        ),
    ],
)
def test_shape(request_: str, body: Any, problem: str) -> None:
    """A request that isn't known, and a body of another shape, are told."""
    assert problems("POST /channels/1/typing", None) == []
    assert problems(request_, body) == [problem]


def test_second_thread() -> None:
    """A message has one thread; another message may have another."""
    first, other = sent(THREAD, {"name": "n"}), sent("POST /channels/1/messages/3/threads", {"name": "n"})
    assert load().check([first, other]) == []
    assert load().check([first, other, first]) == [f"{THREAD}: a second thread on one message"]


def test_file_size() -> None:
    """A file has 10 MiB at most."""
    assert load().check([], [{"filename": "a.txt", "size": LARGEST_UPLOAD}]) == []
    assert load().check([], [{"filename": "a.txt", "size": LARGEST_UPLOAD + 1}]) == [
        "file a.txt: 10,485,761 long, at most 10,485,760"
    ]


def test_requests_are_named() -> None:
    """Each problem of a test's requests stands behind the request that has it."""
    found = load().check([sent(MESSAGE, {"content": "x"}), sent(THREAD, {"name": "n" * 101})])
    assert found == [f"{THREAD}: name: 101 long, at most 100"]


class Card(discord.ui.LayoutView):
    """A layout with a button."""

    buttons = discord.ui.ActionRow()

    def __init__(self) -> None:
        super().__init__()
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("Found."), discord.ui.Separator()))

    @buttons.button(label="Done")
    async def done(self, interaction: discord.Interaction, _button: discord.ui.Button[Card]) -> None:
        await interaction.response.edit_message(view=Card())


class Reasons(discord.ui.Modal, title="Why?"):
    """A modal with an input."""

    reason = discord.ui.Label(text="Reason", component=discord.ui.TextInput(custom_id="reason"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Thanks.", ephemeral=True)


class Asked(discord.ui.View):
    """Buttons and a select."""

    @discord.ui.button(label="Why?", emoji="❓")
    async def why(self, interaction: discord.Interaction, _button: discord.ui.Button[Asked]) -> None:
        await interaction.response.send_modal(Reasons())

    @discord.ui.select(options=[discord.SelectOption(label="One"), discord.SelectOption(label="Two")])
    async def pick(self, interaction: discord.Interaction, _select: discord.ui.Select[Asked]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Picked.", view=None, embeds=[])


class Librarian(discord.Client):
    """A bot that uses what a bot can send."""

    def __init__(self, described: str = "Ask something.") -> None:
        mentions = discord.AllowedMentions.none()
        super().__init__(intents=discord.Intents.default(), allowed_mentions=mentions)
        self.tree = app_commands.CommandTree(self)
        ask = app_commands.Command(name="ask", description=described, callback=self.ask)
        ask.autocomplete("question")(self.suggest)
        self.tree.add_command(ask)
        self.tree.add_command(app_commands.Command(name="card", description="A card.", callback=self.card))
        self.tree.add_command(app_commands.ContextMenu(name="Ask About This", callback=self.about))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    @app_commands.choices(style=[app_commands.Choice(name="Short", value="short")])
    @app_commands.describe(question="What to ask")
    async def ask(self, interaction: discord.Interaction, question: str, style: str = "long") -> None:
        embed = discord.Embed(title=question, url="https://a.example/").add_field(name=style, value="v")
        file = discord.File(io.BytesIO(b"answer"), "answer.txt")
        await interaction.response.defer(thinking=True)
        await interaction.followup.send(embed=embed, file=file, view=Asked())

    async def suggest(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed, value=typed)]

    async def card(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Card())

    async def about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"About {message.id}", ephemeral=True)

    async def on_message(self, message: discord.Message) -> None:
        if self.user in message.mentions:
            async with message.channel.typing():
                answer = await message.reply("Here.", file=discord.File(io.BytesIO(b"x"), "x.txt"), nonce="1")
            await answer.edit(content="There.", attachments=answer.attachments)
            await answer.add_reaction("👍")
            await (await answer.create_thread(name="More")).send("More.")


async def test_a_bot_passes() -> None:
    """What discord.py sends of itself, for a bot within the limits, is found right."""
    bot = Librarian()
    async with simcord.run(bot) as env:
        guild = env.create_guild()
        channel, ana = guild.create_text_channel("general"), guild.add_member(env.create_user("ana"))
        asked = await ana.send(channel, f"<@{bot.user.id}> what?")
        await ana.autocomplete(channel, "ask", "question", "wh")
        answer = (await ana.slash(channel, "ask", question="what?", style="short")).response
        await ana.submit_modal(await ana.click(answer, label="Why?"), {"reason": "So."})
        await ana.select(answer, ["One"])
        await ana.click((await ana.slash(channel, "card")).response, label="Done")
        await ana.context_menu(channel, "Ask About This", asked)
        assert load().check(env.http_requests, sent_files(env)) == []
        assert len(env.http_requests) > 15
        assert [file["filename"] for file in sent_files(env)] == ["x.txt", "answer.txt"]


async def test_a_bot_fails() -> None:
    """A bot whose description simcord takes and Discord would not is found out."""
    async with simcord.run(Librarian("d" * 101)) as env:
        sync = next(request for request in env.http_requests if request.method == "PUT")
        assert load().check(env.http_requests) == [f"PUT {sync.path}: [0].description: 101 long, at most 100"]
