"""The app under a test: started as the command line starts it, with the questions that tests ask of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from small_pipeline import NOW
from textual.widgets import Static

from pipetui.services.launching import Launch
from pipetui.tui.app import PipetuiApp
from pipetui.tui.launch import desk_of
from pipetui.tui.widgets.deal_list import DealList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import date

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk


class Clock:
    """A clock that stands still until a test moves it on."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class Opened:
    """The app under a test, with the questions that tests ask of it."""

    def __init__(self, app: PipetuiApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    @property
    def deals(self) -> DealList:
        return self.app.screen.query_one(DealList)

    @property
    def names(self) -> list[str]:
        """The companies in the list, from top to bottom."""
        items = (self.deals.item_at(index) for index in range(self.deals.total))
        return [item.deal.company or item.deal.name for item in items if item]

    @property
    def here(self) -> str | None:
        """The company under the cursor."""
        return self.deals.current.deal.company if self.deals.current else None

    def text(self, selector: str) -> str:
        """What a text widget on the screen says."""
        return str(self.app.screen.query_one(selector, Static).content)

    @property
    def toasts(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something that a timer or a thread brings about."""
        for _ in range(2000):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it did not come about within twenty seconds")


@asynccontextmanager
async def opened(
    desk: Desk, *, size: tuple[int, int] = (120, 40), me: str = "anna", theme: str = "dark", as_of: date | None = None
) -> AsyncIterator[Opened]:
    """The app on the database of ``desk``, on Today."""
    clock = Clock(desk.now)
    async with make_app(Path(desk.store.path), clock, me=me, theme=theme, as_of=as_of).run_test(
        size=size, notifications=True
    ) as pilot:
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, PipetuiApp)
        yield Opened(app, pilot, clock)


def make_app(
    path: Path, clock: Callable[[], int], *, me: str = "anna", theme: str = "dark", as_of: date | None = None
) -> PipetuiApp:
    """The app as the command line starts it."""
    launch = Launch(
        db=path, me=me, now=clock, as_of=as_of, language="en", date_order="dmy", theme=theme, screen=None, demo=False
    )
    return PipetuiApp(launch, desk_of(launch))
