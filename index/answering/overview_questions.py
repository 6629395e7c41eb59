"""Questions for an overview, of everything or of a topic, and whether something is mentioned at all."""

from __future__ import annotations

import re

from .asked import Mention, Overview

_ARTICLE = r"(?:(?:this|the|that|your|these|those|all) )?(?:article|story|piece|report|text|news|post|page)s?"
_IT = rf"(?:it|this|{_ARTICLE})"
_POSED = r"(?!who|what|when|where|why|how)"
_ABOUT = r"(?:about|on|regarding|concerning|with|around)"
_KIND = r"(?:key|main|most|important|biggest|short|quick|brief|central|big|major|essential|whole|crucial)"
_GIST = (
    r"(?:points?|takeaways?|message|gist|summary|overview|recap|highlights?|topic|subject|story|news|"
    r"tl;? ?dr|tldr|version|essence|upshot|bottom line|outline|briefing|rundown|facts|ideas?)"
)
_TOPIC = rf"(?: (?:{_ABOUT}|of|for|in|from) (?:{_IT}$|(?P<topic>{_POSED}.+)))?"
_OVERVIEW = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:the )?(?:{_KIND} ){{0,3}}{_GIST}(?: please)?{_TOPIC}$",
        rf"^(?:(?:can|could|would) you |please |just )*(?:summari[sz]e|sum up|recap|condense|outline|"
        rf"brief me|"
        rf"give (?:me|us) the short version)(?: (?:{_IT}|everything|all this|that))?(?: up)?"
        rf"(?: for (?:me|us)| please| briefly| quickly){{0,2}}{_TOPIC}$",
        rf"^(?:(?:can|could|would) you |please )*(?:sum (?:{_IT}|everything|that) up)(?: for (?:me|us)|"
        rf" please)*$",
        rf"^(?:(?:can|could|would) you |please )*(?:summari[sz]e|sum up|recap|outline) "
        rf"(?P<topic>{_POSED}.+)$",
        rf"^(?:what(?:'s|s| is| are| were)|(?:(?:can|could|would) you |please )*(?:give|show|tell) "
        rf"(?:me|us)|list|"
        rf"i (?:need|want))(?: (?:the|a|an|some))?(?: {_KIND}){{0,3}} {_GIST}(?: here| please)?{_TOPIC}$",
        rf"^what(?:'s|s| is| are| was| were) {_IT} (?:all )?about$",
        rf"^what (?:do|does|did) {_IT} (?:say|report|cover|talk about|tell (?:me|us)|deal with|discuss)$",
        rf"^(?:so )?what(?:'s| is| has|s)? (?:happened|happening|going on|new)(?: here)?(?: in {_IT})?$",
        rf"^what (?:do|does|did) {_IT} (?:say|report|tell (?:me|us)|mention|write|state|reveal|have to say) "
        rf"{_ABOUT} (?P<topic>.+)$",
        rf"^(?:tell|brief|inform|update) (?:me|us)(?: more| something| everything| all| a bit)? {_ABOUT} "
        r"(?P<topic>.+)$",
        rf"^what(?:'s|s| is| was)(?: being)? (?:said|written|reported|known|there)(?: here)? {_ABOUT} "
        rf"(?P<topic>.+)$",
        rf"^what (?:do|can) (?:you|we|i) (?:know|say|have|find|learn|tell (?:me|us)) {_ABOUT} (?P<topic>.+)$",
        rf"^(?:is there )?(?:anything|everything|something|info|information|news|details) {_ABOUT} "
        rf"(?P<topic>.+)$",
        r"^(?:and |but |so )?(?:what|how) about (?P<topic>.+)$",
        rf"^what(?:'s|s| is) (?:happening|going on|up|new|the latest|the news|the story) {_ABOUT} "
        rf"(?P<topic>.+)$",
    )
)
_MENTION = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:do|does|did|has|have) {_IT} (?:ever |even |also |actually |anywhere )?(?:mention(?:ed)?|"
        rf"talk about|"
        rf"cover|discuss|refer to|bring up|name|include|contain|speak of|(?:say|have|contain|report|"
        rf"include)? ?"
        rf"(?:anything|something) {_ABOUT}) (?P<subject>.+)$",
        r"^(?:(?:is|are|was|were) there )?(?:any|a) (?:mention|word|reference)s? (?:of|about|on|to) "
        r"(?P<subject>.+)$",
        rf"^(?:is|are|was|were) (?P<subject>.+?) (?:ever |even |also )?(?:mentioned|named|discussed|covered|"
        rf"referred to|in)(?: (?:in|by)?)? ?{_ARTICLE}$",
        r"^(?:is|are|was|were) (?P<subject>.+?) (?:ever |even |also )?mentioned(?: here| anywhere| at all)?$",
    )
)
_TAIL = re.compile(rf"(?: (?:at all|anywhere|by name|please|in {_ARTICLE})){{1,2}}$", re.IGNORECASE)


def overview_question(asked: str, document: str) -> Overview | None:
    """The overview that a question asks for; None when it asks for none."""
    for pattern in _OVERVIEW:
        if match := pattern.match(asked):
            topic = match.groupdict().get("topic") or ""
            return Overview(_TAIL.sub("", topic), document)
    return None


def mention_question(asked: str, document: str) -> Mention | None:
    """Whether a question asks if something is mentioned, and what."""
    for pattern in _MENTION:
        if match := pattern.match(asked):
            return Mention(_TAIL.sub("", match["subject"]), document)
    return None
