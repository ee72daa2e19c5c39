"""One small export of each system, and what its people do to it when they enter what they are given."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row = dict[str, str]


def _leave(row: Row) -> None:
    """The file is as it is entered."""


def _flags(row: Row) -> None:
    """Salesforce computes its flags from the stage."""
    row["IsClosed"] = str(int(row["StageName"].startswith("Closed")))
    row["IsWon"] = str(int(row["StageName"] == "Closed Won"))


@dataclass(frozen=True)
class Export:
    """A file of a system. ``found_by``: the columns that find a row; ``settle``: what the system makes of an entry;
    ``cannot``: the fields that it has no way to say."""

    text: str
    found_by: tuple[str, ...]
    delimiter: str = ","
    answers: Mapping[str, Any] = field(default_factory=dict)
    settle: Callable[[Row], None] = _leave
    cannot: tuple[str, ...] = ()

    def rows(self) -> list[Row]:
        """Column to cell."""
        return list(csv.DictReader(io.StringIO(self.text), delimiter=self.delimiter))

    def written(self, rows: list[Row]) -> str:
        """The same file with other rows."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), delimiter=self.delimiter)
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    def after_entering(self, changes: str) -> str:
        """The next export, when somebody has entered every cell of these changes."""
        entered = {self._key(row): row for row in csv.DictReader(io.StringIO(changes), delimiter=self.delimiter)}
        rows = self.rows()
        for row in rows:
            if found := entered.pop(self._key(row), None):
                assert found.keys() <= row.keys()
                row.update({name: _shown(cell) for name, cell in found.items()})
                self.settle(row)
        assert not entered, "every changed row has to be found again"
        return self.written(rows)

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in self.found_by)


