"""One line of the deal list as ``Content``: which columns fit into a width, and a deal or a heading set into them.

No Textual widget here, so that every width can be tried by a test.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import days_of_limit, for_owner, section_title
from pipetui.domain.money import Money, exponent, format_money
from pipetui.domain.sentences import month, weekday
from pipetui.i18n import _, language, pgettext
from pipetui.tui.widgets.badge import WIDTH as BADGE
from pipetui.tui.widgets.badge import badge
from pipetui.tui.widgets.text import ELLIPSIS, fit

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Item, Section

BAR = "▌"
MARK = "+"
"""Stands at a selected deal: in the margin, or where there is none in a column of its own."""

NOTHING = "–"
ROOMY = 70
"""From this width on a list leaves a blank cell at its left."""

_NEAR_DAYS = 13
_NAME_GIVES = 6
_FAR_DAYS = 300
_LONGEST_MARK = 14
_SHORTEST_TITLE = 5
_ROOM_WITH_MARK = 24


@dataclass(frozen=True, slots=True)
class Setting:
    """What a line depends on beside its deal: the day, the zone, whether owners are shown, and the sort in use."""

    today: date
    zone: ZoneInfo
    owners: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The width of each column in cells; 0 leaves it out. The order of the fields is the order on screen."""

    margin: int = 0
    mark: int = 0
    badge: int = BADGE
    name: int = 16
    stage: int = 0
    owner: int = 0
    day: int = 6
    amount: int = 10
    text: int = 0
    date: int = 9


_GAPS = {"mark": 1, "badge": 1, "name": 2, "stage": 1, "owner": 2, "day": 2, "amount": 2, "text": 2, "date": 0}
"""Blank cells after each column. The day is right-aligned, so one cell before it is enough."""

_GROWTH = (
    ("stage", 6, 6),
    ("name", 30, 1),
    ("owner", 10, 1),
    ("name", 36, 1),
    ("stage", 13, 1),
    ("text", 14, 12),
    ("name", 44, 1),
    ("text", 40, 1),
    ("name", 56, 1),
    ("text", 60, 1),
)
"""How columns take the cells that are left: up to which width, and with how many at least. The name comes first: a
deal that one does not recognise cannot be worked on, while stage and step stand in the panel, too."""


_OWNERS_FIRST = (("name", 24, 1), ("owner", 6, 6), ("name", 28, 1))
"""What comes before that in everybody's list: there, whose a deal is says more than its stage."""


def columns(width: int, *, owners: bool = False, marks: bool = False) -> Columns:
    """The columns for a list ``width`` cells wide, from 40 to any width. ``owners``: a column for who owns it;
    ``marks``: one for what is selected."""
    roomy = width >= ROOMY
    widths = asdict(Columns())
    if roomy:
        widths |= {"margin": 1, "amount": 11}
    widths["mark"] = int(marks and not roomy)
    taken = 2 + widths["margin"] + sum(widths[name] + _GAPS[name] for name in _GAPS if widths[name])
    spare = width - taken
    for name in ("day", "amount"):
        if spare < -_NAME_GIVES:
            spare += widths[name] + _GAPS[name]
            widths[name] = 0
    widths["name"] += min(0, spare)
    for name, most, least in (*_OWNERS_FIRST, *_GROWTH) if owners else _GROWTH:
        if name == "owner" and not owners:
            continue
        gap = 0 if widths[name] else _GAPS[name]
        more = min(most - widths[name], spare - gap)
        if more >= least:
            widths[name] += more
            spare -= more + gap
    return Columns(**widths)


def deal_line(
    item: Item, cells: Columns, setting: Setting, *, current: bool = False, selected: bool = False
) -> Content:
    """The line of a deal; ``current``: the cursor stands on it."""
    words, style = badge(item, setting.zone)
    side = "" if current else "$muted"
    over = any(finding.kind == "stalled" for finding in item.findings)
    amount = short_money(item.deal.amount, cells.amount) if item.deal.amount else NOTHING
    if item.covering:
        cells = _with_room_for_mark(cells)
    parts: list[tuple[str, str]] = [
        (fit(MARK if selected else "", cells.margin), "bold $accent"),
        (BAR if current else " ", "$accent"),
        *_cell(fit(MARK if selected else "", cells.mark), "bold $accent", "mark"),
        *_cell(fit(words, cells.badge), style, "badge"),
        *marked_title(item, cells.name, "bold" if current else ""),
        (" " * _GAPS["name"], ""),
        *_cell(short_name(item.stage_name, cells.stage), side, "stage"),
        *_cell(fit(item.deal.owner, cells.owner), side, "owner"),
        *_cell(fit(days_of_limit(item), cells.day, right=True), "bold $stalled" if over else "$muted", "day"),
        *_cell(fit(amount, cells.amount, right=True), "" if item.deal.amount else "$muted", "amount"),
        *_next_step(item, cells, setting.today),
    ]
    return Content.assemble(*parts)


def marked_title(item: Item, width: int, style: str) -> list[tuple[str, str]]:
    """The title in ``width`` cells, and at its end for whom one looks after the deal."""
    mark = fit(for_owner(item), _LONGEST_MARK, pad=False)
    if not mark or width - cell_len(mark) < _SHORTEST_TITLE:
        return [(fit(item.title, width), style)]
    return [(fit(item.title, width - cell_len(mark) - 1), style), (f" {mark}", "$accent")]


