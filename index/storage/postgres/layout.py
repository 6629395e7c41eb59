"""What lies in a PostgreSQL database of ours: one component's tables, in a schema of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...errors import RapporteurError

OLDEST_SERVER = 16
"""PostgreSQL's major version from which on all that is used is there."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension of the server that tables need: its name, its oldest version (major, minor), and who
    brings it."""

    name: str
    oldest: tuple[int, int]
    package: str


@dataclass(frozen=True, slots=True)
class PostgresLayout:
    """A component of a database: its tables, and what is said of one that can't be used.

    The tables lie in the schema ``schema``, which comes first on the search path. ``migrations[n]`` leads
    from version n to n + 1; an older component is brought up to date, in order and by one process alone, a
    newer one refused. ``key`` is its number among PostgreSQL's advisory locks. With ``one_writer`` each
    transaction waits for those before it, so that what it reads stays as it is until it is done.

    No statement takes longer than ``statement_seconds``, of which it waits ``lock_seconds`` at most for
    another writer; no call waits longer than ``wait_seconds`` for a server that is away, or for its turn.

    ``session`` are settings of each connection. ``missing`` and ``mend`` end the message for a component that
    isn't there or is damaged; ``absent``, ``corrupt`` and ``unavailable`` (away, locked, full) are raised.
    """

    name: str
    schema: str
    key: int
    migrations: tuple[tuple[str, ...], ...]
    extensions: tuple[Extension, ...]
    one_writer: bool
    missing: str
    mend: str
    absent: type[RapporteurError]
    corrupt: type[RapporteurError]
    unavailable: type[RapporteurError]
    statement_seconds: float = 60.0
    lock_seconds: float = 30.0
    wait_seconds: float = 2.0
    session: tuple[tuple[str, str], ...] = ()

    @property
    def version(self) -> int:
        """The schema version that this program reads."""
        return len(self.migrations)
