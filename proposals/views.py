"""The pages of proposals. A view loads, acts and renders; it decides nothing."""

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.markdown import TooLong
from civic.core.markdown import render as markdown
from civic.core.web import Pages, fragment_or_redirect, invalid, load, page_or_fragment
from civic.core.words import language
from civic.spaces.models import Space
from civic.spaces.policies import VIEW as VIEW_SPACE
from proposals import actions, attachments, differences, lifecycle, policies, queries
from proposals.forms import AnswerForm, ProposalForm, ReasonForm
from proposals.models import Attachment, Proposal, Stage, Verdict
from voting.overviews import summaries

bp = Pages("proposals", __name__, url_prefix="/proposals")
SIZE = 20


@bp.get("/", to=policies.LIST)
def index() -> Response:
    policies.LIST.check(g.actor, None)
    asked = request.args
    stage = asked.get("stage", "")
    filters = queries.Filters(
        stage=Stage(stage) if stage in {s.value for s in lifecycle.SHOWN} else None,
        space_id=asked.get("space", type=int),
        tag=asked.get("tag", "")[:40] or None,
        mine=g.actor.id if g.actor and asked.get("mine") else None,
        by_support=asked.get("sort") == "support",
    )
    page = queries.proposals(
        db.session, actor=g.actor, filters=filters, size=SIZE, after=asked.get("after", "")[:40]
    )
    ids = [row.id for row in page]
    return page_or_fragment(
        "proposals/index.html",
        "proposals/_list.html",
        page=page,
        filters=filters,
        total=queries.count(db.session, actor=g.actor, filters=filters),
        tags=queries.tags(db.session, ids),
        places=lifecycle.PLACES,
        stages=[s for s in Stage if s in lifecycle.SHOWN],
    )


@bp.route("/new/<slugged:key>", methods=["GET", "POST"], to=policies.WRITE)
def new(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=VIEW_SPACE)
    policies.WRITE.check(g.actor, space)
    form = ProposalForm(data=None if request.method == "POST" else {"language": language()})
    if request.method == "GET":
        return render("proposals/write.html", space=space, form=form, proposal=None)
    if not form.validate() or request.form.get("preview"):
        return _again(form, space=space)
    try:
        with db.writing() as session:
            here = session.get_one(Space, key.id)
            proposal = actions.write(
                session,
                space=here,
                actor=g.actor,
                title=form.title.data,
                body=form.body.data or "",
                language=form.language.data,
                tags=form.tag_list(),
            )
    except actions.TooMany:
        form.form_errors.append(_("You wrote 20 proposals today. Go on tomorrow."))
        return _again(form, space=space)
    return redirect(url_for(".show", key=proposal), code=303)


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    return render("proposals/show.html", **_page_of(proposal))


@bp.route("/<slugged:key>/edit", methods=["GET", "POST"], to=policies.EDIT)
def edit(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, proposal)
    known = queries.tags(db.session, [proposal.id])[proposal.id]
    form = ProposalForm(obj=proposal, data={"tags": ", ".join(known)})
    if request.method == "GET":
        form.tags.data = ", ".join(known)
        return render("proposals/write.html", space=proposal.space, form=form, proposal=proposal)
    if not form.validate() or request.form.get("preview"):
        return _again(form, space=proposal.space, proposal=proposal)
    try:
        with db.writing() as session:
            kept = session.get_one(Proposal, key.id, with_for_update={"of": Proposal})
            actions.edit(
                session,
                proposal=kept,
                actor=g.actor,
                title=form.title.data,
                body=form.body.data or "",
                tags=form.tag_list(),
                note=form.note.data or "",
                based_on=form.version.data or 0,
            )
    except actions.ChangedMeanwhile as other:
        answer = _again(form, space=proposal.space, proposal=proposal, theirs=other.proposal)
        answer.status_code = 409
        return answer
    return redirect(url_for(".show", key=kept), code=303)


@bp.post("/<slugged:key>/publish", to=policies.PUBLISH)
def publish(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW)
        actions.publish(session, proposal=proposal, actor=g.actor)
    flash(_("Your proposal is published."))
    return redirect(url_for(".show", key=proposal), code=303)


@bp.post("/<slugged:key>/support", to=policies.SUPPORT)
def support(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW)
        if request.form.get("back"):
            actions.take_support_back(session, proposal=proposal, actor=g.actor)
        else:
            actions.support(session, proposal=proposal, actor=g.actor)
    mine = queries.has_support_from(db.session, [proposal.id], g.actor.id)
    return fragment_or_redirect(
        "proposals/_support.html",
        to=url_for(".show", key=proposal),
        proposal=proposal,
        supported=proposal.id in mine,
    )


