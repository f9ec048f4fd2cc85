"""Telling all who never came in where to sign in, by mail or on paper."""

from flask import current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.members import policies
from civic.members.models import Member
from civic.sign_in import welcoming
from civic.sign_in.facts import NewcomersTold
from civic.sign_in.joining import until
from civic.sign_in.views.members import bp


@bp.route("/tell", methods=["GET", "POST"], to=policies.MANAGE)
def tell() -> Response | str:
    policies.MANAGE.check(g.actor, None)
    if request.method == "POST":
        try:
            with db.writing() as session:
                again = bool(request.form.get("again"))
                welcoming.tell_newcomers(session, actor=g.actor, again=again)
            if current_app.config["CIVIC"].mail_is_read:
                flash(_("The e-mails are on their way."))
            else:
                flash(_("The e-mails wait until mail can leave."), "warn")
        except welcoming.AlreadyLeaving:
            flash(_("The e-mails of the last time are still leaving. Wait a minute."), "warn")
        return redirect(url_for(".tell"), code=303)
    session = db.session
    fact = NewcomersTold(actor_id=g.actor.id, again=False)
    subject, _blank, body = render(
        "sign_in/notices/welcome.txt",
        member=session.get_one(Member, g.actor.id),
        fact=fact,
        **welcoming.in_words(session, fact),
    ).partition("\n\n")
    return render(
        "members/tell.html",
        standing=welcoming.standing(session),
        leaving=welcoming.is_leaving(session),
        subject=subject.strip(),
        body=body.strip(),
        at_once=welcoming.SHEETS_AT_ONCE,
        mails=current_app.config["CIVIC"],
    )


@bp.post("/sheets", to=policies.MANAGE, fresh=True)
def print_sheets() -> Response | str:
    """One page each. Shown once, kept nowhere."""
    policies.MANAGE.check(g.actor, None)
    with db.writing() as session:
        everybody = bool(request.form.get("everybody"))
        sheets = welcoming.print_sheets(session, actor=g.actor, everybody=everybody)
    if not sheets:
        flash(_("Nobody is left who needs a sheet."))
        return redirect(url_for(".tell"), code=303)
    return render("members/sheets.html", sheets=sheets, until=until())
