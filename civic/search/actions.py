from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from civic.search.models import SearchEntry
from civic.search.normal import normal


def index(
    session: Session,
    *,
    kind: str,
    subject_id: int,
    space_id: int,
    language: str,
    title: str,
    text: str,
) -> None:
    """Make a row findable; again, when its words change."""
    known = select(SearchEntry).where(
        SearchEntry.kind == kind, SearchEntry.subject_id == subject_id
    )
    entry = session.exec(known).first() or SearchEntry(
        kind=kind, subject_id=subject_id, space_id=space_id
    )
    entry.language = language
    entry.title, entry.text = normal(title, language), normal(text, language)
    session.add(entry)


def forget(session: Session, *, kind: str, subject_id: int) -> None:
    session.exec(
        delete(SearchEntry).where(
            col(SearchEntry.kind) == kind, col(SearchEntry.subject_id) == subject_id
        )
    )


def write_anew(session: Session) -> None:
    """So that no word of what was forgotten is left in SQLite's index; PostgreSQL's keeps none."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_words(search_words) VALUES ('optimize')"))
