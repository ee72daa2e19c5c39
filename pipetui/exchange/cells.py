"""One cell as the value of one field: text, flag, status, number of people … A reader gives the value, None for an
empty cell, or ``Bad`` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from pipetui.domain.money import currency_code
from pipetui.exchange.cell_dates import DateOrder, NumericDate, is_serial, read_date, words_beside_date
from pipetui.exchange.cell_numbers import NumberReading, read_number
from pipetui.exchange.guard import unguard
from pipetui.exchange.systems.base import label_key
from pipetui.i18n import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Target = Literal["deals", "leads"]


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be used, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A value that was read, and the words beside it in its cell, which say more: they are kept in a note."""

    value: date
    words: str


Value = str | bool | int | date | NumberReading | Beside
Reader = Callable[[str], Value | Bad | None]

_EMPTY = frozenset(("", "-", "–", "—", "n/a", "n.a.", "n/d", "n.d.", "#n/a", "#n/d", "null", "(no value)", "(none)"))
"""What people and systems write for nothing."""

_UNKNOWN = frozenset(("?", "??", "???", "nd", "na", "...", "…", "xx", "xxx"))
"""The same in columns of dates and figures; elsewhere it may be a name."""

_NO_FIGURE = re.compile(r"[\s€$£–—-]+")
"""How bookkeepers write nothing: ``€ -``."""
_SHORT = 20

_NOTHING = dict.fromkeys(map(ord, "\ufeff\u200b"))
"""Characters that mean and show nothing: marks of order between files that were put together, blanks without width."""

_FLAGS = {
    True: "1 true yes y t x s si sì vero on wahr ja oui ✓ ✔ ☑ ✅",
    False: "0 false no n f falso off falsch nein non ✗ ✘ ☐ ❌",
}
_DEAL_STATUS = {
    "open": "open; parked; dormant; in progress; active; new; ongoing; aperta; aperto; in corso; attiva; attivo; nuova;"
    " nuovo; aperte; attive; nuove",
    "won": "won; closed won; closed-won; win; vinta; vinto; chiusa vinta; chiuso vinto; chiusa - vinta; acquisita;"
    " vinte; chiuse vinte; acquisite",
    "lost": "lost; closed lost; closed-lost; loss; persa; perso; chiusa persa; chiuso perso; chiusa - persa; perse;"
    " chiuse perse",
    "no_decision": "no decision; no_decision; no-decision; nessuna decisione; non deciso; senza decisione",
    "deleted": "deleted; eliminata; eliminato; cancellata; cancellato",
}
_LEAD_STATUS = {
    "new": "new; open; nuovo; nuova; aperto",
    "mql": "mql; marketing qualified; handed off",
    "sql": "sql; sales qualified; qualified; accepted; qualificato; accettato",
    "nurture": "nurture; nurturing; recycled; da coltivare",
    "rejected": "rejected; unqualified; disqualified; scartato; rifiutato; non qualificato",
    "promoted": "promoted; converted; convertito; promosso",
    "deleted": "deleted; eliminato; cancellato",
}
_INTENT = {"high": "high; hot; alto; alta; caldo", "low": "low; cold; basso; bassa; freddo"}


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {word.strip(): value for value, words in table.items() for word in words.split(";")}


_FLAG_WORDS = {word: flag for flag, words in _FLAGS.items() for word in words.split()}
STATUS_WORDS: Mapping[Target, Mapping[str, str]] = {"deals": _words(_DEAL_STATUS), "leads": _words(_LEAD_STATUS)}
_INTENT_WORDS = _words(_INTENT)
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OUTCOME_WORDS = {word: status for word, status in STATUS_WORDS["deals"].items() if status not in ("open", "deleted")}
"""Words for won, lost and no decision, which a stage column may hold too."""


def is_empty(text: str) -> bool:
    """Does this cell say nothing?"""
    return text.strip().casefold() in _EMPTY


def _is_unknown(text: str) -> bool:
    return is_empty(text) or text.strip().casefold() in _UNKNOWN


def read_line(text: str) -> str | None:
    """Text on one line. The formula guard of our own exports is taken off."""
    return None if is_empty(text) else " ".join(unguard(text).translate(_NOTHING).split()) or None


