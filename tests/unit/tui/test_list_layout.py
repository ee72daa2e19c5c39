"""Lines of the screen to deals and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.model import SECTIONS, Section
from pipetui.tui.widgets.list_layout import ListLayout

SIZES = st.fixed_dictionaries({section: st.integers(0, 40) for section in SECTIONS})


@given(SIZES, st.booleans())
def test_each_deal_has_one_line_and_each_line_at_most_one_deal(sizes: dict[Section, int], roomy: bool) -> None:
    layout = ListLayout(sizes, roomy=roomy)
    assert layout.total == sum(sizes.values())
    lines = [layout.line_of(index) for index in range(layout.total)]
    assert lines == sorted(set(lines))
    assert [layout.index_at(line) for line in lines] == list(range(layout.total))
    assert not lines or lines[-1] == layout.height - 1


@given(SIZES, st.booleans())
def test_sections_and_places(sizes: dict[Section, int], roomy: bool) -> None:
    layout = ListLayout(sizes, roomy=roomy)
    places = [layout.section_at(index) for index in range(layout.total)]
    assert places == [(section, place) for section in SECTIONS for place in range(sizes[section])]
    headings = [layout.heading_at(line) for line in range(layout.height)]
    assert [heading for heading in headings if heading] == [(s, sizes[s]) for s in SECTIONS if sizes[s]]


def test_a_million_deals_cost_nothing() -> None:
    layout = ListLayout({"to_clear": 1_000_000, "in_hand": 5}, roomy=True)
    assert layout.section_at(1_000_004) == ("in_hand", 4)
    assert layout.index_at(layout.line_of(999_999)) == 999_999
