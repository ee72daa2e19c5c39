from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.currencies import CODES, EXPONENTS, NAMES, SIGNS
from pipetui.domain.money import (
    MAX_MAJOR_DIGITS,
    Money,
    currency_code,
    exponent,
    format_money,
    from_major,
    parse_plain,
    plain,
    rank,
    total,
)
from pipetui.errors import BadInput

codes = st.sampled_from(sorted(CODES))
some_money = st.builds(Money, st.integers(0, 10**MAX_MAJOR_DIGITS - 1), codes)
SQLITE_MAX = 2**63 - 1


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1200.50", "EUR", 120050),
        ("1200.5", "EUR", 120050),
        ("1200", "EUR", 120000),
        (" 0 ", "EUR", 0),
        ("0.07", "EUR", 7),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("99999999999999.99", "EUR", 9999999999999999),
    ],
)
def test_a_plain_amount_becomes_exact_minor_units(text: str, currency: str, minor: int) -> None:
    assert parse_plain(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1,200.50", "EUR"),
        ("1200,50", "EUR"),
        ("1.200,50", "EUR"),
        ("1200.505", "EUR"),
        ("1200.500", "EUR"),
        ("1200.0", "JPY"),
        ("-5", "EUR"),
        ("+5", "EUR"),
        ("1e3", "EUR"),
        ("12_000", "EUR"),
        ("1 200", "EUR"),
        (".5", "EUR"),
        ("5.", "EUR"),
        ("€5", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("١٢", "EUR"),
        ("", "EUR"),
        ("100000000000000", "EUR"),
        ("9" * 10_000, "EUR"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str, currency: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_plain(text, currency)
    assert refusal.value.hint
    assert len(refusal.value.message) < 100


@pytest.mark.parametrize("amount", ["0.005", "1E-40", "12.3400000000000000000000000000000001"])
def test_a_fraction_of_a_cent_is_never_rounded_away(amount: str) -> None:
    with pytest.raises(BadInput, match="more decimals"):
        from_major(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", ["NaN", "-Infinity", "1E+14", "-1E+999999"])
def test_what_is_no_amount_of_this_world_is_refused(amount: str) -> None:
    with pytest.raises(BadInput):
        from_major(Decimal(amount), "EUR")


def test_major_units_may_carry_a_sign_and_zeros() -> None:
    assert from_major(Decimal("-12.5000"), "EUR") == Money(-1250, "EUR")
    assert from_major(Decimal("1.2E+4"), "JPY") == Money(12000, "JPY")


@given(some_money)
def test_plain_text_reads_back(money: Money) -> None:
    assert parse_plain(plain(money), money.currency) == money
    assert from_major(money.major, money.currency) == money


def test_plain_has_all_decimals_of_the_currency() -> None:
    assert plain(Money(6911441, "EUR")) == "69114.41"
    assert plain(Money(1200000, "EUR")) == "12000.00"
    assert plain(Money(12000, "JPY")) == "12000"
    assert plain(Money(5, "KWD")) == "0.005"
    assert plain(Money(-5, "EUR")) == "-0.05"


@given(some_money, some_money)
def test_rank_orders_by_major_units_and_fits_the_database(one: Money, other: Money) -> None:
    assert (rank(one) < rank(other)) == (one.major < other.major)
    assert rank(Money(10**MAX_MAJOR_DIGITS * 10 ** exponent(one.currency), one.currency)) <= SQLITE_MAX


@given(st.lists(some_money))
def test_totals_never_mix_currencies(amounts: list[Money]) -> None:
    totals = total(amounts)
    assert set(totals) == {money.currency for money in amounts}
    for currency, money in totals.items():
        assert money.currency == currency
        assert money.minor == sum(each.minor for each in amounts if each.currency == currency)


@pytest.mark.parametrize(
    ("money", "english", "italian"),
    [
        (Money(1200000, "EUR"), "12,000 €", "12.000 €"),
        (Money(1200050, "EUR"), "12,000.50 €", "12.000,50 €"),
        (Money(0, "EUR"), "0 €", "0 €"),
        (Money(7, "EUR"), "0.07 €", "0,07 €"),
        (Money(-123456789, "USD"), "-1,234,567.89 $", "-1.234.567,89 $"),
        (Money(12000, "JPY"), "12,000 ¥", "12.000 ¥"),
        (Money(12345678, "KWD"), "12,345.678 KWD", "12.345,678 KWD"),
        (Money(99900, "CHF"), "999 CHF", "999 CHF"),
    ],
)
def test_money_for_people(money: Money, english: str, italian: str) -> None:
    assert format_money(money, "en") == english
    assert format_money(money, "it") == italian


@given(some_money)
def test_what_people_see_is_the_exact_amount(money: Money) -> None:
    number, sign = format_money(money, "en").split(" ")
    assert Decimal(number.replace(",", "")) == money.major
    assert currency_code(sign) == money.currency


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        (" € ", "EUR"),
        ("Euro", "EUR"),
        ("US Dollar", "USD"),
        ("U.S. Dollars", "USD"),
        ("US$", "USD"),
        ("$", "USD"),
        ("dollari", "USD"),
        ("Dollaro statunitense", "USD"),
        ("USD - U.S. Dollar", "USD"),
        ("Euro (EUR)", "EUR"),
        ("Dollar (CAD)", "CAD"),
        ("£", "GBP"),
        ("Pounds Sterling", "GBP"),
        ("sterline", "GBP"),
        ("CHF", "CHF"),
        ("Fr.", "CHF"),
        ("Swiss Franc", "CHF"),
        ("Franco svizzero", "CHF"),
        ("zł", "PLN"),
        ("Złoty", "PLN"),
        ("Kč", "CZK"),
        ("¥", "JPY"),
        ("￥", "JPY"),
        ("Yuan cinese", "CNY"),
        ("corona svedese", "SEK"),
        ("guaraní paraguayano", "PYG"),
        ("kr", None),
        ("peso", None),
        ("EUR/USD", None),
        ("euro or dollar", None),
        ("bitcoin", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_currency_is_known_by_code_sign_or_name(text: str, code: str | None) -> None:
    assert currency_code(text) == code


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_sign_and_name_means_its_own_currency(code: str) -> None:
    names = [name for name in NAMES[code].split("; ") if name]
    assert {currency_code(text) for text in [code, *names, *([SIGNS[code]] if code in SIGNS else [])]} == {code}


@given(st.text())
def test_any_text_is_a_known_currency_or_none(text: str) -> None:
    assert currency_code(text) in CODES | {None}


def test_tables_speak_of_known_currencies() -> None:
    assert EXPONENTS.keys() <= CODES
    assert SIGNS.keys() <= CODES
    assert len(set(SIGNS.values())) == len(SIGNS)
