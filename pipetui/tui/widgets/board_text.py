"""What the pipeline board says, as ``Content``: heads of stages, cards of deals, the lines above and below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import days_of_limit
from pipetui.domain.groups import closed_words, exact, flagged_words, open_words, worth
from pipetui.domain.sentences import short_day
from pipetui.i18n import _, ngettext
from pipetui.tui.widgets.badge import badge
from pipetui.tui.widgets.deal_row import BAR, NOTHING, list_day, marked_title, short_money, short_name
from pipetui.tui.widgets.header import length_of, side_margin
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from pipetui.domain.groups import Group
    from pipetui.domain.model import Item
    from pipetui.services.board import Board, Column

Part = tuple[str, str]

_AMOUNT = 11
"""Cells into which an amount is put whole; a longer one is shown in millions."""

_SHORTEST_BAR = 4
_LONGEST_BAR = 12
_GAP = "   "

_OWNER = 8
"""Cells for the owner of a deal, at most."""

_WITH_OWNER = 24
"""Cells that a card needs to say whose the deal is."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a card depends on beside its deal: the day, the zone, and whether it says whose the deal is."""

    today: date
    zone: ZoneInfo
    owners: bool = False


def _worth(group: Group) -> str:
    """What the deals are worth, without cents."""
    return worth(group, lambda money: short_money(money, len(exact(money))))


# The lines above and below the columns


def header(moment: datetime, board: Board, whose: str, remark: str, width: int) -> Content:
    """The line at the top: the time, what is open and flagged, what is parked, whose deals. What does not fit is left
    out, the least important first."""
    day = f"{short_day(moment.date())} {moment:%H:%M}"
    count, value = open_words(board.open), _worth(board.open)
    flagged = flagged_words(board.flagged, board.open)
    parked = _("parked {n}").format(n=board.parked.count) if board.parked.count else ""
    notes = [remark] if remark else []
    wordings = (
        ([day, " · ".join(filter(None, (count, value)))], [flagged, parked, *notes, whose]),
        ([day, " · ".join(filter(None, (count, value)))], [flagged, *notes, whose]),
        ([day, count], [flagged, *notes, whose]),
        ([count], [flagged, *notes, whose]),
        ([count], [*notes, whose]),
        ([count], notes),
    )
    margin = side_margin(width)
    for left, right in wordings:
        start, end = _GAP.join(left), _GAP.join(filter(None, right))
        free = width - margin - cell_len(start) - cell_len(end) - 1
        if free >= len(_GAP):
            break
    return Content.assemble(" " * margin, (start, "bold"), " " * max(1, free), (end, "$muted"))


def closed_line(board: Board, width: int) -> Content:
    """What was closed in this calendar month."""
    return Content.styled(fit(" " * side_margin(width) + closed_words(board.closed), width), "$muted")


# The head of a stage


def head(column: Column, width: int, lines: int, *, here: bool) -> list[Content]:
    """The head of a stage in ``lines`` lines (5 or 3), each ``width`` cells wide. ``here``: the cursor is in it."""
    name = "bold $accent" if here else "bold"
    count, value = (str(column.open.count), "bold"), (_worth(column.open), "")
    rule = Content.styled(("━" if here else "─") * width, "$accent" if here else "$hairline")
    if lines == 3:
        flagged = [(_("{n} flagged").format(n=column.flagged.count), "")] if column.flagged.count else []
        room = width - length_of([count, *flagged]) - 2
        title = [(short_name(column.stage.name, room).rstrip(), name), (" ", ""), count]
        months = _months(column, width - length_of([value]) - 2)
        return [_ends(title, flagged, width), _ends([value], months, width), rule]
    return [
        _ends([(fit(column.stage.name, width - length_of([count]) - 1, pad=False), name)], [count], width),
        _ends([value], [], width),
        _share(column, width),
        _ends(_months(column, width), [], width),
        rule,
    ]


def narrow_head(column: Column, width: int, lines: int) -> list[Content]:
    """The head of a stage that is not shown whole: its name shortened, how many deals, and how many are flagged."""
    bare = Content.styled("─" * width, "$hairline")
    told = [
        Content.styled(short_name(column.stage.name, width), "$muted"),
        Content.styled(fit(str(column.open.count), width), "bold"),
    ]
    if lines == 5:
        told += [_ends(_bar(column, width), [], width), Content(" " * width)]
    return [*told, bare]


def _share(column: Column, width: int) -> Content:
    """A thin bar and ``3 of 8 flagged``."""
    words = flagged_words(column.flagged, column.open)
    bar = min(_LONGEST_BAR, width - cell_len(words) - 1)
    if not words or bar < _SHORTEST_BAR:
        return Content(fit(words, width))
    return _ends([*_bar(column, bar), (f" {words}", "" if column.flagged.count else "$muted")], [], width)


