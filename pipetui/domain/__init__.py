"""The rules. Standard library and dateutil only: no SQL, no Textual, no files, no clock of its own."""
