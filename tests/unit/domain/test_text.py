"""Text of people and files never steers a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.text import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme · ERP", "Acme · ERP"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\nb\r\nc\td", "a b c d"),
        ("nul\x00del\x7f", "nul␀del␡"),
        ("\x9b31m", "�31m"),
        ("invoice \u202egpj.exe", "invoice �gpj.exe"),
        ("half \ud800", "half �"),
        ("famiglia 👩\u200d👧", "famiglia 👩\u200d👧"),
        ("[brackets] stay =1+1", "[brackets] stay =1+1"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_steers_is_left_and_twice_is_once(text: str) -> None:
    shown = harmless(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert harmless(shown) == shown
    shown.encode()
