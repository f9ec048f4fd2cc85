"""An administrator asks to let somebody back in; a second one agrees on the act's own page."""

from flask import abort, g, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid
from civic.members.models import Member, MemberState
from civic.sign_in import policies, recovering
from civic.sign_in.forms import RecoverForm
from civic.sign_in.views.members import bp


@bp.route("/<int:member_id>/recover", methods=["GET", "POST"], to=policies.RECOVER)
def recover(member_id: int) -> Response | str:
    member = db.session.get(Member, member_id) or abort(404)
    policies.RECOVER.check(g.actor, member)
    if member.state != MemberState.ACTIVE:
        abort(404)
    form = RecoverForm()
    if request.method == "GET":
        return render("members/recover.html", member=member, form=form)
    if not form.validate():
        return invalid("members/recover.html", member=member, form=form)
    address = form.email.data.casefold() if form.email.data else None
    with db.writing() as session:
        kept = session.get_one(Member, member_id)
        act = recovering.ask(
            session, actor=g.actor, member=kept, address=address, reason=form.reason.data
        )
    return redirect(url_for("joint.show", act_id=act.id), code=303)
