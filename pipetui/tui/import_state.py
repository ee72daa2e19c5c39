"""What a wizard knows about the files of an import: what was found in them, what was asked, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipetui.i18n import _, ngettext
from pipetui.services.transfer_questions import ABOUT_COLUMNS, to_ask_now, topic_of
from pipetui.services.transfer_told import repaired
from pipetui.tui.widgets.step_bar import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.exchange.problems import Question
    from pipetui.services.transfer_preview import BadCell, Preview
    from pipetui.services.transfer_questions import Topic
    from pipetui.tui.import_door import Look
    from pipetui.tui.import_said import Said

READING, QUESTIONS, COLUMNS, CELLS, FORECAST = "reading", "questions", "columns", "cells", "forecast"
"""The pages of the wizard."""


@dataclass(slots=True)
class ImportState:
    """``said``: by the person; ``look``: what was found, None before the first look; ``fresh``: with all that was said
    until now; ``asked``: every question of these files so far."""

    said: Said
    look: Look | None = None
    fresh: bool = False
    asked: dict[Topic, Question] = field(default_factory=dict)

    def found(self, look: Look) -> list[Question]:
        """The files were looked at. Returns what is to be asked now."""
        self.look, self.fresh = look, True
        now = to_ask_now(self.questions)
        self.asked |= {topic_of(question): question for question in now}
        return now

    @property
    def previews(self) -> Sequence[Preview]:
        """The tables, as far as they could be read."""
        return self.look.previews if self.look else ()

    @property
    def questions(self) -> list[Question]:
        """What the last look left open."""
        reports = self.look.reports if self.look else ()
        return [question for report in reports for question in report.questions]

    @property
    def open(self) -> int:
        """Questions that nobody has answered."""
        return sum(topic not in self.said.answers for topic in self.asked)

    @property
    def left(self) -> int:
        """Cells that are neither understood nor repaired. What was repaired since the look is not in its count."""
        since = sum((cell.repaired is None) - (self.repaired(table, cell) is None) for table, cell in self._bad_cells)
        return sum(table.bad_count for table in self.previews) - since

    @property
    def to_look_at(self) -> bool:
        """Are there cells to be seen to which nobody left as they are in an earlier file?"""
        return bool(self.left) and any(table.new_bad for table in self.previews)

    @property
    def may_write(self) -> bool:
        """Was all of it understood, with what was said until now?"""
        return self.fresh and self.look is not None and not self.look.trouble and not self.questions

    def repaired(self, table: Preview, cell: BadCell) -> str | None:
        """What a cell is read as instead; None where it is not repaired."""
        return repaired(self.said.request, table, cell)

    def still_asked(self) -> list[Question]:
        """All that was asked, but for what stands in columns that are not read any more."""
        dropped = {column.name for table in self.previews for column in table.columns if column.field is None}
        asked = self.asked.values()
        return [each for each in asked if each.kind in ABOUT_COLUMNS or each.column not in dropped]

    def next_page(self, *, landing: bool) -> str:
        """Where there is something to do. ``landing``: the files were read anew."""
        if self.questions:
            return QUESTIONS
        if self.look is not None and self.look.trouble:
            return COLUMNS
        return CELLS if landing and self.to_look_at else FORECAST

    def steps(self) -> list[Step]:
        """The steps that there are for these files."""
        steps = []
        if self.asked:
            n = self.open
            words = ngettext("{n} open", "{n} open", n).format(n=n) if n else ""
            steps.append(Step(QUESTIONS, _("Questions"), words, urgent=bool(n)))
        columns = [column for table in self.previews for column in table.columns]
        if columns:
            read = sum(column.field is not None for column in columns)
            steps.append(Step(COLUMNS, _("Columns"), f"{read}/{len(columns)}"))
        if self._bad_cells:
            left = self.left
            steps.append(Step(CELLS, _("Cells"), str(left or ""), urgent=bool(left)))
        return [*steps, Step(FORECAST, _("Import"))]

    @property
    def _bad_cells(self) -> list[tuple[Preview, BadCell]]:
        return [(table, cell) for table in self.previews for cell in table.bad_cells]
