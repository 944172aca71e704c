"""The tables in SQLite, version by version; plain enough to be read with any tool (Datasette, sqlite3)."""

from __future__ import annotations

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0), ('grouping', 0), ('seek', 0);
CREATE TABLE capture (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL, tool TEXT NOT NULL, annotator TEXT NOT NULL,
  weights TEXT NOT NULL, sha256 TEXT, size INTEGER
) STRICT;
CREATE TABLE story (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, articles INTEGER NOT NULL, outlets TEXT NOT NULL CHECK
  (json_valid(outlets)), first TEXT, last TEXT, sort TEXT NOT NULL, status TEXT NOT NULL, critical INTEGER,
  material INTEGER, minor INTEGER, possible INTEGER, open INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX story_latest ON story (sort, id);
CREATE INDEX story_uncollated ON story (id) WHERE critical IS NULL AND articles > 1;
CREATE INDEX story_status ON story (status, sort, id);
CREATE TABLE story_outlet (
  outlet TEXT NOT NULL, sort TEXT NOT NULL, story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
  PRIMARY KEY (outlet, sort, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_outlet_of ON story_outlet (story);
CREATE TABLE article (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL, page TEXT NOT NULL,
  capture TEXT NOT NULL REFERENCES capture (id), line INTEGER, at TEXT NOT NULL, day REAL, sort TEXT NOT NULL,
  story TEXT REFERENCES story (id), outlet TEXT, title TEXT, date TEXT, url TEXT, lang TEXT, byline TEXT,
  status TEXT NOT NULL, terms TEXT NOT NULL CHECK (json_valid(terms)),
  rest TEXT NOT NULL CHECK (json_valid(rest)), text TEXT NOT NULL
) STRICT;
CREATE INDEX article_page ON article (page, number);
CREATE INDEX article_story ON article (story);
CREATE INDEX article_waiting ON article (number) WHERE story IS NULL;
CREATE INDEX article_outlet ON article (outlet);
CREATE INDEX article_capture ON article (capture);
CREATE TABLE changed_page (
  page TEXT PRIMARY KEY, latest INTEGER NOT NULL REFERENCES article (number)
) STRICT, WITHOUT ROWID;
CREATE INDEX changed_page_latest ON changed_page (latest);
CREATE TABLE annotation (
  article INTEGER PRIMARY KEY REFERENCES article (number), tool TEXT NOT NULL, annotator TEXT NOT NULL,
  weights TEXT NOT NULL, packed BLOB NOT NULL
) STRICT;
CREATE TABLE quotation (
  number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article (number), id TEXT NOT NULL,
  kind TEXT NOT NULL, act TEXT NOT NULL, speaker TEXT, person TEXT, text TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, sort TEXT NOT NULL
) STRICT;
CREATE INDEX quotation_article ON quotation (article);
CREATE INDEX quotation_person ON quotation (person, sort, number) WHERE person IS NOT NULL;
CREATE TABLE person (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, quotations INTEGER NOT NULL, articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person_word (
  word TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (word, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE term (
  term INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (term, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE collated (
  story TEXT PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE, tool TEXT NOT NULL, annotator TEXT NOT NULL,
  weights TEXT NOT NULL, packed BLOB NOT NULL
) STRICT;
CREATE TABLE difference (
  story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE, told INTEGER NOT NULL, place INTEGER NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, severity TEXT NOT NULL, relation TEXT NOT NULL, probability REAL,
  summary TEXT NOT NULL, sides TEXT NOT NULL CHECK (json_valid(sides)), PRIMARY KEY (story, told, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE utterance (
  story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE, place INTEGER NOT NULL, id TEXT NOT NULL,
  speakers TEXT NOT NULL CHECK (json_valid(speakers)), readings INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE ended (story TEXT PRIMARY KEY, articles TEXT NOT NULL CHECK (json_valid(articles))) STRICT;
CREATE TABLE decision (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, key TEXT NOT NULL,
  author TEXT NOT NULL, at TEXT NOT NULL, undoes TEXT, judged TEXT NOT NULL CHECK (json_valid(judged))
) STRICT;
CREATE TABLE seek_segment (number INTEGER PRIMARY KEY, base INT, articles INT, entries INT, bits INT) STRICT;
CREATE TABLE seek_bucket (place INTEGER PRIMARY KEY, packed BLOB) STRICT;
CREATE VIRTUAL TABLE article_words USING fts5 (
  title, text, content = 'article', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quotation_words USING fts5 (
  text, content = 'quotation', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIEW quotations AS
  SELECT q.speaker, q.text, q.kind, a.outlet, a.date, a.title, a.id AS article, q.id AS quotation, q.start,
  q."end", a.story FROM quotation AS q JOIN article AS a ON a.number = q.article;
CREATE VIEW differences AS
  SELECT s.title AS story_title, d.type, d.severity, d.relation, d.summary, d.probability, d.told, d.sides,
  d.story, d.id FROM difference AS d JOIN story AS s ON s.id = d.story;
CREATE VIEW versions AS
  SELECT page, row_number() OVER (PARTITION BY page ORDER BY number) AS version, id AS article, at, title,
  outlet, date, url, length(text) AS characters FROM article
"""

_EVENTS = """
CREATE TABLE event (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, at TEXT NOT NULL, severity TEXT,
  plain INTEGER NOT NULL, said TEXT NOT NULL, record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX event_kind ON event (kind, number);
CREATE INDEX event_plain ON event (number) WHERE plain = 1;
CREATE INDEX event_at ON event (at);
CREATE TABLE event_article (
  article TEXT NOT NULL, event INTEGER NOT NULL REFERENCES event (number), PRIMARY KEY (article, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_article_of ON event_article (event);
CREATE TABLE event_waiting (story TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE followed (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, at TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE TABLE hook (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE TABLE hook_dead (
  hook TEXT NOT NULL REFERENCES hook (id), event TEXT NOT NULL REFERENCES event (id), at TEXT NOT NULL,
  tries INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (hook, event)
) STRICT, WITHOUT ROWID;
INSERT INTO meta SELECT 'told', coalesce(max(number), 0) FROM article;
INSERT INTO meta SELECT 'told_from', coalesce(max(number), 0) FROM article
"""

# What is watched: ``state`` holds all of a row (``watched``), the columns beside it what is asked for.
_FEEDS = """
CREATE TABLE watch_round (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, done INTEGER NOT NULL,
  told TEXT NOT NULL CHECK (json_valid(told))
) STRICT;
CREATE TABLE watch_feed (
  url TEXT PRIMARY KEY, title TEXT, subscribed INTEGER NOT NULL, round INTEGER NOT NULL,
  next_at TEXT NOT NULL, health TEXT NOT NULL, since TEXT, problem TEXT, words TEXT, polled_at TEXT,
  ok_at TEXT, new_at TEXT, state TEXT NOT NULL CHECK (json_valid(state))
) STRICT;
CREATE INDEX watch_feed_due ON watch_feed (next_at) WHERE subscribed = 1;
CREATE TABLE watch_entry (
  feed TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, page TEXT NOT NULL, first_at TEXT NOT NULL,
  last_at TEXT NOT NULL, PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_entry_last ON watch_entry (feed, last_at);
CREATE TABLE watch_page (
  page TEXT PRIMARY KEY, feed TEXT NOT NULL, url TEXT, host TEXT NOT NULL, round INTEGER NOT NULL,
  next_at TEXT, status TEXT NOT NULL, problem TEXT, words TEXT, first_at TEXT NOT NULL, captured_at TEXT,
  article TEXT, state TEXT NOT NULL CHECK (json_valid(state))
) STRICT;
CREATE INDEX watch_page_due ON watch_page (next_at, page) WHERE next_at IS NOT NULL;
CREATE INDEX watch_page_feed ON watch_page (feed, status);
CREATE INDEX watch_page_status ON watch_page (status, page);
CREATE INDEX watch_page_round ON watch_page (round, host);
CREATE TABLE watch_host (host TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (json_valid(state))) STRICT
"""

_SECOND = f"{_FEEDS};{_EVENTS}"

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND)
"""What makes each version of the form out of the one before; applied in order, each as a whole."""


def statements(script: str) -> list[str]:
    """Return the statements of a script, one by one: what runs as a whole would end the transaction."""
    return [one.strip() for one in script.split(";") if one.strip()]
