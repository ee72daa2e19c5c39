"""Sheets without a stage column whose deals stand in sections: ``-- PROPOSTA --``, ``Trattative vinte``.

Where every title says a stage or what became of the deals, the titles are read as one more column, ``(section)``.
Labels that the playbook does not have are then asked about like any other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipetui.domain.names import fold
from pipetui.exchange.cells import STATUS_WORDS
from pipetui.exchange.systems import SHEET, SYSTEMS

if TYPE_CHECKING:
    from pipetui.exchange.grid import Grid
    from pipetui.exchange.layout import Layout
    from pipetui.exchange.recognise import Recognition

COLUMN = "(section)"
"""The name of the column that the file does not have."""

_WORDS = (
    "qualification qualifica qualificazione qualificate discovery scoperta analisi solution soluzione proposal proposta"
    " proposte offerta offerte preventivo preventivi validation validazione valutazione decision decisione negotiation"
    " negoziazione trattativa closing chiusura firma contatto contatti contact prospect prospects demo pilot pilota"
    " chiuse chiusi closed"
)
_BESIDE = "in di da per the to for primo primi first sent inviata inviate fatta fatte attesa corso fase stage e and"
"""Words that change nothing about whether a title says a stage."""

_AROUND = "-–—=*_#<>:.;| \t\r\n"
_COUNTED = re.compile(r"[\s:–-]*[(\[]\s*\d+[^()\[\]]*[)\]]$")
_NAMED = re.compile(r"(?:fase|stage|stato|status)\s*[:=–-]\s*|\d+\s*[.):–-]\s*", re.IGNORECASE)
_DEALS = re.compile(r"\b(?:trattative|opportunit[aà]|deals|opportunities)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")

_LONGEST = 60


def section_label(title: str) -> str:
    """What a title says, without what decorates it: ``-- 2. PROPOSTA (3) --`` is ``PROPOSTA``."""
    if len(title) > _LONGEST:
        return title
    bare = _COUNTED.sub("", title.strip(_AROUND)).strip(_AROUND)
    bare = _NAMED.sub("", bare, count=1) if _NAMED.match(bare) else bare
    without = " ".join(_DEALS.sub(" ", bare).split())
    return without or bare


def says_stage(label: str) -> bool:
    """Is this the name of a stage, or what became of deals?"""
    key = fold(" ".join(label.split()))
    if key in _KNOWN:
        return True
    words = set(_LETTERS.findall(key)) if len(key) <= _LONGEST else set()
    return bool(words & _STAGE_WORDS) and words <= _STAGE_WORDS | _BESIDE_WORDS


def in_sections(grid: Grid, layout: Layout, recognition: Recognition) -> tuple[Layout, Recognition]:
    """The same, with the section of each row as its status where nothing else says it and every title does.

    A sheet may say stages in its status column, so one column serves for both.
    """
    if recognition.system is not SHEET or {"stage", "status"} & recognition.fields.keys():
        return layout, recognition
    titles = list(layout.titles(grid))
    if not titles or titles[0] is None or not all(says_stage(title) for title in titles if title is not None):
        return layout, recognition
    sections = replace(
        recognition,
        header=(*recognition.header, COLUMN),
        written=(*recognition.written, COLUMN),
        fields={**recognition.fields, "status": len(recognition.header)},
    )
    return replace(layout, header=sections.written, staged=True, sectioned=True), sections


_KNOWN = {fold(label) for system in SYSTEMS for label in system.stages} | set(map(fold, STATUS_WORDS["deals"]))
_STAGE_WORDS = frozenset(_WORDS.split()) | {word for label in _KNOWN for word in _LETTERS.findall(label)}
_BESIDE_WORDS = frozenset(_BESIDE.split())
