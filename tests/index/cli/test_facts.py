"""`rapporteur facts`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..shipped import ARTICLE, CORPUS_FOLDER

if TYPE_CHECKING:
    from ..shell import Run


def test_facts(run: Run) -> None:
    """A topic's facts are printed with their document and the words that prove them."""
    done = run("facts", "port", "fees", "--corpus", CORPUS_FOLDER)
    fact, proof = done.out.splitlines()[:2]
    assert fact == "Port fees: Beijing wants a rollback of new port fees that target Chinese shipping."
    assert proof.startswith(f"  {ARTICLE}: Beijing is pushing for")


def test_facts_for_a_program(run: Run) -> None:
    """With --json every fact is an object of its own fields and none of our bookkeeping."""
    found = json.loads(run("facts", "--json", "--corpus", CORPUS_FOLDER).out)
    assert len(found) > 24
    assert set(found[0]) == {"id", "label", "aliases", "answer", "quote", "document"}


def test_facts_on_what_is_unknown(run: Run) -> None:
    """A topic without a fact is one line; a program gets an empty list."""
    done = run("facts", "zzzz", "--corpus", CORPUS_FOLDER)
    assert done.status == 2
    assert re.fullmatch(r"rapporteur: no fact about 'zzzz'; `rapporteur facts` lists all \d+\n", done.err)
    assert json.loads(run("facts", "zzzz", "--json", "--corpus", CORPUS_FOLDER).out) == []
