"""Where everything on the pipeline board stands: which stages are shown whole, which as a narrow head, and its lines.

No Textual here, so that every width and height can be tried by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 26
"""Cells that a whole column has at least, its margins included, where the screen is not narrower than that."""

MOST = 48
"""A whole column is no wider: the eye has to find the amount that belongs to a name."""

NARROW = 6
"""Cells of a narrow head, with the blank before it."""

_ROOMY_HEAD = 18
"""From this height on the head of a column takes five lines."""

_ROOMY_CARDS = 30
"""From this height on a blank line stands between cards."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The stage at position ``column`` stands from cell ``x`` on in ``width`` cells, the first of them blank."""

    column: int
    x: int
    width: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a column: ``head`` lines, then cards of ``card`` lines, of which ``cards`` fit, then one line."""

    head: int
    card: int
    cards: int


def rows(height: int) -> Rows:
    """The lines of a board of this height."""
    head = 5 if height >= _ROOMY_HEAD else 3
    card = 3 if height >= _ROOMY_CARDS else 2
    room = height - head - 1
    return Rows(head, card, max(1, (room + card - 2) // card))


def whole(width: int, stages: int) -> int:
    """How many of the stages can be shown whole beside narrow heads of the others; one at least."""
    shown = min(stages, width // LEAST)
    while shown > 1 and shown * LEAST + (stages - shown) * NARROW > width:
        shown -= 1
    return max(1, shown)


def slide(first: int, column: int, shown: int, stages: int) -> int:
    """The first stage that is shown whole, so that ``column`` is among the ``shown`` ones: as near to ``first`` as
    can be."""
    return max(0, min(max(first, column - shown + 1), column, stages - shown))


def slots(width: int, stages: int, first: int) -> list[Slot]:
    """What stands where, from left to right, when ``first`` is the first stage shown whole. Where even narrow heads
    do not all fit, those nearest to the whole ones do."""
    shown = whole(width, stages)
    heads = _heads(width, stages, first, shown)
    each = max(1, min(MOST, (width - len(heads) * NARROW) // shown))
    found: list[Slot] = []
    x = 0
    for column in range(stages):
        wide = first <= column < first + shown
        if wide or column in heads:
            found.append(Slot(column, x, each if wide else NARROW, wide))
            x += found[-1].width
    return found


def _heads(width: int, stages: int, first: int, shown: int) -> set[int]:
    """The stages that get a narrow head."""
    others = [column for column in range(stages) if not first <= column < first + shown]
    room = max(0, (width - shown * LEAST) // NARROW)
    return set(sorted(others, key=lambda column: max(first - column, column - first - shown + 1))[:room])
