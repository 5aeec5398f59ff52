import pytest

from newsreader.core.folders import outline_order


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ([], []),
        (["", "", ""], [0, 1, 2]),
        (["News", ""], [1, 0]),
        (["News", "Sport", "News"], [0, 2, 1]),
        (["News/Asia", "Sport", "News"], [2, 0, 1]),
        (["News/Asia", "News/Europe", "News/Asia", "News"], [3, 0, 2, 1]),
        (["A/B", "B", "A/B/C", "A"], [3, 0, 2, 1]),
    ],
)
def test_feeds_stand_before_the_folders_beside_them(folders: list[str], expected: list[int]) -> None:
    assert outline_order(folders) == expected
