"""Files beside a proposal: attaching, taking away, and handing out harmlessly."""

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import load
from proposals import attachments, policies
from proposals.models import Attachment, Proposal
from proposals.views import bp

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", attachments.PDF: "pdf"}


@bp.post("/<slugged:key>/attachments", to=policies.EDIT)
def attach(key: Key) -> Response:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, proposal)
    upload = request.files.get("file")
    alt = request.form.get("alt", "").strip()
    try:
        kind, content = attachments.checked(upload.read() if upload else b"")  # slow: no lock held
        with db.writing() as session:
            kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
            attachments.attach(
                session,
                proposal=kept,
                actor=g.actor,
                name=(upload.filename if upload else "") or "",
                alt=alt,
                kind=kind,
                content=content,
            )
        flash(_("The file is attached."))
    except attachments.Refused as refused:
        flash(_(str(refused)), "bad")
    page = ".edit" if request.form.get("back") == "edit" else ".show"
    return redirect(url_for(page, key=proposal, _anchor="files"), code=303)


@bp.post("/<slugged:key>/attachments/<int:attachment_id>/remove", to=policies.EDIT)
def remove_attachment(key: Key, attachment_id: int) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
        attachments.remove(session, proposal=proposal, actor=g.actor, attachment_id=attachment_id)
    flash(_("The file is taken away."))
    return redirect(url_for(".edit", key=proposal, _anchor="files"), code=303)


@bp.get("/<slugged:key>/attachments/<int:attachment_id>", to=policies.VIEW)
def attachment(key: Key, attachment_id: int) -> FlaskResponse:
    """Harmless wherever it is opened: no script runs, and a PDF is saved rather than shown."""
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.proposal_id != proposal.id:
        abort(404)
    how = "attachment" if found.kind == attachments.PDF else "inline"
    answer = FlaskResponse(
        found.content,
        mimetype=found.kind,
        headers={
            "Content-Disposition": f"{how}; filename=civic-{found.id}.{SUFFIXES[found.kind]}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
    if g.community.open_to_read and policies.VIEW.allows(None, proposal):  # no other is kept
        answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
