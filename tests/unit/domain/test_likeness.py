from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.likeness import close_people, exact_name

KNOWN = {
    "Anna Rossi": "Anna Rossi", "arossi": "Anna Rossi", "Luca Bianchi": "Luca Bianchi", "Marco Neri": "Marco Neri",
    "Marco Verdi": "Marco Verdi", "Ada": "Ada", "0051x": "Ivo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Anna Rosi", ["Anna Rossi"]), ("Anna Rossì", ["Anna Rossi"]), ("anna.rossi", ["Anna Rossi"]),
        ("AnnaRossi", ["Anna Rossi"]), ("Anna Rosssi", ["Anna Rossi"]), ("A-Rossi", ["Anna Rossi"]),
        ("Luca", ["Luca Bianchi"]), ("LUCA", ["Luca Bianchi"]), ("Marco", []), ("Marco Neli", ["Marco Neri"]),
        ("Ida", []), ("Anna Russo", []), ("0052x", []), ("Bianchi", []), ("Rita", []), ("", []), ("...", []),
    ],
)  # fmt: skip
def test_who_may_be_meant(name: str, people: list[str]) -> None:
    assert close_people(name, KNOWN) == people


def test_case_and_blanks_are_no_difference() -> None:
    assert exact_name(" ANNA \t Rossi ") == exact_name("anna rossi")


letters = st.text("abcdeò ", min_size=1, max_size=8)


@given(letters, st.integers(0, 7), st.sampled_from("xyz"))
def test_one_letter_more_is_close_from_five_letters_on(name: str, place: int, letter: str) -> None:
    base = "".join(name.split())
    slip = base[:place] + letter + base[place:]
    assert bool(close_people(slip, {base: "she"})) == (len(base) >= 5)


@given(letters, letters)
def test_closeness_goes_both_ways_for_whole_names(one: str, other: str) -> None:
    one, other = f"{one} surname", f"{other} surname"
    assert bool(close_people(one, {other: "x"})) == bool(close_people(other, {one: "x"}))
