"""The same for several deals: what all bulk forms share, and who gets the deals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button

from pipetui.i18n import _, ngettext
from pipetui.services import bulk, records
from pipetui.tui.dialogs.form import Form
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult

    from pipetui.services.bulk import Bulk
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.widgets.entry import Entry


class BulkForm(Form):
    """A form about several deals. A subclass says what it does in ``act``.

    Where deals refuse, nothing is saved; then the person may do it to the others. One draft is kept for each of these
    forms: what was typed, not the selection. Building one raises BadInput for too many deals.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3,alt+o", "others", show=False)]

    def __init__(self, desk: Callable[[], Desk], deal_ids: Sequence[int]) -> None:
        self.deal_ids = list(deal_ids)
        self.outlook = bulk.outlook(desk(), self.deal_ids)
        self._others: list[int] = []
        super().__init__(desk)

    def act(self) -> Bulk:
        """Do it to ``deal_ids``. Raises PipetuiError; NotAll where some of them refuse."""
        raise NotImplementedError

    def title_words(self) -> tuple[str, str]:
        """What the form does, and to how many."""
        n = self.outlook.deals
        return self.does(), ngettext("{n} deal", "{n} deals", n).format(n=n)

    def intro(self) -> str:
        """What it will meet."""
        n, steps = self.outlook.deals, self.outlook.with_step
        deals = ngettext("{n} deal", "{n} deals", n).format(n=n)
        return _("{deals}, {n} with a next step. One u takes all of it back.").format(deals=deals, n=steps)

    def foot(self) -> ComposeResult:
        """The button for the others, and the usual ones."""
        yield Button("", action="screen.others", id="others", compact=True)
        yield from super().foot()

    def on_mount(self) -> None:
        """Nobody has refused yet."""
        self.query_one("#others").display = False

    def save(self) -> Done:
        """Do it to all, or to none."""
        try:
            done = self.act()
        except bulk.NotAll as error:
            self._offer_others({refusal.id for refusal in error.refusals})
            raise
        return replace(done.results[0], said=done.said)

    def action_start_afresh(self) -> None:
        """Throw the draft away."""
        self.kept_draft.drop()
        super().action_start_afresh()

    def action_others(self) -> None:
        """Leave out the deals that refused, and save."""
        if self._others:
            self.deal_ids = self._others
            self.action_save()

    def _offer_others(self, refused: set[int]) -> None:
        self._others = [deal_id for deal_id in self.deal_ids if deal_id not in refused]
        button = self.query_one("#others", Button)
        button.display = bool(self._others)
        n = len(self._others)
        button.label = safe(ngettext("f3 the other one", "f3 the other {n}", n).format(n=n))


class BulkReassign(BulkForm):
    """``w`` for several: deals and next steps change hands."""

    draft = "bulk_assign"

    def does(self) -> str:
        """Its title."""
        return _("Reassign")

    def entries(self) -> Iterable[Entry]:
        """To whom."""
        yield self.person_field("to", _("To"), required=_("To whom?"))
        yield Presets("to", [(name, name) for name in records.people(self.desk())])

    def act(self) -> Bulk:
        """Reassign deals and steps."""
        return bulk.assign(self.desk(), self.deal_ids, self.value("to"))
