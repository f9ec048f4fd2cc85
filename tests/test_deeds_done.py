"""Whom the list of forms (deeds.txt beside this file) lets in is let in: each form is sent once by
somebody who may, empty, and filled in where it asks for more. What was done is undone by a copy."""

import shutil

import pytest

from civic.config import Config
from civic.core import db
from tests.filled_in import filled_in
from tests.test_deeds import DEEDS
from tests.test_reading_changes_nothing import EVERYBODY
from tests.world import routes

ELSEWHERE = {
    "/members/import": "a table",
    "/my-data/copy/take": "a copy that was made",
    "/organisations/<slugged:key>/people/invite/table": "a table",
    "/proposals/<slugged:key>/join": "another proposal that is debated",
    "/proposals/<slugged:key>/summaries/<int:version>/omission": "a summary",
    "/sign-in/address/<secret>": "the link that was mailed",
    "/sign-in/code": "a code",
    "/sign-in/join/<secret>": "the link that was mailed",
    "/sign-in/passkey": "a passkey",
    "/sign-in/password": "a password",
    "/sign-in/with/<int:connection_id>": "a provider",
    "/sign-in/with/<int:connection_id>/told": "a provider",
    "/votes/<slugged:key>/edit/question/<int:place>/find": "a file of ballots",
    "/votes/<slugged:key>/pass-on": "somebody else on the list of voters",
}
"""Forms that want something which nobody here has: the tests of their features do."""
MORE = {
    "/commitments/<slugged:key>/news": {"due": ""},
    "/votes/<slugged:key>/cast": {"q1-tick": "o1"},
    "/votes/<slugged:key>/edit/schedule": {"closes_at": "2100-01-01T12:00"},
}


@pytest.fixture
def config(files, tmp_path):
    """On a file, and so once, whichever database the others run on."""
    return Config.for_tests(tmp_path / "var", database_url=files.at(tmp_path / "civic.sqlite"))


@pytest.fixture
def undo(app, config, tmp_path):
    """Puts back every row of the moment in which it is asked for the first time."""
    there, kept = tmp_path / "civic.sqlite", tmp_path / "kept.sqlite"

    def put_back():
        db.let_go(app.extensions)
        shutil.copyfile(*((kept, there) if kept.exists() else (there, kept)))

    return put_back


@pytest.mark.thorough
def test_each_form_is_done_by_somebody_who_may(app, browser, addresses, undo):
    clients = {name: browser(name) for name in EVERYBODY}
    undo()
    refused, tried = {}, set()
    for rule in routes(app, "POST"):
        for number, address in enumerate(addresses(rule), 1):
            cells = DEEDS.get(f"{rule.rule} {number}", [])
            if "ok" not in cells or rule.rule in tried:
                continue
            tried.add(rule.rule)
            client = clients[EVERYBODY[cells.index("ok")]]
            answer = client.post(address, data=MORE.get(rule.rule))
            if answer.status_code == 422:
                data = filled_in(answer.text, address) | MORE.get(rule.rule, {})
                answer = client.post(address, data=data)
            if answer.status_code not in (200, 302, 303):
                refused[rule.rule] = answer.status_code
            undo()
    assert {rule: code for rule, code in refused.items() if rule not in ELSEWHERE} == {}
    assert set(ELSEWHERE) <= set(refused)
    assert len(tried) > 120
