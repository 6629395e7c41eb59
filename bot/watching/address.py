"""Where the bot serves what an operator looks at."""

from __future__ import annotations

from typing import NamedTuple

LOOPBACK = "127.0.0.1"
"""Where it listens unless it is told otherwise: what it shows is for this machine alone."""

FORMS = "must be a port, such as 9464, or an address and a port, such as 0.0.0.0:9464"
MOST = 65_535


class Address(NamedTuple):
    """An address to listen on; with the port 0, on any that is free."""

    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> Address:
        """The address that a setting names: ``9464``, ``0.0.0.0:9464`` or ``[::]:9464``.

        Raises:
            ValueError: it names none.
        """
        host, colon, port = text.rpartition(":")
        named = host.removeprefix("[").removesuffix("]")
        if not (port.isascii() and port.isdigit() and int(port[:6]) <= MOST) or bool(colon) != bool(named):
            raise ValueError(FORMS)
        return cls(named or LOOPBACK, int(port))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"
