"""PostgreSQL's side of civic/core/db.py: how it is connected to, and how a page reads cheaply.

Pages ask the same few large statements again and again, and to plan one takes longer than to run
it. The server keeps a plan for as long as psycopg remembers the name of its statement.
"""

import select
from typing import Any

from psycopg import Connection, RawCursor, RawServerCursor
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import ARRAY, BindParameter, Engine, Enum, Integer, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlmodel import create_engine

PLANNER = {
    "random_page_cost": "1.1",  # flash: PostgreSQL believes in turning disks, and scans tables
    "join_collapse_limit": "12",  # beyond 8 tables it joins them as written, the largest first
    "from_collapse_limit": "12",
    "jit": "off",  # no statement of a page runs long enough to be worth compiling,
    "max_parallel_workers_per_gather": "0",  # nor to wait for another process
}

KEEPALIVES = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""After how many seconds of silence the kernel asks whether the server is still there, how often,
and when it gives up; the last in milliseconds, for what was sent and never confirmed."""

WHOLE = Integer()
"""Kept: a type made anew is looked up anew for each statement."""


class Compiler(PGCompiler_psycopg):
    """Says what a plan for all values needs to know, in as few different statements as can be: each
    is prepared, planned and kept by itself."""

    def visit_bindparam(self, bindparam: Any, *args: Any, **kw: Any) -> str:
        """A word of an enum that a query names: how rare it is decides the plan. As a parameter it
        is taken for an average one, and all that was ever closed would be read for what is open."""
        if isinstance(bindparam.type, Enum) and bindparam.unique and not bindparam.expanding:
            kw["literal_execute"] = True
        written: str = super().visit_bindparam(bindparam, *args, **kw)  # type: ignore[no-untyped-call]
        return written

    def limit_clause(self, select: Any, **kw: Any) -> str:
        """The number of rows, not a parameter: PostgreSQL takes that for a tenth of them all, and
        would read and sort what it need not."""
        written: str = super().limit_clause(select, literal_execute=True, **kw)  # type: ignore[no-untyped-call]
        return written

    def render_literal_value(self, value: Any, type_: Any, **kw: Any) -> str:
        """A limit that is told when its statement is executed has no type."""
        whole = WHOLE if type_._isnull and isinstance(value, int) else type_
        written: str = super().render_literal_value(value, whole, **kw)  # type: ignore[no-untyped-call]
        return written

    def visit_in_op_binary(self, binary: Any, _operator: Any, **kw: Any) -> str:
        """Of numbers, one array, and not one parameter for each."""
        numbers = binary.right
        bound = isinstance(numbers, BindParameter) and "literal_binds" not in kw
        if not (bound and isinstance(numbers.type, Integer)):
            return str(self._generate_generic_binary(binary, " IN ", **kw))
        array = numbers._clone(maintain_key=True)
        array.expanding, array.type = False, ARRAY(numbers.type, dimensions=1)
        return f"{self.process(binary.left, **kw)} = ANY ({self.process(array, **kw)})"


class Writing(PGDialect_psycopg):
    """A connection whose server went away is noticed when it is taken out of the pool, without
    asking over the network: a server that ends a connection says so or hangs up, and one that
    vanished is found out by KEEPALIVES. Either can be read at the socket, where otherwise nothing
    waits. A whole round trip for each use of a connection is spared."""

    supports_statement_cache = True
    statement_compiler = Compiler

    def do_ping(self, dbapi_connection: Any) -> bool:
        if dbapi_connection.closed:
            return False
        waiting = select.poll()
        waiting.register(dbapi_connection.fileno(), select.POLLIN)
        return not waiting.poll(0)


class Reading(Writing):
    """Ends with COMMIT what wrote nothing: at each ROLLBACK psycopg forgets all its prepared
    statements, and the server their plans."""

    supports_statement_cache = True

    def do_rollback(self, dbapi_connection: Any) -> None:
        self.do_commit(dbapi_connection)  # type: ignore[no-untyped-call]


for dialect in (Writing, Reading):
    registry.register(f"postgresql.{dialect.__name__.lower()}", __name__, dialect.__name__)


class Described(RawCursor[Any]):
    """Sends a statement as it is written, with $1 where a value stands: psycopg would look for its
    own marks, and in more than 4 kB each time anew. Columns as SQLAlchemy reads them, name and
    type: psycopg's objects that tell more take as long for forty columns as the round trip."""

    @property
    def description(self) -> Any:
        found = self.pgresult
        if found is None or not found.nfields:
            return super().description
        return [
            ((found.fname(n) or b"").decode(), found.ftype(n), None, None, None, None, None)
            for n in range(found.nfields)
        ]


def new_engine(url: str, *, reads: bool) -> Engine:
    """``reads``: whose transactions are READ ONLY and REPEATABLE READ."""
    dialect = Reading if reads else Writing
    settings = PLANNER | ({"default_transaction_read_only": "on"} if reads else {})
    engine = create_engine(
        make_url(url).set(drivername=f"postgresql+{dialect.__name__.lower()}"),
        isolation_level="REPEATABLE READ" if reads else None,
        paramstyle="numeric_dollar",
        use_native_hstore=False,  # nobody has such a column, and psycopg asks about it in its marks
        pool_pre_ping=True,
        pool_use_lifo=True,  # who was asked last has the plans at hand
        pool_size=5,
        max_overflow=15,
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "cursor_factory": Described,
            "prepare_threshold": 1,  # then the server plans five times more before it keeps a plan
            **KEEPALIVES,
        },
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def settle(dbapi: Connection[Any], _record: Any) -> None:
        dbapi.read_only = reads or None
        dbapi.server_cursor_factory = RawServerCursor  # of a long list that is read piece by piece
        # psycopg chooses among three sizes by the value: a statement would be prepared and planned
        # for each mixture of them
        dbapi.adapters.register_dumper(int, Int8Dumper)

    return engine
