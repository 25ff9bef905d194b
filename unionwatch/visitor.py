"""Who asks: the visitor's network address, as far as our own proxies vouch for it."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; the peer's own without a proxy.

    Each proxy appends the address it saw to X-Forwarded-For, so that with PROXY_COUNT
    proxies the entry that many from the end is ours, and everything before it the visitor's say.
    """
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    count = settings.PROXY_COUNT
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if not count or len(hops) < count:
        return peer
    try:
        return str(ip_address(hops[-count]))
    except ValueError:
        return peer
