"""Texts with numbers that need not fit into memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.errors import BadInput
from pipetui.exchange.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence


@given(st.lists(st.tuples(st.sampled_from(["", "a", "A", "è", "a\0b", "x" * 300]), st.integers(0, 9))))
def test_it_keeps_the_first_number_as_a_dictionary_would(entries: Sequence[tuple[str, int]]) -> None:
    ledger, known = Ledger(), dict[str, int]()
    for text, number in entries:
        ledger.set(text, number)
        known.setdefault(text, number)
    assert {text: ledger.get(text) for text in ledger} == known
    assert len(ledger) == len(known)
    assert all(text in ledger for text in known)
    assert "never" not in ledger


def test_it_counts() -> None:
    ledger = Ledger()
    assert [ledger.count(text) for text in ("a", "b", "a", "a")] == [1, 1, 2, 3]


def test_a_full_disk_is_a_sentence() -> None:
    ledger = Ledger()
    ledger._db.execute("PRAGMA max_page_count = 3")
    with pytest.raises(BadInput, match="temporary files") as told:
        ledger.set("x" * 100_000)
    assert isinstance(told.value.__cause__, sqlite3.OperationalError)
