/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables, views and what they mean. The comments stay in the file: `.schema` shows them. */
#include "base.h"

/* clang-format off */
const char *const schema_tables =
    "CREATE TABLE schema_notes ( -- what each table, view and column means\n"
    "  object TEXT NOT NULL, column_name TEXT, meaning TEXT NOT NULL);\n"
    "CREATE TABLE documents (\n"
    "  id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, source TEXT, format TEXT, encoding TEXT, sha256 TEXT,\n"
    "  characters INTEGER NOT NULL, text TEXT NOT NULL);\n"
    "CREATE TABLE turns ( -- turns of transcripts and quotes of reports\n"
    "  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents, n INTEGER NOT NULL,\n"
    "  speaker TEXT, role TEXT, participant TEXT, zone TEXT NOT NULL,\n"
    "  candidate INTEGER NOT NULL, repeated INTEGER NOT NULL, anonymous INTEGER NOT NULL,\n"
    "  start_ms INTEGER, end_ms INTEGER, char_begin INTEGER NOT NULL, char_end INTEGER NOT NULL,\n"
    "  parts INTEGER NOT NULL, words INTEGER NOT NULL, text TEXT NOT NULL);\n"
    "CREATE TABLE sentences (\n"
    "  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents, n INTEGER NOT NULL,\n"
    "  turn_id INTEGER REFERENCES turns, zone TEXT, char_begin INTEGER NOT NULL, char_end INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL);\n"
    "CREATE TABLE tokens ( -- empty when the run was told tokens=false\n"
    "  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents, n INTEGER NOT NULL,\n"
    "  sentence_id INTEGER REFERENCES sentences, turn_id INTEGER REFERENCES turns, zone TEXT, kind TEXT NOT NULL,\n"
    "  is_word INTEGER NOT NULL, char_begin INTEGER NOT NULL, char_end INTEGER NOT NULL,\n"
    "  form TEXT NOT NULL, fold TEXT NOT NULL, norm TEXT, lemma TEXT, upos TEXT, parts TEXT);\n"
    "CREATE TABLE codes ( -- the codebook; parents come first\n"
    "  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, parent_id INTEGER REFERENCES codes, label TEXT NOT NULL,\n"
    "  description TEXT NOT NULL, colour TEXT NOT NULL);\n"
    "CREATE TABLE rules (\n"
    "  id INTEGER PRIMARY KEY, code_id INTEGER NOT NULL REFERENCES codes, kind TEXT NOT NULL, line INTEGER NOT NULL,\n"
    "  rule TEXT NOT NULL);\n"
    "CREATE TABLE hits ( -- all hits; those that count have no excluded_by: see the view v_hits\n"
    "  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents, n INTEGER NOT NULL,\n"
    "  code_id INTEGER NOT NULL REFERENCES codes, rule_id INTEGER NOT NULL REFERENCES rules,\n"
    "  negated INTEGER NOT NULL, excluded_by INTEGER REFERENCES rules, turn_id INTEGER REFERENCES turns,\n"
    "  sentence_id INTEGER REFERENCES sentences, zone TEXT, first_token INTEGER NOT NULL, last_token INTEGER NOT NULL,\n"
    "  char_begin INTEGER NOT NULL, char_end INTEGER NOT NULL, text TEXT NOT NULL);\n"
    "CREATE TABLE participants ( -- one row a participant and variable\n"
    "  participant TEXT NOT NULL, variable TEXT NOT NULL, value TEXT NOT NULL);\n"
    "CREATE TABLE notes ( -- remarks of the run\n"
    "  id INTEGER PRIMARY KEY, document TEXT, stage TEXT NOT NULL, level TEXT NOT NULL, place INTEGER,\n"
    "  message TEXT NOT NULL, detail TEXT NOT NULL);\n"
    "CREATE VIRTUAL TABLE turns_fts USING fts5(text, content='turns', content_rowid='id',\n"
    "  tokenize=\"unicode61 remove_diacritics 0\");\n";

