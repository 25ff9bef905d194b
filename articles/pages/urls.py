"""The public pages, by prefix."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
