"""``pipetui`` and ``python -m pipetui``: hands the app's launcher to the command line, so that no layer reaches
sideways. The command line chooses the language before the app is imported (its key bindings freeze their texts)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipetui import cli

if TYPE_CHECKING:
    from pipetui.services.launching import Launch


def _launch(launch: Launch) -> int:
    """Start the app."""
    from pipetui.tui.launch import run

    return run(launch)


def main() -> int:
    """Run the command line of this process and give its exit status."""
    return cli.main(sys.argv[1:], launch=_launch)


if __name__ == "__main__":
    sys.exit(main())
