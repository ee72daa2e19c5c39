"""What a file leaves open is asked on screen, rehearsed, and imported only after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import Opened, opened
from textual.widgets import Button

from pipetui.services import transfer
from pipetui.services.people_changes import add as add_person
from pipetui.services.transfer_report import ImportRequest
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


async def begin(app: Opened, file: Path, *rows: str) -> None:
    """Write the file, and give its path to the import screen."""
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    app.app.action_import_file()
    await app.until(lambda: isinstance(app.app.screen, ImportScreen))
    await app.type(str(file))
    await app.press("enter")


async def asked(app: Opened, *about: str) -> list[QuestionLine]:
    """Wait until exactly these things are asked."""
    await app.until(lambda: [each.question.value or each.question.column or "" for each in lines(app)] == list(about))
    await app.pilot.pause()
    return lines(app)


def lines(app: Opened) -> list[QuestionLine]:
    dialog = app.app.screen
    return list(dialog.query(QuestionLine)) if isinstance(dialog, ImportWizard) else []


async def foretold(app: Opened, words: str) -> None:
    await app.until(lambda: words in app.text("#said"))
    await app.pilot.pause()


async def click(app: Opened, selector: str) -> None:
    """Click a button once the page has come to rest: a press that meets another place than its release is no click."""
    button = app.app.screen.query_one(selector, Button)
    seen = None
    while seen != button.region:
        seen = button.region
        await app.pilot.pause(0.05)
    await app.pilot.click(button)


async def imported(app: Opened) -> None:
    await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, ImportedScreen))
    await app.press("escape")
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))


def kept(desk: Desk) -> dict[str, tuple[str, str, str | None, str | None]]:
    """Name to stage, status, owner and close date, read anew from the database."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT d.name, d.stage, d.status, p.name, d.close_date FROM deal d LEFT JOIN person p ON p.id = d.owner_id"
        )
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


@pytest.mark.parametrize("size", SIZES)
async def test_every_question_on_one_page_then_a_yes(empty_desk: Desk, file: Path, size: tuple[int, int]) -> None:
    add_person(empty_desk, "Anna Rossi")
    async with opened(empty_desk, size=size) as app:
        await begin(
            app, file, "Deal,Fase,Responsabile,Data chiusura",
            "ERP,Negoziazione,anna rosi,03/04/2027", "Pilot,Tiepida,anna rosi,05/06/2027",
            "Audit,Tiepida,mia,05/06/2027", "Old,Cestino,mia,05/06/2027",
        )  # fmt: skip
        dates, negotiation, warm, _bin, person = await asked(
            app, "03/04/2027", "Negoziazione", "Tiepida", "Cestino", "anna rosi"
        )
        page = shown(app.pilot)
        assert "3 Apr 2027, 5 Jun 2027" in page, "both readings of two values"
        assert "4 Mar 2027, 6 May 2027" in page
        assert "5 open" in page
        assert (negotiation.value, negotiation.settled) == ("decision", False), "a proposal, to be confirmed"
        assert (warm.value, person.value) == (None, None)
        await app.press("1")
        assert app.app.focused is negotiation
        await app.press("enter")
        assert negotiation.settled
        await app.press("2", "0", "1")
        assert dates.value == "dmy"
        await foretold(app, "4 deals: 3 new, 1 rejected.")
        assert "Cestino" in shown(app.pilot)
        assert kept(empty_desk) == {}, "a rehearsal leaves nothing"
        await imported(app)
        await app.until(lambda: any("3 deals added, 1 row rejected." in toast for toast in app.toasts))
        assert kept(empty_desk) == {
            "ERP": ("decision", "open", "Anna Rossi", "2027-04-03"),
            "Pilot": ("discovery", "open", "Anna Rossi", "2027-06-05"),
            "Audit": ("discovery", "open", "mia", "2027-06-05"),
        }
        await app.press("u")
        await app.until(lambda: app.names == [])
    assert kept(empty_desk) == {}


