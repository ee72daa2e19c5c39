"""Next steps and wake dates as entries of a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.instants import midnight
from pipetui.domain.money import Money, format_money
from pipetui.domain.names import titled
from pipetui.exchange.calendar_out import Entry
from pipetui.i18n import _, language
from pipetui.storage import reading, transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator

    from pipetui.services.desk import Desk


def entries(desk: Desk) -> Generator[Entry, None, None]:
    """One for each deal that is open or asleep and has a date, by date."""
    with desk.reading() as connection:
        for row in transfers.exported_steps(connection):
            day = reading.day(row["day"])
            assert day is not None, "only dated steps are read"
            yield Entry(
                # One id whatever the step: a calendar then replaces the step that was there before.
                uid=f"{row['uid']}-step@pipetui",
                day=day,
                summary=_summary(row, woke=midnight(day, desk.zone) <= desk.now),
                description=_description(desk, row),
                category=row["step_owner"] or row["owner"],
                modified=row["promised_at"],
                sequence=row["version"],
            )


def leads(_desk: Desk) -> Generator[Entry, None, None]:
    """The same for leads: none yet."""
    yield from ()


def _summary(row: sqlite3.Row, *, woke: bool) -> str:
    """``Call Rita · Acme · ERP roll-out``, ``Wake: new budget · …``."""
    text = row["text"] or _("next step")
    if row["wakes"]:
        text = (_("Woke: {reason}") if woke else _("Wake: {reason}")).format(reason=text)
    return f"{text} · {titled(row['name'], row['company'])}"


def _description(desk: Desk, row: sqlite3.Row) -> str:
    number = _("Deal {id}").format(id=row["id"])
    lines = [
        number if row["external_id"] is None else f"{number} ({row['external_id']})",
        _("Stage: {stage}").format(stage=desk.playbook.stage(row["stage"]).name),
    ]
    if row["amount_minor"] is not None:
        amount = format_money(Money(row["amount_minor"], row["currency"]), language())
        lines.append(_("Amount: {amount}").format(amount=amount))
    if row["owner"] is not None:
        lines.append(_("Owner: {name}").format(name=row["owner"]))
    return "\n".join(lines)
