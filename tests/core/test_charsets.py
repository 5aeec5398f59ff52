"""What encodings are called on the web."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.charsets import charset_of, codec_of


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        (" utf-8 ", "utf-8"),
        ("utf8mb4", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        # Each is read as the widest encoding that has this label
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("latin1", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
        ("gb2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("big5", "big5hkscs"),
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("euc-kr", "cp949"),
        # These have none that is wider
        ("iso-8859-2", "iso8859-2"),
        ("iso-8859-8-i", "iso8859-8"),
        ("koi8-u", "koi8-u"),
        ("windows-1251", "cp1251"),
        ("win-1251", "cp1251"),
        ("hz-gb-2312", "hz"),
        ("iso-2022-jp", "iso2022_jp"),
        ("x-euc-jp", "euc_jp"),
        ("macintosh", "mac-roman"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("pt154", "ptcp154"),
        ("ibm500", "cp500"),
        # What is no encoding of text, or hides markup
        ("utf-7", None),
        ("base64", None),
        ("rot13", None),
        ("idna", None),
        ("unicode_escape", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_label_means_what_it_means_on_the_web(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


@given(st.text())
def test_any_label_is_a_codec_for_text_or_none(label: str) -> None:
    codec = codec_of(label)
    assert codec is None or isinstance(b"".decode(codec), str)


@pytest.mark.parametrize(
    ("content_type", "codec"),
    [
        ("text/html; charset=windows-1251", "cp1251"),
        ('text/html; Charset = "UTF-8"', "utf-8"),
        ("text/html", None),
        ("text/html; charset=", None),
        ("text/html; charset=nonsense", None),
        ("", None),
        (None, None),
    ],
)
def test_a_content_type_may_name_one(content_type: str | None, codec: str | None) -> None:
    assert charset_of(content_type) == codec
