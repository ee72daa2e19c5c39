"""The themes: one accent, four warning colours, green for done or due, all else text or muted.

Dark and light are the palette of the product; high-contrast is for tired eyes and projectors; ansi has only the
terminal's own sixteen colours on its own background, and is what NO_COLOR uses without any.

Beside Textual's own names the styles may use ``$muted``, ``$hairline``, ``$ground`` (under the cursor), ``$sla``,
``$no-step``, ``$late``, ``$stalled`` and ``$done``.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

from pipetui.i18n import _


@dataclass(frozen=True, slots=True)
class _Palette:
    """The colours of one theme, as ``#rrggbb`` or ``ansi_red``. ``cursor_style``, ``input_cursor_style``: text styles
    where a ground alone would not show where one is."""

    background: str
    surface: str
    hairline: str
    text: str
    muted: str
    ground: str
    accent: str
    done: str
    sla: str
    no_step: str
    late: str
    stalled: str
    cursor_style: str = "none"
    input_cursor_style: str = "none"

    def variables(self) -> dict[str, str]:
        """The theme variables: our own names, and Textual's where its derived colour would be off the palette."""
        return {
            "hairline": self.hairline,
            "muted": self.muted,
            "ground": self.ground,
            "sla": self.sla,
            "no-step": self.no_step,
            "late": self.late,
            "stalled": self.stalled,
            "done": self.done,
            "ansi-background": self.background,
            "ansi-foreground": self.text,
            "text": self.text,
            "text-muted": self.muted,
            "text-disabled": self.muted,
            "text-primary": self.accent,
            "text-accent": self.accent,
            "text-error": self.sla,
            "text-warning": self.no_step,
            "text-success": self.done,
            "foreground-muted": self.muted,
            "border": self.accent,
            "border-blurred": self.hairline,
            "block-cursor-foreground": self.text,
            "block-cursor-background": self.ground,
            "block-cursor-blurred-foreground": self.text,
            "block-cursor-blurred-background": self.ground,
            "block-cursor-text-style": self.cursor_style,
            "block-cursor-blurred-text-style": self.cursor_style,
            "block-hover-background": self.surface,
            "input-cursor-background": self.accent,
            "input-cursor-foreground": self.background,
            "input-cursor-text-style": self.input_cursor_style,
            "input-selection-background": self.ground,
            "scrollbar": self.hairline,
            "scrollbar-hover": self.muted,
            "scrollbar-active": self.accent,
            "scrollbar-background": self.background,
            "scrollbar-background-hover": self.background,
            "scrollbar-background-active": self.background,
        }


_DARK = _Palette(
    background="#14171d",
    surface="#1a1e26",
    hairline="#2b313c",
    text="#cfd6e4",
    muted="#7a8599",
    ground="#263247",
    accent="#7fb0ff",
    done="#8fce84",
    sla="#ff7a85",
    no_step="#f2a65a",
    late="#e6c76a",
    stalled="#b79af0",
)
_LIGHT = _Palette(
    background="#fbfaf7",
    surface="#f3f1ea",
    hairline="#dcd8cc",
    text="#2a2e35",
    muted="#7b7768",
    ground="#e3ebf8",
    accent="#1d5fc4",
    done="#2f7a2a",
    sla="#b3202f",
    no_step="#a9580a",
    late="#7d6200",
    stalled="#6b3fb0",
)
_HIGH_CONTRAST = _Palette(
    background="#000000",
    surface="#0a0a0a",
    hairline="#8a8a8a",
    text="#ffffff",
    muted="#d0d0d0",
    ground="#00306e",
    accent="#8cc8ff",
    done="#7dff7a",
    sla="#ffa8af",
    no_step="#ffb866",
    late="#ffe36e",
    stalled="#d9c2ff",
)
_ANSI = _Palette(
    background="ansi_default",
    surface="ansi_default",
    hairline="ansi_bright_black",
    text="ansi_default",
    muted="ansi_default",  # bright black cannot be read in several common palettes
    ground="ansi_default",  # any other ground could swallow the words on it
    accent="ansi_cyan",  # blue is too dark on many black terminals
    done="ansi_green",
    sla="ansi_red",
    no_step="ansi_yellow",
    late="ansi_yellow",
    stalled="ansi_magenta",
    cursor_style="bold underline",  # Textual drops a reverse from the lines of its lists
    input_cursor_style="reverse",
)


def _theme(name: str, palette: _Palette, *, dark: bool = True, ansi: bool = False) -> Theme:
    return Theme(
        name=name,
        ansi=ansi,
        primary=palette.accent,
        secondary=palette.accent,
        accent=palette.accent,
        warning=palette.no_step,
        error=palette.sla,
        success=palette.done,
        foreground=palette.text,
        background=palette.background,
        surface=palette.surface,
        panel=palette.hairline,
        dark=dark,
        variables=palette.variables(),
    )


DARK = _theme("dark", _DARK)
LIGHT = _theme("light", _LIGHT, dark=False)
HIGH_CONTRAST = _theme("high-contrast", _HIGH_CONTRAST)
ANSI = _theme("ansi", _ANSI, ansi=True)
ALL = {theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST, ANSI)}


def theme_words(name: str) -> str:
    """What a theme is called on screen."""
    return {
        DARK.name: _("dark"),
        LIGHT.name: _("light"),
        HIGH_CONTRAST.name: _("high contrast"),
        ANSI.name: _("the terminal's own colours"),
    }[name]