def _with_room_for_mark(cells: Columns) -> Columns:
    """Where the name is short, stage and days give it their room: a deal that one does not recognise cannot be worked
    on. They stand in the panel, too."""
    if cells.name >= _ROOM_WITH_MARK or cells.owner or not cells.day:
        return cells
    stage = cells.stage + _GAPS["stage"] if cells.stage else 0
    return replace(cells, name=cells.name + _GAPS["name"] + stage + cells.day, stage=0, day=0)


def heading_line(section: Section, size: int, cells: Columns, setting: Setting, *, titles: bool) -> Content:
    """The heading of a section with its count; ``titles``: with the titles of the columns, for the first one."""
    left = " " * (cells.margin + 1)
    head = Content.assemble((f"{left}{section_title(section)} ", "bold $muted"), (str(size), "bold"))
    if titles:
        start = _start_of("name", cells)
        named = setting.sort.removeprefix("-") == "name"
        if not named or head.cell_length >= start:
            start = head.cell_length
            title = ""
        else:
            title = fit(_("name") + _arrow(setting.sort), cells.name)
        gap = _start_of("stage", cells) - start - len(title)
        return Content.assemble(
            head, " " * (start - head.cell_length), (title, "$accent"), " " * gap, _titles(cells, setting)
        )
    if section == "in_hand":
        return Content.assemble(head, ("   " + _("stalled, but a step is ahead; reviews still count them"), "$muted"))
    return head


def list_day(day: date, today: date) -> str:
    """A day as short as it stays clear: ``today``, ``Thu 19``, ``4 Jan``, ``Jan 2028``."""
    away = abs((day - today).days)
    if away == 0:
        return _("today")
    if away <= _NEAR_DAYS:
        return f"{weekday(day)} {day.day}"
    if away <= _FAR_DAYS:
        return f"{day.day} {month(day.month)}"
    return f"{month(day.month)} {day.year}"


def short_money(money: Money, width: int) -> str:
    """The amount without cents, or in millions where it would not fit into ``width`` cells."""
    units = 10 ** exponent(money.currency)
    whole = round(money.major)
    text = format_money(Money(whole * units, money.currency), language())
    if len(text) <= width:
        return text
    number, sign = format_money(Money(round(whole / 1_000_000) * units, money.currency), language()).rsplit(" ", 1)
    return f"{number}M {sign}"


def _cell(text: str, style: str, column: str) -> list[tuple[str, str]]:
    """A column with the gap after it; nothing for a column that is left out (its text is empty)."""
    return [(text, style), (" " * _GAPS[column], "")] if text else []


def short_name(name: str, width: int) -> str:
    """A stage's name, shortened with a point rather than an ellipsis: ``Quali.``"""
    shown = fit(name, width)
    return fit(f"{shown.rstrip(ELLIPSIS).rstrip()}.", width) if shown.endswith(ELLIPSIS) else shown


def _next_step(item: Item, cells: Columns, today: date) -> list[tuple[str, str]]:
    """The text and the date of the next step. Where only one fits it is the date, or what was slept for."""
    step = item.deal.step
    when, style = _when(item, today)
    if cells.text:
        words = step.text or (NOTHING if len(step.missing) == 3 else _("no text"))
        bare = len(step.missing) == 3
        return [*_cell(fit(words, cells.text), "" if step.text else "$muted", "text"),
                *_cell(fit("" if bare else when, cells.date), style, "date")]  # fmt: skip
    if item.section == "woke_today" and step.text:
        return _cell(fit(step.text, cells.date), "", "date")
    return _cell(fit(when, cells.date), style, "date")


def _when(item: Item, today: date) -> tuple[str, str]:
    step = item.deal.step
    if len(step.missing) == 3:
        return NOTHING, "$muted"
    if step.date is None:
        return pgettext("column", "no date"), "$no-step"
    if step.owner is None:
        return pgettext("column", "no owner"), "$no-step"
    times = f" x{step.redated}" if step.redated else ""
    return list_day(step.date, today) + times, "$done" if step.date == today else "$muted"


def column_at(x: int, cells: Columns) -> str | None:
    """What a click on the title in this cell sorts by; "" for the order of attention, None beside all columns."""
    sorts = {"badge": "", "name": "name", "stage": "stage", "owner": "owner", "day": "days", "amount": "amount",
             "text": "next", "date": "next"}  # fmt: skip
    for column, sort in sorts.items():
        start = _start_of(column, cells)
        if getattr(cells, column) and start <= x < start + getattr(cells, column):
            return sort
    return None


def _start_of(column: str, cells: Columns) -> int:
    """The cell in which a column begins."""
    start = cells.margin + 1
    for name, gap in _GAPS.items():
        if name == column:
            break
        start += (getattr(cells, name) + gap) if getattr(cells, name) else 0
    return start


def _titles(cells: Columns, setting: Setting) -> Content:
    """The titles of the columns from the stage on; an arrow stands at the one that sorts."""
    titles = (
        ("stage", _("stage"), "stage"),
        ("owner", pgettext("column", "owner"), "owner"),
        ("day", _("day"), "days"),
        ("amount", _("amount"), "amount"),
        ("text", _("next step"), "next"),
        ("date", "" if cells.text else _("next"), "next"),
    )
    parts: list[tuple[str, str]] = []
    for column, title, sort in titles:
        width = getattr(cells, column)
        sorted_by = bool(sort) and setting.sort.lstrip("-") == sort and bool(title)
        arrow = _arrow(setting.sort) if sorted_by else ""
        text = fit(title + arrow, width, right=column in ("day", "amount"))
        parts += _cell(text, "$accent" if sorted_by else "$muted", column)
    return Content.assemble(*parts)


def _arrow(sort: str) -> str:
    return "↓" if sort.startswith("-") else "↑"
