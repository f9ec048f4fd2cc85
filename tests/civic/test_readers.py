"""A page's connection cannot write, whatever is asked of it; a deed's can."""

import pytest
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
