"""Two proposals that want the same, and the text that is made from them."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from civic.members.models import Member
from civic.spaces.models import Membership, Role
from proposals.models import Proposal, Stage
from tests.proposals.conftest import draft, edit, propose

__all__ = ["draft", "edit", "propose"]


@pytest.fixture
def two(propose) -> tuple[str, str]:
    """Ada's and Ben's."""
    return propose("Ada"), propose("Ben", title="Plant a hedge", body="Of hazel.")


@pytest.fixture
def sol(people, garden, save) -> str:
    """One more member of the garden, who supports."""
    people["Sol"] = save(Member(name="Sol", email="sol@example.org"))
    save(Membership(space_id=garden.id, member_id=people["Sol"].id, role=Role.MEMBER))
    return "Sol"


@pytest.fixture
def join(browser) -> Callable[..., str]:
    """Somebody begins a joint text; its address."""

    def begin(address: str, *others: str, by: str = "Ada") -> str:
        chosen = [other.split("/")[2].split("-")[0] for other in others]
        answer = browser(by).post(f"{address}/join", data={"with": chosen})
        assert answer.status_code == 303, answer.text
        return answer.location.removesuffix("/edit")

    return begin


@pytest.fixture
def agree(browser) -> Callable:
    """Somebody agrees that their proposal goes on in a text."""

    def say(name: str, text: str, origin: str, version: int = 1):
        number = origin.split("/")[2].split("-")[0]
        there = f"{text}/made-from/{number}/agree"
        return browser(name).post(there, data={"version": version}, follow_redirects=True)

    return say


@pytest.fixture
def publish(browser, look) -> Callable:
    """Somebody publishes a text that they have read as it is now, or in an earlier version."""

    def say(text: str, by: str = "Ada", version: int = 0):
        number = int(text.split("/")[2].split("-")[0])
        now = look(select(Proposal.id, Proposal.version))
        data = {f"version-{id}": its for id, its in now}
        if version:
            data[f"version-{number}"] = version
        return browser(by).post(f"{text}/made-from/publish", data=data, follow_redirects=True)

    return say


@pytest.fixture
def joined(two, join, agree, publish) -> str:
    """The joint text of Ada and Ben, published; its address."""
    text = join(*two)
    agree("Ben", text, two[1])
    assert "The text is published." in publish(text).text
    return text


@pytest.fixture
def stages(look) -> Callable[[], list[Stage]]:
    return lambda: look(select(Proposal.stage).order_by(Proposal.id))
