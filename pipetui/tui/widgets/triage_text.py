"""Triage in lines: the header, one deal with what to press, and the page at the end.

Each function returns ``Content`` lines for a width and a height in cells; what does not fit gives way, the least
important first. Only what to press always stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from pipetui.domain.badges import finding_words
from pipetui.domain.instants import day_of
from pipetui.domain.sentences import short_day
from pipetui.i18n import _, ngettext
from pipetui.tui.widgets.badge import KIND_STYLES, badge
from pipetui.tui.widgets.criteria import MARKS, mark_of
from pipetui.tui.widgets.header import about, joined, length_of, side_margin, spaced
from pipetui.tui.widgets.panel_text import (
    contact_text,
    labelled,
    money_text,
    next_step_text,
    stage_text,
)
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import CriterionState, Item
    from pipetui.tui.widgets.header import Part
    from pipetui.tui.widgets.panel_text import Lines, Portrait

_BADGE = 13
"""Cells for what is wrong in a word, before the sentence."""

_TITLE = 36
"""Cells for the name of a deal that is left, where the reason stands beside it."""

_LEAST_WHY = 20
"""Cells that the reason needs to be worth reading."""

_KEY = 14
"""Cells for the keys of what to press."""

_SAID = 2
"""Lines for what was just done."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much the page of a deal tells: blank lines between which blocks (by their place), lines that a value takes
    at most, and whether the last note, the open criteria, the ticked ones and the heading of what to press stand."""

    blanks: tuple[int, ...]
    lines: int
    note: bool = True
    criteria: bool = True
    ticked: bool = False
    heading: bool = True


_ROOMS = (
    _Room(blanks=(1, 2, 3, 4), lines=4, ticked=True),
    _Room(blanks=(1, 2, 3, 4), lines=2),
    _Room(blanks=(1, 3, 4), lines=1),
    _Room(blanks=(1, 3), lines=1, note=False),
    _Room(blanks=(), lines=1, note=False),
    _Room(blanks=(1,), lines=1, note=False, criteria=False),
    _Room(blanks=(), lines=1, note=False, criteria=False),
    _Room(blanks=(), lines=1, note=False, criteria=False, heading=False),
)
"""From the roomiest to the tightest."""


@dataclass(frozen=True, slots=True)
class Press:
    """A line of what to press: its keys as people read them, what it does, and the Textual action."""

    keys: str
    words: str
    action: str


@dataclass(frozen=True, slots=True)
class Course:
    """How far triage has come: deals cleared of all, seconds used, seconds that the rest takes at this person's pace
    (None: not known), whose list it is, and which ``part`` of a longer list it is ("" for the whole)."""

    cleared: int
    total: int
    used: int
    pace: int | None
    whose: str
    part: str = ""


def header(course: Course, width: int) -> Content:
    """``Triage ━━━── 5 of 19   3 min   14 deals, about 4'10 at your pace   anna`` in exactly ``width`` cells."""
    title = " · ".join(filter(None, (_("Triage"), course.part)))
    left: list[Part] = [(" " * side_margin(width), ""), (title, "bold")]
    progress = _("{cleared} of {total}").format(cleared=course.cleared, total=course.total) if course.total else ""
    rights = _rights(course)
    right = next((parts for parts in rights if _free(left, parts, width) >= cell_len(progress) + 6), [])
    return joined(left, right, (course.cleared, course.total), progress, _free(left, right, width))


def _free(left: list[Part], right: list[Part], width: int) -> int:
    return width - length_of(left) - length_of(right) - 1


def _rights(course: Course) -> list[list[Part]]:
    """The right-hand side, from the longest wording to the shortest."""
    count = course.total - course.cleared
    deals = ngettext("{n} deal", "{n} deals", count).format(n=count)
    used: list[Part] = [(used_words(course.used), "$muted")] if course.used >= 60 else []
    whose: list[Part] = [(course.whose, "")]
    if not count:
        return [spaced([*used, *whose]), whose, []]
    if course.pace is None:
        return [spaced([*used, (deals, "bold"), *whose]), spaced([(deals, "bold"), *whose]), [(deals, "bold")], []]
    time = about(course.pace)
    long = (_("{deals}, {time} at your pace").format(deals=deals, time=time), "bold")
    short = (f"{deals}, {time}", "bold")
    return [
        spaced([*used, long, *whose]),
        spaced([*used, long]),
        spaced([*used, short]),
        [short],
        [(time, "bold")],
        [],
    ]


