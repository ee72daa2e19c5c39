"""The grammar of the filter: what is understood, what is reported, how a half-typed word goes on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.query import MOST_TERMS, Query, Term, parse
from pipetui.domain.query_words import Vocabulary, completions

TODAY = date(2026, 11, 23)
KNOWN = Vocabulary(
    TODAY,
    stages=(("qualification", "Qualification"), ("solution", "Solution"), ("decision", "Decision")),
    criteria=(("sponsor_named", "Internal sponsor named"), ("signer_known", "Signer known")),
    people=((1, ("Anna Rossi", "annina")), (2, ("Luca",)), (3, ("Anna",))),
)


def read(text: str) -> Term:
    query = parse(text, KNOWN)
    assert query.troubles == ()
    (term,) = query.terms
    return term


@pytest.mark.parametrize(("text", "field", "any_of"), [
    ("Perché", "text", ("perche",)),
    ('"next  Year"', "text", ("next  year",)),
    ('"not closed yet', "text", ("not closed yet",)),
    ("10:30", "text", ("10:30",)),
    (">5", "text", (">5",)),
    ("owner:anna", "owner", (3,)),
    ("owner:ann", "owner", (1, 3)),
    ("owner:ros,luca", "owner", (1, 2)),
    ("owner:ANNAROSSI", "owner", (1,)),
    ("responsabile:annina", "owner", (1,)),
    ("proprietario:annina", "owner", (1,)),
    ("stage:dec", "stage", ("decision",)),
    ("fase:Solution", "stage", ("solution",)),
    ("kind:stalled", "kind", ("stalled",)),
    ("kind:late,sla", "kind", ("step_overdue", "sla_overdue")),
    ('kind:"no step"', "kind", ("no_next_step",)),
    ("tipo:ferma", "kind", ("stalled",)),
    ("kind:st", "kind", ("step_overdue", "stalled")),
    ("criterion:sponsor", "criterion", ("sponsor_named",)),
    ("company:acme,borealis", "company", ("acme", "borealis")),
    ("name:none", "name", ("none",)),
    ('company:"acme, inc"', "company", ("acme, inc",)),
])  # fmt: skip
def test_words_and_lists(text: str, field: str, any_of: tuple[object, ...]) -> None:
    term = read(text)
    assert (term.field, term.any_of, term.excluded) == (field, any_of, False)


@pytest.mark.parametrize(("text", "low", "high"), [
    ("amount:>10000", 100_000_001, None),
    ("amount:>=10k", 100_000_000, None),
    ("amount:<5k", None, 49_999_999),
    ("importo:<=1.5m", None, 15_000_000_000),
    ("amount:10.000..50000", 100_000_000, 500_000_000),
    ("amount:..50", None, 500_000),
    ("amount:1,5", 15_000, 15_000),
    ("amount:12.000€", 120_000_000, 120_000_000),
    ("days:>20", 21, None),
    ("days:3..5", 3, 5),
    ("next:today", TODAY, TODAY),
    ("next:overdue", None, date(2026, 11, 22)),
    ("prossimo:scaduto", None, date(2026, 11, 22)),
    ("next:week", TODAY, date(2026, 11, 29)),
    ('next:"next week"', date(2026, 11, 30), date(2026, 12, 6)),
    ("next:>fri", date(2026, 11, 28), None),
    ("next:25/11..+1w", date(2026, 11, 25), date(2026, 11, 30)),
    ('next:"25 nov"', date(2026, 11, 25), date(2026, 11, 25)),
    ("close:nov", date(2026, 11, 1), date(2026, 11, 30)),
    ("close:gennaio", date(2027, 1, 1), date(2027, 1, 31)),
    ("close:2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
    ("close:2027", date(2027, 1, 1), date(2027, 12, 31)),
    ("chiusura:<2026-12", None, date(2026, 11, 30)),
    ("close:>dec", date(2027, 1, 1), None),
    ("close:month", date(2026, 11, 1), date(2026, 11, 30)),
    ("close:..nov", None, date(2026, 11, 30)),
    ("close:nov..dec", date(2026, 11, 1), date(2026, 12, 31)),
])  # fmt: skip
def test_ranges(text: str, low: object, high: object) -> None:
    term = read(text)
    assert (term.low, term.high, term.missing) == (low, high, False)


@pytest.mark.parametrize("text", ["owner:none", "amount:nessuno", "next:none", "close:none", "company:none"])
def test_none_finds_what_has_none(text: str) -> None:
    assert read(text).missing


@pytest.mark.parametrize("text", ["-acme", "-owner:anna", '-"a b"', "-amount:>5"])
def test_a_minus_excludes(text: str) -> None:
    assert read(text).excluded


@pytest.mark.parametrize("text", ["", " ", "-", "owner:", "amount:>", "close:", '""', "next:..", "-stage:"])
def test_what_is_incomplete_is_left_out(text: str) -> None:
    assert parse(text, KNOWN) == Query()


@pytest.mark.parametrize(("text", "trouble"), [
    ("amount:>ten", "amount:>ten: not a number"),
    ("amount:99999999999999m", "amount:99999999999999m: too large"),
    (f"amount:1{14 * '0'}", f"amount:1{14 * '0'}: too large"),
    ("days:x", "days:x: not a number"),
    ("owner:zoe", "owner:zoe: nothing here is called “zoe”"),
    ("colour:red", "colour:red: there is no such key"),
    ("next:31/2", "next:31/2: “31/2” is not in the calendar"),
])  # fmt: skip
def test_trouble_is_named_and_the_rest_still_filters(text: str, trouble: str) -> None:
    query = parse(f"{text} acme", KNOWN)
    assert [str(each) for each in query.troubles] == [trouble]
    assert [term.any_of for term in query.terms] == [("acme",)]


def test_what_is_pasted_by_mistake_is_not_read_to_the_end() -> None:
    terms = parse(" ".join(f"word{number}" for number in range(MOST_TERMS + 5)), KNOWN).terms
    assert [term.any_of for term in terms] == [(f"word{number}",) for number in range(MOST_TERMS)]


@given(st.text(max_size=80) | st.text(alphabet='owner:amount<>=.0-9km"-, next%_[]', max_size=60))
def test_nothing_that_is_typed_makes_it_fail(text: str) -> None:
    for length in range(len(text) + 1):
        parse(text[:length], KNOWN)
    completions(text, KNOWN)


@pytest.mark.parametrize(("text", "words"), [
    ("ow", ["owner:"]),
    ("acme -st", ["-stage:"]),
    ("owner:", ["owner:annarossi", "owner:luca", "owner:anna", "owner:none"]),
    ("owner:lu", ["owner:luca"]),
    ("owner:anna,l", ["owner:anna,luca"]),
    ("stage:de", ["stage:decision"]),
    ("stage:decision", []),
    ("kind:s", ["kind:sla", "kind:stalled"]),
    ("acme ", []),
    ('"ow', []),
    ("colour:r", []),
])  # fmt: skip
def test_how_a_word_goes_on(text: str, words: list[str]) -> None:
    assert completions(text, KNOWN) == words


@given(st.sampled_from(["ow", "stage:d", "kind:", "owner:l", "criterion:s", "days:", "next:w"]))
def test_a_completion_is_understood(text: str) -> None:
    for word in completions(text, KNOWN):
        assert parse(word, KNOWN).troubles == ()
