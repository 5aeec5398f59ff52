"""Dates as people write them on web pages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.parse.page_dates import read_page_date

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC


def _read(text: str, language: str | None) -> str | None:
    moment = read_page_date(text, language=language, now=NOW)
    return None if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("September 8, 2023", "en", "2023-09-08 00:00"),
        ("Posted on Monday, 20 November 2023 - 14:33", "en", "2023-11-20 14:33"),
        ("Sept. 8th, 2023 at 3:05 PM", "en", "2023-09-08 15:05"),
        ("12 DEC 2008", "en", "2008-12-12 00:00"),
        ("20 Nov 23", "en", "2023-11-20 00:00"),
        ("2023 September 8", "en", "2023-09-08 00:00"),
        ("September 7-8, 2023", "en", "2023-09-07 00:00"),
        ("Nov 20, 2026 11:30 am GMT+3", "en", "2026-11-20 08:30"),
        ("Publish date: 20 April 2022 (1 day ago)", "en", "2022-04-20 00:00"),
        ("8 сентября 2023", "ru", "2023-09-08 00:00"),
        ("5 сентября 2023 г., 12:30 МСК", "ru", "2023-09-05 09:30"),
        ("14:05 20.11.2026", "ru", "2026-11-20 14:05"),
        ("1er janvier 2024", "fr", "2024-01-01 00:00"),
        ("8 de septiembre de 2023", "es", "2023-09-08 00:00"),
        ("8. März 2023, 14:05 Uhr", "de", "2023-03-08 14:05"),
        ("8 de novembro de 2023", "pt", "2023-11-08 00:00"),
        ("8 settembre 2023", "it", "2023-09-08 00:00"),
        ("٨ سبتمبر ٢٠٢٣", "ar", "2023-09-08 00:00"),
        ("8 كانون الثاني 2024", "ar", "2024-01-08 00:00"),
        ("2023年9月8日", "zh", "2023-09-08 00:00"),
        ("2026年11月20日 下午3:05", "zh", "2026-11-20 15:05"),
        ("[2026-11-20]", "zh", "2026-11-20 00:00"),
        ("令和5年9月8日", "ja", "2023-09-08 00:00"),
        ("2023.9.8", "ja", "2023-09-08 00:00"),
        ("2023-09-08T14:05:00+03:00", None, "2023-09-08 11:05"),
        ("29.10.20", "en", "2020-10-29 00:00"),
    ],
)
def test_a_written_date_is_read_in_its_language(text: str, language: str, expected: str) -> None:
    assert _read(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("08.09.2023", "ru", "2023-09-08 00:00"),
        ("08.09.2023", None, "2023-09-08 00:00"),
        ("09/08/2023", "en", "2023-09-08 00:00"),
        ("09/08/2023", "en-US", "2023-09-08 00:00"),
        ("09/08/2023", "en-GB", "2023-08-09 00:00"),
        ("09/08/2023", "fr", "2023-08-09 00:00"),
        ("09/08/2023", None, None),
        ("23/08/2023", None, "2023-08-23 00:00"),
        ("08/23/2023", None, "2023-08-23 00:00"),
        ("08/23/2023", "fr", "2023-08-23 00:00"),
    ],
)
def test_the_language_says_whether_the_day_comes_first(text: str, language: str | None, expected: str | None) -> None:
    assert _read(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 minutes ago", "2026-11-25 11:55"),
        ("an hour ago", "2026-11-25 11:00"),
        ("2d ago", "2026-11-23 12:00"),
        ("yesterday", "2026-11-24 00:00"),
        ("вчера, 14:05", "2026-11-24 14:05"),
        ("Сегодня в 10:00", "2026-11-25 10:00"),
        ("час назад", "2026-11-25 11:00"),
        ("2 часа назад", "2026-11-25 10:00"),
        ("3天前", "2026-11-22 12:00"),
        ("昨天 14:05", "2026-11-24 14:05"),
        ("2時間前", "2026-11-25 10:00"),
        ("il y a 2 jours", "2026-11-23 12:00"),
        ("il y a une heure", "2026-11-25 11:00"),
        ("hace 3 días", "2026-11-22 12:00"),
        ("vor 3 Stunden", "2026-11-25 09:00"),
        ("vor einem Tag", "2026-11-24 12:00"),
        ("منذ ساعتين", "2026-11-25 10:00"),
        ("منذ 3 أيام", "2026-11-22 12:00"),
        ("há 2 dias", "2026-11-23 12:00"),
        ("2 giorni fa", "2026-11-23 12:00"),
    ],
)
def test_a_date_told_from_now_is_counted_back(text: str, expected: str) -> None:
    assert _read(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 ноября", "2026-11-24 00:00"),
        ("Mar 3", "2026-03-03 00:00"),
        ("8 December", "2025-12-08 00:00"),
        ("29 February", "2024-02-29 00:00"),
    ],
)
def test_a_date_without_a_year_is_the_latest_one_past(text: str, expected: str) -> None:
    assert _read(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    ["", "May we meet 3 times", "hello", "31/02/2023", "99.99.2023", "2023", "November 2026", "11-20", "10:30", "1/2"],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert _read(text, "en") is None


@given(st.text(max_size=80), st.sampled_from([None, "en", "ru", "zh", "ar"]))
def test_any_text_is_read_without_an_error(text: str, language: str | None) -> None:
    moment = read_page_date(text, language=language, now=NOW)
    assert moment is None or moment > 0
