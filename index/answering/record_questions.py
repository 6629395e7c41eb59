"""Questions on a document's own record: who wrote it, when and where it was published, what it is called."""

from __future__ import annotations

import re

from .asked import Field, Record

_THIS = r"(?:this|the|that|it|these|those|all)(?: (?:article|story|stories|piece|report|text|news)s?)?"
_RECORD: tuple[tuple[Field, str], ...] = (
    (
        "url",
        r"\b(?:link|url|web ?address)(?: (?:to|of|for))? (?:this|the|your|that) (?:article|story|"
        r"piece|report|source|original)\b|^(?>.*?\bwhere can i (?:read|find)\b).*\b(?:article|story|piece|it|"
        r"original)\b",
    ),
    (
        "author",
        r"\bwho(?: is| was|'s|s)? (?:the )?(?:author|writer|reporter|journalist|"
        r"byline)(?: (?:of|for|on) (?:this|the|that)(?: \w+)?)?$|\bwho (?:wrote|authored|penned|reported|"
        r"is (?:this|it) by)(?: (?:this|the|that|it|your|these|those|all|all these))?(?: (?:article|story|"
        r"stories|piece|report|text|news)s?)?$|"
        r"\b(?:author|writer|byline|reporter|journalist)(?:'s name)? of (?:this|the|that)\b|"
        rf"\bwho (?:is|was) (?:this|that) (?:article|story|piece|report) (?:written )?by$|\bwho(?:m)? "
        rf"was {_THIS} "
        r"written by$|"
        r"\bwritten by who(?:m)?\b|^(?>.*?\bby whom was (?:this|the|it)).*written\b|\bname of the (?:author|"
        r"writer|reporter|journalist)\b|\bwhat(?:'s| is) the byline\b",
    ),
    (
        "published",
        rf"\b(?:when|(?:on |at )?(?:what|which) (?:day|date)) (?:was|were|is|are|did) {_THIS} "
        r"(?:published|written|posted|released|printed|come out|appear|from|"
        r"dated)\b|\b(?:publication|publishing|"
        r"publish) date\b|\bdate of (?:this|the) (?:article|story|piece|report|publication)\b|"
        r"\bhow (?:old|recent|new) is (?:this|the|that) (?:article|story|piece|report|news)\b|"
        r"\bwhen did (?:they|you) publish\b|\bwhat(?:'s| is) the date(?:line)? (?:of|on) (?:this|"
        r"the) (?:article|story|piece|report)\b",
    ),
    (
        "source",
        r"\b(?:which|what) (?:news ?)?(?:outlet|agency|paper|newspaper|publication|publisher|"
        "source|site|website|news (?:agency|outlet|source|organi[sz]ation)) (?:is |was |did |does |"
        "published |ran |wrote |reported |has )*(?:this|it|the (?:article|story|piece|"
        r"report))(?: (?:article|story|piece|report))?(?: \w+){0,2}$|\bwhat(?:'s| is| are|s) (?:your|the|"
        r"its) sources?(?: for (?:this|all this|that|the article|the story))?$|\bwhere (?:is|does|"
        r"did) (?:this|the article|the story|it|your info\w*|your information)(?: article| story| piece)? "
        r"(?:come )?from\b|\bwho published (?:this|the article|the story|it)\b|"
        r"\bwho is the (?:publisher|source)(?: of (?:this|the) (?:article|story|piece))?$",
    ),
    (
        "title",
        r"\b(?:title|headline|name)\b.{0,12}\b(?:of )?(?:this|the|your) (?:article|story|piece|"
        r"report|text)\b|\bwhat is (?:this|the) (?:article|story|piece|report) (?:called|titled|named)\b|"
        r"\bwhat(?:'s| is|s) the (?:title|headline)$",
    ),
)
_RECORD_COMPILED = [(field, re.compile(pattern)) for field, pattern in _RECORD]
_WHICH = re.compile(
    r"^(?:which|what) (?:article|story|piece)s? (?:(?:did|has|have) (?P<writer>.+?) (?:wrote|write|written|"
    r"publish|published|author|authored)|(?:is|are|was|were|talks?|tells?) (?:about|on|by|from) "
    r"(?P<topic>.+)|"
    r"(?:mentions?|covers?|discuss|discusses|deals? with|reports? on) (?P<subject>.+))$"
)


def record_question(asked: str, document: str) -> Record | None:
    """Which field of a record a question in lower case asks for; None when it asks for none."""
    if which := _WHICH.match(asked):
        return Record("title", next(filter(None, which.groups())))
    field = next((f for f, pattern in _RECORD_COMPILED if pattern.search(asked)), None)
    return Record(field, document) if field else None
