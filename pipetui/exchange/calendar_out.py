"""iCalendar: one all-day event for each entry, whose id stays the same from file to file.

A calendar that takes the file again replaces the events that it has. Nobody is invited and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, TextIO

from pipetui import __version__
from pipetui.domain.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in the calendar. ``modified``: epoch seconds; ``sequence`` grows with every version of the entry."""

    uid: str
    day: date
    summary: str
    description: str
    category: str | None
    modified: int
    sequence: int


def write_calendar(entries: Iterable[Entry], out: TextIO, *, name: str, now: int) -> None:
    """Write a calendar called ``name``; ``now`` (epoch seconds) is when it was made. ``out`` must not translate line
    ends."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//pipetui//pipetui {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", harmless(name))
    # Event by event between the first lines and the last, so that no calendar has to fit into memory.
    whole = calendar.to_ical().decode()
    end = whole.index("END:VCALENDAR")
    out.write(whole[:end])
    made = datetime.fromtimestamp(now, UTC)
    for entry in entries:
        out.write(_event(entry, made))
    out.write(whole[end:])


def _event(entry: Entry, made: datetime) -> str:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", made)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", harmless(entry.summary))
    event.add("description", "\n".join(map(harmless, entry.description.splitlines())))
    if entry.category is not None:
        event.add("categories", [harmless(entry.category)])
    event.add("last-modified", datetime.fromtimestamp(entry.modified, UTC))
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")
    return str(event.to_ical(), "utf-8")
