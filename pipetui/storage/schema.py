"""Writes ``schema.sql`` from the tables: ``python -m pipetui.storage.schema``. A test holds the two equal."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from pipetui.storage import tables


def generate() -> str:
    """The whole schema as SQL statements for SQLite."""
    dialect = sqlite.dialect()
    parts = ["-- Generated from tables.py by `python -m pipetui.storage.schema`. Do not edit."]
    for table in SQLModel.metadata.sorted_tables:
        parts.append(str(CreateTable(table).compile(dialect=dialect)).strip().replace("\t", "    ") + ";")
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        parts.extend(str(CreateIndex(index).compile(dialect=dialect)).strip() + ";" for index in indexes)
    return "\n".join(line.rstrip() for line in "\n\n".join(parts).splitlines()) + "\n"


if __name__ == "__main__":
    assert tables.TRACKED
    Path(__file__).with_name("schema.sql").write_text(generate(), encoding="utf-8")
