"""A line chart for terminals: thick and thin lines in steps, with numbers at the side and words below.

``draw`` is a plain function from values to lines, ``Chart`` the widget that draws anew for each size. Every line has
its own weight, so that nothing depends on colour, and the first one says its values in numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_GAP = " "
_STEPS = (1, 2, 5)
"""Marks of an axis lie so far apart, times a power of ten."""

_EPSILON = 1e-9

_LEAST_WIDTH, _LEAST_HEIGHT = 20, 4
_LEAST_ROWS = 1.6
"""At least so many lines lie between two numbers of the axis."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line. ``values``: one for each place along the bottom, None where there is none; ``style``: its colour."""

    name: str
    values: Sequence[float | None]
    style: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How values are shown. ``words``: a value as people read it; none lies below ``low`` or above ``high``; ``span``:
    the axis shows at least so much, so that little changes do not look large."""

    words: Callable[[float], str]
    low: float
    high: float
    span: float


@dataclass(frozen=True, slots=True)
class _Pen:
    """The characters of a line: along, up, and the corners where it leaves a level and arrives at another one."""

    along: str
    upright: str
    rises: tuple[str, str]
    falls: tuple[str, str]


_PENS = (_Pen("━", "┃", ("┛", "┏"), ("┓", "┗")), _Pen("─", "│", ("┘", "┌"), ("┐", "└")))
"""The first line is thick, the others are thin."""


class Chart(Static):
    """One chart over its whole size. Fill it with ``show``."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._draw: Callable[[int, int], list[Content]] | None = None

    def show(self, series: Sequence[Series], labels: Sequence[str], scale: Scale) -> None:
        """Show these lines. ``labels``: what stands below each place."""
        self._draw = partial(draw, series, labels, scale)
        self._redraw()

    def on_resize(self) -> None:
        """Another size means other lines."""
        self._redraw()

    def _redraw(self) -> None:
        width, height = self.size
        self.update(Content("\n").join(self._draw(width, height)) if self._draw is not None and width > 1 else "")


def draw(series: Sequence[Series], labels: Sequence[str], scale: Scale, width: int, height: int) -> list[Content]:
    """The chart in ``height`` lines of ``width`` cells: legend, plot, words below. Too little room, or no value at all:
    no lines."""
    known = [value for line in series for value in line.values if value is not None]
    if not known or width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return []
    marks = axis(min(known), max(known), height - 2, scale)
    side = max(cell_len(scale.words(mark)) for mark in marks)
    plot = _Plot(width - side - 2, height - 2, marks[0], marks[-1], len(labels))
    for line, pen in reversed(list(zip(series, [_PENS[0], *[_PENS[1]] * len(series)], strict=False))):
        plot.line(line, pen)
    plot.numbers(series[0], scale)
    every = math.ceil(_LEAST_ROWS * (len(marks) - 1) / (plot.height - 1))
    at = {plot.row(mark): scale.words(mark) for mark in marks[::every]}
    return [
        _legend(series),
        *(_beside(at.get(number), side, cells) for number, cells in enumerate(plot.lines())),
        safe(" " * (side + 2) + _below(labels, plot), "$muted"),
    ]


def axis(lowest: float, highest: float, most: int, scale: Scale) -> list[float]:
    """At most ``most`` (2 or more) round marks, evenly spaced, that hold all values between them and span what the
    scale asks for."""
    missing = max(0.0, scale.span - (highest - lowest)) / 2
    low, high = lowest - missing, highest + missing
    low, high = max(scale.low, low - max(0.0, high - scale.high)), min(scale.high, high + max(0.0, scale.low - low))
    first, last, step = 0, 1, 1.0
    for step in _steps((high - low) / most):
        first, last = math.floor(low / step + _EPSILON), math.ceil(high / step - _EPSILON)
        if last - first < most:
            break
    return [round(number * step, 10) for number in range(first, last + 1)]


def _steps(least: float) -> list[float]:
    power = 10.0 ** math.floor(math.log10(least))
    return [factor * power * 10**more for more in range(4) for factor in _STEPS if factor * power * 10**more >= least]


class _Plot:
    """The plot as cells: a character and its style each."""

    def __init__(self, width: int, height: int, low: float, high: float, places: int) -> None:
        self.width, self.height, self.low, self.high = width, height, low, high
        self.starts = [width * place // places for place in range(places + 1)]
        """The first column of each place, and where the last one ends."""
        self.cells = [[(" ", "")] * width for _row in range(height)]

    def row(self, value: float) -> int:
        """The row of a value, 0 at the top."""
        return round((self.high - value) / (self.high - self.low) * (self.height - 1))

    def middle(self, place: int) -> int:
        """The column in the middle of a place."""
        return (self.starts[place] + self.starts[place + 1]) // 2

    def line(self, line: Series, pen: _Pen) -> None:
        """Draw a line: level over each place, upright from one to the next."""
        for place, value in enumerate(line.values):
            if value is not None:
                for column in range(self.starts[place], self.starts[place + 1]):
                    self.cells[self.row(value)][column] = (pen.along, line.style)
        for place, (left, right) in enumerate(pairwise(line.values), start=1):
            if left is not None and right is not None:
                self._upright(self.starts[place], self.row(left), self.row(right), pen, line.style)

    def _upright(self, column: int, before: int, after: int, pen: _Pen, style: str) -> None:
        if before == after:
            return
        leaves, arrives = pen.rises if after < before else pen.falls
        for row in range(min(before, after) + 1, max(before, after)):
            self.cells[row][column] = (pen.upright, style)
        self.cells[before][column] = (leaves, style)
        self.cells[after][column] = (arrives, style)

    def numbers(self, line: Series, scale: Scale) -> None:
        """Write the values of a line above it, or below where there is no room, and leave out those with no room."""
        for place, value in enumerate(line.values):
            if value is not None:
                text = scale.words(value)
                first = self.middle(place) - len(text) // 2
                self._write(text, first, self.row(value), line.style)

    def _write(self, text: str, first: int, row: int, style: str) -> None:
        columns = range(max(0, first - 1), min(self.width, first + len(text) + 1))
        for beside in (row - 1, row + 1):
            fits = 0 <= beside < self.height and first >= 0 and first + len(text) <= self.width
            if fits and all(self.cells[beside][column][0] == " " for column in columns):
                for column, letter in enumerate(text, start=first):
                    self.cells[beside][column] = (letter, f"bold {style}")
                return

    def lines(self) -> list[Content]:
        """The rows as text."""
        return [Content.assemble(*row) for row in self.cells]


def _legend(series: Sequence[Series]) -> Content:
    parts: list[Content] = []
    for number, line in enumerate(series):
        pen = _PENS[min(number, 1)]
        parts.append(Content.assemble((pen.along * 3 + " ", line.style), safe(line.name, "$muted")))
    return Content("   ").join(parts)


def _beside(mark: str | None, side: int, cells: Content) -> Content:
    text = (mark or "").rjust(side)
    return Content.assemble((text, "$muted"), (" ┤" if mark else " │", "$hairline"), cells)


def _below(labels: Sequence[str], plot: _Plot) -> str:
    """The labels under their places; the last one stands, and of the others those that have room, evenly."""
    for every in range(1, len(labels) + 1):
        line = ""
        for place in range((len(labels) - 1) % every, len(labels), every):
            first = min(plot.middle(place) - cell_len(labels[place]) // 2, plot.width - cell_len(labels[place]))
            if first < 0 or (line and first <= cell_len(line)):
                break
            line += _GAP * (first - cell_len(line)) + labels[place]
        else:
            return line
    return ""
