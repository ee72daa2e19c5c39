"""The filter of a list: a small grammar, read while somebody types it.

- ``acme rollout``: every word occurs in name, company, owner or contact; ``"next year"``: the phrase does
- ``owner:anna`` ``stage:decision`` ``kind:stalled`` ``company:acme`` ``source:fair`` ``criterion:sponsor`` (still open
  in its stage); a beginning will do, commas stand between several, ``none`` finds what has none
- ``amount:>10000`` ``amount:<=5k`` ``amount:10000..50000``, with k and m; ``days:>20`` in the stage
- ``next:today`` ``next:overdue`` ``next:week`` ``next:>fri`` ``next:none``; ``close:nov`` ``close:2026-q4``
- ``-word`` and ``-owner:anna`` leave out

Keys and values are known in both languages (see ``query_words``). What cannot be understood is reported, and the rest
still filters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeVar

from pipetui.domain.money import MAX_MAJOR_DIGITS, RANK_DIGITS
from pipetui.domain.names import fold
from pipetui.domain.query_words import NONE, OVERDUE, key_of, kinds_of, people_of, things_of
from pipetui.domain.spans import parse_span
from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from pipetui.domain.query_words import Vocabulary

Field = Literal[
    "text", "name", "company", "source", "owner", "stage", "kind", "criterion", "amount", "days", "next", "close"
]
"""What a term looks at."""

MOST_TERMS = 20
"""More terms than that are pasted by mistake: they are not looked at."""

_TOKEN = re.compile(
    r"(?P<minus>-(?=\S))?(?:(?P<key>[^\W\d_]+):)?(?P<mark>[<>]=?|=)?(?:\"(?P<quoted>[^\"]*)\"?|(?P<bare>[^\s\"]*))"
)
_NUMBER = re.compile(r"(?P<digits>[0-9]{1,3}(?:[.,'][0-9]{3})+|[0-9]+(?:[.,][0-9]+)?)(?P<unit>[km]?)")
_Id = TypeVar("_Id", int, str)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_MOST_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``any_of``: folded texts, ids of stages, kinds and criteria, or persons' numbers; ``missing``: has
    none; ``low`` and ``high``: bounds, both included, None for open: money as ``money.rank`` has it, days as a
    number, dates. ``excluded``: it must not hold. ``typed``: as the person wrote it."""

    field: Field
    typed: str
    any_of: tuple[str, ...] | tuple[int, ...] = ()
    low: int | date | None = None
    high: int | date | None = None
    missing: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A term that was not understood, and why; a plain sentence without a full stop."""

    typed: str
    why: str

    def __str__(self) -> str:
        return f"{self.typed}: {self.why}"


@dataclass(frozen=True, slots=True)
class Query:
    """What a filter asks: every term must hold. ``troubles``: what of it was not understood."""

    terms: tuple[Term, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text. ``value``: without quotes; ``parts``: its alternatives; ``mark``: a comparison or ""."""

    typed: str
    key: str
    mark: str
    value: str
    parts: tuple[str, ...]
    excluded: bool


def parse(text: str, known: Vocabulary) -> Query:
    """Read a filter. Never raises: what is not understood yet is among the troubles, what is incomplete is left out."""
    terms: list[Term] = []
    troubles: list[Trouble] = []
    for token in tokens(text)[:MOST_TERMS]:
        try:
            term = _term(token, known)
        except BadInput as error:
            troubles.append(Trouble(token.typed, error.message.rstrip(".")))
        else:
            if term is not None:
                terms.append(term)
    return Query(tuple(terms), tuple(troubles))


