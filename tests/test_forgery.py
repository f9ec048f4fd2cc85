"""A form that did not come from here does nothing: every unsafe route, by whoever could use it."""

from dataclasses import replace

import pytest
from sqlmodel import select

from civic.core import db
from civic.members.models import Member
from civic.sign_in import sessions
from tests.conftest import Browser
from tests.sizes import some
from tests.world import changed, routes

FROM_ELSEWHERE = {"notifications.unsubscribe", "partners.told"}
"""Mail programs send it by themselves (RFC 8058), and providers tell of a sign-out. What is signed
is the permission."""
FORGERIES = {
    "no token": ({}, {}),
    "a foreign token": ({"csrf_token": "IjEyMyI.aaaa.bbbb"}, {}),
    "from another site": ({"csrf_token": "x"}, {"Sec-Fetch-Site": "cross-site"}),
    "without an origin": ({}, {"Origin": "null"}),
    "as plain text": (None, {"Content-Type": "text/plain"}),
    "through htmx": ({}, {"HX-Request": "true"}),
}


@pytest.fixture
def guarded(config, living):
    """The same house, asking for tokens."""
    with living(replace(config, extra={})) as app:
        app.test_client_class = Browser
        yield app


def test_a_forged_form_does_nothing(guarded, people, addresses, rows):
    """Whoever could use it, and however it is sent."""
    forms = [(rule, addresses(rule)[0]) for rule in routes(guarded, "POST")]
    clients = {name: signed_in(guarded, people[name]) for name in ("Ada", "Kim", "Fay")}
    before, done = rows(), []
    tries = ("Ada", "no token"), ("Kim", "no token"), *(("Fay", how) for how in FORGERIES)
    for turn, (name, how) in enumerate(tries):
        data, headers = FORGERIES[how]
        sent = "csrf_token=x&body=hello" if data is None else data | {"body": "hello there"}
        for rule, address in some(forms, turn):  # whatever the row, forms are looked at first
            answer = clients[name].post(address, data=sent, headers=headers)
            if rule.endpoint not in FROM_ELSEWHERE and answer.status_code != 403:
                done.append((name, how, address, answer.status_code))
    assert done == []
    touched = changed(before, rows())
    assert touched <= {"member"}, touched


def signed_in(app, member):
    client = app.test_client()
    with db.writing() as session:
        token = sessions.begin(session, member_id=member.id)
    with client.session_transaction() as cookies:
        cookies["_user_id"] = token
    return client


def test_a_mail_program_unsubscribes_without_a_token(guarded, people, world, look):
    address = f"/unsubscribe/{world.values['signed'][0]}"
    guarded.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    chosen = look(select(Member.mail_choices).where(Member.name == "Ben"))[0]
    assert chosen == {"votes": False}
