"""The bot in a process of its own, pointed at a loopback Discord.

``BotProcess`` starts it from a test; this file, run as a script, is what then runs there:

    python tests/bot/loopback/process.py PORT -- run
"""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

STOPS_WITHIN = 10.0  # seconds from SIGTERM to the end


class BotProcess:
    """``async with BotProcess(port, folder, "run", NAME="value") as bot``: the program, stopped at the end.

    It runs in ``folder``, which keeps what it prints; what it said on stderr is noted at an exception. With
    ``on_terminal`` its stderr is a terminal.
    """

    process: asyncio.subprocess.Process
    on_terminal = False

    def __init__(self, port: int, folder: Path, *arguments: str, **environment: str) -> None:
        self._command = [sys.executable, __file__, str(port), "--", *arguments]
        self._folder, self._environment = folder, os.environ | environment

    @property
    def stderr(self) -> str:
        """What it has said on stderr."""
        return (self._folder / "stderr").read_text(encoding="utf-8")

    async def says(self, words: str, timeout: float) -> None:
        """Wait until it has said so on stderr."""
        async with asyncio.timeout(timeout):
            while words not in self.stderr:
                await asyncio.sleep(0.02)

    def terminate(self) -> None:
        """Send it SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    async def kill(self) -> None:
        """Send it SIGKILL, and wait for its end."""
        self.process.kill()
        await self.process.wait()

    async def status(self, timeout: float = STOPS_WITHIN) -> int:
        """Its exit status, once it has ended."""
        return await asyncio.wait_for(self.process.wait(), timeout)

    async def __aenter__(self) -> Self:
        with (self._folder / "stdout").open("ab") as out, (self._folder / "stderr").open("ab") as err:
            said = self._terminal() if self.on_terminal else err
            self.process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._folder, env=self._environment, stdout=out, stderr=said
            )
        if self.on_terminal:
            os.close(said)
        return self

    def _terminal(self) -> int:
        """A terminal for the program; what it shows is copied to the file that keeps stderr."""
        screen, terminal = pty.openpty()
        loop = asyncio.get_running_loop()

        def copy() -> None:
            try:
                shown = os.read(screen, 65536)
            except OSError:  # the program has ended
                loop.remove_reader(screen)
                os.close(screen)
                return
            with (self._folder / "stderr").open("ab") as err:
                err.write(shown)

        loop.add_reader(screen, copy)
        return terminal

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if self.process.returncode is None:
                self.terminate()
                await self.status()
        finally:
            if self.process.returncode is None:
                self.process.kill()
                await self.process.wait()
            if error:
                error.add_note(f"The bot said on stderr:\n{self.stderr}")


def _main() -> None:
    import discord.gateway
    import discord.http
    import yarl

    port, separator, *arguments = sys.argv[1:]
    assert separator == "--", __doc__
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/")
    sys.argv = ["rapporteur", *arguments]
    from bot.cli import main
    from bot.collecting.cdn import Cdn

    Cdn.ORIGINS = (f"http://127.0.0.1:{port}",)

    main()


if __name__ == "__main__":
    _main()
