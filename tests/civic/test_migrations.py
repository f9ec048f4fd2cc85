"""The tables that the migrations lay are those that the models describe."""

from civic import migrations


def test_tables_and_models_agree(app):
    migrations.check(app.extensions["engine"])
