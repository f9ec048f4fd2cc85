"""Promises that only triggers keep: a roll, a count and a published result do not change."""

from alembic import op

revision = "0011"
down_revision = "0010"

ENDED = "OLD.state IN ('published', 'cancelled')"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER round_ended BEFORE UPDATE OF state, result, chair ON round "
            f"WHEN {ENDED} AND (NEW.state IS NOT OLD.state OR NEW.result IS NOT OLD.result "
            "OR NEW.chair IS NOT OLD.chair) "
            "BEGIN SELECT RAISE(ABORT, 'what was published stays'); END"
        )
        op.execute(
            "CREATE TRIGGER elector_no_insert BEFORE INSERT ON elector "
            "WHEN (SELECT frozen FROM round WHERE id = NEW.round_id) IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a roll is frozen'); END"
        )
        for table in ("elector", "counted_ballot"):
            for deed in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    "WHEN (SELECT frozen FROM round WHERE id = OLD.round_id) IS NOT NULL "
                    "BEGIN SELECT RAISE(ABORT, 'a roll is frozen'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION round_ended() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {ENDED} AND (NEW.state IS DISTINCT FROM OLD.state "
        "OR NEW.result::text IS DISTINCT FROM OLD.result::text "
        "OR NEW.chair::text IS DISTINCT FROM OLD.chair::text) THEN "
        "RAISE EXCEPTION 'what was published stays' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER round_ended BEFORE UPDATE ON round "
        "FOR EACH ROW EXECUTE FUNCTION round_ended()"
    )
    op.execute(
        "CREATE FUNCTION roll_stays_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ DECLARE concerned integer; BEGIN "
        "IF TG_OP = 'INSERT' THEN concerned := NEW.round_id; "
        "ELSE concerned := OLD.round_id; END IF; "
        "IF (SELECT frozen FROM round WHERE id = concerned) IS NOT NULL THEN "
        "RAISE EXCEPTION 'a roll is frozen' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER elector_frozen BEFORE INSERT OR UPDATE OR DELETE ON elector "
        "FOR EACH ROW EXECUTE FUNCTION roll_stays_frozen()"
    )
    op.execute(
        "CREATE TRIGGER counted_ballot_frozen BEFORE UPDATE OR DELETE ON counted_ballot "
        "FOR EACH ROW EXECUTE FUNCTION roll_stays_frozen()"
    )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER round_ended")
        op.execute("DROP TRIGGER elector_no_insert")
        for table in ("elector", "counted_ballot"):
            for deed in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{deed}")
        return
    for table in ("elector", "counted_ballot"):
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
    op.execute("DROP FUNCTION roll_stays_frozen()")
    op.execute("DROP TRIGGER round_ended ON round")
    op.execute("DROP FUNCTION round_ended()")