def read_block(text: str) -> str | None:
    """Text that keeps its line breaks."""
    if is_empty(text):
        return None
    return unguard(text).translate(_NOTHING).strip().replace("\r\n", "\n").replace("\r", "\n") or None


def read_flag(text: str) -> bool | Bad | None:
    """Yes or no, in the words and figures of many systems."""
    if is_empty(text):
        return None
    flag = _FLAG_WORDS.get(text.strip().casefold())
    return Bad(_("This is neither yes nor no.")) if flag is None else flag


def status_reader(target: Target) -> Reader:
    """Reads a deal's status (open, won, lost, no_decision, deleted) or a lead's state."""
    words = STATUS_WORDS[target]

    def read(text: str) -> str | Bad | None:
        if is_empty(text):
            return None
        return words.get(label_key(text)) or Bad(_("This status is not known."))

    return read


def date_reader(
    orders: Mapping[str, DateOrder], zone: ZoneInfo, *, serials: bool = True, each_tells: Container[str] = ()
) -> Reader:
    """Reads dates of a column. ``orders``: shape to order; a shape that is still a question gives nothing.
    ``serials``: a plain number may be a day. ``each_tells``: shapes whose values can be read in one way only."""

    def read(text: str) -> date | Beside | Bad | None:
        if _is_unknown(text):
            return None
        reading = read_date(text, zone)
        if reading is None or (not serials and is_serial(text)):
            return Bad(_("This is not a date."))
        if isinstance(reading, NumericDate):
            order = orders.get(reading.shape)
            if order is None and reading.shape in each_tells:
                order = next(iter(reading.by_order))
            if order is None:
                return None
            reading = reading.by_order.get(order)
        if reading is None:
            return Bad(_("This is no date in the order of its column."))
        words = words_beside_date(text)
        return Beside(reading, words) if words else reading

    return read


def read_amount(text: str) -> NumberReading | Bad | None:
    """A number in every way it can be meant; ``amounts.Amounts`` chooses."""
    if _is_unknown(text) or (len(text) <= _SHORT and _NO_FIGURE.fullmatch(text)):
        return None
    return read_number(text) or Bad(_("This is not an amount."))


def read_currency(text: str) -> str | Bad | None:
    """A currency's code from its code, sign or name."""
    if is_empty(text):
        return None
    return currency_code(text) or Bad(_("This currency is not known."))


def read_size(text: str) -> int | Bad | None:
    """A whole number of people; marks stand between thousands."""
    if is_empty(text):
        return None
    digits = re.sub(r"(?<=\d)[.,'’\s](?=\d{3}(?!\d))", "", text.strip())
    return int(digits) if digits.isdecimal() and len(digits) < 10 else Bad(_("This is not a whole number."))


def read_fit(text: str) -> str | Bad | None:
    """A, B or C."""
    if is_empty(text):
        return None
    fit = text.strip().upper()
    return fit if fit in ("A", "B", "C") else Bad(_("The fit is A, B or C."))


def read_intent(text: str) -> str | Bad | None:
    """High or low."""
    if is_empty(text):
        return None
    return _INTENT_WORDS.get(label_key(text)) or Bad(_("The intent is high or low."))


def read_exact(text: str) -> str | None:
    """Text as one of our own exports writes it: only a cell without any is empty."""
    return unguard(text).strip() or None


def own_date_reader(otherwise: Reader) -> Reader:
    """Reads dates of one of our own exports: whatever day they name was a day here."""

    def read(text: str) -> Value | Bad | None:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            return otherwise(text)

    return read


def read_own_status(text: str) -> Value | Bad | None:
    """A deal's status in one of our own exports: parked and dormant, too, are what they say."""
    status = label_key(text)
    return status if status in ("parked", "dormant") else status_reader("deals")(text)


def read_uid(text: str) -> str | Bad | None:
    """The lasting id of a record."""
    uid = text.strip().lower()
    if not uid:
        return None
    return uid if _UID.fullmatch(uid) else Bad(_("This is no lasting id of an export."))
