"""``pipetui`` and ``python -m pipetui``: hands the app's launcher and its keys to the command line, so that no
layer reaches sideways. The command line chooses the language before the app is imported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipetui import cli

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipetui.services.launching import Launch


def _launch(launch: Launch) -> int:
    """Start the app."""
    from pipetui.tui.launch import run

    return run(launch)


def _key_table(keys: Mapping[str, tuple[str, ...]], file: Path) -> list[tuple[str, str, str]]:
    """Every command of the screens: id, keys, what it does."""
    from pipetui.tui.keymap import table

    return table(keys, file)


def main() -> int:
    """Run the command line of this process and give its exit status."""
    return cli.main(sys.argv[1:], launch=_launch, key_table=_key_table)


if __name__ == "__main__":
    sys.exit(main())
