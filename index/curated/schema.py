"""What an entry of facts.toml and questions.toml may hold, and how a message tells what is wrong with one.

pydantic takes 90 ms to import, so this is imported where a file is read, not where its facts are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ..text.controls import STEERING

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


def _without_controls(text: str) -> str:
    if STEERING.search(text):
        raise PydanticCustomError("control", "{field} holds a control character: take it out")
    return text


def _joined(slug: str) -> str:
    """The text, if every character of it is one that an id has."""
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in slug.split("-")):
        said = '{field} "{slug}" must be lower-case words joined by hyphens, such as "rare-earths"'
        raise PydanticCustomError("slug", said, {"slug": slug})
    return slug


Text = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(_without_controls)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Slug = Annotated[Text, AfterValidator(_joined)]
Share = Annotated[float, Field(ge=0, le=1)]


class Written(BaseModel):
    """Keys and the types of their values, as TOML has them; no other key is taken."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FactEntry(Written):
    """A ``[[fact]]``."""

    id: Slug
    label: Text
    answer: Text
    quote: Text
    document: Text
    aliases: Texts = ()


class QuestionEntry(Written):
    """A ``[[question]]``."""

    q: Text
    kind: Text
    quote: Texts = ()
    answer: Texts = ()
    context: Text | None = None
    suggest: bool = False


class FloorTable(Written):
    """The ``[floor]``."""

    right: Share
    wrongly_answered: Share


def problem(error: ValidationError, schema: type[Written]) -> str:
    """What is wrong and the mend: the keys that are missing, else those that mean nothing, else a value."""
    found = error.errors(include_url=False)
    if missing := sorted(str(e["loc"][0]) for e in found if e["type"] == "missing"):
        return f"missing {', '.join(missing)}: add it to this entry"
    if unknown := sorted(str(e["loc"][0]) for e in found if e["type"] == "extra_forbidden"):
        allowed = ", ".join(sorted(schema.model_fields))
        return f"unknown key {', '.join(unknown)}: the keys are {allowed}"
    return _of_value(found[0])


def _of_value(error: ErrorDetails) -> str:
    key = str(error["loc"][0])
    match error["type"]:
        case "control" | "slug":
            return error["msg"].replace("{field}", key)
        case "bool_type":
            return f"{key} must be true or false"
        case "tuple_type":
            return f'{key} must be a list of texts, such as {key} = ["…"]'
        case _ if len(error["loc"]) > 1:
            return f'{key} must be a list of texts, such as {key} = ["…"]'
        case _:
            return f'{key} must be text between quotation marks, such as {key} = "…"'
