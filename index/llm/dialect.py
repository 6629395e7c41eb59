"""What of the protocol an endpoint turns out to take: forms of a reply, and options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Self

    from .tasks import Task

FORMATS = ("schema", "object with its schema", "object", "")
"""How a reply's form can be asked for, the strictest first: as OpenAI has it, as llama-cpp-python has it, as
JSON alone, or by the instructions alone."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One of ``FORMATS``, and the names of the options that aren't sent."""

    format: str = FORMATS[0]
    without: frozenset[str] = frozenset()

    def options(self, task: Task[Any], reply_tokens: int) -> dict[str, Any]:
        """What is asked beside the messages."""
        limit = "max_completion_tokens" if "max_tokens" in self.without else "max_tokens"
        options = {"temperature": 0, limit: reply_tokens, "stream_options": {"include_usage": True}}
        if self.format:
            options["response_format"] = _response_format(self.format, task)
        return {name: value for name, value in options.items() if name not in self.without}

    def simpler(self, refusal: str, options: dict[str, Any]) -> Self | None:
        """One that asks for less: without the option that a refusal names, else with a looser form.

        None where there is nothing left to do without.
        """
        named = [name for name in options if name in refusal and name != "response_format"]
        if named:
            return replace(self, without=self.without | {named[0]})
        if not self.format:
            return None
        return replace(self, format=FORMATS[FORMATS.index(self.format) + 1])


def _response_format(form: str, task: Task[Any]) -> dict[str, Any]:
    schema = task.reply.model_json_schema()
    match form:
        case "schema":
            named = {"name": task.name, "strict": True, "schema": schema}
            return {"type": "json_schema", "json_schema": named}
        case "object with its schema":
            return {"type": "json_object", "schema": schema}
        case _:
            return {"type": "json_object"}
