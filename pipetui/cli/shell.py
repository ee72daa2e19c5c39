"""The shell's front door: global options, the right command, and every end of it as an exit status."""

from __future__ import annotations

import os
import time
import traceback
from typing import TYPE_CHECKING

from pipetui import __version__
from pipetui.cli import options
from pipetui.cli.output import Output, standard_output
from pipetui.errors import BadInput, PipetuiError
from pipetui.i18n import LANGUAGES, _, language_from_environment, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pipetui.cli.session import KeyTable, Launcher
    from pipetui.i18n import Language

UNEXPECTED = 70
INTERRUPTED = 130


def _no_keys(_keys: Mapping[str, tuple[str, ...]], _file: Path) -> list[tuple[str, str, str]]:
    """The keys of a command line without screens."""
    return []


def main(
    argv: Sequence[str],
    *,
    launch: Launcher,
    key_table: KeyTable = _no_keys,
    environ: Mapping[str, str] | None = None,
    clock: Callable[[], int] = lambda: int(time.time()),
) -> int:
    """Run one command line (without the program's name) and give its exit status.

    ``launch`` starts the app; a bare start goes there without loading the parser. ``key_table`` tells the keys of its
    screens. ``environ`` and ``clock`` are the process's own unless given. Nothing is raised: every error becomes a
    line on standard error and a status.
    """
    environ = os.environ if environ is None else environ
    out = standard_output()
    status = _guarded(out, environ, lambda: _run(argv, out, (launch, key_table), environ, clock))
    # What is still in the buffers is written here, where a closed pipe can be kept silent.
    return _guarded(out, environ, lambda: _flushed(out, status))


def _guarded(out: Output, environ: Mapping[str, str], work: Callable[[], int]) -> int:
    try:
        return work()
    except PipetuiError as error:
        out.error(error)
        return error.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a fault of ours must not end in a page of traceback
        if environ.get("PIPETUI_DEBUG"):
            traceback.print_exc()
        out.tell(
            _("Unexpected fault: {kind}: {error}. PIPETUI_DEBUG=1 shows more; please report it.").format(
                kind=type(error).__name__, error=" ".join(str(error).split())
            )
        )
        return UNEXPECTED


def _flushed(out: Output, status: int) -> int:
    out.flush()
    return status


def _run(
    argv: Sequence[str],
    out: Output,
    screens: tuple[Launcher, KeyTable],
    environ: Mapping[str, str],
    clock: Callable[[], int],
) -> int:
    set_language(_first_language(argv, environ))  # until the options and settings are known
    for argument in argv:
        _refuse_undecodable(argument)
    given = options.read(argv)
    if given.version:
        out.line(f"pipetui {__version__}")
        return 0

    from pipetui import settings
    from pipetui.cli.session import Session

    chosen = settings.load(environ, db=given.db, now=given.now, as_of=given.as_of, me=given.me, language=given.lang)
    set_language(chosen.language)
    launcher, key_table = screens
    session = Session(settings=chosen, db_flag=given.db, out=out, clock=clock, launcher=launcher, key_table=key_table)
    if not given.rest and not given.help:
        return session.launch()

    from pipetui.cli.commands import run

    return run(given.rest, session)


def _first_language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    asked = options.language(argv) or environ.get("PIPETUI_LANG")
    return next((known for known in LANGUAGES if known == asked), language_from_environment(environ))


def _refuse_undecodable(argument: str) -> None:
    try:
        argument.encode()
    except UnicodeEncodeError:
        raise BadInput(
            _("{text} is not valid text in this terminal's encoding.").format(text=ascii(argument)),
            _("Use UTF-8."),
        ) from None
