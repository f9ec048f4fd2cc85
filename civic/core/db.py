"""Reading and writing, each in its own kind of transaction.

A page reads through ``session``, which never takes the write lock and cannot write. A deed
is done in ``with writing() as session:``, opened after all slow work (hashing, network,
rendering) and committed when the block ends. Nobody holds two connections.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from threading import Lock
from time import monotonic, sleep
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import DDL, Connection, Engine, Executable, PoolProxiedConnection, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, create_engine
from werkzeug.local import LocalProxy

from civic.core import postgresql

PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-8000",  # 8 MB a connection: of 2, a list's pages are read from the file each time
)

PATIENCE_MS = 15_000
"""How long one waits for SQLite, in milliseconds."""
ASKS_AGAIN_AFTER = 0.0005
"""Seconds for which a writer sleeps when it finds SQLite's lock taken: less than a commit takes.
SQLite's own steps grow to 100 ms, in which nobody writes."""
REWRITING_WAITS = 2
"""Seconds for which what is written anew waits for its readers."""
LOCK_TIMEOUT = text("SELECT set_config('lock_timeout', :wait, false)")
LOCK_NOT_AVAILABLE = "55P03"
OLDER_READERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND age(backend_xmin) > age(CAST(:present AS xid))"
)


def new_engine(
    url: str, *, reads: bool = False, synchronous: str = "FULL", patience_ms: int = PATIENCE_MS
) -> Engine:
    """One code path for both databases; ``reads``: of connections that cannot write.

    SQLite: a reader begins with BEGIN, under ``query_only``; a writer with BEGIN IMMEDIATE, so
    that two writers queue instead of failing in the middle. PostgreSQL: a reader's
    transaction is READ ONLY and REPEATABLE READ, so that a page sees one moment there too.
    What a failed statement was to write is named in no message: it may be a ballot.
    """
    if not url.startswith("sqlite"):
        return postgresql.new_engine(url, reads=reads)
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in (
            *PRAGMAS,
            f"busy_timeout={patience_ms if reads else 0}",  # writers insist
            f"synchronous={synchronous}",
            f"query_only={'ON' if reads else 'OFF'}",
        ):
            dbapi.execute(f"PRAGMA {pragma}")

    def begin(pooled: PoolProxiedConnection) -> None:
        raw = cast(sqlite3.Connection, pooled.dbapi_connection)
        if reads:
            raw.execute("BEGIN")
        else:
            _insist(raw, "BEGIN IMMEDIATE", patience_ms)

    # told to the dialect: an engine that has one listener is asked for listeners at each statement
    engine.dialect.do_begin = begin  # type: ignore[assignment]
    return engine


def _insist(raw: sqlite3.Connection, statement: str, patience_ms: int = PATIENCE_MS) -> None:
    """Run a statement that takes SQLite's write lock as soon as no other process has it. Raises
    sqlite3.OperationalError after ``patience_ms``."""
    until = monotonic() + patience_ms / 1_000
    while True:
        try:
            raw.execute(statement)
            return
        except sqlite3.OperationalError as refused:
            is_taken = refused.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_taken or monotonic() > until:
                raise
        sleep(ASKS_AGAIN_AFTER)


def engines(url: str, **settings: Any) -> dict[str, Engine]:
    """One ``engine`` for deeds, and one for the ``readers``. A connection that now reads and now
    writes would make SQLite plan all its statements anew each time. ``glances``: the readers' whose
    one statement PostgreSQL takes without BEGIN and COMMIT, each a way there and back."""
    engine, readers = new_engine(url, **settings), new_engine(url, reads=True, **settings)
    on_sqlite = readers.dialect.name == "sqlite"
    alone = readers if on_sqlite else readers.execution_options(isolation_level="AUTOCOMMIT")
    return {"engine": engine, "readers": readers, "glances": alone}


def let_go(known: Mapping[str, Any]) -> None:
    """Close the connections of both, which ``engines`` made or an app's ``extensions`` hold."""
    for name in ("engine", "readers"):
        known[name].dispose()


def init_app(app: Flask, *, engines: Mapping[str, Engine], info: Mapping[str, Any]) -> None:
    """``info`` is what every session of this app carries: registry, listeners, config."""
    on_sqlite = engines["engine"].dialect.name == "sqlite"
    app.extensions.update(engines)
    app.extensions["session_info"] = info
    app.extensions["one_writer"] = Lock() if on_sqlite else nullcontext()
    app.teardown_appcontext(_stop_reading)


