"""One cell as a date: what it can mean, before anybody has decided whether day or month comes first.

Understood: ISO dates and times with or without offset, ``5/20/2024 7:42``, ``20-10-16``, ``Sep 12, 2026``,
``12 settembre 2026``, ``20260912``, the serial numbers of spreadsheets, and the same with a day of the week
(``ven 27/11/2026``), an hour (``25/11/2026 ore 10``) or a word for "by" (``entro il 25/11/2026``). A day of the week
that is not the date's own makes it none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pipetui.exchange.cell_text import visible, without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")

_TIME = (
    r"(?:(?:T|,?\s+(?:at\s+|alle\s+)?)"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<offset>Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|[+-]\d{2}|UTC|GMT)?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}", re.IGNORECASE)
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_DAY_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|°)?[\s./-]*(?P<name>[^\W\d]{{3,}})\.?[\s,./-]*(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?P<name>[^\W\d]{{3,}})\.?[\s./-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*[\s,./-]\s*(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(?P<days>\d{5})(?:[.,]\d+)?")
_SERIAL_START = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""No pipeline has other days; what looks like one is something else or a slip."""
_WEEKDAY_WORD = r"(?:lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun)[^\W\d]{0,6}['’]?\.?"
_BY = re.compile(r"(?:entro(?: il)?|il|by|on|due(?: by| on)?)\s+(?=\S)", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(r"^(?P<name>[^\W\d]{3,9})['’]?\.?,?\s+(?=\S)")
_WEEKDAY_AFTER = re.compile(r"(?<=\d),?\s+\(?(?P<name>[^\W\d]{3,9})['’]?\.?\)?$")
_HOUR_AFTER = re.compile(
    r",?\s+(?:(?:alle\s+)?ore|alle|at|h)\.?\s*(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?$", re.IGNORECASE
)
_ZONE_NAME = re.compile(r"(?<=[+-]\d{4})\s+\([^()]*\)$")
"""``GMT+0100 (Central European Standard Time)``, as programs write it"""
_BESIDE = re.compile(
    rf"(?<=\d)\s*(?:[?*]+|\((?!(?:{_WEEKDAY_WORD})\))[^()\d]{{1,40}}\))$|^(?:~|≈|circa\b|ca\.?\s|about\b)\s*",
    re.IGNORECASE,
)
_HOURS, _MINUTES = 24, 60
_BLANKS_INSIDE = re.compile(r"(?<=\d)\s*([/.])\s*(?=\d)")
_LONGEST = 80
_PIVOT = 69
"""Two-digit years from here on belong to the last century, as POSIX has it."""

_MONTH_NAMES = (
    "jan january gen gennaio", "feb february febbraio", "mar march marzo", "apr april aprile", "may mag maggio",
    "jun june giu giugno", "jul july lug luglio", "aug august ago agosto", "sep sept september set sett settembre",
    "oct october ott ottobre", "nov november novembre", "dec december dic dicembre",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAY_NAMES = (
    "mon monday lun lunedi", "tue tues tuesday mar martedi", "wed wednesday mer mercoledi",
    "thu thur thurs thursday gio giovedi", "fri friday ven venerdi", "sat saturday sab sabato",
    "sun sunday dom domenica",
)  # fmt: skip
_WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}


@dataclass(frozen=True, slots=True)
class NumericDate:
    """A date such as ``5/6/2024``, with one day for each order that fits.

    ``shape`` names the way of writing: ``1/1/1000``, ``1-1-10``.
    """

    by_order: Mapping[DateOrder, date]
    shape: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What holds for all readings of one text: the zone to show times in, and the day of the week that it names."""

    zone: ZoneInfo
    weekday: int | None = None

    def fits(self, day: date | None) -> date | None:
        """The day as it is written, unless the text names another day of the week."""
        return day if day is None or self.weekday in (None, day.weekday()) else None


def read_date(text: str, zone: ZoneInfo) -> date | NumericDate | None:
    """What a cell's text means as a date, or None. A time with an offset is moved into ``zone`` first.

    ``words_beside_date`` has what the cell says beyond that.
    """
    return _read(text.strip(), zone) if len(text) <= _LONGEST else None


def words_beside_date(text: str) -> str:
    """What a date's cell says beside the date: ``(da confermare)``, ``?``, ``circa``. Nothing in most."""
    return without(_BESIDE, _ZONE_NAME.sub("", visible(text)))[1] if len(text) <= _LONGEST else ""


def is_serial(text: str) -> bool:
    """Is this a number that a spreadsheet may mean as a day?"""
    return _SERIAL.fullmatch(text.strip()) is not None


def orders_of(shape: str) -> tuple[DateOrder, ...]:
    """The orders in which dates of this shape can be written at all."""
    return ORDERS if has_short_year(shape) else ("dmy", "mdy")


def has_short_year(shape: str) -> bool:
    """Are the years of this shape written with two digits?"""
    return not shape.endswith("1000")


def mark_of(shape: str) -> str:
    """What stands between the numbers of this shape."""
    return shape[1]


@lru_cache(maxsize=4096)
def _read(text: str, zone: ZoneInfo) -> date | NumericDate | None:
    if text[4:5] == "-" and (day := _iso(text, zone)):
        return day
    return _bare(text, _Frame(zone)) or _undressed(text, zone)


def _bare(text: str, frame: _Frame) -> date | NumericDate | None:
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, frame)
    return _year_first(text, frame) or _with_month_name(text, frame) or _serial(text, frame)


