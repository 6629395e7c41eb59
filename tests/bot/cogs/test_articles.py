"""/articles, and the entry in a message's menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.collecting.articles import SEVERAL
from bot.collecting.editors import NOT_EDITOR
from bot.collecting.given import BOTH, NEITHER, NO_ADDRESS, NOTHING
from index import MAX_BYTES, Document, fetch_page

from ...index.sources.test_web import site  # noqa: F401
from ..article_stage import FARE, FERRY, HARBOR, add, buttons_of, editor, titles, told
from ..stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from ..stage import Stage

MENU = "Add to the articles"
GAZETTE = "The Gazette, Rita Sole · 3 March 2024"


async def test_a_file_is_added(library: Stage) -> None:
    """It is told what it is and what can be asked of it, to who added it alone, and it answers at once."""
    erin = editor(library)
    result = await add(library, erin)
    assert result.ephemeral
    assert told(result) == (
        f"**Added.** **Harbor opens** -# {GAZETTE} · 2 paragraphs It can be asked from now on, in this "
        "server alone. -# Try asking"
    )
    assert buttons(result.response) == ["💬 What did Ana Lima say?"]
    await library.mention(FARE)
    assert "> The ferry to Brava costs 12 crowns." in shown(library.reply)


async def test_the_question_that_is_offered(library: Stage) -> None:
    """Pressed, it is answered from the article, to the presser alone."""
    erin = editor(library)
    result = await add(library, erin)
    asked = await erin.click(
        result.response, custom_id=pressing(result.response, buttons(result.response)[0])
    )
    assert (asked.ephemeral, "harbor of Osio will open on March 5" in told(asked)) == (True, True)
    assert library.replies() == []


@pytest.mark.usefixtures("site")
async def test_a_page_is_added(library: Stage, request: pytest.FixtureRequest) -> None:
    """By its address, under which it can be found again."""
    erin = editor(library)
    library.bot.services.articles.fetch = partial(fetch_page, allowed=lambda _: True)
    address = f"{request.getfixturevalue('site')}/bridge"
    result = await erin.slash(library.channel, "articles add", url=address)
    assert "**Added.** **[Bridge closes]" in told(result)
    assert library.engine.documents([str(library.guild.id)])[0].url == address


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "http://[::1]/", "https://localhost/x"])
async def test_private_addresses_are_refused(library: Stage, address: str) -> None:
    """Nobody reads what stands in the network of whoever runs the bot."""
    result = await editor(library).slash(library.channel, "articles add", url=address)
    assert "is no machine of the public internet" in told(result)


async def test_a_message_is_added(library: Stage) -> None:
    """Its first file that can be read, else its first link."""
    erin = editor(library)
    files = [("cat.png", b"x"), ("harbor.md", HARBOR)]
    message = await library.alice.send(library.channel, "look", attachments=files)
    result = await erin.context_menu(library.channel, MENU, message)
    assert (result.ephemeral, titles(library)) == (True, ["Harbor opens"])
    linked = await library.alice.send(library.channel, "see <http://127.0.0.1:1/a>, please")
    assert "http://127.0.0.1:1/a: 127.0.0.1 is no" in told(
        await erin.context_menu(library.channel, MENU, linked)
    )
    bare = await library.alice.send(library.channel, "nothing here")
    assert told(await erin.context_menu(library.channel, MENU, bare)) == NOTHING


async def test_what_cannot_be_an_article(library: Stage) -> None:
    """Is refused with what would do, and nothing is stored."""
    erin = editor(library)
    slash = partial(erin.slash, library.channel, "articles add")
    given: list[dict[str, Any]] = [
        {}, {"file": ("a.md", HARBOR), "url": "https://a.example"}, {"url": "example"},
        {"file": ("cat.png", b"x")}, {"file": ("a.md", b"x" * (MAX_BYTES + 1))},
        {"file": ("broken.pdf", b"%PDF-1.4 nonsense")}, {"file": ("empty.txt", b"  ")},
        {"file": ("empty.pdf", b"")},
    ]  # fmt: skip
    refusals = [await slash(**options) for options in given]
    assert [told(result) for result in refusals[:4]] == [
        NEITHER, BOTH, NO_ADDRESS,
        "I can't read “cat.png”. I read Markdown, text, HTML, PDF and Word (.docx).",
    ]  # fmt: skip
    assert told(refusals[4]) == "That file has 10.5 MB, and I read up to 10 MB. Split it, please."
    assert "broken.pdf: " in told(refusals[5])
    assert told(refusals[6]) == "empty.txt: the document has no text; write it below the front matter"
    assert told(refusals[7]) == "empty.pdf: the file is empty; save the article into it"
    assert titles(library) == []


async def test_one_that_is_there_already(library: Stage) -> None:
    """Since when is told; it can be replaced, or kept beside the other."""
    erin = editor(library)
    await add(library, erin)
    changed = HARBOR.replace(b"12 crowns", b"15 crowns")
    result = await add(library, erin, changed)
    assert told(result).startswith("Already there since <t:")
    assert buttons(result.response) == ["Replace", "Keep both"]
    pressed = await erin.click(result.response, label="Replace")
    assert (told(pressed).startswith("**Replaced.** **Harbor opens**"), len(titles(library))) == (True, 1)
    await library.mention(FARE)
    assert "15 crowns" in shown(library.reply)
    again = await add(library, erin)
    await erin.click(again.response, label="Keep both")
    assert titles(library) == ["Harbor opens"] * 2
    choices = await erin.autocomplete(library.channel, "articles show", "article", "harb")
    added = "Harbor opens · added 2026-01-01 00:0"
    assert [choice["name"][:-1] for choice in choices] == [added, f"{added}0 (2"]
    for command in ("show", "remove", "edit"):
        typed = await erin.slash(library.channel, f"articles {command}", article="harbor opens")
        assert told(typed) == SEVERAL


async def test_articles_of_one_title_are_told_apart(library: Stage) -> None:
    """In the choices by outlet and date, and in the list by when they were added too."""
    erin = editor(library)
    await add(library, erin)
    await add(library, erin, FERRY, "ferry.md")
    await add(
        library, erin, HARBOR.replace(b"The Gazette", b"The Post").replace(b"Monday", b"Tuesday"), "b.md"
    )
    choices = await erin.autocomplete(library.channel, "articles show", "article", "harb")
    told_apart = {f"Harbor opens · {outlet} · 3 March 2024" for outlet in ("The Gazette", "The Post")}
    assert {choice["name"] for choice in choices} == told_apart
    value = next(choice["value"] for choice in choices if "Post" in choice["name"])
    assert "The Post" in told(await erin.slash(library.channel, "articles show", article=value))
    lines = said(await erin.slash(library.channel, "articles list")).split("\n")
    assert [("added <t:" in line) for line in lines if line.startswith("-# ")] == [True, True]


async def test_another_article_of_a_file_name(library: Stage) -> None:
    """Two reports of one name are two articles."""
    erin = editor(library)
    await add(library, erin, name="report.md")
    assert "**Added.**" in told(await add(library, erin, FERRY, name="report.md"))
    assert [d.id for d in library.engine.documents([str(library.guild.id)])] == ["report", "report-2"]


async def test_the_list_is_turned(library: Stage) -> None:
    """Long lists have pages, by title."""
    erin = editor(library)
    assert told(await erin.slash(library.channel, "articles list")).startswith("This server has no articles")
    for n in range(30):
        title, here = f"{'Long title ' * 12}{n:02}", str(library.guild.id)
        library.engine.add(Document(f"a{n}", title, "The harbor is open.", collection=here))
    first = await erin.slash(library.channel, "articles list")
    assert (buttons(first.response), first.ephemeral) == (["◀️", "1 / 2", "▶️"], True)
    assert told(first).startswith("**30 articles of this server**")
    await erin.click(first.response, custom_id=pressing(first.response, "▶️"))
    assert buttons(first.response)[1] == "2 / 2"
    assert "title 29" in shown(first.response)


async def test_one_is_shown(library: Stage) -> None:
    """What is known of it, and how it begins."""
    erin = editor(library)
    await add(library, erin)
    result = await erin.slash(library.channel, "articles show", article="harbor OPENS")
    assert f"-# {GAZETTE} · 2 paragraphs · 134 characters · added <t:" in told(result)
    assert "> Mayor Ana Lima said on Monday" in told(result)
    removed = await erin.click(result.response, label="Remove")
    assert (told(removed).startswith("Removed."), titles(library)) == (True, [])
    gone = await erin.slash(library.channel, "articles show", article="Harbor opens")
    assert told(gone) == "I no longer have that article."


async def test_a_removal_is_undone(library: Stage) -> None:
    """Within ten minutes, by the same people; it is then as it was."""
    erin = editor(library)
    await add(library, erin)
    before = library.engine.documents([str(library.guild.id)])
    removed = await erin.slash(library.channel, "articles remove", article="Harbor opens")
    assert titles(library) == []
    await library.mention(FARE)
    assert "12 crowns" not in shown(library.reply)
    undo = pressing(removed.response, "Undo")
    back = await erin.click(removed.response, label="Undo")
    assert told(back).startswith("**It is back.** **Harbor opens**")
    assert library.engine.documents([str(library.guild.id)]) == before
    again = await buttons_of(library, library.channel, ("undo", undo.split(":")[2], ""))
    pressed = await erin.click(again, label="undo")
    assert told(pressed).startswith("I no longer hold that article: it is in its place already, or")


async def test_an_undo_that_comes_too_late(library: Stage) -> None:
    """After ten minutes the article is no longer held."""
    erin = editor(library)
    await add(library, erin)
    removed = await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.env.advance_time(601)
    late = await erin.click(removed.response, label="Undo")
    assert told(late).endswith("or ten minutes have passed. Then add it again.")
    assert titles(library) == []


async def test_who_may(library: Stage) -> None:
    """Only managers, and the role that they chose; others are told so, and nothing is done."""
    erin = editor(library)
    await add(library, erin)
    editors = library.guild.create_role("editors")
    carol = library.guild.add_member(library.env.create_user("carol"), roles=[editors])
    refused = [
        await carol.slash(library.channel, "articles add", file=("ferry.md", FERRY)),
        await carol.slash(library.channel, "articles list"),
        await carol.slash(library.channel, "articles show", article="Harbor opens"),
        await carol.slash(library.channel, "articles remove", article="Harbor opens"),
        await carol.slash(library.channel, "articles edit", article="Harbor opens"),
        await carol.context_menu(
            library.channel, MENU, await carol.send(library.channel, attachments=[("f.md", FERRY)])
        ),
    ]
    assert {told(result) for result in refused} == {NOT_EDITOR}
    assert await carol.autocomplete(library.channel, "articles show", "article", "h") == []
    assert titles(library) == ["Harbor opens"]
    result = await erin.slash(library.channel, "settings editors", role=editors)
    assert f"**Who may change the articles**: <@&{editors.id}> and who may manage the server" in told(result)
    assert "**Added.**" in told(await add(library, carol, FERRY))
    await erin.slash(library.channel, "settings editors")
    assert told(await add(library, carol, FERRY)) == NOT_EDITOR


@pytest.mark.settings(server_articles=1)
async def test_a_server_may_have_so_many(library: Stage) -> None:
    """One more is refused; one in the place of another isn't more."""
    erin = editor(library)
    await add(library, erin)
    assert told(await add(library, erin, FERRY, "ferry.md")) == (
        "This server has 1 articles, and I keep 1. Remove one first, please."
    )
    again = await add(library, erin, HARBOR.replace(b"12", b"15"))
    assert "**Replaced.**" in told(await erin.click(again.response, label="Replace"))


