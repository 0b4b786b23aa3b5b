"""Who asks, behind a proxy; and what every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

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
