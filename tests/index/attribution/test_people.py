"""Who is introduced or quoted, and whom a name means."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.namings import namings
from index.attribution.people import Naming, Person, people, who
from index.attribution.speakers import Voice
from index.attribution.statements import statements
from index.document import Document, Span
from index.sources.folder import load
from index.text.segmentation import paragraphs, sentences

from ..shipped import ARTICLE, CORPUS_FOLDER

HARBOUR = (
    "Ferries stood still. Lund declined to comment. Finance Minister Erik Lund said taxes would fall. "
    "He added that ferries would sail. Lund said it twice.\n\n"
    "Anna Berg, chairwoman of the Harbour Committee, met Carl Holmberg in Lima. Berg warned of delays. "
    "Yet analysts cautioned that the truce could prove fragile. The Evening Herald reports that it is closed."
)


def known(*documents: Document) -> list[Person]:
    """Everybody in the documents, through the project's own segmentation and attribution."""
    named: list[Naming] = []
    spoken: Counter[str] = Counter()
    for d in documents:
        groups = [sentences(d.text, p) for p in paragraphs(d.text)]
        said = statements(d.text, groups)
        named += namings(d, [s for group in groups for s in group], said)
        spoken.update(s.speaker for s in said)
    return people(named, [Voice(name, None, count) for name, count in spoken.items()])


def told(*texts: str) -> list[tuple[str, str | None, int]]:
    """Name, role and number of statements of everybody in the texts."""
    documents = [Document(f"paper-{n}", "Paper", text) for n, text in enumerate(texts)]
    return [(p.name, p.role, p.statements) for p in known(*documents)]


def test_most_statements_come_first_then_the_order_of_the_text() -> None:
    """People with and without words of their own are told, and bodies that speak; places are not."""
    assert told(HARBOUR) == [
        ("Erik Lund", "Finance Minister", 4),
        ("Anna Berg", "chairwoman of the Harbour Committee", 1),
        ("analysts", None, 1),
        ("Evening Herald", None, 1),
        ("Carl Holmberg", None, 0),
    ]


def test_the_sentence_that_tells_the_role_introduces() -> None:
    """An earlier sentence that only names somebody gives way; without a role the first one stands."""
    spans = {p.name: p.span.of(HARBOUR) for p in known(Document("paper", "Paper", HARBOUR))}
    assert spans["Erik Lund"] == "Finance Minister Erik Lund said taxes would fall."
    assert (
        spans["Carl Holmberg"] == "Anna Berg, chairwoman of the Harbour Committee, met Carl Holmberg in Lima."
    )
    assert spans["Evening Herald"] == "The Evening Herald reports that it is closed."


def test_people_of_several_documents_are_one() -> None:
    """Middle names, titles and bare last names join; the fullest name and the first role are told."""
    assert told(
        "Lund said no. Carl Holm left.",
        "Erik Lund said yes. Then Carl B. Holm arrived.",
        "Minister Erik Lund said maybe. “No,” said former President Carl Holm.",
    ) == [("Erik Lund", "Minister", 3), ("Carl B. Holm", "former President", 1)]


def test_the_earlier_document_introduces() -> None:
    """Of two documents that tell the role the first is quoted."""
    first = Document("a", "A", "Mayor Erik Lund left.")
    second = Document("b", "B", "Mayor Erik Lund arrived.")
    assert [(p.document, p.span) for p in known(first, second)] == [(first, Span(0, 21))]


def test_a_bare_last_name_means_the_namesake_who_is_named_most() -> None:
    """Where two people bear it, the statements of "Lund" count as the more prominent one's."""
    assert told("Lund said no.", "Erik Lund met Anna Lund. Erik Lund left.") == [
        ("Erik Lund", None, 1),
        ("Anna Lund", None, 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sailed from Port Ellen to Stone Harbour.",
        "Some said no. People told reporters so. Sources said more.",
        "A spokesman said no. One Republican called it a ruse.",
        "Storm Closes Harbour Again As Minister Erik Lund Waits",
        "Lima said no.",
    ],
)
def test_places_and_the_nameless_are_nobody(text: str) -> None:
    """Nobody is taken from headlines, places, vague groups and people without a name."""
    assert known(Document("paper", "Paper", text, places=("Lima",))) == []


def test_an_address_is_no_role() -> None:
    """ "Mr." says how somebody is addressed, not who they are."""
    assert told("Mr. Erik Lund said no.") == [("Erik Lund", None, 1)]


def test_documents_without_anybody() -> None:
    """No documents, or empty ones, name nobody."""
    assert people([], []) == []
    assert known(Document("paper", "Paper", "")) == []
    assert who("Lund", []) is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Erik Lund", "Erik Lund"),
        ("lund", "Erik Lund"),
        ("LUND", "Erik Lund"),
        ("Mr. Lund", "Erik Lund"),
        ("Minister Lund", "Erik Lund"),
        ("finance minister", "Erik Lund"),
        ("the Finance Minister", "Erik Lund"),
        ("Holmburg", "Carl Holmberg"),
        ("Anna", "Anna Berg"),
        ("chairwoman", "Anna Berg"),
        ("harbour chairwoman", None),
        ("the Herald", "Evening Herald"),
        ("Analysts", "analysts"),
        ("Eva Lund", None),
        ("Zoltar", None),
        ("", None),
        ("the", None),
    ],
)
def test_whom_a_name_means(name: str, meant: str | None) -> None:
    """Full, last and first names, roles and slips find their person in any case; others find nobody."""
    found = who(name, known(Document("paper", "Paper", HARBOUR)))
    assert (found and found.name) == meant


def test_a_role_is_asked_of_people_before_bodies() -> None:
    """ "The ministry spokesman" is who holds that role, not the ministry."""
    text = "The Ministry said no. Ministry spokesman Erik Lund left."
    found = who("the ministry spokesman", known(Document("paper", "Paper", text)))
    assert found is not None
    assert (found.name, found.role) == ("Erik Lund", "Ministry spokesman")


def test_the_shipped_article() -> None:
    """The people of the article that comes with the bot, with the roles that it gives them."""
    everybody = known(load(CORPUS_FOLDER / f"{ARTICLE}.md"))
    assert [(p.name, p.role, p.statements) for p in everybody] == [
        ("Donald Trump", "U.S. President", 4),
        ("Xi Jinping", "Chinese leader", 2),
        ("analysts", None, 1),
        ("Scott Bessent", "U.S. Treasury Secretary", 1),
        ("China", None, 1),
        ("Chinese state media", None, 1),
        ("Washington", None, 1),
        ("Marco Rubio", "U.S. Secretary of State", 1),
    ]
    for name, meant in [("Besent", 3), ("treasury secretary", 3), ("xi", 1), ("Secretary of State", 7)]:
        assert who(name, everybody) == everybody[meant]


_PIECES = st.sampled_from(
    "Erik Lund Anna Berg Minister Mr. , ( ) said “No” that he the spokesman of Harbour . told".split()
)


@given(st.lists(_PIECES, max_size=30), st.text())
def test_any_jumble_of_names_gives_sentences_of_the_text(pieces: list[str], name: str) -> None:
    """Whatever the text and the name asked for, nothing is raised and each introduction is in the text."""
    text = " ".join(pieces)
    everybody = known(Document("paper", "Paper", text))
    assert all(0 <= p.span.start < p.span.end <= len(text) for p in everybody)
    assert who(name, everybody) in [None, *everybody]
