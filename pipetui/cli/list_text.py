"""Lists of deals as text: Today with its sections, search results, and one line per deal for scripts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipetui.cli import words
from pipetui.cli.tables import fit, table
from pipetui.domain.badges import badge, days_of_limit, for_owner, section_title
from pipetui.domain.money import plain
from pipetui.domain.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.cli.output import Output
    from pipetui.domain.model import Item

KIND_STYLES = {"sla_overdue": "red", "no_next_step": "orange", "step_overdue": "yellow", "stalled": "violet"}

PLAIN_COLUMNS = (
    "id", "section", "kind", "days", "name", "company", "stage", "stage_days", "amount", "currency", "owner",
    "next_step_date", "next_step",
)  # fmt: skip
"""What ``today --plain`` prints, tab-separated, in this order; unknown is empty."""

_ROOMY = 100
"""From so many columns on there is room for whole stage names and for weekdays."""

_SHORT_STAGE = 9

_BADGE, _TITLE, _DAYS, _AMOUNT = 1, 2, 4, 5


def sections(out: Output, items: Sequence[Item], today: date, zone: ZoneInfo) -> None:
    """The items under the headings of their sections, with a blank line between."""
    lines = iter(_rows(out, items, today, zone))
    for section, members in groupby(items, key=lambda item: item.section):
        if section is not None:
            out.line()
            out.line(out.styled(section_title(section), "bold"))
        for _member in members:
            out.line(next(lines))


def found(out: Output, items: Sequence[Item], today: date, zone: ZoneInfo) -> None:
    """The items without headings."""
    for line in _rows(out, items, today, zone):
        out.line(line)


def plain_lines(items: Iterable[Item]) -> Iterable[str]:
    """One tab-separated line per item with ``PLAIN_COLUMNS``."""
    for item in items:
        deal, first = item.deal, item.findings[0] if item.findings else None
        fields = (
            item.id,
            item.section,
            first.kind if first else None,
            first.days if first else None,
            deal.name,
            deal.company,
            deal.stage,
            item.stage_days.days if item.type == "deal" else None,
            plain(deal.amount) if deal.amount else None,
            deal.currency,
            deal.owner,
            deal.step.date,
            deal.step.text,
        )
        yield "\t".join("" if field is None else harmless(str(field)) for field in fields)


def _rows(out: Output, items: Sequence[Item], today: date, zone: ZoneInfo) -> list[str]:
    roomy = out.width >= _ROOMY
    rows = [
        tuple(
            map(
                harmless,
                (
                    str(item.id),
                    badge(item, zone),
                    f"{for_owner(item)}: {item.title}" if item.covering else item.title,
                    item.stage_name if roomy else fit(item.stage_name, _SHORT_STAGE),
                    days_of_limit(item),
                    words.amount(item),
                    words.when(item.deal.step, today, weekday=roomy),
                ),
            )
        )
        for item in items
    ]

    def style(row: int, column: int, text: str) -> str:
        item = items[row]
        if column == _BADGE and item.findings:
            return out.styled(text, "bold", KIND_STYLES[item.findings[0].kind])
        over = item.type == "deal" and item.stage_days.days > item.max_days
        return out.styled(text, "violet") if column == _DAYS and over else text

    return table(rows, width=out.width, flexible=_TITLE, right=(0, _DAYS, _AMOUNT), style=style)
