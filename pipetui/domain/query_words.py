"""The words of the filter: its keys and values in both languages, and how a half-typed one goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.model import KINDS, FindingKind
from pipetui.domain.names import fold, folded_name
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pipetui.domain.dates import DateOrder
    from pipetui.domain.query import Field
    from pipetui.i18n import Language

_KEYS: dict[Field, tuple[str, str]] = {
    "owner": ("owner", "resp"),
    "stage": ("stage", "fase"),
    "kind": ("kind", "tipo"),
    "amount": ("amount", "importo"),
    "next": ("next", "passo"),
    "days": ("days", "giorni"),
    "close": ("close", "chiusura"),
    "company": ("company", "azienda"),
    "name": ("name", "nome"),
    "source": ("source", "origine"),
    "criterion": ("criterion", "criterio"),
}
"""Field to its key in English and in Italian, in the order in which they are offered."""

_OTHER_KEYS: dict[str, Field] = {
    "responsabile": "owner", "proprietario": "owner", "valore": "amount", "prossimo": "next", "fonte": "source",
}  # fmt: skip

NONE = frozenset(("none", "nessuno", "nessuna"))
"""The values that find what has none."""

OVERDUE = frozenset(("overdue", "late", "scaduto", "scaduta", "ritardo"))
"""The values of ``next`` for a day that is over."""

_KIND_WORDS: dict[FindingKind, tuple[str, ...]] = {
    "sla_overdue": ("sla",),
    "no_next_step": ("no step", "no_step", "nostep", "senza passo", "senza_passo"),
    "step_overdue": ("late", "overdue", "ritardo"),
    "stalled": ("ferma", "fermo"),
}

_VALUES: dict[Field, tuple[tuple[str, str], ...]] = {
    "kind": (("sla", "sla"), ("no_step", "senza_passo"), ("late", "ritardo"), ("stalled", "ferma")),
    "next": (
        ("today", "oggi"), ("overdue", "scaduto"), ("week", "settimana"), ("none", "nessuno"), (">", ">"), ("<", "<"),
    ),
    "amount": ((">", ">"), ("<", "<"), ("none", "nessuno")),
    "days": ((">", ">"), ("<", "<")),
    "close": (("month", "mese"), ("week", "settimana"), ("<", "<"), (">", ">"), ("none", "nessuno")),
    "company": (("none", "nessuno"),),
    "source": (("none", "nessuno"),),
}  # fmt: skip
"""Values that are offered, in English and in Italian."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the values of a filter may mean here: the day, how this person writes dates, ``(id, name)`` of the stages
    and criteria, and each person's number with all names."""

    today: date
    order: DateOrder = "dmy"
    language: Language = "en"
    stages: tuple[tuple[str, str], ...] = ()
    criteria: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[int, tuple[str, ...]], ...] = ()


def key_of(word: str) -> Field | None:
    """The field that a key means; None for an unknown one."""
    folded = fold(word)
    return next((field for field, words in _KEYS.items() if folded in words), _OTHER_KEYS.get(folded))


def kinds_of(text: str) -> list[str]:
    """The kinds of finding that a beginning of an id or of a word on the screen means."""
    wanted = fold(text)
    words = {kind: (kind, *_KIND_WORDS[kind]) for kind in KINDS}
    exact = [kind for kind in KINDS if wanted in words[kind]]
    return [*exact] or [kind for kind in KINDS if any(word.startswith(wanted) for word in words[kind])]


def things_of(text: str, known: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of the stages or criteria that an id, a name, or the beginning of either or of a word in it means."""
    wanted = fold(text)
    exact = [thing for thing, name in known if wanted in (fold(thing), fold(name))]
    return exact or [thing for thing, name in known if fold(thing).startswith(wanted) or _begins(name, wanted)]


def people_of(text: str, known: Vocabulary) -> list[int]:
    """The persons that a name, an alias, or the beginning of either or of a word in it means."""
    wanted, bare = fold(text), folded_name(text)
    exact = [person for person, names in known.people if bare in map(folded_name, names)]
    return exact or [
        person
        for person, names in known.people
        if any(_begins(name, wanted) or folded_name(name).startswith(bare) for name in names)
    ]


def _begins(name: str, wanted: str) -> bool:
    folded = fold(name)
    return folded.startswith(wanted) or any(word.startswith(wanted) for word in folded.split())


def completions(text: str, known: Vocabulary) -> list[str]:
    """How the last word of a filter may go on: each as the whole word (``owner:anna``), keys with their colon.

    Empty after a blank, and where nothing is known to go on with.
    """
    word = text.rsplit(" ", 1)[-1] if text.count('"') % 2 == 0 else ""
    minus = "-" if word.startswith("-") else ""
    key, colon, value = word.removeprefix("-").partition(":")
    if not colon:
        keys = (words[known.language == "it"] for words in _KEYS.values())
        return [f"{minus}{each}:" for each in keys if key and each.startswith(fold(key))]
    field = key_of(key)
    if field is None:
        return []
    before, comma, last = value.rpartition(",")
    wanted = fold(last)
    return [
        f"{minus}{key}:{before}{comma}{each}"
        for each in _values(field, known)
        if fold(each).startswith(wanted) and fold(each) != wanted
    ]


def _values(field: Field, known: Vocabulary) -> list[str]:
    if field == "stage":
        return [stage for stage, _name in known.stages]
    if field == "criterion":
        return [criterion for criterion, _text in known.criteria]
    if field == "owner":
        names = (names[0].lower() for _person, names in known.people)
        return [*map(_typed, names), ("none", "nessuno")[known.language == "it"]]
    return [pair[known.language == "it"] for pair in _VALUES.get(field, ())]


def _typed(name: str) -> str:
    """A name as one word of a filter: its blanks are left out, which names are found without."""
    return "".join(name.split())


def explained() -> Iterable[tuple[str, str]]:
    """The grammar for a help screen: an example, and what it finds."""
    return (
        ("acme pilot", _('both words occur in name, company, owner or contact; "a phrase" in quotes')),
        (_("owner:anna"), _("her deals; owner:anna,luca both; owner:none nobody's")),
        (_("stage:decision"), _("in this stage; the beginning of the word will do")),
        (_("kind:stalled"), _("with this finding: sla, no_step, late, stalled")),
        (_("amount:>10k"), _("also <5k, 10000..50000, none")),
        (_("days:>20"), _("so many days in the stage")),
        (_("next:week"), _("the next step: today, overdue, week, none, fri, >25/11")),
        (_("close:nov"), _("the close date: a month, 2026-q4, a day, <1/12, none")),
        (_("company:acme"), _("also name: and source:")),
        (_("criterion:sponsor"), _("this exit criterion is still open in its stage")),
        (_("-stage:closing"), _("a minus leaves out what the rest of the word finds")),
    )
