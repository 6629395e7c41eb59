"""How a server's settings are shown: lists of channels and roles that read well when they are long."""

from __future__ import annotations

from typing import NamedTuple

MOST_INLINE = 3
"""So many stand in the line itself; more are counted there and stand below, set off, where they wrap."""

MOST_SHOWN = 25
"""Mentions of a list that are shown; four lists of them leave room within Discord's 4,000 characters."""


class Shown(NamedTuple):
    """What is on a list: the mentions of what is there, and how many are gone."""

    mentions: tuple[str, ...]
    gone: int = 0


def listed(shown: Shown, noun: str, none: str = "none") -> str:
    """A list, after its title; ``none`` where nothing on it is there."""
    mentions, gone = shown
    text = ", ".join(mentions) or none
    if len(mentions) > MOST_INLINE:
        more = f" and {len(mentions) - MOST_SHOWN} more" if len(mentions) > MOST_SHOWN else ""
        text = f"{len(mentions)} {noun}s\n> {' '.join(mentions[:MOST_SHOWN])}{more}"
    return f"{text}\n-# {gone} on the list {'is' if gone == 1 else 'are'} gone" if gone else text


def where(mode: str, places: Shown) -> str:
    """The channels where it speaks, by the list of a mode."""
    if mode == "only":
        begin = "only in " if places.mentions else ""
        return begin + listed(places, "channel", "nowhere")
    begin = "not in " if places.mentions else ""
    return begin + listed(places, "channel", "everywhere")


def who(roles: Shown) -> str:
    """Who may ask: everybody where no role was ever named, nobody where all that were are gone."""
    return listed(roles, "role", "nobody" if roles.gone else "everybody")
