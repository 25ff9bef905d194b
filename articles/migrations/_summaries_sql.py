"""The SQL of the summaries: what each holds as a view of the record, and triggers that keep it so.

For each summary there is a view of its smallest rows (`…_cell`: one place, one year), a view of all it should hold
(`…_expected`), a function that makes the rows of some keys anew (`…_refresh`) and one that makes all (`…_rebuild`).
A trigger collects the keys that a statement touched, and calls the functions. So that two transactions that touch
one key do not each miss the other's rows, whoever changes something public waits for the other to commit.
"""

from __future__ import annotations

#: One public row: what an editor refused is never counted.
PUBLIC = "is_public AND review <> 'rejected'"
#: Where a row belongs: its county, else its city, else nothing. The index `…_cell` is over this and the year.
PLACE = "coalesce(county_id, city_id, '')"
YEAR = "extract(year FROM published_on)"
WHERE_AND_WHEN = f"{PLACE} AS place, coalesce(city_id, '') AS city, coalesce(county_id, '') AS county, {YEAR} AS year"

INDEXES = f"""
CREATE INDEX article_cell ON articles_article ({PLACE}, {YEAR}) WHERE is_public;
CREATE INDEX mention_cell ON articles_programmention ({PLACE}, {YEAR}) WHERE {PUBLIC};
CREATE INDEX metric_cell ON articles_metric ({PLACE}, {YEAR}) WHERE {PUBLIC};
"""

DROP_INDEXES = "DROP INDEX article_cell; DROP INDEX mention_cell; DROP INDEX metric_cell;"

CELLS = {
    "place": f"""
SELECT place, city, county, year, sum(articles) AS articles, sum(figures) AS figures, sum(planned) AS planned,
       min(first) AS first, max(last) AS last
FROM (SELECT {WHERE_AND_WHEN}, count(*) AS articles, 0 AS figures, 0 AS planned,
             min(published_on) AS first, max(published_on) AS last
      FROM articles_article WHERE is_public GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT {WHERE_AND_WHEN}, 0, count(*), count(*) FILTER (WHERE status = 'planned'), NULL, NULL
      FROM articles_metric WHERE {PUBLIC} GROUP BY 1, 2, 3, 4) both_tables
GROUP BY 1, 2, 3, 4""",
    "category": f"""
SELECT category, place, city, county, year, count(DISTINCT article_id) AS articles
FROM (SELECT program_id, article_id, {WHERE_AND_WHEN} FROM articles_programmention WHERE {PUBLIC}) named
JOIN articles_program program ON program.id = named.program_id
GROUP BY 1, 2, 3, 4, 5""",
    "program": f"""
SELECT program_id, place, city, county, year, sum(articles) AS articles, sum(figures) AS figures,
       sum(planned) AS planned, min(first) AS first, max(last) AS last
FROM (SELECT program_id, {WHERE_AND_WHEN}, count(*) AS articles, 0 AS figures, 0 AS planned,
             min(published_on) AS first, max(published_on) AS last
      FROM articles_programmention WHERE {PUBLIC} GROUP BY 1, 2, 3, 4, 5
      UNION ALL
      SELECT program_id, {WHERE_AND_WHEN}, 0, count(*), count(*) FILTER (WHERE status = 'planned'), NULL, NULL
      FROM articles_metric WHERE {PUBLIC} AND program_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5) both_tables
GROUP BY 1, 2, 3, 4, 5""",
    "indicator": f"""
SELECT indicator_id, {WHERE_AND_WHEN}, count(*) AS figures, count(*) FILTER (WHERE status = 'planned') AS planned,
       count(*) FILTER (WHERE status <> 'planned' AND cumulative) AS cumulative
FROM articles_metric WHERE {PUBLIC} AND indicator_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5""",
}

