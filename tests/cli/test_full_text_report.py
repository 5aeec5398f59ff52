"""What a refresh on the command line tells people."""

import pytest

from newsreader.cli.refresh_report import full_text_report
from newsreader.core.events import FullTextsFinished, FullTextTried

NO_PAGE = "The page is gone (404)."


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ([], ""),
        ([None, None], "2 full texts"),
        ([None, NO_PAGE], f"1 full text, 1 failed:\n  {NO_PAGE}"),
        ([NO_PAGE, "No text.", NO_PAGE], f"0 full texts, 3 failed:\n  2 times: {NO_PAGE}\n  No text."),
        (
            ["A.", "B.", "C.", "C.", "D."],
            "0 full texts, 5 failed:\n  2 times: C.\n  A.\n  B.\n  and 1 for other reasons",
        ),
    ],
)
def test_why_full_texts_failed_is_told_the_most_frequent_reasons_first(
    reasons: list[str | None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell = full_text_report()
    for number, reason in enumerate(reasons):
        tell(FullTextTried(number, reason))
    failed = sum(reason is not None for reason in reasons)
    tell(FullTextsFinished(len(reasons) - failed, failed))
    assert capsys.readouterr().err.strip("\n") == told
