"""What tells a person from an office, a group or a place: word lists that attribution shares."""

_MALE = (
    "aaron adam alan albert alejandro alex alexander alfred andrew anthony antonio arthur barack "
    "barry ben benjamin bernard bernie bill billy bob bobby boris brad brandon brian bruce carl "
    "carlos chad charles charlie chris christopher chuck craig dan daniel dave david dean dennis dick "
    "donald doug douglas dwight ed eddie edward edwin elijah emmanuel eric erik ernest evan francis "
    "frank franklin fred gary gavin geoff george gerald glenn gordon greg gregory harold harry henry "
    "howard hugh ian isaac ivan jack jacob jake james jared jason jay jeff jeffrey jeremy jerome "
    "jerry jesse jim jimmy joe joel john johnny jon jonathan jorge jose joseph josh joshua juan "
    "julian justin karl keith ken kenneth kevin kyle larry lawrence lee leon leonard lindsey louis "
    "luis luke marc marco marcus mario mark martin marvin matt matthew max michael miguel mike mitch "
    "mitt mohamed nathan neil newt nicholas nick noah norman oliver orrin oscar owen pablo patrick "
    "paul pedro peter phil philip rafael ralph rand randy ray raymond richard rick rob robert roger "
    "roland ron ronald ross roy rudy russell ryan sam samuel scott sean sergei seth shawn simon "
    "stephen steve steven stuart ted terry theodore thomas tim timothy todd tom tommy tony trey tyler "
    "vernon victor vincent vladimir volodymyr walter warren wayne wilbur will william zachary"
).split()
_FEMALE = (
    "abby abigail alice alicia alison allison amanda amber amy ana andrea angela angelina anita ann "
    "anna anne annie ashley audrey barbara beth betty beverly bonnie brenda brittany candice carla "
    "carly carmen carol caroline carolyn catherine cecilia charlotte chelsea cheryl christina "
    "christine cindy claire claudia condoleezza crystal cynthia dana deborah debbie debra diana diane "
    "dianne donna doris dorothy eileen elaine eleanor elena elizabeth ellen emily emma erica erin "
    "esther eva evelyn faith florence frances gina ginger gloria grace gwen hannah harriet heather "
    "heidi helen hillary holly irene isabel ivanka jackie jacqueline jane janet janice jean jennifer "
    "jenny jessica jill joan joanna joyce judith judy julia julie kamala karen kate katherine "
    "kathleen kathy katie kellyanne kelly kim kimberly kirsten kristen kristi laura lauren leslie "
    "lillian linda lisa liz lori loretta lucy lynn madeleine margaret maria marie marilyn marine "
    "martha mary maureen megan melania melissa meredith michelle mindy molly monica nancy naomi "
    "natalie nicole nikki nina olivia pam pamela patricia patty paula peggy phyllis rachel rebecca "
    "renee rita robin rosa rose ruth sabrina sally samantha sandra sara sarah sharon sheila shirley "
    "sonia sophia stacy stephanie sue susan suzanne sylvia tammy teresa theresa tiffany tina tracy "
    "ursula valerie vanessa vera veronica vicki victoria virginia wendy whitney yvonne"
).split()

GENDER: dict[str, str] = dict.fromkeys(_MALE, "m") | dict.fromkeys(_FEMALE, "f")
"""Given names, lower case, that tell a man ("m") from a woman ("f"): the commonest in English news."""

GENDERED: dict[str, str] = dict.fromkeys(
    "mr sir lord king prince father husband son brother spokesman businessman congressman chairman "
    "man uncle actor councilman assemblyman".split(),
    "m",
) | dict.fromkeys(
    "mrs ms miss dame queen princess mother wife daughter sister spokeswoman businesswoman "
    "congresswoman chairwoman woman aunt actress councilwoman assemblywoman".split(),
    "f",
)
"""Titles and nouns that tell a man from a woman."""

PRONOUNS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "they": "p", "their": "p", "it": "o", "its": "o",
}  # fmt: skip
"""Whom a pronoun may stand for: a man, a woman, several (p), an organisation (o)."""

