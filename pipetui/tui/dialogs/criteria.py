"""The exit criteria of a deal's stage, to be ticked and unticked."""

from __future__ import annotations

from pipetui.i18n import _
from pipetui.tui.dialogs.checklist import Checklist


class CriteriaDialog(Checklist):
    """``space``. A tick asks how we know; unticking is immediate. Dismisses with the last change, or None."""

    def title_words(self) -> tuple[str, str]:
        """The stage and the deal."""
        return _("{stage}: exit criteria").format(stage=self.detail.item.stage_name), self.detail.item.title
