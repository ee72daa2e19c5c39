"""How people and systems write days, amounts and currencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from decimal import Decimal

ROME = ZoneInfo("Europe/Rome")

Order = Literal["dmy", "mdy", "ymd"]

_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IT = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
_IT_WEEK = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


@dataclass(frozen=True)
class DateStyle:
    """One way of writing days. ``order``: of its numbers where a reader could take them in another order, else None."""

    write: Callable[[date], str]
    order: Order | None = None

    @property
    def short(self) -> bool:
        """Are years written with two digits?"""
        return self.order is not None and len(self.write(date(2026, 11, 25)).split(" ")[0]) == 8


def _by(pattern: str) -> Callable[[date], str]:
    """``{d}``, ``{m}`` without zeros, ``{dd}``, ``{mm}`` with; ``{y}``, ``{yy}``."""

    def write(day: date) -> str:
        return pattern.format(
            d=day.day, m=day.month, dd=f"{day.day:02}", mm=f"{day.month:02}", y=day.year, yy=f"{day.year % 100:02}",
            en=_EN[day.month - 1], it=_IT[day.month - 1], set=_IT[day.month - 1][:3], week=_IT_WEEK[day.weekday()],
        )  # fmt: skip

    return write


def serial(day: date) -> int:
    """The day as a spreadsheet counts it."""
    return (day - date(1899, 12, 30)) // timedelta(days=1)


def _night(day: date) -> str:
    """Half past midnight in Rome, which is the day before in Greenwich."""
    moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ROME).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def _mixed(day: date) -> str:
    """Several people have written in this column, each in a way that says what it means."""
    writers = (_by("{y}-{mm}-{dd}"), _by("{d} {it} {y}"), _by("{en} {d}, {y}"), lambda day: str(serial(day)))
    return writers[day.toordinal() % len(writers)](day)


DATES = {
    "iso": DateStyle(_by("{y}-{mm}-{dd}")),
    "iso-time": DateStyle(_by("{y}-{mm}-{dd} 09:05:30")),
    "iso-zulu": DateStyle(_by("{y}-{mm}-{dd}T12:00:00Z")),
    "iso-night": DateStyle(_night),
    "ymd-slash": DateStyle(_by("{y}/{m}/{d}")),
    "compact": DateStyle(_by("{y}{mm}{dd}")),
    "dmy-slash": DateStyle(_by("{dd}/{mm}/{y}"), "dmy"),
    "dmy-bare": DateStyle(_by("{d}/{m}/{y}"), "dmy"),
    "dmy-dot": DateStyle(_by("{dd}.{mm}.{y}"), "dmy"),
    "dmy-time": DateStyle(_by("{dd}-{mm}-{y} 8:00"), "dmy"),
    "dmy-short": DateStyle(_by("{dd}/{mm}/{yy}"), "dmy"),
    "mdy-slash": DateStyle(_by("{mm}/{dd}/{y}"), "mdy"),
    "mdy-time": DateStyle(_by("{m}/{d}/{y} 7:42"), "mdy"),
    "mdy-pm": DateStyle(_by("{m}/{d}/{y}, 7:42 PM"), "mdy"),
    "mdy-short": DateStyle(_by("{mm}/{dd}/{yy}"), "mdy"),
    "ymd-short": DateStyle(_by("{yy}-{mm}-{dd}"), "ymd"),
    "en-name": DateStyle(_by("{en} {d}, {y}")),
    "en-short": DateStyle(_by("{d}-{en}-{yy}")),
    "it-name": DateStyle(_by("{d} {it} {y}")),
    "it-week": DateStyle(_by("{week} {dd} {set} {y}")),
    "serial": DateStyle(lambda day: str(serial(day))),
    "serial-time": DateStyle(lambda day: f"{serial(day)}.4375"),
    "mixed": DateStyle(_mixed),
}


@dataclass(frozen=True)
class NumberStyle:
    """One way of writing amounts. ``decimals``: two, some (only where there are cents) or one (at least)."""

    thousands: str
    mark: str
    decimals: Literal["two", "some", "one"] = "two"

    def __call__(self, value: Decimal) -> str:
        """The amount without its currency."""
        whole = value == value.to_integral_value()
        text = f"{value:,.2f}"
        if self.decimals == "some" and whole:
            text = f"{value:,.0f}"
        elif self.decimals == "one":
            text = f"{value:,.1f}" if value * 10 == (value * 10).to_integral_value() else text
        return text.replace(",", "\0").replace(".", self.mark).replace("\0", self.thousands)


NUMBERS = {
    "plain": NumberStyle("", "."),
    "float": NumberStyle("", ".", "one"),
    "comma": NumberStyle("", ","),
    "english": NumberStyle(",", "."),
    "english-some": NumberStyle(",", ".", "some"),
    "italian": NumberStyle(".", ","),
    "italian-some": NumberStyle(".", ",", "some"),
    "spaced": NumberStyle(" ", ","),
    "hard-spaced": NumberStyle("\u00a0", ","),
    "swiss": NumberStyle("'", "."),
    "swiss-fine": NumberStyle("’", "."),
}

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "Fr.", "JPY": "¥"}
CURRENCY_NAMES = {
    "EUR": "Euro", "USD": "US Dollar", "GBP": "Pound Sterling", "CHF": "Swiss Franc", "JPY": "Japanese Yen",
}  # fmt: skip


@dataclass(frozen=True)
class CurrencyStyle:
    """Where and how the currency is said. ``column``: its text in a column of its own; ``cell``: around the number;
    ``header``: in the name of the amount's column. ``several``: the file can hold more than one."""

    column: Callable[[str], str] | None = None
    cell: Callable[[str, str], str] | None = None
    header: str = ""

    @property
    def several(self) -> bool:
        """Can the file hold more than one currency?"""
        return self.column is not None or self.cell is not None


MONEY = {
    "none": CurrencyStyle(),
    "header": CurrencyStyle(header=" (EUR)"),
    "column": CurrencyStyle(column=str),
    "column-sign": CurrencyStyle(column=SIGNS.__getitem__),
    "column-name": CurrencyStyle(column=CURRENCY_NAMES.__getitem__),
    "before": CurrencyStyle(cell=lambda number, code: f"{SIGNS[code]} {number}"),
    "close": CurrencyStyle(cell=lambda number, code: f"{SIGNS[code]}{number}"),
    "after": CurrencyStyle(cell=lambda number, code: f"{number} {SIGNS[code]}"),
    "code": CurrencyStyle(cell=lambda number, code: f"{code} {number}"),
    "name": CurrencyStyle(cell=lambda number, code: f"{number} {CURRENCY_NAMES[code]}"),
}


def text_of(chance: random.Random) -> str:
    """A cell of a column that nobody needs."""
    return chance.choice(("", "Leo", "1", "true", "12/13/2026", "a; b, c | d", "1.234,5", "x\ny"))
