"""Exports: every kind, and deals that come back as they went out."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import Bench, counts

from pipetui.errors import BadInput
from pipetui.exchange.systems.base import FIELDS
from pipetui.services import edits, exports, moves, notes, steps, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
from pipetui.services.desk import create
from pipetui.services.playbooks import from_preset


def as_csv(desk: Desk, what: str, locale: str | None = None) -> str:
    out = io.StringIO(newline="")
    exports.export(desk, what, "csv", out, locale)
    return out.getvalue()


def test_every_deal_is_exported_whatever_its_status(desk: Desk, tmp_path: Path) -> None:
    bench = Bench(desk, tmp_path)
    first = bench.exported()[0]["id"]
    moves.close(bench.later(), first, "no_decision", "no_sponsor", date(2027, 2, 1))
    found = bench.exported()
    assert {deal["status"] for deal in found} == {"open", "parked", "no_decision", "dormant"}
    assert [deal["id"] for deal in found] == sorted(deal["id"] for deal in found)
    assert found[0]["reason"] == "no_sponsor"
    assert found[0]["closed"] == "2026-11-23"
    asleep = next(deal for deal in found if deal["status"] == "dormant")
    assert (asleep["stage"], asleep["next_step_date"]) == ("qualification", "2027-02-01")


def test_csv_columns_and_guard(empty_desk: Desk) -> None:
    edits.add_deal(empty_desk, name="=1+1", company="+39 02 555", amount="1200.50", owner="[bold]x")
    header, row = csv.reader(io.StringIO(as_csv(empty_desk, "deals")))
    assert header[: len(FIELDS) + 1] == ["id", *FIELDS]
    values = dict(zip(header, row, strict=True))
    assert (values["name"], values["company"], values["amount"], values["owner"]) == (
        "'=1+1", "+39 02 555", "1200.50", "[bold]x",
    )  # fmt: skip
    assert "1200,50" in as_csv(empty_desk, "deals", "it")


@pytest.mark.parametrize("locale", [None, "it"])
def test_an_export_can_be_imported_elsewhere(desk: Desk, tmp_path: Path, locale: str | None) -> None:
    out = tmp_path / "out.csv"
    edits.set_fields(desk, 1, {"contact": "=Rita", "phone": "+39 333", "external_id": "'=X"})
    out.write_text(as_csv(desk, "deals", locale), encoding="utf-8", newline="")
    other = create(tmp_path / "other.db", playbook=from_preset("b2b", "en"), me="anna", now=desk.now - 60)
    bench = Bench(other.at(desk.now), tmp_path)
    (report,) = transfer.import_files(bench.later(), ImportRequest([out]))
    assert report.questions == []
    assert counts(report) == (9, 0, 0, 0)
    before, after = Bench(desk, tmp_path).exported(), bench.exported()
    other.close()
    assert after == before


def test_notes_events_and_findings(desk: Desk, tmp_path: Path) -> None:
    bench = Bench(desk, tmp_path)
    notes.log_note(bench.later(), 1, pain="Slow", next_step="Call", day=date(2026, 12, 1), seconds=42)
    note = bench.exported("notes")[-1]
    assert (note["record"], note["by"], note["pain"], note["date"], note["seconds"]) == (
        1, "anna", "Slow", "2026-12-01", 42,
    )  # fmt: skip
    assert note["at"].startswith("2026-11-23T08:32:00+01:00")
    event = bench.exported("events")[-1]
    assert (event["type"], event["record"], event["undone"]) == ("note_logged", 1, False)
    assert isinstance(event["after"], dict)
    kinds = {finding["kind"] for finding in bench.exported("findings")}
    assert kinds <= {"sla_overdue", "no_next_step", "step_overdue", "stalled"}
    assert kinds
    assert bench.exported("leads") == []
    assert "note_logged" in as_csv(bench.desk, "events")


def test_what_cannot_be_exported_is_said(desk: Desk) -> None:
    for what, to, locale in (("dreams", "csv", None), ("deals", "png", None), ("deals", "csv", "tlh")):
        with pytest.raises(BadInput):
            exports.export(desk, what, to, io.StringIO(), locale)


def test_changes_know_what_labels_and_names_meant(empty_desk: Desk, tmp_path: Path) -> None:
    bench = Bench(empty_desk, tmp_path)
    bench.hubspot()
    bench.bring("Deal - ID,Deal - Title,Deal - Stage,Deal - Status\n1,A,Demo,Open\n", stages={"Demo": "solution"})
    assert bench.exported("changes") == []
    steps.plan(bench.later(), bench.deal("13")["id"] - 1, text="Ring", day=date(2026, 12, 9))
    assert [row["field"] for row in bench.exported("changes")] == ["next_step", "next_step_date"]
