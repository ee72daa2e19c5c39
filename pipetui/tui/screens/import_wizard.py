"""A file before and while it is imported: its questions, its columns, the cells that are not understood, and what will
happen. Nothing is written before the person agrees."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Button

from pipetui.errors import BadInput, PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services.transfer_drafts import KeptAnswers
from pipetui.services.transfer_preview import repair_text
from pipetui.services.transfer_told import with_repair, with_repair_everywhere, without_repair
from pipetui.tui.background import Background
from pipetui.tui.dialogs.choose_field import NOT_READ, ChooseField
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.draft import KeepsDraft
from pipetui.tui.dialogs.stepwise import Stepwise
from pipetui.tui.import_door import Look, keep, kept, look_at, marks_of
from pipetui.tui.import_state import CELLS, COLUMNS, FORECAST, QUESTIONS, READING, ImportState
from pipetui.tui.widgets.cells_page import CellsPage
from pipetui.tui.widgets.columns_page import ColumnsPage
from pipetui.tui.widgets.forecast_page import ForecastPage
from pipetui.tui.widgets.question_page import QuestionPage
from pipetui.tui.widgets.reading_page import ReadingPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from pipetui.domain.playbook import Stage
    from pipetui.exchange.progress import Progress
    from pipetui.services.transfer_report import ImportReport, ImportRequest
    from pipetui.tui.import_door import Door
    from pipetui.tui.import_said import Said
    from pipetui.tui.widgets.cells_page import Spot
    from pipetui.tui.widgets.columns_page import Place
    from pipetui.tui.widgets.step_bar import Step


class ImportWizard(Stepwise["list[ImportReport] | str | None"], KeepsDraft):
    """Dismisses with the reports of what was imported; with a sentence where the files cannot be used; with None when
    it is left. ``said`` is what was said about the files before, and is filled meanwhile."""

    CSS_PATH = "../styles/import_wizard.tcss"

    def __init__(self, door: Door, stages: Sequence[Stage], said: Said) -> None:
        super().__init__()
        self._door = door
        self._said = said
        self._state = ImportState(said)
        self._landing = True
        self._kept = KeptAnswers()
        self._background: Background[Look | list[ImportReport]] = Background()
        self._reading = ReadingPage(self._background)
        self._questions = QuestionPage(stages, said.answers, answered=self._answered, done=self.action_go_on)
        self._columns = ColumnsPage(self._choose_field, self._drop_column)
        self._cells = CellsPage(self._state.repaired, self._repair, self._restore, self.show_steps)
        self._forecast = ForecastPage()

    # The frame

    def title_words(self) -> tuple[str, str]:
        """The file."""
        files = self._said.request.files
        others = len(files) - 1
        more = ngettext("and {n} more", "and {n} more", others).format(n=others) if others else ""
        return _("Import"), f"{files[0].name} {more}".strip()

    def hints(self) -> str:
        """The keys of the page that is shown."""
        keys: dict[str, tuple[str, ...]] = {
            QUESTIONS: (_("digit or arrows choose"), _("enter next"), _("f2 go on"), _("esc leave")),
            COLUMNS: (_("tab next"), _("x not read"), _("enter read otherwise"), _("f2 go on"), _("esc leave")),
            CELLS: (_("tab next"), _("x as it was"), _("enter repair"), _("f2 go on"), _("esc leave")),
            FORECAST: (_("enter import"), _("b back"), _("esc leave, nothing written")),
        }
        if self._cells.editing:
            return SEPARATOR.join((_("enter take it"), _("esc as it was")))
        return SEPARATOR.join(keys.get(self.here, (_("esc leave"),)))

    def show_hints(self, before: str = "") -> None:
        """The keys, after what is still going on."""
        waits = self._state.look is not None and not self._state.fresh and self.here != READING
        super().show_hints(_("reading again …") if waits else before)

    def pages(self) -> Sequence[Widget]:
        """What is being read, and the steps."""
        return self._reading, self._questions, self._columns, self._cells, self._forecast

    def steps(self) -> Sequence[Step]:
        """The steps that there are for these files; none while they are read for the first time."""
        return [] if self._state.look is None or self.here == READING else self._state.steps()

    def go_on_words(self) -> str:
        """What f2 does on this page."""
        if self.here == READING or (self.here == FORECAST and not self._state.may_write):
            return ""
        return _("Import") if self.here == FORECAST else _("Go on")

    def arrive(self, page: str) -> None:
        """Give the keys to the page."""
        if page == FORECAST:
            self.set_focus(self.query_one("#save", Button) if self._state.may_write else None)
        elif page == QUESTIONS:
            self._questions.take_focus()
        elif page == COLUMNS:
            self._columns.take_focus()
        elif page == CELLS:
            self._cells.take_focus()

    async def visit(self, page: str) -> None:
        """Leave a repair that is being written; show every question again when all are answered."""
        if self._cells.editing:
            self._cells.stop_editing()
        if page == QUESTIONS and not self._questions.open:
            await self._questions.ask(self._state.still_asked())
        await super().visit(page)

    def on_mount(self) -> None:
        """Read the file, with what was said about it last time."""
        with suppress(PipetuiError):  # then it is said again
            found = kept(self._door, self._said.request.files)
            if found is not None and not self._said.kept.anything:
                self._said.take(found)
                self._kept = found
        self._try_out(landing=True)

    def on_unmount(self) -> None:
        """What is still being read is not wanted any more."""
        self._background.stop()

    # Trying it out

    def _try_out(self, *, landing: bool) -> None:
        """Read the files with what was said. ``landing``: and then go where there is something to do."""
        self._state.fresh, self._landing = False, landing
        self._forecast.show(None)
        if landing:
            self._reading.say(_("Reading {file} …").format(file=self._said.request.files[0].name), for_good=False)
            self.show_page(READING)
        self.show_steps()
        self._read_files()

    @work(exclusive=True, group="files")
    async def _read_files(self) -> None:
        try:
            look = await self._background.run(partial(self._keep_and_look, self._said.kept, self._said.whole))
        except PipetuiError as error:
            self._failed(error)
        else:
            if isinstance(look, Look):
                await self._looked(look)

    def _keep_and_look(self, said: KeptAnswers, request: ImportRequest, progress: Progress) -> Look:
        """In the thread. A rehearsal has the database to itself, so that what was said is kept before it."""
        self._keep(said)
        return look_at(self._door, request, progress)

    def _failed(self, error: PipetuiError) -> None:
        """Nothing can be shown. What was said before may be the reason: then it is tried without. It stays kept until
        something else is said."""
        if self._state.look is not None:
            self.show_page(COLUMNS if self._state.previews else QUESTIONS)
            self.tell(str(error))
        elif isinstance(error, BadInput) and self._said.kept.anything:
            self._said.forget()
            self._kept = self._said.kept
            self._try_out(landing=True)
            self.tell(_("What you said about this file does not fit it any more: it is read anew."))
        else:
            self.dismiss(str(error))

    async def _looked(self, look: Look) -> None:
        """Show what was found, on every page."""
        now = self._state.found(look)
        if now:
            await self._questions.ask(now)
        self._columns.show(look.previews)
        self._show_cells()
        self._forecast.show(look)
        if self._landing or self.here == FORECAST:
            self.show_page(self._state.next_page(landing=self._landing))
        else:
            self.show_steps()
        self._landing = False
        if look.trouble:
            self.tell(look.trouble)

    def _show_cells(self) -> None:
        self._cells.show(self._state.previews, self._state.left)

    # What people do

    def _answered(self) -> None:
        self.tell("")
        self.show_steps()
        self.keep_draft()

    def action_go_on(self) -> None:
        """Take what is chosen, and go where there is something to do next; in the end, import."""
        if self._cells.editing:
            self._cells.take()
        elif self.here == FORECAST and self._state.may_write:
            self._write()
        elif self.here == QUESTIONS:
            self._take_answers()
        elif self.here in (COLUMNS, CELLS):
            if self._state.open:
                self.show_page(QUESTIONS)
            else:
                self.show_page(CELLS if self.here == COLUMNS and self._state.to_look_at else FORECAST)

    def _take_answers(self) -> None:
        n = self._questions.open
        if self._questions.take_all():
            self._try_out(landing=True)
        else:
            self.tell(ngettext("{n} answer is missing.", "{n} answers are missing.", n).format(n=n))

    def _choose_field(self, place: Place, typed: str) -> None:
        """Ask what a column is to be read as."""
        held = {column.field: column.name for column in place.table.columns if column.field}
        chooser = ChooseField(place.column.name, place.table.fields, place.column.field, held, typed)
        self.app.push_screen(chooser, partial(self._map, place))

    def _drop_column(self, place: Place) -> None:
        self._map(place, NOT_READ)

    def _map(self, place: Place, field: str | None) -> None:
        """Read a column as another field from now on."""
        if field is not None and field != (place.column.field or NOT_READ):
            self.tell("")
            self._said.map(place.table, place.column.number, field or None)
            self._try_out(landing=False)

    def _repair(self, spots: Sequence[Spot], text: str, everywhere: bool) -> None:
        """Read a text in these cells; ``everywhere``: and wherever their column has the same text as they have."""
        repair = with_repair_everywhere if everywhere else with_repair
        request = self._said.request
        for spot in spots:
            request = repair(request, spot.table, spot.cell, repair_text(spot.table, spot.cell, text))
        self._mended(request)

    def _restore(self, spot: Spot) -> None:
        self._mended(without_repair(self._said.request, spot.table, spot.cell))

    def _mended(self, request: ImportRequest) -> None:
        self.tell("")
        self._said.request = request
        self._show_cells()
        self._try_out(landing=False)

    # Importing

    @work(exclusive=True, group="files")
    async def _write(self) -> None:
        look = self._state.look
        assert look is not None
        if marks_of(look.request.files) != look.marks:
            self._try_out(landing=True)
            self.tell(_("The file has changed: it was read again."))
            return
        self._reading.say(_("Importing {file} …").format(file=look.request.files[0].name), for_good=True)
        self.show_page(READING)
        try:
            reports = await self._background.run(partial(self._door.write, look.request))
        except PipetuiError as error:
            self.show_page(FORECAST)
            self.tell(str(error))
            return
        if isinstance(reports, list):
            with suppress(PipetuiError):  # it is imported all the same
                self._keep(KeptAnswers())
            self.dismiss(reports)
        else:
            self.show_page(FORECAST)
            self.tell(_("Stopped: nothing was imported."))

    def action_leave(self) -> None:
        """Leave, with all that was said kept. A repair that is being written is left alone; an import is stopped."""
        if self._cells.editing:
            self._cells.stop_editing()
        elif self.here == READING and not self._landing:
            self._background.stop()
            self._reading.say(_("Stopping …"), for_good=True)
        else:
            self._background.stop()
            self.keep_draft()
            self.dismiss(None)

    def keep_draft(self) -> bool:
        """Keep what was said. While something is being read it has been kept already."""
        if self._background.running:
            return True
        try:
            self._keep(self._said.kept)
        except PipetuiError as error:
            self.tell(str(error))
            return False
        return True

    def _keep(self, said: KeptAnswers) -> None:
        if said != self._kept:
            keep(self._door, self._said.request.files, said)
            self._kept = said
