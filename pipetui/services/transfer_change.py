"""One deal that a file has changed: who has the say over each of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipetui.domain.money import Money, plain
from pipetui.services.transfer_report import Conflict
from pipetui.services.transfer_rows import cell_text, last_good

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipetui.services.transfer_rows import Planned
    from pipetui.storage import tables

_ONLY_SHOWN = frozenset(("crm_stage",))
"""What is written down for people to see, while the deal itself stays as it was."""


_STANDING = frozenset(("stage", "status"))


def _as_it_is(text: str) -> str:
    return text


@dataclass(slots=True)
class Change:
    """``last`` is what the last import saw, ``changed`` the fields in which the file now says something else.

    ``before`` and ``after`` gather what is applied, for the event; ``noted`` are fields that go into a note.
    """

    row: tables.Deal
    planned: Planned
    last: Mapping[str, str]
    changed: frozenset[str]
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    kept: list[tuple[int, int, str, str | None, str | None]] = field(default_factory=list)
    """The same as ``import_conflicts.keep`` takes them: record, row, field, and both values as exact texts."""
    noted: frozenset[str] = frozenset()
    closed: bool = False
    """Closed by this file: an event of its own."""
    reopened: bool = False
    """Open again in this file: stage and step are what it says, as for a new deal."""

    @property
    def counts(self) -> bool:
        """Has the deal got another value?"""
        return self.closed or bool(self.after.keys() - _ONLY_SHOWN)

    def theirs(self, name: str) -> Any:
        """The file's value; None where its cell is empty."""
        return self.planned.values.get(name)

    def takes(self, name: str, ours: object, *, same: Callable[[str], str] = _as_it_is) -> bool:
        """Is the file's value applied? Not if the file or this deal says what it said before, and not against a
        change that was made here: that is a conflict. ``same`` makes texts that mean the same equal."""
        theirs = self.theirs(name)
        if name not in self.changed or (theirs is None and self.planned.cells.get(name)):
            return False
        ours_text = None if ours is None else same(cell_text(ours))
        theirs_text = None if theirs is None else same(cell_text(theirs))
        if ours_text == theirs_text:
            return False
        last = last_good(self.last, name)
        last_text = same(last) if last else None
        if theirs_text == last_text:
            # Only the cell is another one: a name in another spelling, a date again where words stood last week.
            self.changed -= {name}
            return False
        if ours_text != last_text:
            self.conflict(name, ours, theirs, ours_text, theirs_text)
            return False
        self.did(name, ours, theirs)
        return True

    def restores(self, name: str) -> bool:
        """Is a value back that had ended with the deal? What the file says holds again, changed or not."""
        theirs = self.theirs(name)
        if theirs is not None:
            self.did(name, None, theirs)
        return theirs is not None

    def did(self, name: str, before: object, after: object) -> None:
        """Keep what was applied."""
        self.before[name] = as_told(before, after)
        self.after[name] = as_told(after, before)

    def conflict(
        self,
        name: str,
        ours: object,
        theirs: object,
        ours_text: str | None = None,
        theirs_text: str | None = None,
    ) -> None:
        """The field was changed here and in the file: ours stays. The texts are the values as an import compares them,
        where these are no texts already."""
        row, shown = self.planned.row, (as_told(ours, theirs), as_told(theirs, ours))
        self.conflicts.append(Conflict(row, self.row.id, name, *shown))
        self.kept.append((self.row.id, row, name, ours_text or shown[0], theirs_text or shown[1]))

    @property
    def agreed(self) -> list[tuple[int, str]]:
        """The fields that the file has changed and about which nothing is open now: record and field."""
        open_ones = {name for _record, _row, name, *_values in self.kept}
        # Either may say what became of a deal.
        both = _STANDING if self.changed & _STANDING else frozenset()
        return [(self.row.id, name) for name in (self.changed | both) - open_ones - self.planned.lost.keys()]


def as_told(value: object, beside: object) -> str | None:
    """A value as people read it; the currency is said only where it changes."""
    if value is None:
        return None
    if isinstance(value, Money) and not (isinstance(beside, Money) and beside.currency != value.currency):
        return plain(value)
    return cell_text(value)
