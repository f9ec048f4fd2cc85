from collections.abc import Mapping

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
    translations: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Make a row findable; again, when its words change. ``translations``: title and text in each
    other language that it is written in."""
    known = select(SearchEntry).where(
        SearchEntry.kind == kind, SearchEntry.subject_id == subject_id
    )
    entry = session.exec(known).first() or SearchEntry(
        kind=kind, subject_id=subject_id, space_id=space_id
    )
    entry.language = language
    said = {language: (title, text)} | dict(translations or {})
    entry.title = " ".join(normal(title, one) for one, (title, _text) in said.items())
    entry.text = " ".join(normal(text, one) for one, (_title, text) in said.items())
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
