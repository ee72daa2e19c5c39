"""Drafts: what was typed into a form and not saved yet. They survive escape, quitting and a killed process.

A draft belongs to a person, whatever name they work under, and is no part of history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.badges import status_word
from pipetui.domain.model import OUTCOMES
from pipetui.domain.names import folded_name, titled
from pipetui.errors import BadInput
from pipetui.i18n import _, ngettext
from pipetui.storage import drafts as storage
from pipetui.storage import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from pipetui.services.desk import Desk

ASIDE = "@"
"""What a form keeps beside the text of its entries has a name that begins so."""

SEVERAL = "bulk_"
"""The forms about several deals have names that begin so; which deals they were is not kept."""

LONG_NOTE = "long_note"
"""The form that is one long text."""

IMPORT = "import:"
"""The form of a file that is half imported; its path follows."""

_HOW = "how:"
"""The form of a line that says how one knows a criterion; the criterion's id follows."""


_FIELD = "field:"
"""The form of a value that is changed where it stands; what is changed follows."""

_OF_IDS = ("ticks", "no_longer", "confirmed")
"""Entries that hold ids of criteria."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits. ``number`` names it; ``form`` is the name of its form; ``record`` is the number of its deal,
    0 or less for a deal that does not exist yet; ``title`` is the deal's, "" where there is none; ``gone``: there was
    one, and it was taken back. ``at`` is in epoch seconds, ``fields`` are the entries with what was typed."""

    number: int
    form: str
    record: int
    title: str
    gone: bool
    at: int
    fields: Mapping[str, str]

    @property
    def words(self) -> str:
        """What was typed that says most."""
        texts = [text for name, text in self.fields.items() if not name.startswith(ASIDE) and name not in _OF_IDS]
        return max(texts, key=lambda text: (_as_day(text) is None, len(text)), default="")


def waiting(desk: Desk, record: int | None = None) -> list[Waiting]:
    """My drafts, newest first: all of them, or those about one deal."""
    with desk.reading() as connection:
        return [_waiting(connection, row) for row in storage.of(connection, _names(desk, connection), record)]


def count(desk: Desk) -> int:
    """How many drafts I have."""
    with desk.reading() as connection:
        return storage.count(connection, _names(desk, connection))


def one(desk: Desk, number: int) -> Waiting:
    """My draft of this number. Raises BadInput when I have none."""
    for draft in waiting(desk):
        if draft.number == number:
            return draft
    raise BadInput(
        _("There is no draft {number} of yours.").format(number=number), _("`pipetui drafts` lists those there are.")
    )


def load(desk: Desk, record: int, form: str) -> Waiting | None:
    """What I left in this form, or None. ``record`` 0: a form that is about no deal yet."""
    with desk.reading() as connection:
        row = storage.find(connection, _names(desk, connection), form, record)
        return None if row is None else _waiting(connection, row)


def keep(desk: Desk, record: int, form: str, fields: Mapping[str, str]) -> None:
    """Keep what is in a form, so that escape, quitting or a crash lose nothing."""
    with desk.quietly() as connection:
        storage.keep(connection, folded_name(desk.me), form, record, at=desk.now, fields=fields)


def drop(desk: Desk, record: int, form: str) -> None:
    """The form was saved: its draft goes. Nothing happens when there is none."""
    with desk.quietly() as connection:
        row = storage.find(connection, _names(desk, connection), form, record)
        if row is not None:
            storage.drop(connection, row.id)


def throw_away(desk: Desk, number: int) -> Waiting:
    """Throw a draft away, and give it back for ``put_back``. Raises BadInput when I have none of this number."""
    with desk.quietly() as connection:
        thrown = one(desk, number)
        storage.drop(connection, thrown.number)
    return thrown


def put_back(desk: Desk, thrown: Waiting) -> None:
    """A draft was thrown away by mistake. One that was begun in its place since goes before it: then nothing is
    written, and BadInput says so."""
    with desk.quietly() as connection:
        if storage.find(connection, _names(desk, connection), thrown.form, thrown.record) is not None:
            raise BadInput(_("A newer draft stands in its place now."))
        storage.keep(connection, folded_name(desk.me), thrown.form, thrown.record, at=thrown.at, fields=thrown.fields)


def free_record(desk: Desk, form: str) -> int:
    """The number under which one more draft of something new can be kept: 0, or the next below the lowest."""
    taken = [draft.record for draft in waiting(desk) if draft.form == form and draft.record <= 0]
    return min(taken, default=1) - 1


