"""Whole columns decide, or a question is asked: never a wrong value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.cells import date_reader
from pipetui.exchange.columns import DateColumn, DateVerdict, judge_dates
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.records import Record

ROME = ZoneInfo("Europe/Rome")


def judge(
    *columns: list[str], told: DateOrder | None = None, remembered: dict[str, DateOrder] | None = None
) -> DateVerdict:
    judged = []
    for number, values in enumerate(columns):
        column = DateColumn(f"c{number}", ROME)
        for value in values:
            column.add(value)
        judged.append(column)
    return judge_dates(judged, told, remembered or {})


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["05/06/2026", "25/12/2026"], "dmy"),
        (["05/06/2026", "12/25/2026"], "mdy"),
        (["2026-05-06"], None),
        (["05/05/2026"], None),
        (["20-10-16", "99-01-02"], "ymd"),
        (["13-02-00", "01-02-03"], "dmy"),
        (["20-10-16", "25-10-16", "01-11-16", "13-12-16", "31-01-17", "07-02-17"], "dmy"),
        (["16-10-20", "16-10-25", "16-11-01", "16-12-13", "17-01-31", "17-02-07"], "ymd"),
        (["not a date", "31/31/2026", "31/12/2026"], "dmy"),
    ],
)
def test_values_decide_their_column(values: list[str], order: str | None) -> None:
    verdict = judge(values)
    assert verdict.questions == ()
    assert verdict.order == order


@pytest.mark.parametrize(
    ("values", "choices"),
    [
        (["05/06/2026", "11/12/2026"], ("dmy", "mdy")),
        (["01-02-03"], ("dmy", "mdy", "ymd")),
        (["20-10-16"], ("dmy", "ymd")),
        (["25/12/2026", "12/25/2026", "05/06/2026"], ("dmy", "mdy")),
    ],
)
def test_open_columns_are_questions(values: list[str], choices: tuple[str, ...]) -> None:
    (question,) = judge(values).questions
    assert (question.option, question.choices, question.column) == ("--date-order", choices, "c0")
    assert question.value in values
    assert "--date-order" in question.text


def test_a_decided_column_decides_open_ones_of_its_shape() -> None:
    assert judge(["05/06/2026"], ["25/12/2026 10:00"]).orders["c0"] == {"1/1/1000": "dmy"}
    assert judge(["05/06/2026"], ["25-12-2026"]).questions
    assert judge(["05/06/26"], ["25/12/2026"]).questions
    assert judge(["05/06/2026"], ["25/12/2026"], ["12/25/2026"]).questions


def test_a_single_value_against_the_rest_of_the_file_is_a_question() -> None:
    strong = ["25/12/2026", "26/12/2026"]
    verdict = judge(strong, ["05/06/2026", "12/31/2026"])
    assert [question.column for question in verdict.questions] == ["c1"]
    assert judge(strong, ["05/06/2026", "12/31/2026"], told="dmy").orders["c1"] == {"1/1/1000": "dmy"}
    assert not judge(strong, ["05/06/2026", "12/30/2026", "12/31/2026"]).questions
    assert not judge(strong, ["12/31/2026"]).questions


def test_shapes_in_one_column_are_judged_apart() -> None:
    verdict = judge(["25/12/2026", "05-06-2026"])
    assert [question.value for question in verdict.questions] == ["05-06-2026"]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        ([*["25/11/2026"] * 6, "03/12/26"], "dmy"),
        (["03/12/26", "25/11/2026"], "dmy"),
        (["11/25/2026", "03/12/26"], "mdy"),
        (["25-11-2026", "03/12/26"], "dmy"),
        (["25/11/26", "03/12/2026"], "dmy"),
        (["25/11/26", "03/12/2026", "04/05/06"], "dmy"),
        (["13/12/26", "03-04-05", "25.11.2026"], "dmy"),
    ],
)
def test_years_of_two_digits_follow_every_value_of_their_column(values: list[str], order: DateOrder) -> None:
    verdict = judge(values)
    assert verdict.questions == ()
    assert set(verdict.orders["c0"].values()) == {verdict.order} == {order}


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (["03/12/2026", "03/12/26"], {"03/12/2026": ("dmy", "mdy"), "03/12/26": ("dmy", "mdy")}),
        (["25/11/2026", "12/25/2026", "03/12/26"], {"03/12/26": ("dmy", "mdy", "ymd")}),
        (["25/11/26", "03-12-2026"], {"25/11/26": ("dmy",), "03-12-2026": ("dmy", "mdy")}),
        (["2026-11-25", "03/12/26"], {"03/12/26": ("dmy", "mdy", "ymd")}),
    ],
)
def test_what_the_column_leaves_open_stays_a_question(values: list[str], asked: dict[str, tuple[str, ...]]) -> None:
    questions = judge(values).questions
    assert {question.value: question.choices for question in questions} == {
        value: choices for value, choices in asked.items() if len(choices) > 1
    }


def test_a_question_has_values_that_tell_and_what_each_order_makes_of_them() -> None:
    (question,) = judge(["05/05/2026", "03/04/2026", "05/06/2026", "07/08/2026"]).questions
    assert (question.shape, question.rows, question.examples) == ("1/1/1000", 4, ("03/04/2026", "05/06/2026"))
    assert question.readings == (("2026-04-03", "2026-06-05"), ("2026-03-04", "2026-05-06"))
    (question,) = judge(["25/12/2026", "12/31/2026", "03/04/2026"]).questions
    assert question.examples == ("03/04/2026", "25/12/2026")
    assert question.readings == (("2026-04-03", "2026-12-25"), ("2026-03-04", None))


def test_a_column_in_two_orders_is_read_where_each_value_tells_its_own() -> None:
    values = ["25/12/2026", "12/31/2026", "05/05/2026"]
    verdict = judge(values)
    assert (verdict.questions, verdict.each_tells) == ((), frozenset({("c0", "1/1/1000")}))
    read = date_reader({}, ROME, each_tells={"1/1/1000"})
    assert [read(value) for value in values] == [date(2026, 12, 25), date(2026, 12, 31), date(2026, 5, 5)]


def test_columns_can_be_answered_apart() -> None:
    columns = []
    for name in ("Created", "Closed"):
        column = DateColumn(name, ROME)
        column.add("05/06/2026")
        columns.append(column)
    apart: dict[tuple[str, str], DateOrder] = {("Created", "1/1/1000"): "mdy"}
    verdict = judge_dates(columns, "dmy", {}, apart)
    assert (verdict.orders["Created"], verdict.orders["Closed"]) == ({"1/1/1000": "mdy"}, {"1/1/1000": "dmy"})
    assert verdict.answered == {}, "two answers for one way of writing cannot be remembered as one"
    assert judge_dates(columns, "dmy", {}).answered == {"1/1/1000": "dmy"}


def test_answers_settle_what_is_open_and_nothing_else() -> None:
    assert judge(["05/06/2026"], told="mdy").order == "mdy"
    assert judge(["05/06/2026"], remembered={"1/1/1000": "dmy"}).order == "dmy"
    assert judge(["05/06/2026"], told="mdy", remembered={"1/1/1000": "dmy"}).order == "mdy"
    assert judge(["25/06/2026"], told="mdy").order == "dmy"
    assert judge(["05/06/2026"], told="ymd").questions
    assert judge(["25/12/2026", "12/25/2026", "05/06/2026"], told="dmy").orders["c0"] == {"1/1/1000": "dmy"}


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(
    st.lists(days, min_size=1, max_size=8),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%y-%m-%d", "%m.%d.%y"]),
)
def test_right_or_asked_never_wrong(written: list[date], pattern: str) -> None:
    values = [day.strftime(pattern) for day in written]
    verdict = judge(values)
    if not verdict.questions:
        order = verdict.orders["c0"]
        meant: DateOrder = "".join(letter for letter in pattern.lower() if letter in "dmy")  # type: ignore[assignment]
        assert judge(values, told=meant).orders["c0"] == order
        column = DateColumn("c0", ROME)
        for value, day in zip(values, written, strict=True):
            column.add(value)
            assert _read(value, order) == day


def _read(value: str, orders: object) -> object:
    from pipetui.exchange.cells import date_reader

    return date_reader(orders, ROME)(value)  # type: ignore[arg-type]


def records(path: Path, content: str, **options: object) -> tuple[ImportFile, list[Record]]:
    path.write_bytes(content.encode())
    file = open_import(path, ReadOptions(ROME, "EUR", **options))  # type: ignore[arg-type]
    return file, list(file.records())


def minors(found: list[Record]) -> list[int | None]:
    return [record.values["amount"].minor if "amount" in record.values else None for record in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234", "99,50"], [123400, 9950]),
        (["1,234", "99.50"], [123400, 9950]),
        (["1.234", "99.50"], [None, 9950]),
        (["1.234,56", "1,234.56", "7.000"], [123456, 123456, 700000]),
        (["2.500", "1.500"], [250000, 150000]),
    ],
)
def test_amounts_of_a_column(tmp_path: Path, cells: list[str], expected: list[int | None]) -> None:
    rows = "".join(f'd{number};"{cell}"\n' for number, cell in enumerate(cells))
    _file, found = records(tmp_path / "a.csv", f"Name;Amount\n{rows}")
    assert minors(found) == expected
    _file, found = records(tmp_path / "a.csv", f"Name;Amount\n{rows}".replace(";", ","))
    assert minors(found) == expected


def test_thousands_without_proof_are_told(tmp_path: Path) -> None:
    file, found = records(tmp_path / "a.csv", "Name;Amount\nA;1.234\nB;500\n")
    assert minors(found) == [123400, 50000]
    assert [warning.value for warning in file.warnings if warning.column == "Amount"] == ["1.234"]


def test_the_currency_of_the_row_column_name_or_playbook(tmp_path: Path) -> None:
    _file, found = records(tmp_path / "a.csv", "Name,Amount,Currency\nA,5,US Dollar\nB,$5,\nC,5,\nD,5,shells\nE,5,¥\n")
    currencies = [record.values["amount"].currency if "amount" in record.values else None for record in found]
    assert currencies == ["USD", "USD", "EUR", None, "JPY"]
    assert [(warning.row, warning.column) for record in found for warning in record.warnings] == [
        (5, "Currency"), (5, "Amount"),
    ]  # fmt: skip
    _file, found = records(tmp_path / "b.csv", "Name,Valore (CHF)\nA,5\n")
    assert found[0].values["amount"].currency == "CHF"


def test_bad_values_cost_the_value_not_the_row(tmp_path: Path) -> None:
    content = "Name,Amount,Close date,Created\nA,many,31/02/2026,2026-01-01\nB,5,25/12/2026,2026-01-01\n"
    _file, found = records(tmp_path / "a.csv", content)
    assert found[0].values == {"name": "A", "created": date(2026, 1, 1)}
    lost = {(item.row, item.column, item.value) for item in found[0].warnings}
    assert lost == {(2, "Close date", "31/02/2026"), (2, "Amount", "many")}
    assert found[1].warnings == ()
