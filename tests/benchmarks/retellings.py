"""News sentences told again by program, in ways that leave what they say as it is."""

from __future__ import annotations

import json
import re
import zlib
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from index.answering.citing import LONGEST_QUOTE, speaker_of
from index.attribution.statements import statements
from index.attribution.tokens import NAME, Casing, tokens
from index.document import Span
from index.text.headlines import is_headline
from index.text.segmentation import paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.document import Statement


class Told(NamedTuple):
    """A sentence, the quote that it is held to with its speaker, and the names that stand around."""

    sentence: str
    quote: str
    speaker: str | None
    names: tuple[str, ...]
    half: str
    source: str


LEAST_WORDS, LONGEST = 6, 300
COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
SAID = "said says added noted told stated explained".split()
SAYING = "said stated added noted explained".split()
MONTHS = dict(
    zip(
        "Jan Feb Aug Sept Sep Oct Nov Dec".split(),
        "January February August September September October November December".split(),
        strict=True,
    )
)
CONTRACTIONS = {
    "won['’]t": "will not", "can['’]t": "cannot", r"(\w+)n['’]t": r"\1 not", r"(\w+)['’]re": r"\1 are",
    r"(\w+)['’]ve": r"\1 have", r"(\w+)['’]ll": r"\1 will", r"\b(I)['’]m\b": r"\1 am",
}  # fmt: skip
_LEANS_BACK = re.compile(r"[“\"]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b")
_PRONOUN = re.compile(r"(?:he|she|they|it|who|which|i|we)", re.I)
_MARKS = "“”\" ,.;—-–'‘’"


def half(key: str) -> str:
    """Which half an article or a premise belongs to: one is chosen by, the other only reported."""
    return "choose" if zlib.crc32(key.encode()) % 2 else "report"


def names(text: str) -> list[str]:
    """The names that stand in a text, each once."""
    toks = [t for s in _spans(text) for t in tokens(text, s, [], Casing.of(text))]
    found: dict[str, None] = {}
    run: list[str] = []
    for token in toks:
        if token.kind == NAME and re.fullmatch(r"[A-Z][^\W\d_]{2,}(?:-[^\W\d_]+)*|(?:[A-Z]\.)+", token.text):
            run.append(token.text)
            continue
        found |= {" ".join(run): None} if run else {}
        run = []
    return list(found)


def _spans(text: str) -> Iterator[Span]:
    for block in paragraphs(text):
        yield from sentences(text, block)


def retold(path: Path) -> Iterator[Told]:
    """The sentences of all articles in ``path``, a PolNeAR file, told again."""
    for line in path.open(encoding="utf-8"):
        article = json.loads(line)
        text = article["text"]
        groups = [sentences(text, block) for block in paragraphs(text)]
        said = statements(text, groups)
        known = tuple(names(text))
        for group in groups:
            for number, span in enumerate(group):
                rng = Random(zlib.crc32(span.of(text).encode()))  # noqa: S311
                sentence = span.of(text)
                if is_headline(sentence) or len(sentence.split()) < LEAST_WORDS or sentence[-1] in "?:":
                    continue
                quote = _quoted(text, group, number)
                speaker = speaker_of(span, said)
                again = _again(text, span, article["attributions"], speaker, said, rng)
                if again and len(again.split()) >= LEAST_WORDS and len(again) <= LONGEST:
                    yield Told(again, quote, speaker, known, half(article["id"]), "news")


def _quoted(text: str, group: Sequence[Span], number: int) -> str:
    """The sentence as it is cited: with the one before it where it leans on that."""
    span = group[number]
    if number and _LEANS_BACK.match(span.of(text)):
        wider = Span(group[number - 1].start, span.end)
        return wider.of(text) if wider.end - wider.start <= LONGEST_QUOTE else span.of(text)
    return span.of(text)


