"""A file before it is imported: what it leaves open is asked, what importing it would do is said. It writes nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static
from textual.worker import get_current_worker

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services.transfer_questions import Answers, to_ask_now, topic_of, with_answers
from pipetui.services.transfer_report import ImportRequest
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.import_words import foretold, heading, problems, wording
from pipetui.tui.widgets.question_line import QuestionLine
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from pipetui.domain.playbook import Stage
    from pipetui.exchange.problems import Question
    from pipetui.services.transfer_questions import Topic
    from pipetui.services.transfer_report import ImportReport

    Progress = Callable[[int, int], None]
    Rehearse = Callable[[ImportRequest, Progress], ImportReport]
    """What importing would do. Raises PipetuiError, and what its progress raises."""


_ROWS_AROUND = 13
"""Rows of a page beside its questions: the frame, what is said, the buttons, the choices of one question."""


class Stopped(Exception):
    """The person left while a file was being read: nothing of it stays."""


class RehearsalDialog(Dialog[ImportRequest | str | None]):
    """Asks what the file leaves open, a page at a time, then says what would happen and asks for a yes.

    Dismisses with the request to import; with a sentence where the file cannot be used; with None when it is left.
    ``answers`` is filled meanwhile, so that nothing that was answered is asked again after leaving.
    """

    CSS_PATH = "../styles/rehearsal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "go_on", show=False),
        Binding("b", "back", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, request: ImportRequest, rehearse: Rehearse, stages: Sequence[Stage], answers: Answers) -> None:
        super().__init__()
        self._request = request
        self._run = rehearse
        self._stages = stages
        self._answers = answers
        self._asked: dict[Topic, Question] = {}
        self._lines: list[QuestionLine] = []
        self._agreed: ImportRequest | None = None
        self._busy = True

    # The frame

    def title_words(self) -> tuple[str, str]:
        """The file."""
        return _("Import"), self._request.files[0].name

    def hints(self) -> str:
        """The keys of what is shown now."""
        if self._agreed is not None:
            back = (_("b answers"),) if self._asked else ()
            return SEPARATOR.join((_("enter import"), *back, _("esc leave, nothing written")))
        if self._busy:
            return _("esc leave")
        return SEPARATOR.join((_("digit or arrows choose"), _("enter next"), _("f2 go on"), _("esc leave")))

    def body(self) -> ComposeResult:
        """What is said, and what is asked."""
        yield Static("", id="said", markup=False)
        yield VerticalScroll(id="questions", can_focus=False)

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Answers")), action="screen.back", id="back", compact=True)
            yield Button(safe(_("Go on")), action="screen.go_on", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Read the file."""
        self._rehearse()

    def _show(self, said: Sequence[Content]) -> None:
        """Say this, and offer what can be done now."""
        self.query_one("#said", Static).update(Content("\n").join(said))
        self.query_one("#questions").display = self._asking
        self.query_one("#save").display = not self._busy
        self.query_one("#back").display = self._agreed is not None and bool(self._asked)
        self.query_one("#save", Button).label = safe(_("Go on") if self._agreed is None else _("Import"))
        self._show_open()
        self._fit()

    @property
    def _asking(self) -> bool:
        """Are questions shown?"""
        return bool(self._lines) and not self._busy and self._agreed is None

    def on_resize(self) -> None:
        """Another height has room for other pages."""
        super().on_resize()
        self._fit()

    def _fit(self) -> None:
        """A page that is longer than the terminal scrolls between its first line and the buttons."""
        questions = self.query_one("#questions")
        rows = len(questions.children) + len(questions.query(".heading")) + _ROWS_AROUND
        self.set_class(self._asking and rows > self.size.height, "-long")

    # Rehearsing

    def _rehearse(self) -> None:
        self._busy, self._agreed = True, None
        self.tell("")
        self._show([safe(_("Reading {file} …").format(file=self._request.files[0].name), "$muted")])
        self._read_file(with_answers(self._request, self._answers))

    @work(thread=True, exclusive=True, group="rehearse")
    def _read_file(self, request: ImportRequest) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped
            self.app.call_from_thread(self._advance, done, total)

        try:
            report = self._run(request, progress)
        except Stopped:
            return
        except PipetuiError as error:
            self.app.call_from_thread(self._fail, str(error))
        else:
            self.app.call_from_thread(self.call_later, self._told, request, report)

    def _advance(self, done: int, total: int) -> None:
        self._show([safe(_("Rehearsing: {n} of {total} …").format(n=done, total=total), "$muted")])

    def _fail(self, message: str) -> None:
        """The file cannot be used with these answers: they can be changed; without answers there is nothing to do."""
        if self._lines:
            self._busy = False
            self._show([safe(_("Nothing is written yet."), "$muted")])
            self._lines[0].take_focus()
            self.tell(message)
        elif self._answers:
            self._answers.clear()
            self._rehearse()
        else:
            self.dismiss(message)

    async def _told(self, request: ImportRequest, report: ImportReport) -> None:
        if report.questions:
            await self._ask(to_ask_now(report.questions))
            return
        self._agreed, self._busy = request, False
        self._show([safe(foretold(report), "bold"), *problems(report), safe(_("Nothing is written yet."), "$muted")])
        self.set_focus(self.query_one("#save", Button))

    # Asking

    async def _ask(self, questions: Sequence[Question]) -> None:
        """A page of questions; what was answered before is chosen already."""
        self._agreed, self._busy = None, True
        self._asked |= {topic_of(question): question for question in questions}
        self._lines = []
        widgets: list[Widget] = []
        for kind, same in groupby(questions, key=lambda question: question.kind):
            widgets.append(Static(safe(heading(kind)), classes="heading", markup=False))
            lines = [self._line(question) for question in same]
            self._lines += lines
            widgets += lines
        page = self.query_one("#questions", VerticalScroll)
        await page.remove_children()
        await page.mount_all(widgets)
        self._busy = False
        self._show([safe(_("The file leaves this open. Nothing is written yet."))])
        first = next((line for line in self._lines if not line.settled), self._lines[0])
        first.take_focus()

    def _line(self, question: Question) -> QuestionLine:
        line = QuestionLine(
            question, wording(question, self._stages), answered=self._answered, gone_on=self._next, opens=self._open
        )
        said = self._answers.get(topic_of(question))
        line.propose(question.likely if said is None else said)
        if said is not None:
            line.confirm()
        return line

    def _open(self, line: QuestionLine) -> None:
        """Only the line where one is shows its choices; it stays open while a button has the focus."""
        for other in self._lines:
            other.opened = other is line
        self.call_after_refresh(line.scroll_visible, animate=False)

    def _answered(self, line: QuestionLine) -> None:
        """Keep the answer; other columns are likely to have the same order of dates."""
        self.tell("")
        topic = topic_of(line.question)
        if line.value is not None:
            self._answers[topic] = line.value
        for other in self._lines:
            if topic.kind == other.question.kind == "date_order" and not other.settled:
                other.propose(line.value)
        self._show_open()

    def _show_open(self) -> None:
        """How many questions are without an answer, beside the keys."""
        n = sum(line.chosen is None for line in self._lines) if self._asking else 0
        self.show_hints(ngettext("{n} open", "{n} open", n).format(n=n) if n else "")

    def _next(self, line: QuestionLine) -> None:
        """To the next question; after the last one, on."""
        at = self._lines.index(line) + 1
        if at < len(self._lines):
            self._lines[at].take_focus()
        else:
            self.action_go_on()

    # What people do

    def action_go_on(self) -> None:
        """Take what is chosen and rehearse; what has been rehearsed is agreed to."""
        if self._busy:
            return
        if self._agreed is not None:
            self.dismiss(self._agreed)
            return
        without = [line for line in self._lines if line.chosen is None]
        if without:
            n = len(without)
            self.tell(ngettext("{n} answer is missing.", "{n} answers are missing.", n).format(n=n))
            without[0].take_focus()
            return
        for line in self._lines:
            line.confirm()
            self._answers[topic_of(line.question)] = line.value or ""
        self._rehearse()

    async def action_back(self) -> None:
        """From what would happen back to all that was asked, to answer otherwise."""
        if self._agreed is not None and self._asked:
            await self._ask(list(self._asked.values()))

    def action_leave(self) -> None:
        """Leave; a rehearsal that is running is stopped."""
        self.workers.cancel_node(self)
        self.dismiss(None)
