"""账号、权限组 and 编辑范围 in the admin, every change in the journal, no password ever in it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from articles.desk.journaled import JournaledAdmin
from articles.models import EditorScope, Revision
from articles.review.journal import record

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin, JournaledAdmin):  # type: ignore[type-arg]
    """Accounts. A new password is journalled as such, without a trace of it."""

    list_display = ["username", "last_name", "first_name", "email", "is_active", "is_staff", "last_login"]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        before = self._password(id)
        response = super().user_change_password(request, id, form_url)
        account = self.get_object(request, id)
        if account is not None and before is not None and self._password(id) != before:
            user: Any = request.user
            record(account, Revision.Action.EDIT, user=user, note="改了密码")
        return response

    def _password(self, key: str) -> str | None:
        return User.objects.filter(pk=key).values_list("password", flat=True).first() if key.isdigit() else None


@admin.register(Group)
class RightsAdmin(GroupAdmin, JournaledAdmin):  # type: ignore[type-arg]
    """Groups and what they may do."""


@admin.register(EditorScope)
class EditorScopeAdmin(JournaledAdmin):
    """The cities that an account is limited to."""

    list_display = ["user", "named_cities"]
    list_select_related = ["user"]
    filter_horizontal = ["cities"]

    @admin.display(description="设区市")
    def named_cities(self, scope: EditorScope) -> str:
        return "、".join(city.name for city in scope.cities.all()) or "不限"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("cities")
