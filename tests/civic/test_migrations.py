"""The tables that the migrations lay are those that the models describe."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from civic import migrations


def test_tables_and_models_agree(app):
    migrations.check(app.extensions["engine"])


def test_the_newest_migration_has_the_highest_number():
    scripts = ScriptDirectory.from_config(migrations.alembic_config())
    assert scripts.get_heads() == [migrations.newest()]
    assert sorted(script.revision for script in scripts.walk_revisions()) == migrations.revisions()


def test_a_start_notices_a_database_of_another_version(app):
    engine = app.extensions["engine"]
    assert migrations.state(engine) == "current"
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert migrations.state(engine) == "newer"
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert migrations.state(engine) == "older"
