"""What to do about something that fails each time it runs by itself, by the kind of its fault."""

from flask_babel import gettext

from civic.core.words import N_

CURES = {
    "KeyMissing": N_(
        "The key of a secret vote is missing on this machine. Whoever runs the server puts the "
        "folder of keys back in its place, from where it was kept outside the backups. If it is "
        "lost, a facilitator cancels that vote and opens it again as a copy."
    ),
    "OperationalError": N_(
        "The database could not be reached or written. Whoever runs the server looks whether the "
        "disk is full and whether the database runs; civic doctor looks at both."
    ),
    "OSError": N_(
        "A file or folder could not be read or written. Whoever runs the server looks whether the "
        "disk is full and whom the folder of data belongs to; civic doctor looks at both."
    ),
}
CURES["PermissionError"] = CURES["FileNotFoundError"] = CURES["OSError"]
OTHERWISE = N_(
    "Whoever runs the server types civic doctor, and finds the whole fault in the server's log, "
    "where a line begins with “tick”. If an upgrade came shortly before, it may be our fault: "
    "report it with these lines."
)


def cure(kind: str | None) -> str:
    """A sentence or two, in the reader's language."""
    return gettext(CURES.get(kind or "", OTHERWISE))
