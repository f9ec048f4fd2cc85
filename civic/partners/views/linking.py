"""One's own ways in through organisations: added after a fresh proof on both sides, taken away."""

from collections.abc import Sequence

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.partners import asking, entering, policies, queries, wording
from civic.partners.models import Errand
from civic.partners.protocol.profiles import PROFILES
from civic.partners.protocol.refusals import Reason, Refused
from civic.partners.views import bp
from civic.partners.views.arriving import arrival
from civic.partners.views.going import name_of, refuse, refuse_closed, secret_key, send


@bp.post("/<int:connection_id>/link", to=policies.LINK, keeps_text=False, fresh=True)
def begin_link(connection_id: int) -> Response:
    """The provider has to ask again who the person is: an open session there is not enough."""
    policies.LINK.check(g.actor, None)
    with db.reading() as session:
        door = queries.open_door(session, connection_id)
    if door is None:
        return refuse_closed(connection_id)
    if not PROFILES[door[0].profile].id_tokens:
        return refuse(door[0], Refused(Reason.NOT_FRESH), journal=False)
    return send(*door, errand=Errand.LINK, again=True)


@bp.route("/link", methods=["GET", "POST"], to=policies.LINK, keeps_text=False, fresh=True)
def link() -> Response | str:
    """Asked once more on our own page: nobody is tied to a stranger's account by following an
    address."""
    policies.LINK.check(g.actor, None)
    with db.reading() as session:
        waiting = arrival(session, Errand.LINK)
    if waiting is None or waiting[2].member_id != g.actor.id:
        return redirect(url_for("sign_in.account"))
    connection, terms, attempt, identity = waiting
    if request.method == "GET":
        names = [
            str(identity.claims[name]) for name in ("name", "email") if name in identity.claims
        ]
        return render("partners/link.html", who=name_of(connection), names=names)
    try:
        result = entering.outcome_of(connection, terms, identity)
        with db.writing() as session:
            if not asking.use_answer(session, attempt):
                raise Refused(Reason.NOT_YOURS)
            entering.link(
                session, actor=g.actor, connection=connection, identity=identity, result=result
            )
            account = entering.account_of(session, connection, identity)
            assert account
            entering.tie(
                session, account=account, identity=identity, key=secret_key(),
                session_id=current_user.session_id,
            )  # fmt: skip
    except Refused as refused:
        return refuse(connection, refused)
    cookie.pop("arrival", None)
    flash(_("From now on you can also sign in through %(who)s.", who=name_of(connection)))
    return redirect(url_for("sign_in.account"), code=303)


@bp.post("/unlink", to=policies.LINK, keeps_text=False, fresh=True)
def unlink() -> Response:
    policies.LINK.check(g.actor, None)
    account_id = request.form.get("account", type=int)
    with db.writing() as session:
        own = {account.id for account, *_rest in queries.ways_in(session, g.actor.id)}
        if account_id not in own:
            abort(404)
        done = entering.unlink(session, actor=g.actor, account_id=account_id)
    if done:
        flash(_("This way in is taken away, and what the organisation gave you with it."))
    else:
        flash(_("This is your only way in. Add an e-mail address or a password first."), "warn")
    return redirect(url_for("sign_in.account"), code=303)


def own_ways(
    session: Session, actor: Actor | None, ids: Sequence[int]
) -> dict[int, dict[str, object]]:
    """For one's account: through whom one comes in, and through whom one could."""
    if actor is None:
        return {}
    mine = queries.ways_in(session, actor.id)
    used = {connection.id for account, connection, _name in mine if not account.held_at}
    open_doors = queries.doors(session)
    others = [
        door for door in open_doors if door.id not in used and PROFILES[door.profile].id_tokens
    ]
    if not mine and not others:
        return {}
    grants = queries.given(session, actor.id) if mine else []
    ids = [int(grant.place[6:]) for grant in grants if grant.place.startswith("space:")]
    return {
        actor.id: {
            "mine": mine,
            "others": others,
            "grants": grants,
            "spaces": queries.spaces(session, ids) if ids else {},
            "roles": wording.ROLES,
            "places": wording.gift_words,
        }
    }
