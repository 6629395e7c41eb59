"""Requests and bodies such as a bot sends, to try the judge of them on."""

from __future__ import annotations

from typing import Any

from .openapi import COMPONENTS_V2

MESSAGE = "POST /channels/1/messages"
EDIT = "PATCH /channels/1/messages/2"
FOLLOW_UP = "POST /webhooks/1/token"
ORIGINAL = "PATCH /webhooks/1/token/messages/@original"
CALLBACK = "POST /interactions/1/token/callback"
THREAD = "POST /channels/1/messages/2/threads"
LOOSE_THREAD = "POST /channels/1/threads"
COMMANDS = "PUT /applications/1/commands"


def button(custom_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "custom_id": custom_id, **more}


def link(address: str) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Read", "url": address}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": [*parts]}


def rows(*parts: dict[str, Any]) -> dict[str, Any]:
    """A message with a row of components."""
    return {"components": [row(*parts)]}


def select(*options: dict[str, Any]) -> dict[str, Any]:
    return {"type": 3, "custom_id": "s", "options": [*options]}


def text(content: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": content}


def container(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 17, "components": [*parts]}


def layout(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A message of components V2."""
    return {"flags": COMPONENTS_V2, "components": [*parts], **more}


def modal(inputs: int = 1, title: str = "t") -> dict[str, Any]:
    labels = [
        {"type": 18, "label": "l", "component": {"type": 4, "style": 1, "custom_id": f"{n}"}}
        for n in range(inputs)
    ]
    return {"type": 9, "data": {"title": title, "custom_id": "m", "components": labels}}


def embed(**parts: Any) -> dict[str, Any]:
    """A message with an embed."""
    return {"embeds": [parts]}


def field(name: str = "n", value: str = "v") -> dict[str, Any]:
    return {"name": name, "value": value}


def command(name: str = "ask", description: str = "Ask.", **more: Any) -> dict[str, Any]:
    return {"type": 1, "name": name, "description": description, **more}


def option(*choices: dict[str, Any], name: str = "q", description: str = "What.") -> dict[str, Any]:
    return {"type": 3, "name": name, "description": description, "choices": [*choices]}


def choosing(*choices: dict[str, Any]) -> list[dict[str, Any]]:
    """A command with an option of these choices."""
    return [command(options=[option(*choices)])]


def choice(name: str = "one", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"name": name, "value": value, **more}


def offer(*choices: dict[str, Any]) -> dict[str, Any]:
    """What an autocompletion offers."""
    return {"type": 8, "data": {"choices": [*choices]}}


CHOICE = {"label": "l", "value": "v"}
SECTION = {"type": 9, "components": [text()], "accessory": button()}
