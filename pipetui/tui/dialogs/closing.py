"""What closing asks for beside the outcome, the same for one deal and for several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.sentences import reason_word
from pipetui.i18n import _
from pipetui.tui.widgets.choice import ChoiceEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.domain.playbook import Reasons
    from pipetui.tui.dialogs.form import Form

_WITH_REASON = ("lost", "no_decision")


def reason_entries(reasons: Reasons) -> Iterable[ChoiceEntry]:
    """The standard reasons of each outcome that needs one; the entry is named like its outcome."""
    for outcome, known in zip(_WITH_REASON, (reasons.lost, reasons.no_decision), strict=True):
        options = [(reason, reason_word(reason)) for reason in known]
        yield ChoiceEntry(outcome, _("Reason"), options, required=_("Why?"))


def show_for_outcome(form: Form) -> None:
    """Ask only what goes with the outcome: its reason, and for no decision the wake date."""
    outcome = form.value("outcome")
    for name in _WITH_REASON:
        form.entry(name).display = outcome == name
    for name in ("wake", "wake_presets"):
        form.entry(name).display = outcome == "no_decision"