def _undressed(text: str, zone: ZoneInfo) -> date | NumericDate | None:
    """The date without what people write around it; None if there was nothing of the kind."""
    bare, _words = without(_BESIDE, _ZONE_NAME.sub("", visible(text)))
    bare = _BLANKS_INSIDE.sub(r"\1", bare.rstrip(",;. "))
    hour = _HOUR_AFTER.search(bare)
    if hour and int(hour["hour"]) < _HOURS and int(hour["minute"] or 0) < _MINUTES:
        bare = bare[: hour.start()]
    if by := _BY.match(bare):
        bare = bare[by.end() :]
    weekday = None
    for pattern in (_WEEKDAY_BEFORE, _WEEKDAY_AFTER):
        match = pattern.search(bare)
        weekday = _WEEKDAYS.get(_plain(match["name"])) if match else None
        if match and weekday is not None:
            bare = bare[: match.start()] + bare[match.end() :]
            break
    return _bare(bare, _Frame(zone, weekday)) if bare != text else None


def _iso(text: str, zone: ZoneInfo) -> date | None:
    """What most systems write; the general way below takes four times as long."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _EARLIEST <= moment.date() <= _LATEST or text[7:8] != "-":
        return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(zone).date()


def _numeric(match: re.Match[str], frame: _Frame) -> NumericDate | None:
    a, b, c = int(match["a"]), int(match["b"]), match["c"]
    shape = f"1{match['sep']}1{match['sep']}{'1000' if len(c) == 4 else '10'}"
    parts = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (match["a"].zfill(2), b, int(c))}
    by_order: dict[DateOrder, date] = {}
    for order in orders_of(shape):
        year, month, day = parts[order]
        found = _day(_full_year(str(year)), int(month), int(day), match, frame)
        if found:
            by_order[order] = found
    return NumericDate(by_order, shape) if by_order else None


def _year_first(text: str, frame: _Frame) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]), match, frame)
    compact = _COMPACT.fullmatch(text)
    return frame.fits(_calendar_day(int(compact["y"]), int(compact["m"]), int(compact["d"]))) if compact else None


def _with_month_name(text: str, frame: _Frame) -> date | None:
    match = _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    month = _MONTHS.get(_plain(match["name"])) if match else None
    if match is None or month is None:
        return None
    return _day(_full_year(match["y"]), month, int(match["d"]), match, frame)


def _serial(text: str, frame: _Frame) -> date | None:
    match = _SERIAL.fullmatch(text)
    found = _SERIAL_START + timedelta(days=int(match["days"])) if match else None
    return frame.fits(found) if found is not None and _EARLIEST <= found <= _LATEST else None


def _day(year: int, month: int, day: int, match: re.Match[str], frame: _Frame) -> date | None:
    """The calendar day, in the frame's zone if the text names a time and an offset; None if there is no such time."""
    found = frame.fits(_calendar_day(year, month, day))
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
    return moment.astimezone(frame.zone).date()


def _offset(text: str) -> timedelta:
    text = text.upper().removeprefix("UTC").removeprefix("GMT")
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
    return found if _EARLIEST <= found <= _LATEST else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
