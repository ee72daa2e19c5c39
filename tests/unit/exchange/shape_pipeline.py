"""A random but realistic pipeline: the deals that every generated file holds, whatever its shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random

TODAY = date(2026, 11, 23)
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY")

Status = Literal["open", "won", "lost"]

_COMPANIES = (
    "Acme", "Società Perù", "Borealis; SpA", 'Casa "Vinicola"', "Dell'Orto & Figli", "Élan, Inc.", "Fano | Fratelli",
    "Müller GmbH", "Total Italia", "Nuova\tEra", "Q1 Partners", "=Uguale", "[Bold] Srl", "Ångström AB", "Won Ltd",
)  # fmt: skip
_FAR_COMPANIES = ("Łódź Tech", "東京商事", "Ωmega", "Ж-Логистика", "Smile 🙂", "\u202ertl\u202c Ltd")
_PROJECTS = (
    "ERP roll-out", "pilot north", "licences, 3 years", "audit", "WMS; phase 2", "“renewal” 2026", "CRM migration",
    "@home", "24/7 support", "data lake", "50% rebate", "totals dashboard",
)  # fmt: skip
_STEPS = (
    "Call Rita", "Send the plan, today", "Demo; then price", 'Ask for the "real" budget',
    "Visit\nwith the plant manager", "Inviare l'offerta", "+39 02 555 0101: richiamare", "Due 12/10? confirm",
    "check | recheck", "-10% ok?",
)  # fmt: skip
_OWNERS = ("Anna Rossi", "Luca Bianchi", "Chiara D'Amico", "Noè Però", "María-José Núñez")
_CONTACTS = ("Rita Neri", "Jörg Weiß", "Paul O'Hara", "Dott.ssa Gallo", "Zoë, CFO")
_SOURCES = ("Web", "Fair", "Passaparola", "Partner: Alfa; Beta", "Inbound")
_REASONS = ("Price", "They chose\nsomebody else", "Progetto rinviato, forse 2027")


@dataclass(frozen=True)
class Deal:
    """What there is to know about a deal. ``place``: how far along it is, from 0 to 1; each system has its stages."""

    number: int
    name: str | None
    company: str
    contact: str
    owner: str | None
    status: Status
    place: float
    amount: Decimal | None
    currency: str
    created: date
    stage_entered: date
    close_date: date | None
    closed: date | None = None
    reason: str | None = None
    next_step: str | None = None
    next_step_date: date | None = None
    source: str | None = None
    last_activity: date | None = None


@dataclass(frozen=True)
class Wish:
    """What kind of pipeline is wanted.

    ``low_days``: no day after the 12th, so that no date tells its order. ``whole``: no cents. ``far``: texts beyond
    western letters. ``several``: more than one currency. ``nameless``: some deals have no title.
    """

    size: int = 25
    low_days: bool = False
    whole: bool = False
    far: bool = False
    several: bool = False
    nameless: bool = False


def pipeline(chance: random.Random, wish: Wish) -> list[Deal]:
    """The deals: every status and every part of the way occur, no two have the same name or company."""
    return [_deal(number, chance, wish) for number in range(1, wish.size + 1)]


def _deal(number: int, chance: random.Random, wish: Wish) -> Deal:
    status: Status = ("open", "open", "open", "won", "open", "lost")[number % 6]
    created = _day(chance, wish, 30, 500)
    companies = _COMPANIES + (_FAR_COMPANIES if wish.far else ())
    deal = Deal(
        number,
        name=None if wish.nameless and number % 11 == 5 else f"{chance.choice(_PROJECTS)} {number}",
        company=f"{chance.choice(companies)} {number}",
        contact=f"{chance.choice(_CONTACTS)} {number}",
        owner=None if number % 9 == 4 else chance.choice(_OWNERS),
        status=status,
        place=(number * 7 % 25) / 25,
        amount=None if number % 8 == 3 else _amount(chance, wish),
        currency=chance.choice(CURRENCIES) if wish.several else "EUR",
        created=created,
        stage_entered=_day(chance, wish, 1, 25),
        close_date=None if number % 7 == 6 else _day(chance, wish, -200, -1),
        source=chance.choice((*_SOURCES, None)),
        last_activity=None if number % 5 == 2 else _day(chance, wish, 1, 60),
    )
    if deal.currency == "JPY" and deal.amount is not None:
        deal = replace(deal, amount=Decimal(round(deal.amount)))
    return _with_its_end(deal, chance, wish)


def _with_its_end(deal: Deal, chance: random.Random, wish: Wish) -> Deal:
    if deal.status == "open":
        return replace(
            deal,
            next_step=None if deal.number % 5 == 3 else chance.choice(_STEPS),
            next_step_date=None if deal.number % 7 == 2 else _day(chance, wish, -60, 10),
        )
    closed = _day(chance, wish, 1, 29)
    reason = chance.choice(_REASONS) if deal.status == "lost" else None
    return replace(deal, closed=closed, close_date=closed, reason=reason)


def _amount(chance: random.Random, wish: Wish) -> Decimal:
    cents = 0 if wish.whole else chance.choice((0, 0, 50, 5, 99, chance.randrange(100)))
    whole = chance.choice((950, 1000, 12_000, 48_000, 1_250_000, chance.randrange(100, 300_000)))
    return Decimal(whole) + Decimal(cents) / 100


def _day(chance: random.Random, wish: Wish, earliest: int, latest: int) -> date:
    """A day so many days ago; negative: to come."""
    day = TODAY - timedelta(days=chance.randint(earliest, latest) if earliest < latest else earliest)
    if not wish.low_days or day.day <= 12:
        return day
    # The same month, unless that would make a past day a coming one or the other way round.
    low = day.replace(day=chance.randint(1, 12))
    return low if (low < TODAY) == (day < TODAY) else day.replace(day=12)
