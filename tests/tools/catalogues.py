"""Bring the catalogues up to the sentences of the code: `make catalogues`; begin one for another
language: `make catalogues LANGUAGE=nl`.

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
WRITTEN_IN = "en"
HEAD = "# Civic.\n# Distributed under the same license as Civic.\n#"
MARKS = ("N_", "N_n:1,2", "_l", "worded:2")
DATED = datetime(2026, 11, 24, tzinfo=UTC)  # a date that moved would be a conflict in each merge


def place(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def languages() -> list[str]:
    return sorted(folder.parent.name for folder in FOLDER.glob("*/LC_MESSAGES"))


def committed(language: str) -> Catalog:
    with place(language).open("rb") as file:
        return read_po(file, locale=language)


def extracted() -> Catalog:
    """Every sentence that code and templates mark for translation. Where it is said in other words
    in a context (of candidates, not of options), the English catalogue says so, and how."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
        marks = [part for mark in MARKS for part in ("-k", mark)]
        subprocess.run(
            [*command, "-F", str(FOLDER / "babel.cfg"), *marks, "-o", str(target), "."], check=True
        )
        with target.open("rb") as file:
            found = read_po(file)
    for message in sentences(committed(WRITTEN_IN)):
        if message.context and message.id in found:
            found.add(message.id, context=message.context)
    return found


def sentences(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def written(catalogue: Catalog) -> bytes:
    catalogue.project, catalogue.version = "civic", "0.1.0"
    catalogue.creation_date = catalogue.revision_date = DATED
    catalogue.msgid_bugs_address = ""
    catalogue.last_translator = catalogue.language_team = "Civic"
    file = io.BytesIO()
    write_po(file, catalogue, sort_output=True, no_location=True, ignore_obsolete=True, width=100)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """English needs words only where a context has its own."""
    written_in = str(catalogue.locale) == WRITTEN_IN
    return [
        str(message.id)
        for message in sentences(catalogue)
        if (message.context or not written_in) and not (message.string and all(message.string))
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


def main(begun: list[str]) -> None:
    now = extracted()
    for language in sorted({*languages(), *begun}):
        known = place(language).exists()
        catalogue = (
            committed(language) if known else Catalog(language, fuzzy=False, header_comment=HEAD)
        )
        catalogue.update(now, no_fuzzy_matching=True)
        place(language).parent.mkdir(parents=True, exist_ok=True)
        place(language).write_bytes(written(catalogue))
        missing = untranslated(catalogue)
        print(f"{language}: {len(missing)} sentences to translate")
        for sentence in missing:
            print(f"  {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