def insert(session: Session, table: Any) -> Any:
    """An INSERT with ``on_conflict_do_nothing`` and its like: both databases know them, each by
    its own name. Of two who would write the same row, the second is not refused."""
    return insert_of(session.get_bind().dialect.name, table)


def insert_of(dialect: str, table: Any) -> Any:
    """The same, for a statement that is put together once."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


@contextmanager
def reading() -> Iterator[Session]:
    """A short look of its own, closed when the block ends."""
    with _open("readers") as opened:
        yield opened


def look(session: Session, statement: Executable, values: Mapping[str, Any]) -> Any:
    """Columns, for reading: without what the session would do to find rows of its own among them,
    which takes longer than to ask for most of them. What waits in it to be written is not seen."""
    return session.connection().execute(statement, values)


@contextmanager
def glance() -> Iterator[Connection]:
    """A look at columns by one statement, without a session: less than half of what one costs."""
    with current_app.extensions["glances"].connect() as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Session]:
    """Holds the write lock from the first line of the block to its last."""
    _stop_reading()
    with current_app.extensions["one_writer"], _open("engine") as opened:
        yield opened
        opened.commit()


def size() -> int:
    """Bytes of the database."""
    with reading() as session:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        asked = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if on_sqlite
            else "SELECT pg_database_size(current_database())"
        )
        return int(session.execute(text(asked)).scalar_one())


def forget_deleted(*tables: str) -> bool:
    """Write the files anew, so that nothing deleted from ``tables`` can be read in them: on SQLite
    the whole file once, log included; on PostgreSQL those tables. False: somebody is reading, try
    again. Outside any transaction."""
    engine: Engine = current_app.extensions["engine"]
    if engine.dialect.name != "sqlite":
        return _written_anew(engine, tables)
    with current_app.extensions["one_writer"]:
        pooled = engine.raw_connection()
        raw = cast(sqlite3.Connection, pooled.dbapi_connection)
        try:
            _insist(raw, "VACUUM")
            raw.execute(f"PRAGMA busy_timeout={REWRITING_WAITS * 1_000}")
            row = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return row is not None and row[0] == 0  # busy otherwise
        finally:
            raw.execute("PRAGMA busy_timeout=0")
            pooled.close()


def _written_anew(engine: Engine, tables: Sequence[str]) -> bool:
    """PostgreSQL carries over into the new file whatever an older reader may still see, so those
    have to end first; and while VACUUM waits for its lock, everybody else waits behind it, so it
    does not wait long."""
    whole = ", ".join(map(engine.dialect.identifier_preparer.quote, tables))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        present = connection.execute(text("SELECT pg_current_xact_id()::xid::text")).scalar_one()
        give_up = monotonic() + REWRITING_WAITS
        while connection.execute(OLDER_READERS, {"present": present}).scalar_one():
            if monotonic() > give_up:
                return False
            sleep(0.05)
        connection.execute(LOCK_TIMEOUT, {"wait": f"{REWRITING_WAITS}s"})
        try:
            vacuum = DDL("VACUUM FULL %(tables)s", context={"tables": whole})  # type: ignore[no-untyped-call]
            connection.execute(vacuum)
        except OperationalError as refused:
            if getattr(refused.orig, "sqlstate", "") == LOCK_NOT_AVAILABLE:
                return False
            raise
        finally:
            connection.execute(LOCK_TIMEOUT, {"wait": "0"})
        return True


def _open(which: str) -> Session:
    known = current_app.extensions
    opened = Session(known[which], expire_on_commit=False, info=dict(known["session_info"]))
    try:
        opened.connection()
    except BaseException:
        opened.close()
        raise
    return opened


def _page_session() -> Session:
    here = cast(Any, g)._get_current_object()  # asked at each statement: without the proxy
    if "session" not in here:
        here.session = _open("readers")
    return cast(Session, here.session)


def _stop_reading(_error: BaseException | None = None) -> None:
    if opened := g.pop("session", None):
        opened.close()


session = cast(Session, LocalProxy(_page_session))
"""The page's own reading session, opened at first use and closed with the request."""