def tokens(text: str) -> list[Token]:
    """The pieces of a filter, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        key, mark, quoted = match["key"] or "", match["mark"] or "", match["quoted"]
        value = (quoted if quoted is not None else match["bare"]).strip()
        if match[0] and (key or mark or value) and match[0] != "-":
            parts = (value,) if quoted is not None else _parts(value)
            found.append(Token(match[0], key, mark, value, parts, bool(match["minus"])))
    return found


def _term(token: Token, known: Vocabulary) -> Term | None:
    """The condition of a token; None while it is incomplete. Raises BadInput."""
    if not token.key:
        return Term("text", token.typed, (fold(token.mark + token.value),), excluded=token.excluded)
    field = key_of(token.key)
    if field is None:
        raise BadInput(_("there is no such key"))
    if not token.value:
        return None
    if field in ("name", "company", "source"):
        return _of_text(field, token)
    if field in ("amount", "days", "next", "close"):
        return _of_range(field, token, known)
    return _of_list(field, token, known)


def _of_text(field: Field, token: Token) -> Term:
    texts = tuple(fold(text) for text in token.parts)
    if texts == (fold(token.value),) and texts[0] in NONE and field != "name":
        return Term(field, token.typed, missing=True, excluded=token.excluded)
    return Term(field, token.typed, texts, excluded=token.excluded)


def _of_list(field: Field, token: Token, known: Vocabulary) -> Term:
    missing = False
    texts: list[str] = []
    people: list[int] = []
    for part in token.parts:
        if field == "owner" and fold(part) in NONE:
            missing = True
        elif field == "owner":
            people += _found(people_of(part, known), part)
        elif field == "kind":
            texts += _found(kinds_of(part), part)
        else:
            texts += _found(things_of(part, known.stages if field == "stage" else known.criteria), part)
    any_of = tuple(dict.fromkeys(people)) if field == "owner" else tuple(dict.fromkeys(texts))
    return Term(field, token.typed, any_of, missing=missing, excluded=token.excluded)


def _found(ids: list[_Id], part: str) -> list[_Id]:
    if not ids:
        raise BadInput(_("nothing here is called “{text}”").format(text=part))
    return ids


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip()) or (value,)


def _of_range(field: Field, token: Token, known: Vocabulary) -> Term | None:
    folded = fold(token.value)
    if not token.mark and folded in NONE and field != "days":
        return Term(field, token.typed, missing=True, excluded=token.excluded)
    if not token.mark and field == "next" and folded in OVERDUE:
        return Term(field, token.typed, high=known.today - timedelta(days=1), excluded=token.excluded)
    below, dots, above = token.value.partition("..")
    if not dots:
        first, last = _edges(field, token.value, known)
        low, high = _marked(token.mark, first, last)
    elif not (below or above):
        return None
    else:
        low = _edges(field, below, known)[0] if below else None
        high = _edges(field, above, known)[1] if above else None
    return Term(field, token.typed, low=low, high=high, excluded=token.excluded)


def _edges(field: Field, text: str, known: Vocabulary) -> tuple[int, int] | tuple[date, date]:
    """The smallest and the largest value that a text means. Raises BadInput."""
    if field in ("next", "close"):
        return parse_span(text, known.today, order=known.order, language=known.language)
    number = _rank(text) if field == "amount" else _days(text)
    return number, number


def _marked(mark: str, first: int | date, last: int | date) -> tuple[int | date | None, int | date | None]:
    """The bounds of ``> < >= <=`` and of equality, for days and numbers."""
    bounds = {
        "": (first, last),
        "=": (first, last),
        ">": (_beside(last, 1), None),
        ">=": (first, None),
        "<": (None, _beside(first, -1)),
        "<=": (None, last),
    }
    return bounds[mark]


def _beside(value: int | date, step: int) -> int | date:
    return value + timedelta(days=step) if isinstance(value, date) else value + step


def _rank(text: str) -> int:
    """An amount in major units as ``money.rank`` has it: ``10000``, ``10.000``, ``1.5k``, ``2m``."""
    match = _NUMBER.fullmatch(fold(text).strip(" €$£"))
    if match is None:
        raise BadInput(_("not a number"))
    digits = match["digits"]
    if re.fullmatch(r"[0-9]{1,3}(?:[.,'][0-9]{3})+", digits):
        digits = re.sub(r"[.,']", "", digits)
    major = Decimal(digits.replace(",", ".")) * _UNITS[match["unit"]]
    if major >= 10**MAX_MAJOR_DIGITS:
        raise BadInput(_("too large"))
    return int(major * 10**RANK_DIGITS)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(_("not a number"))
    return min(int(text[:9]), _MOST_DAYS)
