"""The acts about one vote are found by an index, not by looking into each."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

SUBJECTS = ("commitment", "round", "proposal", "organisation")
"""The first whose number stands in the details, as it was told."""
CASE = {
    "sqlite": "WHEN json_extract(details, '$.{0}_id') > 0 "
    "THEN '{0}:' || json_extract(details, '$.{0}_id')",
    "postgresql": "WHEN details ->> '{0}_id' IS NOT NULL THEN '{0}:' || (details ->> '{0}_id')",
}

GUARD = {
    "sqlite": (
        "DROP TRIGGER audit_entry_no_update",
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the record of acts is never changed'); END",
    ),
    "postgresql": (
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_never_changed",
        "ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_never_changed",
    ),
}


def upgrade():
    op.add_column("audit_entry", sa.Column("about", sa.String(40)))
    fill(op.get_bind())
    op.create_index("ix_audit_entry_about_id", "audit_entry", ["about", "id"])


def fill(connection):
    """While the guard that lets nobody change the record sleeps, in the same transaction."""
    dialect, run = connection.dialect.name, connection.exec_driver_sql
    sleep, wake = GUARD[dialect]
    run(sleep)
    cases = " ".join(CASE[dialect].format(subject) for subject in SUBJECTS)
    run(f"UPDATE audit_entry SET about = CASE {cases} END")
    run(wake)


def downgrade():
    op.drop_index("ix_audit_entry_about_id", table_name="audit_entry")
    op.drop_column("audit_entry", "about")
