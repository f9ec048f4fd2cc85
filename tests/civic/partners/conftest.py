"""Two providers, each of an own organisation, and people who come in through them."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db, sealing
from civic.core.clock import now
from civic.members.models import CommunityRole, Member
from civic.organisations.models import Organisation
from civic.partners.models import Connection, PartnerAccount, Terms, TermsState
from civic.partners.rules import Rule
from civic.partners.views.going import SECRET as PURPOSE
from civic.sign_in.models import SignInSession
from tests.civic.partners.lying import CLIENT, SECRET, Provider


@pytest.fixture(scope="session")
def both_providers() -> Iterator[list[Provider]]:
    both = [Provider(), Provider()]
    yield both
    for provider in both:
        provider.stop()


@pytest.fixture
def provider(both_providers) -> Provider:
    return both_providers[0].honest()


@pytest.fixture
def other_provider(both_providers) -> Provider:
    return both_providers[1].honest()


@pytest.fixture
def connect(app, save, look) -> Callable[..., Connection]:
    """A connection in force, of an organisation of that name."""

    def connected(
        provider, organisation="The choir", *, rules=(), profile="openid", client_id=CLIENT, **terms
    ):
        known = look(select(Organisation).where(Organisation.name == organisation))
        owner = known[0] if known else save(Organisation(name=organisation, language="en"))
        connection = save(
            Connection(
                organisation_id=owner.id,
                profile=profile,
                issuer=provider.issuer,
                client_id=client_id,
            )
        )
        key = app.config["CIVIC"].secret_key
        about = {"state": TermsState.IN_FORCE, "tested_at": now(), "label": "Singers"} | terms
        save(
            Terms(
                connection_id=connection.id,
                secret=sealing.seal(key, SECRET, about=PURPOSE),
                rules=[Rule(**rule).plain() for rule in rules],
                **about,
            )
        )
        return connection

    return connected


@pytest.fixture
def connection(provider, connect) -> Connection:
    return connect(provider)


def way_out(answer) -> str:
    """Where the page leads on to."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


@pytest.fixture
def come_back(provider) -> Callable:
    """Go to the provider and come back: the answer to the way back."""

    def there_and_back(client, connection, to=None, next="", **person):
        gone = client.post(f"/sign-in/with/{connection.id}", data={"next": next})
        assert gone.status_code == 200, gone.text
        back = (to or provider).authorize(way_out(gone), **person)
        return client.get(back)

    return there_and_back


@pytest.fixture
def enter(come_back) -> Callable:
    """Come in for the first time, saying yes to what is taken over."""

    def come_in(client, connection, **person):
        answer = come_back(client, connection, **person)
        assert answer.location == "/sign-in/with/arrival", answer.text
        return client.post("/sign-in/with/arrival")

    return come_in


def way_to(client, connection) -> str:
    """Where somebody is sent who wants to come in through this door."""
    return way_out(client.post(f"/sign-in/with/{connection.id}"))


def is_signed_in(client) -> bool:
    return client.get("/sign-in/account").status_code == 200


@pytest.fixture
def refused(browser, connection, come_back, look):
    """Come back from the provider as it is now, and be refused for this reason."""

    def is_refused(reason, status=400, **person):
        client = browser(None)
        answer = come_back(client, connection, **person)
        assert answer.status_code == status, answer.text
        assert "<h1>You were not signed in</h1>" in answer.text
        assert "Traceback" not in answer.text
        assert not is_signed_in(client)
        assert look(select(SignInSession)) == []
        assert look(select(PartnerAccount)) == []
        entries = look(select(AuditEntry).order_by(AuditEntry.id))
        assert (entries[-1].name, entries[-1].details["reason"]) == ("PartnerRefused", reason.value)

    return is_refused


@pytest.fixture
def second(people, save):
    """A second administrator: Ben."""
    with db.writing() as session:
        session.get_one(Member, people["Ben"].id).role = CommunityRole.ADMINISTRATOR


def states(look):
    return [terms.state.value for terms in look(select(Terms).order_by(Terms.id))]


@pytest.fixture
def prepare(people, provider, save, look):
    """Kim fills in the form; the connection's address."""

    def prepared(client, **more):
        choir = save(Organisation(name="The choir", language="en"))
        typed = {
            "organisation_id": choir.id, "profile": "openid", "issuer": provider.issuer,
            "client_id": CLIENT, "secret": SECRET, "label": "Singers", **more,
        }  # fmt: skip
        return client.post("/connections/new", data=typed)

    return prepared


def try_it(client, page, provider, **person):
    gone = client.post(f"{page}/test")
    return client.get(provider.authorize(way_out(gone), **person))
