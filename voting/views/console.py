"""Accompanying a vote while it is open: no number that members do not see, and every act with its
reason on the public record."""

from datetime import datetime

from flask import g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.audit import queries as record
from civic.audit.sentences import particulars, sentence
from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.forms import in_our_time
from civic.core.permissions import Permission
from civic.core.web import invalid, load
from civic.joint.models import JointAct
from voting import actions, by_two, mandates, policies, queries, turnout
from voting.forms import in_a_week, to_utc
from voting.models import Round
from voting.views import bp
from voting.views.rounds import attempt, back, page_of

ACTS, NAMES = 20, 200
LONGEST_REASON = 1_000


@bp.get("/<slugged:key>/console", to=policies.CONSOLE)
def console(key: Key) -> str:
    return render("voting/console.html", **_about(_seen(key, policies.CONSOLE)))


@bp.post("/<slugged:key>/remind", to=policies.REMIND)
def remind(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.REMIND.check(g.actor, round)
        problem = attempt(
            lambda: actions.remind(session, round_id=key.id, actor=g.actor, now=now())
        )
    done = _("An e-mail goes out to those whose ballot is missing.")
    return back(key, problem, "voting.console", done, done="voting.console")


@bp.post("/<slugged:key>/extend", to=policies.EXTEND)
def extend(key: Key) -> Response | str:
    round = _seen(key, policies.EXTEND)
    later, reason = to_utc(request.form.get("closes_at", type=_local)), _reason()
    if later is None or not reason:
        problem = _("Give a later end, and say why.")
        return invalid("voting/console.html", problem=problem, **_about(round))
    if by_two.is_needed(round, "extend"):
        act, wrong = _ask(key, "extend", closes_at=later)
        if act:
            return _asked(act)
    else:
        wrong = _extend(key, later, reason)
    if wrong:
        problem = _(wrong.sentence, **wrong.numbers)
        return invalid("voting/console.html", problem=problem, **_about(round))
    return back(key, None, "", _("The vote has a later end."), done="voting.console")


def _extend(key: Key, later: datetime, reason: str) -> actions.BadRound | None:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.EXTEND.check(g.actor, round)
        return attempt(
            lambda: actions.extend(
                session, round_id=key.id, actor=g.actor, closes_at=later, reason=reason
            )
        )


@bp.route("/<slugged:key>/close", methods=["GET", "POST"], to=policies.CLOSE)
def close(key: Key) -> Response | str:
    round = _seen(key, policies.CLOSE)
    early = now() < round.closes_at
    shown = {"round": round, "early": early, "two": by_two.is_needed(round, "close")}
    if request.method == "GET":
        return render("voting/close.html", **shown)
    if shown["two"]:
        act, wrong = _ask(key, "close")
        if act:
            return _asked(act)
    else:
        wrong = _close(key)
    if wrong:
        problem = _(wrong.sentence, **wrong.numbers)
        return invalid("voting/close.html", problem=problem, **shown)
    _count_now(key.id)
    return back(key, None, "", _("The vote is closed and counted."))


def _close(key: Key) -> actions.BadRound | None:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.CLOSE.check(g.actor, round)
        return attempt(
            lambda: actions.close(
                session, round_id=key.id, actor=g.actor, now=now(), reason=_reason()
            )
        )


@bp.route("/<slugged:key>/cancel", methods=["GET", "POST"], to=policies.CANCEL)
def cancel(key: Key) -> Response | str:
    round = _seen(key, policies.CANCEL)
    shown = {"round": round, "two": by_two.is_needed(round, "cancel")}
    if request.method == "GET":
        return render("voting/cancel.html", **shown)
    if not _reason():
        problem = _("Say why: everybody will read it.")
        return invalid("voting/cancel.html", problem=problem, **shown)
    if shown["two"]:
        act, wrong = _ask(key, "cancel")
        if act:
            return _asked(act)
        problem = _(wrong.sentence, **wrong.numbers) if wrong else ""
        return invalid("voting/cancel.html", problem=problem, **shown)
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.CANCEL.check(g.actor, round)
        actions.cancel(session, round_id=key.id, actor=g.actor, reason=_reason())
    with db.writing() as session:
        actions.pay_key_debts(session)
    return back(key, None, "", _("The vote is cancelled."))


def _ask(
    key: Key, change: str, *, closes_at: datetime | None = None
) -> tuple[JointAct | None, actions.BadRound | None]:
    """For what takes two people in this vote: the act that waits now, or what is wrong."""
    try:
        with db.writing() as session:
            round = load(session, Round, key, to=policies.VIEW)
            by_two.CHANGES[change].check(g.actor, round)
            act = by_two.ask(
                session,
                actor=g.actor,
                round=round,
                change=change,
                reason=_reason(),
                closes_at=closes_at,
            )
    except actions.BadRound as wrong:
        return None, wrong
    return act, None


def _asked(act: JointAct) -> Response:
    return redirect(url_for("joint.show", act_id=act.id), code=303)


def _count_now(round_id: int) -> None:
    """Count, then destroy what the count owed; the tick does the same if this is cut short."""
    with db.writing() as session:
        actions.finish(session, round_id=round_id)
    with db.writing() as session:
        actions.pay_key_debts(session)


def _about(round: Round) -> dict[str, object]:
    listed = policies.MISSING.allows(g.actor, round)
    return page_of(round) | {
        "groups": turnout.by_group(db.session, round),
        "missing": queries.missing_names(db.session, round.id, limit=NAMES) if listed else [],
        "shown": NAMES,
        "passed": mandates.count_shown(db.session, round) if round.mandates else 0,
        "later": in_a_week(),
        "acts": record.acts(
            db.session, viewer=g.actor, size=ACTS, about=("round", round.id)
        ),
        "sentence": sentence,
        "particulars": particulars,
    }  # fmt: skip


def _seen(key: Key, to: Permission) -> Round:
    """A page about a round: what one may not see does not exist, what one may not do is said."""
    round = load(db.session, Round, key, to=policies.VIEW)
    to.check(g.actor, round)
    return round


def _reason() -> str:
    return request.form.get("reason", "").strip()[:LONGEST_REASON]


def _local(text: str) -> datetime:
    return in_our_time(datetime.fromisoformat(text)).replace(tzinfo=None)
