"""Bring the catalogues up to the sentences of the code: `make catalogues`.

Sorted and without line numbers, so that two branches rarely meet on one line.
"""

import io
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path("civic/translations")
MARKS = ("N_", "N_n:1,2", "lazy_gettext")
DATED = datetime(2026, 11, 24, tzinfo=UTC)  # a date that moved would be a conflict in each merge


def place(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def committed(language: str) -> Catalog:
    with place(language).open("rb") as file:
        return read_po(file, locale=language)


def extracted() -> Catalog:
    """Every sentence that code and templates mark for translation."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
        marks = [part for mark in MARKS for part in ("-k", mark)]
        subprocess.run(
            [*command, "-F", str(FOLDER / "babel.cfg"), *marks, "-o", str(target), "."], check=True
        )
        with target.open("rb") as file:
            return read_po(file)


def sentences(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def written(catalogue: Catalog) -> bytes:
    catalogue.creation_date = catalogue.revision_date = DATED
    catalogue.msgid_bugs_address = ""
    catalogue.last_translator = catalogue.language_team = "Civic"
    file = io.BytesIO()
    write_po(file, catalogue, sort_output=True, no_location=True, ignore_obsolete=True, width=100)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in sentences(catalogue)
        if not (message.string if isinstance(message.string, str) else all(message.string))
    ]


def compile_stale() -> None:
    """Compile what changed since last time, so that a test alone speaks French, too."""
    for source in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            file = io.BytesIO()
            write_mo(file, committed(source.parts[-3]))
            made = target.with_suffix(f".{os.getpid()}")
            made.write_bytes(file.getvalue())
            made.replace(target)


def main() -> None:
    now = extracted()
    for language in ("fr", "en"):
        catalogue = committed(language)
        catalogue.update(now, no_fuzzy_matching=True)
        place(language).write_bytes(written(catalogue))
    missing = untranslated(committed("fr"))
    print(f"{len(missing)} sentences have no French yet.")
    for sentence in missing:
        print(f"  {sentence}")


if __name__ == "__main__":
    main()
