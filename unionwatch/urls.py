"""The site map: who answers which address."""

from django.contrib import admin
from django.urls import include, path

from . import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("articles.exchange.urls")),
    path("", include("articles.pages.urls")),
]

handler400 = "unionwatch.errors.bad_request"
handler403 = "unionwatch.errors.permission_denied"
handler404 = "unionwatch.errors.page_not_found"
handler500 = "unionwatch.errors.server_error"
