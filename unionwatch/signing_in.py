"""A limit of wrong passwords for an address, beside the one for an account: guessing one password for many names."""

from __future__ import annotations

from typing import Any

from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from unionwatch.visitor import address


class AddressLimitBackend(BaseBackend):
    """Refuses every log-in from an address with too many wrong passwords in the last hour, right ones too.

    Stands before axes, which keeps the log that is counted here (in the database, so that
    all worker processes see the same) and answers with `errors.locked_out`. What is refused
    here is not logged again: the address is free an hour after its last wrong password.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        if request is None:
            return
        since = timezone.now() - settings.ADDRESS_FAILURE_WINDOW
        failures = AccessFailureLog.objects.filter(ip_address=address(request), attempt_time__gte=since)
        if failures.count() >= settings.ADDRESS_FAILURE_LIMIT:
            request.axes_locked_out = request.address_locked_out = True  # type: ignore[attr-defined]
            raise PermissionDenied("too many wrong passwords from this address")
