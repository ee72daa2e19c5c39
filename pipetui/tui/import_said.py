"""What a person has said about the files of an import: answers, columns, repairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipetui.services.transfer_drafts import KeptAnswers
from pipetui.services.transfer_questions import ABOUT_COLUMNS, Answers, with_answers
from pipetui.services.transfer_told import with_mapping

if TYPE_CHECKING:
    from pipetui.services.transfer_preview import Preview
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
        return KeptAnswers(dict(self.answers), self.request.tables)

    def take(self, kept: KeptAnswers) -> None:
        """What was kept is said again."""
        self.answers.update(kept.answers)
        self.request = replace(self.request, tables=kept.tables)

    def forget(self) -> None:
        """Nothing was said."""
        self.answers.clear()
        self.request = replace(self.request, mapping={}, tables={})

    def map(self, table: Preview, number: int, field: str | None) -> None:
        """A column is to be read as a field; None: not at all. What was answered about columns is part of that."""
        whole = self.whole
        request = replace(self.request, mapping=whole.mapping, tables=whole.tables)
        for topic in [topic for topic in self.answers if topic.kind in ABOUT_COLUMNS]:
            del self.answers[topic]
        self.request = with_mapping(request, table, number, field)
