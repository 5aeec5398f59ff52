import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData
from newsreader.core.query import And, Dated, Is, Named, NameField, Not, Or, Query, TextField, Words
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from store.world import OTHER_URL, URL, World, entry


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("俄中讨论微电子合作", "", "微电"),
        ("俄中讨论微电子合作", "", "电子"),
        ("俄中讨论微电子合作", "", "微电子"),
        ("俄中讨论微电子合作", "", "合作"),
        ("俄中讨论微电子合作", "", "作"),
        ("俄中讨论微电子合作", "", "论"),
        ("x", "<p>国际半导体论坛</p>", "半导体"),
        ("x", "<p>国际半导<b>体</b>论坛</p>", "半导体"),
        ("AI芯片出口", "", "AI芯片"),
        ("AI芯片出口", "", "ai"),
        ("東京で会議が開かれた", "", "会議"),
        ("東京で会議が開かれた", "", "れた"),
        ("データセンター", "", "セン"),
        ("반도체 협력", "", "협력"),
        ("การประชุมสุดยอด", "", "ประชุม"),
        ("Форум по СТАНДАРТАМ", "", "стандартам"),
        ("форум", "", "ФОРУМ"),
        ("Réunion à Genève", "", "reunion"),
        ("Reunion", "", "réunion"),
        ("Genève", "", "geneve"),
        ("Straße", "", "straße"),
        ("قمة التعاون", "", "التعاون"),
        ("Don’t panic", "", "don't"),
        ("Version C++20", "", "c++20"),
        ("a-b test", "", "a-b"),
        ("x", "<p>AT&amp;T</p>", "AT&T"),
        ("x", "wo<em>r</em>d", "word"),
        ("100 % ++ done", "", "++"),
        ("under_score", "", "_"),
        ("x", "one two three", "two three"),
    ],
)
def test_words_are_found(world: World, title: str, body: str, words: str) -> None:
    world.publish(entry(title, body), entry("Something else", "unrelated 其他"))
    assert world.find(Words(words)) == {title}


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("x", "one two three", "three two"),
        ("x", "words apart", "wordsapart"),
        ("x", "<script>hidden()</script>", "hidden"),
        ("x", '<p class="secret">y</p>', "secret"),
        ("x", "<!-- remark -->", "remark"),
        ("微电 子", "", "电子"),
        ("x", "<p>a</p><p>b</p>", "ab"),
        ("100 percent", "", "%"),
        ("plain", "", "_"),
        ("plain", "", "++"),
    ],
)
def test_words_are_not_found(world: World, title: str, body: str, words: str) -> None:
    world.publish(entry(title, body))
    assert world.find(Words(words)) == set()


@pytest.mark.parametrize(
    ("field", "expected"), [("any", {"apples", "pears"}), ("title", {"apples"}), ("text", {"pears"})]
)
def test_words_can_be_asked_of_the_title_or_the_text(world: World, field: TextField, expected: set[str]) -> None:
    world.publish(entry("apples", "fruit"), entry("pears", "like apples"))
    assert world.find(Words("apples", field)) == expected


