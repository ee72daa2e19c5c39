"""New rows of a file that look like a deal which is here already. They are told about, never merged by themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from pipetui.domain.likeness import is_slip
from pipetui.domain.model import OUTCOMES
from pipetui.domain.names import folded_name, titled
from pipetui.exchange.ledger import Ledger
from pipetui.exchange.systems import SHEET
from pipetui.i18n import _
from pipetui.services.transfer_report import Twin
from pipetui.storage import imports

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipetui.services.transfer_rows import Planned

Why = Literal["same_row", "same_name", "one_letter", "renamed"]

_TOO_MANY = 100
"""With more new deals of one company than that, its names are a numbering, and like each other by their nature."""

_Pair = tuple[int, int, int, Why]
"""Row, new deal, known deal, and why they look alike."""


def why_words(why: str) -> str:
    """Why two deals look alike, in a few words."""
    words = {
        "same_row": _("both rows say the same but for the id"),
        "same_name": _("the same name and company"),
        "one_letter": _("the same company, and a name one letter apart"),
        "renamed": _("the same company, and its name is gone from the file"),
    }
    return words.get(why, why)


@dataclass(frozen=True, slots=True)
class _Row:
    """A new deal: its row in the file, its number, its name as it is compared, and whether it is open."""

    row: int
    id: int
    name: str
    is_open: bool


class Twins:
    """Gathers the new rows of one file, then looks for their like among all deals in one pass. Made before the file is
    written: into an empty database nothing comes that is there already."""

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self._source = source
        self._compares = imports.has_deals(connection)
        self._named: dict[tuple[str, str], list[_Row]] = {}
        self._of_company: dict[str, list[_Row]] = {}
        self._ids: set[int] = set()
        self._of_file: set[int] = set()
        self._first = Ledger()
        self._found: list[_Pair] = []

    def add(self, rows: Sequence[tuple[int, Planned]]) -> None:
        """These deals are new. Rows of this file that say the same are twins already."""
        for deal_id, planned in rows:
            digest = _digest(planned.cells)
            first = self._first.get(digest)
            if first is None:
                self._first.set(digest, deal_id)
            else:
                self._found.append((planned.row, deal_id, first, "same_row"))
            if self._compares:
                company = folded_name(planned.values.get("company", ""))
                row = _Row(planned.row, deal_id, folded_name(planned.values["name"]), planned.status not in OUTCOMES)
                self._named.setdefault((company, row.name), []).append(row)
                self._of_company.setdefault(company, []).append(row)
                self._ids.add(deal_id)

    def has(self, deal_ids: Iterable[int]) -> None:
        """The file has these known deals: what is new beside them is another deal. Systems with ids of their own still
        have all that is not gone."""
        if self._compares and self._source == SHEET.key:
            self._of_file.update(deal_ids)

    def _stands_beside(self, number: int, source: str | None, gone: frozenset[int]) -> bool:
        """Is this known deal one of its own, because its file or its system has it beside the new ones?"""
        if self._source == SHEET.key:
            return number in self._of_file
        return source == self._source and number not in gone

    def found(self, connection: sqlite3.Connection, gone: Collection[int]) -> list[Twin]:
        """All twins of the file, each new deal with one at most, in the order of its rows. ``gone``: deals that the
        file had and no longer has; those of its source that it still has are deals of their own."""
        best: dict[int, tuple[int, int, Why]] = {}
        for row, new, known, why in (*self._found, *self._known(connection, frozenset(gone))):
            best.setdefault(new, (row, known, why))
        names = imports.names_of(connection, {known for _row, known, _why in best.values()})
        twins = [Twin(row, new, known, titled(*names[known]), why) for new, (row, known, why) in best.items()]
        return sorted(twins, key=lambda twin: twin.row)

    def _known(self, connection: sqlite3.Connection, gone: frozenset[int]) -> Iterator[_Pair]:
        """Row, new deal, known deal and why; what looks most alike comes first."""
        if not self._ids:
            return
        found: dict[Why, list[_Pair]] = {"same_name": [], "one_letter": [], "renamed": []}
        for number, name, company, status, source in imports.all_names(connection):
            if number in self._ids or self._stands_beside(number, source, gone):
                continue
            is_open = status not in OUTCOMES
            for row, why in self._like(folded_name(name), folded_name(company or ""), gone=number in gone):
                # An old deal that is closed is history, not the same one again.
                if is_open == row.is_open:
                    found[why].append((row.row, row.id, number, why))
        yield from found["same_name"]
        yield from found["one_letter"]
        yield from _only_pairs(found["renamed"])

    def _like(self, name: str, company: str, *, gone: bool) -> Iterator[tuple[_Row, Why]]:
        """The new deals that are like a known one, and how. Without a company only the same name tells."""
        for row in self._named.get((company, name), ()):
            yield row, "same_name"
        others = self._of_company.get(company, []) if company else []
        if len(others) > _TOO_MANY:
            return
        for row in others:
            if row.name != name and _slip(row.name, name):
                yield row, "one_letter"
            elif row.name != name and gone:
                yield row, "renamed"


def _slip(one: str, other: str) -> bool:
    """A slip of the pen, and not of a digit: this year's renewal is not last year's."""
    digits = ["".join(char for char in name if char.isdigit()) for name in (one, other)]
    return digits[0] == digits[1] and is_slip(one, other)


def _only_pairs(twins: Sequence[_Pair]) -> list[_Pair]:
    """Where a company has one deal that went and one that came; with several nobody can tell which is which."""
    came, went = Counter(twin[1] for twin in twins), Counter(twin[2] for twin in twins)
    return [twin for twin in twins if came[twin[1]] == went[twin[2]] == 1]


def _digest(cells: Mapping[str, str]) -> str:
    """What a row says, short: the id is not among its cells."""
    text = "\0".join(f"{name}={cells[name]}" for name in sorted(cells))
    return blake2b(text.encode(), digest_size=16).hexdigest()
