"""A county union's officer with a report due this afternoon: each question of the readers, on a site with the samples.

Every answer is reached as a reader reaches it: from a page that is already open, by links, fields and buttons.
"""

import base64
import csv
import io
import re
import urllib.parse
import urllib.request
from datetime import date

import pytest
from django.core.management import call_command
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from articles.models import County, ErrorReport, Metric, Program, PromiseRuling
from tests.browser.driving import leave
from tests.factories import make_article, make_mention, make_metric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """The site with all samples published."""
    call_command("load_samples", verbosity=0)
    return live_server.url


@pytest.fixture
def reader(browser, site):
    return Reader(browser, site)


class Reader:
    """What a reader does: open the front page, follow a link by its words, read what is shown."""

    def __init__(self, browser, site):
        self.browser, self.site = browser, site
        self.open("/")

    def open(self, path):
        self.browser.get(self.site + path)
        return self

    def follow(self, words, within="body"):
        """Click the first shown link with these words."""
        links = self.browser.find_element(By.CSS_SELECTOR, within).find_elements(By.PARTIAL_LINK_TEXT, words)
        return self._click(next(link for link in links if link.is_displayed()))

    def _click(self, element):
        """Click, and where that leads to another page, wait for it."""
        leads = element.tag_name == "button" or "#" not in (element.get_attribute("href") or "#")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        if leads:
            leave(self.browser, element.click)
        else:
            element.click()
        return self

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def texts(self, css):
        return [element.text for element in self.browser.find_elements(By.CSS_SELECTOR, css)]

    def choose(self, name, words):
        Select(self.find(f"[name={name}]")).select_by_visible_text(words)
        return self

    def press(self, css):
        return self._click(self.find(css))

    @property
    def path(self):
        return urllib.parse.unquote(self.browser.current_url.removeprefix(self.site))

    def take(self, words, within="main"):
        """What stands behind a download link: its bytes."""
        links = self.find(within).find_elements(By.PARTIAL_LINK_TEXT, words)
        with urllib.request.urlopen(links[0].get_attribute("href")) as answer:
            return answer.read()


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_who_else_runs_this(reader):
    """Two clicks from the front page: the program, and where it runs."""
    reader.follow("项目", ".nav").follow("爱心托班", ".tbl")
    assert reader.find("h1").text == "爱心托班"
    marks = reader.browser.find_elements(By.CSS_SELECTOR, "#where .tile .kd, #where .tile .kp, #where .tile .ko")
    reported = {mark.get_attribute("title").split("：")[0] for mark in marks}
    named = County.objects.filter(articles__program_mentions__program__name="爱心托班", articles__is_public=True)
    assert reported == set(named.values_list("name", flat=True))


def test_the_programs_as_a_table_and_as_cards(reader):
    reader.follow("项目", ".nav").choose("city", "衢州市").press(".filters .btn-main")
    names = reader.texts("th .name")
    reader.follow("卡片")
    assert reader.texts(".card h2") == names
    assert "衢州市" in reader.find(".says").text


def test_how_big_is_it(reader):
    """The county's figure with its qualifier, plan beside actual; a figure that cannot be compared says so."""
    reader.follow("地区", ".nav").follow("衢江区", ".tbl")
    row = next(r for r in reader.texts("#figures tbody tr") if "服务儿童数" in r)
    assert "1,000名" in row
    assert "1,055名" in row
    assert reader.find("#figures .q").get_attribute("aria-hidden") == "true"


def test_what_was_promised_and_what_came_of_it(reader):
    program = Program.objects.get(name="爱心托班")
    promise = Metric.objects.get(county__name="衢江区", status="planned", indicator__code="TB04")
    later = make_article(published_on=date(2025, 9, 1), headline="暑期托班收官", text="全区爱心托班服务1200名儿童。")
    make_mention(later, program)
    figures = {"program": program, "indicator": "TB04", "period_start": date(2025, 7, 1)}
    make_metric(later, "1200名", value=1200, unit="名", **figures)
    reader.open("/").follow("追踪", ".nav").choose("city", "衢州市").choose("due", "全部年份").press(
        ".filters .btn-main"
    )
    row = reader.find(f"#m{promise.pk}").text
    assert "已达成" in row
    assert "1,200名" in row
    reader.follow("1,200名", f"#m{promise.pk}")
    assert "暑期托班收官" in reader.find("h1").text


