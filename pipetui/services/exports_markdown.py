"""Exports that people read: documents in Markdown for a wiki or a mail, line by line."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipetui.domain import sentences
from pipetui.domain.badges import kind_word, status_word
from pipetui.domain.instants import day_of
from pipetui.domain.model import KINDS, OUTCOMES
from pipetui.domain.money import format_money, from_major, total
from pipetui.domain.names import titled
from pipetui.exchange.long_list import LongList
from pipetui.exchange.markdown_out import inline, lines, table
from pipetui.i18n import _, ngettext
from pipetui.services import exports_rows, history
from pipetui.storage import reading, transfers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipetui.exchange.writers import CsvStyle
    from pipetui.services.desk import Desk
    from pipetui.services.exports_rows import Row


def deals(desk: Desk, style: CsvStyle) -> Iterator[str]:
    """The open deals stage by stage, then those that sleep, then those that are closed."""
    yield from _title(_("Pipeline"), desk, style)
    sections: defaultdict[str, LongList[Row]] = defaultdict(LongList)
    for row in exports_rows.deals(desk):
        status = row["status"]
        sections[f"open {row['stage']}" if status == "open" else "closed" if status in OUTCOMES else status].append(row)
    for stage in desk.playbook.stages:
        if of_stage := sections[f"open {stage.id}"]:
            yield from _heading(f"{stage.name}, {_sum(of_stage, style)}", len(of_stage))
            yield from _open_table(of_stage, style)
    for status in ("parked", "dormant"):
        if asleep := sections[status]:
            yield from _heading(status_word(status).capitalize(), len(asleep))
            yield from _asleep_table(asleep, style)
    if closed := sections["closed"]:
        yield from _heading(_("Closed"), len(closed))
        yield from _closed_table(closed, style)


def leads(desk: Desk, style: CsvStyle) -> Iterator[str]:
    """The leads: none yet."""
    yield from _title(_("Leads"), desk, style)
    yield _("There are none.")


def notes(desk: Desk, style: CsvStyle) -> Iterator[str]:
    """The notes of each deal, newest first."""
    yield from _title(_("Notes"), desk, style)
    titles = _titles(desk)
    rows = sorted(exports_rows.notes(desk), key=lambda row: (row["record"], -row["at"].timestamp(), -row["id"]))
    for deal_id, of_deal in groupby(rows, key=lambda row: int(row["record"])):
        yield f"## {inline(titles.get(deal_id, str(deal_id)))}"
        yield ""
        for note in of_deal:
            yield from _note(note, style)


def events(desk: Desk, style: CsvStyle) -> Iterator[str]:
    """Everything that happened, newest first, day by day."""
    yield from _title(_("History"), desk, style)
    titles = _titles(desk)
    with desk.reading() as connection:
        happened = reading.events(connection)
    for day, of_day in groupby(happened, key=lambda event: day_of(event.at, desk.zone)):
        yield f"## {style.text(day)}"
        yield ""
        for event in of_day:
            about = titles.get(event.record, str(event.record)) + ": " if event.record else ""
            time = datetime.fromtimestamp(event.at, desk.zone)
            yield f"- {time:%H:%M} {inline(about + history.sentence(desk, event))}"
        yield ""


def findings(desk: Desk, style: CsvStyle) -> Iterator[str]:
    """What needs attention, kind by kind: as it goes out before a weekly review."""
    yield from _title(_("What needs attention"), desk, style)
    rows = list(exports_rows.findings(desk))
    if not rows:
        yield _("Nothing.")
    head = (_("deal"), _("owner"), _("stage"), _("why"))
    for kind in KINDS:
        found = [row for row in rows if row["kind"] == kind]
        if found:
            word = kind_word(kind)
            yield from _heading(word[:1].upper() + word[1:], len(found))
            yield from table(head, [(_named(row), _text(row["owner"]), _stage(desk, row), row["why"]) for row in found])
            yield ""


def _title(text: str, desk: Desk, style: CsvStyle) -> Iterator[str]:
    yield f"# {text}, {style.text(desk.today)}"
    yield ""


def _heading(text: str, count: int) -> Iterator[str]:
    deals = ngettext("{n} deal", "{n} deals", count).format(n=count)
    yield f"## {inline(text)} ({deals})"
    yield ""


def _open_table(rows: Iterable[Row], style: CsvStyle) -> Iterator[str]:
    return _table(
        rows,
        style,
        (_("next step"), lambda row: _text(row["next_step"])),
        (_("date"), lambda row: _day(row["next_step_date"], style)),
        (_("close date"), lambda row: _day(row["close_date"], style)),
    )


def _asleep_table(rows: Iterable[Row], style: CsvStyle) -> Iterator[str]:
    return _table(
        rows,
        style,
        (_("wakes"), lambda row: _day(row["next_step_date"], style)),
        (_("why"), lambda row: _text(row["next_step"])),
    )


def _closed_table(rows: Iterable[Row], style: CsvStyle) -> Iterator[str]:
    return _table(
        rows,
        style,
        (_("outcome"), lambda row: status_word(row["status"])),
        (_("reason"), lambda row: _text(row["reason"] and sentences.reason_word(row["reason"]))),
        (_("date"), lambda row: _day(row["closed"], style)),
    )


def _table(rows: Iterable[Row], style: CsvStyle, *more: tuple[str, Callable[[Row], str]]) -> Iterator[str]:
    """A table of deals: number, deal, owner, amount, and ``more`` columns, each with its cell for a row."""
    columns: tuple[tuple[str, Callable[[Row], str]], ...] = (
        ("id", lambda row: str(row["id"])),
        (_("deal"), _named),
        (_("owner"), lambda row: _text(row["owner"])),
        (_("amount"), lambda row: _amount(row, style)),
        *more,
    )
    cells = ([cell(row) for _head, cell in columns] for row in rows)
    yield from table([head for head, _cell in columns], cells, right=(0, 3))
    yield ""


def _note(note: Row, style: CsvStyle) -> Iterator[str]:
    kinds = {"no_reply": _("no reply"), "import": _("from a file")}
    about = ", ".join(filter(None, (style.text(note["at"].date()), note["by"], kinds.get(note["kind"]))))
    yield f"### {inline(about)}"
    yield ""
    step = ", ".join(filter(None, (note["next_step"], note["owner"], style.text(note["date"]))))
    labelled = ((_("Pain: {text}"), note["pain"]), (_("Next step: {text}"), note["next_step"] and step))
    for text in (*(label.format(text=told) for label, told in labelled if told), note["text"]):
        if text:
            yield from lines(text)
            yield ""


def _titles(desk: Desk) -> dict[int, str]:
    with desk.reading() as connection:
        return {deal_id: titled(*names) for deal_id, names in transfers.deal_titles(connection).items()}


def _named(row: Row) -> str:
    return titled(row["name"], row["company"])


def _text(value: Any) -> str:
    return value or "–"


def _stage(desk: Desk, row: Row) -> str:
    return desk.playbook.stage(row["stage"]).name


def _day(day: Any, style: CsvStyle) -> str:
    return style.text(day) or "–"


def _amount(row: Row, style: CsvStyle) -> str:
    if row["amount"] is None:
        return "–"
    return format_money(from_major(row["amount"], row["currency"]), style.language)


def _sum(rows: Iterable[Row], style: CsvStyle) -> str:
    """The amounts, one sum for each currency: ``12,000 € + 900 $``."""
    known = (from_major(row["amount"], row["currency"]) for row in rows if row["amount"] is not None)
    sums = [format_money(money, style.language) for money in total(known).values()]
    return " + ".join(sums) or _("no amounts")
