"""A file of any kind as a grid of cells: opened by what it says, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.grid import open_csv
from pipetui.exchange.packed import container_of
from pipetui.exchange.problems import Problem
from pipetui.i18n import _

if TYPE_CHECKING:
    from pipetui.exchange.grid import Grid
    from pipetui.exchange.recognise import Names
    from pipetui.exchange.sheets import UsualSheet
    from pipetui.exchange.source import Source


def open_grid(
    source: Source,
    names: Names,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    usual: UsualSheet | None = None,
) -> tuple[Grid, list[Problem]]:
    """The cells of a file and what is to be said about how it was opened.

    Raises UnclearSheet for a workbook of which only a person can tell which sheet is meant, BadInput for what is no
    table.
    """
    container = container_of(source)
    if container == "archive":
        raise BadInput(
            _("{file} is an archive within another one.").format(file=source.name),
            _("Unpack it and import the files in it."),
        )
    if container == "workbook":
        from pipetui.exchange.sheets import choose_sheet
        from pipetui.exchange.workbook import open_workbook

        return choose_sheet(open_workbook(source), names, sheet, usual)
    said = [Problem(None, None, None, _("A text file has no sheets: --sheet says nothing here."))] if sheet else []
    return open_csv(source, names.score, encoding), said
