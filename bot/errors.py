"""What can go wrong with the bot itself; the root is the engine's.

RapporteurError
├── SettingsError     a setting is missing or can't be used: which, and how to mend it
├── ConnectionRefused Discord doesn't let the bot in: why, and the mend
├── MemoryCorrupt     the bot's memory is damaged, foreign or of a newer version
│   └── MemoryMissing there is none
├── MemoryUnavailable it can't be read or written now
├── BackupError       a backup can't be made, read or put back: which, why, and the mend
├── ArticleRefused    an article isn't taken, or there is none such: why, and the mend
├── Overtaken         somebody else changed meanwhile what a change rests on; it is made again
├── Busy              too many questions wait already
└── Late              an answer took longer than it may
"""

from __future__ import annotations

from index import RapporteurError


class SettingsError(RapporteurError):
    """A setting is missing, or its value can't be used."""


class ConnectionRefused(RapporteurError):
    """Discord refuses the token or an intent."""


class MemoryCorrupt(RapporteurError):
    """The file of the bot's memory is damaged, of another kind, or written by a newer version."""


class MemoryMissing(MemoryCorrupt):
    """There is no memory where one was to be."""


class MemoryUnavailable(RapporteurError):
    """The bot's memory can't be read or written now: locked, read-only, or the disk is full."""


class BackupError(RapporteurError):
    """A backup can't be made, isn't one that can be used, or can't be put in its place."""


class ArticleRefused(RapporteurError):
    """What was to become an article of a server isn't taken, or isn't there; the text is told as it is."""


class Overtaken(RapporteurError):
    """What a change rests on is another by now, so that it wasn't made."""


class Busy(RapporteurError):
    """The queue of questions is full; the question was not taken."""


class Late(RapporteurError):
    """The deadline passed before the work was done."""
