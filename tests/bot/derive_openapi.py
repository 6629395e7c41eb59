"""Makes the part of Discord's OpenAPI document that the tests keep, out of the whole, downloaded from SOURCE.

``python tests/bot/derive_openapi.py WHOLE``. The part has the operations that a bot such as this may call,
what their bodies must be, and nothing that the judge in ``openapi.py`` doesn't read. It is Discord's, under
the licence beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

SOURCE = (
    "https://raw.githubusercontent.com/discord/discord-api-spec/"
    "74fda0fad044407ea280043a03ffc9bc64c4e49e/specs/openapi.json"
)
SHA256 = "8c1d0707ccdf8e380a86dfba04058820a66435c1b69d5ed82e04dd8c0520dd73"
"""Of the document at SOURCE; whoever goes to another revision changes both."""

PART = Path(__file__).parent / "discord_api" / "openapi.json"

OPERATIONS = """
/applications/@me: GET
/applications/{application_id}/commands: GET POST PUT
/applications/{application_id}/commands/{command_id}: GET PATCH DELETE
/applications/{application_id}/guilds/{guild_id}/commands: GET POST PUT
/applications/{application_id}/guilds/{guild_id}/commands/permissions: GET
/applications/{application_id}/guilds/{guild_id}/commands/{command_id}: GET PATCH DELETE
/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions: GET PUT
/channels/{channel_id}: GET PATCH DELETE
/channels/{channel_id}/messages: GET POST
/channels/{channel_id}/messages/bulk-delete: POST
/channels/{channel_id}/messages/{message_id}: GET PATCH DELETE
/channels/{channel_id}/messages/{message_id}/reactions: DELETE
/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}: GET DELETE
/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me: PUT DELETE
/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}: DELETE
/channels/{channel_id}/messages/{message_id}/threads: POST
/channels/{channel_id}/thread-members: GET
/channels/{channel_id}/thread-members/@me: PUT DELETE
/channels/{channel_id}/thread-members/{user_id}: GET PUT DELETE
/channels/{channel_id}/threads: POST
/channels/{channel_id}/threads/archived/private: GET
/channels/{channel_id}/threads/archived/public: GET
/channels/{channel_id}/typing: POST
/channels/{channel_id}/webhooks: GET POST
/gateway: GET
/gateway/bot: GET
/guilds/{guild_id}: GET
/guilds/{guild_id}/channels: GET
/guilds/{guild_id}/members: GET
/guilds/{guild_id}/members/@me: PATCH
/guilds/{guild_id}/members/search: GET
/guilds/{guild_id}/members/{user_id}: GET
/guilds/{guild_id}/roles: GET
/guilds/{guild_id}/roles/{role_id}: GET
/guilds/{guild_id}/threads/active: GET
/interactions/{interaction_id}/{interaction_token}/callback: POST
/oauth2/applications/@me: GET
/users/@me: GET PATCH
/users/@me/channels: POST
/users/@me/guilds: GET
/users/@me/guilds/{guild_id}: DELETE
/users/{user_id}: GET
/webhooks/{webhook_id}: GET PATCH DELETE
/webhooks/{webhook_id}/{webhook_token}: GET POST PATCH DELETE
/webhooks/{webhook_id}/{webhook_token}/messages/@original: GET PATCH DELETE
/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}: GET PATCH DELETE
"""
"""The methods of each path: messages, threads, reactions, interactions, commands, webhooks, servers."""

UNREAD = ("contentEncoding", "description", "title", "x-discord-union")
"""What the document's schemas say to people only. What else a schema may say is kept, known here or not."""

JSON = "application/json"

WIDTH = 110
"""Characters of a line of the part, the indentation aside."""

Json = dict[str, Any]


def read(path: Path) -> Json:
    """The whole document; raises SystemExit when it is of another revision than SOURCE."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{path} is not {SOURCE}")
    return json.loads(content)


def derive(whole: Json, operations: str = OPERATIONS) -> str:
    """The part as it is kept; raises SystemExit when Discord has not one of the operations."""
    paths: Json = {}
    for line in operations.strip().splitlines():
        template, methods = line.split(": ")
        paths[template] = {method.lower(): _operation(whole, method, template) for method in methods.split()}
    schemas: Json = {}
    _reach(paths, whole["components"]["schemas"], schemas)
    info = {key: whole["info"][key] for key in ("title", "version", "license")} | {"x-source": SOURCE}
    part = {"openapi": whole["openapi"], "info": info, "paths": paths, "components": {"schemas": schemas}}
    return _written(part) + "\n"


def _operation(whole: Json, method: str, template: str) -> Json:
    """What an operation takes as JSON, if it does."""
    described = whole["paths"].get(template, {}).get(method.lower())
    if described is None:
        raise SystemExit(f"Discord has no such operation: {method} {template}")
    request = described.get("requestBody", {})
    body = request.get("content", {}).get(JSON)
    if body is None:
        return {}
    return {"requestBody": {"content": {JSON: _read_of(body)}, "required": request.get("required", False)}}


def _read_of(schema: Any) -> Any:
    """A schema, or a piece of one, without what isn't read; of formats, only that of addresses is."""
    if isinstance(schema, list):
        return [_read_of(piece) for piece in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {key: value for key, value in schema.items() if key not in UNREAD}
    if rest.get("format") != "uri":
        rest.pop("format", None)
    named = {name: _read_of(inner) for name, inner in rest.pop("properties", {}).items()}
    return {key: _read_of(value) for key, value in rest.items()} | ({"properties": named} if named else {})


def _reach(value: Any, known: Json, reached: Json) -> None:
    """Adds to ``reached`` the schemas that a value refers to, and those that they refer to."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _reach(inner, known, reached)
    elif isinstance(value, str) and value.startswith("#/components/schemas/"):
        name = value.rpartition("/")[2]
        if name not in reached:
            reached[name] = _read_of(known[name])
            _reach(reached[name], known, reached)


def _written(value: Any, indent: str = "") -> str:
    """JSON with sorted keys, and each object or list that fits on a line on one."""
    line = json.dumps(value, sort_keys=True)
    if len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = indent + " "
    if isinstance(value, list):
        items, ends = [_written(item, inner) for item in value], "[]"
    else:
        items = [f"{json.dumps(key)}: {_written(value[key], inner)}" for key in sorted(value)]
        ends = "{}"
    return f"{ends[0]}\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}{ends[1]}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=f"Writes {PART} anew.", epilog=f"SOURCE: {SOURCE}")
    parser.add_argument("whole", type=Path, help="SOURCE, downloaded")
    PART.write_text(derive(read(parser.parse_args().whole)), encoding="utf-8")
