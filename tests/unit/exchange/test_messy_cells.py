"""Dates and amounts as people write them: read as meant, or said, never something else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.money import Money
from pipetui.exchange.amounts import Amount, Amounts
from pipetui.exchange.cell_dates import NumericDate, read_date, words_beside_date
from pipetui.exchange.cell_numbers import read_number
from pipetui.exchange.cells import Bad, Beside, date_reader, read_amount, read_block, read_flag, read_line
from pipetui.exchange.columns import DateColumn, NumberColumns, judge_dates
from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.exchange.layout_out import FileLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.records import Record

ROME = ZoneInfo("Europe/Rome")
DAY = date(2026, 11, 25)
"""A Wednesday."""


@pytest.mark.parametrize(
    "text",
    [
        "mer 25/11/2026", "mer. 25/11/2026", "Mercoledì 25/11/2026", "mercoledi' 25/11/2026", "Wed 25.11.2026",
        "25/11/2026 ore 10", "25/11/2026 ore 10:30", "25/11/2026, alle ore 10.30", "25/11/2026 h 9", "25/11/2026 h10",
        "25/11/2026 10.30", "mer 25/11/2026 ore 10", "entro il 25/11/2026", "entro 25/11/2026", "by 25/11/2026",
        "entro mer 25/11/2026", "25 / 11 / 2026", "25. 11. 2026", "25/11/2026.", "'25/11/2026", "25/11/26 ore 8",
        "\u200e25\u200e/\u200e11\u200e/\u200e2026", "２５/１１/２０２６", "25/11/2026 (mer)", "25-11-2026",
        " 25/11/2026\n",
    ],
)  # fmt: skip
def test_dates_with_a_day_or_an_hour_beside(text: str) -> None:
    reading = read_date(text, ROME)
    assert isinstance(reading, NumericDate)
    assert reading.by_order["dmy"] == DAY
    assert words_beside_date(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 (mer)", "2026-11-25, mercoledì", "mer 2026-11-25", "2026-11-25 alle 10", "Wed Nov 25 2026",
        "Wed Nov 25 2026 09:00:00 GMT+0100 (Central European Standard Time)", "mercoledì 25 novembre 2026",
        "Wed, 25 Nov 2026 10:30:00 +0100", "25. November 2026", "1° dicembre 2026", "25/nov/2026", "46351",
        "entro il 25 nov 2026",
    ],
)  # fmt: skip
def test_dates_that_name_their_day(text: str) -> None:
    assert read_date(text, ROME) == (date(2026, 12, 1) if "dicembre" in text else DAY)


@pytest.mark.parametrize(
    "text",
    [
        "da definire", "tbd", "TBD", "da def.", "asap", "fine mese", "novembre", "nov 2026", "Q1 2027", "entro Natale",
        "11/2026", "2026", "2026-11", "25/11", "25-nov", "mer 25 novembre", "10/11 - 12/11", "25/11/2026 - 27/11/2026",
        "dal 10/11/2026 al 12/11/2026", "25 e 26/11/2026", "30/11/2026 → 15/12/2026", "31/02/2026", "31/11/2026",
        "0", "1", "12345", "99999", "01/01/1989", "01/01/2101", "1899-12-30", "1970-01-01", "0000-00-00", "00/00/0000",
        "lun 25/11/2026", "lun 25 nov 2026", "2026-11-25, lunedì", "dopo il 25/11/2026", "dopo 25 nov 2026", "W48 2026",
        "settimana 48", "25/11/2026 ore 25", "25/11/2026 ore 10:75", "H1 2027", "#REF!", "########",
        "25/11/2026 25/11/2026",
    ],
)  # fmt: skip
def test_what_is_no_exact_date_is_none(text: str) -> None:
    assert read_date(text, ROME) is None
    assert isinstance(date_reader({"1/1/1000": "dmy"}, ROME)(text), Bad)


def test_a_day_of_the_week_tells_day_and_month_apart() -> None:
    reading = read_date("ven 04/12/2026", ROME)
    assert isinstance(reading, NumericDate)
    assert reading.by_order == {"dmy": date(2026, 12, 4)}


def test_the_day_of_the_week_is_that_of_the_day_as_written() -> None:
    assert read_date("Wed, 25 Nov 2026 23:30:00 -0500", ROME) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "words"),
    [("25/11/2026 (da confermare)", "(da confermare)"), ("25/11/2026?", "?"), ("~25/11/2026", "~"),
     ("circa 25/11/2026", "circa"), ("2026-11-25 *", "*")],
)  # fmt: skip
def test_what_stands_beside_a_date_is_kept(text: str, words: str) -> None:
    assert date_reader({"1/1/1000": "dmy"}, ROME)(text) == Beside(DAY, words)


@pytest.mark.parametrize("text", ["", " ", "-", "?", "??", "nd", "n.d.", "N/A", "#N/D", "...", "…"])
def test_what_says_nothing_is_nothing(text: str) -> None:
    assert date_reader({}, ROME)(text) is None
    assert read_amount(text) is None


def amount(text: str, stated: str | None = None) -> tuple[int, str, str] | None:
    reading = read_number(text)
    found = Amounts(None, None, "EUR").money(reading, stated) if reading else None
    if reading is None or not isinstance(found, Amount):
        return None
    return found.money.minor, found.money.currency, reading.beside


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("€ 1.234,00", 123400, "EUR"), ("1.234,00€", 123400, "EUR"), ("EUR 1.234", 123400, "EUR"),
        ("1.234 euro", 123400, "EUR"), ("US$ 1,200", 120000, "USD"), ("$12,400.00 USD", 1240000, "USD"),
        ("$12,400.00 CAD", 1240000, "CAD"), ("12K€", 1200000, "EUR"), ("€12k", 1200000, "EUR"),
        ("12 k€", 1200000, "EUR"),
        ("1,5M", 150000000, "EUR"), ("1.5M€", 150000000, "EUR"), ("2 mln di euro", 200000000, "EUR"),
        ("1 milione", 100000000, "EUR"), ("12mila euro", 1200000, "EUR"), ("1\u00a0234,56", 123456, "EUR"),
        ("1\u202f234,56", 123456, "EUR"), ("１２３４", 123400, "EUR"), ("١٢٣٤", 123400, "EUR"),
        ("12.000,=", 1200000, "EUR"),
        ("CHF 1'000.--", 100000, "CHF"), ("\u200e10.000\u200b", 1000000, "EUR"), ("'12000", 1200000, "EUR"),
        ("12.000 (EUR)", 1200000, "EUR"), ("+12000", 1200000, "EUR"), ("£ 5,000", 500000, "GBP"),
    ],
)  # fmt: skip
def test_amounts_with_their_currency_anywhere(text: str, minor: int, currency: str) -> None:
    assert amount(text) == (minor, currency, "")


@pytest.mark.parametrize(
    ("text", "minor", "words"),
    [
        ("ca. 10.000", 1000000, "ca."), ("~10k", 1000000, "~"), ("10.000 + IVA", 1000000, "+ IVA"),
        ("10.000+iva", 1000000, "+iva"), ("€ 10.000 IVA esclusa", 1000000, "IVA esclusa"), ("10.000?", 1000000, "?"),
        ("12.000 €/anno", 1200000, "/anno"), ("1.000 al mese", 100000, "al mese"),
        ("10.000 (stima)", 1000000, "(stima)"),
        ("circa 10.000 € netti + IVA", 1000000, "circa netti + IVA"), ("10k p.a.", 1000000, "p.a."),
    ],
)  # fmt: skip
def test_what_stands_beside_an_amount_is_kept(text: str, minor: int, words: str) -> None:
    assert amount(text) == (minor, "EUR", words)


@pytest.mark.parametrize(
    "text",
    [
        "10-12k", "10.000-12.000", "10k - 12k", "tra 10 e 12k", "10.000/12.000", "max 10.000", "fino a 10.000",
        ">10.000", ">= 10k", "min. 10.000", "50%", "tbd", "da definire", "3 x 10.000", "10.000 (1)", "1.2E+4", "12e3",
        "1.5m", "5mm",
        "12 USD/EUR", "$5 EUR", "€5 USD", "-1.000", "(1.000)", "10.000 lire", "1.234.", "12.34.56", "zero", "#VALUE!",
        "/anno", "+ IVA", "circa",
    ],
)  # fmt: skip
def test_what_is_no_single_amount_is_none(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize("text", ["€ -", "-", "€", "– €"])
def test_nothing_as_bookkeepers_write_it(text: str) -> None:
    assert read_amount(text) is None


def test_a_cell_and_its_currency_column_that_contradict_each_other() -> None:
    reading = read_number("$ 1,200.00")
    assert reading is not None
    assert isinstance(Amounts(None, None, "EUR").money(reading, "EUR"), Bad)


def test_marks_that_nobody_sees_are_no_text() -> None:
    assert read_line("\ufeffAnna\u200b ") == "Anna"
    assert read_block("\ufeff") is None
    assert read_line("a\u202eb\x1b[31m") == "a\u202eb\x1b[31m"
    assert [read_flag(text) for text in ("✓", "☐", "s")] == [True, False, True]


def records(path: Path, content: str) -> list[Record]:
    path.write_text(content, encoding="utf-8")
    return list(open_import(path, ReadOptions(ROME, "EUR")).records())


def test_what_is_read_in_part_is_told_and_noted(tmp_path: Path) -> None:
    content = (
        "Azienda;Fase;Valore;Data chiusura;Note\nA;x;10.000 + IVA;25/11/2026 (da confermare);mia\n"
        "B;x;10-12k;fine mese;\nC;x;?;?;\nD;x;1.234,50;25/11/2026;\n"
    )
    first, second, third, last = records(tmp_path / "x.csv", content)
    assert (first.values["amount"].minor, first.values["close_date"]) == (1000000, DAY)
    assert first.values["notes"] == "mia\nData chiusura: 25/11/2026 (da confermare)\nValore: 10.000 + IVA"
    assert [(problem.column, problem.value) for problem in first.warnings] == [
        ("Data chiusura", "25/11/2026 (da confermare)"), ("Valore", "10.000 + IVA"),
    ]  # fmt: skip
    assert set(second.values) == {"company", "stage", "name"}
    assert second.lost == {"amount": "10-12k", "close_date": "fine mese"}
    assert [problem.row for problem in second.warnings] == [3, 3]
    assert (third.warnings, last.warnings) == ((), ())


HOSTILE = (
    "-" * 10_000 + "x", "1" * 10_000, "1." * 5_000, "(" * 10_000, "1?" * 5_000, "+39 " * 2_500, "25/11/2026 " * 900,
    "totale " * 1_400, "\x1b[31m" * 2_000, "\u202e" * 10_000, "a\n" * 5_000, "1" + " " * 55 + "x", "ca." * 19 + "1",
    "ven" + " " * 70 + "1", "25/11/2026" + " " * 60 + "h", "1 " * 29, "1," * 29 + "x", "?" * 60, "(" * 59 + "1",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_are_kept_whole_wherever_they_stand(tmp_path: Path, text: str) -> None:
    """Patterns that try every way to match would take minutes here."""
    quoted = text.replace('"', '""')
    row = ",".join(f'"{quoted}"' for _column in range(6))
    content = f'Name,Stage,Next step,Amount,Close date,Notes\n"{quoted}",,,,,\n,,,"{quoted}",,\n{row}\nA,x,,5,,\n'
    found = records(tmp_path / "x.csv", content)
    assert found[-1].values["name"] == "A"
    whole = found[-2].values
    assert whole["notes"].startswith(text.strip())
    assert (whole["name"], whole["next_step"]) == (" ".join(text.split()), text.strip())


MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
WEEKDAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
STYLES: tuple[Callable[[date], str], ...] = (
    date.isoformat, lambda day: f"{day:%Y%m%d}", lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day:%d/%m/%Y}", lambda day: f"{day.day}.{day.month}.{day.year}", lambda day: f"{day:%d-%m-%y}",
    lambda day: f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}", lambda day: f"{day:%d/%m/%Y} ore 10",
    lambda day: str((day - date(1899, 12, 30)) // timedelta(days=1)), lambda day: f"entro il {day:%d/%m/%Y}",
    lambda day: f"{day:%d/%m/%Y} (da confermare)", lambda day: f"{day:%Y-%m-%d} 10:30", lambda day: f"{day:%b %d, %Y}",
)  # fmt: skip
"""Ways to write a day in a column where the day always comes before the month."""

DAYS = st.dates(date(2005, 1, 1), date(2045, 12, 31))


@given(st.lists(st.tuples(DAYS, st.sampled_from(STYLES)), min_size=1, max_size=8))
def test_a_column_of_mixed_styles_is_right_or_a_question(written: list[tuple[date, Callable[[date], str]]]) -> None:
    texts = [style(day) for day, style in written]
    column = DateColumn("c", ROME)
    for text in texts:
        column.add(text)
    verdict = judge_dates([column], None, {})
    asked = {question.shape for question in verdict.questions}
    read = date_reader(verdict.orders.get("c", {}), ROME)
    for (day, _style), text in zip(written, texts, strict=True):
        value = read(text)
        reading = read_date(text, ROME)
        if value is None:
            assert isinstance(reading, NumericDate)
            assert reading.shape in asked
        else:
            assert day == (value.value if isinstance(value, Beside) else value)


@given(st.lists(st.tuples(DAYS, st.sampled_from(STYLES)), min_size=1, max_size=8))
def test_after_the_answer_nothing_is_open(written: list[tuple[date, Callable[[date], str]]]) -> None:
    column = DateColumn("c", ROME)
    for day, style in written:
        column.add(style(day))
    told: DateOrder = "dmy"
    verdict = judge_dates([column], told, {})
    assert verdict.questions == ()
    read = date_reader(verdict.orders.get("c", {}), ROME)
    values = [read(style(day)) for day, style in written]
    assert [value.value if isinstance(value, Beside) else value for value in values] == [day for day, _style in written]


def test_an_order_that_the_values_rule_out_is_said() -> None:
    column = DateColumn("c", ROME)
    for text in ("25/11/2026", "26/11/2026"):
        column.add(text)
    assert judge_dates([column], "mdy", {}).overruled == {"c": "dmy"}
    assert judge_dates([column], "dmy", {}).overruled == {}


VALUES = st.decimals(min_value=0, max_value=10**8, places=2)
AROUND = st.sampled_from(("{}", "€ {}", "{} €", "{}€", "EUR {}", "{} euro", "ca. {}", "{} + IVA", "{} €/anno", "~{}"))
GROUPS = st.sampled_from(("", ".", " ", "\u00a0", "\u202f", "’"))


def italian(value: Decimal, group: str, *, cents: bool) -> str:
    text = f"{value:,.2f}" if cents else f"{int(value):,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", group)


@given(st.lists(st.tuples(VALUES, GROUPS, AROUND, st.booleans()), min_size=1, max_size=8), st.sampled_from((",", None)))
def test_a_column_of_amounts_is_right_or_said(
    written: list[tuple[Decimal, str, str, bool]], likely: str | None
) -> None:
    texts = [around.format(italian(value, group, cents=cents)) for value, group, around, cents in written]
    column = NumberColumns()
    for text in texts:
        column.add(text)
    amounts = Amounts(column.mark, likely, "EUR")  # type: ignore[arg-type]
    for (value, _group, _around, cents), text in zip(written, texts, strict=True):
        reading = read_number(text)
        assert reading is not None
        found = amounts.money(reading, None)
        assert isinstance(found, Bad) or found.money.minor == int((value if cents else Decimal(int(value))) * 100)


def test_what_goes_back_is_in_the_unit_of_its_column() -> None:
    layout = FileLayout(("Valore (k€)",), {"amount": "Valore (k€)"}, mark=",", factors={"Valore (k€)": 1000})
    assert layout.text("Valore (k€)", Decimal("12500.00")) == "12,50"
    assert layout.text("Valore (k€)", Money(1250000, "USD")) == "12,50 USD"
    assert layout.text("Netto", Money(1250000, "USD")) == "12500,00 USD"
