"""The way back as text: for each deal a block to paste into the CRM, in its own words; all of them as Markdown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.text import harmless
from pipetui.exchange.layout_out import PLAIN
from pipetui.exchange.markdown_out import inline, lines
from pipetui.i18n import _, ngettext
from pipetui.services.way_back import to_enter
from pipetui.storage import way_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.services.desk import Desk
    from pipetui.services.way_back import Difference, ToEnter
    from pipetui.storage.way_back import Logged

_STEP = ("next_step", "next_step_date", "next_step_owner")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to enter: the name of the field there, what stands there now (``""``: nothing), what is to stand."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        """``Stage: Discovery → Solution``."""
        change = f"{self.before} → {self.after or '–'}" if self.before else self.after or "–"
        return f"{self.label}: {change}"


@dataclass(frozen=True, slots=True)
class Block:
    """What is to be entered of one deal, in plain words. ``notes``: what was logged since the last import, newest
    first."""

    id: int
    title: str
    source: str
    is_new: bool
    lines: Sequence[Line]
    notes: Sequence[str]

    def text(self) -> str:
        """The block as plain text, to be pasted."""
        head = [self.title, *([_("New: not in the CRM yet.")] if self.is_new else ())]
        parts = ["\n".join([*head, *map(str, self.lines)]), *self.notes]
        return "\n\n".join("\n".join(map(harmless, part.split("\n"))) for part in parts)

    def markdown(self) -> Iterator[str]:
        """The block as lines of Markdown."""
        yield f"## {inline(self.title)}"
        yield ""
        if self.is_new:
            yield _("New: not in the CRM yet.")
            yield ""
        yield from (f"- {inline(str(line))}" for line in self.lines)
        for note in self.notes:
            yield ""
            yield from lines(note)
        yield ""


def blocks(desk: Desk, only: Sequence[int] | None = None) -> list[Block]:
    """A block for each deal that has something to be entered, new ones last; ``only``: of these deals."""
    found = sorted(to_enter(desk, only), key=lambda deal: deal.is_new)
    with desk.reading() as connection:
        logged = way_back.logged(connection, [deal.id for deal in found])
    notes: defaultdict[int, list[Logged]] = defaultdict(list)
    for note in logged:
        notes[note.deal].append(note)
    return [_block(desk, deal, notes[deal.id]) for deal in found]


def document(desk: Desk) -> Iterator[str]:
    """All blocks as the lines of a Markdown document."""
    found = blocks(desk)
    yield "# " + _("For the CRM")
    yield ""
    yield counted(len(found))
    yield ""
    for block in found:
        yield from block.markdown()


def counted(deals: int) -> str:
    """How much there is to enter."""
    if not deals:
        return _("Nothing to enter: the CRM knows everything.")
    return ngettext("{n} deal with something to enter", "{n} deals with something to enter", deals).format(n=deals)


def _block(desk: Desk, deal: ToEnter, logged: Sequence[Logged]) -> Block:
    since = deal.origin.at if deal.origin is not None and not deal.is_new else 0
    title = f"{deal.title} ({deal.external_id})" if deal.external_id else deal.title
    notes = [_note(desk, note) for note in logged if note.at > since]
    source = deal.origin.title if deal.origin else ""
    return Block(deal.id, title, source, deal.is_new, tuple(_lines(deal)), notes)


def _lines(deal: ToEnter) -> Iterator[Line]:
    """The fields one by one; the next step with its date and owner on one line."""
    for each in deal.differences:
        if each.field not in _STEP:
            yield _line(deal, each)
    steps = [each for each in deal.differences if each.field in _STEP]
    if steps:
        yield _step_line(deal, steps)


def _line(deal: ToEnter, each: Difference) -> Line:
    return Line(each.column or sentences.field_word(each.field).capitalize(), _before(deal, each), _after(deal, each))


def _before(deal: ToEnter, each: Difference) -> str:
    if deal.origin is None or each.before is None:
        return ""
    return deal.origin.layout.text(each.column or "", deal.origin.was(each.field, deal.cells))


def _after(deal: ToEnter, each: Difference) -> str:
    layout = deal.origin.layout if deal.origin else PLAIN
    return layout.text(each.column or "", each.entry)


def _step_line(deal: ToEnter, steps: Sequence[Difference]) -> Line:
    """The whole step as it stands, whichever part of it was changed."""
    column = deal.origin.column("next_step") if deal.origin else None
    layout = deal.origin.layout if deal.origin else PLAIN
    day = deal.ours["next_step_date"]
    shown = layout.text((deal.origin and deal.origin.column("next_step_date")) or "", _date(day))
    parts = (deal.ours["next_step"], shown, deal.ours["next_step_owner"])
    before = next((_before(deal, each) for each in steps if each.field == "next_step"), "")
    return Line(column or _("Next step"), before, ", ".join(part for part in parts if part))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _note(desk: Desk, note: Logged) -> str:
    """``Sun 22 Nov, anna: Slow. Next: Send offer, Thu 3 Dec.``"""
    when = sentences.short_day(desk.rules.day(note.at), desk.today)
    head = _("{day}, {name}").format(day=when, name=note.by) if note.by else when
    parts = [_("no reply")] if note.kind == "no_reply" else []
    parts += [_("Pain: {pain}").format(pain=note.pain)] if note.pain else []
    if note.next_step:
        day = _date(note.day or "")
        step = ", ".join([note.next_step, *([sentences.short_day(day, desk.today)] if day else ())])
        parts.append(_("Next: {step}").format(step=step))
    parts += [note.text] if note.text else []
    return "\n".join([f"{head}: {parts[0]}", *parts[1:]]) if parts else head
