"""Lists of which only the end is in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.errors import BadInput
from pipetui.exchange import long_list
from pipetui.exchange.long_list import LongList
from pipetui.exchange.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(autouse=True)
def blocks_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_list, "_BLOCK", 3)


@given(st.lists(st.integers()), st.lists(st.integers()), st.integers(-2, 9), st.integers(-2, 9))
def test_it_is_like_a_list(items: Sequence[int], more: Sequence[int], start: int, stop: int) -> None:
    long = LongList(items)
    assert list(long) == items
    long.extend(more)
    whole = [*items, *more]
    assert (list(long), len(long), long[start:stop]) == (whole, len(whole), whole[start:stop])
    assert [long[place] for place in range(-len(whole), len(whole))] == [*whole, *whole]
    assert long == whole
    assert whole == long
    assert long != [*whole, 1]


def test_several_may_read_while_it_grows() -> None:
    long = LongList(range(10))
    one, other = iter(long), iter(long)
    assert [next(one), next(one), next(other)] == [0, 1, 0]
    long.append(10)
    assert list(zip(one, other, strict=False)) == list(zip(range(2, 11), range(1, 11), strict=False))


def test_records_come_back_whole() -> None:
    problems = [Problem(row, "Amount", "“à”", "This is not an amount.", "amount") for row in range(7)]
    assert [problem.field for problem in LongList(problems)] == ["amount"] * 7
    assert list(LongList(problems)) == problems


def test_beyond_the_end_there_is_nothing() -> None:
    with pytest.raises(IndexError):
        LongList(range(4))[4]


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(long_list, "TemporaryFile", full)
    with pytest.raises(BadInput, match=r"temporary files.*No space left"):
        LongList(range(3))