def _bar(column: Column, width: int) -> list[Part]:
    """How many of the deals are flagged, in thick line; one flagged deal shows, and one clean deal, too."""
    count, flagged = column.open.count, column.flagged.count
    if not count:
        return []
    full = round(width * flagged / count)
    full = max(full, 1) if flagged else 0
    full = min(full, width - 1) if flagged < count else width
    return [("━" * full, "$no-step"), ("─" * (width - full), "$muted")]


def _months(column: Column, width: int) -> list[Part]:
    """What is expected to close in this month, and what should have closed before today."""
    closing, past = column.closing, column.past
    value = _worth(closing)
    long = ngettext("{n} closes this month", "{n} close this month", closing.count).format(n=closing.count)
    short = _("{n} this month").format(n=closing.count)
    late = [(ngettext("{n} past its date", "{n} past their date", past.count).format(n=past.count), "$late")]
    brief = [(_("{n} past").format(n=past.count), "$late")]
    wordings: list[list[Part]] = [
        [(f"{long} · {value}" if value else long, "$muted"), *late],
        [(long, "$muted"), *late],
        [(f"{short} · {value}" if value else short, "$muted"), *brief],
        [(short, "$muted"), *brief],
    ]
    if not past.count:
        wordings = [wording[:1] for wording in wordings]
    if not closing.count:
        wordings = [wording[1:] for wording in wordings]
    return _first_that_fits([_apart(wording) for wording in wordings], width)


# Cards


def card(item: Item, setting: Setting, width: int, *, here: bool) -> list[Content]:
    """A deal in two lines, ``width`` cells wide: its name and whose it is; then what is wrong (or when the next step
    is), the day of the limit and the amount. ``here``: the cursor stands on it."""
    parked = item.status == "parked"
    quiet = "$muted" if parked and not here else ""
    owner = fit(item.deal.owner, _OWNER, pad=False) if setting.owners and width >= _WITH_OWNER else ""
    whose = f" {owner}" if owner else ""
    title = marked_title(item, width - 1 - cell_len(whose), "bold" if here else quiet)
    name = Content.assemble((BAR if here else " ", "$accent"), *title, (whose, "$muted"))
    amount = short_money(item.deal.amount, _AMOUNT) if item.deal.amount else NOTHING
    over = any(finding.kind == "stalled" for finding in item.findings)
    day: Part = (f"{days_of_limit(item):>6} ", "bold $stalled" if over else "$muted")
    value: Part = (f"{amount:>9}", "$muted" if parked or not item.deal.amount else "")
    words, style = _state(item, setting)
    room = width - 2
    right = _first_that_fits([[day, value], [value]], room - cell_len(words))
    left = fit(words, max(1, room - length_of(right)), pad=False)
    lines = [name, _ends([(BAR if here else " ", "$accent"), (left, style)], right, width)]
    return [line.stylize("on $ground") for line in lines] if here else lines


def _state(item: Item, setting: Setting) -> Part:
    """The badge; for a deal with nothing to do today the day of its next step, for a parked one when it wakes."""
    words, style = badge(item, setting.zone)
    step = item.deal.step.date
    if item.findings or item.section is not None or step is None:
        return words, style
    day = list_day(step, setting.today)
    return (f"{words} {day}" if item.status == "parked" else day), "$muted"


def foot(column: Column, above: int, below: int, width: int) -> Content:
    """The last line of a column: how many cards are out of sight, and what is parked in this stage."""
    hidden = " ".join(f"{arrow}{n}" for arrow, n in (("↑", above), ("↓", below)) if n)
    parked = column.parked
    words = ngettext("{n} parked", "{n} parked", parked.count).format(n=parked.count) if parked.count else ""
    value = _worth(parked) if parked.count else ""
    right = _first_that_fits([[(f"{words} · {value}" if value else words, "$muted")], [(words, "$muted")]],
                             width - cell_len(hidden) - 1)  # fmt: skip
    return _ends([(hidden, "$muted")], right, width)


# Pieces


def _first_that_fits(wordings: Sequence[list[Part]], width: int) -> list[Part]:
    """The first wording that fits into ``width`` cells; else the last one, cut."""
    for wording in wordings:
        if length_of(wording) <= width:
            return wording
    last = wordings[-1]
    return [(fit("".join(text for text, _style in last), width, pad=False), last[0][1])]


def _apart(parts: Sequence[Part]) -> list[Part]:
    """The parts two cells apart."""
    return [piece for number, part in enumerate(parts) for piece in ([("  ", "")] if number else []) + [part]]


def _ends(left: list[Part], right: list[Part], width: int) -> Content:
    """Left and right in exactly ``width`` cells; where both do not fit, the left alone, cut if need be."""
    free = width - length_of(left) - length_of(right)
    if free < 1 and right:
        return _ends(left, [], width)
    if free < 0:
        return Content(fit("".join(text for text, _style in left), width))
    return Content.assemble(*left, " " * free, *right)
