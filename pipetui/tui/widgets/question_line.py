"""A question on one line: what it is about and how it is answered. Where one is, its choices stand below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.tui.widgets.choice import GAP, Options
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.geometry import Size

    from pipetui.exchange.problems import Question
    from pipetui.tui.import_words import Wording

_INDENT = 4
_MARK = "> "
_DIGITS = 9
_ROWS_CELLS = 11
_ANSWER_CELLS = 22
_LEAST_ABOUT, _MOST_ABOUT = 12, 40
"""Cells that a label has at least, and per cent of the width that it has at most, where an answer needs the rest."""


class QuestionLine(Options):
    """A digit or a letter chooses and goes on to the next question, ``0`` is the last choice, arrows look through them.

    ``answered`` is called with the line when another choice is made, ``gone_on`` for enter, ``opens`` when the focus
    has come here. ``settled``: the person has chosen or confirmed; else what is chosen is a proposal. ``opened``: the
    choices are shown.
    """

    opened: reactive[bool] = reactive(False, layout=True)
    settled: reactive[bool] = reactive(False)

    def __init__(
        self,
        question: Question,
        words: Wording,
        *,
        answered: Callable[[QuestionLine], None],
        gone_on: Callable[[QuestionLine], None],
        opens: Callable[[QuestionLine], None],
    ) -> None:
        super().__init__(words.options, chose=self._told, go_on=self._confirm)
        self.question = question
        self._wording = words
        self._answered = answered
        self._gone_on = gone_on
        self._opens = opens
        self._was_open = False

    @property
    def value(self) -> str | None:
        """The choice, or None while there is none."""
        return None if self.chosen is None else self._wording.values[self.chosen]

    def propose(self, value: str | None) -> None:
        """Choose what is likely; the person confirms it or not."""
        if value in self._wording.values:
            self.chosen = self._wording.values.index(value)

    def take_focus(self) -> None:
        """Take the focus at once: the next key is for this question."""
        self.screen.set_focus(self)

    def on_focus(self) -> None:
        """Show the choices; not before the press that brought the focus here was seen."""
        self.call_later(self._opens, self)

    def confirm(self) -> None:
        """The person takes what is chosen."""
        self.settled = self.chosen is not None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line, and the choices where they are shown."""
        return 1 + (len(self._rows(width - _INDENT)) if self.opened else 0)

    def render(self) -> Content:
        """The line, and the choices below it."""
        lines = [self._head(self.size.width)]
        if self.opened:
            rows = self._rows(self.size.width - _INDENT)
            lines += [" " * _INDENT + Content(" " * GAP).join(map(self._option, row)) for row in rows]
        return Content("\n").join(lines)

    def typed(self, event: events.Key) -> bool:
        """As other choices do; also 0 for the last one, and the first letter of a choice."""
        character = (event.character or "").casefold()
        if event.key == "0" and self._last_is_zero:
            self.choose(len(self._labels) - 1, quick=True)
        elif len(event.key) == 1 and character.isalpha():
            self._choose_next(character)
        else:
            return super().typed(event)
        return True

    def on_mouse_down(self) -> None:
        """A press on a line that shows no choices only opens it."""
        self._was_open = self.opened

    def clicked(self, x: int, y: int) -> None:
        """A click on a choice takes it."""
        if self._was_open and y > 0:
            self.choose_at(x - _INDENT, y - 1, self.size.width - _INDENT)

    def _choose_next(self, letter: str) -> None:
        """The next choice that begins with this letter, in a circle."""
        count = len(self._labels)
        start = -1 if self.chosen is None else self.chosen
        for index in ((start + step) % count for step in range(1, count + 1)):
            if self._labels[index].casefold().startswith(letter):
                self.choose(index)
                return

    def _told(self, quick: bool) -> None:
        self.settled = True
        self._answered(self)
        if quick:
            self._gone_on(self)

    def _confirm(self) -> None:
        self.confirm()
        self._answered(self)
        self._gone_on(self)

    def _words(self, index: int) -> str:
        return fit(self._labels[index], max(self.size.width - _INDENT - 2, 8), pad=False)

    @property
    def _last_is_zero(self) -> bool:
        """Are there more choices than digits from 1 on? Then the last one has the 0."""
        return len(self._labels) > _DIGITS

    def _option(self, index: int) -> Content:
        shown = super()._option(index)
        zero = self._last_is_zero and index == len(self._labels) - 1
        return Content.assemble(("0", "$primary" if index == self.chosen else "$muted"), shown[1:]) if zero else shown

    def _head(self, width: int) -> Content:
        rows = fit(self._wording.rows, _ROWS_CELLS, right=True) if self._wording.rows else ""
        answer, style = self._answer()
        about = self._about(width, len(rows), cell_len(answer))
        mark = _MARK if self.has_focus else " " * len(_MARK)
        room = width - len(_MARK) - cell_len(about) - len(rows) - 2
        return Content.assemble(
            (mark, "$primary"), (about, "bold" if self.has_focus else ""), (rows, "$muted"), "  ",
            (fit(answer, room, pad=False), style),
        )  # fmt: skip

    def _about(self, width: int, rows: int, answer: int) -> str:
        """A label stands in a column of its own; the dates of a column take the room that the answer leaves."""
        room = width - len(_MARK) - rows - 2 - (_ANSWER_CELLS if rows else answer)
        if rows:
            room = min(room, width * _MOST_ABOUT // 100)
        return fit(harmless(self._wording.about), max(room, _LEAST_ABOUT), pad=bool(rows))

    def _answer(self) -> tuple[str, str]:
        if self.chosen is None:
            return _("? choose"), "bold $no-step"
        words = harmless(self._wording.answers[self.chosen])
        return (words, "$primary") if self.settled else (_("likely: {answer}").format(answer=words), "$no-step")
