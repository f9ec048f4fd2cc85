"""Who may do what, at a glance: permissions.txt beside this file."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from civic.app import FEATURES, create_app
from civic.config import Config
from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.core.clock import now
from civic.core.permissions import Permission, Standing, everyone
from civic.core.web import Pages
from civic.feature import Feature
from civic.joint.models import JointAct
from civic.members.models import Member, MemberState
from civic.organisations.models import Organisation, OrganisationMembership
from civic.organisations.people import Person
from civic.sign_in.joining import Bearer
from civic.spaces.models import Joining, Space
from proposals.commitments.models import Commitment
from proposals.commitments.models import State as Kept
from proposals.deliberation.models import CommentState
from proposals.models import CoAuthor, Making, Proposal, Stage
from tests.world import routes
from voting.models import Disclosure, Publication, Round, State

WHO = (
    None,
    Actor(id=1),
    Actor(id=2, roles_by_space={7: frozenset({"member"})}),
    Actor(id=3, roles_by_space={7: frozenset({"member"})}),
    Actor(id=4, roles_by_space={7: frozenset({"facilitator"})}),
    Actor(id=5, is_admin=True),
)
NAMES = ("visitor", "stranger", "member", "author", "facilitator", "admin")
ROLES = {
    "observer": Actor(id=6, roles_by_space={7: frozenset({"observer"})}),
    "auditor": Actor(id=7, is_auditor=True),
    "belonging": Actor(id=8, organisations={5: "member"}),
    "keeper": Actor(id=9, organisations={5: "administrator"}),
}
STANDS = {
    Standing.VISITOR: WHO[0],
    Standing.ELSEWHERE: WHO[1],
    Standing.OBSERVER: ROLES["observer"],
    Standing.MEMBER: WHO[2],
    Standing.FACILITATOR: WHO[4],
    Standing.KEEPER: ROLES["keeper"],
    Standing.AUDITOR: ROLES["auditor"],
    Standing.ADMINISTRATOR: WHO[5],
}
MATRIX = [
    (line[:26].strip(), *line[26:].split())
    for line in Path(__file__).with_name("permissions.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
DIFFERENCES = {
    (line[:26].strip(), *line[26:].split()[:2]): line.split()[-1]
    for line in Path(__file__).with_name("permissions_of_roles.txt").read_text().splitlines()
    if line and not line.startswith("#")
}


def space(acts, state="community"):
    found = Space(id=7, title="The garden", audience=Audience.COMMUNITY, acts=acts)
    if state == "partner":
        found.organisation_id = 5
    elif state in set(Joining):
        found.joining = Joining(state)
    else:
        found.audience = Audience(state)
    return found


def partner(kind, state):
    """An organisation, or one of its people."""
    found = Organisation(id=6 if state == "other" else 5, name="The mill")
    found.archived_at = now() if state == "archived" else None
    if kind == "organisation":
        return found
    role = "administrator" if state == "duties" else "member"
    membership = OrganisationMembership(organisation_id=found.id, member_id=20, role=role)
    return Person(organisation=found, member=Member(id=20, name="Ida"), membership=membership)


def newcomer(kind, state, acts):
    if kind in ("organisation", "person"):
        return partner(kind, state)
    if kind == "act":
        return joint_act(state)
    if kind == "commitment":
        return commitment(space(acts), state)
    if kind == "origin":
        return origin(space(acts), state)
    if kind == "request":
        answered = MemberState.ACTIVE
        return Member(name="Ida", state=MemberState.REQUESTED if state == "waiting" else answered)
    return Bearer(
        space=space(acts),
        state=MemberState.ACTIVE,
        belongs=True,
        has_other_door=state in ("mail", "new"),
        has_come_in=state != "new",
        has_duties=state == "duties",
    )


def joint_act(state):
    return JointAct(
        kind="members.grant",
        asked_by_id=5 if state == "mine" else 10,
        subject_id=3,
        organisation_id=5 if state == "theirs" else None,
        agreed_at=now() if state in ("agreed", "done") else None,
        done_at=now() if state == "done" else None,
    )


def origin(where, state):
    stage = Stage(state) if state in set(Stage) else Stage.DRAFT
    text = Proposal(space=where, author_id=2, title="Trees", stage=stage)
    wrote = None if state == "nobodys" else 3
    first = Proposal(space=where, author_id=wrote, title="A hedge", stage=Stage.OPEN)
    reason = "Gone." if state == "stood_in" else ""
    return SimpleNamespace(space=where, proposal=text, origin=first, reason=reason)


def commitment(where, state):
    return Commitment(
        space=where,
        keeper_id=3,
        made_at=now(),
        news_at=now() if state == "told" else None,
        state={"kept": Kept.KEPT, "broken": Kept.NOT_KEPT}.get(state, Kept.OPEN),
    )


def row(words, who, acts):
    """The row that a line speaks of, made without a database."""
    kind, _, state = words.partition(" ")
    if kind == "nothing":
        return None
    if kind == "space":
        return space([]) if state == "closed" else space(acts, state)
    if kind in ("bearer", "request", "act", "organisation", "person", "commitment", "origin"):
        return newcomer(kind, state, acts)
    if kind in ("proposal", "asked", "signed", "joint"):
        signer = CoAuthor(member_id=2, accepted_at=now() if kind == "signed" else None)
        return SimpleNamespace(
            space=space(acts), author_id=3, stage=Stage(state),
            made=Making.JOINED if kind == "joint" else None, version=2,
            co_authors=[] if kind == "proposal" else [signer],
        )  # fmt: skip
    if kind == "comment":
        proposal = Proposal(space=space(acts), author_id=9, title="Trees", stage=Stage.OPEN)
        return SimpleNamespace(
            space=proposal.space, proposal=proposal, author_id=3, state=CommentState(state),
            alignment="for", created_at=now(),
        )  # fmt: skip
    if kind == "decision":
        appealed = now() if state == "appealed" else None
        return SimpleNamespace(
            space=space(acts), member_id=3, by_id=9, appealed_at=appealed, upheld=None,
            comment=SimpleNamespace(author_id=3),
        )  # fmt: skip
    round = Round(
        space=space(acts),
        state=State(
            {
                "sums": "published",
                "named": "published",
                "public": "open",
                "mandates": "open",
                "represented": "published",
            }.get(state, state)
        ),
        publication=Publication.SUMS if state == "sums" else Publication.BALLOTS,
        disclosure=Disclosure.OPEN if state in ("named", "public") else Disclosure.SECRET,
        mandates={"onward": True, "most": None} if state in ("mandates", "represented") else None,
    )
    if kind == "round":
        return round
    weight = 1 if who is WHO[2] else None
    return SimpleNamespace(space=round.space, state=round.state, weight=weight, round=round)


@pytest.mark.parametrize(("words", "name", "expected"), [(w, n, e) for w, n, *e in MATRIX])
def test_who_may(words, name, expected, program):
    registry = program.extensions["registry"]
    acts = [str(act) for act in registry.acts]
    allowed = [registry.permissions[name].allows(who, row(words, who, acts)) for who in WHO]
    found = dict(zip(NAMES, ("yes" if one else "no" for one in allowed), strict=True))
    assert found == dict(zip(NAMES, expected, strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_further_roles_may_what_a_stranger_may_and_what_is_listed(role, program):
    registry = program.extensions["registry"]
    acts = [str(act) for act in registry.acts]
    who, differences = ROLES[role], {}
    for words, name, _visitor, stranger, *_more in MATRIX:
        subject = row(words, who, acts)
        if words.startswith("voter"):
            continue  # the roll decides, whoever it is
        may = "yes" if registry.permissions[name].allows(who, subject) else "no"
        if may != stranger:
            differences[words, name, role] = may
    assert differences == {key: may for key, may in DIFFERENCES.items() if key[2] == role}


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_a_role_in_another_space_or_organisation_is_worth_nothing_here(role, program):
    """The garden is space 7 and the mill organisation 5; these have their roles in 8 and 4."""
    registry, wrong = program.extensions["registry"], []
    acts = [str(act) for act in registry.acts]
    keeper = "administrator" if role == "facilitator" else "member"
    who = Actor(id=10, roles_by_space={8: frozenset({role})}, organisations={4: keeper})
    for words, name, _visitor, stranger, *_more in MATRIX:
        may = registry.permissions[name].allows(who, row(words, who, acts))
        if ("yes" if may else "no") != stranger:
            wrong.append((words, name))
    assert wrong == []


@pytest.mark.parametrize("standing", Standing)
def test_the_page_of_who_may_do_what_says_what_the_rules_say(standing, program):
    """Where it says yes or no, each line of the matrix agrees; its own rows are of one's own space
    and one's own organisation."""
    registry = program.extensions["registry"]
    acts = [str(act) for act in registry.acts]
    who, wrong, decided = STANDS[standing], [], 0
    for words, name, *_cells in MATRIX:
        verdict = registry.permissions[name].rule.by_standing(standing)
        if verdict is None or words.endswith(" other"):
            continue
        decided += 1
        if registry.permissions[name].allows(who, row(words, who, acts)) != verdict:
            wrong.append((words, name, verdict))
    assert wrong == []
    assert decided > 40


