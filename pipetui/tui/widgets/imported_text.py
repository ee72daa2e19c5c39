"""The page after an import in lines: what came of it, what waits for a person, and what each line is about.

Each function returns ``Content`` for a width in cells; widgets only put it on screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import status_word
from pipetui.domain.money import format_money
from pipetui.domain.sentences import field_word, short_instant
from pipetui.i18n import _, language, ngettext
from pipetui.services import import_conflicts
from pipetui.services.import_twins import why_words
from pipetui.services.imports import FEW
from pipetui.services.transfer_report import place_of
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.import_conflicts import OpenConflict
    from pipetui.services.imports import FileProblem, Handful, HeldDeal, Imported, TwinPair
    from pipetui.tui.widgets.panel_text import Lines

Kind = Literal["start", "held", "conflict", "missing", "twin", "rejected", "left_out", "heading"]

MOST = 500
"""Lines of a section that are shown; the rest is counted."""

_TITLE = 36
_MARK = "+"
_VALUE_CELLS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page. ``about`` is what it stands for; headings have only ``words``."""

    kind: Kind
    words: str = ""
    item: Item | None = None
    held: HeldDeal | None = None
    conflict: OpenConflict | None = None
    twin: TwinPair | None = None
    problem: FileProblem | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What the line is about, so that the cursor finds it again after a change."""
        conflict = None if self.conflict is None else self.conflict.id
        return (self.kind, self.item and self.item.id, conflict, self.problem)


def entries(found: Imported, handful: Handful) -> list[Entry]:
    """The lines of the page from top to bottom."""
    lines: list[Entry] = []
    if handful.total:
        lines.append(Entry("start", start_words(handful)))
    sections: tuple[tuple[str, Sequence[Entry]], ...] = (
        (_("HELD AT THE GATE"), [Entry("held", item=each.item, held=each) for each in found.held]),
        (_("CHANGED HERE AND THERE"), [Entry("conflict", conflict=each) for each in found.conflicts]),
        (_("GONE FROM THE FILE"), [Entry("missing", item=each) for each in found.missing]),
        (_("LOOK ALIKE"), [Entry("twin", item=each.new, twin=each) for each in found.twins]),
        (_("REJECTED"), [Entry("rejected", problem=each) for each in found.rejects]),
        (_("LEFT OUT OR UNCLEAR"), [Entry("left_out", problem=each) for each in found.warnings]),
    )
    for title, rows in sections:
        lines += _section(title, rows)
    return lines


def _section(title: str, rows: Sequence[Entry]) -> Iterator[Entry]:
    if not rows:
        return
    yield Entry("heading", f"{title} {len(rows)}")
    yield from rows[:MOST]
    if (more := len(rows) - MOST) > 0:
        yield Entry("heading", _("… {n} more").format(n=more))


def start_words(handful: Handful) -> str:
    """``Start with the 10 largest of 214``; of a few: ``Clear the 4 deals that need something``."""
    if handful.total > FEW:
        return _("Start with the {n} largest of {total}").format(n=len(handful.ids), total=handful.total)
    n = handful.total
    return ngettext("Clear the deal that needs something", "Clear the {n} deals that need something", n).format(n=n)


def header(found: Imported | None, desk: Desk, waits: bool, width: int) -> Lines:
    """Which file and when, and what became of its rows. ``waits``: something of it is still to be looked at."""
    if found is None:
        return [safe(_("No file was imported yet."), "bold")]
    files = ", ".join(PurePath(file).name for file in found.files)
    title = "  ".join((_("Last import"), files, short_instant(found.at, desk.zone)))
    return [safe(fit(title, width, pad=False), "bold"), *wrapped(counts_words(found, waits), width, "$muted", limit=2)]


def counts_words(found: Imported, waits: bool) -> str:
    """``80 rows: 61 new, 12 changed, 4 held, 3 rejected.``; what is zero is left out."""
    counts = found.counts
    told = (
        (counts.added, _("{n} new")),
        (counts.updated, _("{n} changed")),
        (counts.unchanged, _("{n} unchanged")),
        (len(found.held), _("{n} held")),
        (counts.rejected, _("{n} rejected")),
    )
    rows = ngettext("{n} row", "{n} rows", counts.rows).format(n=counts.rows)
    parts = [words.format(n=n) for n, words in told if n]
    said = f"{rows}: {', '.join(parts)}." if parts else f"{rows}."
    return said if waits else said + " " + _("Nothing of it waits for you.")


def line(entry: Entry, desk: Desk, width: int, *, selected: bool) -> Content:
    """One line of the list in at most ``width`` cells; ``selected``: it is one of several to be closed."""
    if entry.kind == "heading":
        return safe(fit(entry.words, width, pad=False), "bold $muted")
    if entry.kind == "start":
        return safe(fit(entry.words, width, pad=False), "bold $accent")
    mark = _MARK if selected else " "
    title = fit(_title(entry), min(_TITLE, max(12, width // 2)))
    told = _fitting(_told(entry, desk), width - cell_len(title) - 4)
    style = "bold" if selected else ""
    return Content.assemble((f"{mark} ", "bold $accent"), (title, style), "  ", (told, "$muted"))


def _title(entry: Entry) -> str:
    if entry.conflict is not None:
        return entry.conflict.title
    if entry.problem is not None:
        return place_of(entry.problem.problem, _shortened) or PurePath(entry.problem.file).name
    return entry.item.title if entry.item else ""


def _fitting(wordings: Sequence[str], room: int) -> str:
    """The first wording that fits; else the last one, cut."""
    chosen = next((words for words in wordings if cell_len(words) <= room), wordings[-1])
    return fit(chosen, room, pad=False)


def _told(entry: Entry, desk: Desk) -> tuple[str, ...]:
    """What a line says beside its title, from the longest wording to the shortest."""
    if entry.held is not None:
        says = _("CRM says {stage}").format(stage=entry.held.crm_stage)
        return f"{entry.held.item.stage_name}, {says}", says
    if entry.conflict is not None:
        name = entry.conflict.field
        ours, theirs = (
            import_conflicts.shown(desk, name, text) for text in (entry.conflict.ours, entry.conflict.theirs)
        )
        field = field_word(name)
        both = _("{field}: {theirs}, yours {ours}").format(field=field, theirs=theirs, ours=ours)
        return import_conflicts.words(desk, entry.conflict), both, f"{field}: {theirs}", field
    if entry.twin is not None:
        like = _("looks like {id} {deal}")
        known = entry.twin.known
        return like.format(id=f"#{known.id}", deal=known.title), like.format(id=f"#{known.id}", deal="").rstrip()
    if entry.problem is not None:
        return (entry.problem.problem.reason,)
    if entry.item is None:
        return ("",)
    amount = entry.item.deal.amount
    worth = format_money(amount, language()) if amount else _("no amount")
    return item_words(entry.item), f"{entry.item.stage_name} · {worth}", worth


def item_words(item: Item) -> str:
    """``Discovery · 12.000 € · anna``; parked, if it is."""
    amount = item.deal.amount
    parts = (
        item.stage_name,
        status_word(item.status) if item.status != "open" else "",
        format_money(amount, language()) if amount else "",
        item.deal.owner or _("no owner"),
    )
    return " · ".join(part for part in parts if part)


def _shortened(value: str) -> str:
    return fit(value, _VALUE_CELLS, pad=False)


def about(entry: Entry | None, desk: Desk, key_of: Callable[[str], str], selected: int, width: int) -> Lines:
    """What the line under the cursor is about, and what to press. ``key_of``: the key of a command; ``selected``: so
    many deals are to be closed at once."""
    if entry is None:
        what = wrapped(_("What a file leaves for you to look at is shown here."), width, "$muted")
        return [*what, *wrapped(_("{key} import a file").format(key=key_of("import_file")), width, "$accent")]
    tellers: dict[str, Callable[[Entry, Desk, Callable[[str], str]], tuple[list[str], str]]] = {
        "start": _about_start,
        "held": _about_held,
        "conflict": _about_conflict,
        "missing": _about_missing,
        "twin": _about_twin,
        "rejected": _about_problem,
        "left_out": _about_problem,
    }
    if entry.kind not in tellers:
        return []
    told, press = tellers[entry.kind](entry, desk, key_of)
    if selected:
        words = ngettext("{key} closes the one that is selected", "{key} closes the {n} that are selected", selected)
        press = words.format(key=key_of("close"), n=selected)
    lines: Lines = []
    for number, text in enumerate(told):
        lines += wrapped(text, width, "" if number else "bold", limit=4)
    return [*lines, *wrapped(press, width, "$accent", limit=2)]


_Said = tuple[list[str], str]


def _about_start(entry: Entry, _desk: Desk, key_of: Callable[[str], str]) -> _Said:
    told = _("One deal after the other, the largest first, with what is wrong and what to press.")
    return [entry.words, told], _("{key} start").format(key=key_of("imported_open"))


def _about_held(entry: Entry, desk: Desk, key_of: Callable[[str], str]) -> _Said:
    assert entry.held is not None, "a line of this kind is about a held deal"
    item = entry.held.item
    told = _("It stands in {stage}; the CRM says {crm_stage}. It goes on one stage when its answers are there.")
    words = told.format(stage=item.stage_name, crm_stage=entry.held.crm_stage)
    press = _("{key} its open answers · {open} the deal").format(key=key_of("imported_open"), open=key_of("whole_deal"))
    del desk
    return [item.title, words], press


def _about_conflict(entry: Entry, desk: Desk, key_of: Callable[[str], str]) -> _Said:
    conflict = entry.conflict
    assert conflict is not None, "a line of this kind is about a conflict"
    yours, theirs = (import_conflicts.shown(desk, conflict.field, text) for text in (conflict.ours, conflict.theirs))
    field = field_word(conflict.field)
    told = [
        f"{conflict.title}: {field}",
        _("Yours: {value}").format(value=yours),
        _("In the file, row {row}: {value}").format(row=conflict.row, value=theirs),
    ]
    press = _("{mine} keep yours, to be entered in the CRM · {theirs} take the file's").format(
        mine=key_of("take_mine"), theirs=key_of("take_theirs")
    )
    return told, press


def _about_missing(entry: Entry, _desk: Desk, key_of: Callable[[str], str]) -> _Said:
    assert entry.item is not None, "a line of this kind is about a deal"
    told = [entry.item.title, item_words(entry.item), _("The file no longer has it. It stays here until you close it.")]
    press = _("{close} close · {select} select, {all} all of them · {open} the deal").format(
        close=key_of("close"), select=key_of("select"), all=key_of("select_all"), open=key_of("imported_open")
    )
    return told, press


def _about_twin(entry: Entry, _desk: Desk, key_of: Callable[[str], str]) -> _Said:
    twin = entry.twin
    assert twin is not None, "a line of this kind is about twins"
    told = [
        _("Row {row} looks like a deal that is here: {why}.").format(row=twin.row, why=why_words(twin.why)),
        _("new    #{id} {deal} · {words}").format(id=twin.new.id, deal=twin.new.title, words=item_words(twin.new)),
        _("known  #{id} {deal} · {words}").format(
            id=twin.known.id, deal=twin.known.title, words=item_words(twin.known)
        ),
    ]
    press = _("{key} the new one · {open} the known one · {close} close the new one").format(
        key=key_of("imported_open"), open=key_of("whole_deal"), close=key_of("close")
    )
    return told, press


def _about_problem(entry: Entry, _desk: Desk, key_of: Callable[[str], str]) -> _Said:
    found = entry.problem
    assert found is not None, "a line of this kind is about a problem"
    where = place_of(found.problem, lambda value: fit(value, 400, pad=False))
    told = [PurePath(found.file).name + (f", {where}" if where else ""), found.problem.reason]
    return told, _("{key} write them to a file").format(key=key_of("write_rejects"))
