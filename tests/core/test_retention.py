import pytest

from newsreader.core.retention import DAY, DEFAULT_KEEP, FOREVER, YEAR, Keep, is_prune_due, keep_value, read_keep


@pytest.mark.parametrize(
    ("value", "keep"),
    [
        ("1y", Keep(YEAR)),
        (" 90D ", Keep(90 * DAY)),
        ("6m", Keep(180 * DAY)),
        ("8w", Keep(56 * DAY)),
        (1000, Keep(0, 1000)),
        (["1y", 1000], DEFAULT_KEEP),
        ([1000, "1y"], DEFAULT_KEEP),
        ("forever", FOREVER),
        (["forever", 3], FOREVER),
    ],
)
def test_a_time_a_number_or_both_are_read(value: object, keep: Keep) -> None:
    assert read_keep(value) == keep
    assert read_keep(keep_value(keep)) == keep


@pytest.mark.parametrize(
    "value", ["", "1", "y", "-1y", "0d", "101y", "²d", 0, -1, 10**7, True, 1.5, [], ["1y"], [1, 2]]
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        read_keep(value)


def test_whichever_keeps_more_counts() -> None:
    keep = Keep(10 * DAY, 3)
    assert keep.cutoff(100 * DAY) == 90 * DAY
    assert [keep.spared(younger) for younger in (0, 2, 3, 50)] == [3, 1, 0, 0]
    assert FOREVER.cutoff(100 * DAY) is None


@pytest.mark.parametrize(
    ("last", "due"), [(None, True), (1_000_000, False), (1_000_000 - DAY, True), (1_000_000 + 5, True)]
)
def test_pruning_is_due_once_a_day(last: int | None, due: bool) -> None:
    assert is_prune_due(last, 1_000_000) is due
