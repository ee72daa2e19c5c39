"""The call brief on one screen: read it, dial, and go on to the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content

from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.reading import ReadingDialog
from pipetui.tui.widgets.text import fit, wrapped

if TYPE_CHECKING:
    from pipetui.services.briefs import Brief
    from pipetui.tui.widgets.panel_text import Lines

_LABEL = 11


class BriefScreen(ReadingDialog[Literal["note"] | None]):
    """``b``. Dismisses with ``note`` where the person goes on to the note."""

    CSS_PATH = "../styles/brief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,enter", "note", show=False),
        Binding("y", "copy", show=False),
        Binding("b,q", "leave", show=False),
    ]

    def __init__(self, brief: Brief) -> None:
        super().__init__()
        self._brief = brief

    def title_words(self) -> tuple[str, str]:
        """The brief, and about which deal."""
        return _("Call brief"), self._brief.title

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("enter note"), _("y copy"), _("esc back")))

    def action_note(self) -> None:
        """The call is over: log it."""
        self.dismiss("note")

    def action_copy(self) -> None:
        """Everything to the clipboard."""
        lines = [self._brief.title, *(line.plain.rstrip() for line in self.lines(_LABEL + 60))]
        self.app.copy_to_clipboard("\n".join(lines))
        self.show_hints(_("copied"))

    def lines(self, width: int) -> Lines:
        """A label and what is known, row by row."""
        lines: Lines = []
        for row in self._brief.rows:
            for number, text in enumerate(wrapped(row.text, width - _LABEL, limit=row.most)):
                label = fit("" if number else row.label, _LABEL)
                lines.append(Content.assemble((label, "$muted"), text))
        return lines
