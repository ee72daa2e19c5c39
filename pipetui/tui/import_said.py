"""What a person has said about the files of an import: answers, columns, repairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipetui.services.transfer_drafts import KeptAnswers
from pipetui.services.transfer_preview import with_mapping, with_repair, without_repair
from pipetui.services.transfer_questions import Answers, with_answers

if TYPE_CHECKING:
    from pipetui.services.transfer_preview import BadCell, Preview
    from pipetui.services.transfer_report import ImportRequest


@dataclass(slots=True)
class Said:
    """``request`` has the files, the columns and the repairs; ``answers`` those to the questions."""

    request: ImportRequest
    answers: Answers = field(default_factory=dict)

    @property
    def whole(self) -> ImportRequest:
        """The request with everything that was said."""
        return with_answers(self.request, self.answers)

    @property
    def kept(self) -> KeptAnswers:
        """All of it, as it is kept for later."""
        return KeptAnswers(dict(self.answers), self.request.mapping, self.request.repairs)

    def take(self, kept: KeptAnswers) -> None:
        """What was kept is said again."""
        self.answers.update(kept.answers)
        self.request = replace(self.request, mapping=kept.mapping, repairs=kept.repairs)

    def forget(self) -> None:
        """Nothing was said."""
        self.answers.clear()
        self.request = replace(self.request, mapping={}, repairs={})

    def map(self, preview: Preview, number: int, field: str | None) -> None:
        """A column is to be read as a field; None: not at all. What was answered about columns is part of that."""
        self.request = replace(self.request, mapping=self.whole.mapping)
        for topic in [topic for topic in self.answers if topic.kind in ("name_column", "column")]:
            del self.answers[topic]
        self.request = with_mapping(self.request, preview, number, field)

    def repair(self, cell: BadCell, text: str) -> None:
        """A cell is to be read as this text."""
        self.request = with_repair(self.request, cell.row, cell.column, text)

    def restore(self, cell: BadCell) -> None:
        """A cell is to be read as it stands."""
        self.request = without_repair(self.request, cell)

    def repaired(self, cell: BadCell) -> str | None:
        """What a cell is read as instead of its text; None where it is not repaired."""
        text = self.request.repairs.get((cell.row, cell.column), cell.repaired)
        return None if text == cell.value else text
