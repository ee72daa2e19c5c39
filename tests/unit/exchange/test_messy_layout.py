"""Sheets as people keep them: what is no data is left out and said, and no data is taken for anything else."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.decoration import is_footer, is_note, is_number, is_section, is_total, is_total_of_something
from pipetui.exchange.header import is_units
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.sections import says_stage, section_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.exchange.records import Record

OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")


def read(path: Path, content: str, **options: object) -> tuple[ImportFile, list[Record]]:
    path.write_text(content, encoding="utf-8")
    file = open_import(path, ReadOptions(OPTIONS.zone, OPTIONS.currency, **options))  # type: ignore[arg-type]
    records = list(file.records())
    assert file.rows == len(records)
    return file, records


def named(records: Sequence[Record]) -> list[object]:
    return [record.values.get("name") for record in records if record.rejected is None]


FOUNDER = """;PIPELINE COMMERCIALE 2026;;;;;;
;;;;;;;
;aggiornato al 20/11/2026;;;;;;
;;;;;;;
;N.;Azienda;Trattativa;Fase;Valore;Data chiusura;Responsabile
;-- TRATTATIVE APERTE --;;;;;;
;1;Acme;ERP;Discovery;€ 12.000,00;25/11/2026;Anna
;2;Borealis;Pilota;Proposta;8.500;30/12/2026;Luca
;;;;Totale aperte;20.500,00;;
;;;;;;;
;-- CHIUSE --;;;;;;
;3;Cortina;Licenze;Vinta;1.234,50;01/10/2026;Anna
;;Totale Anna;;;13.234,50;;
;;di cui vinte;;;1.234,50;;
;;;;;;;
;TOTALE;;;;21.734,50;;
;;;;;;;
;* in attesa di conferma;;;;;;
;Legenda: verde = calda;;;;;;
;Note: i valori sono al netto IVA;;;;;;
"""
BY_OWNER = """Azienda;Trattativa;Fase;Valore;Data chiusura
ANNA;;;;
Acme;ERP;Discovery;12.000,00;25/11/2026
Borealis;Pilota;Proposta;8.500,00;30/12/2026
Totale Anna;;;20.500,00;
LUCA;;;;
Cortina;Licenze;Offerta;1.000,00;15/12/2026
Totale Luca;1 trattativa;;1.000,00;
;;;;
TOTALE GENERALE;3 trattative;;21.500,00;
"""
BY_QUARTER = """Azienda;Trattativa;Valore;Data chiusura
Q4 2026;;;
Acme;ERP;12.000,00;25/11/2026
Subtotale Q4;;12.000,00;
I trimestre 2027;;;
Borealis;Pilota;8.500,00;30/01/2027
Media;;10.250,00;
"""
INDEXED = """#,Deal,Company,Stage,Value,Owner
1,ERP,Acme,Discovery,1000,anna
2,Pilot,Borealis,Discovery,2000,anna
,Total,,,3000,
,,,Total,3000,
,,,,"3,000","1,500"
,,Grand total:,,3000,
"""
REPORT = """"Opportunity Owner: Full Name","Account Name","Opportunity Name","Stage","Amount","Close Date"
"Anna Rossi (2 records)","","","","",""
"","Acme","ERP","Prospecting","1000","12/25/2026"
"","Acme","Pilot","Prospecting","2000","12/26/2026"
"Subtotal","","","","3000",""
"Total","","","","3000",""
"Record Count","2"

