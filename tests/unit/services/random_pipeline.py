"""A pipeline that hypothesis makes up, built through the services with all that can happen to a deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from small_pipeline import instant

from pipetui.services import edits, moves, notes, steps, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipetui.services.desk import Desk

START = instant("2026-10-05 09:00")
TODAY = date(2026, 10, 5)

NASTY = (
    "=1+1", "'=1+1", "''@x", "+39 333", "-12,5", "@me", "-", "n/a", "–", "Total", "12345678", "sep=;", "VERO", "1e5",
    'a "quoted" one', "semi;colon, comma", "tab\there", "line\nbreak", "cr\rhere", "back\\slash|pipe", "<b>&amp;</b>",
    "[/red]x \x1b[31m", "\u202eabc", "Perché? €", "😀", "null", "a  b", "_x000D_",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()))
PEOPLE = st.sampled_from(("anna", "luca", "Mia [bold]", "=Zoe", "Ö'Neil; x"))
DAYS = st.integers(0, 400).map(lambda days: TODAY + timedelta(days=30 + days))
MONEY = st.one_of(
    st.none(),
    st.tuples(
        st.sampled_from(("1200.50", "0.05", "99999999999999.99", "1234", "1.2")), st.sampled_from(("EUR", "USD"))
    ),
    st.tuples(st.sampled_from(("1234", "5")), st.just("JPY")),
    st.tuples(st.sampled_from(("1.234", "1234.5", "7")), st.just("KWD")),
)
ENDS = ("none", "step", "step", "note", "park", "park", "lost", "no_decision", "back", "mistake", "move", "won")


@dataclass(frozen=True)
class Story:
    """What happens to one deal."""

    name: str
    company: str | None
    money: tuple[str, str] | None
    owner: str
    stage: str
    close_date: date | None
    contact: dict[str, str]
    source: str | None
    external_id: bool
    end: str
    text: str
    day: date
    helper: str


STORIES = st.builds(
    Story,
    name=TEXTS,
    company=st.none() | TEXTS,
    money=MONEY,
    owner=PEOPLE,
    stage=st.sampled_from(("qualification", "discovery", "decision", "closing")),
    close_date=st.none() | DAYS,
    contact=st.dictionaries(st.sampled_from(("contact", "role", "phone")), TEXTS, max_size=2),
    source=st.none() | TEXTS,
    external_id=st.booleans(),
    end=st.sampled_from(ENDS),
    text=TEXTS,
    day=DAYS,
    helper=PEOPLE,
)


def build(desk: Desk, stories: Sequence[Story]) -> Desk:
    """Tell the stories, an hour after one another; the desk after the last."""
    with desk.together():
        for number, story in enumerate(stories, 1):
            _tell(desk.at(START + 3600 * number), number, story)
    return desk.at(START + 3600 * (len(stories) + 1))


def add_from_a_crm(desk: Desk, folder: Path) -> None:
    """Two more deals, one of them without a company's name, from a file."""
    path = folder / "crm.csv"
    path.write_text(
        "Id,AccountId,Name,StageName,Amount,CloseDate,OwnerId,CreatedDate\n"
        "006A,0015g00000ABCDEFGH,ERP,Qualification,10.5,2026-12-31,0055g00000XYZXYZAA,2026-09-01\n"
        "006B,0015g00000ABCDEFGI,Pilot,Closed Lost,,2026-09-30,0055g00000XYZXYZAA,2026-08-01\n",
        encoding="utf-8",
    )
    (report,) = transfer.import_files(desk, ImportRequest([path]))
    assert report.added == 2, report


def _tell(desk: Desk, number: int, story: Story) -> None:
    amount, currency = story.money or (None, None)
    deal = edits.add_deal(
        desk, name=story.name, company=story.company, amount=amount, currency=currency, owner=story.owner,
        stage="closing" if story.end == "won" else story.stage, close_date=story.close_date, source=story.source,
        external_id=f"X{number}" if story.external_id else None,
    ).id  # fmt: skip
    if story.contact:
        edits.set_fields(desk, deal, story.contact)
    _end(desk, deal, story)


def _end(desk: Desk, deal: int, story: Story) -> None:
    if story.end == "step":
        steps.plan(desk, deal, text=story.text, day=story.day, owner=story.helper)
    elif story.end == "note":
        notes.log_note(desk, deal, pain=story.text, next_step=story.text, day=story.day)
    elif story.end == "park":
        moves.park(desk, deal, story.day, story.text)
    elif story.end == "move":
        for criterion in desk.playbook.stage(story.stage).criteria:
            moves.tick(desk, deal, criterion.id)
        if story.stage != "closing":
            moves.move_on(desk, deal)
    elif story.end == "won":
        moves.tick(desk, deal, "delivery_informed")
        assert moves.close(desk, deal, "won", story.text).closed
    elif story.end != "none":
        _lose(desk, deal, story)


def _lose(desk: Desk, deal: int, story: Story) -> None:
    moves.close(desk, deal, "no_decision" if story.end == "no_decision" else "lost", "other")
    if story.end == "mistake":
        moves.reopen(desk, deal, "mistake")
    elif story.end == "back":
        moves.reopen(desk, deal, "back", step=story.text, day=story.day)
