"""Behind the proxy an officer's address is the one the proxy saw."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.middleware import client_address


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("10.1.2.3", "10.1.2.3"), ("1.1.1.1, 10.1.2.3", "10.1.2.3"), ("", "127.0.0.1")],
)
def test_only_what_the_proxy_adds_is_believed(
    rf: RequestFactory, forwarded: str, address: str
) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": forwarded})
    assert client_address(told)(request).content.decode() == address
