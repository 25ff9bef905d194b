"""Template tags of the public pages: thin wrappers round the pure functions of `articles.pages`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.masking import byline_names, mask_part, private_names_of
from articles.models import Article, Metric
from articles.pages.charts import share_bar as draw_share
from articles.pages.citations import cite
from articles.pages.figures import figure_of, kind_of, status_html, write_number, write_period
from articles.pages.filters import ListFilter
from articles.pages.marking import mark_sentence
from articles.pages.pairs import Pair
from articles.pages.places import Gazetteer
from articles.pages.reading import Reading
from articles.pages.sentences import Sentence, kinds_of, part_text

register = template.Library()

#: The eight entries of the main navigation: key of the section, word, name of the address.
NAVIGATION = (
    ("home", "概览", "home"),
    ("programs", "项目", "program-list"),
    ("childcare", "托班", "childcare-list"),
    ("stations", "驿站", "station-list"),
    ("places", "地区", "city-list"),
    ("metrics", "指标", "metric-list"),
    ("follow", "追踪", "follow"),
    ("articles", "报道", "article-list"),
)


@register.simple_tag
def navigation() -> list[tuple[str, str, str]]:
    """Section, word and address of each entry."""
    return [(section, word, reverse(name)) for section, word, name in NAVIGATION]


@register.simple_tag
def footer() -> dict[str, str]:
    """Who runs the site, from the settings; an empty field is not in it."""
    return {key: value for key, value in getattr(settings, "UNIONWATCH_FOOTER", {}).items() if value}


@register.simple_tag
def search_address() -> str:
    try:
        return reverse("search")
    except NoReverseMatch:
        return "/search/"


@register.simple_tag
def figure(metric: Metric, unit: bool = True) -> SafeString:
    """≥1,000名 as the figure atom."""
    return figure_of(metric).html(with_unit=unit)


@register.simple_tag
def status(metric: Metric, period: bool = True) -> SafeString:
    """The status mark: 计划 2025, 累计 至2025-06, 时点 …, 实绩 …."""
    return status_html(metric, kinds_of(metric), period=period)


@register.simple_tag
def status_word(metric: Metric) -> str:
    return kind_of(metric, kinds_of(metric))[1]


@register.filter
def period(metric: Metric) -> str:
    return write_period(metric)


@register.filter
def measured(metric: Metric) -> str:
    """What a figure counts: the indicator's name, else the words of the article."""
    return (metric.indicator.name if metric.indicator else metric.indicator_words) or "未写明指标"


@register.filter
def page_words(article) -> SafeString:
    """浙江工人日报 2025-06-03 第2版; date and page are not torn apart at a line's end."""
    page = article.bulletin.page
    words = f"第{page}版" if page.isdigit() else page
    day = f"{article.published_on.isoformat()} {words}".rstrip()
    return format_html('{} <span class="nb">{}</span>', article.bulletin.source.name, day)


@register.filter
def cn_date(value) -> str:
    """2025年6月3日"""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def weekday(value) -> str:
    return "星期" + "一二三四五六日"[value.weekday()]


@register.filter
def count(value: int) -> str:
    return f"{value:,}"


@register.filter
def entry(table: dict, key):
    """A value of a dictionary by a key that a variable holds."""
    return table.get(key)


@register.simple_tag
def place_name(gazetteer, row, full: bool = False) -> str:
    """Name of the place of anything with `city_id` and `county_id`."""
    write = gazetteer.full_name if full else gazetteer.name
    return write(row.city_id, row.county_id)


@register.simple_tag
def page_window(page) -> Sequence[int | str]:
    """Page numbers for the pager, with … for gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def share_bar(value: int, whole: int) -> SafeString:
    return draw_share(value, whole)


@register.filter
def article_address(pk: int) -> str:
    return reverse("article-detail", args=[pk])


@register.simple_tag
def place_link(gazetteer: Gazetteer, row, form: str = "") -> SafeString | str:
    """The name of a row's place as a link to its page; with its city behind, unless `form` is full or short."""
    place = gazetteer.county(row.county_id) or gazetteer.city(row.city_id)
    if place is None:
        return "全省"
    name = gazetteer.full_name(row.city_id, row.county_id) if form == "full" else place.name
    link = format_html('<a class="name" href="{}">{}</a>', place.get_absolute_url(), name)
    if form or not row.county_id:
        return link
    city = gazetteer.city(row.city_id)
    return format_html('{}<br><span class="meta">{}</span>', link, city.name if city else "")