#: Of each tally: the column that names its subject, and what is summed up over places and years.
COUNTIES = "count(DISTINCT county) FILTER (WHERE county <> '' AND {what} > 0)"
TALLIES = {
    "place": ("", {
        "articles": "sum(articles)", "counties": COUNTIES.format(what="articles"), "figures": "sum(figures)",
        "planned": "sum(planned)", "first": "min(first)", "last": "max(last)",
    }),
    "category": ("category", {"articles": "sum(articles)"}),
    "program": ("program_id", {
        "articles": "sum(articles)", "counties": COUNTIES.format(what="articles"), "figures": "sum(figures)",
        "planned": "sum(planned)", "first": "min(first)", "last": "max(last)",
    }),
    "indicator": ("indicator_id", {
        "figures": "sum(figures)", "planned": "sum(planned)", "cumulative": "sum(cumulative)",
        "counties": COUNTIES.format(what="figures"),
    }),
}  # fmt: skip

#: What the keys of a trigger hold; a key of another table has less.
KEY_TYPES = "(category text, program_id bigint, indicator_id bigint, words text, city text, county text, year integer)"


def _sums(subject: str, values: dict[str, str], source: str, *, cells: bool) -> str:
    """Sums of cells over places and years; with `cells` the cells themselves too. `source` follows FROM."""
    lead = f"{subject}, " if subject else ""
    sets = ["city, county", "city, year", "city", "year", ""] + (["city, county, year"] if cells else [])
    grouping = ", ".join("(" + ", ".join(filter(None, [subject, one])) + ")" for one in sets)
    columns = ", ".join(f"{how} AS {name}" for name, how in values.items())
    return f"""
SELECT {lead}CASE WHEN grouping(county) = 0 THEN 0 WHEN grouping(city) = 0 THEN 1 ELSE 2 END AS level,
       coalesce(city, '') AS city, coalesce(county, '') AS county,
       CASE WHEN grouping(year) = 1 THEN 0 ELSE year END AS year, {columns}
FROM {source}
GROUP BY GROUPING SETS ({grouping})
HAVING NOT (grouping(county) = 1 AND grouping(city) = 0 AND city = '') AND count(*) > 0"""


def _upsert(table: str, keys: list[str], values: list[str]) -> str:
    """What follows `INSERT … SELECT`: rows that are there are changed, and only where they differ."""
    new = ", ".join(f"{name} = EXCLUDED.{name}" for name in values)
    old_row, new_row = (", ".join(f"{side}.{name}" for name in values) for side in ("t", "EXCLUDED"))
    return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {new} WHERE ROW({old_row}) IS DISTINCT FROM ROW({new_row})"


def _same(one: str, other: str, names: list[str]) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def build_tally(kind: str) -> str:
    """View of cells, view of all, refresh and rebuild of one tally."""
    subject, values = TALLIES[kind]
    table, subjects = f"articles_{kind}tally", [subject] if subject else []
    keys, columns = [*subjects, "level", "city", "county", "year"], list(values)
    cell_keys = [*subjects, "city", "county", "year"]
    insert = f"INSERT INTO {table} AS t ({', '.join([*keys, *columns])})"
    given = f"SELECT DISTINCT {', '.join(cell_keys)} FROM jsonb_to_recordset(keys) AS k{KEY_TYPES}"
    given += f" WHERE {subject} IS NOT NULL" if subject else ""
    cell_values = ", ".join(
        "(c.county <> '' AND c.articles > 0)::integer" if name == "counties" and "articles" in values
        else "(c.county <> '')::integer" if name == "counties"
        else f"c.{name}"
        for name in columns
    )  # fmt: skip
    touched = f"SELECT DISTINCT {subject} FROM jsonb_to_recordset(keys) AS k{KEY_TYPES}" if subject else ""
    of_touched = f" AND {subject} IN ({touched})" if subject else ""
    sums = _sums(subject, values, f"{table} WHERE level = 0 AND year > 0{of_touched}", cells=False)
    return f"""
CREATE VIEW articles_{kind}_cell AS {CELLS[kind]};
CREATE VIEW {table}_expected AS {_sums(subject, values, f"articles_{kind}_cell", cells=True)};
CREATE FUNCTION {table}_refresh(keys jsonb) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  WITH k AS ({given}),
  fresh AS (
    SELECT c.* FROM k CROSS JOIN LATERAL (
      SELECT * FROM articles_{kind}_cell v
      WHERE {_same("v", "k", cell_keys)} AND v.place = coalesce(nullif(k.county, ''), k.city) OFFSET 0) c),
  gone AS (
    DELETE FROM {table} t USING k WHERE t.level = 0 AND {_same("t", "k", cell_keys)}
    AND NOT EXISTS (SELECT FROM fresh f WHERE {_same("f", "t", cell_keys)}))
  {insert}
  SELECT {", ".join([*(f"c.{s}" for s in subjects), "0", "c.city", "c.county", "c.year", cell_values])} FROM fresh c
  {_upsert(table, keys, columns)};

  WITH fresh AS ({sums}),
  gone AS (
    DELETE FROM {table} t WHERE (t.level > 0 OR t.year = 0){of_touched.replace(f"{subject} IN", f"t.{subject} IN")}
    AND NOT EXISTS (SELECT FROM fresh f WHERE {_same("f", "t", keys)}))
  {insert} SELECT {", ".join([*keys, *columns])} FROM fresh
  {_upsert(table, keys, columns)};
END $body$;
CREATE FUNCTION {table}_rebuild() RETURNS void LANGUAGE sql AS $body$
  DELETE FROM {table};
  {insert} SELECT {", ".join([*keys, *columns])} FROM {table}_expected;
$body$;
"""


