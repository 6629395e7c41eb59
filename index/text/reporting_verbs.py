"""The words that report speech: a leaf that segmentation, attribution and questions share."""

import re

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "read": "reads read reading",
    "speak": "speaks spoke spoken speaking",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew knowing",
    "see": "sees saw seen seeing",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "swear": "swears swore sworn swearing",
    "forecast": "forecasts forecast forecasting",
    "foresee": "foresees foresaw foreseeing",
    "seek": "seeks sought seeking",
}
"""Verbs whose other forms no rule gives."""

_DOUBLED = frozenset("admit plan blog quip slam rap pen rip".split())
"""Verbs that double the last letter before ``-ed`` and ``-ing``."""


def _forms(verb: str) -> list[str]:
    """The forms in which a verb introduces speech: say, says, said, saying."""
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    if verb in _DOUBLED:
        stem = verb + verb[-1]
        return [verb, verb + "s", stem + "ed", stem + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s")
    stem = verb.removesuffix("e")
    return [verb, third, stem + "ed", stem + "ing"]


_SAYING = (
    "say tell add ask announce write tweet declare reply respond state note explain argue claim warn "
    "insist acknowledge admit remark observe assert comment concede confirm contend recall reiterate "
    "repeat stress emphasise emphasize testify joke quip exclaim cry shout yell answer allege caution "
    "conclude complain maintain boast predict promise pledge vow suggest describe disclose reveal "
    "recount caution counter post retort chant mention point interject"
)
_ACTS = (
    "accuse advise agree assure blame call cite compare condemn credit criticise criticize decry "
    "demand denounce deny deride disagree dismiss dispute estimate express fault forecast hail hint "
    "imply indicate inform invoke lament liken mock order outline pin praise propose quote read "
    "reaffirm recommend reference refer reject report request ridicule signal slam speculate "
    "specify spell swear taunt threaten thank tout urge voice wonder welcome attack blast charge "
    "defend detail discuss question challenge offer refuse decline endorse apologise apologize argue "
    "bemoan brand cast label lash encourage invite lecture object opine vent grill lambaste "
    "characterise characterize chastise commend congratulate contradict rebuke scold highlight "
    "underscore rip advocate plead beg brag chide gush marvel muse rail rant scoff tease document "
    "continue"
)
_STANCES = (
    "speak want think believe expect hope plan fear worry support oppose favor favour seek see view "
    "consider feel know decide intend prefer doubt approve show find rate anticipate back assume "
    "foresee regard determine publish laud dislike regret resent suspect understand wish condone "
    "embrace bristle focus pan pursue push"
)

STRENGTH: dict[str, float] = {
    form: weight
    for weight, verbs in ((0.45, _STANCES), (0.8, _ACTS), (1.0, _SAYING))
    for verb in verbs.split()
    for form in _forms(verb)
}
"""How surely a verb form reports words: 1 speech, 0.8 a speech act, 0.45 a mere wish, opinion or finding."""

BASE_FORMS = frozenset(f"{_SAYING} {_ACTS} {_STANCES}".split()) - {"forecast", "read"}
"""The forms that need a plural subject or an auxiliary: they say, he would say."""

STRENGTH |= {"talked": 0.6, "talking": 0.6}  # "talk" and "talks" are mostly nouns

SAY_NOUNS = frozenset(
    "accusation accusations advice allegation allegations announcement answer argument assertion "
    "assertions call calls claim claims comment comments complaint concern concerns criticism "
    "declaration description insistence email emails letter op-ed opinion plea pledge position "
    "promise promises proposal proposals remark remarks reply request response speech statement "
    "statements suggestion testimony threat threats tweet tweets view views vow warning warnings word "
    "words".split()
)
"""What somebody said, as a noun: "Xi's statement that …", "in her speech"."""

SPOKEN_AFTER_QUOTE = re.compile(
    r"(?<![\w.’'-])(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|added|adds|replied|exclaimed|wondered|joked|"
    r"responded|shouted|cried|tweeted|wrote|answered|continued|demanded|declared|insisted|noted|argued|quipped|"
    r"observed|recalled|concluded|yelled|posted|retorted|explained|warned)\b"
)
"""A name and a verb right behind a closing quotation mark: “Will it hold?” Lopez asked."""