def used_words(seconds: int) -> str:
    """``3 min``: time used, in whole minutes."""
    return _("{n} min").format(n=seconds // 60)


def deal_page(portrait: Portrait, presses: Sequence[Press], width: int, height: int) -> Lines:
    """One deal: what is wrong, why it is still here, what is known, what is open, and what to press."""
    below = press_lines(presses, width)
    lines: Lines = []
    for room in _ROOMS:
        above = _above(portrait, width, room)
        between = [Content(""), safe(_("WHAT TO PRESS"), "bold $muted")] if room.heading else []
        lines = [*above, *between, *below]
        if len(lines) <= height:
            return lines
    return [*lines[: max(2, height - len(below))], *below]


def said_lines(message: str, warn: bool, width: int, height: int) -> Lines:
    """What was just done, or what stands in the way, with room for the key that takes it back."""
    del height
    style = "$no-step" if warn else "$done"
    return [line for text in message.splitlines() for line in wrapped(text, width, style, limit=_SAID)]


def press_lines(presses: Sequence[Press], width: int) -> Lines:
    """Keys and words, each line to be clicked."""
    lines: Lines = []
    for press in presses:
        texts = wrapped(press.words, width - _KEY, limit=2)
        for number, text in enumerate(texts):
            line = Content.assemble(("" if number else fit(press.keys, _KEY), "bold $accent"), text)
            line = line if not number else Content.assemble(" " * _KEY, text)
            lines.append(clickable(line, press.action))
    return lines


def clickable(line: Content, action: str) -> Content:
    """A line that does something when it is clicked. The meta is our own: Textual's would paint it as a link."""
    return line.stylize(Style.from_meta({"action": action}))


def _above(portrait: Portrait, width: int, room: _Room) -> Lines:
    """All but what to press."""
    blocks = (
        _head(portrait, width),
        _wrong(portrait, width),
        wrapped(portrait.detail.why_still_here, width, "$muted", limit=max(2, room.lines)),
        _known(portrait, width, room),
        _criteria(portrait, width, room),
    )
    lines: Lines = []
    for number, block in enumerate(blocks):
        if block and number in room.blanks:
            lines.append(Content(""))
        lines += block
    return lines


def _head(portrait: Portrait, width: int) -> Lines:
    detail = portrait.detail
    amount = money_text(detail)
    room = max(10, width - cell_len(amount) - 2)
    title = fit(detail.item.title, room)
    owner = portrait.away or detail.item.deal.owner or _("no owner")
    return [
        clickable(Content.assemble((title, "bold"), "  ", (amount, "bold")), "whole_deal"),
        safe(fit(f"{stage_text(detail)} · {owner}", width, pad=False), "$accent"),
    ]


def _wrong(portrait: Portrait, width: int) -> Lines:
    lines: Lines = []
    for finding in portrait.detail.item.findings:
        texts = wrapped(finding.why, width - _BADGE, limit=3)
        style = f"bold {KIND_STYLES[finding.kind]}"
        words = fit(finding_words(finding), _BADGE - 1) + " "
        lines += [
            Content.assemble((words, style) if not number else " " * _BADGE, text) for number, text in enumerate(texts)
        ]
    return lines


def _known(portrait: Portrait, width: int, room: _Room) -> Lines:
    """Next step, pain, whom to call, the last note."""
    detail = portrait.detail
    pain = detail.pain or _("not known yet")
    lines = [
        *labelled(_("Next"), next_step_text(portrait), width, limit=room.lines),
        *labelled(_("Pain"), pain, width, "" if detail.pain else "$muted", limit=room.lines),
    ]
    for contact in detail.contacts[:1]:
        reach = "   ".join(part for part in (contact_text(contact), contact.phone, contact.email) if part)
        lines += labelled(_("Call"), reach, width, limit=room.lines)
    if detail.notes and room.note:
        note = detail.notes[0]
        day = short_day(day_of(note.at, portrait.zone), portrait.today)
        said = _("no reply") if note.kind == "no_reply" else note.text or note.next_step or note.pain
        told = " · ".join(part for part in (day, note.by, said) if part)
        lines += labelled(_("Note"), told, width, "$muted", limit=room.lines)
    return lines


def _criteria(portrait: Portrait, width: int, room: _Room) -> Lines:
    """The exit criteria: those that are open, and where there is room the others too."""
    states = portrait.detail.criteria
    missing = sum(not state.ticked for state in states)
    if not states:
        return []
    title = _("To move on, {open} of {all} open") if missing else _("All {all} answered: it can move on")
    head = safe(fit(title.format(open=missing, all=len(states)), width, pad=False))
    shown = [(number, state) for number, state in enumerate(states, 1) if room.ticked or not state.ticked]
    if not room.criteria or not missing:
        return [head]
    keys = safe("   " + _("alt+1, alt+2 … tick"), "$muted")
    head = head + keys if head.cell_length + keys.cell_length <= width else head
    return [head, *(_criterion(number, state, width) for number, state in shown)]


def _criterion(number: int, state: CriterionState, width: int) -> Content:
    mark, colour = MARKS[mark_of(state)]
    text = fit(state.text, max(2, width - 6), pad=False)
    line = Content.assemble((f"{number:<2}", "$muted"), (mark, colour), " ", (text, "$muted" if state.ticked else ""))
    return line if state.ticked else clickable(line, f"tick({number})")


@dataclass(frozen=True, slots=True)
class Ending:
    """What the page at the end tells: how far it came, what was done, and the deals that are left, the first of them
    loaded. ``following``: lines about what is next where nothing is left."""

    course: Course
    deeds: Counter[str]
    left: tuple[Item, ...]
    left_total: int
    following: tuple[str, ...]


def end_page(ending: Ending, presses: Sequence[Press], zone: ZoneInfo, width: int, height: int) -> Lines:
    """What was done, what is left by name and why, and what to press."""
    course = ending.course
    above: Lines = []
    if course.total:
        told = _("{cleared} of {total} cleared").format(cleared=course.cleared, total=course.total)
        time = _("in {time}").format(time=used_words(course.used)) if course.used >= 60 else _("in less than a minute")
        above.append(safe(f"{told} {time}.", "bold"))
    above += [line for text in (*ending.following, deed_words(ending.deeds)) for line in wrapped(text, width) if text]
    below = [Content(""), *press_lines(presses, width)]
    if ending.left_total:
        head = ngettext("STILL TO CLEAR {n}", "STILL TO CLEAR {n}", ending.left_total).format(n=ending.left_total)
        above += [Content(""), safe(head, "bold $muted")]
        room = max(1, height - len(above) - len(below) - 1)
        above += [_left(item, zone, width) for item in ending.left[:room]]
        if (more := ending.left_total - min(room, len(ending.left))) > 0:
            above.append(safe(_("… {n} more").format(n=more), "$muted"))
    return [*above, *below]


def _left(item: Item, zone: ZoneInfo, width: int) -> Content:
    words, style = badge(item, zone)
    why = item.findings[0].why if item.findings else ""
    room = width - _BADGE
    told = room >= _TITLE + 2 + _LEAST_WHY
    title = fit(item.title, _TITLE if told else room, pad=told)
    line = Content.assemble((fit(words, _BADGE - 1) + " ", style), title)
    if told:
        line = Content.assemble(line, "  ", (fit(why, room - _TITLE - 2, pad=False), "$muted"))
    return clickable(line, f"go_to({item.id})")


def deed_words(deeds: Counter[str]) -> str:
    """``2 notes, 5 next steps, 1 parked``; "" when nothing was done."""
    told = (
        ("notes", ngettext("{n} note", "{n} notes", deeds["notes"])),
        ("no_replies", ngettext("{n} call without reply", "{n} calls without reply", deeds["no_replies"])),
        ("steps", ngettext("{n} next step", "{n} next steps", deeds["steps"])),
        ("answers", ngettext("{n} deal with a new answer", "{n} deals with new answers", deeds["answers"])),
        ("moves", ngettext("{n} moved on", "{n} moved on", deeds["moves"])),
        ("parked", ngettext("{n} parked", "{n} parked", deeds["parked"])),
        ("closed", ngettext("{n} closed", "{n} closed", deeds["closed"])),
        ("handed_over", ngettext("{n} handed over", "{n} handed over", deeds["handed_over"])),
    )
    return ", ".join(text.format(n=deeds[name]) for name, text in told if deeds[name])
