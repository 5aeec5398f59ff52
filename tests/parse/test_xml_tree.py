"""The tree of a strictly well-formed document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsreader.parse.xml_text import html_inside
from newsreader.parse.xml_tree import MAX_DEPTH, MOST_TAGS, Element, NotStrictError, bases, parse_tree


def test_texts_tails_attributes_and_namespaces_are_kept() -> None:
    root = parse_tree(b'<a xmlns="urn:a" xmlns:b="urn:b" n="1">one<b:c b:m="2"><![CDATA[<x>]]>&amp;</b:c>two</a>')
    (child,) = root
    assert (root.tag, root.name, root.namespace, root.text) == ("{urn:a}a", "a", "{urn:a}", "one")
    assert root.attributes == {"n": "1"}
    assert (child.tag, child.text, child.tail, child.get("{urn:b}m"), child.get("none")) == (
        "{urn:b}c",
        "<x>&",
        "two",
        "2",
        "",
    )
    assert root.line() == "one<x>&two"


def test_comments_and_instructions_leave_the_text_around_them_whole() -> None:
    assert parse_tree(b"<a>one<!-- no -->two<?php no ?>three</a>").text == "onetwothree"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"text",
        b"<a>",
        b"<a></b>",
        b"<a>AT&T</a>",
        b"<a>&nbsp;</a>",
        b"<p:a/>",
        b"<a>\x00</a>",
        b"<a>\xff</a>",
        b"<a/><b/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1),
    ],
)
def test_what_is_not_strictly_well_formed_is_refused(source: bytes) -> None:
    with pytest.raises(NotStrictError):
        parse_tree(source)


def test_so_many_tags_that_memory_would_not_do_are_refused() -> None:
    with pytest.raises(NotStrictError, match="too many tags"):
        parse_tree(b"<a>" + b"<b/>" * MOST_TAGS + b"</a>")


def test_a_text_of_megabytes_is_whole() -> None:
    assert parse_tree(b"<a>" + b"x&amp;" * 1_000_000 + b"</a>").text == "x&" * 1_000_000


def test_bases_chain_from_the_documents_address() -> None:
    root = parse_tree(b'<a xml:base="/b/"><c><d xml:base="e/"/></c><f xml:base="http://["/></a>')
    found = bases(root, "http://x.example/a/feed")
    (c, f) = root
    assert [found[id(element)] for element in (root, c, c[0], f)] == [
        "http://x.example/b/",
        "http://x.example/b/",
        "http://x.example/b/e/",
        "http://x.example/b/",
    ]


def test_where_no_base_is_declared_there_is_none() -> None:
    root = parse_tree(b'<a><b xml:base="c/"/><d/></a>')
    found = bases(root, "http://x.example/a/feed")
    assert [found[id(element)] for element in (root, *root)] == ["", "http://x.example/a/c/", ""]


def test_markup_inside_becomes_html_without_foreign_attributes() -> None:
    root = parse_tree(
        b'<a xmlns:h="urn:h" xmlns:l="http://www.w3.org/1999/xlink">1 &lt; 2<h:p class="&quot;">x<h:br/>y</h:p>&amp;'
        b'<i xml:lang="fr" l:href="/z" h:odd="1"/></a>'
    )
    assert html_inside(root) == '1 &lt; 2<p class="&quot;">x<br>y</p>&amp;<i lang="fr" href="/z"></i>'


_NAMES = st.sampled_from(["a", "b", "h:c"])
_TEXTS = st.text(st.sampled_from("x <&>\u00e9\u4e2d\n"), max_size=6)


@st.composite
def _sources(draw: st.DrawFn, depth: int = 3) -> str:
    text = draw(_TEXTS).replace("&", "&amp;").replace("<", "&lt;")
    children = draw(st.lists(_sources(depth - 1), max_size=3)) if depth else []
    name = draw(_NAMES)
    return f"<{name} n='{draw(_NAMES)}'>{text}{text.join(children)}</{name}>"


def _same(ours: Element, theirs: etree._Element) -> bool:
    return (
        ours.tag == theirs.tag
        and ours.text == (theirs.text or "")
        and ours.attributes == dict(theirs.attrib)
        and len(ours) == len(theirs)
        and all(
            _same(child, other) and child.tail == (other.tail or "") for child, other in zip(ours, theirs, strict=True)
        )
    )


@given(_sources())
def test_it_sees_what_libxml2_sees(source: str) -> None:
    data = f"<r xmlns:h='urn:h'>{source}</r>".encode()
    assert _same(parse_tree(data), etree.fromstring(data))
