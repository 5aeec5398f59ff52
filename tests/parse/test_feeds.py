"""RSS, RDF and Atom: facts, texts, links and bases, as written and as they should not be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.feeds import EntryData, ParsedFeed
from newsreader.core.pace import NO_PACE, Pace
from newsreader.parse.feeds import parse_feed, parse_strict, parse_tolerant

_URL = "https://example.org/dir/feed.xml"
_NOW = FakeClock().now()
_DATA = Path(__file__).parents[1] / "data" / "feeds"
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:s="urn:shop"'
)


def _read(body: str | bytes, content_type: str | None = None) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, url=_URL, content_type=content_type, now=_NOW)


def _rss(item: str, channel: str = "") -> str:
    return f'<rss version="2.0" {_SPACES}><channel><title>F</title>{channel}<item>{item}</item></channel></rss>'


def _atom(entry: str, feed: str = "", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>F</title>{feed}<entry>{entry}</entry></feed>'


def _one(body: str | bytes) -> EntryData:
    (entry,) = _read(body).entries
    return entry


def test_an_rss_item_is_read_with_every_fact() -> None:
    feed = _read(
        _rss(
            "<title>A &amp;amp; B</title><link>/a</link><guid isPermaLink='false'> g1 </guid>"
            "<pubDate>Fri, 10 Jan 2020 12:30:15 +0000</pubDate><dc:date>2019-01-01</dc:date>"
            "<dc:creator>A</dc:creator><dc:creator>B</dc:creator><category>x</category><category>x</category>"
            "<description>short</description>"
            "<content:encoded><![CDATA[<p>long &amp; <b>text</b></p>]]></content:encoded>"
            "<enclosure url='/a.mp3' type='audio/mpeg' length='12'/>",
            "<link>https://site.org/</link><language>fr-FR</language><ttl>30</ttl><description>D</description>",
        )
    )
    (entry,) = feed.entries
    assert (feed.kind, feed.feed.title, feed.feed.link) == ("rss", "F", "https://site.org/")
    assert (feed.feed.language, feed.feed.pace.every, feed.feed.description) == ("fr-FR", 1800, "D")
    assert (entry.title, entry.link, entry.uid) == ("A & B", "https://site.org/a", "g1")
    assert (entry.author, entry.categories, entry.published_at) == ("A, B", ("x",), 1578659415)
    assert entry.content_html == "<p>long &amp; <b>text</b></p>"
    assert (entry.enclosures[0].url, entry.enclosures[0].length) == ("https://site.org/a.mp3", 12)
    assert entry.language == "fr-FR"


def test_an_atom_entry_is_read_with_every_fact() -> None:
    feed = _read(
        _atom(
            "<title type='html'>A &amp;lt; B &lt;b>c&lt;/b></title><id>urn:x:1</id><link rel='self' href='/s'/>"
            "<link href='/a'/><link rel='enclosure' href='/a.mp3' type='audio/mpeg' length='9'/>"
            "<published>2020-01-10T12:30:15Z</published><updated>2020-01-11T12:30:15Z</updated>"
            "<author><name>A</name></author><author><name>B</name></author><category term='t' label='Label'/>"
            "<summary>short</summary><content type='html'>&lt;p>long text&lt;/p></content>",
            "<link href='https://site.org/'/>",
            "xml:lang='ru'",
        )
    )
    (entry,) = feed.entries
    assert (feed.kind, feed.feed.link, entry.language) == ("atom", "https://site.org/", "ru")
    assert (entry.title, entry.link, entry.uid) == ("A < B c", "https://site.org/a", "urn:x:1")
    assert (entry.author, entry.categories) == ("A, B", ("Label",))
    assert (entry.published_at, entry.updated_at) == (1578659415, 1578745815)
    assert entry.content_html == "<p>long text</p>"
    assert (entry.enclosures[0].url, entry.enclosures[0].media_type) == ("https://site.org/a.mp3", "audio/mpeg")


@pytest.mark.parametrize(
    ("name", "kind", "entries"),
    [
        ("newsboat-rss091_1.xml", "rss", 1),
        ("newsboat-rss10_1.xml", "rdf", 1),
        ("newsboat-rss20_1.xml", "rss", 1),
        ("newsboat-multiple_item_links.atom", "atom", 1),
        ("node-feedparser-saxerror.xml", "rss", 3),
        ("FeedKit-Atom-XHTML.xml", "atom", 1),
    ],
)
def test_documents_of_other_readers_are_read(name: str, kind: str, entries: int) -> None:
    feed = _read((_DATA / name).read_bytes())
    assert (feed.kind, len(feed.entries)) == (kind, entries)
    assert all(entry.uid for entry in feed.entries)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("a&nbsp;b &hellip; c", "a b … c"),
        ("<![CDATA[a <b>bold</b> &eacute;]]>", "a bold é"),
        ("&lt;b&gt;a&lt;/b&gt;", "a"),
        ("about &amp;lt;b&amp;gt;", "about <b>"),
        ("if a < b then", "if a < b then"),
        ("if a &lt; b then List&lt;String&gt;", "if a < b then List<String>"),
        ("one <!-- hidden --> two", "one two"),
        ("a\tb\r\nc\u2028d", "a b c d"),
        ("a <abbr>XML</abbr> b", "a XML b"),
        ("a\u202eb\u0081c", "abc"),
        ("", "Seven words"),
    ],
)
def test_a_title_is_one_clean_line_decoded_once(written: str, title: str) -> None:
    assert _one(_rss(f"<title>{written}</title><guid>1</guid><description>Seven words</description>")).title == title


def test_a_title_of_a_foreign_child_is_not_the_entrys() -> None:
    entry = _one(_rss("<s:variant><title>Red</title></s:variant><media:title>M</media:title><title>Own</title>"))
    assert entry.title == "Own"


def test_a_very_long_title_is_cut() -> None:
    assert len(_one(_rss(f"<title>{'x ' * 25_000}</title>")).title) <= 500


def test_without_title_and_text_the_entry_is_named_after_its_link() -> None:
    assert _one(_rss("<link>https://e.org/news/some-story?x=1</link>")).title == "some-story"


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://e.org/1", "https://e.org/1"),
        ("  https://e.org/1\n", "https://e.org/1"),
        ("//e.org/1", "https://e.org/1"),
        ("page.html", "https://site.org/sub/page.html"),
        ("https://e.org/?a=1&b=2", "https://e.org/?a=1&b=2"),
        ("https://e.org/a b", "https://e.org/a%20b"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("file:///etc/passwd", None),
        ("-oProxyCommand=x", "https://site.org/sub/-oProxyCommand=x"),
        ("http://[::1", None),
        ("mailto:a@e.org", None),
    ],
)
def test_a_link_is_an_absolute_web_address_or_none(written: str, link: str | None) -> None:
    item = f"<title>t</title><guid isPermaLink='false'>1</guid><link>{written}</link>"
    assert _one(_rss(item, "<link>https://site.org/sub/</link>")).link == link


def test_xml_base_comes_before_the_feeds_link_and_its_url() -> None:
    entry = _one(
        _atom(
            "<title>t</title><id>1</id><link href='x'/><content type='html' xml:base='deep/'>&lt;p>c&lt;/p></content>",
            "<link href='https://other.org/'/>",
            "xml:base='https://base.org/b/'",
        )
    )
    assert entry.link == "https://base.org/b/x"
    assert entry.base_url == "https://base.org/b/deep/"
    assert entry.uid == "1"


def test_a_permalink_guid_or_a_web_address_as_id_stands_in_for_the_link() -> None:
    assert _one(_rss("<title>t</title><guid>https://e.org/1</guid>")).link == "https://e.org/1"
    assert _one(_rss("<title>t</title><guid isPermaLink='false'>https://e.org/1</guid>")).link is None
    assert _one(_atom("<title>t</title><id>https://e.org/1</id>")).link == "https://e.org/1"
    assert _one(_atom("<title>t</title><id>tag:e.org,2020:1</id>")).link is None


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("<content type='text'>a &lt;b> &amp; c</content>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("<content type='text/plain'>&lt;b>x&lt;/b>\n\ny</content>", "<p>&lt;b&gt;x&lt;/b&gt;</p><p>y</p>"),
        ("<content>&lt;p>no type&lt;/p></content>", "<p>no type</p>"),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>b</b><br/> &lt; c</div></content>",
            "a <b>b</b><br> &lt; c",
        ),
        (
            "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>a</h:p></h:div></content>",
            "<p>a</p>",
        ),
        ("<summary type='html'>&lt;p>the longer&lt;/p></summary><content type='html'>x</content>", "<p>the longer</p>"),
    ],
)
def test_the_body_is_the_longest_text_as_html(content: str, html: str) -> None:
    assert _one(_atom(f"<title>t</title><id>1</id>{content}")).content_html == html


def test_naked_markup_in_an_rss_description_is_kept() -> None:
    assert _one(_rss("<title>t</title><description>a <b>b</b> c</description>")).content_html == "a <b>b</b> c"


def test_the_description_of_a_video_in_a_media_group_is_its_text() -> None:
    description = "<media:description>Words</media:description>"
    group = f"<media:group xmlns:media='http://search.yahoo.com/mrss/'>{description}</media:group>"
    assert _one(_atom(f"<title>t</title><id>1</id>{group}")).content_html == "<p>Words</p>"


def test_control_characters_never_get_through() -> None:
    entry = _one(
        _rss("<title>a\x10b&#27;]0;x&#7;</title><guid>1\x1b</guid><description>x\x1b[31m&#155;31m</description>")
    )
    for text in (entry.title, entry.uid, entry.content_html):
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in text)


@pytest.mark.parametrize("junk", ["\n\n  ", "<br />\n<b>Warning</b>: mysql in /x.php on line 3<br />\n", "oops"])
def test_junk_before_the_feed_is_skipped(junk: str) -> None:
    feed = _read(junk + '<?xml version="1.0"?>' + _rss("<title>t</title>"))
    assert feed.entries[0].title == "t"
    assert (not junk.strip()) or "Something stood before the feed; it was skipped." in feed.notes


def test_a_body_that_ends_early_gives_no_phantom_entry() -> None:
    whole = _rss("<title>One</title><guid>1</guid></item><item><title>Two</title><guid>2</guid>")
    for cut in ("<item>", "<item><title>", "<item>\n<"):
        body = whole[: whole.index("</item><item>") + 7] + cut
        assert [entry.title for entry in _read(body).entries] == ["One"]


def test_entries_without_id_link_or_title_are_kept_apart() -> None:
    feed = _read(_rss("<description>one</description></item><item><description>two</description>"))
    assert len({entry.uid for entry in feed.entries}) == 2


def test_tags_in_other_letters_mean_the_same() -> None:
    entry = _one(_rss("<Title>T</Title><GUID>g</GUID><pubdate>2020-01-10</pubdate>"))
    assert (entry.title, entry.uid, entry.published_at) == ("T", "g", 1578614400)


def test_odd_dates_are_noted() -> None:
    items = "<title>a</title><pubDate>2031-01-01</pubDate></item><item><title>b</title><pubDate>soon</pubDate>"
    feed = _read(_rss(items))
    assert [entry.published_at for entry in feed.entries] == [1924992000, None]
    assert "1 entry is dated in the future." in feed.notes
    assert "1 date could not be read." in feed.notes


def test_the_tolerant_reader_never_opens_a_body_as_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(_rss("<title>secret</title>"))
    with pytest.raises(Exception, match="plain text"):
        parse_tolerant(str(secret).encode(), url=_URL, content_type=None, now=_NOW)


def test_both_readers_agree_on_what_is_well_formed() -> None:
    body = _rss("<title>A &amp; B</title><guid>tag:x</guid><link>https://e.org/1</link><description>d</description>")
    strict = parse_strict(body.encode(), url=_URL, content_type=None, now=_NOW)
    tolerant = parse_tolerant(body.encode(), url=_URL, content_type=None, now=_NOW)
    assert strict is not None
    assert strict.entries == tolerant.entries


def test_reading_json_needs_no_xml_library() -> None:
    script = (
        "import sys; from newsreader.parse.feeds import parse_feed;"
        "parse_feed(b'{\"items\":[]}', url='https://e.org/', content_type=None, now=0);"
        "print({'feedparser', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ, timeout=60
    )
    assert done.stdout.strip() == "set()"


def hours(*skipped: int) -> Pace:
    return Pace(skip_hours=frozenset(skipped))


def days(*skipped: int) -> Pace:
    return Pace(skip_days=frozenset(skipped))


@pytest.mark.parametrize(
    ("head", "pace"),
    [
        ("<ttl> 60 </ttl>", Pace(3_600)),
        ("<ttl>soon</ttl>", NO_PACE),
        ("<ttl>0</ttl>", NO_PACE),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", Pace(1_800)),
        (
            "<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>\n\t1\t</sy:updateFrequency>",
            Pace(3_600),
        ),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", Pace(86_400)),
        ("<sy:updateFrequency>4</sy:updateFrequency>", Pace(21_600)),
        ("<sy:updatePeriod>often</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", NO_PACE),
        ("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", Pace(3_600)),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>99</hour></skipHours>",
            Pace(0, frozenset({0, 5})),
        ),
        (
            "<skipDays><day>Saturday</day><day> sunday</day><day>x</day></skipDays>",
            days(5, 6),
        ),
        (f"<skipHours>{''.join(f'<hour>{hour}</hour>' for hour in range(24))}</skipHours>", NO_PACE),
    ],
)
def test_how_a_feed_asks_to_be_read(head: str, pace: Pace) -> None:
    xmlns = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    assert _read(f"<rss version='2.0' {xmlns}><channel><title>F</title>{head}</channel></rss>").feed.pace == pace
