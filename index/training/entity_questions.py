"""What readers ask of the people, groups and speeches that a text names, and most texts don't tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

_OF_PEOPLE = (
    (
        r"\b(?:age|aged|years? old|year-old|born)\b|, \d\d,|\b1[6-9]\d\d\b",
        ("how old is {}?", "when was {} born?", "what is {}'s age?"),
    ),
    (
        r"\bborn|native|hometown|from\b",
        ("where was {} born?", "where does {} come from?", "which town is {} from?"),
    ),
    (r"\bliv(?:e|ed|es|ing)|home|house|resid", ("where does {} live?",)),
    (r"\b(?:wife|husband|marr|spouse|widow)", ("who is {} married to?", "what is the name of {}'s wife?")),
    (
        r"\b(?:school|colleg|universit|stud|graduat|educat)",
        ("which school did {} go to?", "what did {} study?"),
    ),
    (r"\b(?:died?|death|dead|kill|murder|assassin)", ("what did {} die of?", "when did {} die?")),
    (
        r"[$£€]|\b(?:paid|pay|salary|earn|worth|rich|wealth|income)",
        ("how much does {} earn?", "how rich is {}?", "how much was {} paid?"),
    ),
    (r"\b(?:child|son|daughter|kid)", ("how many children does {} have?",)),
    (r"\b(?:translat|interpret)", ("who translated for {}?",)),
    (r"\b(?:wear|wore|dress|suit|cloth)", ("what was {} wearing?",)),
    (r"\b(?:lawyer|attorney|counsel)", ("who is {}'s lawyer?",)),
    (r"\b(?:tweet|twitter|facebook|post)", ("what did {} tweet about it?",)),
    (r"\b(?:vot|elect|poll|ballot)", ("how many votes did {} get?", "who voted for {}?")),
    (r"\b(?:tall|feet|foot|height|weigh|pound)", ("how tall is {}?", "how much does {} weigh?")),
    (r"\b(?:hotel|stay)", ("in which hotel did {} stay?",)),
    (r"\b(?:party|republican|democrat|conservative|labour|liberal)", ("which party does {} belong to?",)),
)
_OF_GROUPS = (
    (r"\b(?:found|establish|creat|start|form|set up)", ("who founded {}?", "when was {} founded?")),
    (
        r"\b(?:employ|staff|worker|people)",
        ("how many people work for {}?", "how many employees does {} have?"),
    ),
    (r"\b(?:based|headquarter|located|in )", ("where is {} based?",)),
    (
        r"\b(?:head|president|director|chief|chair|led|lead|ceo|boss)",
        ("who runs {}?", "who is the head of {}?"),
    ),
    (
        r"[$£€]|\b(?:cost|budget|fund|revenue|profit|money)",
        ("how much money does {} make?", "what is {}'s budget?"),
    ),
    (r"\b(?:member|join)", ("how many members does {} have?", "when did {} get its newest member?")),
    (r"\b(?:lawyer|attorney|counsel|spokes)", ("who spoke for {}?", "who is {}'s lawyer?")),
)
_OF_THINGS = (
    (r"\b(?:page|long)", ("how many pages does {} have?", "how long is {}?")),
    (r"[$£€]|\b(?:cost|price|pay|paid|million|billion)", ("how much did {} cost?", "who paid for {}?")),
    (
        r"\b(?:hour|minute|day|week|month|year|last|dur)",
        ("how long did {} last?", "how long did {} take?", "when was {}?"),
    ),
    (r"\b(?:name|call)", ("what is the name of {}?", "what was {} called?")),
    (r"\b(?:by|who)\b", ("who organised {}?", "who was behind {}?", "who wrote {}?", "who was against {}?")),
    (r"\b(?:because|reason|why|due|since|caus)", ("what was the reason for {}?", "what caused {}?")),
    (
        r"\b(?:result|lead|led|after|follow|end)",
        ("how did {} end?", "what came of {}?", "what happened after {}?"),
    ),
    (r"\b(?:colou?r|red|blue|green|black|white)", ("what colour was {}?",)),
    (
        r"\d|\b(?:people|crowd|attend|viewer|audience)",
        ("how many people came to {}?", "how many people saw {}?", "how many were there at {}?"),
    ),
)
_AGE = re.compile(
    r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}), (\d\d),|(\d\d?)-year-old ((?:[A-Z][\w’'-]+ ?){1,3})"
)
_VERBS = (
    "said",
    "said",
    "told reporters",
    "told the paper",
    "wrote",
    "argued",
    "added",
    "warned",
    "stated",
    "explained",
)
_ASKS = (
    "what did {} say about {}?", "what did {} say on {}?", "what does {} think about {}?", "what did {} tell about {}?",
    "did {} say anything about {}?", "{} on {}?", "what are {}'s words on {}?",
)  # fmt: skip
_SPOKES = (
    "spokesman",
    "spokeswoman",
    "lawyer",
    "director",
    "senator",
    "a professor",
    "the minister",
    "analyst",
    "",
)


def of_entities(doc: Doc, rng: random.Random) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """Questions with the place of their answer; None for what nothing in the text hints at."""
    for found in _AGE.finditer(doc.text):
        name, age = (1, 2) if found.group(1) else (4, 3)
        yield f"how old is {found.group(name).strip()}?", found.span(age)
    people = sorted({e.text for e in doc.ents if e.label_ == "PERSON"})
    groups = sorted({e.text for e in doc.ents if e.label_ == "ORG"})
    things = sorted(
        {c.text for c in doc.noun_chunks if c.root.pos_ == "NOUN" and 1 < len(c) < 5 and c[0].pos_ == "DET"}
    )
    for names, templates in ((people, _OF_PEOPLE), (groups, _OF_GROUPS), (things, _OF_THINGS)):
        open_ = [asks for hint, asks in templates if not re.search(hint, doc.text, re.I)]
        if names and open_:
            name = rng.choice(names)
            name = name[0].lower() + name[1:] if names is things else name
            yield rng.choice(rng.choice(open_)).format(name), None


def quoted(doc: Doc, names: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str, bool]]:
    """(question, text, whether it is answered): a sentence of the text put in somebody's mouth, and asked about."""
    sentences = [s for s in doc.sents if 6 <= len(s) <= 40]
    if len(sentences) < 2 or len(names) < 2:
        return
    spoken, other = rng.sample(sentences, 2)
    speaker, stranger = rng.sample(list(names), 2)
    role, verb = rng.choice(_SPOKES), rng.choice(_VERBS)
    words = spoken.text.strip().rstrip(".")
    who = f"{speaker}, {role}," if role and rng.random() < 0.5 else speaker
    said = rng.choice((
        f"“{words},” {who} {verb}.", f"“{words},” {verb} {speaker}.", f"{who} {verb} that {words[0].lower()}{words[1:]}.",
        f"According to {speaker}, {words[0].lower()}{words[1:]}.",
    ))  # fmt: skip
    text = doc.text[: spoken.start_char] + said + doc.text[spoken.end_char :]
    stems = {t.lemma_.lower() for t in spoken}
    on = [c.text for c in spoken.noun_chunks if c.root.pos_ in ("NOUN", "PROPN")]
    off = [
        c.text
        for c in other.noun_chunks
        if c.root.pos_ in ("NOUN", "PROPN") and not {t.lemma_.lower() for t in c} & stems
    ]
    ask = lambda who, what: rng.choice(_ASKS).format(
        who,
        what[0].lower() + what[1:]
        if what.split()[0].lower() in ("the", "a", "an", "their", "its", "his", "her")
        else what,
    )
    if on:
        yield ask(speaker, rng.choice(on)), text, True
        yield (
            ask(stranger, rng.choice(on)),
            text + (f" {stranger} was there too." if rng.random() < 0.5 else ""),
            False,
        )
        if rng.random() < 0.5:
            yield f"who {verb.split()[0]} that {words[0].lower()}{words[1:]}?", text, True
            yield f"who {verb.split()[0]} that {words[0].lower()}{words[1:]}?", doc.text, False
    if off:
        yield ask(speaker, rng.choice(off)), text, False


