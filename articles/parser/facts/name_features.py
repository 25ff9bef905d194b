"""What speaks for and against a candidate being the name of a program, as named features.

The weights of these features are in `lexicon/weights.tsv` (model `names`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.parser.facts.candidates import Candidate
from articles.parser.facts.categories import CategoryCues, score_name
from articles.parser.facts.names import NameGrammar, Occurrence, bare_name, is_launched
from articles.parser.facts.passages import TITLE_PARTS, Passage
from articles.parser.facts.service_features import describe_service
from articles.parser.records import Mention

Features = dict[str, float]

_CLAUSE_STOP: Final = re.compile(r"[，。！？；：、\n“”‘’]")
_CLAUSE_TAIL: Final = re.compile(r"[^，。！？；：、\n“”‘’]*$")
_FIGURE_REACH: Final = 14
#: Figures farther off in a paragraph without end say nothing of a name.
_FAR: Final = 600
_SPEAKER: Final = re.compile(r"[：:，]“[^”]*$")
_PARALLEL: Final = re.compile(r"^[^、]{2,6}、[^、]{2,6}$")
_OFFICER: Final = re.compile(r"(?:[^成人会]员|志愿者|[动务服受]者|师傅们)$")
_EDITION: Final = re.compile(r"第[一二三四五六七八九十百\d]+(?:届|季|期)[“‘]?[^，。；“”]{0,8}$")
_OWNED: Final = re.compile(
    r"(?:工会|[县区市省]总|该[县区市]|当地|联合会)[^，。；“”]{0,12}$|(?:工会|[县区市省]总|联合会|该[县区市]|当地|全[县区市])[^，。；“”]{0,6}的“?$"
)
_COPULA: Final = re.compile(
    r"(?:是|叫|名字是|改成|改为|叫作|叫做|取名|名为|名叫|称为|起名|唤作|有个|有了?|还有|另一[头项个]|便是|就是|这是|这个|这项|这就是|那[个本辆张间]|一[个本辆张间座场堂支辆张间套本])[^，。；“”]{0,8}“?$"
)
_ALIVE: Final = re.compile(
    r"^[^，。；“]{0,4}?(?:由|以来|的?第[一二三四五六七八九十\d]+|首[期批场站]|自|运行|上线|启动|开[班课讲张放业]|每[周月天年晚季个]|已|共|累计|覆盖|设在|定在|实施|成立|建[成在]|投用|不打烊|报名|志愿|负责人)"
)
_COREFERENCE: Final = re.compile(r"^[“”’]?(?:该|这[个项一些场种套座支本辆条]|它|[一-鿿]{0,4}每[周月天年晚个])")
# 一只双肩包, 3支互助队: what is counted is a common noun
_COUNTED: Final = re.compile(
    r"[一二两三四五六七八九十百千万余多几\d][个只支份张名位条台辆间座处场家期项顿碗杯把床批本趟][“‘]?$"
)
# “快一秒，多一命”——职工救护比武活动: an event by its motto
_MOTTO: Final = re.compile(r"[”’]——[一-鿿]{0,4}$")
_PAUSE: Final = re.compile("[、—：]")
_PROGRAM_NUMBER: Final = re.compile(r"\d+分钟|\d+小时|[两三四五六七八九十百千万]")


def _join(first: str, others: str) -> tuple[tuple[str, str], ...]:
    """Each of some features with the one that stands for both: title → (title, service+title)."""
    return tuple((other, f"{first}+{other}") for other in others.split())


#: What weighs otherwise for a service or another common name of the lexicon.
_KNOWN: Final = {
    "known.service": _join(
        "service", "title again figure.near first behind verb launched owned spread opens union alive"
    ),
    "known.generic": _join("generic", "title again figure.near figure.touch first verb"),
}
#: What weighs otherwise for a name with quotation marks, and for one without.
_QUOTED: Final = _join("quoted", "head head2 behind verb person")
_UNQUOTED: Final = _join(
    "unquoted", "head noun domain thrice dictionary figure.near plain alive figures launched opens officer"
)
#: What must speak for a name that is printed once.
_SAYING: Final = ("head", "head2", "behind", "verb", "naming", "known")
#: Characters of speech rather than of names, by their roles in `name_cues.tsv`: “有人管我就不怕”.
_SPOKEN: Final = ("pronoun", "negation", "particle", "adverb", "genitive", "coverb", "clausal")
#: More quoted words than this in an article, and many of them are mere stress.
_QUOTES: Final = 4


@dataclass(frozen=True)
class Surroundings:
    """What a whole article offers to its candidates: figures' spans per passage and where unions are named."""

    passages: Sequence[Passage]
    figures: dict[int, tuple[tuple[int, int], ...]]
    last_paragraph: int
    #: How many quoted candidates stand in each (passage, sentence).
    crowd: dict[tuple[int, int], int]
    #: Where those begin in the body that the lexicon does not know.
    quoted: tuple[int, ...]
    #: Whether a union is named in a (passage, sentence), once it was asked.
    unions: dict[tuple[int, int], bool] = field(default_factory=dict)

    def names_union(self, number: int, sentence: int) -> bool:
        """Whether a sentence of a passage names a union; looked for once: it may be a whole page."""
        named = self.unions.get((number, sentence))
        if named is None:
            passage = self.passages[number]
            span = passage.sentences[sentence]
            named = passage.text.find("工会", *span) >= 0 or passage.text.find("市总", *span) >= 0
            self.unions[number, sentence] = named
        return named