@register.simple_tag
def sentence_text(sentence: Sentence) -> SafeString:
    """A sentence with its figures marked and private names hidden."""
    article = sentence.article
    figures = [(metric.figure_start, metric.figure_end) for metric in sentence.metrics]
    text = part_text(article, sentence.part)
    keep, also = byline_names(article), private_names_of(article)
    return mark_sentence(text, figures, sentence.start, sentence.end, keep, also)


@register.simple_tag
def quote_of(metric: Metric) -> SafeString:
    """The words a figure was read from, the figure marked, private names hidden."""
    figure = (metric.figure_start - metric.start, metric.figure_end - metric.start)
    keep, also = byline_names(metric.article), private_names_of(metric.article)
    return mark_sentence(metric.quote, [figure], 0, len(metric.quote), keep, also)


@register.simple_tag
def bare_words(metric: Metric) -> str:
    """The figure as printed: 1000名以上."""
    return mask_part(
        metric.article, metric.quote[metric.figure_start - metric.start : metric.figure_end - metric.start]
    )


@register.filter
def titled(article: Article) -> str:
    """The article's title as the public may read it."""
    return mask_part(article, article.title)


@register.filter
def masked(article: Article, part: str) -> str:
    """A part of the article (kicker, captions …) as the public may read it."""
    return mask_part(article, article.part_text(part))


@register.simple_tag
def citation(article: Article) -> str:
    return cite(article)


@register.simple_tag
def marked(reading: Reading, part: str) -> SafeString:
    return reading.marked(part)


#: What stands in the column 完成, by the state of the completion.
COMPLETION_MARKS = {"unlike": ("warn", "不可比"), "early": ("plan", "未满期")}


@register.simple_tag
def completion_words(pair: Pair) -> SafeString:
    """How far a plan was carried out, or why that cannot be said."""
    done = pair.completion
    why = format_html('<span class="meta">{}</span>', "；".join(done.reasons))
    if done.state == "ratio":
        sign = format_html('<span class="q" aria-hidden="true">{}</span>', done.sign) if done.sign else ""
        return format_html('<b class="fig">{}{}</b><br>{}', sign, done.percent, why)
    if done.state in COMPLETION_MARKS:
        mark, word = COMPLETION_MARKS[done.state]
        return format_html('<span class="st st-{}">{}</span><br>{}', mark, word, why)
    return format_html("—<br>{}", why)


@register.filter
def plain(value) -> str:
    return write_number(value)


@register.filter
def minus(one: int, other: int) -> int:
    return one - other


@register.filter
def at(values, place: int):
    """The value at a place of a list."""
    return values[place]


@register.filter
def plain_int(value: int) -> str:
    """A year without a thousands separator, as the address has it."""
    return str(value)


@register.filter
def label_of(choices, key: str) -> str:
    return dict(choices).get(key, "")


KIND_WORDS = {"S": "时点数", "F": "期间数", "C": "累计数", "R": "比率", "M": "金额", "D": "特征"}


@register.simple_tag
def kinds_words(indicator) -> str:
    """时点数、期间数 …: what kind of figure an indicator is."""
    return "、".join(KIND_WORDS.get(kind, kind) for kind in indicator.kinds.split("/"))


@register.simple_tag(takes_context=True)
def export_query(context, **extra) -> str:
    """The conditions of this page as a query string for an export, without paging; `extra` sets some anew.

    A condition that the page could not use is left out: the file holds the rows that the page shows.
    """
    query = context["request"].GET.copy()
    filters = context.get("filters")
    for name in list(query):
        unused = isinstance(filters, ListFilter) and not (name in filters.filters and filters.chosen(name))
        if name in NO_CONDITIONS or name in context.get("ignored", ()) or unused:
            query.pop(name)
    for name, value in extra.items():
        query[name] = value
    return f"?{query.urlencode()}" if query else ""


#: What an address holds beside conditions.
NO_CONDITIONS = ("page", "sort", "measure", "place")
