"""A page's connection cannot write, whatever is asked of it; a deed's can."""

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy.exc import DBAPIError

from civic.core import db

WRITES = {
    "a row changed": "UPDATE community SET name = 'Elsewhere'",
    "a row added": "INSERT INTO feed_address (member_id, nonce) SELECT MIN(id), 'n' FROM member",
    "a row deleted": "DELETE FROM community",
    "a table made": "CREATE TABLE surplus (id INTEGER)",
    "a table dropped": "DROP TABLE community",
}


def refused(connection, statement):
    with pytest.raises(DBAPIError, match=r"read-?only"):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES)
def test_a_page_cannot_write(app, garden, statement):
    with db.reading() as session:
        refused(session.connection(), statement)
    with db.glance() as connection:
        refused(connection, statement)


def test_a_page_cannot_write_after_a_deed_either(app, garden, browser):
    with db.writing() as session:
        session.connection().exec_driver_sql(WRITES["a row changed"])
    with db.reading() as session:
        refused(session.connection(), WRITES["a row changed"])


def test_a_glance_begins_and_ends_nothing_and_the_next_page_sees_one_moment(app, garden):
    """On PostgreSQL each is a way there and back; SQLite has none."""
    if app.extensions["engine"].dialect.name == "postgresql":
        with db.glance() as connection:
            connection.exec_driver_sql("SELECT 1").all()
            driver = connection.connection.driver_connection
            assert driver.info.transaction_status == TransactionStatus.IDLE
        with db.reading() as session:
            assert session.connection().connection.driver_connection is driver
            found = session.connection().exec_driver_sql("SHOW transaction_isolation").scalar_one()
            assert found == "repeatable read"