def build_surroundings(
    passages: Sequence[Passage], figures: Sequence[Mention], candidates: Sequence[Candidate]
) -> Surroundings:
    """The article's texts with the spans of its figures and the crowding of its quoted names."""
    crowd: dict[tuple[int, int], int] = {}
    quoted: list[int] = []
    for candidate in candidates:
        for o in candidate.occurrences:
            if o.kind == "quoted":
                key = (o.passage, passages[o.passage].sentence_at(o.start))
                crowd[key] = crowd.get(key, 0) + 1
                if candidate.row is None and passages[o.passage].part == "text":
                    quoted.append(o.start)
    numbers = {passage.part: number for number, passage in enumerate(passages)}
    spans: dict[int, list[tuple[int, int]]] = {}
    for figure in figures:
        if figure.part in numbers:
            spans.setdefault(numbers[figure.part], []).append((figure.start, figure.end))
    body = next((p for p in passages if p.part == "text"), None)
    last = len(body.paragraphs) - 1 if body else 0
    figures_of = {n: tuple(sorted(s)) for n, s in spans.items()}
    return Surroundings(passages, figures_of, last, crowd, tuple(sorted(quoted)))


def find_features(
    candidate: Candidate, around: Surroundings, grammar: NameGrammar, cues: CategoryCues, words: Mapping[str, int]
) -> Features:
    """The features of one candidate; a missing one is 0. `words` counts what a dictionary knows."""
    features = _read_name(candidate, grammar, cues, words)
    _describe_printing(candidate, around, features)
    for occurrence in candidate.occurrences:
        _describe_context(occurrence, around, grammar, features)
    for occurrence in candidate.occurrences:
        _describe_sentence(occurrence, around, features)
    if features.get("plain") == 1.0:
        features["plain.whole"] = 1.0
    if "quoted" in features:
        for name, joined in _QUOTED:
            if name in features:
                features[joined] = 1.0
    if "title" in features and ("known" in features or "spread" in features):
        features["title+body" if "spread" in features else "title+known"] = 1.0
    if "named" in features or "returned" in features:
        for name, joined in _UNQUOTED:
            if features.get(name):
                features[joined] = features[name]
    for kind, pairs in _KNOWN.items() if candidate.row is not None else ():
        for name, joined in pairs if kind in features else ():
            if name in features:
                features[joined] = 1.0
    # 开展送清凉活动: held, not only spoken of
    if "service+verb" in features and "service+behind" in features:
        features["service+held"] = 1.0
    if candidate.row is not None:
        describe_service(candidate, around.passages, around.figures, around.quoted, features)
    if "known.service" in features and "figure.sentence" not in features and "title" not in features:
        features["service+nothing"] = 1.0
    if "once" in features and features.keys().isdisjoint(_SAYING):
        features["once+nothing"] = 1.0
    return features


