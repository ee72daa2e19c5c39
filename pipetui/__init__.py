"""pipetui: daily pipeline hygiene in the terminal, on one's own data."""

__version__ = "0.1.0.dev0"
