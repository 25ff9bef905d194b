"""What leaves as data: /export/, /feeds/, the calendar, /api/v1/."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from . import api, brief_docx, calendars, downloads, dump, feeds, manual
from .sitemaps import SITEMAPS, robots

router = DefaultRouter()
router.register("cities", api.CityViewSet)
router.register("counties", api.CountyViewSet)
router.register("indicators", api.IndicatorViewSet)
router.register("programs", api.ProgramViewSet)
router.register("metrics", api.MetricViewSet)
router.register("articles", api.ArticleViewSet)

# /export/
export_urls = [re_path(r"^(?P<table>[a-z]+)\.(?P<suffix>csv|xlsx)$", downloads.download, name="export")]

# /feeds/
feed_urls = [
    path("articles.atom", feeds.ListFeed(), name="feed"),
    path("search.atom", feeds.SearchFeed(), name="feed-search"),
    path("cities/<str:code>.atom", feeds.CityFeed(), name="feed-city"),
    path("counties/<str:code>.atom", feeds.CountyFeed(), name="feed-county"),
    path("programs/<str:slug>.atom", feeds.ProgramFeed(), name="feed-program"),
]

urlpatterns = [
    path("export/", include(export_urls)),
    path("counties/<str:code>/brief.docx", brief_docx.county_brief_docx, name="county-brief-docx"),
    path("feeds/", include(feed_urls)),
    path("follow/calendar.ics", calendars.promise_calendar, name="calendar"),
    path("api/", manual.api_manual, name="api-manual"),
    path("api/v1/dump.zip", dump.dump, name="dump"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/", include((router.urls, "api"))),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-part"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-part"),
]