def _read_name(candidate: Candidate, grammar: NameGrammar, cues: CategoryCues, words: Mapping[str, int]) -> Features:
    """What a name says by itself; of the lexicon's names, which return from page to page, it is kept."""
    row = candidate.row
    known = grammar.described.get(candidate.name) if row is not None else None
    if known is not None:
        return dict(known)
    features: Features = {"bias": 1.0}
    _describe_name(candidate, grammar, features)
    domain = max(score_name(candidate.name, cues).values(), default=0.0)
    if domain:
        features["domain"] = min(domain, 5.0) / 5.0
    # of 慢车道 and “慢车道计划” the longer is what the article says
    if row is None and words.get(bare_name(max((o.name for o in candidate.occurrences), key=len)), 0):
        features["dictionary"] = 1.0
    if row is not None and row.alias == candidate.name:
        grammar.described[candidate.name] = dict(features)
    return features


def compare_features(all_features: Sequence[Features]) -> None:
    """Add what an article's candidates say of each other.

    Beside quoted names that end as names do, or that 推出 brings in, a word of less is seldom one (`rivals`); and
    where much is quoted, most of it is stress (`quotes`).
    """
    strong = [bool(f.get("quoted") and (f.get("head") or f.get("verb") or f.get("behind"))) for f in all_features]
    rivals = sum(strong)
    quotes = sum(1 for f in all_features if f.get("quoted"))
    for features, is_strong in zip(all_features, strong, strict=True):
        # “心语小站”50个 in a list of many: its own head and a figure make it no word of less
        own = features.get("quoted") and features.get("head") and features.get("figure.sentence")
        if not features.get("known"):
            features["rivals"] = 0.0 if own else min(1.0, (rivals - is_strong) / 4)
        if features.get("quoted"):
            features["quotes"] = min(1.0, max(0, quotes - _QUOTES) / 6)


def _describe_name(candidate: Candidate, grammar: NameGrammar, features: Features) -> None:
    name = bare_name(candidate.name)
    if grammar.ends_with(name, "head"):
        features["head"] = 1.0
    elif grammar.ends_with(name, "head2"):
        features["head2"] = 1.0
    elif name[-1] in grammar.cues["noun"]:
        features["noun"] = 1.0
    if grammar.ends_with(name, "person"):
        features["person"] = 1.0
    if grammar.ends_with(name, "officer") or _OFFICER.search(name):
        features["officer"] = 1.0
    if candidate.row is None:
        for role in _SPOKEN:
            if not grammar.cues[role].isdisjoint(name):
                features[f"spoken.{role}"] = 1.0
    length = len(name)
    if candidate.row is None:
        if length <= 4:
            features[f"length{length}"] = 1.0
        elif length >= 9:
            features["long"] = 1.0
        features["plain"] = len("".join(grammar.plain.findall(name))) / length
    if _PAUSE.search(name):
        features["pause"] = 1.0
    if _PARALLEL.match(name):
        features["parallel"] = 1.0
    if _PROGRAM_NUMBER.search(name):
        features["number"] = 1.0
    if "，" in name or "：" in name:
        features["comma"] = 1.0
    if candidate.row is not None:
        features["known"] = 1.0
        features[f"known.{candidate.row.role or ('brand' if candidate.row.place else 'generic')}"] = 1.0


def _describe_printing(candidate: Candidate, around: Surroundings, features: Features) -> None:
    kinds = candidate.kinds()
    for kind in ("quoted", "inner", "listed", "named", "returned"):
        if kind in kinds:
            features[kind] = 1.0
    if not kinds & {"quoted", "inner", "listed", "known"}:
        features["bare"] = 1.0
    body = [o for o in candidate.occurrences if around.passages[o.passage].part not in TITLE_PARTS]
    titles = [o for o in candidate.occurrences if around.passages[o.passage].part in TITLE_PARTS]
    features["once" if len(candidate.occurrences) == 1 else "again"] = 1.0
    if len(body) >= 3:
        features["thrice"] = 1.0
    if titles:
        features["title"] = 1.0
    # a place's own brand of the lexicon is one wherever it stands
    if not body and "known.brand" not in features:
        features["title.only"] = 1.0
        # 爱心托班 in the headline, 托班 in the story
        if any(p.text.count(candidate.name[-2:]) > 1 for p in around.passages if p.part == "text"):
            features["title.echo"] = 1.0
    paragraphs = [around.passages[o.passage].paragraph_at(o.start) for o in body]
    if paragraphs and min(paragraphs) == 0:
        features["first"] = 1.0
    if paragraphs and min(paragraphs) == around.last_paragraph > 0:
        features["last"] = 1.0
    if len(set(paragraphs)) > 1:
        features["spread"] = 1.0


