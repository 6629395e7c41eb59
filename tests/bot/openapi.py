"""Discord's own description of its HTTP API, as the judge of what the bot sends.

simcord accepts some bodies that Discord refuses, so each request of a test is held to the OpenAPI document,
whose part that matters is kept (``derive_openapi.py``), and to the rules of discord.com/developers/docs that
it leaves out. Lengths are counted in code points.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .derive_openapi import JSON, PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jsonschema import ValidationError
    from simcord import Env
    from simcord.types import HttpLogEntry

    Json = dict[str, Any]

NOT_KEPT = "not in the part that is kept: add it to OPERATIONS in tests/bot/derive_openapi.py, and run that"

LONGEST_CONTENT = 2000
LONGEST_EMBEDS = 6000
LONGEST_COMMAND = 8000
LONGEST_VALUE = 100
LONGEST_TEXTS = 4000
MOST_COMPONENTS = 40
MOST_ROWS = 5
LARGEST_UPLOAD = 10 * 1024 * 1024
COMPONENTS_V2 = 1 << 15
ROW, TEXT_DISPLAY, LABEL = 1, 10, 18


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A method and a path template of the document, and what its body must be (None: it takes none)."""

    method: str
    template: str
    body: Draft202012Validator | None
    required: bool

    def serves(self, method: str, path: str) -> bool:
        segments, given = self.template.split("/"), path.split("/")
        return (self.method, len(segments)) == (method, len(given)) and all(
            segment.startswith("{") or segment == value
            for segment, value in zip(segments, given, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Api:
    """The operations, those with the fewest parameters in their path first."""

    operations: tuple[Operation, ...]

    def problems(self, method: str, path: str, body: Any) -> list[str]:
        """Why Discord would refuse a request, a line each; rules beyond the schema judge what fits it."""
        operation = next((known for known in self.operations if known.serves(method, path)), None)
        if operation is None:
            return [NOT_KEPT]
        if body is None:
            return ["the body is missing"] if operation.required else []
        return [*_judged(operation, json.dumps(body))]

    def check(self, requests: Iterable[HttpLogEntry], files: Iterable[Json] = ()) -> list[str]:
        """The problems of all that a bot sent, each behind its request; a request that failed counts too.

        ``files`` are attachments as Discord describes them, with ``filename`` and ``size`` (bytes).
        """
        sent = [*requests]
        found = [
            f"{request.method} {request.path}: {problem}"
            for request in sent
            for problem in self.problems(request.method, request.path, request.json)
        ]
        return [*found, *_second_threads(sent), *_too_large(files)]


@cache
def _judged(operation: Operation, written: str) -> tuple[str, ...]:
    """The problems of a body, judged once a process: each bot sends the same commands as it starts, and to
    hold those to the schema takes 0.1 s.
    """
    if operation.body is None:
        return ("takes no body",)
    body = json.loads(written)
    leaves = [leaf for error in operation.body.iter_errors(body) for leaf in _leaves(error)]
    if leaves:
        return tuple(f"{leaf.json_path.lstrip('$.') or 'body'}: {_said(leaf)}" for leaf in leaves)
    return (*(_commands(body) if operation.template.endswith("/commands") else _messages(body)),)


@cache
def load(path: Path = PART) -> Api:
    """The part, read once, with its known deviations set right."""
    document = json.loads(path.read_text(encoding="utf-8"))
    _mend(document["components"]["schemas"])
    registry = Registry().with_resource("urn:discord", DRAFT202012.create_resource(document))
    operations = [
        _operation(method, template, registry, described.get("requestBody"))
        for template, methods in document["paths"].items()
        for method, described in methods.items()
    ]
    return Api(tuple(sorted(operations, key=lambda operation: operation.template.count("{"))))


def sent_files(env: Env) -> list[Json]:
    """The attachments of the bot's messages: simcord's log of requests leaves files out."""
    return [
        attachment
        for channel in env.backend.messages.values()
        for message in channel.values()
        if message.author_id == env.backend.bot_user.id
        for attachment in message.attachments
    ]


def _operation(method: str, template: str, registry: Registry[Any], request: Json | None) -> Operation:
    if request is None:
        return Operation(method.upper(), template, None, required=False)
    steps = ["paths", template, method, "requestBody", "content", JSON, "schema"]
    reference = {"$ref": "urn:discord#/" + "/".join(step.replace("/", "~1") for step in steps)}
    body = Draft202012Validator(reference, registry=registry, format_checker=_formats)
    return Operation(method.upper(), template, body, required=request["required"])


def _mend(schemas: dict[str, Json]) -> None:
    """Set right what the document has otherwise than the API reference.

    A snowflake may be a number, as discord.py sends it ("Snowflakes"); a bot's content has 2,000 characters,
    not the 4,000 of Nitro ("Create Message"). A type that is enumerated is not looked up besides: that would
    take three quarters of the time.
    """
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    for properties in (schema["properties"] for schema in schemas.values() if "properties" in schema):
        if "embeds" in properties and "maxLength" in properties.get("content", {}):
            properties["content"]["maxLength"] = LONGEST_CONTENT
        if "enum" in properties.get("type", {}):
            properties["type"].pop("allOf", None)


_formats = FormatChecker(formats=())


@_formats.checks("uri")
def _is_address(value: object) -> bool:
    """Error 50035, "Scheme must be one of ('http', 'https')"; uploads and the client have their own."""
    return not isinstance(value, str) or bool(re.fullmatch(r"(https?|attachment|discord)://\S+", value))


def _leaves(error: ValidationError) -> list[ValidationError]:
    """What is wrong at the bottom of an error: of several alternatives, in the one meant."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [errors for errors in branches.values() if not any(map(_other_kind, errors))]
    leaves = [[leaf for inner in errors for leaf in _leaves(inner)] for errors in meant]
    return min(leaves, key=len, default=[error])


def _other_kind(error: ValidationError) -> bool:
    """Whether an alternative failed for another JSON type, or another ``type`` of component, option …"""
    path = [*error.relative_path]
    return (not path and error.validator in ("type", "const")) or path == ["type"]


def _said(error: ValidationError) -> str:
    match error.validator:
        case "maxLength" | "maxItems":
            return _over(len(error.instance), error.validator_value)
        case "minLength" | "minItems":
            return f"{len(error.instance)} long, at least {error.validator_value}"
        case "oneOf" | "anyOf":
            return f"fits none of the alternatives: {error.instance!r:.60}"
        case _:
            return f"{error.message:.120}"


def _over(length: int, limit: int) -> str:
    return f"{length:,} long, at most {limit:,}"


def _messages(body: Any) -> Iterator[str]:
    """The rules of messages; an interaction's lies in ``data``, a forum post's in ``message``."""
    if isinstance(body, dict):
        for prefix, message in (("", body), *((f"{key}.", body.get(key)) for key in ("data", "message"))):
            for rule in (_embeds, _mentions, _components, _unique, _choices):
                yield from (f"{prefix}{problem}" for problem in rule(message or {}))


def _embeds(message: Json) -> Iterator[str]:
    """Embed limits: a field has a name and a value; all texts, outer whitespace aside, 6,000 characters."""
    total = 0
    for place, embed in enumerate(message.get("embeds") or ()):
        texts = [embed.get("title"), embed.get("description")]
        texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
        for at, field in enumerate(embed.get("fields") or ()):
            texts += [field["name"], field["value"]]
            empty = [key for key in ("name", "value") if not field[key].strip()]
            yield from (f"embeds[{place}].fields[{at}].{key}: is empty" for key in empty)
        total += sum(len(text.strip()) for text in texts if text)
    if total > LONGEST_EMBEDS:
        yield f"embeds: all texts together {_over(total, LONGEST_EMBEDS)}"


def _mentions(message: Json) -> Iterator[str]:
    """Allowed mentions: a kind is parsed or its ids are listed, not both; no ids are no list."""
    allowed = message.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            yield f"allowed_mentions: {kind} are both parsed and listed"


def _components(message: Json) -> Iterator[str]:
    """Component reference: the flag IS_COMPONENTS_V2 says which rules are a message's."""
    yield from (_layout if (message.get("flags") or 0) & COMPONENTS_V2 else _rows)(message)


def _layout(message: Json) -> Iterator[str]:
    beside = [key for key in ("content", "embeds", "sticker_ids", "poll") if message.get(key)]
    yield from (f"{key}: not beside components V2" for key in beside)
    parts = _parts(message)
    texts = sum(len(part["content"]) for part in parts if part["type"] == TEXT_DISPLAY)
    if texts > LONGEST_TEXTS:
        yield f"components: all text displays together {_over(texts, LONGEST_TEXTS)}"
    if len(parts) > MOST_COMPONENTS:
        yield f"components: with those inside {_over(len(parts), MOST_COMPONENTS)}"


def _rows(message: Json) -> Iterator[str]:
    top = message.get("components") or ()
    if len(top) > MOST_ROWS:
        yield f"components: {_over(len(top), MOST_ROWS)}"
    known = (ROW, TEXT_DISPLAY, LABEL) if "title" in message else (ROW,)  # only a modal has a title
    strange = [place for place, part in enumerate(top) if part["type"] not in known]
    yield from (f"components[{place}]: needs the flag of components V2" for place in strange)


def _unique(message: Json) -> Iterator[str]:
    """Component reference, "Custom ID" and "Anatomy of a Component": both ids are unique in a message."""
    for key in ("custom_id", "id"):
        counts = Counter(part[key] for part in _parts(message) if part.get(key))
        yield from (f"components: {key} {value!r} {n} times" for value, n in counts.items() if n > 1)


def _parts(holder: Json) -> list[Json]:
    """Every component of a message, those inside others too."""
    held = [
        *(holder.get("components") or ()),
        *(holder[key] for key in ("accessory", "component") if key in holder),
    ]
    return [part for outer in held for part in (outer, *_parts(outer))]


def _choices(holder: Json) -> Iterator[str]:
    """Application commands, "Option Choice Structure": a value has 100 characters."""
    for place, choice in enumerate(holder.get("choices") or ()):
        if len(str(choice["value"])) > LONGEST_VALUE:
            yield f"choices[{place}].value: {_over(len(str(choice['value'])), LONGEST_VALUE)}"


def _commands(body: Any) -> Iterator[str]:
    """The rules of a command, or of each in an overwrite, named."""
    for command in body if isinstance(body, list) else [body]:
        yield from (f"{command['name']!r}: {problem}" for problem in _command(command))


def _command(command: Json) -> Iterator[str]:
    """Application commands: only a slash command is described; its texts and values have 8,000 in all."""
    slash, size = command.get("type") in (None, 1), 0
    if slash != bool(command.get("description")):
        yield f"description: {'is missing' if slash else 'a context menu has none'}"
    for at, item in _inside(command):
        names = _texts(item, "name")
        yield from (f"{at}name: {name!r} is not allowed" for name in names if slash and not _is_name(name))
        yield from (f"{at}{problem}" for problem in _choices(item))
        size += sum(_size(holder) for holder in (item, *(item.get("choices") or ())))
    if size > LONGEST_COMMAND:
        yield f"all texts together {_over(size, LONGEST_COMMAND)}"


def _inside(item: Json, at: str = "") -> Iterator[tuple[str, Json]]:
    """A command, its subcommands and their options, each with the path before its keys."""
    yield at, item
    for place, option in enumerate(item.get("options") or ()):
        yield from _inside(option, f"{at}options[{place}].")


def _texts(item: Json, key: str) -> list[str]:
    return [item.get(key) or "", *(item.get(f"{key}_localizations") or {}).values()]


def _size(item: Json) -> int:
    """Of several languages the longest counts."""
    longest = [max(map(len, _texts(item, key))) for key in ("name", "description")]
    return sum(longest) + len(str(item.get("value", "")))


def _is_name(text: str) -> bool:
    r"""Application command naming: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and no upper case."""
    return text == text.lower() and bool(re.fullmatch(r"[-'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}", text))


def _second_threads(requests: list[HttpLogEntry]) -> Iterator[str]:
    """Error 160004, "A thread has already been created for this message"."""
    starts = Counter(request.path for request in requests if request.method == "POST")
    again = [path for path, n in starts.items() if n > 1 and re.search(r"/messages/\d+/threads$", path)]
    yield from (f"POST {path}: a second thread on one message" for path in again)


def _too_large(files: Iterable[Json]) -> Iterator[str]:
    """API reference, "Uploading Files": 10 MiB a file, where no server's boosts add to it (error 40005)."""
    large = [file for file in files if file["size"] > LARGEST_UPLOAD]
    yield from (f"file {file['filename']}: {_over(file['size'], LARGEST_UPLOAD)}" for file in large)