def test_an_editors_ruling_is_shown_with_its_reason(reader):
    promise = Metric.objects.get(county__name="衢江区", status="planned", indicator__code="TB04")
    PromiseRuling.objects.create(metric=promise, state="reached", reason="区总工会来函说明已办结")
    reader.open("/follow/?county=330803")
    assert "人工认定：区总工会来函说明已办结" in reader.find(f"#m{promise.pk}").text
    assert "编辑另有依据时可以人工认定" in reader.find("main").text


def test_where_does_the_number_come_from(reader):
    """From a ranking to the sentence in its article, and the line to cite it by."""
    reader.open("/metrics/?indicator=YZ01").follow("第2版", "[aria-labelledby=h-tbl]")
    anchor = reader.path.split("#")[1]
    figure = reader.find(f"#{anchor}")
    assert "110" in figure.text
    marked = reader.find(f'.story [href="#{anchor}"]')
    assert marked.text.startswith("110家")
    figure.find_element(By.TAG_NAME, "summary").click()
    cited = figure.find_element(By.CSS_SELECTOR, "details p").text
    assert re.search(r"\[N\]\. .+, 2025-06-30\(2\)\.$", cited)


def test_silence_is_a_page_of_its_own(reader):
    reader.open("/programs/ai-xin-tuo-ban/")
    silent = reader.find("#silence").text
    assert "龙游" in silent
    assert "衢江" not in silent
    reader.press("#silence summary")
    assert re.search(r"衢江区 2025-06-\d\d", reader.find("#silence").text)
    reader.open("/").follow("其余未见报道")
    assert "衢江区" not in reader.texts("th .name")
    assert "龙游县" in reader.texts("th .name")


def test_search_from_any_page(reader):
    """The box on an article's page: words inside words, other names said, initials of places."""
    reader.open(Metric.objects.published().first().article.get_absolute_url())
    reader.find("#q").send_keys("托班")
    reader.press(".plate-search .btn")
    assert "托班" in reader.texts("#articles mark")
    reader.open("/search/?q=爱心驿站")
    assert "工会驿站" in reader.find(".also").text
    reader.open("/search/?q=qjq")
    assert "衢江区" in reader.find("#places").text
    reader.open("/search/?q=驿站").follow("新的在前")
    days = re.findall(r"20\d\d-\d\d-\d\d", reader.find("#articles").text)
    assert days == sorted(days, reverse=True)
    reader.follow("湖州市", ".facet + .facet")
    assert all("湖州" in hit for hit in reader.texts("#articles .hits > li > .meta"))


@pytest.mark.parametrize(
    ("path", "rows", "column", "cell"),
    [
        ("/programs/?city=330800", "table.tbl tbody tr", "项目", "th .name"),
        ("/articles/?city=330700", ".reports > li", "标题", ".ttl"),
        ("/figures/?county=330803", ".tbl tbody tr", "县（市、区）", "th .name"),
        ("/metrics/?indicator=YZ01", "[aria-labelledby=h-tbl] .tbl tbody tr", "县（市、区）", "th .name"),
        ("/follow/?due=all&city=330800", ".tbl tbody tr", None, None),
    ],
)
def test_a_table_leaves_as_it_is_shown(reader, path, rows, column, cell):
    reader.open(path)
    shown = reader.browser.find_elements(By.CSS_SELECTOR, rows)
    taken = rows_of(reader.take("CSV", ".exports"))
    assert shown
    assert len(taken) == len(shown)
    if column:
        assert [row[column] for row in taken] == [one.find_element(By.CSS_SELECTOR, cell).text for one in shown]
    assert reader.take("XLSX", ".exports").startswith(b"PK")


def test_the_address_of_a_taken_row_opens_its_figure(reader):
    reader.open("/figures/?county=330803")
    row = rows_of(reader.take("CSV", ".exports"))[0]
    reader.browser.get(row["网址"])
    target = reader.browser.execute_script("return document.querySelector(':target').innerText")
    assert row["数值"] in target.replace(",", "") or row["单位"] in target


def test_an_error_is_reported_without_an_account(reader):
    metric = Metric.objects.published().filter(county__name="衢江区").first()
    reader.open(f"{metric.article.get_absolute_url()}#f{metric.pk}")
    reader.press(f"#f{metric.pk} summary").follow("报错", f"#f{metric.pk}")
    reader.press(".report-form .btn-main")
    assert "请写明哪里不对" in reader.find(".report-form").text
    reader.find("#id_message").send_keys("这个数应是12家，不是这个。")
    reader.press(".report-form .btn-main")
    assert reader.find("h1").text == "已收到"
    assert ErrorReport.objects.get().metric == metric


