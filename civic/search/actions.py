from sqlmodel import Session, col, delete, select

from civic.search.models import SearchEntry


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
    entry.language, entry.title, entry.text = language, title, text
    session.add(entry)


def forget(session: Session, *, kind: str, subject_id: int) -> None:
    session.exec(
        delete(SearchEntry).where(
            col(SearchEntry.kind) == kind, col(SearchEntry.subject_id) == subject_id
        )
    )
