"""Promises that only triggers keep: what was frozen or recorded does not change."""

from alembic import op

revision = "0003"
down_revision = "0002"

FROZEN = "frozen", "check_code", "questions", "disclosure", "publication", "roll_filters"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the record of acts is never changed'); END"
            )
        for column in FROZEN:
            op.execute(
                f"CREATE TRIGGER round_keeps_{column} BEFORE UPDATE OF {column} ON round "
                f"WHEN OLD.frozen IS NOT NULL AND NEW.{column} IS NOT OLD.{column} "
                "BEGIN SELECT RAISE(ABORT, 'an open round is frozen'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record of acts is never changed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION never_changed()"
    )
    same = " OR ".join(f"NEW.{c}::text IS DISTINCT FROM OLD.{c}::text" for c in FROZEN)
    op.execute(
        "CREATE FUNCTION round_stays_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.frozen IS NOT NULL AND ({same}) THEN "
        "RAISE EXCEPTION 'an open round is frozen' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER round_stays_frozen BEFORE UPDATE ON round "
        "FOR EACH ROW EXECUTE FUNCTION round_stays_frozen()"
    )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{deed}")
        for column in FROZEN:
            op.execute(f"DROP TRIGGER round_keeps_{column}")
        return
    op.execute("DROP TRIGGER audit_entry_never_changed ON audit_entry")
    op.execute("DROP FUNCTION never_changed()")
    op.execute("DROP TRIGGER round_stays_frozen ON round")
    op.execute("DROP FUNCTION round_stays_frozen()")
