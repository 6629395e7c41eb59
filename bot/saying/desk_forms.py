"""The forms of the moderators' desk, and what was filled in.

A form's id says what it is about, so that one that was opened before a restart is taken too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.hearing.query import LONGEST_QUESTION

from .markdown import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_TOPIC, LONGEST_ANSWER, LONGEST_PROOF = 100, 300, 1000
"""Code points: of a topic as many as a choice of /fact may have; of a quote more than a paragraph has."""

_ID = re.compile(r"desk:form:(fact|golden):([0-9a-f]{0,16})")


def fact_form(key: str, quote: str) -> ui.Modal:
    """Asks for a fact; ``quote`` is offered as its proof."""
    offered = quote if len(quote) <= LONGEST_PROOF else ""
    return _form(
        "fact",
        key,
        "Add a fact",
        _field("topic", "Topic", "What /fact finds it by", LONGEST_TOPIC),
        _field("answer", "Answer", "In a few words", LONGEST_ANSWER),
        _field(
            "quote", "Quote", "Words of an article that prove it, exactly as they stand there",
            LONGEST_PROOF, default=offered, long=True,
        ),
    )  # fmt: skip


def golden_form(key: str, question: str) -> ui.Modal:
    """Asks what has to come of a question."""
    return _form(
        "golden",
        key,
        "Make it a golden question",
        _field(
            "question", "Question", "Kept until it is removed, or its asker wants to be forgotten",
            LONGEST_QUESTION, default=shortened(question, LONGEST_QUESTION), long=True,
        ),
        _field(
            "quote", "Words that the right answer quotes", "Leave it empty if the question has to be refused",
            LONGEST_ANSWER, required=False, long=True,
        ),
    )  # fmt: skip


def _field(
    name: str,
    label: str,
    about: str,
    most: int,
    *,
    default: str = "",
    required: bool = True,
    long: bool = False,
) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    shape = ui.TextInput[Any](
        custom_id=name, style=style, default=default or None, required=required, max_length=most
    )
    return ui.Label(text=label, description=about, component=shape)


def _form(what: str, key: str, title: str, *fields: ui.Label[Any]) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=f"desk:form:{what}:{key}")
    for field in fields:
        form.add_item(field)
    form.stop()  # its id says enough, so that discord.py need not hold it until it is sent in, or for ever
    return form


def form_sent(data: Mapping[str, Any]) -> tuple[str, str, dict[str, str]] | None:
    """What the form that an interaction's data tell of is for, its key, and what was filled in by field."""
    match = _ID.fullmatch(str(data.get("custom_id", "")))
    return (match[1], match[2], dict(_filled(data.get("components", ())))) if match else None


def _filled(components: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for component in components:
        inner = component.get("component", component)
        if "value" in inner:
            yield str(inner["custom_id"]), str(inner["value"])
