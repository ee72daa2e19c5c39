"""Which stages the board shows whole at any width, and that the cursor's is always one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.tui.widgets.board_layout import LEAST, MOST, NARROW, rows, slide, slots, whole


@pytest.mark.parametrize(("width", "shown"), [(60, 1), (79, 2), (99, 3), (119, 4), (188, 6), (250, 6)])
def test_how_many_of_six_stages_are_whole(width: int, shown: int) -> None:
    assert whole(width, 6) == shown
    assert len(slots(width, 6, 0)) == 6, "and the others have their heads"


@given(width=st.integers(30, 300), stages=st.integers(1, 14), data=st.data())
def test_any_width_and_any_number_of_stages(width: int, stages: int, data: st.DataObject) -> None:
    shown = whole(width, stages)
    column = data.draw(st.integers(0, stages - 1))
    first = slide(data.draw(st.integers(0, stages)), column, shown, stages)
    found = slots(width, stages, first)
    wide = [slot for slot in found if slot.wide]
    assert [slot.column for slot in wide] == list(range(first, first + shown))
    assert column in [slot.column for slot in wide]
    assert {slot.width for slot in wide} <= set(range(LEAST, MOST + 1))
    assert {slot.width for slot in found if not slot.wide} <= {NARROW}
    assert [slot.x for slot in found] == [sum(other.width for other in found[:index]) for index in range(len(found))]
    assert found[-1].x + found[-1].width <= width
    assert [slot.column for slot in found] == list(range(found[0].column, found[-1].column + 1)), "no gap between them"


def test_sliding_goes_no_farther_than_needed() -> None:
    assert slide(0, 1, 2, 6) == 0
    assert slide(0, 2, 2, 6) == 1
    assert slide(4, 3, 2, 6) == 3
    assert slide(4, 5, 2, 6) == 4
    assert slide(5, 0, 6, 6) == 0


@given(st.integers(1, 100))
def test_the_cards_fit_between_head_and_foot(height: int) -> None:
    lines = rows(height)
    assert lines.cards >= 1
    if lines.cards > 1:
        assert lines.head + lines.cards * lines.card - (lines.card - 2) + 1 <= height
