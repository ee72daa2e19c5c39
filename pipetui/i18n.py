"""The language of screens and output: gettext catalogues, chosen once by the door before anything is shown.

``language()`` is ``"en"`` or ``"it"``. Texts are looked up when they are shown, never when a module is imported.
"""

from __future__ import annotations

import gettext
import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "it"]
LANGUAGES: tuple[Language, ...] = ("en", "it")
DOMAIN = "pipetui"


class _Chosen:
    """The catalogue in use. One per process: a person reads one language at a time."""

    language: Language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def set_language(language: Language) -> None:
    """Choose the language of every text from here on. A missing catalogue falls back to English."""
    _Chosen.language = language
    if language == "en":
        _Chosen.catalogue = gettext.NullTranslations()
        return
    folder = Path(str(resources.files("pipetui"))) / "locale"
    _Chosen.catalogue = gettext.translation(DOMAIN, folder, [language], fallback=True)


def language() -> Language:
    """The language in use."""
    return _Chosen.language


def language_from_environment(environ: Mapping[str, str] = os.environ) -> Language:
    """Italian when LC_ALL, LC_MESSAGES or LANG (the first that is set) says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            code = value[:2].lower()
            return "it" if code == "it" else "en"
    return "en"


def _(text: str) -> str:
    """This text in the language in use."""
    return _Chosen.catalogue.gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of this text that goes with ``count``, in the language in use."""
    return _Chosen.catalogue.ngettext(singular, plural, count)


def pgettext(context: str, text: str) -> str:
    """This text in the language in use, where one English word has two meanings."""
    return _Chosen.catalogue.pgettext(context, text)
