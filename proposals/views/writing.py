"""Writing a proposal: with its preview and with those that seem to want the same."""

from typing import Any

from flask import Response as FlaskResponse
from flask import g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.markdown import TooLong
from civic.core.markdown import render as markdown
from civic.core.web import invalid, load, number
from civic.core.words import language
from civic.spaces.models import Space
from civic.spaces.policies import VIEW as VIEW_SPACE
from civic.spaces.queries import visible
from proposals import actions, listing, policies, queries, records
from proposals.forms import ProposalForm
from proposals.models import Proposal
from proposals.views import bp


@bp.get("/new", to=policies.LIST)
def begin() -> Response | str:
    """The spaces in which the reader may propose now; straight into it, where it is one."""
    policies.LIST.check(g.actor, None)
    spaces = visible(db.session, g.actor)
    here = [space for space in spaces if policies.WRITE.allows(g.actor, space)]
    if len(here) == 1:
        return redirect(url_for(".new", key=here[0]))
    return render("proposals/begin.html", open=here)


@bp.route("/new/<slugged:key>", methods=["GET", "POST"], to=policies.WRITE)
def new(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=VIEW_SPACE)
    policies.WRITE.check(g.actor, space)
    form = ProposalForm(data=None if request.method == "POST" else {"language": language()})
    if request.method == "GET":
        return render("proposals/write.html", **_page(form, space))
    if not form.validate() or request.form.get("preview"):
        return _again(form, space)
    try:
        with db.writing() as session:
            here = session.get_one(Space, key.id)
            proposal = actions.write(session, space=here, actor=g.actor, **_typed(form))
    except actions.TooMany:
        form.form_errors.append(_("You wrote 20 proposals today. Go on tomorrow."))
        return _again(form, space)
    return redirect(url_for(".show", key=proposal), code=303)


@bp.get("/similar", to=policies.LIST)
def similar() -> FlaskResponse:
    """Filled in beside the form while a title is typed."""
    policies.LIST.check(g.actor, None)
    title, but = request.args.get("title", "")[:140], request.args.get("but", 0, type=number)
    found = queries.similar(db.session, actor=g.actor, title=title, but=but)
    return make_response(render("proposals/_similar.html", similar=found))


@bp.route("/<slugged:key>/edit", methods=["GET", "POST"], to=policies.EDIT)
def edit(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, proposal)
    known = queries.tags(db.session, [proposal.id])[proposal.id]
    form = ProposalForm(obj=proposal, data={"tags": ", ".join(known)})
    if request.method == "GET":
        form.tags.data = ", ".join(known)
        return render("proposals/write.html", **_page(form, proposal.space, proposal))
    if not form.validate() or request.form.get("preview"):
        return _again(form, proposal.space, proposal)
    try:
        with db.writing() as session:
            kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
            actions.edit(
                session,
                proposal=kept,
                actor=g.actor,
                note=form.note.data or "",
                based_on=form.version.data or 0,
                **_typed(form),
            )
    except actions.ChangedMeanwhile as other:
        answer = _again(form, proposal.space, proposal, theirs=other.proposal)
        answer.status_code = 409
        return answer
    return redirect(url_for(".show", key=kept), code=303)


def _typed(form: ProposalForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "body": form.body.data or "",
        "language": form.language.data,
        "tags": form.tag_list(),
    }


def _page(
    form: ProposalForm, space: Space, proposal: Proposal | None = None, **more: object
) -> dict[str, object]:
    """What the page of the form shows, besides what is typed into it."""
    return {
        "form": form,
        "space": space,
        "proposal": proposal,
        "files": records.attachments(db.session, proposal.id) if proposal else [],
        "used_tags": listing.used_tags(db.session, actor=g.actor, space_id=space.id),
        **more,
    }


def _again(
    form: ProposalForm, space: Space, proposal: Proposal | None = None, theirs: object = None
) -> Response:
    """The form as it was typed, with its preview and its likes."""
    try:
        shown = markdown(form.body.data or "")
    except TooLong:
        shown = None
    similar = queries.similar(
        db.session,
        actor=g.actor,
        title=(form.title.data or "")[:140],
        body=form.body.data or "",
        but=proposal.id if proposal else None,
    )
    page = _page(form, space, proposal, preview=shown, theirs=theirs, similar=similar)
    if form.errors:
        return invalid("proposals/write.html", **page)
    return make_response(render("proposals/write.html", **page))
