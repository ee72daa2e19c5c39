from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipetui.exchange.guard import guard, unguard


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", "-", "+", "=", "--1"])
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(f"'{text}") == text


@pytest.mark.parametrize(
    "text", ["-12", "+3.5", "-1.234,56", "+39 02 555-0101", "+39(02)5550101", "Acme", "", "a=b", "'quoted'", "50%"]
)
def test_other_texts_stay(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.text())
@example("''=1")
@example("'-1")
def test_what_goes_out_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text(alphabet="=+-@\t\r'1a(", min_size=1, max_size=6))
def test_what_goes_out_is_no_formula(text: str) -> None:
    written = guard(text)
    assert written[0] not in "=@\t\r"