LATEST_KEYS = ["indicator_id", "city", "county", "status", "cumulative"]


def _newest(source: str, *, year: str) -> str:
    keys = ", ".join(LATEST_KEYS)
    each = f"{keys}, year" if year == "year" else keys
    return f"""SELECT DISTINCT ON ({each}) {keys}, {year} AS year, metric_id, published_on FROM {source}
ORDER BY {each}, published_on DESC, metric_id DESC"""


def build_latest() -> str:
    """The same for the newest figures."""
    table, keys = "articles_latestfigure", [*LATEST_KEYS, "year"]
    columns = ["metric_id", "published_on"]
    names = ", ".join([*keys, *columns])
    insert = f"INSERT INTO {table} AS t ({names})"
    given = f"SELECT DISTINCT indicator_id, city, county, year FROM jsonb_to_recordset(keys) AS k{KEY_TYPES}"
    some = ["indicator_id", "city", "county"]
    of_places = f"(SELECT c.* FROM {table} c JOIN k USING ({', '.join(some)}) WHERE c.year > 0) c"
    return f"""
CREATE VIEW articles_latest_cell AS
SELECT DISTINCT ON (indicator_id, {PLACE}, coalesce(city_id, ''), coalesce(county_id, ''), status, cumulative, {YEAR})
       indicator_id, {WHERE_AND_WHEN}, status, cumulative, id AS metric_id, published_on
FROM articles_metric WHERE {PUBLIC} AND indicator_id IS NOT NULL
ORDER BY indicator_id, {PLACE}, coalesce(city_id, ''), coalesce(county_id, ''), status, cumulative, {YEAR},
         published_on DESC, id DESC;
CREATE VIEW {table}_expected AS
SELECT {names} FROM articles_latest_cell
UNION ALL
SELECT * FROM ({_newest("articles_latest_cell", year="0")}) always;
CREATE FUNCTION {table}_refresh(keys jsonb) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  WITH k AS ({given} WHERE indicator_id IS NOT NULL),
  fresh AS (
    SELECT c.* FROM k CROSS JOIN LATERAL (
      SELECT * FROM articles_latest_cell v
      WHERE {_same("v", "k", [*some, "year"])} AND v.place = coalesce(nullif(k.county, ''), k.city) OFFSET 0) c),
  gone AS (
    DELETE FROM {table} t USING k WHERE {_same("t", "k", [*some, "year"])}
    AND NOT EXISTS (SELECT FROM fresh f WHERE {_same("f", "t", keys)}))
  {insert} SELECT {names} FROM fresh {_upsert(table, keys, columns)};

  WITH k AS (SELECT DISTINCT indicator_id, city, county FROM ({given} WHERE indicator_id IS NOT NULL) g),
  fresh AS ({_newest(of_places, year="0")}),
  gone AS (
    DELETE FROM {table} t USING k WHERE t.year = 0 AND {_same("t", "k", some)}
    AND NOT EXISTS (SELECT FROM fresh f WHERE {_same("f", "t", keys)}))
  {insert} SELECT {names} FROM fresh {_upsert(table, keys, columns)};
END $body$;
CREATE FUNCTION {table}_rebuild() RETURNS void LANGUAGE sql AS $body$
  DELETE FROM {table};
  {insert} SELECT {names} FROM {table}_expected;
$body$;
"""


