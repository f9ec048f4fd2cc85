"""A form that was shown, as somebody sends it back who wrote something into each empty field."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from civic.core.clock import now

WORDS = "A few words"
BY_TYPE = {
    "email": "new@example.org",
    "number": "1",
    "date": f"{now() + timedelta(days=9):%Y-%m-%d}",
    "password": "seven little words of the test",
    "hidden": "",
}
BY_NAME = {
    "addresses": "new@example.org",
    "contact": "us@example.org",
    "domains": "school.example",
    "issuer": "https://login.example.org",
    "keeper": "",
    "member": "Ben",
    "q1-tick": "o1",
    "site": "https://example.org/",
    "sure": "1",
}
"""What is written into a field of this name, or else of this type; into any other, WORDS."""


def filled_in(html: str, address: str) -> dict[str, str]:
    """The fields of the page's form that is sent to this address; {} where there is none."""
    page = _Page(address)
    page.feed(html)
    return page.fields


class _Page(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self._address, self._inside, self._of, self._written = address, False, "", ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attributes}
        if tag == "form":
            place = urlsplit(urljoin(self._address, own.get("action", ""))).path
            self._inside = own.get("method") == "post" and place == self._address
        elif self._inside and tag == "input" and own.get("name"):
            self._input(own["name"], own.get("type", "text"), own)
        elif self._inside and tag in ("textarea", "select"):
            self._of, self._written = own.get("name", ""), ""
        elif self._inside and tag == "option" and own.get("value") not in (None, "", "0"):
            is_better = "selected" in own or not self.fields.get(self._of)
            self.fields |= {self._of: own["value"]} if is_better else {}

    def _input(self, name: str, kind: str, own: dict[str, str]) -> None:
        """Of boxes those that are ticked; of a choice what is chosen, or the first."""
        if kind == "checkbox" and "checked" not in own and name not in BY_NAME:
            return
        is_box = kind in ("checkbox", "radio")
        value = own.get("value", "on") if is_box else own.get("value") or _said(name, kind)
        if kind != "file" and ("checked" in own or name not in self.fields):
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        self._written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._inside:
            self.fields[self._of] = self._written.strip() or _said(self._of)
        elif tag == "form":
            self._inside = False


def _said(name: str, kind: str = "") -> str:
    return BY_NAME[name] if name in BY_NAME else BY_TYPE.get(kind, WORDS)
