"""The playbooks that ship with pipetui, as the TOML that people edit. Ids are the same in every language."""

from __future__ import annotations

from importlib import resources

from pipetui.errors import BadInput
from pipetui.i18n import LANGUAGES, _

PRESETS = ("b2b", "solo")
"""``b2b`` is the default; ``solo`` is for one person: no handoff, no first-note SLA."""


def preset_text(name: str, language: str) -> str:
    """The TOML of this preset, with texts in this language (``en`` or ``it``). Raises BadInput for another name."""
    if name not in PRESETS or language not in LANGUAGES:
        raise BadInput(
            _("There is no preset {name} in {language}.").format(name=ascii(name), language=ascii(language)),
            _("There are {names}, in {languages}.").format(names=", ".join(PRESETS), languages=", ".join(LANGUAGES)),
        )
    return resources.files(__name__).joinpath(f"{name}.{language}.toml").read_text(encoding="utf-8")
