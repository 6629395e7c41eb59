"""Everything that reads text of others, as functions of one text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.catalogue import choices
from bot.hearing.plain_text import plain
from bot.hearing.query import adds_nothing, asks, read_query
from bot.saying.markdown import escaped, linked, quoted, shortened, split
from index.answer import Citation
from index.answering.answer_type import AnswerType, answer_type, offers
from index.answering.follow_ups import completed
from index.answering.framing import unframed
from index.answering.intent import LONGEST_QUESTION, is_small_talk, parse, tidy
from index.answering.several_questions import several_questions
from index.answering.speech_questions import by_source
from index.answering.written.borne import borne
from index.attribution.namings import namings
from index.attribution.people import people, who
from index.attribution.speakers import Voice, meant
from index.attribution.statements import statements
from index.chronology.events import events
from index.curated.facts import Fact, find_facts
from index.document import Document, Span
from index.errors import RapporteurError
from index.sources.lines import Line, unwrapped
from index.sources.plain_text import read_text
from index.sources.running_lines import without_running
from index.text.fragments import fragment_url
from index.text.scripts import scripts
from index.text.segmentation import paragraphs, passages, sentences
from index.text.terms import is_content, terms

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = [Fact("summit", "The summit", "30 October", "The summit was held.", "a", ("meeting", "Busan talks"))]
NAMES = ["Donald Trump", "Xi Jinping", "Scott Bessent", "Marco Rubio", "the ministry"]
PLACE = Path("a.md")


class Reads(NamedTuple):
    """``run`` reads a text of at most ``longest`` code points; it bears the patterns of ``modules``."""

    run: Callable[[str], object]
    modules: tuple[str, ...]
    longest: int = 64_000


def document(text: str) -> Document:
    """A document of that text."""
    return Document("a", "A", text, published=date(2025, 10, 30))


def groups(text: str) -> list[list[Span]]:
    """The sentences of each paragraph."""
    return [sentences(text, block) for block in paragraphs(text)]


def everybody(text: str) -> object:
    """Who the text introduces, and who is meant by some names."""
    found = groups(text)
    said = statements(text, found)
    named = namings(document(text), [s for group in found for s in group], said)
    voices = [Voice(s.speaker, s.role, 1) for s in said]
    known = people(named, voices)
    return known, who("trump", known), meant(text[:500], voices)


def front_matter(text: str) -> object:
    """A file, and the same with the text as its title and as its address."""
    for content in (text, f"---\ntitle: {text}\n---\nx", f"---\nurl: https://{text}\n---\nx"):
        try:
            read_text(content.encode("utf-8", "replace"), PLACE)
        except RapporteurError as error:
            str(error)
    return None


def pdf_lines(text: str) -> object:
    """The text as lines of two pages."""
    lines = [Line(t, 0, len(t), -n, 1, 100) for n, t in enumerate(text.split("\n")) if t.strip()]
    return unwrapped(without_running([lines, lines]))


def question(text: str) -> object:
    """What a question asks for."""
    try:
        asked = unframed(tidy(text))
        return parse(asked), several_questions(asked), by_source(asked), is_small_talk(asked)
    except RapporteurError as error:
        return str(error)


def follow_up(text: str) -> object:
    """A text as a follow-up, and as what one follows."""
    pairs = (
        (text, "Did Trump meet Xi?"),
        ("what about Rubio?", f"Did {text}, meet Xi?"),
        ("why did he?", text),
    )
    return [completed(asked, before, lambda name: name == "Rubio") for asked, before in pairs]


def written(text: str) -> object:
    """The text as a model wrote it, as the quote of a sentence, and as who says that."""
    quote = Citation(1, text, document(text), 1, Span(0, len(text)))
    said = replace(quote, speaker=text[:200])
    short = f"{text[:390]} [1]"
    return borne([short, f"{text} [1]"], [quote]), borne(
        ["He said that Trump did not go. [1]", short], [said]
    )


def quick(text: str) -> object:
    """The text typed where something is to be chosen."""
    return choices(text, NAMES), find_facts(FACTS, text)


def message(text: str) -> object:
    """The text as a message, and what it asks."""
    return plain(text, {}), read_query(text, scripts=scripts("a")), asks(text), adds_nothing(text)


def shown(text: str) -> object:
    """The text in Discord's markdown."""
    return (
        escaped(text),
        quoted(text),
        shortened(text, 100),
        split(text, 1000),
        linked("x", f"https://{text}"),
    )


READS = {
    "question": Reads(
        question,
        (
            "index.answering.intent", "index.answering.framing", "index.answering.small_talk",
            "index.answering.record_questions", "index.answering.overview_questions",
            "index.answering.speech_questions", "index.answering.several_questions",
            "index.answering.document_reference",
        ),
        LONGEST_QUESTION,
    ),
    "follow-up": Reads(follow_up, ("index.answering.follow_ups",), LONGEST_QUESTION),
    "answer type": Reads(
        lambda text: (answer_type(text), [offers(kind, text, "who?") for kind in AnswerType]),
        ("index.answering.answer_type",),
    ),
    "terms": Reads(lambda text: (terms(text), is_content(text)), ("index.text.terms",)),
    "segments": Reads(
        lambda text: passages(text, groups(text)),
        ("index.text.segmentation", "index.text.reporting_verbs", "index.text.quotations"),
    ),
    "statements": Reads(
        lambda text: statements(text, groups(text)),
        (
            "index.attribution.statements", "index.attribution.tokens", "index.attribution.grammar",
            "index.text.headlines",
        ),
    ),
    "people": Reads(
        everybody,
        (
            "index.attribution.people", "index.attribution.tokens", "index.attribution.speakers",
            "index.attribution.cast",
        ),
    ),
    "timeline": Reads(
        lambda text: events(document(text), [s for group in groups(text) for s in group]),
        tuple(f"index.chronology.{name}" for name in ("events", "phrases", "leaning", "years", "ranges")),
    ),
    "front matter": Reads(
        front_matter, ("index.sources.front_matter", "index.sources.plain_text", "index.sources.metadata")
    ),
    "pdf lines": Reads(
        pdf_lines,
        ("index.sources.lines", "index.sources.hyphens", "index.sources.running_lines", "index.sources.pdf"),
    ),
    "fragment": Reads(
        lambda text: fragment_url("https://a.example", text, Span(len(text) // 2, len(text))),
        ("index.text.fragments",),
    ),
    "message": Reads(
        message,
        ("bot.hearing.query", "bot.hearing.plain_text"), 8000,
    ),
    "written": Reads(
        written,
        (
            "index.answering.written.borne", "index.answering.written.written_sentence",
            "index.answering.written.wording",
            "index.answering.written.quantities", "index.text.quotations",
        ),
        8000,
    ),
    "choices": Reads(quick, ("bot.catalogue", "index.curated.facts"), 8000),
    "markdown": Reads(shown, ("bot.saying.markdown",)),
}  # fmt: skip
