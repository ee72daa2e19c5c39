"""How a form saves: one transaction with the check that nobody changed the same meanwhile; a database in use is waited
for; a clash is put before the person."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipetui.errors import DatabaseBusy, PipetuiError
from pipetui.services.results import Done
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.dialogs.draft import KeepsDraft
from pipetui.tui.dialogs.form_fields import FormFields, Wrong
from pipetui.tui.dialogs.meanwhile import Clash
from pipetui.tui.patience import AGAIN_AFTER, LONGEST_WAIT, trying_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.timer import Timer

    from pipetui.tui.dialogs.conflict import Choice
    from pipetui.tui.dialogs.draft import Draft


class SavingForm(FormFields, KeepsDraft, Dialog[Done | None]):
    """A form that saves. What it checks and writes, a subclass says."""

    kept_draft: Draft

    def __init__(self) -> None:
        super().__init__()
        self.finished = False
        self._again: Timer | None = None
        self._waited = 0.0
        self._saving: Mapping[str, str] = {}

    def save(self) -> Done | None:
        """Call the service with the values; None when there was nothing to write.

        Raises PipetuiError (Wrong names the entry); nothing typed is lost.
        """
        raise NotImplementedError

    def check(self) -> None:
        """Before the transaction begins: can every entry be used? Raises Wrong."""
        raise NotImplementedError

    def check_meanwhile(self) -> None:
        """Before saving, in its transaction: raise Clash where somebody else has changed what this would overwrite,
        Refused where nothing can be saved any more."""

    def settle_clash(self, clash: Clash, choice: Choice) -> bool:
        """The person chose mine or theirs: do it. Is there something left to save?"""
        raise NotImplementedError

    def kept_values(self) -> dict[str, str]:
        """What is in the entries, as a draft keeps it: a day as the date that was shown."""
        return {entry.key: entry.kept for entry in self.in_order}

    def action_save(self) -> None:
        """Save and close; or say what is wrong, beside the entry or below all."""
        if self.finished:
            return
        self.stop_trying()
        self._waited = 0.0
        self._try_to_save()

    def _try_to_save(self) -> None:
        self._again = None
        self.tell("")
        try:
            self.check()
            with self.desk().together():
                self.check_meanwhile()
                done = self.save()
                self.kept_draft.drop()
        except Wrong as wrong:
            self.entry(wrong.entry).complain(wrong.message)
            self.entry(wrong.entry).take_focus()
        except Clash as clash:
            self._ask_about(clash)
        except DatabaseBusy as error:
            self._try_later(error)
        except PipetuiError as error:
            self.tell(error.message)
        else:
            self.finish(done)

    def _try_later(self, error: DatabaseBusy) -> None:
        """Another program is writing. Wait a little without holding up the screen."""
        if self._waited >= LONGEST_WAIT:
            self.tell(error.message)
            return
        self._waited += AGAIN_AFTER
        self._saving = self.kept_values()
        self.tell(trying_again())
        self._again = self.set_timer(AGAIN_AFTER, self._try_to_save)

    @property
    def trying(self) -> bool:
        """Is it trying to save what is on the screen? Not when something was typed since."""
        if self._again is not None and self.kept_values() != self._saving:
            self.stop_trying()
        return self._again is not None

    def stop_trying(self) -> bool:
        """Was it trying to save? Not any more."""
        if self._again is None:
            return False
        self._again.stop()
        self._again = None
        self.tell("")
        return True

    def _ask_about(self, clash: Clash) -> None:
        from pipetui.tui.dialogs.conflict import ConflictDialog

        def chosen(choice: Choice | None) -> None:
            if choice is None:
                return
            if self.settle_clash(clash, choice):
                self.action_save()
            else:
                self.finish(None)

        self.app.push_screen(ConflictDialog(clash), chosen)

    def finish(self, done: Done | None) -> None:
        """Close with this result; the draft has served its purpose."""
        self.finished = True
        with suppress(PipetuiError):  # it is saved; a draft that stays is better than an error that says it is not
            self.kept_draft.drop()
        self.dismiss(done)