"Confidential Information - Do Not Distribute"
"Copyright © 2000-2026 salesforce.com, inc. All rights reserved."
"Filtered By:"
"Show: All opportunities"
"Acme Srl"
"""


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (FOUNDER, ["ERP", "Pilota", "Licenze"]), (BY_OWNER, ["ERP", "Pilota", "Licenze"]),
        (BY_QUARTER, ["ERP", "Pilota"]), (INDEXED, ["ERP", "Pilot"]), (REPORT, ["ERP", "Pilot"]),
    ],
)  # fmt: skip
def test_what_stands_around_the_deals_is_left_out(tmp_path: Path, content: str, names: list[str]) -> None:
    file, records = read(tmp_path / "x.csv", content)
    assert (named(records), len(records)) == (names, len(names))
    assert file.questions == ()
    assert [warning.reason for warning in file.warnings if "left out" in warning.reason]


def test_nothing_disappears_unsaid(tmp_path: Path) -> None:
    """Every row is a deal, the header, told of, or blank above the header."""
    file, records = read(tmp_path / "x.csv", FOUNDER)
    told = sum(int(warning.reason.split()[0]) for warning in file.warnings if "left out" in warning.reason)
    blank_above = 2
    assert told + len(records) + 1 + blank_above == FOUNDER.count("\n")


def test_a_company_called_like_a_total_stays_where_nothing_is_missing(tmp_path: Path) -> None:
    content = "Company,Deal,Stage,Amount\nTotal Energies,Audit,Discovery,5000\nSomma Srl,ERP,Discovery,1\n"
    assert named(read(tmp_path / "x.csv", content)[1]) == ["Audit", "ERP"]
    content = "Company,Deal,Amount\nTotal Energies,,5000\nAcme,ERP,100\nTotal,,5100\n"
    assert named(read(tmp_path / "x.csv", content)[1]) == ["Total Energies", "ERP"]


@pytest.mark.parametrize(
    ("content", "header", "values"),
    [
        (
            "Azienda;Trattativa;Fase;Data;;Valore\n;;;inizio;chiusura;\nAcme;ERP;x;01/02/2026;25/11/2026;12.000,00\n",
            ("Azienda", "Trattativa", "Fase", "Data inizio", "Data chiusura", "Valore"),
            {"name": "ERP", "close_date": date(2026, 11, 25)},
        ),
        (
            "Azienda;Contatto;;;Fase\n;nome;telefono;email;\nAcme;Mia;02 5;mia@acme.it;x\n",
            ("Azienda", "nome Contatto", "telefono", "email", "Fase"),
            {"name": "Acme", "contact": "Mia", "phone": "02 5", "email": "mia@acme.it"},
        ),
        (
            "Expected;Next;;Deal\nclose date;step;step date;\n2026-12-25;Call;2026-11-30;ERP\n",
            ("Expected close date", "Next step", "Next step date", "Deal"),
            {"name": "ERP", "next_step": "Call", "next_step_date": date(2026, 11, 30)},
        ),
        (
            "Azienda;Trattativa;Prossimo passo;;\n;;Testo;Data;Chi\nAcme;ERP;Chiama;30/11/2026;Anna\n",
            ("Azienda", "Trattativa", "Prossimo passo Testo", "Data Prossimo passo", "Prossimo passo Chi"),
            {"next_step": "Chiama", "next_step_date": date(2026, 11, 30), "next_step_owner": "Anna"},
        ),
        (
            "ANAGRAFICA;;;TRATTATIVA;\nAzienda;Referente;Email;Fase;Data chiusura\nAcme;Mia;m@a.it;x;2026-12-25\n",
            ("Azienda", "Referente", "Email", "Fase", "Data chiusura"),
            {"name": "Acme", "contact": "Mia", "close_date": date(2026, 12, 25)},
        ),
        (
            'Azienda;Trattativa;Fase;"Data\nchiusura (1)";"Prossimo passo *"\nAcme;ERP;x;2026-12-25;Chiama\n',
            ("Azienda", "Trattativa", "Fase", "Data chiusura (1)", "Prossimo passo *"),
            {"name": "ERP", "close_date": date(2026, 12, 25), "next_step": "Chiama"},
        ),
    ],
)  # fmt: skip
def test_headers_of_two_lines(tmp_path: Path, content: str, header: tuple[str, ...], values: dict[str, object]) -> None:
    file, records = read(tmp_path / "x.csv", content)
    assert file.recognition.header == header
    assert len(records) == 1
    assert values.items() <= records[0].values.items()


def test_a_header_of_two_lines_is_no_title(tmp_path: Path) -> None:
    content = "Pipeline;;;\n;;;\nAzienda;Fase;Data;\n;;inizio;chiusura\nAcme;x;;2026-12-25\n"
    file, records = read(tmp_path / "x.csv", content)
    assert named(records) == ["Acme"]
    assert [w.reason for w in file.warnings if w.row] == ["1 row above the column names was left out."]


def test_the_told_header_row_may_have_a_second_line(tmp_path: Path) -> None:
    content = "Azienda;Fase\nAzienda;Fase;Data;\n;;inizio;chiusura\nAcme;x;;2026-12-25\n"
    file, records = read(tmp_path / "x.csv", content, header_row=2)
    assert records[0].values["close_date"] == date(2026, 12, 25)
    assert file.layout.header_row == 3


def test_a_header_far_below_is_found(tmp_path: Path) -> None:
    _file, records = read(tmp_path / "x.csv", "appunti;;\n" * 90 + "Azienda;Fase;Valore\nAcme;x;1\n")
    assert (named(records), records[0].row) == (["Acme"], 92)


@pytest.mark.parametrize(
    ("units", "minor", "currency"),
    [
        (";;;EUR;gg/mm/aaaa", 1250, "EUR"), ("(testo);(testo);(elenco);($);(gg/mm/aa)", 1250, "USD"),
        (";;;k€;", 1250000, "EUR"), (";;;€/000;data", 1250000, "EUR"), ("n.;;;(CHF);", 1250, "CHF"),
    ],
)  # fmt: skip
def test_a_line_of_units_below_the_header(tmp_path: Path, units: str, minor: int, currency: str) -> None:
    content = f"Azienda;Trattativa;Fase;Valore;Data chiusura\n{units}\nAcme;ERP;Discovery;12,5;25/11/2026\n"
    file, records = read(tmp_path / "x.csv", content)
    assert len(records) == 1
    amount = records[0].values["amount"]
    assert (amount.minor, amount.currency) == (minor, currency)
    assert "about how the columns are written" in file.warnings[0].reason


@pytest.mark.parametrize(
    ("name", "minor"),
    [
        ("Valore (k€)", 1250000), ("Importo k€", 1250000), ("Valore in migliaia di euro", 1250000),
        ("Valore (€ x 1000)", 1250000), ("Valore (mln €)", 1250000000), ("Valore [M€]", 1250000000),
        ("Valore (€) *", 1250),
    ],
)  # fmt: skip
def test_a_column_may_be_in_thousands(tmp_path: Path, name: str, minor: int) -> None:
    file, records = read(tmp_path / "x.csv", f"Azienda;Fase;{name}\nAcme;x;12,5\n")
    assert records[0].values["amount"].minor == minor
    assert (minor > 1250) == any("multiplied" in warning.reason for warning in file.warnings)


def test_a_title_that_speaks_of_thousands_is_told(tmp_path: Path) -> None:
    file, records = read(tmp_path / "x.csv", "Pipeline (importi in migliaia di €);;\nAzienda;Fase;Valore\nAcme;x;12\n")
    assert records[0].values["amount"].minor == 1200
    assert [warning.value for warning in file.warnings if warning.value] == ["Pipeline (importi in migliaia di €)"]


def test_marked_deals_and_companies_called_like_a_mean_are_kept(tmp_path: Path) -> None:
    content = "Azienda;Trattativa;Fase;Valore\n* Acme;ERP;Discovery;\nMedia World;ERP;;5\nMedia per trattativa;;;5\n"
    _file, records = read(tmp_path / "x.csv", content)
    assert [(record.values["company"], record.values["name"]) for record in records] == [
        ("* Acme", "ERP"), ("Media World", "ERP"),
    ]  # fmt: skip
    content = "Azienda;Valore\nMedia World;5\n* Acme;\nSomma Lombardo;7\n"
    assert named(read(tmp_path / "x.csv", content)[1]) == ["Media World", "* Acme", "Somma Lombardo"]


def test_a_sign_in_the_name_of_a_column_is_its_currency(tmp_path: Path) -> None:
    _file, records = read(tmp_path / "x.csv", "Name,Stage,Amount ($)\nA,x,5\n")
    assert records[0].values["amount"].currency == "USD"


STAGES = """Azienda;Trattativa;Valore;Data chiusura
-- 1. DISCOVERY (2) --;;;
Acme;ERP;12.000,00;25/11/2026
Acme;Pilota;12.000,00;25/11/2026
Proposta inviata:;;;
Borealis;Audit;8.500,00;30/01/2027
Trattative vinte;;;
Cortina;Licenze;8.500,00;30/01/2026
TOTALE;;41.000,00;
"""


def test_titles_of_sections_that_are_stages_are_read_as_such(tmp_path: Path) -> None:
    file, records = read(tmp_path / "x.csv", STAGES)
    found = [(record.values["name"], record.values.get("stage"), record.values.get("status")) for record in records]
    assert found == [
        ("ERP", "DISCOVERY", None), ("Pilota", "DISCOVERY", None), ("Audit", "Proposta inviata", None),
        ("Licenze", None, "won"),
    ]  # fmt: skip
    assert any("titles of the sections" in warning.reason for warning in file.warnings)


@pytest.mark.parametrize(
    "content",
    [
        STAGES.replace("Proposta inviata:", "-- ANNA --"),
        "Azienda;Trattativa;Valore;Data\nZeta;Primo;1;\n" + STAGES.partition("\n")[2],
        STAGES.replace("Data chiusura", "Stato"),
    ],
)
def test_titles_are_only_read_where_every_deal_has_one_and_nothing_else_says_it(tmp_path: Path, content: str) -> None:
    file, records = read(tmp_path / "x.csv", content)
    assert "(section)" not in file.recognition.header
    assert {"ERP", "Pilota", "Audit", "Licenze"} <= set(named(records))


def test_labels_without_their_decoration() -> None:
    titles = ("-- 2. PROPOSTA (3) --", "Fase: Offerta", "** Trattative vinte **", "Trattative", "Chiuse - vinte")
    assert list(map(section_label, titles)) == ["PROPOSTA", "Offerta", "vinte", "Trattative", "Chiuse - vinte"]
    assert all(map(says_stage, ("PROPOSTA", "closed won", "In trattativa", "aperte", "Needs Analysis", "Scoperta")))
    assert not any(map(says_stage, ("ANNA", "Q4 2026", "Offerta Speciale Srl", "Acme", "", "in corso di tutto")))


def test_words() -> None:
    totals = ("Totale", "TOTALE GENERALE", "Grand Total:", "Subtotal", "Totale (12 trattative)", "Record count", "Tot.")
    assert all(map(is_total, totals))
    assert not any(map(is_total, ("Total Energies", "Totale Anna", "Acme", "Totalmente", "x" * 10_000)))
    assert is_total_of_something("di cui vinte", staged=False)
    assert not is_total_of_something("Total Anna", staged=False)
    footers = ("Copyright (c) 2026", "Legenda: x", "Aggiornato al 20/11", "N.B.: netto", "Show: All")
    assert all(map(is_footer, footers))
    assert not any(map(is_footer, ("Acme", "Notevole Srl", "Showroom", "Page Group", "* Acme")))
    assert all(map(is_note, ("* in attesa", "** stima", "(1) netto", "1) netto")))
    assert not any(map(is_note, ("*", "-- APERTE --", "1000", "3M", "(Acme)")))
    sections = ("-- APERTE --", "Q4", "2026", "H1 2027", "Novembre 2026", "Fase: Offerta", "II trimestre", "Hot deals:")
    assert all(map(is_section, sections))
    assert not any(map(is_section, ("Acme", "Aprilia", "Q8 Oils", "-5", "Maggio Srl")))
    assert all(map(is_number, ("1.200,00", "€ 5", "12%", "EUR 12", "12k", "3 trattative", "(5)", "-")))
    assert not any(map(is_number, ("Acme 3", "25/11/2026", "abc 12", "")))
    assert is_units(["", "(EUR)", "gg/mm/aaaa", "sì/no"])
    assert is_units(["(nome)", "(da 1 a 5)"])
    assert not any(map(is_units, (["Acme", "EUR"], ["", ""], ["25/11/2026"], ["(Acme)"])))


WORDS = st.sampled_from(
    ("Acme", "Chiusura", "Data", "Fase", "Nome", "1.000,00", "25/11/2026", "Anna", "", "", "Discovery", "Vinta", "EUR",
     "step", "date", "Totale Srl", "k€", "due", "2026")
)  # fmt: skip
HEADERS = st.sampled_from(
    (("Azienda", "Trattativa", "Fase", "Data", "Valore"), ("Company", "Deal", "Stage", "Next", "Owner"),
     ("Trattativa", "Data", "", "Valore", "Note"), ("Deal", "Owner", "Expected", "Amount", "Step"))
)  # fmt: skip
"""At least three names that are known in each, and some that a second line could make known."""

LIKE_NAMES = {"Chiusura", "Data", "Fase", "Nome", "Vinta", "step", "date", "due"}
DATA = st.lists(WORDS, min_size=4, max_size=4).filter(lambda row: sum(word in LIKE_NAMES for word in row) <= 2)


@given(HEADERS, st.lists(DATA, min_size=1, max_size=5))
def test_no_row_of_data_becomes_a_part_of_the_header(header: tuple[str, ...], rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([header, *(["Borealis", *row] for row in rows)])
        file, records = read(Path(folder) / "x.csv", out.getvalue())
        assert file.layout.header_row == 1
        assert file.recognition.written == header
        assert [record.row for record in records if len(set(rows[record.row - 2])) > 1] == [
            number for number, row in enumerate(rows, 2) if len(set(row)) > 1
        ]


DECORATION = st.sampled_from(
    (["", "", "", "", ""], ["-- APERTE --", "", "", "", ""], ["Totale", "", "", "1.000,00", ""],
     ["Q4 2026:", "", "", "", ""],
     ["Azienda", "Trattativa", "Fase", "Valore", "Data chiusura"], ["Totale Anna", "2 deals", "", "5", ""],
     ["", "", "Totale", "5,00", ""], ["* nota", "", "", "", ""])
)  # fmt: skip


@given(st.lists(st.one_of(DECORATION, st.just(None)), max_size=12))
def test_decoration_changes_no_deal_wherever_it_stands(places: list[list[str] | None]) -> None:
    rows, number = [], 0
    for place in places:
        number += place is None
        rows.append(place or ["Acme", f"Deal {number}", "Discovery", f"{number}.000,00", "25/11/2026"])
    with TemporaryDirectory() as folder:
        out = io.StringIO(newline="")
        names = ["Azienda", "Trattativa", "Fase", "Valore", "Data chiusura"]
        csv.writer(out, delimiter=";").writerows([["PIPELINE", "", "", "", ""], names, *rows])
        _file, records = read(Path(folder) / "x.csv", out.getvalue())
        assert [(record.values["name"], record.values["amount"].minor) for record in records] == [
            (f"Deal {count}", count * 100_000) for count in range(1, number + 1)
        ]
