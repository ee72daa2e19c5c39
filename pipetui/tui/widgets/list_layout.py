"""Where each line of the deal list stands: headings, blank lines and deals, computed from the sizes of the sections.

A million deals need no more than four numbers here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.model import SECTIONS, Section

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class _Block:
    """One section on screen. ``top``: the line of its heading; ``first_line``: of its first deal;
    ``first``: how many deals stand in the sections above."""

    section: Section
    top: int
    first_line: int
    first: int
    size: int


class ListLayout:
    """Maps lines of the screen to deals and back. A deal's *index* counts over all sections, from 0.

    ``roomy``: blank lines above and below the headings; else only between the sections.
    """

    def __init__(self, sizes: Mapping[Section, int], *, roomy: bool) -> None:
        self.blocks: list[_Block] = []
        line, first = (1 if roomy else 0), 0
        for section in SECTIONS:
            size = sizes.get(section, 0)
            if not size:
                continue
            first_line = line + (2 if roomy else 1)
            self.blocks.append(_Block(section, line, first_line, first, size))
            first += size
            line = first_line + size + 1
        self.total = first
        """How many deals there are."""
        self.height = max(0, line - 1)
        """How many lines there are."""

    def section_at(self, index: int) -> tuple[Section, int]:
        """The section of a deal and its place in there, from 0. Raises IndexError."""
        for block in self.blocks:
            if 0 <= index - block.first < block.size:
                return block.section, index - block.first
        raise IndexError(index)

    def index_of(self, section: Section, place: int = 0) -> int | None:
        """The index of a place in a section, or None where there is none."""
        for block in self.blocks:
            if block.section == section and place < block.size:
                return block.first + place
        return None

    def line_of(self, index: int) -> int:
        """The line on which a deal stands. Raises IndexError."""
        for block in self.blocks:
            if 0 <= index - block.first < block.size:
                return block.first_line + index - block.first
        raise IndexError(index)

    def index_at(self, line: int) -> int | None:
        """The deal on a line, or None for a heading or a blank line."""
        for block in self.blocks:
            if 0 <= line - block.first_line < block.size:
                return block.first + line - block.first_line
        return None

    def heading_at(self, line: int) -> tuple[Section, int] | None:
        """The section whose heading stands on a line, with its size, or None."""
        for block in self.blocks:
            if block.top == line:
                return block.section, block.size
        return None
