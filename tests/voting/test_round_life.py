"""Everything that can happen to an open vote, in any order, by Hypothesis: after each step it is
where its frozen terms and the people's deeds have brought it, and nowhere else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.joint.models import JointAct
from civic.members import actions as members
from civic.members.models import CommunityRole, Member, MemberState
from civic.notifications import ticking
from civic.privacy import erasing
from civic.spaces.models import Membership, Role
from proposals.deliberation.models import Suspension
from tests.sizes import size
from tests.voting.life_checks import PAGES, Checked
from tests.voting.lives import ENTITY, FACILITATORS, MEMBERS, ROLL, Life
from voting.models import State

WHO = st.sampled_from(("Kim", "Zoe", *FACILITATORS, *MEMBERS))
ON_ROLL = st.sampled_from(ROLL)
LEADING = st.sampled_from((*FACILITATORS, *FACILITATORS, "Ada", "Kim"))
CHANGES = st.sampled_from(["close", "extend", "cancel"])
CHOICES = st.sampled_from([["o1"], ["o2"], ["o1", "o2"]])


class RoundLife(Checked):
    @initialize(
        secret=st.booleans(),
        two=st.sampled_from([True, True, False]),
        early=st.booleans(),
        mandates=st.sampled_from(
            [None, {"onward": False, "most": 2}, {"onward": True, "most": None}]
        ),
    )
    def opens(self, **how):
        self.begins(Life(self.house.people, **how).begin())

    def post(self, who, page, **data):
        browser = self.house.browser(self.life.named(who))
        return browser.post(f"{self.life.address}{page}", data=data)

    # ------------------------------------------------------------ voters

    @rule(who=WHO, elector=st.sampled_from([None, None, *ROLL]), choice=CHOICES)
    def votes(self, who, elector, choice):
        elector = elector or who
        may = self.life.is_open() and self.life.acts_for(who, elector)
        mine = {"for": self.life.person(elector).id} if elector != who else {}
        self.post(who, "/cast", **{"q1-tick": choice}, **mine)
        if may:
            self.life.votes[elector] = choice

    @rule(who=WHO, to=ON_ROLL, for_entity=st.booleans())
    def passes_on(self, who, to, for_entity):
        elector = ENTITY if for_entity else who
        before = self.life.held()
        may = self.life.is_open() and self.life.acts_for(who, elector) and self.life.mandates
        mine = {"for": self.life.person(elector).id} if for_entity else {}
        self.post(who, "/pass-on", to=self.life.person(to).id, **mine)
        after = self.life.held()
        assert after in (before, before | {elector: to})
        if after != before:
            assert may
            assert elector not in self.life.votes

    @rule(giver=ON_ROLL, who=WHO, declines=st.booleans())
    def ends_a_mandate(self, giver, who, declines):
        """The giver takes it back, or the holder declines."""
        before = self.life.held()
        elector = before.get(giver) if declines else giver
        mine = self.life.person(elector).id if elector else 0
        data = {"for": mine} | ({"giver": self.life.person(giver).id} if declines else {})
        self.post(who, "/pass-on/decline" if declines else "/pass-on/take-back", **data)
        ended = self.life.is_open() and elector and self.life.acts_for(who, elector)
        expected = {one: to for one, to in before.items() if not ended or one != giver}
        assert self.life.held() == expected

    # ------------------------------------------------------------ facilitators

    @rule(who=LEADING, change=CHANGES, hours=st.integers(1, 90))
    def asks(self, who, change, hours):
        life = self.life
        later = (life.closes_at + timedelta(hours=hours - 20)).replace(second=0, microsecond=0)
        known = {act.id for act in life.acts()}
        stands, ended = life.round().state, now() >= life.closes_at
        may = life.leads(who) and (
            stands == State.OPEN or (stands == State.CLOSING and change == "cancel")
        )
        if change == "extend" and (ended or later <= life.closes_at):
            may = False
        if change == "cancel" and life.two and stands == State.OPEN and ended:
            may = False
        alone = may and not [one for one in life.here if one != who and life.may_agree(one)]
        data = {"closes_at": later.isoformat()[:16]} if change == "extend" else {}
        if may and (not life.two or (change == "close" and ended)):
            self.happens = {change}
        self.post(who, f"/{change}", reason=f"Because of {change}.", **data)
        new = {act.id for act in life.acts()} - known
        assert not new or (may and life.two)
        assert len(new) <= 1
        life.alone |= new if alone else set()

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), who=LEADING, stops=st.booleans())
    def answers(self, data, who, stops):
        """Somebody agrees to what is asked for, or stops it."""
        act = data.draw(st.sampled_from(self.waiting()), label="act")
        does = "stop" if stops else "agree"
        may = self.life.may_agree(who) and (stops or self.life.person(who).id != act.asked_by_id)
        if may and not stops and (change := self.life.would_do(act)):
            self.happens = {change}
        browser = self.house.browser(self.life.named(who))
        browser.post(f"/acts-of-two/{act.id}/{does}")
        with db.reading() as session:
            assert session.get_one(JointAct, act.id).is_open == (not may)

    def waiting(self):
        return [act for act in self.life.acts() if act.is_open]

    @rule(who=LEADING)
    def reminds(self, who):
        self.post(who, "/remind")

    # ------------------------------------------------------------ who belongs

    @rule(name=st.sampled_from([None, *MEMBERS, *FACILITATORS]))
    def somebody_represents(self, name):
        life = self.life
        if name not in life.here:
            name = None
        whom = life.person(name).id if name else None
        self.changed(ENTITY, represented_by_id=whom)
        life.representative = name

    @rule(who=st.sampled_from([*MEMBERS, "Gus", "Fay"]), back=st.booleans())
    def leaves_or_comes_back(self, who, back):
        with db.reading() as session:
            if session.get_one(Member, self.life.person(who).id).erased_at:
                return
        self.changed(who, state=MemberState.ACTIVE if back else MemberState.LEFT)
        (self.life.here.add if back else self.life.here.discard)(who)

    @rule(who=st.sampled_from(MEMBERS))
    def is_erased(self, who):
        registry = self.house.app.extensions["registry"]
        with db.writing() as session:
            erasing.erase(session, registry, self.life.person(who).id, with_texts=False)
        self.life.here.discard(who)
        if self.life.representative == who:
            self.life.representative = None

    @rule(who=st.sampled_from(MEMBERS))
    def is_suspended(self, who):
        """Reads and votes, and does not debate."""
        about = {"member_id": self.life.person(who).id, "space_id": self.life.space_id}
        self.house.save(Suspension(reason="Shouting.", until=now() + timedelta(days=9), **about))

    @rule(who=st.sampled_from(["Fay", "Gus", "Ada"]), leads=st.booleans())
    def changes_office(self, who, leads):
        with db.writing() as session:
            mine = session.get(Membership, (self.life.space_id, self.life.person(who).id))
            if mine is None:  # erased
                return
            mine.role = Role.FACILITATOR if leads else Role.MEMBER
        (self.life.facilitate.add if leads else self.life.facilitate.discard)(who)

    @rule(holds=st.booleans())
    def administers(self, holds):
        role = CommunityRole.ADMINISTRATOR if holds else CommunityRole.MEMBER
        with db.writing() as session:
            session.get_one(Member, self.life.person("Kim").id).role = role
        self.life.administer = {"Kim"} if holds else set()

    def changed(self, who, **values):
        kim = Actor(id=self.life.person("Kim").id, name="Kim", is_admin=True)
        with db.writing() as session:
            whom = session.get(Member, self.life.person(who).id)
            members.change(session, actor=kim, member=whom, values=values)

    # ------------------------------------------------------------ the house

    @rule(hours=st.sampled_from([1, 5, 12, 20, 25]))
    def hours_pass(self, hours):
        self.house.at(now() + timedelta(hours=hours))

    @rule()
    def the_house_ticks(self):
        self.house.at(now() + timedelta(minutes=2))
        life, stands = self.life, self.life.round().state
        due = [act for act in self.waiting() if act.due_at and act.due_at <= now()]
        done = {life.would_do(act) for act in due} - {None}
        ended = stands == State.OPEN and (now() >= life.closes_at or life.all_are_heard())
        self.happens = done or ({"close"} if ended else set())
        if done and ended:
            self.happens = done | {"close"}
        assert ticking.run_due(self.house.app)

    @rule(who=st.one_of(st.none(), WHO), page=st.sampled_from(PAGES))
    def looks(self, who, page):
        browser = self.house.browser(who and self.life.named(who))
        assert browser.get(f"{self.life.address}{page}").status_code < 500


@pytest.fixture
def house(app, people, garden, browser, at, look, save):
    """What a life needs of the world of tests."""

    return SimpleNamespace(app=app, people=people, browser=browser, at=at, look=look, save=save)


@pytest.mark.thorough
def test_whatever_happens_to_it_a_vote_ends_as_it_must(house):
    run_state_machine_as_test(
        lambda: RoundLife(house),
        settings=settings(
            max_examples=size(4, soak=300),
            stateful_step_count=size(20, soak=60),
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
