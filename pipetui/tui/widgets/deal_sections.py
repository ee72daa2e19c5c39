"""The sections of the deal's own screen, in lines: why it is here, promises, notes, visits, close dates, history.

Each function returns ``Content`` lines for a width in cells, with a heading; nothing where there is nothing to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import step_end_word
from pipetui.domain.instants import day_of
from pipetui.domain.kept import kept, kept_share
from pipetui.domain.model import OUTCOMES
from pipetui.domain.sentences import days_text, reason_word, short_day
from pipetui.i18n import _, ngettext
from pipetui.services.close_dates import told_change
from pipetui.tui.widgets.badge import KIND_STYLES, badge
from pipetui.tui.widgets.panel_text import Lines, Portrait, labelled, next_step_text, stack, stage_text, timeline
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from pipetui.domain.model import Note, Promise
    from pipetui.tui.widgets.panel_text import Stay

_ALL = 1_000_000
"""More events than any deal has."""


def titled(title: str, lines: Lines, width: int, aside: str = "") -> Lines:
    """Lines under a heading, with something quiet to say beside it."""
    if not lines:
        return []
    words = fit(title, width, pad=False)
    room = width - cell_len(words) - 3
    beside = fit(aside, room, pad=False) if aside and room > 3 else ""
    return [Content.assemble((words, "bold $muted"), (f"   {beside}" if beside else "", "$muted")), *lines]


def title(portrait: Portrait, width: int) -> Lines:
    """Company and name with the badge at the right, then stage, day and cycle."""
    item = portrait.detail.item
    words, style = badge(item, portrait.zone)
    room = max(10, width - cell_len(words) - 2)
    name = wrapped(item.title, room, "bold", limit=3)
    blanks = " " * max(2, width - name[0].cell_length - cell_len(words))
    first = Content.assemble(name[0], blanks, (words, style))
    cycle = _("cycle {n}").format(n=portrait.detail.cycle) if portrait.detail.cycle > 1 else ""
    where = " · ".join(part for part in (stage_text(portrait.detail), cycle) if part)
    return [first, *name[1:], safe(fit(where, width, pad=False), "bold $accent")]


def standing(portrait: Portrait, width: int) -> Lines:
    """What is found, and why the deal is still here; for a closed one how it ended."""
    detail = portrait.detail
    lines: Lines = []
    for finding in detail.item.findings:
        lines += wrapped(finding.why, width, KIND_STYLES[finding.kind])
    for says in portrait.crm:
        lines += wrapped(says, width, "$accent")
    lines += wrapped(detail.why_still_here, width)
    if detail.item.status not in OUTCOMES:
        return titled(_("WHY STILL HERE"), lines, width)
    if detail.outcome_reason:
        lines += wrapped(_("Reason: {reason}").format(reason=reason_word(detail.outcome_reason)), width)
    return titled(_("HOW IT ENDED"), lines, width)


def next_step(portrait: Portrait, width: int) -> Lines:
    """The next step, and the pain it is about."""
    detail = portrait.detail
    lines: Lines = []
    if detail.item.status not in OUTCOMES:
        missing = bool(detail.item.deal.step.missing)
        lines += wrapped(next_step_text(portrait), width, "bold $no-step" if missing else "", limit=6)
    pain = detail.pain or _("not known yet")
    lines += labelled(_("Pain"), pain, width, "" if detail.pain else "$muted", limit=6)
    return titled(_("NEXT STEP") if detail.item.status not in OUTCOMES else _("PAIN"), lines, width)


def past(portrait: Portrait, width: int) -> Lines:
    """Everything that was: promises, notes, visits, close dates, history."""
    blocks = (promises, notes, visits, close_dates, history)
    return stack(block(portrait, width) for block in blocks)


def promises(portrait: Portrait, width: int) -> Lines:
    """Every next step with its end, newest first; how many were kept."""
    lines = [line for promise in portrait.detail.steps for line in _promise(promise, portrait, width)]
    number, of = kept_share(portrait.detail.steps, portrait.today, portrait.zone)
    aside = _("kept {n} of {all}").format(n=number, all=of) if of else ""
    return titled(_("PROMISES"), lines, width, aside)


def notes(portrait: Portrait, width: int) -> Lines:
    """Every note in full, newest first."""
    blocks = [_note(note, portrait, width) for note in portrait.detail.notes]
    return titled(_("NOTES"), stack(blocks), width)


def visits(portrait: Portrait, width: int) -> Lines:
    """Each stay in a stage: from when to when, and how many days it took."""
    lines = [line for stay in portrait.stays for line in _stay(stay, portrait, width)]
    return titled(_("VISITS"), lines, width, _("parked days left out") if portrait.detail.item.deal.parkings else "")


def close_dates(portrait: Portrait, width: int) -> Lines:
    """Every change of the close date: when, from, to, why, by whom."""
    lines: Lines = []
    for change in portrait.close_dates:
        text = ", ".join(part for part in (told_change(change, portrait.today), change.by) if part)
        lines += labelled(_short(change.at, portrait), text, width, "" if change.pushed else "$muted")
    pushes = sum(change.pushed for change in portrait.close_dates)
    aside = ngettext("pushed {n} time", "pushed {n} times", pushes).format(n=pushes) if pushes else ""
    return titled(_("CLOSE DATE"), lines, width, aside)


def history(portrait: Portrait, width: int) -> Lines:
    """Everything that happened, newest first, as sentences."""
    return titled(_("HISTORY"), timeline(portrait, width, _ALL), width)


def _short(instant: int, portrait: Portrait) -> str:
    """``18 Nov``: a day that fits the column of the labels."""
    return short_day(day_of(instant, portrait.zone)).partition(" ")[2]


def _stay(stay: Stay, portrait: Portrait, width: int) -> Lines:
    visit = stay.visit
    start, end = (
        None if at is None else short_day(day_of(at, portrait.zone), portrait.today)
        for at in (visit.entered_at, visit.left_at or portrait.detail.closed_at)
    )
    if start is None:  # nobody knows since when; it was first seen in a file
        seen = short_day(day_of(visit.seen_at, portrait.zone), portrait.today)
        start = _("before {day}").format(day=seen)
    days = days_text(stay.days)
    if visit.entered_at is None:
        days = _("at least {days}").format(days=days)
    when = f"{start} – {end}" if end else _("since {day}").format(day=start)
    name = fit(stay.name, 14)
    if width < 2 * cell_len(name) + cell_len(when):
        return wrapped(f"{stay.name} · {days} · {when}", width)
    return [Content.assemble(name, " ", fit(days, 16), (fit(when, width - cell_len(name) - 17, pad=False), "$muted"))]


def _note(note: Note, portrait: Portrait, width: int) -> Lines:
    day = short_day(day_of(note.at, portrait.zone), portrait.today)
    title = " · ".join(part for part in (day, note.by, _note_kind(note)) if part)
    lines = [safe(fit(title, width, pad=False), "bold")]
    if note.pain:
        lines += labelled(_("Pain"), note.pain, width)
    if note.next_step:
        when = short_day(note.date, portrait.today) if note.date else None
        lines += labelled(_("Next"), " · ".join(part for part in (note.next_step, when, note.owner) if part), width)
    for paragraph in (note.text or "").splitlines():
        lines += wrapped(paragraph, width) or [Content("")]
    return lines


def _note_kind(note: Note) -> str:
    words = {"no_reply": _("no reply"), "import": _("from the import")}
    return words.get(note.kind, "")


def _promise(promise: Promise, portrait: Portrait, width: int) -> Lines:
    """``moved    call the signer · Thu 19 Nov x2 · anna · not kept``, and why it was moved."""
    when = short_day(promise.date, portrait.today) if promise.date else _("no date")
    times = f" x{promise.redated}" if promise.redated else ""
    answer = None if promise.end is None else kept(promise, portrait.today, portrait.zone)
    outcome = None if answer is None else _("kept") if answer else _("not kept")
    parts = (promise.text or _("no text"), when + times, promise.owner, outcome)
    lines = labelled(
        step_end_word(promise.end), " · ".join(part for part in parts if part), width,
        "" if promise.end is None else "$muted",
    )  # fmt: skip
    if promise.reason:
        lines += labelled("", promise.reason, width, "$muted")
    return lines
