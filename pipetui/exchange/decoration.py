"""What people put around and between the data: titles, totals, notes, footers. Told by what a cell says.

Every test takes the text of one cell without outer blanks. Long texts are none of these: labels are short, and patterns
slow on long ones.
"""

from __future__ import annotations

import re

_TOTAL = re.compile(
    r"(?:grand |sub[- ]?)?tot(?:al|ale|als|ali|\.)?"
    r"(?: (?:generale|complessiv[oi]|pipeline|records?|deals?|trattative|opportunità))?(?: ?\([^)]*\))? ?:?"
    r"|sub[- ]?totale?:?|somma:?|sum:?|count:?|conteggio:?|media:?|average:?|record count:?"
    r"|(?:n\.|nr\.?|numero(?: di)?|number of) ?(?:trattative|opportunità|deals|records):?",
    re.IGNORECASE,
)
_TOTAL_OF_ANYTHING = re.compile(
    r"(?:totale|totali|sub[- ]?tot(?:al[ei]?)?|grand total|tot\.|di cui|of which|valore ponderato"
    r"|weighted (?:total|value))[\s:(].*"
    r"|(?:somma|media) (?:de(?:i|l|lle|gli)|per|ponderata|totale|pipeline|trattative)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL_IN_ENGLISH = re.compile(r"totals? .*", re.IGNORECASE | re.DOTALL)
"""Companies are called so too (Total Energies): what lacks a stage beside is none."""

_FOOTER = re.compile(
    r"(?:copyright|©|\(c\) |confidential|riservato|generated (?:by|on)|generato (?:da|il)|report (?:run|generated)"
    r"|exported (?:by|on)|esportato (?:da|il)|printed (?:by|on)|stampato (?:da|il)|as of |page \d|pagina \d"
    r"|fonte:|source:"
    r"|(?:ultimo )?aggiornament[oi]\b|aggiornat[oa] (?:al|il)|agg\.|last updated?|updated (?:on|at)|legenda\b|legend:"
    r"|not[ae]:|notes?:|n\.? ?b\.?:|filtered by:?|show: |(?:grand )?total[es]? *(?:\(|:|records)).*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(r"[*†‡¹²³]+ ?\w.*|[(\[]?\d[)\]] \w.*", re.DOTALL)
_MONTHS = (
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|january|february"
    "|march|april|may|june|july|august|september|october|november|december"
)
_YEAR = r"(?:19|20)\d\d"
_SECTION = re.compile(
    r".*:|[-–—=*_#>\s]+.*[-–—=*_#<\s]+"
    rf"|[qh][1-4](?:[ /-]+{_YEAR})?|{_YEAR}(?: ?[qh][1-4])?|(?:[1-4][°º]?|i{{1,3}}|iv) trimestre(?: {_YEAR})?"
    rf"|(?:{_MONTHS})(?: {_YEAR})?"
    r"|(?:fase|stage|stato|status|responsabile|owner|commerciale|venditore|mese|trimestre|anno)\s*[:=–-]\s*\S.*"
    r"|(?:open|won|lost|closed|my|our|new|old|hot|cold) (?:deals|leads|opportunities)"
    r"|(?:trattative|opportunità) (?:aperte|chiuse|vinte|perse|in corso|attive|nuove|vecchie|calde|fredde)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(
    r"[^\w]*(?:(?-i:[A-Z]{3}) ?)?[^\w]*\d[\d.,'’\s]*[^\w]*(?:(?-i:[A-Z]{3})|euro|k|mln)?"
    r"|[–—-]+|\d+ (?:trattativ[ae]|deals?|records?|opportunit\w*|righe|rows?|aziende|clienti|leads?)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(
    r"\b(?:in migliaia|in thousands|k ?€|k ?eur|€ ?/ ?000|x ?1\.?000|/1\.?000)(?!\w)|€ ?k\b", re.IGNORECASE
)
_LONGEST = 200


def _is(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and pattern.fullmatch(text) is not None


def is_total(text: str) -> bool:
    """``Totale``, ``Grand Total``, ``Totale (12 trattative)``: the label of a total and nothing else."""
    return _is(_TOTAL, text)


def is_total_of_something(text: str, *, staged: bool) -> bool:
    """``Totale Anna``, ``di cui vinte``; ``Total Anna`` too where the row lacks a stage (``staged``)."""
    return _is(_TOTAL_OF_ANYTHING, text) or (staged and _is(_TOTAL_IN_ENGLISH, text))


def is_footer(text: str) -> bool:
    """What stands below a table: copyright, filters, a legend, when and by whom it was made."""
    return _is(_FOOTER, text)


def is_note(text: str) -> bool:
    """``* to be confirmed``: what an asterisk or a figure stands for. Some mark their best deals so, too."""
    return _is(_NOTE, text)


def is_section(text: str) -> bool:
    """A title between the data: ``-- OPEN --``, ``Q4 2026``, ``Fase: Discovery``, ``Hot deals:``."""
    return _is(_SECTION, text)


def speaks_of_thousands(text: str) -> bool:
    """``Importi in migliaia di euro``"""
    return len(text) <= _LONGEST and _THOUSANDS.search(text) is not None


def is_number(text: str) -> bool:
    """A figure, with its currency or unit if it has one: ``€ 1.200,00``, ``12%``, ``3 trattative``; a dash for none."""
    return _is(_NUMBER, text)
