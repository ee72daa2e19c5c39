"""Every word can be read: contrast as WCAG defines it, for each colour on each ground it stands on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.color import Color

import pipetui.tui
from pipetui.settings import THEMES
from pipetui.tui import themes

GROUNDS = ("background", "surface", "ground")
WORDS = ("accent", "done", "sla", "no-step", "late", "stalled")
GIVEN = {  # what the palette of the product gives where it stays under 4.5; the word itself is always said elsewhere
    ("dark", "muted", "ground"), ("light", "muted", "background"), ("light", "muted", "surface"),
    ("light", "muted", "ground"), ("light", "done", "ground"), ("light", "no-step", "ground"),
}  # fmt: skip


def ratio(theme: str, words: str, ground: str) -> float:
    """The contrast of two colours of a theme, from 1 to 21."""
    darker, lighter = sorted(luminance(Color.parse(colour(theme, name))) for name in (words, ground))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colour(theme: str, name: str) -> str:
    found = themes.ALL[theme]
    return {
        "background": found.background, "surface": found.surface, "text": found.foreground, "accent": found.accent
    }.get(name) or found.variables[name]  # fmt: skip


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
def test_text_can_be_read(theme: str, ground: str) -> None:
    assert ratio(theme, "text", ground) >= 7
    for words in ("muted", *WORDS):
        least = 3.4 if (theme, words, ground) in GIVEN else 4.45
        assert ratio(theme, words, ground) >= least, words


@pytest.mark.parametrize("ground", GROUNDS)
def test_high_contrast_is_high(ground: str) -> None:
    assert all(ratio("high-contrast", words, ground) >= 6 for words in ("muted", *WORDS))
    assert ratio("high-contrast", "text", "hairline") >= 3


def test_ansi_has_the_terminals_own_colours_alone() -> None:
    theme = themes.ANSI
    named = [theme.primary, theme.background, theme.surface, theme.foreground, *theme.variables.values()]
    colours = [name for name in named if name and name not in ("none", "reverse", "bold underline")]
    assert all(name.startswith("ansi_") for name in colours)
    assert theme.background == "ansi_default"


def test_settings_and_screens_know_the_same_themes() -> None:
    assert tuple(themes.ALL) == THEMES
    assert all(themes.theme_words(name) for name in THEMES)


def test_styles_name_no_colour_of_their_own() -> None:
    """A colour that no theme knows cannot be changed by one."""
    folder = Path(pipetui.tui.__file__).parent
    for style in (folder / "styles").glob("*.tcss"):
        text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r":\s*[^;]*#[0-9a-fA-F]{3,8}\b", text), style.name
        assert not re.search(r"\b(red|green|blue|white|black|yellow)\b", text), style.name
