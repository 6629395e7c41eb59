"""Makes the pictures of the README: the demo's page in a headless Chromium, dark and light.

pip install playwright                      # its Python part alone; the browser is the system's chromium
python tests/screenshots/make.py            # needs the extra demo and a built index too

simcord's page is dark only: for the light pictures its colours are set to those of ``LIGHT``.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.async_api import async_playwright

from bot.demo.stage import ARTICLE, staged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from playwright.async_api import Browser

    from bot.demo.person import Person
    from bot.demo.stage import Stage

HERE = Path(__file__).parent
INDEX, CORPUS = Path(".rapporteur"), Path("corpus")
SIZE = {"width": 1120, "height": 1420}

DAY = 86_400.0

LIGHT = """:root {
    --discord-bg: #ffffff; --discord-surface: #f2f3f5; --discord-elevated: #e3e5e8; --discord-hover: #f2f3f5;
    --discord-text: #313338; --discord-muted: #5c5e66; --discord-subtle: #4e5058; --discord-border: #d7d9dc;
    --component-surface: #f8f8f9; --component-border: #dcdee1; --control-border: #c9ccd1;
    --chip-surface: #ebedef; --subtle-surface: #e3e5e8; --subtle-surface-text: #313338;
    --entity-text: #4e5058; --entity-dim: #5c5e66; --button-alt: #e3e5e8; --button-alt-hover: #d7d9dc;
    --link-text: #006ce7; --list-surface: #f2f3f5;
}
.text-display, .message-content, .markdown-paragraph, .markdown-blockquote { color: #313338 !important; }
.component-button.button-style-2 { background: #e3e5e8 !important; color: #313338 !important; }
.component-button.button-style-2 .button-label { color: #313338 !important; }
.mention { background: #e6e8fd !important; color: #4752c4 !important; }
.reply-excerpt, .reply-author, .markdown-subtext * { color: #5c5e66 !important; }"""
"""Discord's light colours (as its client shows them), for simcord's style sheet."""


async def mention(stage: Stage) -> Person:
    """A question by mention, and a quick fact by command."""
    await stage.mention("what did Bessent say about soybeans?")
    await stage.reader.slash(stage.channel, "fact", topic="Venue")
    return stage.reader


async def refusal(stage: Stage) -> Person:
    """A question that the articles don't answer."""
    await stage.mention("what did Rubio say about soybeans?")
    await stage.mention("How many soybeans did China buy?")
    return stage.reader


async def add_an_article(stage: Stage) -> Person:
    """A moderator adds a file, and a reader asks of it."""
    await stage.moderator.slash(stage.channel, "articles add", file=ARTICLE)
    await stage.mention("what does the ferry to Brava cost?")
    return stage.moderator


async def desk(stage: Stage) -> Person:
    """What a moderator finds after two days of questions."""
    refused = (
        "what did Rubio say about soybeans?",
        "What did Marco Rubio say on soybeans?",
        "who won the World Cup?",
    )
    answered = (
        "Where did Trump and Xi meet?",
        "what did Bessent say about soybeans?",
        "What happened to the yuan?",
    )
    lobby = replace(stage, channel=stage.moderator.guild.create_text_channel("lobby"))
    for question in refused[:2] + answered:
        await lobby.mention(question)
    await vote_against(lobby)
    await stage.bot.remove_cog("Marking")  # it looks every 20 seconds, all day
    await stage.env.advance_time(DAY)
    for question in refused + answered[1:]:
        await lobby.mention(question)
    await stage.moderator.slash(stage.channel, "desk")
    return stage.moderator


async def vote_against(stage: Stage) -> None:
    """The reader doesn't like the newest answer."""
    answer = stage.channel.history()[-1]
    (button,) = [b for b in every(answer.components) if getattr(b, "emoji", None) and b.emoji.name == "👎"]
    await stage.reader.click(answer, custom_id=button.custom_id)


def every(components: Iterable[Any]) -> Iterator[Any]:
    """The components and what is in them."""
    for component in components:
        yield component
        yield from every(getattr(component, "children", ()))


async def brief(stage: Stage) -> Person:
    """The sentences that carry a topic."""
    await stage.reader.slash(stage.channel, "brief", topic="soybeans")
    return stage.reader


SCENES: tuple[Callable[[Stage], Awaitable[Person]], ...] = (mention, refusal, add_an_article, desk, brief)


async def pictures(scene: Callable[[Stage], Awaitable[Person]], chromium: str) -> None:
    """The pictures of a scene, in a server of its own."""
    async with staged(INDEX, CORPUS) as stage, async_playwright() as playwright:
        viewer = await scene(stage)
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        async with stage.env.preview(
            stage.channel, viewers=[viewer], layout="channel", display="fixed", width=860, height=1300
        ) as page:
            for theme, style in {"dark": ":root {}", "light": LIGHT}.items():
                path = HERE / f"{scene.__name__.replace('_', '-')}-{theme}.png"
                picture = await photographed(browser, page.url, style)
                picture.quantize(128).save(path, optimize=True)
                sys.stdout.write(f"{path}\n")


async def photographed(browser: Browser, url: str, style: str) -> Image.Image:
    """The channel at an address, once its buttons can be pressed."""
    tab = await browser.new_page(viewport=SIZE, bypass_csp=True)
    await tab.goto(url)
    await tab.add_style_tag(content=style)
    await tab.wait_for_function("document.querySelector('textarea:not([disabled])')")
    await tab.wait_for_timeout(1500)
    taken = await tab.locator("#channel-message-list").screenshot()
    await tab.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


if __name__ == "__main__":
    found = shutil.which("chromium") or sys.exit("chromium is not on the path")
    for drawn in SCENES:
        asyncio.run(pictures(drawn, found))