const char *const schema_views =
    "CREATE VIEW code_above AS -- each code with itself and all codes above it\n"
    "  WITH RECURSIVE up(code_id, above_id) AS (\n"
    "    SELECT id, id FROM codes\n"
    "    UNION ALL SELECT up.code_id, codes.parent_id FROM up JOIN codes ON codes.id = up.above_id\n"
    "      WHERE codes.parent_id IS NOT NULL)\n"
    "  SELECT code_id, above_id FROM up;\n"
    "CREATE VIEW v_turns AS\n"
    "  SELECT t.id AS turn_id, d.document, t.n AS turn, t.speaker, t.role, t.participant, t.zone, t.words, t.text\n"
    "  FROM turns t JOIN documents d ON d.id = t.document_id;\n"
    "CREATE VIEW v_hits AS -- hits that count, with who said them and where\n"
    "  SELECT h.id AS hit_id, d.document, t.n AS turn, t.speaker, t.role, t.participant, h.zone, c.code, c.label,\n"
    "    r.rule, CASE h.negated WHEN 0 THEN 'stated' ELSE 'negated' END AS polarity, h.char_begin, h.char_end, h.text,\n"
    "    s.text AS sentence, h.turn_id, h.code_id\n"
    "  FROM hits h JOIN documents d ON d.id = h.document_id JOIN codes c ON c.id = h.code_id\n"
    "    JOIN rules r ON r.id = h.rule_id LEFT JOIN turns t ON t.id = h.turn_id\n"
    "    LEFT JOIN sentences s ON s.id = h.sentence_id\n"
    "  WHERE h.excluded_by IS NULL;\n"
    "CREATE VIEW v_said AS -- turns and quotes of participants, once for each way to group them\n"
    "  SELECT id AS turn_id, words, 'all' AS \"group\", '' AS group_value FROM turns WHERE zone IN ('speech', 'quote')\n"
    "  UNION ALL SELECT id, words, 'role', ifnull(role, '') FROM turns WHERE zone IN ('speech', 'quote')\n"
    "  UNION ALL SELECT id, words, 'speaker', ifnull(speaker, '') FROM turns WHERE zone IN ('speech', 'quote')\n"
    "  UNION ALL SELECT t.id, words, 'document', document FROM turns t JOIN documents d ON d.id = t.document_id\n"
    "    WHERE zone IN ('speech', 'quote');\n"
    "CREATE VIEW v_themes AS -- as the table themes, without participants: all, role, speaker, document\n"
    "  WITH units AS (SELECT \"group\", group_value, count(*) AS units, sum(words) AS words FROM v_said GROUP BY 1, 2),\n"
    "    found AS (\n"
    "      SELECT a.above_id, v.\"group\", v.group_value, count(*) AS mentions, count(DISTINCT h.turn_id) AS units_with\n"
    "      FROM hits h JOIN code_above a ON a.code_id = h.code_id JOIN v_said v ON v.turn_id = h.turn_id\n"
    "      WHERE h.excluded_by IS NULL AND h.zone IN ('speech', 'quote') GROUP BY 1, 2, 3)\n"
    "  SELECT c.code, c.label, u.\"group\", u.group_value, ifnull(f.mentions, 0) AS mentions,\n"
    "    ifnull(f.units_with, 0) AS units_with, u.units, u.words,\n"
    "    CASE WHEN u.words > 0 THEN 1000.0 * ifnull(f.mentions, 0) / u.words END AS per_1000\n"
    "  FROM codes c CROSS JOIN units u LEFT JOIN found f\n"
    "    ON f.above_id = c.id AND f.\"group\" = u.\"group\" AND f.group_value = u.group_value;\n"
    "CREATE VIEW v_theme_role AS -- mentions of each code by role, zeros too\n"
    "  SELECT code, label, group_value AS role, mentions, units_with, units, words, per_1000\n"
    "  FROM v_themes WHERE \"group\" = 'role';\n";

const char *const schema_end =
    "INSERT INTO turns_fts(turns_fts) VALUES ('rebuild');\n"
    "CREATE INDEX turns_document ON turns(document_id);\n"
    "CREATE INDEX sentences_document ON sentences(document_id);\n"
    "CREATE INDEX tokens_sentence ON tokens(sentence_id);\n"
    "CREATE INDEX tokens_fold ON tokens(fold);\n"
    "CREATE INDEX hits_turn ON hits(turn_id);\n"
    "CREATE INDEX hits_code ON hits(code_id);\n"
    "COMMIT;\n";

