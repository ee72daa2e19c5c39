"""Columns without a name, columns of one name, and what a person says a column holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.money import Money
from pipetui.errors import BadInput
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.recognise import unique_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipetui.exchange.systems.base import Values


def read(folder: Path, content: str, mapping: Mapping[str, str] | None = None) -> tuple[ImportFile, list[Values]]:
    path = folder / "deals.csv"
    path.write_text(content, encoding="utf-8")
    file = open_import(path, ReadOptions(ZoneInfo("Europe/Rome"), "EUR", mapping=mapping or {}))
    return file, [record.values for record in file.records()]


def test_names_are_made_unique() -> None:
    assert unique_names(["Valore", "", "valore", "Valore (2)", "", "VALORE"]) == (
        "Valore", "#2", "valore (3)", "Valore (2)", "#5", "VALORE (4)",
    )  # fmt: skip


@given(st.lists(st.sampled_from(["a", "A", "", "a (2)", "#1", "#2", "b"]), max_size=8))
def test_no_two_columns_have_one_name(written: list[str]) -> None:
    names = unique_names(written)
    assert len({name.casefold() for name in names}) == len(names) == len(written)
    assert all(name == own for name, own in zip(names, written, strict=True) if own == "b" and written.count("b") == 1)


def test_two_columns_that_differ_are_a_question(tmp_path: Path) -> None:
    file, _values = read(tmp_path, "Name,Amount,amount \nA,1,2\nB,3,3\n")
    (question,) = file.questions
    assert (question.kind, question.option, question.value, question.rows) == ("column", "--map", "amount", 1)
    assert question.choices == ("Amount", "amount (2)")
    assert question.readings == (("1", "3"), ("2", "3"))
    assert "--map amount='amount (2)'" in question.text


@pytest.mark.parametrize(("column", "amount"), [("Amount", 1), ("amount (2)", 2), ("AMOUNT (2)", 2)])
def test_a_mapping_says_which_of_them(tmp_path: Path, column: str, amount: int) -> None:
    file, values = read(tmp_path, "Name,Amount,amount \nA,1,2\n", {"amount": column})
    assert not file.questions
    assert values[0]["amount"] == Money(amount * 100, "EUR")


def test_columns_of_one_name_that_say_the_same_are_one(tmp_path: Path) -> None:
    file, values = read(tmp_path, "Name,Amount,Amount\nA,1,1\nB,,\n")
    assert not file.questions
    assert [value.get("amount") for value in values] == [Money(100, "EUR"), None]
    assert any("Amount" in warning.reason for warning in file.warnings)


def test_the_filled_one_of_two_is_read(tmp_path: Path) -> None:
    file, values = read(tmp_path, "Name,Close date,Close date\nA,,2026-12-01\nB,,2026-12-02\n")
    assert not file.questions
    assert [value["close_date"] for value in values] == [date(2026, 12, 1), date(2026, 12, 2)]
    assert [warning.column for warning in file.warnings if "Close date" in warning.reason] == ["Close date (2)"]


def test_one_amount_in_two_currencies_is_a_question(tmp_path: Path) -> None:
    file, _values = read(tmp_path, "Name,Amount (EUR),Amount (USD)\nA,1,2\n")
    assert [question.kind for question in file.questions] == ["column"]
    _file, values = read(tmp_path, "Name,Amount (EUR),Amount (USD)\nA,1,2\n", {"amount": "Amount (USD)"})
    assert values[0]["amount"] == Money(200, "USD")


def test_names_that_are_not_read_may_stand_twice(tmp_path: Path) -> None:
    file, values = read(tmp_path, "Deal,Zodiac,Zodiac\nA,Leo,Virgo\n")
    assert (file.questions, values) == ((), [{"name": "A"}])
    assert file.recognition.unread == ["Zodiac", "Zodiac (2)"]


def test_a_column_without_a_name_can_be_mapped(tmp_path: Path) -> None:
    _file, values = read(tmp_path, "Deal,,Stage\nA,1200,Discovery\n", {"amount": "#2"})
    assert values == [{"name": "A", "amount": Money(120000, "EUR"), "stage": "Discovery"}]


def test_one_column_may_serve_several_fields(tmp_path: Path) -> None:
    _file, values = read(tmp_path, "Deal,Chi\nA,Rita\n", {"owner": "Chi", "contact": "chi"})
    assert values == [{"name": "A", "owner": "Rita", "contact": "Rita", "next_step_owner": "Rita"}]


def test_a_field_that_is_not_to_be_read(tmp_path: Path) -> None:
    file, values = read(tmp_path, "Deal,Amount\nA,5\n", {"amount": ""})
    assert (values, file.recognition.unread) == ([{"name": "A"}], ["Amount"])


def test_a_mapping_to_a_column_that_is_not_there_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column “Betrag”") as caught:
        read(tmp_path, "Deal,Amount,\nA,5,\n", {"amount": "Betrag"})
    assert caught.value.hint == "Its columns are: Deal, Amount."


def test_a_mapping_of_no_field_names_the_fields(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a field"):
        read(tmp_path, "Deal,Amount\nA,5\n", {"betrag": "Amount"})


@pytest.mark.parametrize(
    ("field", "column"), [("notes", "Memo"), ("pipeline", "Funnel"), ("fit", "Note"), ("did", "Memo")]
)
def test_notes_pipelines_and_facts_of_leads_can_be_mapped(tmp_path: Path, field: str, column: str) -> None:
    _file, values = read(tmp_path, "Deal,Memo,Funnel,Note\nA,Met Rita,Sales,B\n", {field: column})
    assert values[0][field] == {"Memo": "Met Rita", "Funnel": "Sales", "Note": "B"}[column]


def test_the_mapping_that_was_found(tmp_path: Path) -> None:
    file, _values = read(tmp_path, "Trattativa;Zodiaco;Valore\nA;Leone;5\n")
    assert file.recognition.mapping == {"name": "Trattativa", "amount": "Valore"}
    assert file.described()["fields"] == file.recognition.mapping
    assert file.described()["header"] == ["Trattativa", "Zodiaco", "Valore"]
