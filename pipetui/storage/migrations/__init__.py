"""The alembic scripts that bring an older database up to date, one file for each version of the schema.

The revision ``0002`` makes schema version 2. ``PRAGMA user_version`` is the ledger of what has run: a second one in a
table could disagree with it. To change the schema: edit tables.py, write schema.sql anew, raise SCHEMA_VERSION and add
the next file here. A test holds what the scripts make equal to schema.sql.
"""