const char *const schema_puts[PUTS] = {
    "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO turns VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO sentences VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO tokens VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO hits VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO codes VALUES (?,?,?,?,?,?)",
    "INSERT INTO rules VALUES (?,?,?,?,?)",
    "INSERT INTO notes VALUES (?,?,?,?,?,?,?)",
    "INSERT INTO participants VALUES (?,?,?)",
};

static const char *const meanings[][3] = {
    {"documents", NULL, "one row a document that was read, in input order"},
    {"documents", "document", "name of the document in all tables and files of the run"},
    {"documents", "text", "the whole text; substr(text, char_begin + 1, char_end - char_begin) is what a place holds"},
    {"turns", NULL, "turns of transcripts and quotes of reports, in text order"},
    {"turns", "n", "number in the document from 1; n of the u in the TEI file"},
    {"turns", "speaker", "as it is to be shown, variants folded; NULL unknown"},
    {"turns", "participant", "id in the participants table, NULL when that has no row for the speaker"},
    {"turns", "zone", "speech, question (the interviewer) or quote; what people say is speech and quote"},
    {"turns", "candidate", "1: looks like a quote but has no attribution"},
    {"turns", "repeated", "1: the same utterance stands earlier in the document"},
    {"turns", "anonymous", "1: the speaker is one of several who cannot be told apart"},
    {"turns", "start_ms", "milliseconds from the start of the recording, NULL unknown"},
    {"turns", "char_begin", "first character in documents.text, from 0"},
    {"turns", "char_end", "the character after the last"},
    {"turns", "parts", "1, or more for a turn that a page break or footnote cuts"},
    {"turns", "words", "words and numbers"},
    {"turns", "text", "the words without label and quotation marks; parts are joined by a line break"},
    {"turns_fts", NULL, "full text of turns (FTS5): SELECT … FROM turns_fts('hopp*') f JOIN v_turns v ON v.turn_id = f.rowid"},
    {"sentences", NULL, "sentences of all zones; turn_id is NULL outside turns"},
    {"tokens", NULL, "words, signs and events of all zones, in text order; empty when the run was told tokens=false"},
    {"tokens", "kind", "word, number, anonymised; punct, sentence_end, pause, omitted, event, note_ref, symbol"},
    {"tokens", "is_word", "1: counts as a word"},
    {"tokens", "form", "as written"},
    {"tokens", "fold", "in small letters; what rules match"},
    {"tokens", "norm", "normal form, NULL where it is the form itself"},
    {"tokens", "upos", "part of speech of Universal Dependencies"},
    {"tokens", "parts", "lemmas of a compound's parts joined by +, NULL for other words"},
    {"codes", NULL, "codes and groups of the codebook"},
    {"rules", NULL, "rules of the codebook; kind is include, exclude or force"},
    {"hits", NULL, "places where a rule matched, also those that an exclusion removed"},
    {"hits", "excluded_by", "the rule that removed the hit; NULL: it counts"},
    {"hits", "turn_id", "turn of the first token, NULL outside turns"},
    {"hits", "first_token", "id in tokens (given out also with tokens=false)"},
    {"participants", NULL, "the participants table, one row a participant and variable"},
    {"notes", NULL, "remarks of the run; place is a character from the start of the text"},
    {"v_turns", NULL, "turns with the name of the document"},
    {"v_hits", NULL, "hits that count, with document, speaker, role, code, sentence"},
    {"v_themes", NULL, "mentions by all, role, speaker, document: equals the table themes at its usual options"},
    {"v_theme_role", NULL, "mentions of each code by role; the empty role is unknown"},
    {"v_said", NULL, "turns and quotes of participants, once for each group of v_themes"},
    {"code_above", NULL, "each code with itself and the codes above it"},
};
/* clang-format on */

bool schema_describe(struct base *b) {
    sqlite3_stmt *put = NULL;
    b->error = sqlite3_prepare_v2(b->db, "INSERT INTO schema_notes VALUES (?,?,?)", -1, &put, NULL);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings && !b->error; i++) {
        base_row(b, put);
        base_cstr(b, meanings[i][0]);
        if (meanings[i][1])
            base_cstr(b, meanings[i][1]);
        else
            base_null(b);
        base_cstr(b, meanings[i][2]);
        base_end_row(b);
    }
    sqlite3_finalize(put);
    return !b->error;
}