HOSTILE = [
    "a-b",
    "c++",
    "don't",
    "AND",
    "NOT",
    "NEAR(a b)",
    "(x",
    ")",
    '"',
    'a"b',
    '""',
    "",
    " ",
    "\0",
    "a\0b",
    "*",
    "a*",
]
HOSTILE += [
    "title:",
    "title : x",
    "^x",
    "a + b",
    "{a b}",
    "\ud800",
    "'",
    ";--",
    "字*",
    "%",
    "\\",
    "x" * 100_000,
    "字" * 3_000,
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("field", ["any", "title", "text", "author", "feed", "folder", "tag", "url", "lang"])
def test_no_text_is_an_error(world: World, words: str, field: str) -> None:
    world.publish(entry("A", "b"))
    names: dict[str, NameField] = {"author": "author", "feed": "feed", "folder": "folder", "tag": "tag", "url": "url"}
    texts: dict[str, TextField] = {"any": "any", "title": "title", "text": "text"}
    query: Query = Words(words, texts[field]) if field in texts else Named(names.get(field, "lang"), words)
    for wanted in (query, And((query, Words("b"))), Or((query, Words("b"))), Not(query)):
        world.find(wanted)


@pytest.fixture
def library(world: World) -> World:
    world.store.feeds.sync(
        [
            Subscription(URL, title="Центр ООН", folder="UN/News", tags=("Global", "un"), language="ru"),
            Subscription(OTHER_URL, folder="Unions"),
        ]
    )
    world.publish(EntryData("1", "One", author="Анна Петрова", link="https://example.org/a_b", language="en"))
    world.publish(
        EntryData(
            "2", "Two", author="Bob Smith", link="https://example.net/a%25b?q=1", language="en-GB", published_at=9
        ),
        EntryData("3", "Three", published_at=8),
        url=OTHER_URL,
        feed=FeedData("Other", language="fr_CA"),
    )
    world.mark("Two")
    world.mark("Three", "starred")
    return world


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (Named("author", "анна"), {"One"}),
        (Named("author", "SMITH"), {"Two"}),
        (Named("url", "example.NET"), {"Two"}),
        (Named("url", "a_b"), {"One"}),
        (Named("url", "a%25"), {"Two"}),
        (Named("feed", "оон"), {"One"}),
        (Named("feed", "example.net"), {"Two", "Three"}),
        (Named("folder", "un"), {"One"}),
        (Named("folder", "UN/news"), {"One"}),
        (Named("folder", "news"), set()),
        (Named("tag", "global"), {"One"}),
        (Named("tag", "glob"), set()),
        (Named("lang", "ru"), {"One"}),
        (Named("lang", "EN"), {"Two"}),
        (Named("lang", "en-gb"), {"Two"}),
        (Named("lang", "e"), set()),
        (Named("lang", "fr"), {"Three"}),
        (Is("read"), {"Two"}),
        (Is("unread"), {"One", "Three"}),
        (Is("starred"), {"Three"}),
        (Is("full"), set()),
        (Dated("after", 9), {"One", "Two"}),
        (Dated("before", 9), {"Three"}),
        (Dated("before", 2**70), {"One", "Two", "Three"}),
        (Not(Named("author", "anna")), {"One", "Two", "Three"}),
        (Not(Named("author", "smith")), {"One", "Three"}),
        (Not(Named("lang", "en")), {"One", "Three"}),
        (Not(Words("one")), {"Two", "Three"}),
        (Not(Is("full")), {"One", "Two", "Three"}),
        (And((Words("two"), Is("read"))), {"Two"}),
        (And((Words("two"), Words("three"))), set()),
        (Or((Words("two"), Words("three"))), {"Two", "Three"}),
        (Or((Words("two"), Is("starred"), Words("one"))), {"One", "Two", "Three"}),
        (And((Or((Words("one"), Words("two"))), Not(Is("read")))), {"One"}),
        (Not(And(())), set()),
        (Not(Or(())), {"One", "Two", "Three"}),
    ],
)
def test_queries(library: World, query: Query, titles: set[str]) -> None:
    assert library.find(query) == titles


def test_a_query_may_have_thousands_of_parts(world: World) -> None:
    world.publish(entry("A", " ".join(f"w{number}" for number in range(3_000))))
    parts = tuple(Words(f"w{number}") for number in range(3_000))
    assert world.find(And(parts)) == {"A"}
    assert world.find(Or(parts)) == {"A"}
    assert world.find(And(tuple(Not(part) for part in parts[:500]))) == set()


def test_frequent_and_rare_words_are_found_alike(world: World) -> None:
    world.publish(
        *(entry(f"{number}", "common", at=number) for number in range(2_600)), entry("x", "common rare", at=-1)
    )
    assert world.store.entries.count(EntryFilter(query=Words("common"))) == 2_601
    assert world.titles(EntryFilter(query=Words("common")))[-1] == "x"
    assert world.find(And((Words("common"), Words("rare")))) == {"x"}


LEAVES = st.one_of(
    st.builds(Words, st.sampled_from(["apple", "pear", "苹果", "果", "++", ""]), st.sampled_from(["any", "title"])),
    st.builds(Is, st.sampled_from(["read", "unread", "starred"])),
    st.builds(Dated, st.sampled_from(["after", "before"]), st.integers(0, 4)),
    st.builds(Named, st.just("author"), st.sampled_from(["a", "b"])),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(query=QUERIES)
def test_a_query_and_its_opposite_share_out_the_list(query: Query) -> None:
    with Store.open(None, clock=FakeClock()) as store:
        world = World(store, FakeClock())
        world.publish(
            EntryData("1", "apple", author="a", published_at=1),
            EntryData("2", "pear apple", published_at=2),
            EntryData("3", "苹果 ++", author="b", published_at=3),
        )
        world.mark("apple")
        found, rest = world.find(query), world.find(Not(query))
        assert found | rest == {"apple", "pear apple", "苹果 ++"}
        assert not found & rest