@pytest.mark.settings(server_articles_mb=0.0002)
async def test_a_server_may_have_so_much_text(library: Stage) -> None:
    """What is there counts, and it is told how much there is room for."""
    erin = editor(library)
    await add(library, erin)
    result = await add(library, erin, FERRY * 3, "ferry.md")
    assert "this server has 0.00 MB; I keep 0.0002 MB. Remove something first" in told(result)
    assert titles(library) == ["Harbor opens"]


async def test_a_server_that_is_left(library: Stage) -> None:
    """Its articles go at once, and what was held of it; another's stay, and it may come back."""
    erin, other = editor(library), library.env.create_guild("Other")
    omar, channel = editor(library, "omar", other), other.create_text_channel("general")
    await add(library, erin)
    await add(library, omar, channel=channel)
    removed = await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await add(library, erin, FERRY, "ferry.md")
    guild = library.bot.get_guild(library.guild.id)
    assert isinstance(guild, discord.Guild)
    for listener in library.bot.extra_events["on_guild_remove"]:  # dispatched, nobody could wait for it
        await listener(guild)
    assert (titles(library), titles(library, other.id)) == ([], ["Harbor opens"])
    assert "ten minutes" in told(await erin.click(removed.response, label="Undo"))
    assert "no longer in that server" in told(await add(library, erin))
    for listener in library.bot.extra_events["on_guild_join"]:
        await listener(guild)
    assert "**Added.**" in told(await add(library, erin))
