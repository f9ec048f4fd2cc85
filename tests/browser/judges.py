"""Those who judge a page: axe for accessibility, the Nu checker for HTML, and our own traps."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

TOOLS = Path(__file__).resolve().parents[1] / "tools" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Half the work for a program that ends before any of it could be made fast."""
RUN_AXE = """async (only) => {
    // not the style sheets: of axe's rules only one that is switched off reads them
    const options = {resultTypes: ["violations"], preload: {assets: ["media"]}};
    if (only) options.runOnly = {type: "rule", values: only};
    const found = await axe.run(document, options);
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`));
}"""


class Traps:
    """Everything a page must never do, in any test: kept as sentences, looked at in the end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sprung: list[str] = []

    def lay(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.sprung.append(f"script error: {error.error}"))
        context.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.sprung.append(f"asked a third party: {request.url}")

    def _response(self, response: Response) -> None:
        """A page may refuse; what it is made of must be there."""
        kind = response.request.resource_type
        if response.status >= 400 and kind not in ("document", "fetch", "xhr"):
            self.sprung.append(f"{response.status} for {response.url}")
        if response.status >= 500:
            self.sprung.append(f"{response.status} for {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        """Breaches of the content security policy are told here, too."""
        about_status = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not about_status:
            self.sprung.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.sprung.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def axe(page: Page, only: list[str] | None = None) -> list[str]:
    """Violations on the page as it stands; of all rules, or of those named."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    violations: list[str] = page.evaluate(RUN_AXE, only)
    return violations


def axe_in_dark(page: Page) -> list[str]:
    """Contrast again, as read at night."""
    page.emulate_media(color_scheme="dark")
    try:
        return axe(page, ["color-contrast"])
    finally:
        page.emulate_media(color_scheme="light")


def source(page: Page) -> str:
    """The page's HTML as the server sends it: a browser shows it repaired."""
    language = page.locator("html").get_attribute("lang") or "en"
    return page.context.request.get(page.url, headers={"Accept-Language": language}).text()


def vnu(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What the Nu HTML checker says of many pages, in one run (it takes a second to start)."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html)
    program = ["java", *BRIEFLY, "-jar", VNU]
    done = subprocess.run(
        [*program, "--format", "json", "--exit-zero-always", "--stdout", folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(said.get('url', '')).stem}, line {said.get('lastLine')}: {said['message']}"
        for said in json.loads(done.stdout)["messages"]
    ]
