"""Lines to break where a language model is distrusted: file, tests, and what becomes of each."""

LLM = "tests/index/llm"
CHOOSING, RESTATING = "tests/index/answering/test_choosing.py", "tests/index/answering/test_restating.py"
WRITTEN = "tests/index/answering/written"

LLM_MUTATIONS: list[tuple[str, tuple[str, ...], list[tuple[str, str]]]] = [
    (
        "index/answering/choosing.py", (CHOOSING, f"{LLM}/test_judging.py"),
        [
            ("choices[:MOST_QUOTES]]", "choices]"),
            ("if room < 0 and found:", "if False:"),
            ("or _inside_word(plain, at)\n", "\n"),
            ("or _inside_word(plain, at + len(sought))", ""),
            ("or len(sought) >= len(text.strip(\" .\"))", ""),
            ("if not theirs or theirs & set(words(speaker)):", "if not theirs:"),
            ("if person is None or person.name == speaker:", "if person is None:"),
            ("key=lambda one: (order[one.document], one.span)", "key=lambda one: order[one.document]"),
        ],
    ),
    (
        "index/answering/restating.py", (RESTATING, f"{LLM}/test_injections.py"),
        [
            ("(before or not is_english(question))", "before"),
            ("SmallTalk | Record | Overview):", "Record | Overview):"),
            ("if language == ENGLISH and not is_english(whole):", "if False:"),
            ("if language == ENGLISH and is_english(question) and not", "if False and not"),
        ],
    ),
    (
        "index/llm/breaker.py", (f"{LLM}/test_breaker.py",),
        [
            ("self._failures >= FAILURES", "self._failures > FAILURES"),
            ("and not self._trying", ""),
            ("min(2 * self._rest, LONGEST_REST)", "self._rest"),
            ("self._failures, self._rest = 0, REST\n\n    def close", "pass\n\n    def close"),
        ],
    ),
    (
        "index/llm/allowance.py", (f"{LLM}/test_allowance.py",),
        [
            ("if self._all + tokens > self._a_day:", "if self._all + tokens >= self._a_day:"),
            ("if self._spent[payer] + tokens > self._a_payer:", "if self._spent[payer] > self._a_payer:"),
            ("if today != self._today:", "if False:"),
        ],
    ),
    (
        "index/llm/tasks.py", (f"{LLM}/test_tasks.py", f"{LLM}/test_injections.py"),
        [
            ("return value.translate(MARKS)", "return value"),
            ("if not reply.fits(data):", "if False:"),
            ("text.rpartition(\"</think>\")[2]", "text"),
        ],
    ),
    (
        "index/answering/written/borne.py", (WRITTEN,),
        [
            ("_has_names(claim, source, speakers)\n        and _has_words", "_has_words"),
            ("and _has_words(claim, source)", ""),
            ("and dates(claim) <= dates(source)", ""),
            ("and quantities(claim) <= quantities(source)", ""),
            ("and _quotes_verbatim(text, quotes)", ""),
            ("and agree(claim, source)", ""),
            ("and speakers_agree(claim, source, speakers)", ""),
            ("and names_keep_their_places(claim, source)", ""),
            ("and keeps_order(claim, source)", ""),
            ("and keeps_joints(claim, source)", ""),
            ("or not by_marker.keys() >= set(sentence.markers)", ""),
            ("return not named.isdisjoint(key_words(citation.speaker))", "return True"),
            ("LEAST_BORNE = 1.0", "LEAST_BORNE = 0.8"),
        ],
    ),
]  # fmt: skip
