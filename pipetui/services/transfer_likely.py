"""The stage that the words of a label suggest. It is only proposed: the person says what a label means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipetui.domain.likeness import is_slip
from pipetui.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Set

    from pipetui.domain.playbook import Playbook

_WORDS = {
    "qualification": "qualification qualify qualifying qualified qualifica qualificazione qualificata qualificato"
    " prospecting prospect",
    "discovery": "discovery discover analysis analisi scoperta esplorazione bisogni esigenze needs",
    "solution": "solution proposal propose proposta offerta offer preventivo quote quotation soluzione",
    "validation": "validation validazione valutazione evaluation pilot pilota poc trial verifica",
    "decision": "decision negotiation negotiating negoziazione negoziato trattativa decisione",
    "closing": "closing chiusura firma signature",
    "won": "won vinta vinto vinte vinti",
    "lost": "lost persa perso perse persi",
}
"""Words that teams use for the stages of the default playbook and for the outcomes. No word stands twice."""

_MEANT = {word: stage for stage, words in _WORDS.items() for word in words.split()}
_OUTCOMES = frozenset(("won", "lost"))
_LETTERS = re.compile(r"[^\W\d_]+")

_SAYS_SOMETHING = 4
"""Letters of a word in a stage's name that is not just "of" or "del"."""


def likely_stage(label: str, playbook: Playbook) -> str | None:
    """The stage or outcome whose words stand in a label, such as ``3 - Proposta inviata``; None where none or several
    fit. An outcome says more than a stage: ``Chiusa vinta`` is won."""
    meant = dict(_MEANT)
    for stage in playbook.stages:
        words = _words(f"{stage.name} {stage.id.replace('_', ' ')}")
        meant |= dict.fromkeys((word for word in words if len(word) >= _SAYS_SOMETHING), stage.id)
    usable = {stage.id for stage in playbook.stages} | _OUTCOMES
    found = {stage for word in _words(label) for stage in _meanings(word, meant)} & usable
    found = found & _OUTCOMES or found
    return found.pop() if len(found) == 1 else None


def _meanings(word: str, meant: dict[str, str]) -> Set[str]:
    """What a word means, exactly or with one slip of the pen."""
    if word in meant:
        return {meant[word]}
    return {stage for known, stage in meant.items() if is_slip(word, known)}


def _words(text: str) -> list[str]:
    return _LETTERS.findall(fold(text))
