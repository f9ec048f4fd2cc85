"""A house with something at every address: for tests that walk over all routes.

A plugin of pytest, named in tests/conftest.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel
from werkzeug.routing import Rule

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import slug
from civic.core.audience import Audience
from civic.core.clock import now
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications.making import unsubscribe_address
from civic.organisations.models import (
    Organisation,
    OrganisationMembership,
    OrganisationRole,
)
from civic.partners.models import Connection
from civic.sign_in import taking_along, tokens
from civic.sign_in.models import AddressChange, Purpose
from civic.spaces.models import Membership, Phase, Role, Space
from proposals import actions as proposals
from proposals.commitments import actions as commitments
from proposals.commitments.models import Commitment, Kind
from proposals.deliberation import actions as deliberation
from proposals.deliberation import moderating
from proposals.deliberation.models import Alignment, FlagReason, Suspension
from proposals.models import Attachment
from voting import actions as voting
from voting.models import Disclosure


@pytest.fixture
def world(app, people, garden, act, save) -> SimpleNamespace:
    """Addresses of a garden with proposals that are debated, drafted, withdrawn and thrown away,
    and votes that are drafted, open, over and cancelled; of a proposal and a vote in another space,
    and in a cellar of the garden's people that was archived; of two partner organisations, their
    connections and an act of two."""
    more = [Member(name=f"Voter {n}", email=f"v{n}@example.org") for n in range(8)]
    save(*more, Member(name="Ida", email="ida@example.org", state=MemberState.REQUESTED))
    save(*(Membership(space_id=garden.id, member_id=member.id) for member in more))
    save(Phase(space_id=garden.id, position=1, title="Everything", acts=garden.acts))
    people["Oli"] = save(Member(name="Oli", email="oli@example.org"))
    people["Lou"] = save(Member(name="Lou", email="lou@example.org", role=CommunityRole.AUDITOR))
    save(Membership(space_id=garden.id, member_id=people["Oli"].id, role=Role.OBSERVER))
    cellar = save(
        Space(title="The cellar", language="en", audience=Audience.SPACE, acts=garden.acts)
    )
    for name, role in (("Ada", Role.MEMBER), ("Ben", Role.MEMBER), ("Fay", Role.FACILITATOR)):
        save(Membership(space_id=cellar.id, member_id=people[name].id, role=role))
    attic = save(Space(title="The attic", language="en", audience=Audience.SPACE, acts=garden.acts))
    partners = [Organisation(name=name, language="en") for name in ("The mill", "The bakery")]
    save(*partners)
    save(
        _belongs(partners[0], people["Zoe"], OrganisationRole.ADMINISTRATOR),
        _belongs(partners[0], people["Ben"], OrganisationRole.MEMBER),
        _belongs(partners[1], people["Ada"], OrganisationRole.ADMINISTRATOR),
    )
    doors = [_connection(one, number) for number, one in enumerate(partners)]
    save(*doors)
    suspended = save(
        Suspension(
            member_id=more[0].id, space_id=garden.id, by_id=people["Fay"].id, reason="Shouting.",
            until=now() + timedelta(days=9), appeal="I whispered.", appealed_at=now(),
        )
    )  # fmt: skip
    eve = save(Member(name="Eve", email="eve@example.org"))
    save(Membership(space_id=attic.id, member_id=eve.id, role=Role.FACILITATOR))
    inside = Actor(id=eve.id, name="Eve", roles_by_space={attic.id: frozenset({"facilitator"})})
    with db.writing() as session:
        space = session.get_one(Space, garden.id)
        titles = ("Trees", "A bench", "A pond")
        ideas = [_propose(session, act.ada, space, title) for title in titles]
        for idea in (ideas[0], ideas[2]):
            proposals.publish(session, proposal=idea, actor=act.ada)
        proposals.withdraw(session, proposal=ideas[2], actor=act.ada, reason="Too deep.")
        said = _debate(session, act, ideas[0])
        picture = Attachment(
            proposal_id=ideas[0].id, name="oak.png", kind="image/png", digest="0" * 64, size=3,
            content=b"oak",
        )  # fmt: skip
        session.add(picture)
        elsewhere = session.get_one(Space, attic.id)
        chest = _propose(session, inside, elsewhere, "A chest")
        proposals.publish(session, proposal=chest, actor=inside)
        below = session.get_one(Space, cellar.id)
        digger, keeper = (
            replace(who, roles_by_space={**who.roles_by_space, cellar.id: frozenset({role})})
            for who, role in ((act.ada, "member"), (act.fay, "facilitator"))
        )
        shelf = _propose(session, digger, below, "A shelf")
        proposals.publish(session, proposal=shelf, actor=digger)
        swing = _propose(session, act.ada, space, "A swing")
        proposals.discard(session, proposal=swing, actor=act.ada)
        aloft = deliberation.write(
            session, actor=inside, proposal=chest, body="Old.", language="en", now=now(),
            alignment=Alignment.FOR, parent=None,
        )  # fmt: skip
        hidden = _round(session, inside, elsewhere)
        voting.open_round(session, round_id=hidden.id, actor=inside, now=now())
        kim = Actor(id=people["Kim"].id, name="Kim", is_admin=True)
        asked = taking_along.ask(session, actor=kim)
        rounds = [_round(session, act.fay, space) for _number in range(4)]
        for round in rounds[1:3]:
            voting.open_round(session, round_id=round.id, actor=act.fay, now=now())
        voting.close(session, round_id=rounds[2].id, actor=act.fay, now=now(), reason="Done.")
        voting.finish(session, round_id=rounds[2].id)
        voting.open_round(session, round_id=rounds[3].id, actor=act.fay, now=now())
        voting.cancel(session, round_id=rounds[3].id, actor=act.fay, reason="A fault.")
        stored = _round(session, keeper, below)
        voting.open_round(session, round_id=stored.id, actor=keeper, now=now())
        below.archived_at = now()
        promises = [_promise(session, act.fay, rounds[2], title) for title in ("Rakes", "Seeds")]
        commitments.report(
            session, commitment=promises[1], actor=act.fay, kind=Kind.KEPT, body="Done.",
            language="en",
        )  # fmt: skip
        loft = Commitment(
            space_id=attic.id, proposal_id=chest.id, title="A ladder", keeper_words="The roofer",
            due=now() + timedelta(days=9),
        )  # fmt: skip
        session.add(loft)
        moving = AddressChange(member_id=people["Ben"].id, address="x@example.org")
        session.add(moving)
        session.flush()
        secrets = [
            tokens.make(session, Purpose.SIGN_IN, address="ada@example.org"),
            tokens.make(session, Purpose.SIGN_UP, address="ida@example.org", name="Ida"),
            tokens.make(
                session,
                Purpose.CONFIRM_ADDRESS,
                address="x@example.org",
                member_id=people["Ben"].id,
                change_id=moving.id,
            ),
        ]
    with app.test_request_context():
        signed = unsubscribe_address(people["Ben"].id, "votes").rpartition("/")[2]
    return SimpleNamespace(
        keys={
            "spaces": [f"{garden.id}-the-garden", f"{attic.id}-the-attic",
                       f"{cellar.id}-the-cellar"],
            "proposals": [f"{ideas[0].id}-trees", f"{ideas[1].id}-a-bench",
                          f"{ideas[2].id}-a-pond", f"{chest.id}-a-chest", f"{swing.id}-a-swing",
                          f"{shelf.id}-a-shelf"],
            "commitments": [f"{promises[0].id}-rakes", f"{promises[1].id}-seeds",
                            f"{loft.id}-a-ladder"],
            "suspensions": [f"{suspended.id}-shouting"],
            "votes": [f"{round.id}-the-lawn" for round in [*rounds, hidden, stored]],
            "organisations": [f"{one.id}-{slug(one.name)}" for one in partners],
            "members": [str(people["Ben"].id), f"{more[-1].id + 1}-ida"],
        },
        values={"secret": secrets, "signed": [signed], "page": ["terms"], "rule": ["approval"],
                "side": ["for"], "member_id": [people["Ben"].id],
                "comment_id": [said[0].id, said[1].id, said[0].id, aloft.id, said[2].id],
                "attachment_id": [picture.id], "act_id": [asked.id],
                "connection_id": [door.id for door in doors],
                "ending": ["blt"], "name": ["decisions.atom", "deadlines.ics"]},
    )  # fmt: skip


def _belongs(organisation, member, role):
    return OrganisationMembership(organisation_id=organisation.id, member_id=member.id, role=role)


def _connection(organisation, number):
    return Connection(
        organisation_id=organisation.id,
        profile="openid",
        issuer=f"https://door-{number}.example.org",
        client_id="civic",
    )


def _propose(session, actor, space, title):
    return proposals.write(
        session, actor=actor, space=space, title=title, body="For all of us.", language="en"
    )


def _promise(session, actor, round, title):
    return commitments.make(
        session, source=round, actor=actor, title=title, language="en", keeper="Ben",
        due=now() + timedelta(days=9),
    )  # fmt: skip


def _debate(session, act, proposal):
    said = {"proposal": proposal, "language": "en", "now": now()}
    first = deliberation.write(
        session, actor=act.ben, body="Shade.", alignment=Alignment.FOR, parent=None, **said
    )
    second = deliberation.write(
        session, actor=act.ada, body="Indeed.", alignment=None, parent=first, **said
    )
    moderating.flag(
        session, actor=act.fay, comment_id=first.id, reason=FlagReason.HURTFUL, note="", now=now()
    )
    third = deliberation.write(session, actor=act.ben, body="Hm.", alignment=None, **said)
    deliberation.erase(session, actor=act.ben, comment=third)
    return first, second, third


def _round(session, actor, space):
    question = voting.new_question(
        title={"en": "What?"}, rule="approval",
        options=[{"title": {"en": "Trees"}}, {"title": {"en": "A bench"}}],
    )  # fmt: skip
    return voting.draft_round(
        session, space=space, actor=actor, titles={"en": "The lawn"}, questions=[question],
        closes_at=now() + timedelta(days=1), disclosure=Disclosure.OPEN,
        mandates={"onward": False, "most": 3},
    )  # fmt: skip


@pytest.fixture
def addresses(app, world) -> Callable[[Rule], list[str]]:
    """Some real addresses of a route."""

    def of(rule: Rule) -> list[str]:
        place = rule.rule.split("/")[1]
        place = "spaces" if "/new/" in rule.rule else place
        place = "suspensions" if "/suspensions/" in rule.rule else place
        choices = {"key": world.keys.get(place, ["1"]), **world.values}
        if "comment_id" in rule.arguments:  # the last one is a message that was deleted
            choices["key"] = [*choices["key"][:4], choices["key"][0]]
        most = max([len(choices.get(name, [1])) for name in rule.arguments], default=1)
        picked = [
            {name: (c := choices.get(name, [1]))[number % len(c)] for name in rule.arguments}
            for number in range(most)
        ]
        return [_filled(rule, values) for values in picked]

    return of


def _filled(rule: Rule, values: dict[str, object]) -> str:
    """As an address is typed: what the route's converters make of it is their affair."""
    return "".join(
        part if not is_variable else str(values[part]) for is_variable, part in rule._trace
    ).replace("|", "")


@pytest.fixture
def rows(app) -> Callable[[], dict[str, str]]:
    """What every table holds, to compare before and after."""

    def snapshot() -> dict[str, str]:
        with db.reading() as session:
            connection = session.connection()
            return {
                table.name: str(sorted(map(repr, connection.execute(select(table)))))
                for table in SQLModel.metadata.sorted_tables
            }

    return snapshot


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def routes(app, method: str) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if method in (rule.methods or ()) and rule.endpoint != "static":
            yield rule
