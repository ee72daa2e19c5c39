"""A day in the person's words, with what was understood beside it while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual import on
from textual.widgets import Input

from pipetui.i18n import _
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class Understood(Protocol):
    """What a service made of the words: the day, or what is wrong with it, and how to say it."""

    @property
    def day(self) -> date | None:
        """The day, or None when it cannot be used."""

    @property
    def problem(self) -> str | None:
        """Why it cannot be used."""

    @property
    def said(self) -> str:
        """The day in words, weekday included."""

    @property
    def warning(self) -> str | None:
        """What one may want to know before: a closed day."""


class DateField(Field):
    """A field for a day. ``look`` reads the words; nonsense is refused in its words, and so is a day that is over,
    unless ``past``: then it is only doubted.

    The echo is green for a day that will do, orange for one to think about, red for one that cannot be used.
    """

    replace = True

    def __init__(
        self,
        name: str,
        label: str,
        look: Callable[[str], Understood],
        value: str = "",
        *,
        placeholder: str = "",
        required: str = "",
        past: bool = False,
    ) -> None:
        super().__init__(name, label, value, placeholder=placeholder, required=required)
        self._look = look
        self._past = past
        self._meant: tuple[str, date] | None = None
        self.add_class("day")

    @property
    def day(self) -> date | None:
        """The day that is meant; None when the field is empty or cannot be used."""
        return self._understood().day if self.value else None

    @property
    def kept(self) -> str:
        """The date that was shown, for words that mean another one tomorrow."""
        day = self.day if self.touched else None
        return day.isoformat() if day else self.value

    def renew(self) -> None:
        """A new day has begun: what is meant stays, what is said about it may be something else."""
        self._show()

    def _understood(self) -> Understood:
        """What the words meant when they were written, seen from today."""
        text = self.value
        if self._meant is not None and self._meant[0] == text:
            return self._look(self._meant[1].isoformat())
        understood = self._look(text)
        self._meant = (text, understood.day) if understood.day else None
        return understood

    def on_mount(self) -> None:
        """Say at once what a given day means."""
        self._show()

    def problem(self) -> str | None:
        """Why the day cannot be used."""
        if not self.value:
            return super().problem()
        understood = self._understood()
        if understood.day is not None or (self._past and understood.said):
            return None
        return understood.problem or _("This is not a day.")

    def complain(self, message: str) -> None:
        """Say beside the line what is wrong with it: that is where the eye is."""
        self.echo(message, "bad")

    @on(Input.Changed)
    def _show(self) -> None:
        if not self.value:
            self._meant = None
            self.echo("")
            return
        understood = self._understood()
        doubt = understood.warning or understood.problem
        if problem := self.problem():
            self.echo(problem, "bad")
        elif doubt:
            self.echo(f"{understood.said} · {doubt}", "warning")
        else:
            self.echo(understood.said, "good")