def test_the_matrix_knows_every_permission_and_allows_each_to_somebody(program):
    allowed = {name for _, name, *cells in MATRIX if "yes" in cells}
    allowed |= {name for (_, name, _role), may in DIFFERENCES.items() if may == "yes"}
    assert allowed == set(program.extensions["registry"].permissions)


def test_every_route_declares_its_permission(program):
    routes = {rule.endpoint for rule in program.url_map.iter_rules()} - {"static"}
    declared = {
        name: view.permission.name
        for name, view in program.view_functions.items()
        if hasattr(view, "permission")
    }
    assert routes == set(declared)
    assert set(declared.values()) <= set(program.extensions["registry"].permissions)


@pytest.mark.parametrize(("method", "file"), [("GET", "routes.txt"), ("POST", "deeds.txt")])
def test_every_address_has_its_lines_in_the_list_of_what_it_answers(app, method, file):
    """Its first row, at least; the tests that read the lists say which lines and cells are lacking:
    tests/test_reading_changes_nothing.py and tests/test_deeds.py."""
    lines = Path(__file__).with_name(file).read_text()
    assert [one.rule for one in routes(app, method) if f"\n{one.rule} 1 " not in lines] == []


def test_a_route_without_a_permission_cannot_even_be_written():
    with pytest.raises(KeyError, match="to"):
        Pages("careless", __name__).get("/careless")(lambda: "hello")


def test_a_route_that_declares_and_does_not_ask_fails(tmp_path):
    bp = Pages("sign_in_careless", __name__)
    bp.get("/careless", to=Permission("careless.view", everyone, ""))(lambda: "hello")
    app = create_app(
        Config.for_tests(tmp_path), features=[*FEATURES, Feature(name="careless", blueprint=bp)]
    )
    with app.test_request_context("/careless"), pytest.raises(AssertionError, match="never asked"):
        app.view_functions["sign_in_careless.<lambda>"]()
    db.let_go(app.extensions)
