"""What the database itself keeps from being changed, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from civic.core import db
from tests.voting.test_integrity import cast, end

FROZEN_FOR_EVER = [
    "UPDATE round SET frozen = '{}'",
    "UPDATE round SET check_code = 'x'",
    "UPDATE round SET questions = '[]'",
    "UPDATE round SET disclosure = 'open'",
    "UPDATE round SET publication = 'sums'",
    "UPDATE elector SET weight = 9",
    "DELETE FROM elector",
    "INSERT INTO elector (round_id, member_id, weight) SELECT round.id, member.id, 1 "
    "FROM round, member WHERE member.name = 'Zoe'",
]


@pytest.mark.parametrize("statement", FROZEN_FOR_EVER)
def test_the_database_itself_keeps_what_was_frozen(statement, new_round):
    new_round()
    with pytest.raises(DatabaseError, match="frozen"), db.writing() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round SET state = 'open'",
        "UPDATE round SET result = '{}'",
        "UPDATE round SET chair = '{\"q1\": 1}'",
        "UPDATE counted_ballot SET weight = 9",
        "DELETE FROM counted_ballot",
    ],
)
def test_the_database_itself_keeps_what_was_counted(statement, new_round, people):
    round = new_round()
    cast(round, people["Ben"].id)
    end(round)
    with pytest.raises(DatabaseError, match=r"stays|frozen"), db.writing() as session:
        session.execute(text(statement))