TITLES = frozenset(
    "mr mrs ms miss dr prof sen sens rep reps gov gen col lt sgt capt adm maj rev hon pres sir lord "
    "dame president vice secretary senator senators governor mayor chairman chairwoman chair speaker "
    "leader ceo cfo director minister chancellor premier judge justice general attorney king queen "
    "prince princess pope cardinal bishop archbishop congressman congresswoman representative "
    "ambassador commissioner sheriff chief spokesman spokeswoman spokesperson treasurer candidate "
    "nominee host sheikh ayatollah marshal admiral colonel captain sergeant officer professor doctor "
    "counsel deputy former acting ex-president then-president democrat republican rival lawyer editor "
    "columnist reporter prosecutor".split()
)
"""Words that stand before a name and are no part of it, lower case, without a stop."""

SHORT_TITLES: dict[str, tuple[str, ...]] = {
    "sen": ("senator", "lawmaker"),
    "sens": ("senator",),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "gov": ("governor",),
    "gen": ("general",),
    "pres": ("president",),
    "dr": ("doctor",),
    "prof": ("professor",),
    "secretary": ("minister",),
    "candidate": ("nominee", "hopeful", "contender"),
    "nominee": ("candidate", "standard-bearer"),
}
"""Titles that also introduce a person under another word."""

PARTIES = frozenset(
    "republican democrat democratic libertarian conservative liberal gop independent green".split()
)

_PEOPLE = (
    "activist associate adviser advisor advocate aide ally ambassador analyst announcer author "
    "assistant attorney banker boss bishop billionaire businessman businesswoman candidate chair "
    "chairman chairwoman chief coach co-author co-founder colleague columnist commander commentator "
    "commissioner congressman congresswoman correspondent counsel critic defender delegate democrat "
    "deputy diplomat director driver economist editor educator employee envoy executive expert father "
    "farmer fellow founder friend general governor head historian host husband incumbent insider "
    "investigator investor journalist judge justice king lawmaker lawyer leader legislator lieutenant "
    "lobbyist man manager mayor member minister mogul mother narrator negotiator neighbor nominee "
    "observer officer official operative opponent organizer owner parent partner pastor person "
    "pollster pope premier president professor prosecutor protester pundit questioner reader "
    "regulator relative reporter representative republican resident researcher rival scholar "
    "scientist secretary senator sheriff sister source speaker spokesman spokesperson spokeswoman "
    "staffer strategist student supporter surrogate teacher trader treasurer veteran viewer volunteer "
    "voter wife witness woman worker writer"
).split()
_IRREGULAR_PLURALS = (
    "people police men women children officials spokesmen businessmen congressmen lawmakers".split()
)

PERSON_NOUNS = frozenset(_PEOPLE)
GROUP_NOUNS = frozenset(
    [n[:-1] + "ies" if n.endswith("y") and n[-2] not in "aeiou" else n + "s" for n in _PEOPLE]
    + _IRREGULAR_PLURALS
    + "authorities critics markets others many some most few several both parents brothers sisters lawyers "
    "states countries democrats republicans governments companies banks newspapers groups unions "
    "agencies".split()
)
BODY_NOUNS = frozenset(
    "administration agency alliance army article association authority bank board body book bureau "
    "camp campaign center centre city committee company commission complaint council court department "
    "document editorial embassy essay family federation film firm foundation fund government group "
    "industry institute institution investigation journal journalists lawsuit letter media memo "
    "ministry movement nation network news newspaper office organization organisation outlet page "
    "paper parliament party poll publication regime regulator release report review school senate "
    "site state statement station studio study survey team think-tank transcript tribunal union "
    "university ad advertisement video website wire country coalition panel magazine bill law ruling "
    "filing filings documents records polls reports article spot ads program outlook plan policy".split()
)
"""Groups, bodies and papers that can speak."""

ORG_WORDS = frozenset(
    "administration agency alliance america army assembly association authority bank board bureau "
    "cabinet campaign center centre city club coalition college commission committee company "
    "conference congress corp council county court department fed federation forces foundation fund "
    "government group house inc institute journal kingdom law league media ministry nations navy "
    "network news newspaper office organization organisation parliament party police post press "
    "project report republic reserve review school senate service society state states street times "
    "treasury tribune trust union university herald globe guard gazette mail bloomberg show "
    "act university bill debate convention".split()
)
"""Capitalised words that mark a name as no person's, lower case."""

PLACE_OPENERS = frozenset(
    "new north south west east san los las fort united saudi white supreme wall hong el african "
    "european american black super latin middle southeast central".split()
)
"""First words of names that are places or bodies, lower case."""

DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december jan feb mar apr jun jul aug sept oct nov dec mon "
    "tue tues wed thu thur fri sat sun tonight today yesterday tomorrow".split()
)
"""Names of days and months, lower case."""
