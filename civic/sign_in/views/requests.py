"""Who asked to join: looked at by an administrator, one by one."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid
from civic.members.models import Member
from civic.sign_in import joining, policies
from civic.sign_in.forms import AnswerForm
from civic.sign_in.views.door import letter
from civic.sign_in.views.members import bp


@bp.route("/<slugged:key>/request", methods=["GET", "POST"], to=policies.ANSWER)
def answer(key: Key) -> Response | str:
    member = db.session.get(Member, key.id) or abort(404)
    policies.ANSWER.check(g.actor, member)
    form = AnswerForm()
    if request.method == "GET":
        return render("members/request.html", member=member, form=form)
    if not form.validate():
        return invalid("members/request.html", member=member, form=form)
    admitted = request.form.get("answer") == "yes"
    with force_locale(member.locale or g.community.languages[0]):
        mail = letter("admitted" if admitted else "refused", member=member, words=form.words.data)
    with db.writing() as session:
        kept = session.get(Member, key.id, with_for_update=True) or abort(404)
        joining.answer_request(session, actor=g.actor, member=kept, admitted=admitted, letter=mail)
    told = _("%(name)s is a member now.") if admitted else _("The request of %(name)s is refused.")
    flash(told % {"name": member.name})
    return redirect(url_for("members.index", state="requested"), code=303)