def count_pages(browser):
    """Pages of the printed page, as the reader's own printer settings would have it."""
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    return len(re.findall(rb"/Type\s*/Page[^s]", base64.b64decode(printed["data"])))


def test_the_brief_is_one_page_and_a_word_file(reader):
    reader.open("/counties/330803/").follow("打印简报")
    assert reader.find("h1").text == "衢江区工会项目简报"
    assert "1,000名" in reader.find(".sheet").text
    assert count_pages(reader.browser) == 1
    assert reader.take("Word", ".brief-bar").startswith(b"PK")


def test_the_brief_of_a_busy_county_is_still_one_page(reader):
    """Eleven indicators from twenty-two papers with long titles, and a city of thirteen counties."""
    county = County.objects.get(name="余杭区")
    program = Program.objects.get(name="工会驿站")
    for n, code in enumerate(["YZ01", "YZ02", "YZ03", "YZ04", "YZ05", "YZ06", "YZ07", "YZ08", "YZ09", "YZ10", "YZ11"]):
        for status, words in (("actual", "今年已经建成38家"), ("planned", "明年计划再建38家")):
            article = make_article(
                county=county,
                text=f"{words}。",
                headline=f"余杭区工会驿站建设再上新台阶，第{n}批站点面向户外劳动者和新就业形态劳动者开放，"
                "环卫工人、快递小哥、网约车司机进门就有热水",
            )
            make_mention(article, program, start=0, end=2, quote=words[:2])
            make_metric(article, "38家", unit="家", program=program, indicator=code, status=status)
    for other in County.objects.filter(city=county.city).exclude(pk=county.pk):
        article = make_article(county=other, text="已经建成38家。")
        make_metric(article, "38家", unit="家", program=program, indicator="YZ01")
    reader.open("/counties/330110/brief/")
    assert count_pages(reader.browser) == 1


def test_unlike_figures_are_kept_apart_and_the_split_is_offered(reader):
    reader.open("/metrics/?indicator=TB04")
    guard = reader.find("#guard").text
    assert "实绩与计划不可混排" in guard
    assert "年份不同" in guard
    reader.follow("单独看", "#guard")
    assert "只列计划" in reader.find(".says").text
    assert "1,000" in reader.find(".tbl").text


def test_conflicting_figures_stand_side_by_side_with_the_rule(reader):
    county = County.objects.get(name="永康市")
    article = make_article(county=county, published_on=date(2025, 8, 1), text="永康市现有工会驿站118家。")
    make_metric(article, "118家", value=118, unit="家", unit_family="sites", indicator="YZ01")
    reader.open("/metrics/?indicator=YZ01")
    conflict = reader.find("#conflicts").text
    assert "118" in conflict
    assert "110" in conflict
    assert "规则：同一指标取见报较近的一条" in conflict


def test_two_counties_side_by_side(reader):
    reader.open("/compare/")
    fields = reader.browser.find_elements(By.CSS_SELECTOR, "[name=county]")
    Select(fields[0]).select_by_visible_text("衢江区")
    Select(fields[1]).select_by_visible_text("永康市")
    reader.press(".filters .btn-main")
    assert reader.find("h1").text == "衢江、永康对照"
    assert "未提及" in reader.find(".side").text


def test_a_tile_leads_to_the_rows_behind_its_number(reader):
    reader.choose("measure", "YZ01 驿站总数").press(".pick-measure .btn")
    assert "不含累计数" in reader.find("#map").text
    tile = next(t for t in reader.browser.find_elements(By.CSS_SELECTOR, ".tile a") if "永康" in t.text)
    leave(reader.browser, tile.click)
    assert reader.path == "/figures/?county=330784&indicator=YZ01"
    assert "110家" in reader.find(".tbl").text


def test_the_elder_version_stays_until_it_is_left(reader):
    reader.follow("长辈版").follow("项目", ".nav")
    assert reader.find("html").get_attribute("data-mode") == "elder"
    size = reader.browser.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 20
    reader.follow("标准版")
    assert reader.find("html").get_attribute("data-mode") is None


def test_a_wrong_address_helps_on(reader):
    reader.open("/programs/mei-you-zhe-ge/")
    assert "没有这一页" in reader.find("h1").text
    reader.follow("全部项目")
    assert reader.path == "/programs/"