IS_PROMISE = f"{PUBLIC} AND status = 'planned' AND (program_id IS NOT NULL OR indicator_id IS NOT NULL)"
#: What a promise and its news share; without an indicator, figures of the same words are of one kind.
SUBJECT = {
    "program_key": "coalesce({m}program_id, 0)",
    "indicator_key": "coalesce({m}indicator_id, 0)",
    "words": "CASE WHEN {m}indicator_id IS NULL THEN {m}indicator_words ELSE '' END",
    "county": "coalesce({m}county_id, '')",
    "city": "coalesce({m}city_id, '')",
}


def _subject(of: str) -> str:
    return ", ".join(f"({how.format(m=of)})" for how in SUBJECT.values())


def _same_subject(one: str, other: str) -> str:
    return " AND ".join(f"{how.format(m=one)} = {how.format(m=other)}" for how in SUBJECT.values())


#: `articles.promises.same_unit`, its SAME_UNITS and `reaches`, word for word.
SAME_UNIT = """(f.unit = p.unit OR f.unit IN ('家', '个', '座', '处', '所') AND p.unit IN ('家', '个', '座', '处', '所')
  OR f.unit IN ('人', '名', '位') AND p.unit IN ('人', '名', '位'))"""
REACHES = f"""{SAME_UNIT} AND f.qualifier NOT IN ('under', 'at_most') AND (p.cumulative OR NOT f.cumulative)
  AND (coalesce(i.kinds, '') = 'S' OR p.period_start IS NULL OR f.period_start IS NOT NULL OR f.period_end IS NULL)
  AND f.value >= p.value"""


def build_promises() -> str:
    """The same for what became of promises; the rule is that of `articles.promises`."""
    table = "articles_promiseoutcome"
    columns = ["program_id", "category", "city", "county", "published_on", "period_end", "due", "news", "ruling"]
    insert = f"INSERT INTO {table} AS t (metric_id, {', '.join(columns)})"
    names = ", ".join(["metric_id", *columns])
    keys = f"""SELECT DISTINCT coalesce(program_id, 0) AS program_key, coalesce(indicator_id, 0) AS indicator_key,
      CASE WHEN indicator_id IS NULL THEN coalesce(words, '') ELSE '' END AS words, county, city
    FROM jsonb_to_recordset(keys) AS k{KEY_TYPES}"""
    of_key = " AND ".join(f"v.{name} = k.{name}" for name in SUBJECT)
    shown = ", ".join(f"{how.format(m='p.')} AS {name}" for name, how in SUBJECT.items())
    return f"""
CREATE INDEX metric_subject ON articles_metric ({_subject("")}, published_on) WHERE {PUBLIC};
CREATE VIEW {table}_subject AS
SELECT p.id AS metric_id, p.program_id, {shown},
  coalesce(CASE WHEN p.program_id IS NULL THEN i.category ELSE g.category END, '') AS category,
  p.published_on, p.period_end,
  coalesce(p.period_end, make_date(extract(year FROM p.published_on)::integer, 12, 31)) AS due,
  coalesce(found.news, 0) AS news, coalesce(r.state, '') AS ruling
FROM articles_metric p
LEFT JOIN articles_program g ON g.id = p.program_id
LEFT JOIN articles_indicator i ON i.id = p.indicator_id
LEFT JOIN articles_promiseruling r ON r.metric_id = p.id
LEFT JOIN LATERAL (
  SELECT max(CASE WHEN {REACHES} THEN 2 ELSE 1 END) AS news FROM articles_metric f
  WHERE f.is_public AND f.review <> 'rejected' AND f.status = 'actual' AND {_same_subject("f.", "p.")}
  AND f.published_on > p.published_on
  AND (f.period_end IS NULL OR f.period_end >= coalesce(p.period_start, p.published_on))) found ON true
WHERE p.is_public AND p.review <> 'rejected' AND p.status = 'planned'
  AND (p.program_id IS NOT NULL OR p.indicator_id IS NOT NULL);
CREATE VIEW {table}_expected AS SELECT {names} FROM {table}_subject;
CREATE FUNCTION {table}_refresh(keys jsonb, changed bigint[]) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  WITH k AS ({keys}),
  fresh AS (
    SELECT v.* FROM k CROSS JOIN LATERAL (SELECT {names} FROM {table}_subject v WHERE {of_key} OFFSET 0) v),
  gone AS (
    DELETE FROM {table} t WHERE t.metric_id = ANY(changed)
    AND NOT EXISTS (SELECT FROM fresh f WHERE f.metric_id = t.metric_id))
  {insert} SELECT {names} FROM fresh {_upsert(table, ["metric_id"], columns)};
END $body$;
CREATE FUNCTION {table}_rebuild() RETURNS void LANGUAGE sql AS $body$
  DELETE FROM {table};
  {insert} SELECT {names} FROM {table}_expected;
$body$;
"""