def shorter_names(question: str, doc: Doc, rng: random.Random) -> str:
    """The question with people by one of their names, and bodies by the letters the text gives for them."""
    for e in doc.ents:
        parts = e.text.split()
        if e.label_ == "PERSON" and len(parts) == 2 and e.text in question:
            question = question.replace(e.text, parts[1] if rng.random() < 0.75 else parts[0])
    for found in re.finditer(
        r"((?:[A-Z][\w’'-]+ (?:of |for |and |the )*){1,5}[A-Z][\w’'-]+) \(([A-Z]{2,6})\)", doc.text
    ):
        question = question.replace(found.group(1), found.group(2))
    return question


def less_at_the_end(question: Doc) -> str | None:
    """The question less the phrase with a preposition that ends it, which the article goes without saying."""
    tokens = [t for t in question if not t.is_punct]
    for t in tokens[2:]:
        if t.dep_ == "prep" and t.head.i > 0:
            part = sorted(t.subtree, key=lambda x: x.i)
            last = [x for x in part if not x.is_punct][-1]
            if (
                last.i == tokens[-1].i
                and part[0].i >= 4
                and len(part) >= 2
                and not any(x.tag_ in ("WP", "WDT", "WRB") for x in part)
            ):
                return question[: part[0].i].text.strip() + "?"
    return None
