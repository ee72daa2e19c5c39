"""The lines of the page after an import: they fit every width, and what people wrote is only text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_pipeline import HOSTILE, NOW
from two_weeks import second_import

from pipetui.services import edits, imports
from pipetui.tui.widgets import imported_text

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.imports import Imported


@pytest.fixture
def desk(empty_desk: Desk, tmp_path: Path) -> Desk:
    desk = empty_desk.at(NOW)
    second_import(desk, tmp_path)
    return desk


def last(desk: Desk) -> Imported:
    found = imports.last_import(desk)
    assert found is not None
    return found


@pytest.mark.parametrize("width", [40, 58, 78, 118])
def test_lines_fit_and_hold_no_markup(desk: Desk, width: int) -> None:
    for number in range(1, 16):
        edits.set_fields(desk.at(NOW + 60), number, {"name": HOSTILE, "company": HOSTILE})
    later = desk.at(NOW + 60)
    found = last(later)
    entries = imported_text.entries(found, imports.largest_to_clear(later, found.batches))
    for entry in entries:
        line = imported_text.line(entry, later, width, selected=True)
        about = imported_text.about(entry, later, lambda _command: "k", 0, width)
        for shown in (line, *about):
            assert shown.cell_length <= width
            assert "\x1b" not in shown.plain
            assert "\n" not in shown.plain
    assert any("[/red]x" in imported_text.line(entry, later, 118, selected=False).plain for entry in entries)


def test_what_is_gone_and_closed_meanwhile_is_not_offered(desk: Desk) -> None:
    from pipetui.services import moves

    before = last(desk)
    assert [item.deal.company for item in before.missing] == ["Elmo", "Fano"]
    moves.close(desk.at(NOW + 60), before.missing[0].id, "lost", "price")
    after = last(desk.at(NOW + 60))
    assert [item.deal.company for item in after.missing] == ["Fano"]
    assert after.twins == (), "one of the two is closed"


def test_the_words_of_a_wall_and_of_a_few() -> None:
    handful = imports.Handful(tuple(range(10)), 214)
    assert imported_text.start_words(handful) == "Start with the 10 largest of 214"
    assert imported_text.start_words(imports.Handful((1, 2), 2)) == "Clear the 2 deals that need something"
