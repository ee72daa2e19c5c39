"""The line at the top: the time, what is left to clear, how far the day has come, and whose list it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from pipetui.domain.groups import amounts
from pipetui.domain.model import SECTIONS
from pipetui.domain.sentences import short_day
from pipetui.i18n import _, ngettext
from pipetui.tui.widgets.deal_row import ROOMY
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events

    from pipetui.domain.model import Counts
    from pipetui.domain.money import Money

Part = tuple[str, str]

_GAP = 3
_LONGEST_BAR = 30
_SHORTEST_BAR = 6
_LONGEST_REMARK = 32
_SHORTEST_REMARK = 14


@dataclass(frozen=True, slots=True)
class Figures:
    """What the header tells. ``moment`` in the playbook's zone; ``progress``: cleared today, and that with what is
    left; ``whose``: ``anna · mine``; ``remark``: a filter or that it is a look at the past."""

    moment: datetime
    counts: Counts
    progress: tuple[int, int]
    whose: str
    remark: str = ""
    parked_value: tuple[Money, ...] = ()
    pace: int | None = None
    """Seconds that what is left takes at this person's pace; None where that is not known."""


class Header(Static):
    """One line; what does not fit is left out, the least important first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._figures: Figures | None = None

    def show(self, figures: Figures) -> None:
        """Show these figures."""
        self._figures = figures
        self._redraw()

    def on_resize(self) -> None:
        """Another width has room for other parts."""
        self._redraw()

    def _redraw(self) -> None:
        if self._figures is not None and self.size.width:
            self.update(_pressable(line(self._figures, self.size.width), self._figures))

    async def on_click(self, event: events.Click) -> None:
        """A figure leads to its section of the list; whose list it is, to mine or everybody's."""
        action = event.style.meta.get("action")
        if action:
            await self.screen.run_action(action)


def _pressable(content: Content, figures: Figures) -> Content:
    """The header with its figures as ways to their sections, and whose list it is as the way to the other one."""
    counts = figures.counts
    for section, words in {"to_clear": _to_clear(counts), **_told(counts)}.items():
        if section in SECTIONS:
            content = _pressed(content, words, f"section('{section}')")
    return _pressed(content, figures.whose, "mine")


def _pressed(content: Content, words: str, action: str) -> Content:
    start = content.plain.rfind(words) if words else -1
    if start < 0:
        return content
    # A meta of our own: Textual's "@click" would paint it as a link.
    return content.stylize(Style.from_meta({"action": action}), start, start + len(words))


def line(figures: Figures, width: int) -> Content:
    """The header in exactly ``width`` cells."""
    left = [(" " * side_margin(width), ""), *_left(figures)]
    for progress in (_progress_words(figures), ""):
        for right in _rights(figures):
            free = width - length_of(left) - length_of(right) - 1
            if free >= (_GAP + cell_len(progress) + _GAP if progress else _GAP):
                return joined(left, right, figures.progress, _with_pace(figures, progress, free), free)
    return Content.assemble(*left)


def side_margin(width: int) -> int:
    """The blank cells at the left of header and footer, so that they stand above and below the list's badges."""
    return 2 if width >= ROOMY else 1


def _left(figures: Figures) -> list[Part]:
    moment = figures.moment
    return [(f"{short_day(moment.date())} {moment:%H:%M}", "bold"), (f"   {_to_clear(figures.counts)}", "bold")]


def _to_clear(counts: Counts) -> str:
    if not counts.to_clear:
        return _("nothing to clear")
    return ngettext("{n} to clear", "{n} to clear", counts.to_clear).format(n=counts.to_clear)


def _told(counts: Counts) -> dict[str, str]:
    """The figures at the right in words; what is zero has none."""
    told = {
        "due_today": (counts.due_today, _("due today {n}")),
        "woke_today": (counts.woke_today, _("woke {n}")),
        "in_hand": (counts.in_hand, _("in hand {n}")),
        "parked": (counts.parked, _("parked {n}")),
    }
    return {name: text.format(n=n) if n else "" for name, (n, text) in told.items()}


def _rights(figures: Figures) -> list[list[Part]]:
    """The right-hand side, from the longest wording to the shortest. What is zero is left out."""
    worth = amounts(figures.parked_value)
    part = {name: [(words, "$muted")] if words else [] for name, words in _told(figures.counts).items()}
    remark = [(fit(figures.remark, _LONGEST_REMARK, pad=False), "$accent")] if figures.remark else []
    whose = [(figures.whose, "")]
    parked_with_value = [(f"{words} · {worth}" if worth else words, style) for words, style in part["parked"]]
    wordings: Sequence[list[Part]] = (
        [*remark, *part["due_today"], *part["woke_today"], *part["in_hand"], *parked_with_value, *whose],
        [*remark, *part["due_today"], *part["woke_today"], *part["in_hand"], *part["parked"], *whose],
        [*remark, *part["due_today"], *part["woke_today"], *part["in_hand"], *whose],
        [*remark, *part["due_today"], *part["in_hand"], *whose],
        [*remark, *part["due_today"], *whose],
        [*remark, *whose],
        remark,
        [(fit(words, _SHORTEST_REMARK, pad=False), style) for words, style in remark],
        [],
    )
    return [spaced(parts) for parts in wordings]


def spaced(parts: list[Part]) -> list[Part]:
    """Parts with a gap between."""
    return [part for number, words in enumerate(parts) for part in ([(" " * _GAP, "")] if number else []) + [words]]


def _progress_words(figures: Figures) -> str:
    cleared, total = figures.progress
    return _("{cleared} of {total}").format(cleared=cleared, total=total) if total else ""


def _with_pace(figures: Figures, words: str, free: int) -> str:
    """The progress, and where there is room how long the rest takes. It takes the place of nothing but the bar."""
    if not words or figures.pace is None or not figures.counts.to_clear:
        return words
    longer = f"{words}   {about(figures.pace)}"
    return longer if cell_len(longer) + 2 * _GAP <= free else words


def about(seconds: int) -> str:
    """``about 4'10``, ``about 1 h 20``: never more exact than it is."""
    tens = max(1, round(seconds / 10))
    minutes, rest = divmod(tens * 10, 60)
    hours, more = divmod(minutes, 60)
    if hours:
        return _("about {hours} h {minutes:02}").format(hours=hours, minutes=more)
    return _("about {minutes}'{seconds:02}").format(minutes=minutes, seconds=rest)


def joined(left: list[Part], right: list[Part], progress: tuple[int, int], words: str, free: int) -> Content:
    """Left and right with the progress between: the bar where there is room for it, and the words. ``free``: the cells
    between them."""
    cleared, total = progress
    middle: list[Part] = []
    if words:
        length = min(_LONGEST_BAR, free - cell_len(words) - 3 * _GAP)
        if length >= _SHORTEST_BAR:
            full = round(length * cleared / total)
            middle += [(" " * _GAP, ""), ("━" * full, "$done"), ("━" * (length - full), "$hairline")]
        middle.append((" " * _GAP + words, "$muted"))
    gap = free - length_of(middle)
    return Content.assemble(*left, *middle, " " * gap, *right, " ")


def length_of(parts: Sequence[Part]) -> int:
    """The cells of these parts."""
    return sum(cell_len(text) for text, _style in parts)
