"""The part of Discord's OpenAPI document that is kept is the document's, and made alike each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .bodies import (
    CALLBACK,
    CHOICE,
    COMMANDS,
    EDIT,
    FOLLOW_UP,
    LOOSE_THREAD,
    MESSAGE,
    ORIGINAL,
    SECTION,
    command,
    container,
    layout,
    link,
    row,
    select,
    text,
)
from .derive_openapi import PART, SOURCE, WIDTH, derive, read
from .openapi import load

WHOLE = Path(__file__).parents[3] / "shared" / "data" / "discord-openapi.json"
"""Where the whole document lies if it is at hand, beside the project."""


GALLERY = {"type": 12, "items": [{"media": {"url": "attachment://map.png"}, "description": "A map"}]}
FILE = {"type": 13, "file": {"url": "attachment://answer.txt"}}
READ = {**SECTION, "accessory": link("https://a.example/")}
PICK = {**select(CHOICE), "placeholder": "Which?", "min_values": 0, "max_values": 1}
PEOPLE = {"type": 5, "custom_id": "p", "default_values": [{"id": "1", "type": "user"}]}
TRANSLATED = command(name_localizations={"de": "frage"}, default_member_permissions=32, contexts=[0, 1])
WORDS = {"type": 18, "label": "l", "component": {"type": 4, "style": 2, "custom_id": "w", "max_length": 9}}


def referring(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def whole(**schemas: Any) -> dict[str, Any]:
    """A document with a path that takes an ``A``, or a file, by POST, and one that takes a file alone."""
    form = {"multipart/form-data": {"schema": {"type": "object"}}}
    content = {"application/json": {"schema": referring("A")}, **form}
    noted = {"operationId": "add", "requestBody": {"content": content, "required": True}, "responses": {}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1", "license": {"name": "MIT"}, "description": "d"},
        "paths": {
            "/a": {"post": noted, "get": {"operationId": "see"}, "parameters": []},
            "/file": {"post": {"requestBody": {"content": form}}},
        },
        "components": {"schemas": schemas},
    }


def kept(**schemas: Any) -> Any:
    """The schemas that the part of such a document has."""
    return json.loads(derive(whole(**schemas), "/a: POST"))["components"]["schemas"]


@pytest.mark.skipif(not WHOLE.exists(), reason=f"Discord's whole document is not at {WHOLE}")
def test_the_part_is_the_document_s() -> None:
    """What is kept is what the script makes of the whole document."""
    assert PART.read_text(encoding="utf-8") == derive(read(WHOLE))


def test_licence_and_source() -> None:
    """Discord's notice, and the revision, stand beside and in what is kept."""
    notice = (PART.parent / "LICENSE").read_text(encoding="utf-8")
    assert notice.startswith("MIT License\n\nCopyright 2023 Discord\n\nPermission is hereby granted")
    info = json.loads(PART.read_text(encoding="utf-8"))["info"]
    assert (info["license"], info["x-source"]) == ({"identifier": "MIT", "name": "MIT"}, SOURCE)


def test_operations() -> None:
    """The methods that are named are kept, each with the JSON that it takes."""
    part = json.loads(derive(whole(A={}), "/a: GET POST\n/file: POST"))
    content = {"application/json": {"schema": referring("A")}}
    body = {"content": content, "required": True}
    assert part["paths"] == {"/a": {"get": {}, "post": {"requestBody": body}}, "/file": {"post": {}}}
    assert part["info"] == {"title": "T", "version": "1", "license": {"name": "MIT"}, "x-source": SOURCE}


@pytest.mark.parametrize("operation", ["/a: PUT", "/b: GET"])
def test_no_such_operation(operation: str) -> None:
    """What Discord hasn't cannot be kept."""
    template, method = operation.split(": ")
    with pytest.raises(SystemExit, match=f"^Discord has no such operation: {method} {template}$"):
        derive(whole(), operation)


