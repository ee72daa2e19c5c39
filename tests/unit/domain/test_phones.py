"""A phone number is found however it is spelled, here or there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.phones import looked_for, same_number, words

SPELLINGS = ["+39 02 555-0101", "02/5550101", "025550101", "(02) 555.0101", "0039 02 5550101", "02 555 0101"]


@pytest.mark.parametrize("stored", SPELLINGS)
@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_finds_every_other(stored: str, typed: str) -> None:
    assert same_number(stored, looked_for(typed))


@pytest.mark.parametrize("text", ["12", "999", "acme 555", "555a0101", "", "+"])
def test_what_is_no_phone_number(text: str) -> None:
    assert looked_for(text) == ""


def test_four_digits_may_be_the_end_of_one() -> None:
    assert looked_for("0101-0") == "1010"
    assert same_number("02 555 1010", looked_for("1010"))


def test_another_number_is_another_number() -> None:
    assert not same_number("02 555 0102", looked_for("02 555 0101"))
    assert not same_number(None, looked_for("02 555 0101"))
    assert not same_number("0101", looked_for("02 555 0101"))


def test_one_number_with_blanks_is_one_word_and_names_stay_words() -> None:
    assert words("02 555 0101") == [("02 555 0101", "25550101")]
    assert words("rossi 02/5550101") == [("rossi", ""), ("02/5550101", "25550101")]


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_makes_it_fail(stored: str, typed: str) -> None:
    wanted = looked_for(typed)
    if wanted:
        same_number(stored, wanted)
