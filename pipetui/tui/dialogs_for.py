"""Which dialog belongs to which command. The dialogs are imported when the first one is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import ModalScreen

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done

    BulkDialog = Callable[[Callable[[], Desk], Sequence[int]], ModalScreen[Done | None]]
    DealDialog = Callable[[Callable[[], Desk], int], ModalScreen[Done | None] | ModalScreen[Done | str | None]]


def dialog_for(command: str, item: Item) -> DealDialog:
    """The dialog of a command for this deal. A closed deal is reopened rather than closed. Raises KeyError."""
    from pipetui.tui.dialogs.back import BackDialog
    from pipetui.tui.dialogs.close import CloseDialog
    from pipetui.tui.dialogs.criteria import CriteriaDialog
    from pipetui.tui.dialogs.done import DoneDialog
    from pipetui.tui.dialogs.edit import EditDialog
    from pipetui.tui.dialogs.gate import GateDialog
    from pipetui.tui.dialogs.no_reply import NoReplyDialog
    from pipetui.tui.dialogs.note import NoteDialog
    from pipetui.tui.dialogs.park import ParkDialog
    from pipetui.tui.dialogs.reassign import ReassignDialog
    from pipetui.tui.dialogs.reopen import ReopenDialog
    from pipetui.tui.dialogs.step import StepDialog

    closed = item.status in ("won", "lost", "no_decision")
    dialogs: dict[str, DealDialog] = {
        "note": NoteDialog,
        "done": DoneDialog,
        "no_reply": NoReplyDialog,
        "step": StepDialog,
        "criteria": CriteriaDialog,
        "move": GateDialog,
        "back": BackDialog,
        "park": ParkDialog,
        "close": ReopenDialog if closed else CloseDialog,
        "owner": ReassignDialog,
        "edit": EditDialog,
    }
    return dialogs[command]


def dialog_of_draft(form: str) -> DealDialog | None:
    """The dialog that goes on with a draft, by the name under which the draft is kept; None where none does."""
    from pipetui.services.drafts import criterion_of
    from pipetui.tui.dialogs.add import AddDialog
    from pipetui.tui.dialogs.back import BackDialog
    from pipetui.tui.dialogs.close import CloseDialog
    from pipetui.tui.dialogs.contacts import NewContactForm
    from pipetui.tui.dialogs.criteria import CriteriaDialog
    from pipetui.tui.dialogs.done import DoneDialog
    from pipetui.tui.dialogs.edit import EditDialog
    from pipetui.tui.dialogs.long_note import LongNoteDialog
    from pipetui.tui.dialogs.note import NoteDialog
    from pipetui.tui.dialogs.park import ParkDialog
    from pipetui.tui.dialogs.reopen import ReopenDialog
    from pipetui.tui.dialogs.step import StepDialog

    if criterion := criterion_of(form):
        return partial(CriteriaDialog, ask=criterion)
    dialogs = (
        AddDialog, BackDialog, CloseDialog, NewContactForm, DoneDialog, EditDialog, LongNoteDialog, NoteDialog,
        ParkDialog, ReopenDialog, StepDialog,
    )  # fmt: skip
    return next((dialog for dialog in dialogs if dialog.draft == form), None)


def bulk_dialog_for(command: str) -> BulkDialog | None:
    """The dialog of a command for several deals; None for one that works on a single deal."""
    from pipetui.tui.dialogs.bulk import BulkReassign
    from pipetui.tui.dialogs.bulk_close import BulkClose
    from pipetui.tui.dialogs.bulk_days import BulkPark, BulkStep

    dialogs: dict[str, BulkDialog] = {"step": BulkStep, "owner": BulkReassign, "park": BulkPark, "close": BulkClose}
    return dialogs.get(command)
