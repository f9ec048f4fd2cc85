"""One administrator agrees while another writes: what is in force is what was agreed to."""

from collections.abc import Callable
from threading import Thread
from time import sleep

import pytest
from sqlmodel import select

from civic.core import db
from civic.joint.models import JointAct
from civic.partners import connecting
from civic.partners.models import Connection, Terms, TermsState
from civic.partners.views.managing import newest
from tests.civic.partners.lying import CLIENT

RULE = {"kind": "category", "claim": "kind", "gives": "Singer"}
CHANGES = {
    "rules": ("rules", RULE),
    "edit": ("edit", {"label": "Mine", "client_id": CLIENT, "issuer": "https://mine.example"}),
}


@pytest.fixture
def asked(app, act, connect, provider, people) -> Connection:
    """Tried and asked for, and never in force yet."""
    connection = connect(provider, state=TermsState.DRAFT)
    with db.writing() as session:
        connecting.ask(session, actor=act.kim, terms=newest(session, connection.id))
    return connection


@pytest.fixture
def change(browser, asked) -> Callable[[str], Thread]:
    """Kim presses a button, and may have to wait for somebody else."""
    client = browser("Kim")
    client.get(f"/connections/{asked.id}")

    def pressed(how: str) -> Thread:
        page, data = CHANGES[how]
        there = f"/connections/{asked.id}/{page}"
        thread = Thread(target=client.post, args=(there,), kwargs={"data": data})
        thread.start()
        sleep(0.4)
        return thread

    return pressed


@pytest.mark.parametrize("how", sorted(CHANGES))
def test_what_is_put_into_force_meanwhile_is_not_changed_any_more(asked, act, change, how, look):
    with db.writing() as session:
        one = session.exec(select(JointAct).with_for_update()).one()
        connecting.put_into_force(session, act.kim, one.details)
        session.flush()
        thread = change(how)
    thread.join(timeout=20)
    in_force = look(select(Terms).where(Terms.state == TermsState.IN_FORCE))
    assert [(terms.label, terms.rules) for terms in in_force] == [("Singers", [])]
    assert look(select(Connection.issuer)) == [asked.issuer]
