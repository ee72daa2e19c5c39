"""The first start, where no database exists: who, in which language, under which rules, and how to begin.

One page. Everything has a good answer already; what will be written, and where, stands below and is not written before
the person begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from pipetui.errors import BadInput, PipetuiError
from pipetui.i18n import Language, _, ngettext, pgettext, set_language
from pipetui.services import first_run
from pipetui.services.first_run import Answers, Started
from pipetui.services.transfer_report import ImportRequest
from pipetui.settings import at_home
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dropped import dropped_paths
from pipetui.tui.import_door import Door
from pipetui.tui.import_said import Said
from pipetui.tui.import_words import outcome, problems
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.widgets.choice import ChoiceEntry
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from pipetui.domain.dates import DateOrder
    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.launching import Launch
    from pipetui.services.transfer_report import ImportReport
    from pipetui.tui.widgets.panel_text import Lines

Next = Literal["add", "import", "demo"]
_PERSONAL = ("me", "language", "date_order")


@dataclass(frozen=True, slots=True)
class Begin:
    """What the person chose: a desk, their answers, and what to do first. ``said``: what there is to tell on Today."""

    desk: Desk
    answers: Answers
    then: Next
    said: str = ""


class _YourName(Field):
    """The login name is a guess: who types writes over it."""

    replace = True


class WelcomeScreen(Dialog[Begin | None]):
    """Asks, and makes what was agreed to. Dismisses with None to leave."""

    CSS_PATH = "../styles/welcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "begin", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("q", "leave", show=False),
        *[Binding(f"alt+{number}", f"how({number})", show=False) for number in range(1, 4)],
    ]

    def __init__(self, launch: Launch) -> None:
        super().__init__()
        self._launch = launch
        self._likely = first_run.likely_answers(launch)
        self._knows = first_run.has_settings(launch)
        self._entries = self._make_entries()
        self._said: dict[tuple[Path, ...], Said] = {}
        self._started: Started | None = None
        self._busy = False

    # What it asks

    def _make_entries(self) -> dict[str, Entry]:
        likely = self._likely
        entries: list[Entry] = [
            _YourName("me", "", likely.me, required=_("A name is needed: deals have it for their owner.")),
            ChoiceEntry("language", "", [("en", "English"), ("it", "Italiano")], likely.language),
            ChoiceEntry("date_order", "", [("dmy", ""), ("mdy", "")], likely.date_order),
            ChoiceEntry("preset", "", [("b2b", ""), ("solo", "")], likely.preset),
            ChoiceEntry("then", "", [("add", ""), ("import", ""), ("demo", "")], "add"),
            Field("file", "", placeholder="~/Downloads/deals.csv", required=_("Which file?"), check=_there_is),
        ]
        for entry in entries:
            entry.went_on = self._onward
        return {entry.key: entry for entry in entries}

    def title_words(self) -> tuple[str, str]:
        """The name of the product."""
        return "pipetui", ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("enter next"), _("f2 begin"), pgettext("app", "esc leave")))

    def body(self) -> ComposeResult:
        """The questions, and what will be written."""
        yield Static("", id="words", classes="intro", markup=False)
        yield from self._entries.values()
        yield BrokenLines(id="written")
        yield Static("", id="outcome", markup=False)

    def foot(self) -> ComposeResult:
        """The buttons."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Begin")), action="screen.begin", id="save", compact=True)
            yield Button(safe(pgettext("app", "Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Begin at the first question that is asked."""
        for name in _PERSONAL:
            self._entries[name].display = not self._knows
        self.query_one("#outcome").display = False
        self._speak()
        self._shown()[0].take_focus()

    # What it says

    def _speak(self) -> None:
        """Every word of the page, in the language in use."""
        labels = {
            "me": _("Your name"),
            "language": _("Language"),
            "date_order": _("Days"),
            "preset": _("Rules"),
            "then": _("Begin"),
            "file": _("File"),
        }
        for name, label in labels.items():
            self._entries[name].rename(label)
            self._entries[name].label_width(max(map(cell_len, labels.values())) + 2)
        self._choice("date_order").reword([_("3/4 is 3 April"), _("3/4 is March 4")])
        self._choice("preset").reword([_preset_words(self.answers, preset) for preset in ("b2b", "solo")])
        self._choice("then").reword(
            [_("empty, with a first deal"), _("import a file"), _("look around in a demo, a throwaway copy")]
        )
        self.query_one("#words", Static).update(Content("\n").join(self._words()))
        for name, words in (("#save", _("Begin")), ("#leave", pgettext("app", "Leave"))):
            button = self.query_one(name, Button)
            button.label = safe(words)
            button.refresh(layout=True)
        self.show_hints()
        self._look_again()

    def _words(self) -> Lines:
        words = _("Only the deals that need something, each fixed in seconds.")
        if not self._knows:
            return [safe(words)]
        who = _("You are {me}, as {file} says.")
        file = at_home(str(self._launch.settings_file))
        return [safe(words), safe(who.format(me=self._likely.me, file=file), "$muted")]

    def _look_again(self) -> None:
        self._entries["file"].display = self._then == "import"
        self.query_one("#written", BrokenLines).show(self._written)

    def _written(self, width: int) -> Lines:
        """What will be written, and where."""
        if self._then == "demo":
            return wrapped(_("Nothing of yours is written: the demo goes as it came."), width, "$muted")
        lines = wrapped(_("This will be written, and nothing before you begin:"), width, "$muted")
        paths = {at_home(self._launch.db): _("deals and rules")}
        if self._launch.settings_file is not None and not self._knows:
            paths[at_home(self._launch.settings_file)] = _("name, language, days")
        room = max(map(cell_len, paths)) + 2
        for path, what in paths.items():
            fits = 2 + room + cell_len(what) <= width
            lines += (
                [Content.assemble(("  " + fit(path, room), ""), (what, "$muted"))]
                if fits
                else wrapped(f"  {path}", width)
            )
        return lines

    # What the person answers

    @property
    def answers(self) -> Answers:
        """What is there now."""
        values = {name: entry.value for name, entry in self._entries.items()}
        return Answers(
            values["me"],
            cast("Language", values["language"]),
            cast("DateOrder", values["date_order"]),
            values["preset"],
        )

    @property
    def _then(self) -> Next:
        return cast("Next", self._entries["then"].value)

    def _choice(self, name: str) -> ChoiceEntry:
        entry = self._entries[name]
        assert isinstance(entry, ChoiceEntry)
        return entry

    @on(Entry.Changed)
    def _changed(self, event: Entry.Changed) -> None:
        self.tell("")
        if event.entry.key == "language":
            set_language(self.answers.language)
            self._speak()
        else:
            self._look_again()

    def action_how(self, number: int) -> None:
        """alt and a digit: how to begin, wherever the cursor is."""
        self._choice("then").pick(number)

    def _onward(self, entry: Entry, may_save: bool) -> None:
        self._look_again()
        shown = self._shown()
        if problem := entry.problem():
            entry.complain(problem)
        elif entry is not shown[-1]:
            shown[shown.index(entry) + 1].take_focus()
        elif may_save:
            self.action_begin()

    def _shown(self) -> list[Entry]:
        return [entry for entry in self._entries.values() if entry.display]

    # Beginning

    def action_begin(self) -> None:
        """Make what was agreed to, and go."""
        if self._busy:
            return
        self.tell("")
        for entry in self._shown():
            if problem := entry.problem():
                entry.complain(problem)
                entry.take_focus()
                return
        self._busy = True
        if self._then == "demo":
            self._tell_progress(_("Building the demo …"))
            self._demo()
        elif self._then == "import":
            self._look_at(tuple(path.absolute() for path in dropped_paths(self._entries["file"].value)))
        else:
            self._start()

    def action_leave(self) -> None:
        """Leave; nothing was written."""
        self.dismiss(None)

    def _start(self) -> None:
        try:
            started = first_run.start(self._launch, self.answers)
        except PipetuiError as error:
            self._fail(str(error))
        else:
            self.dismiss(Begin(started.desk, self.answers, "add", _kept(started)))

    def _look_at(self, paths: tuple[Path, ...]) -> None:
        """Ask what the files leave open, say what they would bring, and import them after a yes."""
        answers = self.answers
        door = Door(lambda: first_run.trial(self._launch, answers), self._write, remembers=False)
        said = self._said.setdefault(paths, Said(ImportRequest(paths)))
        self.box.display = False
        self.app.push_screen(ImportWizard(door, first_run.stages(answers), said), self._imported)

    def _write(self, request: ImportRequest, progress: Progress) -> list[ImportReport]:
        self._started, reports = first_run.start_with(self._launch, self.answers, request, progress)
        return reports

    def _imported(self, result: list[ImportReport] | str | None) -> None:
        """Begin with the deals; or say why there are none."""
        self.box.display = True
        self._busy = False
        self._entries["file"].take_focus()
        if isinstance(result, list) and self._started is not None:
            said = f"{outcome(result)} {_kept(self._started)}".strip()
            self.dismiss(Begin(self._started.desk, self.answers, "import", said))
        elif isinstance(result, list):
            told = [line for report in result for line in problems(report)]
            self._tell_lines([safe(_("Nothing was imported, and nothing written."), "bold"), *told])
        else:
            self.tell(result or "")

    @work(thread=True, exclusive=True, group="begin")
    def _demo(self) -> None:
        """The sample takes a moment to build."""
        answers = self.answers
        try:
            desk = first_run.demo(self._launch, answers)
        except PipetuiError as error:
            self.app.call_from_thread(self._fail, str(error))
        else:
            self.app.call_from_thread(self.dismiss, Begin(desk, answers, "demo"))

    def _fail(self, message: str) -> None:
        self._busy = False
        self._tell_lines([])
        self.tell(message)

    def _tell_progress(self, words: str) -> None:
        self._tell_lines([safe(words, "$muted")])

    def _tell_lines(self, lines: Lines) -> None:
        told = self.query_one("#outcome", Static)
        told.update(Content("\n").join(lines))
        told.display = bool(lines)
        if lines:
            self.call_after_refresh(told.scroll_visible, animate=False)


def _preset_words(answers: Answers, preset: str) -> str:
    stages = first_run.stage_count(answers, preset)
    words = {
        "b2b": ngettext("b2b: a team with marketing, {n} stage",
                        "b2b: a team with marketing, {n} stages", stages),
        "solo": ngettext("solo: one person, no handoff, {n} stage",
                         "solo: one person, no handoff, {n} stages", stages),
    }  # fmt: skip
    return words[preset].format(n=stages)


def _kept(started: Started) -> str:
    """Why the answers count for this time only; "" where they were kept."""
    return _("Your answers count until you quit: {why}").format(why=started.trouble) if started.trouble else ""


def _there_is(text: str) -> None:
    """Raise BadInput when there is no such file."""
    for path in dropped_paths(text):
        if not path.is_file():
            raise BadInput(_("There is no file {path}.").format(path=at_home(path)))
