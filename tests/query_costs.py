"""What a statement costs: the rows that it touches, and the tables that it reads whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Engine, text

LEAST_ROWS = 1_000
"""Where a table has more, it is one that grows."""


@dataclass
class Cost:
    rows: int
    slack: int
    statement: str


def cost(engine: Engine, statement: str, parameters: Any) -> Cost:
    """How many rows it touches, or a number that grows like it."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            ((found,),) = explained(connection, "ANALYZE, FORMAT JSON", statement, parameters)
        nodes = list(walk(found[0]["Plan"]))
        return Cost(sum(map(touched, nodes)), 300, f"{statement}\n{nodes[0]['Node Type']}")
    raw = engine.raw_connection()
    connection: Any = raw.driver_connection
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 10
        return 0

    connection.set_progress_handler(step, 10)
    connection.execute(statement, parameters).fetchall()
    connection.set_progress_handler(None, 0)
    raw.close()
    return Cost(steps, 3_000, statement)


def scans(engine: Engine, statement: str, parameters: Any) -> set[str]:
    """Tables that are read whole, without order."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            ((found,),) = explained(connection, "FORMAT JSON", statement, parameters)
        return whole(found[0]["Plan"], False)
    raw = engine.raw_connection()
    connection: Any = raw.driver_connection
    steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    raw.close()
    sorts = {parent for _id, parent, _, said in steps if "TEMP B-TREE" in said}
    return {
        said.split()[1]
        for _id, parent, _, said in steps
        if said.startswith("SCAN")
        and " INDEX " not in said
        # without a sort, a walk along the key, which ends when the page is full
        and ("LIMIT" not in statement or parent in sorts)
    }


BLOCKING = ("Sort", "Hash", "Aggregate", "Materialize")


def whole(node: dict[str, Any], stops: bool) -> set[str]:
    """PostgreSQL's tables read from end to end. Below a limit that nothing blocks, reading stops
    when the page, or the count, is full."""
    if node["Node Type"] == "Seq Scan":
        return set() if stops else {node["Relation Name"]}
    if node["Node Type"] in BLOCKING:
        stops = False
    stops = stops or node["Node Type"] == "Limit"
    return set().union(*(whole(below, stops) for below in node.get("Plans", ())))


BY_VALUES = 5
"""So often PostgreSQL plans a prepared statement for its values; then it may keep one plan."""


def explained(connection: Connection, how: str, statement: str, parameters: Any) -> list[Any]:
    """PostgreSQL's plan of a statement that was asked often, as those of pages are."""
    values = sql.SQL(", ").join(map(sql.Literal, parameters))
    execute = sql.SQL("EXECUTE explained ({})" if parameters else "EXECUTE explained").format(
        values
    )
    cursor = connection.connection.cursor()
    cursor.execute(f"PREPARE explained AS {statement}")
    for _ in range(BY_VALUES):
        cursor.execute(sql.SQL("EXPLAIN ") + execute)
    cursor.execute(sql.SQL(f"EXPLAIN ({how}) ") + execute)
    found = cursor.fetchall()
    cursor.execute("DEALLOCATE explained")
    return list(found)


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from walk(below)


def touched(node: dict[str, Any]) -> int:
    removed = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])


def growing_tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            rows = connection.execute(
                text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > :least"),
                {"least": LEAST_ROWS},
            )
        else:
            rows = connection.execute(
                text(
                    "SELECT DISTINCT tbl FROM sqlite_stat1"
                    " WHERE CAST(substr(stat, 1, instr(stat || ' ', ' ')) AS INTEGER) > :least"
                ),
                {"least": LEAST_ROWS},
            )
        return {name for (name,) in rows}
