"""长辈版 on and off, remembered by a cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

YEAR = 365 * 24 * 3600


def reading_mode(request: HttpRequest) -> HttpResponse:
    """Set the mode and go back; only to an address of this site."""
    back = request.GET.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    mode = "elder" if request.GET.get("to") == "elder" else "standard"
    response.set_cookie("mode", mode, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