@bp.route("/<slugged:key>/withdraw", methods=["GET", "POST"], to=policies.WITHDRAW)
def withdraw(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.WITHDRAW.check(g.actor, proposal)
    form = ReasonForm()
    if request.method == "GET":
        return render("proposals/withdraw.html", proposal=proposal, form=form)
    if not form.validate():
        return invalid("proposals/withdraw.html", proposal=proposal, form=form)
    with db.writing() as session:
        kept = session.get_one(Proposal, key.id)
        actions.withdraw(session, proposal=kept, actor=g.actor, reason=form.reason.data)
    return redirect(url_for(".show", key=kept), code=303)


@bp.post("/<slugged:key>/move-on", to=policies.MOVE_ON)
def move_on(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW)
        actions.move_on(session, proposal=proposal, actor=g.actor)
    return redirect(url_for(".show", key=proposal), code=303)


@bp.post("/<slugged:key>/decide", to=policies.DECIDE)
def decide(key: Key) -> Response:
    adopted = request.form.get("verdict") == "adopted"
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW)
        verdict = Verdict.ADOPTED if adopted else Verdict.REJECTED
        actions.decide(session, proposal=proposal, actor=g.actor, verdict=verdict)
    return redirect(url_for(".show", key=proposal), code=303)


@bp.route("/<slugged:key>/answer", methods=["GET", "POST"], to=policies.ANSWER)
def answer(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.ANSWER.check(g.actor, proposal)
    form = AnswerForm()
    if request.method == "GET":
        return render("proposals/answer.html", proposal=proposal, form=form)
    if not form.validate():
        return invalid("proposals/answer.html", proposal=proposal, form=form)
    with db.writing() as session:
        kept = session.get_one(Proposal, key.id)
        actions.answer(session, proposal=kept, actor=g.actor, body=form.body.data)
    return redirect(url_for(".show", key=kept), code=303)


@bp.get("/<slugged:key>/versions", to=policies.VIEW)
def versions(key: Key) -> str:
    """Two versions side by side in one text, the newest two unless asked otherwise."""
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    known = {v.version: v for v in queries.versions(db.session, proposal.id)}
    after = request.args.get("after", proposal.version, type=int)
    before = request.args.get("before", after - 1, type=int)
    if after not in known:
        abort(404)
    old = known[before].body if before in known else ""
    pieces = differences.difference(old, known[after].body)
    return render(
        "proposals/versions.html",
        proposal=proposal,
        known=list(known.values()),
        before=before,
        after=after,
        pieces=pieces,
    )


@bp.post("/<slugged:key>/attachments", to=policies.EDIT)
def attach(key: Key) -> Response:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, proposal)
    upload = request.files.get("file")
    try:
        kind, content = attachments.checked(upload.read() if upload else b"")  # slow: no lock held
        with db.writing() as session:
            kept = session.get_one(Proposal, key.id)
            attachments.attach(
                session,
                proposal=kept,
                actor=g.actor,
                name=(upload.filename if upload else "") or "",
                kind=kind,
                content=content,
            )
    except attachments.Refused as refused:
        flash(_(str(refused)), "bad")
    return redirect(url_for(".edit", key=proposal), code=303)


@bp.post("/<slugged:key>/attachments/<int:attachment_id>/remove", to=policies.EDIT)
def remove_attachment(key: Key, attachment_id: int) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW)
        attachments.remove(session, proposal=proposal, actor=g.actor, attachment_id=attachment_id)
    return redirect(url_for(".edit", key=proposal), code=303)


@bp.get("/<slugged:key>/attachments/<int:attachment_id>", to=policies.VIEW)
def attachment(key: Key, attachment_id: int) -> FlaskResponse:
    """Harmless wherever it is opened: no script runs, and a PDF is saved rather than shown."""
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.proposal_id != proposal.id:
        abort(404)
    suffix = {"image/png": "png", "image/jpeg": "jpg"}.get(found.kind, "pdf")
    how = "attachment" if found.kind == attachments.PDF else "inline"
    return FlaskResponse(
        found.content,
        mimetype=found.kind,
        headers={
            "Content-Disposition": f"{how}; filename=civic-{found.id}.{suffix}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        },
    )


def _again(
    form: ProposalForm, *, space: Space, proposal: Proposal | None = None, theirs: object = None
) -> Response:
    """The form as it was typed, with its preview."""
    try:
        shown = markdown(form.body.data or "")
    except TooLong:
        shown = None
    answer = invalid(
        "proposals/write.html",
        form=form,
        space=space,
        proposal=proposal,
        preview=shown,
        theirs=theirs,
    )
    if not form.errors:
        answer.status_code = 200
    return answer


def _page_of(proposal: Proposal) -> dict[str, object]:
    viewer = g.actor.id if g.actor else 0
    return {
        "proposal": proposal,
        "author": queries.author_name(db.session, proposal),
        "supported": proposal.id in queries.has_support_from(db.session, [proposal.id], viewer),
        "tags": queries.tags(db.session, [proposal.id])[proposal.id],
        "answers": queries.answers(db.session, proposal.id),
        "files": queries.attachments(db.session, proposal.id),
        "rounds": summaries(
            db.session, queries.rounds_of(db.session, proposal.id), g.actor
        ).values(),
        "place": lifecycle.PLACES[proposal.stage],
    }
