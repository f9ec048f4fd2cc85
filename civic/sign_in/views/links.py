"""Links from mails: a GET shows a button and changes nothing, the button does it."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid, number
from civic.core.words import language
from civic.members.models import Member, MemberState
from civic.organisations.models import Organisation
from civic.sign_in import actions, addresses, joining, policies, tokens
from civic.sign_in.forms import AcceptForm
from civic.sign_in.models import Purpose
from civic.sign_in.views import bp
from civic.sign_in.views.door import enter, letter
from civic.spaces.models import Space


@bp.route("/link/<secret>", methods=["GET", "POST"], to=policies.FOLLOW, keeps_text=False)
def follow(secret: str) -> Response | str:
    policies.FOLLOW.check(g.actor, None)
    if request.method == "GET":
        token = tokens.look_at(db.session, secret, Purpose.SIGN_IN, Purpose.WELCOME)
        if token is None:
            return _gone()
        people = actions.let_in_by_mail(db.session, token.address) if token.address else []
        return render("sign_in/follow.html", people=people)
    with db.writing() as session:
        member = actions.enter_by_link(
            session, secret=secret, member_id=request.form.get("member", type=number)
        )
        if member:
            return enter(session, member, by="link")
    return _gone()


@bp.route("/join/<secret>", methods=["GET", "POST"], to=policies.FOLLOW, keeps_text=False)
def accept(secret: str) -> Response | str:
    """As somebody new, or as somebody who lives at the address already."""
    policies.FOLLOW.check(g.actor, None)
    token = tokens.look_at(db.session, secret, Purpose.SIGN_UP, Purpose.INVITATION)
    if token is None or token.address is None:
        return _gone()
    form = AcceptForm(data={"name": token.name or ""})
    people = joining.who_may_be(db.session, token.address, g.actor and g.actor.id)
    others = len(actions.members_at(db.session, token.address)) - len(people)
    space = db.session.get(Space, token.space_id) if token.space_id else None
    partner = db.session.get(Organisation, token.organisation_id) if token.organisation_id else None
    if partner and partner.archived_at:
        return _gone()
    shown = {
        "form": form, "token": token, "people": people, "others": others, "space": space,
        "partner": partner,
    }  # fmt: skip
    if request.method == "GET":
        return render("sign_in/accept.html", **shown)
    chosen = request.form.get("member", type=number)
    if chosen is None and not form.validate():
        return invalid("sign_in/accept.html", **shown)
    with db.writing() as session:
        member = joining.join(
            session,
            secret=secret,
            member_id=chosen,
            actor_id=g.actor and g.actor.id,
            name=form.name.data or "",
            locale=language(),
        )
        if member and member.state == MemberState.ACTIVE:
            page = "spaces.show" if space else "organisations.show"
            onward = url_for(page, key=space or partner) if space or partner else None
            if g.actor and g.actor.id == member.id:  # in already: a link proves no more than that
                return redirect(onward or url_for("home.show"), code=303)
            if onward:
                cookie["next"] = onward
            return enter(session, member, by="link")
    return redirect(url_for(".requested"), code=303) if member else _gone()


@bp.get("/requested", to=policies.FOLLOW)
def requested() -> str:
    policies.FOLLOW.check(g.actor, None)
    return render("sign_in/requested.html")


@bp.route("/address/<secret>", methods=["GET", "POST"], to=policies.FOLLOW, keeps_text=False)
def confirm(secret: str) -> Response | str:
    """One of the two mailboxes that a change of address concerns says yes."""
    policies.FOLLOW.check(g.actor, None)
    found = addresses.look_at(db.session, secret)
    if found is None:
        return _gone()
    token, change = found
    if request.method == "GET":
        return render("sign_in/confirm.html", token=token, change=change)
    member = db.session.get_one(Member, change.member_id)
    with force_locale(member.locale or g.community.languages[0]):
        farewell = letter("changed")
    with db.writing() as session:
        answered = addresses.agree(session, secret=secret, farewell=farewell)
    if answered is None:
        return _gone()
    if answered.waits_for:
        flash(
            _(
                "Thank you. Now the link in the mail to %(address)s has to be followed, too.",
                address=answered.waits_for,
            )
        )
    else:
        flash(_("The address is changed to %(address)s.", address=answered.change.address))
    return redirect(url_for("sign_in.account" if g.actor else "sign_in.form"), code=303)


def _gone() -> Response:
    answer = invalid(
        "errors/error.html",
        code=410,
        title=_("This link no longer works"),
        what=_("It was used already, or is too old, or a newer one was sent."),
        cure=_("Ask for a new one where you sign in."),
        door=not g.actor,
    )
    answer.status_code = 410
    return answer
