"""Waiting for another program that writes to the database, without holding up the screen: short tries, and between
them the screen lives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from pipetui.errors import DatabaseBusy
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

LOOK_SECONDS = 1.5
"""Seconds between two looks at what others have written."""

PATIENCE = 0.1
"""Seconds that one try waits. As long nothing moves on the screen."""

AGAIN_AFTER = 0.25
"""Seconds between two tries."""

LONGEST_WAIT = 10.0
"""Seconds after which the person is told that it did not work."""


def trying_again() -> str:
    """What to say meanwhile."""
    return _("Another program is writing to the database. Trying again …")


async def patiently(write: Callable[[], Answer], waiting: Callable[[], None]) -> Answer:
    """The answer of ``write``, which is tried again while another program is writing. ``waiting`` is called once, when
    it takes longer. Raises what ``write`` raises, and DatabaseBusy after ``LONGEST_WAIT``."""
    waited = 0.0
    while True:
        try:
            return write()
        except DatabaseBusy:
            if waited >= LONGEST_WAIT:
                raise
        if not waited:
            waiting()
        waited += AGAIN_AFTER
        await asyncio.sleep(AGAIN_AFTER)
