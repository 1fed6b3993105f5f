"""A browser without scripts: keeps cookies, reads forms as they stand on the page, sends only what they offer."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup, Tag


class Unexpected(Exception):
    """The page is not what a person at this step would have to see."""


class Form:
    def __init__(self, tag: Tag, page: Page, index: int) -> None:
        self._tag = tag
        self._page = page
        self.index = index
        self.action = urljoin(page.url, str(tag.get("action") or page.url))
        self.method = str(tag.get("method") or "get").lower()
        self.multipart = tag.get("enctype") == "multipart/form-data"
        self.files: dict[str, tuple[str, bytes, str]] = {}
        self.changed: set[str] = set()
        self.values: dict[str, list[str]] = {}
        for control in self._controls():
            name = str(control.get("name"))
            given = _value(control)
            if given is not None:
                self.values.setdefault(name, []).extend(given)

    @property
    def text(self) -> str:
        return _spaced(self._tag.get_text(" "))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(str(control.get("name")) for control in self._controls()))

    def is_empty(self, name: str) -> bool:
        return not any(value.strip() for value in self.values.get(name, []))

    def offers(self, name: str) -> bool:
        return any(control.get("name") == name for control in self._controls())

    def fill(self, name: str, value: str | list[str]) -> Form:
        """Types or chooses; an option that the page does not offer is an error, as it is for a person."""
        controls = [control for control in self._controls() if control.get("name") == name]
        if not controls:
            raise Unexpected(f"{self._page.path}: the form has no field {name!r}, only {self.names}")
        values = [value] if isinstance(value, str) else value
        offered = _offered(controls)
        if offered is not None and not set(values) <= offered:
            raise Unexpected(f"{self._page.path}: {name!r} does not offer {values}, only {sorted(offered)[:20]}")
        self.values[name] = values
        self.changed.add(name)
        return self

    def takes_file(self, name: str) -> bool:
        return any(c.get("name") == name and c.get("type") == "file" for c in self._controls())

    def attach(self, name: str, filename: str, content: bytes, media_type: str) -> Form:
        if not self.takes_file(name):
            raise Unexpected(f"{self._page.path}: the form takes no file {name!r}")
        self.files[name] = (filename, content, media_type)
        return self

    def submit(self, button: str | None = None) -> Page:
        """Presses the button with this text, or the first."""
        return self._page.browser.submit(self, self._button(button))

    def _button(self, text: str | None) -> Tag | None:
        buttons = [b for b in self._tag.find_all("button") if b.get("type", "submit") == "submit"]
        if text is None:
            return buttons[0] if buttons else None
        for button in buttons:
            if text.lower() in _spaced(button.get_text(" ")).lower():
                return button
        raise Unexpected(f"{self._page.path}: no button {text!r}, only {[_spaced(b.get_text()) for b in buttons]}")

    def _controls(self) -> list[Tag]:
        found = [c for c in self._tag.find_all(["input", "select", "textarea"]) if c.get("name")]
        return [c for c in found if not c.has_attr("disabled") and c.get("type") not in ("submit", "button", "image")]


class Page:
    def __init__(self, browser: Browser, url: str, status: int, html: str) -> None:
        self.browser = browser
        self.url = url
        self.status = status
        self.path = urlsplit(url).path
        self._soup = BeautifulSoup(html, "html.parser")

    @property
    def text(self) -> str:
        """What stands in the page's main part, as one line."""
        body = self._soup.find("main") or self._soup
        return _spaced(body.get_text(" "))

    @property
    def title(self) -> str:
        return _spaced(self._soup.title.get_text()) if self._soup.title else ""

    def must_say(self, *texts: str) -> Page:
        for text in texts:
            if text.lower() not in self.text.lower():
                raise Unexpected(f"{self.path} ({self.status}) does not say {text!r}: {self.text[:600]}")
        return self

    def says(self, *texts: str) -> bool:
        return all(text.lower() in self.text.lower() for text in texts)

    def said_in(self, selector: str) -> str:
        """The text of the first part of the page that the selector finds."""
        part = self._soup.select_one(selector)
        if part is None:
            raise Unexpected(f"{self.path} ({self.status}) has no {selector}: {self.text[:300]}")
        return _spaced(part.get_text(" "))

    def forms(self) -> list[Form]:
        return [Form(tag, self, index) for index, tag in enumerate(self._soup.find_all("form"))]

    def has_form(self, action: str) -> bool:
        return any(re.search(action, urlsplit(form.action).path) for form in self.forms())

    def form(self, action: str, containing: str | None = None) -> Form:
        """The form whose action's path matches; several are told apart by a text that stands in one of them."""
        for form in self.forms():
            matches = re.search(action, urlsplit(form.action).path)
            if matches and (containing is None or containing.lower() in form.text.lower()):
                return form
        actions = [urlsplit(form.action).path for form in self.forms()]
        raise Unexpected(f"{self.path} ({self.status}): no form to {action}, only {actions}: {self.text[:300]}")

    def links(self, pattern: str) -> list[str]:
        found = [urljoin(self.url, str(a["href"])) for a in self._soup.find_all("a", href=True)]
        return list(dict.fromkeys(link for link in found if re.search(pattern, urlsplit(link).path)))

    def link(self, pattern: str) -> str:
        links = self.links(pattern)
        if not links:
            raise Unexpected(f"{self.path} ({self.status}): no link to {pattern}: {self.text[:300]}")
        return links[0]

    def follow(self, pattern: str) -> Page:
        return self.browser.get(self.link(pattern))


