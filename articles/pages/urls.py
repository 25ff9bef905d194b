"""The public pages, by prefix."""

from django.urls import path, register_converter

from .cache import kept
from .converters import DivisionCode
from .views import (
    articles,
    compare,
    figures,
    follow,
    home,
    metrics,
    modes,
    notes,
    places,
    program,
    programs,
    report_error,
    search,
    topics,
)

register_converter(DivisionCode, "division")

urlpatterns = [
    path("", kept(home.home), name="home"),
    # /programs/: what unions run
    path("programs/", kept(programs.program_list), name="program-list"),
    path("programs/<slug:slug>/", kept(program.program_detail), name="program-detail"),
    # two kinds of program with readers of their own
    path("stations/", kept(topics.station_list), name="station-list"),
    path("childcare/", kept(topics.childcare_list), name="childcare-list"),
    # places by GB/T 2260 code
    path("cities/", kept(places.city_list), name="city-list"),
    path("cities/<division:code>/", kept(places.city_detail), name="city-detail"),
    path("counties/<division:code>/", kept(places.county_detail), name="county-detail"),
    path("counties/<division:code>/brief/", kept(places.county_brief), name="county-brief"),
    # figures across places, and over time
    path("metrics/", kept(metrics.metric_list), name="metric-list"),
    path("figures/", kept(figures.figure_list), name="figure-list"),
    path("compare/", kept(compare.compare), name="compare"),
    path("follow/", kept(follow.follow_list), name="follow"),
    # /articles/: the evidence
    path("articles/", kept(articles.article_list), name="article-list"),
    path("articles/<int:pk>/", kept(articles.article_detail), name="article-detail"),
    # 报错: what readers say is wrong
    path("report/metric/<int:pk>/", report_error.report_metric, name="report-metric"),
    path("report/article/<int:pk>/", report_error.report_article, name="report-article"),
    path("report/done/", report_error.report_done, name="report-done"),
    # one box for all
    path("search/", search.search, name="search"),
    # about the site
    path("about/", kept(notes.about), name="about"),
    path("aliases/", kept(notes.alias_list), name="alias-list"),
    path("mode/", modes.reading_mode, name="reading-mode"),
]
