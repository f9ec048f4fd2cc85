import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Text, cast
from sqlalchemy import select as pick
from sqlmodel import Session

from civic.community.models import Community

_COLUMNS = Community.__table__.columns  # type: ignore[attr-defined]
AS_STORED = tuple(
    (cast(column, Text) if isinstance(column.type, JSON) else column).label(f"setting_{column.key}")
    for column in _COLUMNS
)
"""All settings, for a statement that reads them besides: JSON is not taken apart."""


def settings(session: Session | Connection) -> Community:
    """As they are, or as they are at the beginning. Writes nothing."""
    row = session.execute(pick(*AS_STORED)).first()
    return settings_of(row) if row else Community()


def settings_of(stored: Sequence[Any]) -> Community:
    """Those of ``AS_STORED``, for reading only: they are the same for every page until somebody
    changes them. Where there are none yet, those of the beginning."""
    return _settings_of(tuple(stored))


@lru_cache(maxsize=16)
def _settings_of(stored: tuple[Any, ...]) -> Community:
    if stored[0] is None:
        return Community()
    return Community(
        **{
            column.key: json.loads(value) if isinstance(column.type, JSON) else value
            for column, value in zip(_COLUMNS, stored, strict=True)
        }
    )
