from flask import Response as FlaskResponse
from flask import abort, current_app, flash, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.community import actions, policies
from civic.community.forms import LegalForm, SettingsForm
from civic.core import db
from civic.core.markdown import render as markdown
from civic.core.web import Pages, invalid, local_path
from civic.core.words import LANGUAGES
from civic.members import actions as members

bp = Pages("community", __name__)


@bp.post("/language", to=policies.LOOK)
def set_language() -> Response:
    policies.LOOK.check(g.actor, None)
    answer = redirect(local_path(request.form.get("next")), code=303)
    language = request.form.get("language", "")
    if language in LANGUAGES:
        _prefer(answer, "language", language)
        if g.actor:
            with db.writing() as session:
                members.prefer(session, actor=g.actor, locale=language)
    return answer


@bp.post("/theme", to=policies.LOOK)
def set_theme() -> Response:
    """Light, dark, or as the device has it."""
    policies.LOOK.check(g.actor, None)
    answer = redirect(local_path(request.form.get("next")), code=303)
    theme = request.form.get("theme", "")
    if theme in ("light", "dark", ""):
        _prefer(answer, "theme", theme)
        if g.actor:
            with db.writing() as session:
                members.prefer(session, actor=g.actor, theme=theme or None)
    return answer


def _prefer(answer: Response, name: str, value: str) -> None:
    """For visitors, and at the door before somebody is known."""
    answer.set_cookie(
        name, value, max_age=31_536_000, httponly=True, samesite="Lax",
        secure=current_app.config["CIVIC"].secure,
    )  # fmt: skip


@bp.get("/legal/<page>", to=policies.LOOK)
def legal(page: str) -> str:
    policies.LOOK.check(g.actor, None)
    if page not in policies.LEGAL_PAGES:
        abort(404)
    edited = g.community.legal.get(page, {}).get(str(get_locale()))
    return render(
        "community/legal.html",
        page=page,
        title=policies.LEGAL_PAGES[page],
        text=markdown(edited) if edited else None,
    )


@bp.route("/settings", methods=["GET", "POST"], to=policies.SETTINGS)
def settings() -> Response | str:
    policies.SETTINGS.check(g.actor, None)
    if request.method == "GET":
        return render("community/settings.html", form=SettingsForm.showing(g.community))
    form = SettingsForm()
    if not form.validate():
        return invalid("community/settings.html", form=form)
    with db.writing() as session:
        actions.change(session, actor=g.actor, values=form.values())
    flash(_("The settings are saved."))
    return redirect(url_for(".settings"), code=303)


@bp.route("/settings/legal/<page>", methods=["GET", "POST"], to=policies.SETTINGS)
def edit_legal(page: str) -> Response | str:
    policies.SETTINGS.check(g.actor, None)
    if page not in policies.LEGAL_PAGES:
        abort(404)
    made = {code: _generated(page, code) for code in LANGUAGES}
    edited = dict(g.community.legal.get(page, {}))
    form = LegalForm(data=made | edited)
    shown = {"form": form, "page": page, "title": policies.LEGAL_PAGES[page], "edited": edited}
    if request.method == "GET":
        return render("community/edit_legal.html", **shown)
    if not form.validate():
        return invalid("community/edit_legal.html", **shown)
    dropped = request.form.get("revert")
    texts = {c: text for c, text in form.data.items() if text not in ("", made[c]) and c != dropped}
    with db.writing() as session:
        kept = dict(actions.the_community(session).legal) | {page: texts}
        actions.change(session, actor=g.actor, values={"legal": kept})
    flash(_("The generated text is back.") if dropped else _("The page is saved."))
    return redirect(url_for(".edit_legal" if dropped else ".legal", page=page), code=303)


def _generated(page: str, language: str) -> str:
    """What the page says by itself, as Markdown to begin from."""
    from markdownify import markdownify

    with force_locale(language):
        html = render(f"community/legal/{page}.html")
    return str(markdownify(html, heading_style="ATX", bullets="-")).strip()


@bp.get("/robots.txt", to=policies.LOOK)
def robots() -> FlaskResponse:
    policies.LOOK.check(g.actor, None)
    rule = "Allow: /" if g.community.open_to_read else "Disallow: /"
    answer = make_response(f"User-agent: *\n{rule}\n")
    answer.mimetype = "text/plain"
    return answer
