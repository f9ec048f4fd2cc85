"""Two providers, each of an own organisation, and people who come in through them."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select

from civic.core import sealing
from civic.core.clock import now
from civic.organisations.models import Organisation
from civic.partners.models import Connection, Terms, TermsState
from civic.partners.rules import Rule
from civic.partners.views.going import SECRET as PURPOSE
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


def is_signed_in(client) -> bool:
    return client.get("/sign-in/account").status_code == 200
