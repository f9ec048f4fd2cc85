"""All that was promised as a list, a table and a balance."""

from datetime import timedelta

from civic.core import db
from civic.core.clock import now
from proposals.commitments import agenda, queries
from proposals.commitments.models import Commitment, State


def test_the_table_holds_them_and_no_formula(record, browser):
    record(title="=SUM(A1:A9)")
    table = browser("Ada").get("/commitments.csv").text
    assert "'=SUM(A1:A9)" in table
    assert ",Ben," in table


def test_the_list_is_paged_by_key_in_both_orders(app, garden, save, decided, act):
    number = int(decided.rsplit("/", 1)[-1].partition("-")[0])
    start = now()

    def one(place, **how):
        due = start + timedelta(days=place // 2)
        return Commitment(
            space_id=garden.id, proposal_id=number, title=f"Promise {place}", due=due, **how
        )

    save(*(one(place) for place in range(7)))
    save(*(one(p, state=State.KEPT, settled_at=start) for p in range(7)))

    def all_of(shown):
        titles, after = [], ""
        while True:
            with db.reading() as session:
                page = queries.commitments(
                    session, actor=act.ada, shown=shown, now=start, size=3, after=after
                )
            titles += [row.title for row in page]
            if page.next is None:
                return titles
            after = page.next

    forward = [f"Promise {place}" for place in range(7)]
    assert all_of("open") == forward
    assert all_of("kept") == forward[::-1]
    assert all_of("late") == []


def test_the_balance_counts_what_fell_due(app, garden, save, decided, act):
    number = int(decided.rsplit("/", 1)[-1].partition("-")[0])
    start = now()

    def one(days, state=State.OPEN, settled=None):
        return Commitment(
            space_id=garden.id,
            proposal_id=number,
            title="A promise",
            due=start + timedelta(days=days),
            state=state,
            settled_at=settled and start + timedelta(days=settled),
        )

    save(
        one(-9, State.KEPT, -10), one(-9, State.KEPT, -3), one(-9, State.NOT_KEPT, -3),
        one(-9), one(9), one(9), one(-400, State.KEPT, -401),
    )  # fmt: skip
    with db.reading() as session:
        found = agenda.balance(session, actor=act.ada, since=start - timedelta(days=300), now=start)
        elsewhere = agenda.balance(session, actor=act.zoe, since=start - timedelta(300), now=start)
    assert found == (1, 1, 1, 1, 2)
    assert found.fell_due == 4
    assert elsewhere == (0, 0, 0, 0, 0)
