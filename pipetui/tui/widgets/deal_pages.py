"""The deals of a list, fetched page by page as they are needed and kept while they are near."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from pipetui.errors import PipetuiError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipetui.domain.model import Item, Section

PAGE = 128
"""Deals fetched at once."""

_KEPT = 24


class Rows(Protocol):
    """Where the list gets its deals from."""

    @property
    def ids(self) -> Mapping[Section, Sequence[int]] | None:
        """The whole list, where it is known; else None."""
        ...

    def sizes(self) -> Mapping[Section, int]:
        """How many deals stand in each section."""
        ...

    def page(self, section: Section, offset: int, limit: int) -> Sequence[Item]:
        """At most ``limit`` deals of a section, from place ``offset``."""
        ...


class DealPages:
    """The pages of ``rows``. What cannot be read counts as empty, and ``failed`` is told why."""

    def __init__(self, rows: Rows, failed: Callable[[PipetuiError], object]) -> None:
        self._rows = rows
        self._failed = failed
        self._pages: OrderedDict[tuple[Section, int], Sequence[Item]] = OrderedDict()

    @property
    def ids(self) -> Mapping[Section, Sequence[int]] | None:
        """The whole list, where it is known; else None."""
        return self._rows.ids

    def item(self, section: Section, place: int) -> Item | None:
        """The deal at a place of a section, from 0; None where there is none any more."""
        number, at = divmod(place, PAGE)
        page = self._page(section, number)
        return page[at] if at < len(page) else None

    def _page(self, section: Section, number: int) -> Sequence[Item]:
        key = (section, number)
        if key in self._pages:
            self._pages.move_to_end(key)
            return self._pages[key]
        page: Sequence[Item] = ()
        try:
            page = self._rows.page(section, number * PAGE, PAGE)
        except PipetuiError as error:
            self._failed(error)
        self._pages[key] = page
        if len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        return page
