"""Looking something up in a thread while somebody types."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from pipetui.errors import PipetuiError

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class Lookup(Generic[Answer]):
    """One question at a time: two threads hold each other up, and the screen with them.

    Ask from a worker that the next question cancels. Then the answer to the older one is never seen.
    """

    def __init__(self) -> None:
        self._running: asyncio.Task[Answer | PipetuiError] | None = None

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """What ``question`` returns, asked in a thread. Raises what it raises, a PipetuiError."""
        await self.end()
        self._running = asyncio.create_task(asyncio.to_thread(_answer, question))
        answer = await asyncio.shield(self._running)
        if isinstance(answer, PipetuiError):
            raise answer
        return answer

    async def end(self) -> None:
        """Wait for the question that is being answered, if there is one: before the database is closed, for example."""
        if self._running is not None:
            await asyncio.wait([self._running])


def _answer(question: Callable[[], Answer]) -> Answer | PipetuiError:
    """The answer may not be waited for any more: an error is one, too."""
    try:
        return question()
    except PipetuiError as error:
        return error
