"""Who may do what on the desk, and what every page of it shows round its content."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article, Bulletin, find_editor_cities


def admin_context(request: HttpRequest, title: str) -> dict[str, Any]:
    """The admin's own context (header, permissions) with the page's title."""
    return {**admin.site.each_context(request), "title": title}


def get_bulletin_or_404(request: HttpRequest, pk: int) -> Bulletin:
    """A bulletin that the user may see on the desk. Raises PermissionDenied, Http404."""
    if not request.user.has_perm("articles.view_bulletin"):
        raise PermissionDenied
    return get_object_or_404(
        Bulletin.objects.select_related("source", "created_by", "submitted_by", "released_by"), pk=pk
    )


def demand_change(request: HttpRequest, bulletin: Bulletin) -> None:
    """Raise PermissionDenied unless the user may mend this bulletin now.

    What is public may be mended only by those who may publish.
    """
    if not request.user.has_perm("articles.change_bulletin"):
        raise PermissionDenied("您的账号没有修改版面的权限。")
    if bulletin.status == Bulletin.Status.PUBLISHED and not can_publish(request):
        raise PermissionDenied("已发布的版面只有复审人员可以改。请先请他们撤回。")


def demand_article(request: HttpRequest, article: Article) -> None:
    """Raise PermissionDenied where the account is limited to other cities than the article's. One query."""
    cities = find_editor_cities(request.user)
    if cities is not None and article.city_id is not None and article.city_id not in cities:
        raise PermissionDenied(f"您的账号只能改本市的报道，这一篇属于{article.city}。")


def demand_cities(request: HttpRequest, bulletin: Bulletin) -> None:
    """Raise PermissionDenied where the account is limited and the bulletin holds an article of another city."""
    cities = find_editor_cities(request.user)
    if cities is None:
        return
    others = bulletin.articles.exclude(city=None).exclude(city__in=cities).select_related("city")
    if other := others.first():
        raise PermissionDenied(f"您的账号只能处理本市的版面，这一版有{other.city}的报道。")


def can_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.publish_bulletin")