def _describe_context(occurrence: Occurrence, around: Surroundings, grammar: NameGrammar, features: Features) -> None:
    passage = around.passages[occurrence.passage]
    text, start, end = passage.text, occurrence.start, occurrence.end
    before = text[start - 10 if start > 10 else 0 : start].rstrip("“‘")
    after = text[end : end + 14].lstrip("”’")
    stop = _CLAUSE_STOP.search(after, 0, 8)
    reach = after[: stop.start()] if stop else after[:8]
    if grammar.opens_with(after, "bad_behind"):
        features["bad.behind"] = 1.0
    elif grammar.behind.match(reach):
        features["behind"] = 1.0
    elif grammar.behind_weak.match(reach):
        features["behind.weak"] = 1.0
    if text[start - 1 : start] == "‘":
        features["single"] = 1.0
    near = _CLAUSE_TAIL.search(before)[0]  # type: ignore[index]
    if grammar.closes_with(near.rstrip("了着过的"), "bad_before"):
        features["bad.before"] = 1.0
    if near and "verb" not in features and grammar.verb.search(near):
        features["verb"] = 1.0
    if grammar.closes_with(near, "naming"):
        features["naming"] = 1.0
    clause = text[start - 24 if start > 24 else 0 : start]
    if _COUNTED.search(clause[-5:]):
        features["counted" if occurrence.kind == "quoted" else "unquoted+counted"] = 1.0
    if "—" in clause and _MOTTO.search(clause[-7:]):
        features["motto"] = 1.0
    # what one printing has said no other needs to say again
    if "owned" not in features and _OWNED.search(clause):
        features["owned"] = 1.0
    if "copula" not in features and _COPULA.search(clause):
        features["copula"] = 1.0
    if "alive" not in features and _ALIVE.match(after):
        features["alive"] = 1.0
    if "第" in clause and _EDITION.search(clause):
        features["edition"] = 1.0
    if "launched" not in features and is_launched(text, start):
        features["launched"] = 1.0


def _describe_sentence(occurrence: Occurrence, around: Surroundings, features: Features) -> None:
    passage = around.passages[occurrence.passage]
    number = passage.sentence_at(occurrence.start)
    start, end = passage.sentences[number]
    if "union" not in features and around.names_union(occurrence.passage, number):
        features["union"] = 1.0
    if "speech" not in features and _SPEAKER.search(
        passage.text, max(start, occurrence.start - 60), max(start, occurrence.start - 1)
    ):
        features["speech"] = 1.0
    if _COREFERENCE.match(passage.text, end):
        features["coreference"] = 1.0
    if occurrence.kind == "quoted" and around.crowd.get((occurrence.passage, number), 0) > 2:
        features["crowd"] = 1.0
    paragraph = passage.paragraphs[passage.paragraph_at(occurrence.start)]
    if occurrence.start - paragraph[0] < 40:
        features["opens"] = 1.0
    figures = around.figures.get(occurrence.passage, ())
    low, high = max(paragraph[0], start - _FAR), min(paragraph[1], end + _FAR)
    for figure in figures[bisect_left(figures, (low, 0)) : bisect_left(figures, (high, 0))]:
        if end <= figure[0] < paragraph[1]:
            features["figure.follows"] = 1.0
            features["figures"] = min(1.0, features.get("figures", 0.0) + 0.25)
        if figure[0] >= end or figure[1] <= start:
            continue
        features["figure.sentence"] = 1.0
        gap = figure[0] - occurrence.end if figure[0] >= occurrence.end else occurrence.start - figure[1]
        if gap <= _FIGURE_REACH:
            features["figure.near"] = 1.0
        if gap <= 1 and not _CLAUSE_STOP.search(passage.text[min(occurrence.end + 1, figure[0]) : figure[0]]):
            features["figure.touch"] = 1.0
