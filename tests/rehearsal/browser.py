"""A browser of few words: it opens pages through the proxy and fills in what stands on them."""

from __future__ import annotations

import http.cookiejar
import re
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urljoin

from tests.stories.forms_on_page import forms_of


@dataclass
class Answer:
    address: str
    status: int
    content: bytes

    @property
    def page(self) -> str:
        return self.content.decode()

    @property
    def words(self) -> str:
        text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", self.page, flags=re.S)
        return " ".join(unescape(text).split())


@dataclass
class Browser:
    """One person's, who trusts the certificate of the place."""

    site: str
    certificate: Path
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        trust = urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=str(self.certificate))
        )
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        direct = urllib.request.ProxyHandler({})
        self.opener = urllib.request.build_opener(direct, trust, cookies)

    def open(self, path: str, sent: dict[str, object] | None = None) -> Answer:
        address = urljoin(self.site, path)
        data = urlencode(sent, doseq=True).encode() if sent is not None else None
        request = urllib.request.Request(address, data, {"Referer": address})  # noqa: S310
        try:
            with self.opener.open(request, timeout=180) as answer:
                return Answer(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(address, error.code, error.read())

    def send(self, path: str, **typed: object) -> Answer:
        """Fill in the one form of the page that takes all this, and press its button."""
        shown = self.open(path)
        forms = [form for form in forms_of(shown.page) if form.attributes.get("method") == "post"]
        form = next((form for form in forms if form.takes(typed)), None)
        assert form is not None, f"{path}（{shown.status}）没有这样的表：{shown.words[:2000]}"
        target = form.attributes.get("action") or shown.address
        answer = self.open(target, form.filled(typed))
        assert answer.status == 200, f"{path}：{answer.status} {answer.words[:2000]}"
        return answer
