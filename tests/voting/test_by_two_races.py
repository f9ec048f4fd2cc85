"""The second of two people agrees while somebody else does something about the same vote."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core.clock import now
from civic.joint.models import JointAct
from tests.sizes import size
from voting.models import Round, State

pytestmark = pytest.mark.thorough

RACER = "tests.voting.racer"
TIMES = size(1, soak=30)


@pytest.fixture
def asked(browser, new_round, lou):
    """Fay asks; Kim and Lou, who administer, may agree: the round and the act's page."""

    def ask(change):
        round = new_round(by_two=True)
        later = (now() + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
        data = {"reason": "Rain.", "closes_at": later}
        return round, browser("Fay").post(
            f"/votes/{round.id}-the-lawn/{change}", data=data
        ).location

    return ask


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_who_agree_at_once_do_it_once(asked, press_at_once, look, _time):
    _round, where = asked("extend")
    answers = press_at_once(*((name, f"{where}/agree", {}) for name in ("Kim", "Lou")))
    assert sorted(answers) == [303, 403]
    told = [name for name in look(select(AuditEntry.name)) if name == "RoundExtended"]
    assert len(told) == 1


@pytest.mark.parametrize("_time", range(TIMES))
def test_of_who_agrees_and_who_stops_one_wins(asked, press_at_once, look, _time):
    _round, where = asked("cancel")
    press_at_once(("Kim", f"{where}/agree", {}), ("Lou", f"{where}/stop", {}))
    (act,) = look(select(JointAct))
    (state,) = look(select(Round.state))
    assert (act.done_at is None) != (act.stopped_at is None)
    assert (state == State.CANCELLED) == (act.done_at is not None)


@pytest.mark.parametrize("_time", range(TIMES))
@pytest.mark.parametrize("change", ["cancel", "extend"])
def test_what_the_schedule_closes_is_not_changed_by_two_as_well(
    asked, race, look, people, change, _time
):
    round, where = asked(change)
    number = int(where.rsplit("/", 1)[1])
    said = race(
        RACER,
        (f"agree:{number}", round.id, people["Kim"].id),
        ("close", round.id, people["Kim"].id),
    )
    (act,) = look(select(JointAct))
    (found,) = look(select(Round))
    done = act.done_at is not None
    assert said[0] == (["done"] if done else ["refused"])
    if change == "cancel":
        assert found.state == (State.CANCELLED if done else State.PUBLISHED)
    else:  # extended, then closed all the same by this test's schedule; or closed first
        assert found.state == State.PUBLISHED
        assert (found.closes_at > round.closes_at) == done
