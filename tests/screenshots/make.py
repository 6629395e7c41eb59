"""Makes the pictures of the README: the demo's page, photographed by a headless Chromium.

python tests/screenshots/make.py            # needs chromium on the path, the extra demo and a built index
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from bot.demo import staged

HERE = Path(__file__).parent
INDEX, CORPUS = Path(".rapporteur"), Path("corpus")
SIZE = (1120, 1420)
FRAME = (262, 136, 1120, 1114)
"""What of the window is kept: the channel, without the page's own controls around it."""

CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --hide-scrollbars --virtual-time-budget=20000"
).split()


async def main() -> None:
    """A mention, a slash command and an abstention, in one picture."""
    browser = shutil.which("chromium") or sys.exit("chromium is not on the path")
    async with staged(INDEX, CORPUS) as stage:
        await stage.mention("what did Bessent say about soybeans?")
        await stage.reader.slash(stage.channel, "fact", topic="Venue")
        await stage.mention("what did Rubio say about soybeans?")
        async with stage.env.preview(
            stage.channel, viewers=[stage.reader], layout="channel", display="fixed", width=860, height=1300
        ) as page:
            await photograph(browser, page.url, HERE / "channel.png")


async def photograph(browser: str, url: str, path: Path) -> None:
    """Write the picture of an address."""
    with tempfile.TemporaryDirectory() as profile:
        place = Path(profile) / "whole.png"
        arguments = [
            f"--user-data-dir={profile}",
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--screenshot={place}",
            url,
        ]
        process = await asyncio.create_subprocess_exec(
            browser,
            *CHROMIUM,
            *arguments,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await asyncio.wait_for(process.wait(), 60)
        Image.open(place).crop(FRAME).quantize(128).save(path, optimize=True)
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    asyncio.run(main())