#: One statement's changes wait for those of another transaction; the number means nothing.
LOCK = "PERFORM pg_advisory_xact_lock(20261123);"
CELL_KEY = (
    "jsonb_build_object({more}'city', coalesce(c.city_id, ''), 'county', coalesce(c.county_id, ''), "
    "'year', extract(year FROM c.published_on))"
)
METRIC_KEY = CELL_KEY.format(
    more="'program_id', c.program_id, 'indicator_id', c.indicator_id, 'words', c.indicator_words, "
)
MENTION_KEY = CELL_KEY.format(more="'program_id', c.program_id, 'category', g.category, ")

#: Of each table: the columns that a summary looks at, what makes a row public, and what to do with its keys.
WATCHED = {
    "article": (
        ["is_public", "city_id", "county_id", "published_on"], "c.is_public", CELL_KEY.format(more=""), "",
        "PERFORM articles_placetally_refresh(keys);",
    ),
    "programmention": (
        ["is_public", "review", "program_id", "article_id", "city_id", "county_id", "published_on"],
        "c.is_public AND c.review <> 'rejected'", MENTION_KEY, "JOIN articles_program g ON g.id = c.program_id",
        "PERFORM articles_programtally_refresh(keys); PERFORM articles_categorytally_refresh(keys);",
    ),
    "metric": (
        [
            "is_public", "review", "program_id", "indicator_id", "indicator_words", "value", "unit", "qualifier",
            "status", "cumulative", "period_start", "period_end", "city_id", "county_id", "published_on",
        ],
        "c.is_public AND c.review <> 'rejected'", METRIC_KEY, "",
        """PERFORM articles_placetally_refresh(keys); PERFORM articles_programtally_refresh(keys);
    PERFORM articles_indicatortally_refresh(keys); PERFORM articles_latestfigure_refresh(keys);
    PERFORM articles_promiseoutcome_refresh(keys, changed);""",
    ),
}  # fmt: skip


def build_trigger(table: str) -> str:
    """The function that finds the keys a statement touched, and its three triggers."""
    watched, public, key, join, work = WATCHED[table]
    names = ", ".join(["id", *watched])
    found = f"SELECT jsonb_agg(DISTINCT {key}), array_agg(c.id) INTO keys, changed"
    found += f" FROM {{rows}} c {join} WHERE {public}"
    gone = f"SELECT {names} FROM old_rows EXCEPT SELECT {names} FROM new_rows"
    come = f"SELECT {names} FROM new_rows EXCEPT SELECT {names} FROM old_rows"
    either = f"(({gone}) UNION ALL ({come}))"
    name = f"articles_{table}_summarized"
    triggers = "".join(
        f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON articles_{table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
        for event, rows in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            ("DELETE", "OLD TABLE AS old_rows"),
        )
    )
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE keys jsonb; changed bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    {found.format(rows="new_rows")};
  ELSIF TG_OP = 'DELETE' THEN
    {found.format(rows="old_rows")};
  ELSE
    {found.format(rows=either)};
  END IF;
  IF keys IS NOT NULL THEN
    {LOCK}
    {work}
  END IF;
  RETURN NULL;
