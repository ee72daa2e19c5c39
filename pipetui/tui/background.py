"""Long work in a thread: one piece at a time, told how far it is, and stopped when it is not wanted any more."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, Generic, TypeVar

from pipetui.errors import PipetuiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.exchange.progress import Phase, Progress

Answer = TypeVar("Answer")


class Stopped(Exception):
    """The work is not wanted any more: nothing of it stays."""


class Background(Generic[Answer]):
    """Work in a thread. ``done`` is how much is done, of how much, and in which phase; None while nothing was told."""

    def __init__(self) -> None:
        self._task: asyncio.Task[Answer | PipetuiError | None] | None = None
        self._stop = Event()
        self.done: tuple[int, int, Phase] | None = None

    @property
    def running(self) -> bool:
        """Is there something being worked at?"""
        return self._task is not None and not self._task.done()

    @property
    def stopping(self) -> bool:
        """Has what is being worked at been told to stop?"""
        return self.running and self._stop.is_set()

    async def run(self, work: Callable[[Progress], Answer]) -> Answer | None:
        """What ``work`` returns; None where it was stopped. What runs already is stopped and waited for. Raises what
        the work raises, a PipetuiError.

        Call it from a worker that the next call cancels: then nobody sees the answer of the older work.
        """
        self.stop()
        await self.end()
        self._stop = stop = Event()
        self.done = None

        def progress(done: int, total: int, phase: Phase) -> None:
            if stop.is_set():
                raise Stopped
            self.done = (done, total, phase)

        self._task = asyncio.create_task(asyncio.to_thread(_answer, work, progress))
        answer = await asyncio.shield(self._task)
        if isinstance(answer, PipetuiError):
            raise answer
        return answer

    def stop(self) -> None:
        """What is being worked at ends as soon as it looks up."""
        self._stop.set()

    async def end(self) -> None:
        """Wait until nothing is being worked at."""
        if self._task is not None:
            await asyncio.wait([self._task])


def _answer(work: Callable[[Progress], Answer], progress: Progress) -> Answer | PipetuiError | None:
    """The answer may not be waited for any more: an error is one, too."""
    try:
        return work(progress)
    except Stopped:
        return None
    except PipetuiError as error:
        return error
