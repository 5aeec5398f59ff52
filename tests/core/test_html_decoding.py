"""The text of a page comes out right, whatever server and page say about its encoding."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import at_most
from newsreader.core.html_decoding import decode_html

TEXTS = {
    "ru": "Бюро речных данных приняло участие в семинаре. Второй день открыл доклад о паводках и измерительных постах.",
    "zh": "河流数据办公室参加了洪水预警研讨会。第二天的会议由测量处处长的报告开始，与会者提出了措施。",
    "zh-Hant": "河流資料辦公室參加了洪水研討會。第二天的會議由測量處處長的報告開始，與會者提出了措施。",
    "ja": "河川データ事務所は洪水の会議に参加しました。二日目は水位の測定について話し合った。",
    "ko": "하천 자료 사무소는 홍수 경보에 관한 지역 회의에 참가했다. 둘째 날은 수위에 관한 보고로 시작되었다.",
    "fr": "Le bureau a participé à la réunion sur les crues. L’été dernier, les villages n’étaient pas prévenus.",
    "ar": "شارك مكتب بيانات الأنهار في ورشة العمل الإقليمية الثانية حول الإنذار بالفيضانات",
    "pl": "Biuro wzięło udział w drugich warsztatach o powodziach. Łódź, żółć, źródła i mosty były później sprawdzone.",
    "el": "Το γραφείο συμμετείχε στη δεύτερη συνάντηση για τις πλημμύρες που έγινε στο λιμάνι",
    "tr": "Büro, taşkın uyarıları üzerine ikinci toplantıya katıldı. Görüşmelerde ölçüm değişikliği önerildi.",
}
ENCODINGS = [
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "cp866"),
    ("ru", "iso8859-5"),
    ("zh", "gb18030"),
    ("zh", "gb2312"),
    ("zh-Hant", "big5"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ko", "euc_kr"),
    ("fr", "cp1252"),
    ("ar", "cp1256"),
    ("pl", "iso8859-2"),
    ("el", "cp1253"),
    ("tr", "cp1254"),
    ("ru", "utf-16-le"),
    ("zh", "utf-16-be"),
    ("ja", "utf-16"),
    ("ru", "utf-8"),
    ("ar", "utf-8-sig"),
]


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>x</title></head><body><p>{text}</p><p>River Data 2023</p></body></html>"


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
@pytest.mark.parametrize("said", [None, "utf-8", "iso-8859-1"])
def test_text_is_read_though_nothing_or_something_wrong_is_said(language: str, encoding: str, said: str | None) -> None:
    text = TEXTS[language]
    header = f"text/html; charset={said}" if said else None
    assert text in decode_html(page(text).encode(encoding), header)


@pytest.mark.parametrize(
    ("language", "encoding", "label", "wrong"),
    [
        ("ru", "cp1251", "windows-1251", "utf-8"),
        ("ru", "koi8-r", "koi8-r", "windows-1251"),
        ("ru", "cp1251", "windows-1251", "koi8-r"),
        ("zh", "gb18030", "gb2312", "big5"),
        ("zh-Hant", "big5", "big5", "gb2312"),
        ("ja", "shift_jis", "Shift_JIS", "euc-jp"),
        ("ja", "euc_jp", "euc-jp", "shift_jis"),
        ("ko", "euc_kr", "euc-kr", "iso-8859-1"),
        ("pl", "iso8859-2", "iso-8859-2", "utf-8"),
    ],
)
def test_a_right_meta_wins_over_a_wrong_header(language: str, encoding: str, label: str, wrong: str) -> None:
    text = TEXTS[language]
    for meta in (f'<meta charset="{label}">', f'<meta content="text/html; charset={label}" http-equiv=Content-Type>'):
        assert text in decode_html(page(text, meta).encode(encoding), f"text/html; charset={wrong}")


def test_a_right_header_wins_over_a_wrong_meta() -> None:
    body = page(TEXTS["ru"], "<meta charset=koi8-r>").encode("cp1251")
    assert TEXTS["ru"] in decode_html(body, "text/html; charset=windows-1251")


def test_a_meta_far_from_the_top_counts() -> None:
    body = page("Łódź", "<style>" + "a{}" * 100_000 + '</style><meta charset="iso-8859-2">').encode("iso8859-2")
    assert "Łódź" in decode_html(body, None)


def test_one_broken_character_does_not_change_the_encoding() -> None:
    body = page(TEXTS["ru"]).encode() + b"\xd0"
    assert TEXTS["ru"] in decode_html(body, "text/html; charset=windows-1251")


def test_a_byte_order_mark_counts_before_all_labels_and_is_left_out() -> None:
    body = codecs.BOM_UTF8 + page(TEXTS["fr"], "<meta charset=iso-8859-1>").encode()
    assert decode_html(body, "text/html; charset=windows-1251") == page(TEXTS["fr"], "<meta charset=iso-8859-1>")


@given(st.binary(max_size=2000), st.sampled_from([None, "text/html; charset=gb2312", "text/html; charset=\x00", "x"]))
def test_any_bytes_are_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode_html(body, content_type), str)


def test_a_header_of_blanks_is_soon_read() -> None:
    with at_most(1):
        assert TEXTS["ru"] in decode_html(page(TEXTS["ru"]).encode(), "text/html; charset=" + " " * 90_000)


@pytest.mark.parametrize(
    "written", ["charset=cp1251", 'charset = "cp1251"', "charset=' cp1251'", 'Charset= " cp1251 "']
)
def test_a_header_names_its_encoding_in_any_spelling(written: str) -> None:
    assert TEXTS["ru"] in decode_html(page(TEXTS["ru"]).encode("cp1251"), f"text/html; {written}")
