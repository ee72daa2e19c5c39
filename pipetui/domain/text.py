"""Text is data: what people and files bring is shown harmlessly, never obeyed by a terminal."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BLANKS = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")

STEERING = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls: the escape sequences of terminals begin with them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the direction of the text around them
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # half of a character: cannot be written to any stream
    "]"
)
"""The characters that steer a terminal or the text around them instead of being shown."""


def harmless(text: str) -> str:
    """This text on one line, safe to write to a terminal.

    Line ends and tabs become a blank. Controls become their visible picture (``␛`` for escape); other characters that
    steer (C1 controls, marks that turn the direction, lone surrogates) become ``�``.
    """
    return STEERING.sub(_visible, _BLANKS.sub(" ", text))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else REPLACEMENT