async def test_answers_are_remembered_for_the_next_file(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Fase,Data chiusura", "ERP,Tiepida,03/04/2027")
        await asked(app, "03/04/2027", "Tiepida")
        await app.press("2", "3")
        await foretold(app, "1 deal: 1 new.")
        await imported(app)
        await begin(app, file, "Deal,Fase,Data chiusura", "Audit,tiepida,05/06/2027")
        await app.until(lambda: isinstance(app.app.screen, ImportWizard))
        await foretold(app, "1 deal: 1 new.")
        await imported(app)
    assert {name: deal[0::3] for name, deal in kept(empty_desk).items()} == {
        "ERP": ("solution", "2027-03-04"), "Audit": ("solution", "2027-05-06"),
    }  # fmt: skip


async def test_the_next_file_says_what_is_new_changed_and_held(empty_desk: Desk, file: Path) -> None:
    header = "Record ID,Deal Name,Deal Stage,Amount,Create Date"
    first = [f"{n},deal {n},Appointment Scheduled,{n}00,2026-10-01" for n in range(1, 5)]
    file.write_text("\n".join([header, *first]) + "\n", encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    async with opened(empty_desk) as app:
        again = [
            "1,deal 1,Appointment Scheduled,100,2026-10-01", "2,deal 2,Appointment Scheduled,999,2026-10-01",
            "3,deal 3,Decision Maker Bought-In,300,2026-10-01", "5,deal 5,Contract Sent,5,2026-10-01", "6,,,,",
        ]  # fmt: skip
        await begin(app, file, header, *again)
        await app.until(lambda: isinstance(app.app.screen, ImportWizard) and app.app.screen.here == "cells")
        await app.press("f2")
        await foretold(app, "1 held, 1 rejected.")
        said = app.text("#said")
        assert said.startswith("5 deals: 1 new")
        assert "1 deal stays in its stage: answers are missing." in said
        assert "1 deal is no longer in the file" in said
        await app.press("escape", "escape")
    assert len(kept(empty_desk)) == 4


async def test_leaving_keeps_the_answers_and_writes_nothing(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Fase", "ERP,Tiepida", "Audit,Fredda")
        await asked(app, "Tiepida", "Fredda")
        await app.press("2", "escape")
        assert isinstance(app.app.screen, ImportScreen)
        await app.press("enter")
        (line,) = await asked(app, "Fredda")
        await app.press("f2")
        assert "1 answer is missing." in shown(app.pilot)
        assert app.app.focused is line
        await app.press("l", "f2")
        await foretold(app, "2 deals: 2 new.")
        await app.press("1")
        cold, *_rest = await asked(app, "Fredda")
        assert cold.value == "lost"
        await app.press("escape", "escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert kept(empty_desk) == {}


async def test_an_answer_can_be_changed_after_the_rehearsal(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Fase", "ERP,Tiepida")
        await asked(app, "Tiepida")
        await app.press("2")
        await foretold(app, "1 deal: 1 new.")
        await app.press("1", "4")
        await app.until(lambda: app.text("#said").startswith("1 deal"))
        await imported(app)
    assert kept(empty_desk)["ERP"][0] == "validation"


async def test_the_pipeline_is_asked_before_the_labels_of_the_others(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date",
                    "1,ERP,Warm,Sales,5,2026-10-01", "2,Renewal,Cosy,Renewals,5,2026-10-01")  # fmt: skip
        await asked(app, "Pipeline")
        assert "all of them" in shown(app.pilot)
        await app.press("1")
        await asked(app, "Warm")
        await app.press("1")
        await foretold(app, "2 deals: 1 new, 1 rejected.")
        await imported(app)
    assert list(kept(empty_desk)) == ["ERP"]


async def test_the_column_of_the_names_is_chosen(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Cosa,Fase,Valore", "ERP,Qualification,5", "Audit,Decision,6")
        await asked(app, "name")
        assert "Which column holds the names of the deals?" in shown(app.pilot)
        await app.press("c", "enter")
        await foretold(app, "2 deals: 2 new.")
        await imported(app)
    assert set(kept(empty_desk)) == {"ERP", "Audit"}


async def test_letters_that_cannot_be_read_are_asked_about(empty_desk: Desk, file: Path) -> None:
    content = "Deal,Company,Stage\nERP,Societ\x88 Rossi,Qualification\nAudit,Lun\x8d,Decision\n"
    async with opened(empty_desk) as app:
        file.write_bytes(content.encode("latin-1"))
        app.app.action_import_file()
        await app.until(lambda: isinstance(app.app.screen, ImportScreen))
        await app.type(str(file))
        await app.press("enter")
        (line,) = await asked(app, "")
        assert "mac-roman: ERP,Società Rossi" in shown(app.pilot)
        await app.press("m")
        assert line.value == "mac-roman"
        await app.press("enter")
        await foretold(app, "2 deals: 2 new.")
        await imported(app)
        assert sorted(app.names) == ["Lunç", "Società Rossi"]


async def test_somebody_new_with_a_name_like_one_that_is_known(empty_desk: Desk, file: Path) -> None:
    add_person(empty_desk, "Anna Rossi")
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Stage,Owner", "ERP,Qualification,Anna Rosso")
        await asked(app, "Anna Rosso")
        assert "Anna Rossi" in shown(app.pilot)
        assert "somebody new" in shown(app.pilot)
        await app.press("2")
        await foretold(app, "1 deal: 1 new.")
        await imported(app)
    assert kept(empty_desk)["ERP"][2] == "Anna Rosso"


@pytest.mark.parametrize("size", SIZES)
async def test_many_labels_scroll(empty_desk: Desk, file: Path, size: tuple[int, int]) -> None:
    labels = [f"Zz{n:02d} label [/x]" for n in range(16)]
    async with opened(empty_desk, size=size) as app:
        await begin(app, file, "Deal,Fase", *(f"deal {n},{label}" for n, label in enumerate(labels)))
        await asked(app, *labels)
        for _label in labels[:-1]:
            await app.press("2")
        focused = app.app.focused
        assert isinstance(focused, QuestionLine)
        assert focused.question.value == labels[-1]
        await app.pilot.pause()
        page = shown(app.pilot)
        assert labels[-1] in page
        assert "leave these rows out" in page, "the choices of the line where one is are seen whole"
        assert "Go on" in page
        await app.press("3")
        await foretold(app, "16 deals: 16 new.")
        await imported(app)
    assert {deal[0] for deal in kept(empty_desk).values()} == {"discovery", "solution"}


@pytest.mark.parametrize("size", SIZES)
async def test_everything_can_be_clicked(empty_desk: Desk, file: Path, size: tuple[int, int]) -> None:
    async with opened(empty_desk, size=size) as app:
        await begin(app, file, "Deal,Fase", "ERP,Tiepida", "Audit,Fredda")
        warm, cold = await asked(app, "Tiepida", "Fredda")
        await app.pilot.click(cold, offset=(5, 0))
        await app.pilot.pause()
        assert (app.app.focused, cold.chosen, cold.opened, warm.opened) == (cold, None, True, False)
        await app.pilot.click(cold, offset=(25, 1))
        assert cold.value == "discovery"
        await app.pilot.click(warm, offset=(5, 0))
        await app.pilot.pause()
        await app.pilot.click(warm, offset=(6, 1))
        assert warm.value == "qualification"
        await click(app, "#save")
        await foretold(app, "2 deals: 2 new.")
        await app.pilot.click("#steps", offset=(3, 0))
        await app.until(lambda: warm not in lines(app) and app.app.focused in lines(app))
        await app.pilot.pause()
        await click(app, "#save")
        await foretold(app, "2 deals: 2 new.")
        await click(app, "#save")
        await app.until(lambda: isinstance(app.app.screen, ImportedScreen))
    assert {name: deal[0] for name, deal in kept(empty_desk).items()} == {"ERP": "qualification", "Audit": "discovery"}


async def test_a_file_that_cannot_be_used_is_said_beside_its_path(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Fase", 'ERP,"Warm')
        await app.until(lambda: isinstance(app.app.screen, ImportScreen) and "never closed" in app.text("#trouble"))
        file.write_text("Deal,Stage\nERP,Decision\n", encoding="utf-8")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ImportWizard))
        await foretold(app, "1 deal: 1 new.")


async def test_one_order_is_proposed_for_the_other_dates_and_each_can_have_its_own(
    empty_desk: Desk, file: Path
) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, "Deal,Stage,Close date,Next step,Due", "ERP,Decision,03/04/2027,call,05/06/27")
        await app.until(lambda: len(lines(app)) == 2)
        await app.pilot.pause()
        by_column = {line.question.column: line for line in lines(app)}
        closes, due = by_column["Close date"], by_column["Due"]
        first, other = (closes, due) if app.app.focused is closes else (due, closes)
        await app.press("1")
        assert (first.settled, other.value, other.settled) == (True, "dmy", False)
        await app.press("2")
        await foretold(app, "1 deal: 1 new.")
        await imported(app)
    assert kept(empty_desk)["ERP"][3] == {"dmy": "2027-04-03", "mdy": "2027-03-04"}[closes.value or ""]
    assert {first.value, other.value} == {"dmy", "mdy"}
