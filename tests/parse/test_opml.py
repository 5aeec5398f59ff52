"""Lists of feeds from other readers, well made or not, become outlines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.errors import ParseError
from newsreader.core.opml import MAX_OPML
from newsreader.parse.opml import DEEPEST, read_opml

LYING = '<?xml version="1.0" encoding="UTF-8"?><opml><body><outline text="Été" xmlUrl="u"/></body></opml>'
FEED = '<outline text="A" xmlUrl="https://a.example/"/>'


def opml(inside: str, *, head: str = '<?xml version="1.0"?>', version: str = "2.0") -> bytes:
    return f'{head}<opml version="{version}"><head><title>x</title></head><body>{inside}</body></opml>'.encode()


def taken(body: bytes) -> list[tuple[tuple[str, ...], str, str]]:
    """Folders, name and address of each outline."""
    outlines = read_opml(body, "f").outlines
    return [(one.folders, one.attributes.get("text", ""), one.attributes.get("xmlurl", "")) for one in outlines]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (opml(FEED), [((), "A", "https://a.example/")]),
        (opml(FEED, version="1.0"), [((), "A", "https://a.example/")]),
        (b"\xef\xbb\xbf" + opml(FEED), [((), "A", "https://a.example/")]),
        (opml(FEED, head="").decode().encode("utf-16"), [((), "A", "https://a.example/")]),
        (opml('<outline TEXT="A" XMLURL="https://a.example/"/>'), [((), "A", "https://a.example/")]),
        (opml(f'<outline text="N"><outline title="M">{FEED}</outline></outline>'), [(("N", "M"), "A", "https://a.example/")]),
        (opml(f"<outline>{FEED}</outline>"), [((), "A", "https://a.example/")]),
        (opml('<outline text="A &amp; B" xmlUrl="u"/>'), [((), "A & B", "u")]),
        (opml('<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>'), [((), "A & B", "https://a.example/?x=1&y=2")]),
        (opml('<outline text="A&nbsp;caf&eacute;" xmlUrl="u"/>'), [((), "A\xa0café", "u")]),
        (opml("<outline text='A > B' xmlUrl='u'></outline>" + FEED + "<br>"), [((), "A > B", "u"), ((), "A", "https://a.example/")]),
        (opml('<!-- <outline text="no" xmlUrl="n"/> --><outline text="y" xmlUrl="u" & />'), [((), "y", "u")]),
        (opml('<outline text="M" xmlUrl=u />&'), [((), "M", "u")]),
        (opml(f'<outline text="N">{FEED}')[:-14], [(("N",), "A", "https://a.example/")]),
        (b"<b>Warning</b>: mail() failed\n" + opml(FEED), [((), "A", "https://a.example/")]),
        (opml("").replace(b"<body>", b"<body>" + FEED.encode()).replace(b"opml", b"OPML"), [((), "A", "https://a.example/")]),
        (LYING.encode("cp1252"), [((), "Été", "u")]),
        (opml('<outline text="A" type="rss"/><outline text="B" xmlUrl="u"/>'), [((), "A", ""), ((), "B", "u")]),
    ],
)  # fmt: skip
def test_outlines_are_read_from_what_readers_write(body: bytes, found: list[tuple[tuple[str, ...], str, str]]) -> None:
    assert taken(body) == found


def test_a_feed_is_no_folder_of_the_feeds_inside_it() -> None:
    body = opml(f'<outline text="F" xmlUrl="https://f.example/">{FEED}</outline>')
    assert taken(body) == [((), "F", "https://f.example/"), ((), "A", "https://a.example/")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "f is empty."),
        (b" \n", "f is empty."),
        (b"<!DOCTYPE html><html><body><p>hello<br></body></html>", "f is a web page, not OPML."),
        (b"<html><body><p>hello</p></body></html>", "f is a web page, not OPML."),
        (b'<rss version="2.0"><channel/></rss>', "f is a feed, not a list of feeds."),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "f is a feed, not a list of feeds."),
        (b'{"feeds": []}', "f is not OPML."),
        (bytes(range(256)), "f is not OPML."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(body: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_opml(body, "f")


def test_a_file_of_many_megabytes_is_refused_unread() -> None:
    with pytest.raises(ParseError, match="larger than 20 MB"):
        read_opml(b" " * (MAX_OPML + 1), "f")


def test_entities_that_a_file_declares_are_not_expanded() -> None:
    declared = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert taken(opml('<outline text="&b;" xmlUrl="u"/>', head=declared)) == [((), "&b;", "u")]


def test_an_external_entity_is_not_read() -> None:
    declared = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert taken(opml('<outline text="&a;" xmlUrl="u"/>', head=declared)) == [((), "&a;", "u")]


@pytest.mark.parametrize("depth", [100, 5_000])
def test_deep_folders_are_folders_up_to_a_bound(depth: int) -> None:
    [(folders, name, _)] = taken(opml('<outline text="n">' * depth + FEED + "</outline>" * depth))
    assert (len(folders), name) == (DEEPEST, "A")


def test_ten_thousand_outlines_are_read_in_their_order() -> None:
    body = opml("".join(f'<outline text="{n}" xmlUrl="https://a.example/{n}"/>' for n in range(10_000)))
    assert [name for _, name, _ in taken(body)] == [str(n) for n in range(10_000)]
    assert [name for _, name, _ in taken(body + b"&")] == [str(n) for n in range(10_000)]


@pytest.mark.parametrize("part", ["<!--", '<outline text="', "<outline a='\"", "<outline ", "</outline>", "<outline>"])
def test_hostile_repeats_take_no_longer_than_their_length(part: str) -> None:
    read_opml(opml(part * 50_000 + FEED) + b"&", "f")


@given(st.binary(max_size=300), st.text(max_size=100))
def test_any_bytes_end_in_outlines_or_a_sentence(raw: bytes, text: str) -> None:
    for body in (raw, opml(text), b"<opml><outline " + raw):
        try:
            read_opml(body, "f")
        except ParseError as error:
            assert str(error).endswith(".")