def _shown(cell: str) -> str:
    """A cell as a spreadsheet shows it: without the apostrophe before what would be a formula."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


EXPORTS = {
    "hubspot": Export(
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Next step,Next Activity Date,"
        "Associated Company,Associated Company IDs\n"
        "11,ERP,Appointment Scheduled,Sales,1200.50,2026-12-31 09:00,2026-10-01 10:10,Anna Rossi,Call Rita,"
        "2026-11-30 09:00,Acme,771\n"
        "12,Pilot,qualifiedtobuy,Sales,900,2026-12-15 09:00,2026-09-01 10:10,Luca Bianchi,Send plan,2026-12-01 09:00,"
        "Borealis,772\n"
        "13,Audit,Closed Won,Sales,5000,2026-11-02 09:00,2026-08-01 10:10,Anna Rossi,Thank them,,Cortina,773\n"
        "14,Licences,closedlost,Sales,,2026-11-05 09:00,2026-08-01 10:10,,,,,774\n",
        ("Record ID",),
    ),
    "hubspot labels": Export(
        "Record ID,Deal Name,Deal Stage,Amount,Create Date,Deal owner,Next step\n"
        "11,ERP,Appointment Scheduled (Sales Pipeline),1200.50,2026-10-01,Anna Rossi,Call Rita\n"
        "12,=Pilot,Qualified To Buy (Sales Pipeline),900,2026-09-01,Luca Bianchi,+Send\n",
        ("Record ID",),
    ),
    "salesforce": Export(
        "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,NextStep,LeadSource,IsClosed,IsWon,OwnerId,CreatedDate,"
        "LastStageChangeDate\n"
        "0061,0,0011x00000aaaaa,ERP,Prospecting,1200.50,2026-12-31,Call Rita,Web,0,0,005A,"
        "2026-10-01T09:09:33.000+0000,2026-10-02T09:09:33.000+0000\n"
        "0062,0,0011x00000bbbbb,Pilot,Id. Decision Makers,900,2026-12-15,,Fair,0,0,005B,2026-09-01T09:09:33.000+0000,\n"
        "0063,0,0011x00000ccccc,Audit,Closed Won,5000,2026-11-02,Thank them,Web,1,1,005A,2026-08-01T09:09:33.000+0000,"
        "\n"
        "0064,0,0011x00000ddddd,Licences,Closed Lost,7,2026-11-03,,Web,1,0,,2026-08-01T09:09:33.000+0000,\n",
        ("Id",),
        settle=_flags,
    ),
    "salesforce report": Export(
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Amount Currency,Close Date,Created Date,"
        "Next Step\n"
        "Anna Rossi,Acme,ERP,Proposal/Price Quote,\"1,200.50\",EUR,31/12/2026,01/10/2026,Call Rita\n"
        "Luca Bianchi,Borealis,Pilot,Prospecting,900.00,USD,15/12/2026,01/09/2026,Send plan\n"
        "Anna Rossi,Cortina,Audit,Closed Won,5000.00,EUR,02/11/2026,01/08/2026,\n",
        ("Account Name", "Opportunity Name", "Created Date"),
    ),
    "zoho": Export(
        "Record Id,Deal Name,Deal Owner,Deal Owner Id,Account Name,Amount,Currency,Closing Date,Stage,Next Step,"
        "Lead Source,Created Time,Reason For Loss\n"
        "zcrm_1,ERP,Anna Rossi,zcrm_91,Acme,\"€1,200.50\",EUR,\"Dec 31, 2026\",Qualification,Call Rita,Web,"
        "\"Oct 1, 2026\",\n"
        "zcrm_2,Pilot,Luca Bianchi,zcrm_92,Borealis,900.00,EUR,\"Dec 15, 2026\",Negotiation,,Web,\"Sep 1, 2026\",\n"
        "zcrm_3,Audit,Anna Rossi,zcrm_91,Cortina,5000.00,EUR,\"Nov 2, 2026\",Closed Lost,,Web,\"Aug 1, 2026\",Price\n",
        ("Record Id",),
    ),
    "dynamics": Export(
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Owner,Potential Customer,Status,Status Reason,"
        "Est. revenue,Est. close date,Actual Revenue,Actual Close Date,Sales Stage,Created On,Currency\n"
        "a-1,x1,ERP,Anna Rossi,Acme,Open,In Progress,1200.50,12/31/2026,,,1-Qualify,10/1/2026 7:42,Euro\n"
        "a-2,x2,Pilot,Luca Bianchi,Borealis,Open,On Hold,900.00,12/15/2026,,,Close,9/13/2026 7:42,Euro\n"
        "a-3,x3,Audit,Anna Rossi,Cortina,Won,Won,4000.00,11/2/2026,5000.00,11/2/2026,Propose,8/1/2026 7:42,Euro\n"
        "a-4,x4,Licences,,Delta,Lost,Price,70.00,11/2/2026,,11/3/2026,Develop,8/1/2026 7:42,Euro\n",
        ("(Do Not Modify) Opportunity",),
    ),
    "pipedrive": Export(
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Owner,"
        "Deal - Organization,Deal - Contact person,Deal - Expected close date,Deal - Deal created,"
        "Deal - Next activity date,Deal - Won time,Deal - Lost time,Deal - Lost reason\n"
        "1,ERP,1200.50,EUR,Main,Qualified,Open,Anna Rossi,Acme,Rita,2026-12-31,2026-10-01 10:20:30,2026-11-30,,,\n"
        "2,Pilot,900,EUR,Main,Demo,Open,Luca Bianchi,Borealis,,2026-12-15,2026-09-01 10:20:30,,,,\n"
        "3,Audit,5000,USD,Main,Demo,Won,Anna Rossi,Cortina,,2026-11-02,2026-08-01 10:20:30,2026-12-09,"
        "2026-11-01 10:20:30,,\n"
        "4,Licences,70,EUR,Main,Demo,Lost,,Delta,Ugo,,2026-08-01 10:20:30,,,2026-11-01 10:20:30,No budget\n",
        ("Deal - ID",),
        answers={"stages": {"Qualified": "qualification", "Demo": "discovery"}},
    ),
    "sheet": Export(
        "ID;Azienda;Trattativa;Fase;Valore (EUR);Responsabile;Prossimo passo;Data prossimo passo;Data chiusura;"
        "Referente;E-mail;Telefono;Fonte\n"
        "1;Acme;ERP;Primo contatto;1.200,50;Anna Rossi;Chiamare Rita;30/11/2026;31/12/2026;Rita;rita@acme.example;"
        "02 555;Web\n"
        "2;Borealis;Pilota;Offerta;€ 900;Luca Bianchi;Inviare piano;01/12/2026;da definire;;;;\n"
        "3;Cortina;Audit;Vinta;5.000,00;Anna Rossi;Ringraziare;;02/11/2026;;;;Fiera\n"
        "4;Delta;Licenze;Persa;;;;;;Ugo;;;\n",
        ("ID",),
        delimiter=";",
        answers={"stages": {"Primo contatto": "qualification", "Offerta": "solution"}},
        cannot=("currency",),
    ),
    "sheet with statuses": Export(
        "Deal,Company,Status,Value,Owner,Next action owner,Next action,Next action date,Created\n"
        "ERP,Acme,Discovery,1200 USD,anna,luca,Call Rita,2026-11-30,2026-10-01\n"
        "Pilot,Borealis,open,,luca,,Send plan,,2026-09-01\n"
        "Audit,Cortina,won,5000,anna,,,,2026-08-01\n"
        "Licences,Delta,lost,70,,luca,,,2026-08-01\n",
        ("Deal", "Company", "Created"),
    ),
}  # fmt: skip
