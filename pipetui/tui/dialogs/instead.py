"""Other ways out that a form may offer: park it, close it, plan a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk
    from pipetui.tui.dialogs.form import DealForm


def instead_words(name: str) -> str:
    """What the button of another way out says. ``name``: park, close or step."""
    return {"park": _("Park instead (alt+p)"), "close": _("Close it (alt+c)"), "step": _("Plan a step (alt+s)")}[name]


def instead_dialog(name: str, desk: Callable[[], Desk], deal_id: int) -> DealForm:
    """The dialog of another way out. Raises PipetuiError as every form does."""
    from pipetui.tui.dialogs.close import CloseDialog
    from pipetui.tui.dialogs.park import ParkDialog
    from pipetui.tui.dialogs.step import StepDialog

    dialogs: dict[str, type[DealForm]] = {"park": ParkDialog, "close": CloseDialog, "step": StepDialog}
    return dialogs[name](desk, deal_id)
