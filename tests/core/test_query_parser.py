"""The query language: what is typed, and what is told to a person who mistypes."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.errors import QueryError
from newsreader.core.query import And, Dated, Is, Long, Named, Not, Or, Query, Words
from newsreader.core.query_parser import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, parse_moment, parse_query

NOW = FakeClock().now()
TODAY = NOW - 12 * 3_600
DAY = 86_400

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def parse(text: str) -> Query:
    return parse_query(text, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("", And(()), id="nothing typed matches everything"),
        pytest.param(" \t ", And(()), id="only spaces"),
        pytest.param("a", A, id="a word"),
        pytest.param("a b", And((A, B)), id="all words must match"),
        pytest.param("a\u3000b", And((A, B)), id="the Chinese space parts words"),
        pytest.param('"a b"', Words("a b"), id="a phrase"),
        pytest.param('"a"', Words("a", exact=True), id="a word as it is"),
        pytest.param('title:"a"', Words("a", "title", exact=True), id="as it is in a field"),
        pytest.param("“a b”", Words("a b"), id="typographic quotation marks"),
        pytest.param('a"b c"', And((A, Words("b c"))), id="a phrase right after a word"),
        pytest.param("-a", Not(A), id="not"),
        pytest.param('-"a b"', Not(Words("a b")), id="not a phrase"),
        pytest.param("-(a b)", Not(And((A, B))), id="not a group"),
        pytest.param("a-b", Words("a-b"), id="a hyphen within a word"),
        pytest.param("a - b", And((A, B)), id="a dash alone is nothing to find"),
        pytest.param("a -- b", And((A, B)), id="nor are two"),
        pytest.param("a OR b", Or((A, B)), id="or"),
        pytest.param("a b OR c", Or((And((A, B)), C)), id="or binds weaker than and"),
        pytest.param("a OR b OR c", Or((A, B, C)), id="several alternatives are one or"),
        pytest.param("(a OR b) c", And((Or((A, B)), C)), id="brackets bind"),
        pytest.param("(a)OR(b)", Or((A, B)), id="or between brackets"),
        pytest.param("((a))", A, id="brackets around brackets"),
        pytest.param("a or b", And((A, Words("or"), B)), id="or in small letters is a word"),
        pytest.param('"OR"', Words("OR", exact=True), id="OR in quotation marks is a word"),
        pytest.param("ORB", Words("ORB"), id="a word that begins with OR"),
        pytest.param("f(x)", Words("f(x)"), id="brackets within a word"),
        pytest.param("(f(x) a)", And((Words("f(x)"), A)), id="a word with brackets in brackets"),
        pytest.param("http://example.org/a", Words("http://example.org/a"), id="an address is a word"),
        pytest.param("std::sort", Words("std::sort"), id="two colons make no field"),
        pytest.param("10:30", Words("10:30"), id="a time is a word"),
        pytest.param("Тема:чипы", Words("Тема:чипы"), id="fields are in Latin letters"),
        pytest.param("breaking: a", And((Words("breaking:"), A)), id="a word that ends in a colon"),
        pytest.param("c++", Words("c++"), id="signs are kept"),
        pytest.param("\u200b", And(()), id="nothing visible is nothing"),
        pytest.param("a\u202eb", Words("ab"), id="text is cleaned"),
        pytest.param("半导体", Words("半导体"), id="Chinese"),
    ],
)
def test_words_and_what_joins_them(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("title:chips", Words("chips", "title")),
        ('text:"two words"', Words("two words", "text")),
        ("author:Li", Named("author", "Li")),
        ('feed:"UN News"', Named("feed", "UN News")),
        ("folder:A/B", Named("folder", "A/B")),
        ("tag:un", Named("tag", "un")),
        ("url:https://example.org", Named("url", "https://example.org")),
        ("lang:zh-Hans", Named("lang", "zh-Hans")),
        ("TAG:un", Named("tag", "un")),
        ("is:read", Is("read")),
        ("is:unread", Is("unread")),
        ("is:starred", Is("starred")),
        ("IS:Full", Is("full")),
        ("-is:read", Not(Is("read"))),
        ('-feed:"UN News"', Not(Named("feed", "UN News"))),
        ("(tag:un)", Named("tag", "un")),
        ("after:today", Dated("after", TODAY)),
        ("before:yesterday", Dated("before", TODAY - DAY)),
        ("after:2026-11-25", Dated("after", TODAY)),
        ('after:"2026-11-24"', Dated("after", TODAY - DAY)),
        ("after:2026-1-1", Dated("after", 1_767_225_600)),
        ("after:12h", Dated("after", NOW - DAY // 2)),
        ("after:7d", Dated("after", NOW - 7 * DAY)),
        ("before:3w", Dated("before", NOW - 21 * DAY)),
        ("before:1y", Dated("before", NOW - 365 * DAY)),
        ("len:<3m", Long("under", 3)),
        ("len:>10", Long("over", 10)),
        ("LEN:5min", Long("about", 5)),
        ("-len:>10M", Not(Long("over", 10))),
    ],
)
def test_fields(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ('a "b', 2, "This quotation mark has no partner (character 3)."),
        ('a ""', 2, "There is nothing between these quotation marks (character 3)."),
        ("a (b", 2, "This bracket is never closed: add ) (character 3)."),
        ("a) b", 1, "This closing bracket has no opening one (character 2)."),
        ("a ()", 2, "There is nothing between these brackets (character 3)."),
        ("OR a", 0, "OR needs something before it (character 1)."),
        ("a OR", 2, "OR needs something after it (character 3)."),
        ("a OR OR b", 5, "OR needs something before it (character 6)."),
        ("(a OR) b", 3, "OR needs something after it (character 4)."),
        ("a titel:b", 2, "There is no field “titel:” (character 3); did you mean “title:”? To find the text itself,"),
        ("xyzzy:b", 0, "There is no field “xyzzy:” (character 1); expected one of title:, text:, author:,"),
        ("is:stared", 3, "“is:” does not know “stared” (character 4); did you mean “starred”?"),
        ("is:x", 3, "“is:” does not know “x” (character 4); expected one of read, unread, starred, full, later,"),
        ("feed: a", 0, "“feed:” needs a value right after the colon (character 1)."),
        ("(feed:)", 1, "“feed:” needs a value right after the colon (character 2)."),
        ("feed:\u200b", 0, "“feed:” needs a value right after the colon (character 1)."),
        ("title:(a b)", 6, "“title:” takes one word or a phrase in quotation marks, not brackets (character 7)."),
        ("after:2026-02-30", 6, "There is no such day as “2026-02-30” (character 7)."),
        ("after:0000-01-01", 6, "There is no such day as “0000-01-01” (character 7)."),
        ("after:2m", 6, "“2m” is neither a date such as 2026-11-25, nor today or yesterday, nor an age such as 12h,"),
        ("before:soon", 7, "“soon” is neither a date"),
        ("after:999999d", 6, "“999999d” is neither a date"),
        ("len:short", 4, "“short” is not a number of minutes such as <3m, >10m or 5m (character 5)."),
        ("len:<3h", 4, "“<3h” is not a number of minutes"),
    ],
)
def test_a_mistake_gets_a_sentence_with_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)
    assert caught.value.position == position


def test_brackets_have_a_deepest_level() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == A
    with pytest.raises(QueryError, match="too deep"):
        parse("(" * 3_000 + "a" + ")" * 500)


def test_a_query_has_a_largest_size() -> None:
    parse("a " * MAX_TERMS)
    with pytest.raises(QueryError, match="at most 200 terms"):
        parse("a " * (MAX_TERMS + 1))
    with pytest.raises(QueryError, match="longer than 4000 characters"):
        parse("a" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    ("zone", "today", "text", "at"),
    [
        pytest.param("Asia/Shanghai", 1_795_536_000, "2026-11-25", 1_795_536_000, id="a date begins at local midnight"),
        pytest.param("Europe/Berlin", 1_774_821_600, "yesterday", 1_774_738_800, id="a day of 23 hours"),
        pytest.param("Europe/Berlin", 1_793_919_600, "2026-10-25", 1_792_879_200, id="a date in summer, in winter"),
    ],
)
def test_dates_are_days_of_the_local_calendar(
    monkeypatch: pytest.MonkeyPatch, zone: str, today: int, text: str, at: int
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert parse_query(f"after:{text}", now=today + 3_600, today=today) == Dated("after", at)


FRAGMENTS = st.sampled_from(
    [
        "(",
        ")",
        "-",
        " ",
        '"',
        "“",
        "OR",
        "OR ",
        "a",
        "is:",
        "is:read",
        "after:",
        "9999y",
        "0001-01-01",
        "feed:",
        "x:",
        ":",
        "\0",
    ]
)


@given(st.text() | st.lists(FRAGMENTS).map("".join) | st.text(st.characters(codec=None)))
def test_any_text_is_a_query_or_a_sentence(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert str(error).endswith((".", "?"))
    else:
        assert isinstance(query, Query)


@pytest.mark.parametrize(
    ("text", "at"),
    [("today", TODAY), ("Yesterday", TODAY - DAY), ("7d", NOW - 7 * DAY), ("2026-11-01", 1_793_491_200)],
)
def test_a_moment_by_itself(text: str, at: int) -> None:
    assert parse_moment(text, now=NOW, today=TODAY) == at


@pytest.mark.parametrize("text", ["", "never", "7 d", "2026-02-30", '" OR a'])
def test_what_is_no_moment_is_said_without_a_place_in_a_query(text: str) -> None:
    with pytest.raises(QueryError, match=r"\.$") as caught:
        parse_moment(text, now=NOW, today=TODAY)
    assert "(character" not in str(caught.value)
