"""The shell: commands, services, text or JSON."""

from pipetui.cli.shell import main

__all__ = ["main"]
