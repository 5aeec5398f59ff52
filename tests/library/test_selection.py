"""Selected entries, also where they are all but a few."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from newsreader.library.selection import Selection

IDS = array("q", range(1, 9))


def test_nothing_is_selected_at_first() -> None:
    selection = Selection()
    assert not selection
    assert list(selection.among(IDS)) == []


def test_all_but_one() -> None:
    selection = Selection()
    selection.invert()
    assert selection.among(IDS) is IDS
    selection.toggle(3)
    assert list(selection.among(IDS)) == [1, 2, 4, 5, 6, 7, 8]
    assert 3 not in selection
    assert selection.anchor == 3
    selection.clear()
    assert not selection


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("toggle"), st.sampled_from(IDS)),
        st.tuples(st.just("add"), st.lists(st.sampled_from(IDS))),
        st.just(("invert", None)),
        st.just(("clear", None)),
    )
)


@given(_STEPS)
def test_it_is_a_set_of_the_list(steps: list[tuple[str, object]]) -> None:
    selection, model = Selection(), set[int]()
    for step in steps:
        match step:
            case ("toggle", int(one)):
                selection.toggle(one)
                model ^= {one}
            case ("add", list(some)):
                selection.add(some)
                model |= set(some)
            case ("invert", _):
                selection.invert()
                model = set(IDS) - model
            case _:
                selection.clear()
                model.clear()
        assert list(selection.among(IDS)) == [one for one in IDS if one in model]
        assert {one for one in IDS if one in selection} == model
        assert selection.count(IDS, len(IDS)) == len(model)


def test_of_a_list_of_which_only_the_top_has_come_what_is_counted_is_selected_in_all_of_it() -> None:
    selection, top = Selection(), IDS[:3]
    selection.toggle(2)
    assert selection.count(top, 8) == 1
    selection.toggle(7)
    assert (selection.count(top, 8), selection.count(IDS, 8)) == (2, 2)
    selection.invert()
    assert (selection.count(top, 8), selection.count(IDS, 8)) == (7, 6)


def test_what_has_left_the_list_counts_no_more() -> None:
    selection, ids = Selection(), array("q", IDS)
    selection.toggle(3)
    assert selection.count(ids, len(ids)) == 1
    ids.remove(3)
    assert selection.count(ids, len(ids)) == 0
