"""Messy sheets and files of several pipelines, from the file to the deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from transfer_helpers import Bench, counts

from pipetui.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

SECTIONS = """Azienda;Trattativa;Valore;Data chiusura
-- DISCOVERY --;;;
Acme;ERP;12.000,00;25/11/2026
Borealis;Pilota;8.500,00;30/12/2026
Totale;;20.500,00;
Proposta inviata:;;;
Cortina;Audit;1.000,00;15/12/2026
Trattative vinte;;;
Delta;Licenze;700,00;30/01/2026
"""


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def standing(bench: Bench) -> dict[str, tuple[str, str]]:
    return {deal["name"]: (deal["stage"], deal["status"]) for deal in bench.exported()}


def test_sections_are_the_stages_of_a_sheet_without_them(bench: Bench) -> None:
    asked = bench.bring(SECTIONS)
    assert [(question.option, question.value) for question in asked.questions] == [("--stage", "Proposta inviata")]
    report = bench.bring(SECTIONS, stages={"Proposta inviata": "solution"})
    assert counts(report) == (4, 0, 0, 0)
    assert standing(bench) == {
        "ERP": ("discovery", "open"), "Pilota": ("discovery", "open"), "Audit": ("solution", "open"),
        "Licenze": ("closing", "won"),
    }  # fmt: skip
    assert counts(bench.bring(SECTIONS)) == (0, 0, 4, 0), "the answer is remembered, and nothing has changed"


def test_a_deal_that_stands_in_the_next_section_goes_through_the_gate(bench: Bench) -> None:
    bench.bring(SECTIONS, stages={"Proposta inviata": "solution"})
    row = "Borealis;Pilota;8.500,00;30/12/2026\n"
    moved = SECTIONS.replace(row, "").replace("Proposta inviata:;;;\n", f"Proposta inviata:;;;\n{row}")
    report = bench.bring(moved)
    assert [(held.stage, held.crm_stage) for held in report.held] == [("discovery", "solution")]


def test_what_cannot_be_read_whole_is_told_and_noted_once(bench: Bench) -> None:
    content = "Record ID,Deal Name,Deal Stage,Amount,Close Date\n7,ERP,Appointment Scheduled,{},{}\n"
    report = bench.bring(content.format('"10,000.00 + VAT"', "da definire"))
    assert [(warning.column, warning.value) for warning in report.warnings] == [
        ("Close Date", "da definire"), ("Amount", "10,000.00 + VAT"),
    ]  # fmt: skip
    assert bench.deal("7")["amount"] == "10000.00"
    (note,) = bench.exported("notes")
    assert "10,000.00 + VAT" in note["text"]
    assert "da definire" in note["text"]
    again = bench.bring(content.format('"10,000.00 + VAT"', "da definire"))
    assert counts(again) == (0, 0, 1, 0)
    assert len(bench.exported("notes")) == 1


PIPELINES = """Record ID,Deal Name,Deal Stage,Pipeline,Close Date,Deal owner
1,A,Appointment Scheduled,Sales Pipeline,2026-12-01,Anna Rossi
2,B,Strange stage,Renewals,whenever,Ana Rossi
3,C,Appointment Scheduled,,2026-12-01,Anna Rossi
4,D,Appointment Scheduled,sales pipeline ,2026-12-01,Anna Rossi
"""


def test_rows_of_other_pipelines_ask_and_warn_of_nothing(bench: Bench) -> None:
    assert "pipeline" in {question.kind for question in bench.bring(PIPELINES).questions}
    report = bench.bring(PIPELINES, pipeline="SALES pipeline")
    assert (counts(report), report.questions, list(report.warnings)) == ((2, 0, 0, 2), [], [])
    assert [(problem.row, problem.value, problem.reason) for problem in report.rejects] == [
        (3, "Renewals", "The row belongs to another pipeline, which was not chosen."),
        (4, None, "The row names no pipeline, and one was chosen."),
    ]
    with pytest.raises(BadInput, match="no pipeline"):
        bench.bring(PIPELINES, pipeline="Nope")


def test_deals_of_other_pipelines_are_not_missing(bench: Bench) -> None:
    report = bench.bring(PIPELINES, pipeline="all", stages={"Strange stage": "discovery"})
    assert counts(report) == (4, 0, 0, 0)
    report = bench.bring(PIPELINES, pipeline="Sales Pipeline")
    assert (counts(report), report.missing) == ((0, 0, 2, 2), [])


def test_labels_of_stages_may_name_the_pipeline(bench: Bench) -> None:
    content = (
        "Record ID,Deal Name,Deal Stage\n11,A,Qualified To Buy (Sales Pipeline)\n12,B,qualifiedtobuy (Renewals)\n"
        "13,C,Closed Won (Renewals)\n"
    )
    assert [question.kind for question in bench.bring(content).questions] == ["pipeline"]
    report = bench.bring(content, pipeline="renewals")
    assert counts(report) == (2, 0, 0, 1)
    assert standing(bench) == {"B": ("discovery", "open"), "C": ("closing", "won")}
