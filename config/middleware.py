"""Who asks, behind a proxy; and what every answer carries."""

from collections.abc import Callable
from typing import Final

from csp.constants import NONCE, NONE, SELF
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

#: What a page may load and where it may send; the settings hand it to django-csp.
POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

NO_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def careful_headers(get_response: Answer) -> Answer:
    """No device, and no copy of a page left in a browser or a proxy (六(三))."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        return response

    return answer


def client_address(get_response: Answer) -> Answer:
    """Behind our proxy the asker is whom it names last; what he says himself stands before."""

    def answer(request: HttpRequest) -> HttpResponse:
        if forwarded := request.headers.get("X-Forwarded-For"):
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return get_response(request)

    return answer
