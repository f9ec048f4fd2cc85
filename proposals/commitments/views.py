"""The pages of commitments: all of them, one with its lines, and recording one."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.cells import safe
from civic.core.clock import now
from civic.core.permissions import Permission
from civic.core.web import Pages, invalid, load, number, page_or_fragment
from civic.core.words import language, time_zone
from proposals import policies as proposal_policies
from proposals.commitments import actions, agenda, keepers, policies, queries
from proposals.commitments.forms import CommitmentForm, LineForm, NewsForm, TakeUpForm
from proposals.commitments.models import Commitment, Kind
from proposals.models import Proposal
from voting import policies as round_policies
from voting.models import Round

bp = Pages("commitments", __name__)
SIZE = 20
MOST = 1_000
"""Lines of each state in the table to take along."""


@bp.get("/commitments/", to=policies.LIST)
def index() -> Response:
    policies.LIST.check(g.actor, None)
    shown = request.args.get("shown", "")
    shown = shown if shown in queries.SHOWN else queries.SHOWN[0]
    moment = now()
    new_year = _new_year(moment)
    page = queries.commitments(
        db.session,
        actor=g.actor,
        shown=shown,
        now=moment,
        size=SIZE,
        after=request.args.get("after", ""),
    )
    return page_or_fragment(
        "proposals/commitments/index.html",
        "proposals/commitments/_list.html",
        page=page,
        shown=shown,
        now=moment,
        balance=agenda.balance(db.session, actor=g.actor, since=new_year, now=moment),
        year=new_year.year,
    )


@bp.get("/commitments.csv", to=policies.LIST)
def table() -> Response:
    """As a table, up to a thousand of each state; days are those of the reader, as on the page."""
    policies.LIST.check(g.actor, None)
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(("number", "what", "who", "last_day", "state", "settled", "decision", "space"))
    for shown in ("open", "kept", "not_kept"):
        for row in queries.commitments(
            db.session, actor=g.actor, shown=shown, now=now(), size=MOST
        ):
            cells = (
                row.id, row.title, row.keeper, to_user_timezone(row.due).date(), row.state.value,
                row.settled_at and to_user_timezone(row.settled_at).date(),
                row.decision.title, row.space.title,
            )  # fmt: skip
            lines.writerow([safe(cell) for cell in cells])
    answer = make_response("\ufeff" + written.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="commitments.csv"'
    return answer


@bp.route("/votes/<slugged:key>/commitment", methods=["GET", "POST"], to=policies.MAKE)
def of_a_vote(key: Key) -> Response | str:
    return _recording(Round, key, round_policies.VIEW)


@bp.route("/proposals/<slugged:key>/commitment", methods=["GET", "POST"], to=policies.MAKE)
def of_a_proposal(key: Key) -> Response | str:
    return _recording(Proposal, key, proposal_policies.VIEW)


@bp.get("/commitments/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    commitment = load(db.session, Commitment, key, to=policies.VIEW)
    return _page(commitment)


@bp.post("/commitments/<slugged:key>/news", to=policies.TELL)
def tell(key: Key) -> Response:
    form = NewsForm()

    def report(session: Session, kept: Commitment) -> None:
        kind = Kind(form.kind.data)
        actions.report(session, commitment=kept, actor=g.actor, kind=kind, **form.line())

    done = _("Your news stands below, for everybody to read.")
    return _saying(key, policies.TELL, form, report, done)


@bp.post("/commitments/<slugged:key>/ask", to=policies.ASK)
def ask(key: Key) -> Response:
    with db.writing() as session:
        commitment = load(session, Commitment, key, to=policies.VIEW, lock=True)
        actions.ask(session, commitment=commitment, actor=g.actor)
    flash(_("You asked for news. You will be told when there is some."))
    return redirect(url_for(".show", key=commitment), code=303)


@bp.post("/commitments/<slugged:key>/take-up", to=policies.TAKE_UP)
def take_up(key: Key) -> Response:
    form = TakeUpForm()

    def again(session: Session, kept: Commitment) -> None:
        actions.take_up(session, commitment=kept, actor=g.actor, **form.line())

    return _saying(key, policies.TAKE_UP, form, again, _("The commitment is open again."))


@bp.post("/commitments/<slugged:key>/discard", to=policies.DISCARD)
def discard(key: Key) -> Response:
    with db.writing() as session:
        commitment = load(session, Commitment, key, to=policies.VIEW, lock=True)
        back = queries.one(session, commitment.id).decision
        actions.discard(session, commitment=commitment, actor=g.actor)
    flash(_("The commitment is thrown away."))
    return redirect(url_for(back.endpoint, key=back), code=303)


def _recording(model: type[Any], key: Key, permission: Permission) -> Response | str:
    """What was promised when something was decided."""
    source = load(db.session, model, key, to=permission)
    policies.MAKE.check(g.actor, source)
    form = CommitmentForm(data={"language": language()} if request.method == "GET" else None)
    if request.method == "GET":
        return render("proposals/commitments/new.html", form=form, source=source)
    if not form.validate():
        return invalid("proposals/commitments/new.html", form=form, source=source)
    try:
        with db.writing() as session:
            made = actions.make(
                session,
                source=load(session, model, key, to=permission, lock=True),
                actor=g.actor,
                title=form.title.data,
                language=form.language.data,
                due=form.end(),
                keeper=form.keeper.data,
                keeper_id=form.keeper_id.data or 0,
                keeper_words=form.keeper_words.data,
            )
    except keepers.Unclear as unclear:
        form.offer(unclear.found)
        form.keeper.errors = [_(str(unclear))]
        return invalid("proposals/commitments/new.html", form=form, source=source)
    flash(_("The commitment is recorded. It can be thrown away within an hour."))
    return redirect(url_for(".show", key=made), code=303)


def _saying(
    key: Key,
    permission: Permission,
    form: LineForm,
    deed: Callable[[Session, Commitment], None],
    done: str,
) -> Response:
    """A line that is written under a commitment, with what it changes."""
    shown = load(db.session, Commitment, key, to=policies.VIEW)
    permission.check(g.actor, shown)
    if not form.validate():
        return make_response(_page(shown, form), 422)
    with db.writing() as session:
        kept = load(session, Commitment, key, to=policies.VIEW, lock=True)
        deed(session, kept)
    flash(done)
    return redirect(url_for(".show", key=kept), code=303)


def _page(commitment: Commitment, sent: LineForm | None = None) -> str:
    """``sent``: one of the page's forms, with its faults."""
    return render(
        "proposals/commitments/show.html",
        commitment=commitment,
        row=queries.one(db.session, commitment.id),
        lines=queries.lines(
            db.session, commitment.id, before=request.args.get("before", 0, type=number)
        ),
        asked=queries.asked(db.session, commitment, g.actor.id if g.actor else None),
        form=sent if isinstance(sent, NewsForm) else NewsForm(formdata=None),
        again=sent if isinstance(sent, TakeUpForm) else TakeUpForm(formdata=None),
        now=now(),
        lapses=actions.silent_since(commitment) + actions.GRACE,
    )


def _new_year(moment: datetime) -> datetime:
    """The beginning of the year, where the reader is."""
    zone = ZoneInfo(time_zone())
    return datetime(moment.astimezone(zone).year, 1, 1, tzinfo=zone)