def test_schemas() -> None:
    """A schema is kept when a body refers to it, through others too, even in a circle."""
    found = kept(A={"items": [referring("B")]}, B={"oneOf": [referring("A"), referring("C")]}, C={}, D={})
    assert [*found] == ["A", "B", "C"]


def test_what_is_not_read() -> None:
    """Texts for people and formats go, but not a property that has such a name, nor a word not known here."""
    inner = {"type": "string", "title": "T", "description": "d", "format": "snowflake", "maxLength": 5}
    properties = {"title": inner, "format": {"format": "uri"}, "description": {"exclusiveMinimum": 1}}
    assert kept(A={"description": "d", "properties": properties, "x-discord-union": "A"})["A"] == {
        "properties": {
            "title": {"type": "string", "maxLength": 5},
            "format": {"format": "uri"},
            "description": {"exclusiveMinimum": 1},
        }
    }


def test_lines() -> None:
    """Keys are sorted, whatever their order was, and what fits on a line stands on one."""
    long = {"enum": ["y" * WIDTH, "x"]}
    made = derive(whole(A={"properties": {"b": long, "a": {"type": "string", "enum": []}}}), "/a: POST")
    assert made == derive(
        whole(A={"properties": {"a": {"enum": [], "type": "string"}, "b": long}}), "/a: POST"
    )
    assert made.startswith(
        '{\n "components": {\n  "schemas": {\n   "A": {\n    "properties": {\n'
        '     "a": {"enum": [], "type": "string"},\n     "b": {\n      "enum": [\n'
        f'       "{"y" * WIDTH}",\n       "x"\n      ]\n     }}\n    }}\n   }}\n  }}\n }},\n'
    )


def test_another_revision(tmp_path: Path) -> None:
    """A document that isn't the one named as the source is refused."""
    other = tmp_path / "openapi.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"openapi\.json is not https://raw"):
        read(other)


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (
            MESSAGE,
            layout(container(READ, {"type": 14, "spacing": 2}, GALLERY, FILE), row(link("https://a.b"))),
        ),
        (MESSAGE, {"content": "x", "attachments": [{"id": 0, "filename": "a.txt", "description": "d"}]}),
        (EDIT, layout(row(PICK), row(PEOPLE), attachments=[{"id": "5"}])),
        (FOLLOW_UP, {"content": "x", "flags": 64}),
        ("PATCH /webhooks/1/token/messages/2", {"content": "x", "components": []}),
        (CALLBACK, {"type": 5, "data": {"flags": 64}}),
        (CALLBACK, {"type": 9, "data": {"title": "t", "custom_id": "m", "components": [text(), WORDS]}}),
        (LOOSE_THREAD, {"name": "n", "type": 12, "auto_archive_duration": 1440}),
        (LOOSE_THREAD, {"name": "n", "applied_tags": ["1"], "message": layout(text())}),
        ("PATCH /channels/1", {"archived": True, "locked": True}),
        (COMMANDS, [TRANSLATED]),
        ("PUT /applications/1/guilds/2/commands/3/permissions", {"permissions": []}),
        ("POST /channels/1/webhooks", {"name": "Articles"}),
        ("POST /webhooks/1/token", {"username": "Articles", "thread_name": "n", "content": "x"}),
        ("POST /users/@me/channels", {"recipient_id": 1}),
        *((f"DELETE {path}", None) for path in ("/channels/1/messages/2", ORIGINAL.split()[1])),
        *((f"PUT /channels/1/{path}", None) for path in ("messages/2/reactions/x/@me", "thread-members/@me")),
        *((f"GET /guilds/1{path}", None) for path in ("", "/channels", "/members/2", "/roles", "/roles/2")),
        *(
            (f"GET {path}", None)
            for path in ("/channels/1", "/gateway/bot", "/users/@me", "/applications/@me")
        ),
    ],
)
def test_what_a_bot_may_send(request_: str, body: Any) -> None:
    """Layouts, files, private replies, modals, posts, translations and look-ups are known and taken."""
    method, path = request_.split()
    assert load().problems(method, path, body) == []
