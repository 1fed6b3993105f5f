"""Debian's Chromium behind the same small interface as the demo's browser without scripts: what the walk types and
presses is typed and pressed on the real page, each page is photographed, and axe looks for what shuts people out."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import Tag
from demo.browser import Browser, Form, Page, Unexpected
from photo_name import photo_name
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator

LARGEST_PAGE = 60_000
# What WCAG 2.2 AA asks; "serious" and "critical" shut people out.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Findings:
    """What was wrong with the pages of a whole walk; asked at its end, so that one walk tells everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong: list[str] = []
        self._seen: set[str] = set()

    def first_time(self, page: str) -> bool:
        if page in self._seen:
            return False
        self._seen.add(page)
        return True


class ChromiumBrowser(Browser):
    def __init__(self, chromium: Chromium, origin: str, size: tuple[int, int], findings: Findings) -> None:
        self.origin = origin
        self._findings = findings
        self._context = chromium.new_context(
            base_url=origin,
            viewport={"width": size[0], "height": size[1]},
            # The stand's own authority, made a minute ago, is not in Chromium's list.
            ignore_https_errors=True,
            java_script_enabled=True,
            locale="id-ID",
        )
        self._page = self._context.new_page()
        self._page.on("console", lambda message: self._console(message.type, message.text))
        self._page.on("pageerror", lambda error: self._findings.wrong.append(f"{self._page.url}: {error}"))

    def get(self, address: str) -> Page:
        response = self._page.goto(address)
        return self._seen(response.status if response is not None else 200)

    def submit(self, form: Form, pressed: Tag | None) -> Page:
        on_page = self._page.locator("form").nth(form.index)
        for name in sorted(form.changed):
            controls = on_page.locator(f'[name="{name}"]')
            self._unfold(controls.first)
            self._enter(controls, form.values[name])
        for name, (filename, content, media_type) in form.files.items():
            on_page.locator(f'[name="{name}"]').set_input_files(
                {"name": filename, "mimeType": media_type, "buffer": content}
            )
        if pressed is None:
            raise Unexpected(f"{self._page.url}: a form without a button")
        text = " ".join(pressed.get_text(" ").split())
        self._unfold(on_page.locator("button", has_text=text).first)
        button = on_page.get_by_role("button", name=text, exact=True).first
        with self._page.expect_navigation() as navigation:
            button.click()
        return self._seen(navigation.value.status)

    def press_enter(self, selector: str) -> str:
        """Enter in the first of these fields, as the keyboard sends a form; the path of the page that follows."""
        with self._page.expect_navigation():
            self._page.locator(selector).first.press("Enter")
        return urlsplit(self._page.url).path

    def has(self, selector: str) -> bool:
        """Whether the page has such a thing."""
        return self._page.locator(selector).count() > 0

    def rows_of(self, selector: str) -> list[int]:
        """How many of these boxes stand side by side in each row, from top to bottom."""
        tops = [round(box["y"]) for box in (each.bounding_box() for each in self._page.locator(selector).all()) if box]
        return [tops.count(top) for top in sorted(set(tops))]

    def download(self, address: str) -> bytes:
        answer = self._context.request.get(address)
        if answer.status != 200:
            raise Unexpected(f"{address} answered {answer.status}")
        return answer.body()

    def close(self) -> None:
        self._context.close()

    def _unfold(self, control: Locator) -> None:
        """Opens whatever hides it, from the outside in and by keyboard."""
        closed = control.locator("xpath=ancestor::details[not(@open)]")
        while closed.count() > 0:
            closed.first.locator("> summary").press("Enter")

    def _enter(self, controls: Locator, values: list[str]) -> None:
        first = controls.first
        tag = first.evaluate("control => control.tagName.toLowerCase()")
        kind = first.get_attribute("type") or "text"
        if tag == "select":
            first.select_option(values)
        elif kind == "checkbox":
            for box in controls.all():
                box.set_checked(box.get_attribute("value") in values)
        elif kind == "radio":
            for box in controls.all():
                if box.get_attribute("value") in values:
                    box.check()
        else:
            first.fill(values[0])

    def _seen(self, status: int) -> Page:
        html = self._page.content()
        url = self._page.url
        if status >= 500:
            raise Unexpected(f"{urlsplit(url).path} answered {status}")
        # A page of a case looks different in each state; its title tells them apart well enough.
        name = photo_name(urlsplit(url).path)
        words = re.sub(r"\W+", "-", self._page.title().lower())[:40]
        # So does one that asks for something.
        if self._findings.first_time(f"{name} {words} {'message-warning' in html}"):
            self._look(name, html)
        return Page(self, url, status, html)

    def _look(self, name: str, html: str) -> None:
        wrong = self._findings.wrong
        if len(html.encode()) > LARGEST_PAGE:
            wrong.append(f"{name}: {len(html.encode())} bytes, more than {LARGEST_PAGE}")
        wider = self._page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            wrong.append(f"{name}: {wider} pixels wider than the screen")
        found = Axe().run(self._page, options={"resultTypes": ["violations"], "runOnly": RULES})
        for violation in found.response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                where = [node["target"] for node in violation["nodes"][:3]]
                wrong.append(f"{name}: {violation['id']} ({violation['impact']}): {violation['help']} {where}")
        number = len(list(self._findings.folder.glob("*.png"))) + 1
        self._page.screenshot(path=self._findings.folder / f"{number:02d}-{name}.png", full_page=True)

    def _console(self, kind: str, text: str) -> None:
        # Content-Security-Policy speaks up here when a page carries code or style that it may not.
        # A page that says that a link is over is answered with 410, which Chromium reports as if it had failed.
        if kind == "error" and "favicon" not in text and "status of 410" not in text:
            self._findings.wrong.append(f"{urlsplit(self._page.url).path}: console: {text[:300]}")
