"""What a file leaves open, on one page: a line for each question, those of a kind under one sentence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from pipetui.services.transfer_questions import topic_of
from pipetui.tui.import_words import heading, wording
from pipetui.tui.widgets.question_line import QuestionLine
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.widget import Widget

    from pipetui.domain.playbook import Stage
    from pipetui.exchange.problems import Question
    from pipetui.services.transfer_questions import Answers


class QuestionPage(VerticalScroll, can_focus=False):
    """Fill it with ``ask``. ``answers`` is filled while they are chosen; ``answered`` is called then, and ``done`` for
    enter on the last question."""

    def __init__(
        self, stages: Sequence[Stage], answers: Answers, *, answered: Callable[[], None], done: Callable[[], None]
    ) -> None:
        super().__init__(id="questions")
        self._stages = stages
        self._answers = answers
        self._answered = answered
        self._done = done
        self.lines: list[QuestionLine] = []

    @property
    def open(self) -> int:
        """How many questions are without an answer."""
        return sum(line.chosen is None for line in self.lines)

    async def ask(self, questions: Sequence[Question]) -> None:
        """Ask these; what was answered before is chosen already."""
        self.lines = []
        widgets: list[Widget] = []
        for kind, same in groupby(questions, key=lambda question: question.kind):
            widgets.append(Static(safe(heading(kind)), classes="heading", markup=False))
            lines = [self._line(question) for question in same]
            self.lines += lines
            widgets += lines
        await self.remove_children()
        await self.mount_all(widgets)

    def take_focus(self) -> None:
        """To the first question that nobody has answered."""
        first = next((line for line in self.lines if not line.settled), None) or next(iter(self.lines), None)
        if first is not None:
            first.take_focus()

    def take_all(self) -> bool:
        """Take what is chosen in every line. False: one is without an answer, and the focus is there."""
        without = next((line for line in self.lines if line.chosen is None), None)
        if without is not None:
            without.take_focus()
            return False
        for line in self.lines:
            line.confirm()
            self._answers[topic_of(line.question)] = line.value or ""
        return True

    def _line(self, question: Question) -> QuestionLine:
        line = QuestionLine(
            question, wording(question, self._stages), answered=self._chosen, gone_on=self._next, opens=self._open_line
        )
        said = self._answers.get(topic_of(question))
        line.propose(question.likely if said is None else said)
        if said is not None:
            line.confirm()
        return line

    def _open_line(self, line: QuestionLine) -> None:
        """Only the line where one is shows its choices; it stays open while something else has the focus."""
        for other in self.lines:
            other.opened = other is line
        self.call_after_refresh(line.scroll_visible, animate=False)

    def _chosen(self, line: QuestionLine) -> None:
        """Keep the answer; other columns are likely to have the same order of dates."""
        topic = topic_of(line.question)
        if line.value is not None:
            self._answers[topic] = line.value
        for other in self.lines:
            if topic.kind == other.question.kind == "date_order" and not other.settled:
                other.propose(line.value)
        self._answered()

    def _next(self, line: QuestionLine) -> None:
        """To the next question; after the last one, on."""
        at = self.lines.index(line) + 1
        if at < len(self.lines):
            self.lines[at].take_focus()
        else:
            self._done()
