"""The form of /articles edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..article_stage import add, editor, titles, told

if TYPE_CHECKING:
    from ..stage import Stage


async def test_what_is_said_of_one_is_changed(library: Stage) -> None:
    """Its title, source, author, date and address, in a form; its text stays."""
    erin = editor(library)
    await add(library, erin)
    form = await erin.slash(library.channel, "articles edit", article="Harbor opens")
    fields = {
        "title": "The harbor", "source": "", "author": "R. Sole", "published": "2024-03-04",
        "url": "https://gazette.example/1",
    }  # fmt: skip
    result = await erin.submit_modal(form, fields)
    assert told(result).startswith(
        "**Changed.** **[The harbor](https://gazette.example/1)** -# R. Sole · 4 March"
    )
    (document,) = library.engine.documents([str(library.guild.id)])
    assert (document.source, document.text.count("Osio")) == (None, 1)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"published": "yesterday"}, "Date of publication must be a date, year first, such as 2025-10-30"),
        ({"url": "gazette"}, "Address must be a web address that begins with https://"),
        ({"title": "\u200b"}, "an article needs a title; give it one"),
    ],
)
async def test_what_was_typed_is_kept(library: Stage, wrong: dict[str, str], problem: str) -> None:
    """Where a value can't be used, which is told by its field's name, the form opens again as it was left."""
    erin = editor(library)
    await add(library, erin)
    form = await erin.slash(library.channel, "articles edit", article="Harbor opens")
    fields = {"title": "The harbor", "source": "The Osio Gazette", "author": "", "published": "", "url": ""}
    refused = await erin.submit_modal(form, fields | wrong)
    assert (told(refused), titles(library)) == (problem, ["Harbor opens"])
    again = await erin.click(refused.response, label="Edit again")
    assert again.modal is not None
    typed = [part["component"].get("value", "") for part in again.modal["components"]]
    assert typed == list((fields | wrong).values())
    assert told(await erin.submit_modal(again, fields)).startswith("**Changed.** **The harbor** -# The Osio")