def _again(
    text: str,
    span: Span,
    attributions: Sequence[dict[str, Any]],
    speaker: str | None,
    said: Sequence[Statement],
    rng: Random,
) -> str | None:
    """The sentence told again; None where it has several speakers, or no name for the one it has."""
    inside = [a for a in attributions if any(span.overlap(Span(*s)) for c in a["cue"] for s in c["spans"])]
    if not inside:
        plain = span.of(text)
        return None if any(s.span == span for s in said) else _reworded(_shortened(plain, rng), rng)
    if len(inside) > 1 or not (turned := _turned(inside[0], span, speaker, rng)):
        return None
    return _reworded(turned, rng)


def _turned(attribution: dict[str, Any], span: Span, speaker: str | None, rng: Random) -> str | None:
    """The speaker first, or in an "according to", then what they say."""
    source = " ".join(s["text"] for s in attribution["source"])
    cue = " ".join(s["text"] for s in attribution["cue"])
    content = attribution["content"]
    if (
        len(content) != 1
        or not all(span.contains(Span(*s)) for s in content[0]["spans"])
        or cue.endswith("ing")
    ):
        return None
    if not source or _PRONOUN.fullmatch(source):
        source = speaker or ""
    if not source or len(source) > 80:
        return None
    words = " ".join(content[0]["text"].split()).strip(_MARKS).replace("“", '"').replace("”", '"')
    if words.count('"') % 2:
        words = words.replace('"', "")
    words = _small(words)
    plain = cue in SAID
    if plain and rng.random() < 0.3 and not words.startswith(("that ", "to ", "how ")):
        return f"According to {source.strip(_MARKS)}, {words}."
    verb = rng.choice(SAYING) if plain else cue
    if not plain and not re.fullmatch(r"[a-z]+", cue):
        return None
    that = "" if words.startswith(("that ", "to ", "how ", "what ", "why ")) or not plain else "that "
    source = source[0].upper() + source[1:]
    return f"{source.strip(_MARKS)} {verb} {that}{words}."


def _small(words: str) -> str:
    first = words.split()[0] if words else ""
    opener = re.fullmatch(
        r"The|A|An|It|He|She|We|They|You|This|That|There|These|If|When|What|Our|My|In|On|But|And|No", first
    )
    return words[:1].lower() + words[1:] if opener else words


def _shortened(sentence: str, rng: Random) -> str:
    """The sentence without what stands in brackets, between commas, or before the first one."""
    plain = re.sub(r"\s*\([^()]*\)", "", sentence)
    if '"' in plain or "“" in plain:
        return plain
    drops = (
        re.sub(r", (?:who|which|whose|a|an|the) [^,]{5,80}, ", " ", plain, count=1),
        re.sub(r"^(?:On|In|At|After|During|For|Last|Earlier|Meanwhile)\b[^,]{0,50}, (\w)", _capital, plain),
        re.sub(r", (?:which|who|where|\w+ing) [^,]*\.$", ".", plain),
    )
    changed = [d for d in drops if d != plain]
    return rng.choice(changed) if changed else plain


def _capital(found: re.Match[str]) -> str:
    return found[1].upper()


def _reworded(sentence: str, rng: Random) -> str:
    """Numbers in words or figures, contractions undone, months in full."""
    for pattern, full in CONTRACTIONS.items():
        sentence = re.sub(pattern, full, sentence)
    for short, month in MONTHS.items():
        sentence = re.sub(rf"\b{short}\. ", f"{month} ", sentence)
    if rng.random() < 0.5:
        sentence = re.sub(
            r"(?<![\w.,$£€:/-])([2-9]|1[0-2])(?![\w.,:%/-])", lambda m: COUNTS[int(m[1])], sentence
        )
    else:
        sentence = re.sub(
            rf"(?<![\w-])({'|'.join(COUNTS[2:])})(?![\w-])", lambda m: str(COUNTS.index(m[1])), sentence
        )
    sentence = re.sub(r"(\d)%", r"\1 percent", sentence) if rng.random() < 0.5 else sentence
    return " ".join(sentence.split())


def entailed(path: Path, label: str = "entailment") -> Iterator[Told]:
    """MultiNLI's hypotheses, each held to its premise."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        premise, hypothesis = (" ".join(row[key].split()) for key in ("premise", "hypothesis"))
        if row["label"] == label and premise and hypothesis:
            yield Told(hypothesis, premise, None, tuple(names(premise)), half(premise), "mnli")