END $body$;
{triggers}"""


#: Changes beside the record: another category or kind of indicator, an editor's ruling.
OTHERS = f"""
CREATE FUNCTION articles_program_summarized() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE keys jsonb;
BEGIN
  {LOCK}
  SELECT jsonb_agg(DISTINCT jsonb_build_object('program_id', t.program_id, 'category', c.category,
    'city', t.city, 'county', t.county, 'year', t.year)) INTO keys
  FROM articles_programtally t CROSS JOIN (VALUES (OLD.category), (NEW.category)) c(category)
  WHERE t.program_id = NEW.id AND t.level = 0 AND t.year > 0;
  IF keys IS NOT NULL THEN PERFORM articles_categorytally_refresh(keys); END IF;
  UPDATE articles_promiseoutcome SET category = NEW.category WHERE program_id = NEW.id;
  RETURN NULL;
END $body$;
CREATE TRIGGER articles_program_summarized AFTER UPDATE OF category ON articles_program FOR EACH ROW
  WHEN (OLD.category IS DISTINCT FROM NEW.category) EXECUTE FUNCTION articles_program_summarized();

CREATE FUNCTION articles_indicator_summarized() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE keys jsonb;
BEGIN
  {LOCK}
  SELECT jsonb_agg(DISTINCT {METRIC_KEY}) INTO keys FROM articles_metric c
  WHERE c.indicator_id = NEW.id AND c.status = 'planned' AND c.is_public;
  IF keys IS NOT NULL THEN PERFORM articles_promiseoutcome_refresh(keys, '{{}}'); END IF;
  RETURN NULL;
END $body$;
CREATE TRIGGER articles_indicator_summarized AFTER UPDATE OF kinds, category ON articles_indicator FOR EACH ROW
  WHEN (OLD.kinds IS DISTINCT FROM NEW.kinds OR OLD.category IS DISTINCT FROM NEW.category)
  EXECUTE FUNCTION articles_indicator_summarized();

CREATE FUNCTION articles_promiseruling_summarized() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  {LOCK}
  UPDATE articles_promiseoutcome t
  SET ruling = coalesce((SELECT r.state FROM articles_promiseruling r WHERE r.metric_id = t.metric_id), '')
  WHERE t.metric_id IN (coalesce(NEW.metric_id, OLD.metric_id), coalesce(OLD.metric_id, NEW.metric_id));
  RETURN NULL;
END $body$;
CREATE TRIGGER articles_promiseruling_summarized AFTER INSERT OR UPDATE OR DELETE ON articles_promiseruling
  FOR EACH ROW EXECUTE FUNCTION articles_promiseruling_summarized();
"""

FUNCTIONS = [f"articles_{kind}tally" for kind in TALLIES] + ["articles_latestfigure", "articles_promiseoutcome"]
REBUILD = f"""
CREATE FUNCTION articles_summaries_rebuild() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  {LOCK}
  {" ".join(f"PERFORM {table}_rebuild();" for table in FUNCTIONS)}
END $body$;
"""

FORWARDS = "".join(
    [
        INDEXES,
        *map(build_tally, TALLIES),
        build_latest(),
        build_promises(),
        *map(build_trigger, WATCHED),
        OTHERS,
        REBUILD,
        "SELECT articles_summaries_rebuild();",
    ]
)


def build_backwards() -> str:
    """Drop whatever FORWARDS makes."""
    lines = []
    for table in WATCHED:
        name = f"articles_{table}_summarized"
        lines += [f"DROP TRIGGER {name}_{event} ON articles_{table};" for event in ("insert", "update", "delete")]
        lines.append(f"DROP FUNCTION {name}();")
    for table in ("program", "indicator", "promiseruling"):
        name = f"articles_{table}_summarized"
        lines += [f"DROP TRIGGER {name} ON articles_{table};", f"DROP FUNCTION {name}();"]
    lines.append("DROP FUNCTION articles_summaries_rebuild();")
    for table in FUNCTIONS:
        keys = "jsonb, bigint[]" if table.endswith("outcome") else "jsonb"
        lines += [f"DROP FUNCTION {table}_rebuild();", f"DROP FUNCTION {table}_refresh({keys});"]
        lines.append(f"DROP VIEW {table}_expected;")
    lines += [f"DROP VIEW articles_{kind}_cell;" for kind in [*TALLIES, "latest"]]
    lines += ["DROP VIEW articles_promiseoutcome_subject;", "DROP INDEX metric_subject;", DROP_INDEXES]
    return "\n".join(lines)


BACKWARDS = build_backwards()
