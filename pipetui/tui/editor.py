"""A text written in the person's own editor: which one it is, the file it works on, and what comes back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_USUAL = ("nano", "vi")
"""Editors that are looked for where the environment names none."""

_LONG_AGO = 1_000_000_000
"""The time of a file that nobody has saved yet, in epoch seconds."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came back: the text without the remarks, how the editor ended (0: well; None: it could not be started),
    whether anything was saved in it, and the file, which is still there."""

    text: str
    status: int | None
    saved: bool
    path: Path


def editor(environ: Mapping[str, str] | None = None) -> list[str]:
    """The command of the editor: VISUAL, else EDITOR, else a usual one; empty where there is none."""
    environ = os.environ if environ is None else environ
    for name in ("VISUAL", "EDITOR"):
        command = environ.get(name, "").strip()
        if command:
            return _parts(command)
    found = next((path for path in map(shutil.which, _USUAL) if path), None)
    return [found] if found else []


def written(command: Sequence[str], text: str, remarks: Sequence[str]) -> Written:
    """Run the editor on a file of its own, readable by this person alone, and read it. ``remarks`` stand below the
    text and are left out of what comes back. The caller removes the file, once the text is safe."""
    descriptor, name = tempfile.mkstemp(prefix="pipetui-", suffix=".txt")
    path = Path(name)
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - made with its rights above
        file.write("\n".join([text, "", *remarks, ""]))
    os.utime(path, (_LONG_AGO, _LONG_AGO))
    try:
        status: int | None = subprocess.run([*command, name], check=False).returncode
    except OSError:
        status = None
    saved = path.exists() and path.stat().st_mtime != _LONG_AGO
    return Written(_without(path, remarks), status, saved, path)


def _without(path: Path, remarks: Sequence[str]) -> str:
    """The text of the file without our own lines; other lines that begin with a sign stay."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # the editor took the file away
        return ""
    return "\n".join(line for line in lines if line.rstrip() not in remarks).strip()


def _parts(command: str) -> list[str]:
    """A command with its options; one that cannot be read as such is a path with blanks."""
    try:
        return shlex.split(command, posix=os.name != "nt")
    except ValueError:
        return [command]
