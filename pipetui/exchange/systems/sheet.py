"""Anybody's spreadsheet, in English or Italian: many names for few things."""

from __future__ import annotations

from pipetui.exchange.systems.base import EXTRA_FIELDS, FIELDS, System, header_key

_NAMES = {
    "external_id": "id; deal id; record id; lead id; code; codice; codice trattativa; id trattativa; rif; ref;"
    " reference; riferimento",
    "name": "name; deal; deal name; opportunity; opportunity name; title; deal title; project; topic; subject;"
    " trattativa; nome trattativa; opportunita; nome opportunita; titolo; progetto; oggetto; affare; nome; descrizione;"
    " description; lead; lead name",
    "company": "company; company name; account; account name; customer; client; organization; organisation; business;"
    " prospect; azienda; nome azienda; ragione sociale; cliente; societa; organizzazione; ditta; impresa; potenziale"
    " cliente",
    "contact": "contact; contact name; contact person; person; full name; primary contact; referente; contatto;"
    " persona di contatto; nome contatto; nome e cognome; nominativo; interlocutore",
    "role": "role; job title; position; contact role; ruolo; qualifica; mansione; carica; posizione",
    "email": "email; e-mail; mail; email address; e-mail address; contact email; posta; posta elettronica;"
    " indirizzo email; indirizzo e-mail",
    "phone": "phone; phone number; telephone; tel; mobile; cell; telefono; numero di telefono; cellulare; recapito",
    "stage": "stage; deal stage; sales stage; pipeline stage; phase; fase; stadio; fase trattativa;"
    " fase pipeline; fase di vendita",
    "status": "status; deal status; outcome; stato; stato trattativa; esito",
    "owner": "owner; deal owner; rep; sales rep; salesperson; sales person; account manager; assigned to; seller;"
    " responsible; account owner; responsabile; proprietario; venditore; commerciale; assegnato a; agente; referente"
    " interno; referente commerciale; resp; resp commerciale",
    "amount": "amount; value; deal value; deal amount; deal size; expected revenue; estimated value;"
    " total value; valore; importo; valore trattativa; importo trattativa; valore stimato; valore previsto;"
    " ammontare; importo netto; valore netto; importo totale; valore totale; valore contratto",
    "currency": "currency; currency code; valuta; divisa; moneta",
    "created": "created; created at; created on; create date; created date; creation date; date created; date added;"
    " added; opened; data creazione; apertura; creato; creata; creato il; creata il; data inserimento; data apertura;"
    " aperta il; inserito il",
    "stage_entered": "stage entered; stage date; stage since; in stage since; entered stage; last stage change;"
    " stage change date; date entered stage; data fase; nella fase dal; in fase dal; ingresso fase;"
    " data ingresso fase; cambio fase; data cambio fase; ultimo cambio fase",
    "close_date": "close date; closing date; expected close; expected close date; est close date; expected closing;"
    " expected closing date; forecast close; forecast date; target date; data chiusura; chiusura prevista;"
    " data chiusura prevista; data di chiusura; data prevista chiusura; data prevista di chiusura; chiusura;"
    " data chius; chius prevista; chiusura prev; data firma prevista",
    "closed": "closed; closed on; closed at; closed date; date closed; actual close date; won date; lost date;"
    " data chiusura effettiva; chiusa il; chiuso il; chiusura effettiva",
    "reason": "reason; close reason; lost reason; loss reason; reason lost; reason for loss; motivo; motivo perdita;"
    " motivo chiusura; motivo di chiusura; motivo della perdita; causale",
    "next_step": "next step; next steps; next action; next activity; action; to do; todo; follow-up; follow up;"
    " prossimo passo; prossima azione; prossima attivita; prossimi passi; azione; da fare; cosa fare;"
    " azione successiva; next step text; prossimo passo testo",
    "next_step_date": "next step date; next action date; next activity date; next step due; due date; due; follow-up"
    " date; follow up date; next contact date; next contact; date of next step; data prossimo passo;"
    " data prossima azione; data prossima attivita; prossimo contatto; data prossimo contatto; scadenza;"
    " data scadenza; entro; entro il; quando; data follow-up; data follow up; richiamare il",
    "next_step_owner": "next step owner; next action owner; action owner; responsabile prossimo passo;"
    " responsabile passo; responsabile azione; chi; next step who; prossimo passo chi",
    "last_activity": "last activity; last activity date; last contact; last contact date; last contacted; last touch;"
    " last touched; ultima attivita; data ultima attivita; ultimo contatto; data ultimo contatto; sentito il",
    "source": "source; lead source; deal source; origin; channel; fonte; origine; provenienza; canale; sorgente",
    "pain": "pain; pain point; pain points; problem; problema; dolore; esigenza; bisogno; need; criticita",
    "fit": "fit; icp fit; aderenza",
    "intent": "intent; intento; intenzione; interesse",
    "industry": "industry; sector; settore; comparto; industria",
    "size": "size; company size; employees; number of employees; headcount; dimensione; dipendenti;"
    " numero dipendenti; n dipendenti; addetti",
    "did": "did; what they did; azione del contatto; cosa ha fatto",
    "consent": "consent; gdpr; gdpr consent; privacy; marketing consent; consenso; consenso privacy",
    "notes": "notes; note; comments; comment; remarks; annotazioni; commenti; osservazioni; appunti",
    "pipeline": "pipeline; pipeline name",
    "is_won": "won; is won; vinta; vinto",
    "is_closed": "is closed",
    "deleted": "deleted; is deleted; eliminato; eliminata; cancellata; cancellato",
}

_PLAIN_NAMES = frozenset(("name", "nome"))
TITLES = frozenset(
    ("deal", "deal name", "opportunity", "opportunity name", "deal title", "project", "trattativa", "nome trattativa",
     "opportunita", "nome opportunita", "progetto", "affare")
)  # fmt: skip
_PERSON_FIELDS = frozenset(("email", "phone", "role"))


def _columns() -> dict[str, str]:
    """Every name with its field; our own field names (those of our exports) come before the synonyms."""
    own = {field: field for field in (*FIELDS, *EXTRA_FIELDS)}
    synonyms = {name.strip(): field for field, names in _NAMES.items() for name in names.split(";")}
    return own | {name: field for name, field in synonyms.items() if name not in own}


def tell_people_from_deals(fields: dict[str, int], header: list[str]) -> None:
    """Settle what a column called Name means; ``fields`` (field to column) is completed in place.

    Beside a column with the deal's own title it is the contact. In a list of people (e-mail, phone or role stand
    beside it) it is both: the deal is named after the person.
    """
    if "name" not in fields or "contact" in fields or header_key(header[fields["name"]]) not in _PLAIN_NAMES:
        return
    titles = (column for column, name in enumerate(header) if header_key(name) in TITLES)
    title = next(titles, None)
    if title is not None:
        fields["name"], fields["contact"] = title, fields["name"]
    elif _PERSON_FIELDS & fields.keys():
        fields["contact"] = fields["name"]


SHEET = System(key="sheet", columns=_columns(), undecided=True)
