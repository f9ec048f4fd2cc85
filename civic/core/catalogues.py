"""The sentences of templates, in the page's language."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import flask_babel
from jinja2 import Environment
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup


class Catalogues:
    """A page says two hundred sentences. Jinja goes through three calls for each, and flask-babel
    finds its catalogue anew; here each language's is found once, and a sentence with nothing to
    fill in is made once."""

    def __init__(self, language: Callable[[], str]) -> None:
        self._language = language
        self._by_language: dict[str, Any] = {}
        self._whole = lru_cache(maxsize=8_192)(self._made)

    def install(self, templates: Environment) -> None:
        extension: Any = templates
        extension.install_gettext_callables(gettext=str, ngettext=str, newstyle=True)
        templates.globals.update({"_": self.one, "gettext": self.one, "ngettext": self.some})

    @pass_eval_context
    def one(self, where: EvalContext, sentence: str, /, **values: Any) -> str:
        language = self._language()
        if not values:
            whole = self._whole(language, sentence)
            return whole if where.autoescape else str(whole)
        said = str(self._words(language).ugettext(sentence))
        return (Markup(said) if where.autoescape else said) % values

    @pass_eval_context
    def some(self, where: EvalContext, one: str, many: str, count: int, /, **values: Any) -> str:
        said = str(self._words(self._language()).ungettext(one, many, count))
        return (Markup(said) if where.autoescape else said) % {"num": count, **values}

    def _made(self, language: str, sentence: str) -> Markup:
        return Markup(self._words(language).ugettext(sentence) % {})

    def _words(self, language: str) -> Any:
        """Asked for on a page in this language only: flask-babel knows no other way."""
        if language not in self._by_language:
            self._by_language[language] = flask_babel.get_translations()
        return self._by_language[language]
