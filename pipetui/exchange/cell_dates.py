"""One cell as a date: what it can mean, before anybody has decided whether day or month comes first.

Understood: ISO dates and times with or without offset, ``5/20/2024 7:42``, ``20-10-16``, ``Sep 12, 2026``,
``12 settembre 2026``, ``20260912`` and the serial numbers of spreadsheets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pipetui.domain.instants import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")

_TIME = (
    r"(?:(?:T|,?\s+(?:at\s+|alle\s+)?)"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}", re.IGNORECASE)
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_DAY_NAME = r"(?:[^\W\d]+\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_DAY_NAME}(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|°)?[\s./-]*(?P<name>[^\W\d]{{3,}})\.?[\s,./-]*(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_DAY_NAME}(?P<name>[^\W\d]{{3,}})\.?[\s./-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*[\s,./-]\s*(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(?P<days>\d{5})(?:[.,]\d+)?")
_SERIAL_START = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 25569, 73050  # 1970 to 2099: a five-digit number outside is no date
_LONGEST = 60
_PIVOT = 69
"""Two-digit years from here on belong to the last century, as POSIX has it."""

_MONTH_NAMES = (
    "jan january gen gennaio", "feb february febbraio", "mar march marzo", "apr april aprile", "may mag maggio",
    "jun june giu giugno", "jul july lug luglio", "aug august ago agosto", "sep sept september set sett settembre",
    "oct october ott ottobre", "nov november novembre", "dec december dic dicembre",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class NumericDate:
    """A date such as ``5/6/2024``, with one day for each order that fits.

    ``shape`` names the way of writing: ``1/1/1000``, ``1-1-10``.
    """

    by_order: Mapping[DateOrder, date]
    shape: str


def read_date(text: str, zone: ZoneInfo) -> date | NumericDate | None:
    """What a cell's text means as a date, or None. A time with an offset is moved into ``zone`` first."""
    return _read(text.strip(), zone) if len(text) <= _LONGEST else None


def orders_of(shape: str) -> tuple[DateOrder, ...]:
    """The orders in which dates of this shape can be written at all."""
    return ORDERS if has_short_year(shape) else ("dmy", "mdy")


def has_short_year(shape: str) -> bool:
    """Are the years of this shape written with two digits?"""
    return not shape.endswith("1000")


def mark_of(shape: str) -> str:
    """What stands between the numbers of this shape."""
    return shape[1]


@lru_cache(maxsize=65536)
def _read(text: str, zone: ZoneInfo) -> date | NumericDate | None:
    if text[4:5] == "-" and (day := _iso(text, zone)):
        return day
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, zone)
    return _year_first(text, zone) or _with_month_name(text, zone) or _serial(text)


def _iso(text: str, zone: ZoneInfo) -> date | None:
    """What most systems write; the general way below takes four times as long."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not EARLIEST < moment.date() < LATEST or text[7:8] != "-":
        return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(zone).date()


def _numeric(match: re.Match[str], zone: ZoneInfo) -> NumericDate | None:
    a, b, c = int(match["a"]), int(match["b"]), match["c"]
    shape = f"1{match['sep']}1{match['sep']}{'1000' if len(c) == 4 else '10'}"
    parts = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (match["a"].zfill(2), b, int(c))}
    by_order: dict[DateOrder, date] = {}
    for order in orders_of(shape):
        year, month, day = parts[order]
        found = _day(_full_year(str(year)), int(month), int(day), match, zone)
        if found:
            by_order[order] = found
    return NumericDate(by_order, shape) if by_order else None


def _year_first(text: str, zone: ZoneInfo) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]), match, zone)
    compact = _COMPACT.fullmatch(text)
    return _calendar_day(int(compact["y"]), int(compact["m"]), int(compact["d"])) if compact else None


def _with_month_name(text: str, zone: ZoneInfo) -> date | None:
    match = _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    month = _MONTHS.get(_plain(match["name"])) if match else None
    if match is None or month is None:
        return None
    return _day(_full_year(match["y"]), month, int(match["d"]), match, zone)


def _serial(text: str) -> date | None:
    match = _SERIAL.fullmatch(text)
    days = int(match["days"]) if match else 0
    return _SERIAL_START + timedelta(days=days) if _SERIAL_FIRST <= days <= _SERIAL_LAST else None


def _day(year: int, month: int, day: int, match: re.Match[str], zone: ZoneInfo) -> date | None:
    """The calendar day, in ``zone`` if the text names a time and an offset; None if there is no such time."""
    found = _calendar_day(year, month, day)
    if found is None or match["hour"] is None:
        return found
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    if match["offset"] is None:
        return found
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC) - _offset(match["offset"])
    return moment.astimezone(zone).date()


def _offset(text: str) -> timedelta:
    digits = text.lstrip("+-").replace(":", "")
    if not digits.isdigit():
        return timedelta()
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -size if text.startswith("-") else size


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