class Browser:
    """One person's browser."""

    def __init__(self, origin: str, authority: Path) -> None:
        self.origin = origin
        self._origin = {"Origin": origin}
        self._client = httpx.Client(
            base_url=origin,
            verify=ssl.create_default_context(cafile=authority),
            follow_redirects=True,
            timeout=30,
            headers={"Accept": "text/html"},
        )

    def get(self, address: str) -> Page:
        return self._checked(self._client.get(address))

    def submit(self, form: Form, pressed: Tag | None) -> Page:
        fields = {name: values for name, values in form.values.items() if values}
        action = form.action
        if pressed is not None and pressed.get("name"):
            fields[str(pressed["name"])] = [str(pressed.get("value") or "")]
        if pressed is not None and pressed.get("formaction"):
            action = urljoin(self.origin, str(pressed["formaction"]))
        if form.method == "get":
            return self._checked(self._client.get(action, params=fields))
        if form.multipart:
            # A part without a file name is an ordinary field; so a form without a chosen file stays multipart.
            parts = [(name, (None, value)) for name, values in fields.items() for value in values]
            return self._checked(self._client.post(action, files=[*parts, *form.files.items()], headers=self._origin))
        return self._checked(self._client.post(action, data=fields, headers=self._origin))

    def download(self, address: str) -> bytes:
        """The bytes that stand there; anything but 200 is not what was wanted."""
        answer = self._client.get(address)
        if answer.status_code != 200:
            raise Unexpected(f"{address} answered {answer.status_code}")
        return answer.content

    def sign_in(self, email: str, password: str) -> Page:
        form = self.get("/masuk").form(r"/masuk$")
        names = form.names
        email_field = next(name for name in names if "email" in name or "surel" in name)
        password_field = next(name for name in names if "sandi" in name or "password" in name)
        page = form.fill(email_field, email).fill(password_field, password).submit()
        if page.path.startswith("/masuk"):
            raise Unexpected(f"sign-in of {email} was refused: {page.text[:300]}")
        return page

    def close(self) -> None:
        self._client.close()

    def _checked(self, response: httpx.Response) -> Page:
        if response.status_code >= 500:
            raise Unexpected(f"{response.request.method} {response.url.path} answered {response.status_code}")
        return Page(self, str(response.url), response.status_code, response.text if _is_html(response) else "")


def _value(control: Tag) -> list[str] | None:
    """What the control would send if nothing were done to it; nothing for an unchecked box."""
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [o for o in options if o.has_attr("selected")]
        if not chosen and not control.has_attr("multiple"):
            chosen = options[:1]
        return [str(o.get("value", o.get_text())) for o in chosen]
    kind = str(control.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return [str(control.get("value", "on"))] if control.has_attr("checked") else None
    if kind == "file":
        return None
    return [str(control.get("value") or "")]


def _offered(controls: list[Tag]) -> set[str] | None:
    """The values that can be chosen; None where anything can be typed."""
    first = controls[0]
    if first.name == "select":
        return {str(o.get("value", o.get_text())) for o in first.find_all("option")}
    if first.get("type") in ("checkbox", "radio"):
        return {str(control.get("value", "on")) for control in controls}
    return None


def _is_html(response: httpx.Response) -> bool:
    return response.headers.get("content-type", "").startswith("text/html")


def _spaced(text: str) -> str:
    return " ".join(text.split())
