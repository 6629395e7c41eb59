"""The words that report speech: a leaf that segmentation, attribution and questions share."""

import re

SAY_VERBS = frozenset(
    "accuse accused accuses acknowledge acknowledged acknowledges add added adds admit admits admitted advise "
    "advised advises agree agreed agrees allege alleged alleges announce announced announces answer answered "
    "answers argue argued argues ask asked asks assert asserted asserts assure assured assures believe believed "
    "believes blame blamed blames boast boasted boasts call called calls caution cautioned cautions cite cited "
    "cites claim claimed claims comment commented comments complain complained complains concede conceded "
    "concedes conclude concluded concludes confirm confirmed confirms contend contended contends criticise "
    "criticised criticises criticize criticized criticizes cry cried declare declared declares demand demanded "
    "demands denied denies deny describe described describes disclose disclosed discloses emphasise emphasised "
    "emphasises emphasize emphasized emphasizes estimate estimated estimates exclaim exclaimed exclaims explain "
    "explained explains expect expected expects express expressed expresses forecast forecasts hint hinted hints "
    "imply implied implies indicate indicated indicates insist insisted insists joke joked jokes maintain "
    "maintained maintains mention mentioned mentions note noted notes observe observed observes pledge pledged "
    "pledges point pointed points praise praised praises predict predicted predicts promise promised promises "
    "propose proposed proposes quip quipped quips read reads reaffirm reaffirmed reaffirms recall recalled recalls "
    "recommend recommended recommends reiterate reiterated reiterates remark remarked remarks repeat repeated "
    "repeats replied replies reply report reported reports respond responded responds reveal revealed reveals say "
    "said says saying speak speaks spoke state stated states stress stressed stresses suggest suggested suggests "
    "tell tells told testified testifies testify think thinks thought threaten threatened threatens tweet tweeted "
    "tweets urge urged urges voice voiced voices vow vowed vows want wanted wants warn warned warns wonder "
    "wondered wonders write writes wrote".split()
)
"""Reporting verbs in the forms that introduce speech."""

SPOKEN_AFTER_QUOTE = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|added|adds|replied|exclaimed|wondered|joked|"
    r"responded|shouted|cried|tweeted|wrote|answered|continued)\b"
)
"""A name and a verb right behind a closing quotation mark: “Will it hold?” Trump asked."""
