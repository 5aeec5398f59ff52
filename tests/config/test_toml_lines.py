"""Each key's line is found, however the file is laid out."""

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.toml_lines import MAX_DEPTH, Block, Place, find_blocks, find_lines

LAID_OUT = '''# [[feed]] in a comment
top = 1
"quoted \\u006bey" = 'a # in a text'

[[feed]]  # one
url = "https://example.org/#[[feed]]"
note = """
[[feed]]
url = "not a key" \\"""
"""
tags = [
  "a",  # with ] inside
  "b",
]
date = 1979-05-27 07:32:00

[feed.page]
item = \'\'\'
x = 1\'\'\'
[[feed]]
a.b . "c d" = { e = 1, f = [ { g = "}" } ] }
[ defaults ]
interval = "2h" # end
times = [1979-05-27 07:32:00, 1e5]
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("quoted key",), 3),
        (("feed",), 5),
        (("feed", 0), 5),
        (("feed", 0, "url"), 6),
        (("feed", 0, "note"), 7),
        (("feed", 0, "tags"), 11),
        (("feed", 0, "tags", 1), 13),
        (("feed", 0, "date"), 15),
        (("feed", 0, "page"), 17),
        (("feed", 0, "page", "item"), 18),
        (("feed", 1), 20),
        (("feed", 1, "a", "b", "c d"), 21),
        (("feed", 1, "a", "b", "c d", "f", 0, "g"), 21),
        (("defaults",), 22),
        (("defaults", "interval"), 23),
        (("defaults", "times", 1), 24),
    ],
)
def test_keys_are_found(place: Place, line: int) -> None:
    tomllib.loads(LAID_OUT)
    assert find_lines(LAID_OUT)[place] == line


def test_an_array_of_inline_tables_is_entered() -> None:
    lines = find_lines('feed = [\n  {url = "a"},\n  {url = "b", title = 1},\n]\n')
    assert lines["feed", 1, "title"] == 3


def test_values_nested_without_end_stop_the_search_and_nothing_else() -> None:
    depth = MAX_DEPTH * 3
    text = f"first = 1\ndeep = {'[' * depth}{']' * depth}\n"
    assert find_lines(text)["first",] == 1


@given(st.text())
def test_text_that_is_no_toml_does_no_harm(text: str) -> None:
    find_lines(text)


KEYS = st.sampled_from(["a", "b", "a.b", "é", "x y", '"', "\\", ""])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text(max_size=8) | st.integers(-9, 9) | st.booleans() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_every_key_of_a_document_has_a_line_on_which_it_stands(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data).replace("\r\n", "\n")
    lines = find_lines(text)
    for place in places(tomllib.loads(text)):
        assert place in lines
        assert 1 <= lines[place] <= text.count("\n") + 1


def places(value: object, at: Place = ()) -> list[Place]:
    """The place of every key and element in what tomllib read."""
    children: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    found: list[Place] = []
    for key, child in children:
        found += [(*at, key), *places(child, (*at, key))]
    return found


def test_the_blocks_are_the_tables_with_headers_to_their_last_value() -> None:
    text = 'a = 1\n[[feed]] # x\n\nurl = """\n[[no]]\n"""\n# end\n\n[feed.more]\n[[feed]]\nb = [\n1,\n]\n[c.d]\ne = 1'
    assert find_blocks(text) == [
        Block(("feed", 0), 2, 6),
        Block(("feed", 0, "more"), 9, 9),
        Block(("feed", 1), 10, 13),
        Block(("c", "d"), 14, 15),
    ]
