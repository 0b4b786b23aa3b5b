"""Headers that every answer carries: pages of a signed-in officer are kept by no cache."""

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