def form_word(form: str) -> str:
    """What a form is called, by the name under which its drafts are kept."""
    if form.startswith(_HOW):
        return _("How we know")
    if form.startswith(IMPORT):
        return _("Import")
    if field := field_of(form):
        return sentences.field_word(field.partition(":")[0]).capitalize()
    words = {
        "note": _("Note"), "step": _("Next step"), "done": _("Done"), "park": _("Park"), "close": _("Close"),
        "back": _("Move back"), "reopen": _("Reopen"), "edit": _("Edit"), "add": _("New deal"),
        "contact": _("Contact"), LONG_NOTE: _("Long note"),
        "bulk_step": _("New date"), "bulk_park": _("Park"), "bulk_close": _("Close"), "bulk_assign": _("Reassign"),
    }  # fmt: skip
    return words.get(form, form.replace("_", " "))


def about(draft: Waiting) -> str:
    """What a draft is about, in words: the deal's title, or why there is none."""
    if draft.gone:
        return _("deal {id} is gone").format(id=draft.record)
    if draft.form.startswith(SEVERAL):
        return _("several deals")
    if draft.form.startswith(IMPORT):
        return PurePath(draft.form.removeprefix(IMPORT)).name
    return draft.title or _("not saved yet")


def words_about(desk: Desk, deal_id: int) -> str:
    """``draft: note``: which forms about this deal I left half-way; "" for none."""
    forms = ", ".join(form_word(draft.form).lower() for draft in waiting(desk, deal_id))
    return _("draft: {forms}").format(forms=forms) if forms else ""


def waiting_words(desk: Desk) -> str:
    """``2 drafts``; "" for none."""
    n = count(desk)
    return ngettext("{n} draft", "{n} drafts", n).format(n=n) if n else ""


def texts(desk: Desk, draft: Waiting) -> list[tuple[str, str]]:
    """What a draft holds: what each entry is called, and what was typed into it."""
    return [
        (form_word(draft.form) if draft.form == LONG_NOTE else _entry_word(name), _readable(desk, text))
        for name, text in draft.fields.items()
        if not name.startswith(ASIDE) and not name.endswith("_presets")
    ]


def _entry_word(name: str) -> str:
    words = {
        "pain": _("Pain"), "next_step": _("Next step"), "text": _("Next step"), "step": _("Next step"),
        "line": _("Next step"), "who": _("Who"), "when": _("When"), "until": _("Until"), "wake": _("Wake it"),
        "reason": _("Why"), "ticks": _("Learned"), "no_longer": _("No longer"), "confirmed": _("Still holds"),
        "outcome": _("Outcome"), "how": _("How we know"), "as": _("Because"), "note": _("Note"),
        "file": _("File"), "to": _("To"), "lost": _("Reason"), "no_decision": _("Reason"),
    }  # fmt: skip
    return words.get(name) or sentences.field_word(name)


def _readable(desk: Desk, text: str) -> str:
    """Ids of criteria as their texts, an outcome in words, a date as people read it."""
    if text in OUTCOMES:
        return status_word(text)
    known = [desk.playbook.criterion(part) for part in text.split(",")]
    if all(known):
        return ", ".join(found[1].text for found in known if found)
    day = _as_day(text)
    return text if day is None else sentences.short_day(day, desk.today)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def how_form(criterion: str) -> str:
    """The form of the line that says how one knows this criterion."""
    return _HOW + criterion


def criterion_of(form: str) -> str:
    """The criterion that such a form is about; "" for any other form."""
    return form.removeprefix(_HOW) if form.startswith(_HOW) else ""


def field_form(field: str) -> str:
    """The form in which this value of a deal is changed where it stands."""
    return _FIELD + field


def field_of(form: str) -> str:
    """The value that such a form changes; "" for any other form."""
    return form.removeprefix(_FIELD) if form.startswith(_FIELD) else ""


def _names(desk: Desk, connection: sqlite3.Connection) -> list[str]:
    return reading.names_of(connection, folded_name(desk.me))


def _waiting(connection: sqlite3.Connection, row: storage.DraftRow) -> Waiting:
    deal = reading.row_of(connection, row.record) if row.record > 0 else None
    title = "" if deal is None else titled(deal["name"], deal["company"])
    return Waiting(row.id, row.form, row.record, title, row.record > 0 and deal is None, row.at, row.fields)
