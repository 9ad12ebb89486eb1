/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include "../common/decode.h"

enum { HEADER_WITHIN = 20, MOST_NAME = 64 };

const char *const tb_role_names[TB_ROLES_] = {"variable", "speaker", "text",     "start",      "end",
                                              "role",     "id",      "question", "open answer"};

/* Headings as people and programs write them, in lower case, "_" and "-" as blanks. */
static const struct {
    const char *name;
    enum tb_role role;
} names[] = {
    {"talare", TB_SPEAKER},
    {"talarnamn", TB_SPEAKER},
    {"speaker", TB_SPEAKER},
    {"speaker name", TB_SPEAKER},
    {"speakers", TB_SPEAKER},
    {"namn", TB_SPEAKER},
    {"name", TB_SPEAKER},
    {"person", TB_SPEAKER},
    {"deltagare", TB_SPEAKER},
    {"participant", TB_SPEAKER},
    {"röst", TB_SPEAKER},
    {"vem", TB_SPEAKER},
    {"who", TB_SPEAKER},
    {"text", TB_TEXT},
    {"transkription", TB_TEXT},
    {"transkript", TB_TEXT},
    {"transcription", TB_TEXT},
    {"transcript", TB_TEXT},
    {"yttrande", TB_TEXT},
    {"utterance", TB_TEXT},
    {"replik", TB_TEXT},
    {"innehåll", TB_TEXT},
    {"content", TB_TEXT},
    {"tal", TB_TEXT},
    {"svar", TB_TEXT},
    {"answer", TB_TEXT},
    {"fritext", TB_TEXT},
    {"fritextsvar", TB_TEXT},
    {"öppet svar", TB_TEXT},
    {"citat", TB_TEXT},
    {"tid", TB_START},
    {"start", TB_START},
    {"starttid", TB_START},
    {"start time", TB_START},
    {"starttime", TB_START},
    {"begin", TB_START},
    {"börjar", TB_START},
    {"början", TB_START},
    {"från", TB_START},
    {"from", TB_START},
    {"time", TB_START},
    {"tidpunkt", TB_START},
    {"tidskod", TB_START},
    {"tidsstämpel", TB_START},
    {"timestamp", TB_START},
    {"timecode", TB_START},
    {"timespan", TB_START},
    {"tidsintervall", TB_START},
    {"start s", TB_START},
    {"start ms", TB_START},
    {"slut", TB_END},
    {"sluttid", TB_END},
    {"end", TB_END},
    {"end time", TB_END},
    {"endtime", TB_END},
    {"till", TB_END},
    {"to", TB_END},
    {"slutar", TB_END},
    {"end s", TB_END},
    {"end ms", TB_END},
    {"roll", TB_ROLE},
    {"role", TB_ROLE},
    {"id", TB_ID},
    {"nr", TB_ID},
    {"nummer", TB_ID},
    {"löpnummer", TB_ID},
    {"löpnr", TB_ID},
    {"respondent", TB_ID},
    {"respondent id", TB_ID},
    {"respondentid", TB_ID},
    {"respondentnummer", TB_ID},
    {"svarsid", TB_ID},
    {"svars id", TB_ID},
    {"response id", TB_ID},
    {"responseid", TB_ID},
    {"informant", TB_ID},
    {"deltagarid", TB_ID},
    {"deltagar id", TB_ID},
    {"participant id", TB_ID},
    {"fråga", TB_QUESTION},
    {"question", TB_QUESTION},
    {"frågetext", TB_QUESTION},
};

/* Lower case for ASCII and Latin-1 letters, "_" and "-" as blanks, a unit in brackets without them. */
static size_t folded(uts_str name, char out[MOST_NAME]) {
    size_t n = 0;
    for (size_t i = 0; i < name.n && n + 1 < MOST_NAME; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c >= 'A' && c <= 'Z') c += 32;
        if (c == '_' || c == '-' || c == '\n') c = ' ';
        if (c == '(' || c == ')' || c == '[' || c == ']') continue;
        if (i && (unsigned char)name.p[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97) c += 32;
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return name.n < MOST_NAME ? n : 0;
}

enum tb_role tb_role_of_name(uts_str name) {
    char low[MOST_NAME];
    if (!folded(name, low)) return TB_NONE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(low, names[i].name) == 0) return names[i].role;
    return TB_NONE;
}

bool tb_is_question(uts_str name) {
    char low[MOST_NAME];
    if (name.n && name.p[name.n - 1] == '?') return true;
    uts_str head = {name.p, name.n < MOST_NAME - 2 ? name.n : MOST_NAME - 2};
    size_t n = folded(head, low), k = 0;
    if (strncmp(low, "fråga ", strlen("fråga ")) == 0)
        k = strlen("fråga ");
    else if (strncmp(low, "question ", 9) == 0)
        k = 9;
    else if (low[0] == 'q')
        k = 1;
    return k && k < n && low[k] >= '0' && low[k] <= '9';
}

/* ---- which row holds the names ---- */

static uint32_t known_in(const struct tb_table *t, const struct tb_row *row) {
    uint32_t known = 0;
    for (uint32_t i = 0; i < row->n; i++)
        known += tb_role_of_name(tb_trim(tb_raw(t, &t->cells[row->first + i]))) != TB_NONE;
    return known;
}

static uint32_t filled_in(const struct tb_table *t, const struct tb_row *row) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n; i++) n += tb_trim(tb_raw(t, &t->cells[row->first + i])).n > 0;
    return n;
}

/*
 * The first row of two cells or more: a title may stand above it. When it names nothing known, the first row that names
 * two known things. A table of one column begins with its name.
 */
static uint32_t find_header(const struct tb_table *t) {
    uint32_t first = TB_ABSENT, wide = TB_ABSENT;
    for (uint32_t i = 0; i < t->n_rows && i < HEADER_WITHIN; i++) {
        uint32_t filled = filled_in(t, &t->rows[i]), known = filled >= 2 ? known_in(t, &t->rows[i]) : 0;
        if (filled && first == TB_ABSENT) first = i;
        if (filled < 2) continue;
        if (known >= 2 || (wide == TB_ABSENT && known)) return i;
        if (wide == TB_ABSENT) wide = i;
    }
    return wide != TB_ABSENT ? wide : first;
}

/* ---- deciding ---- */

struct finding {
    const uts_host *host;
    uts_job *job;
    struct tb_columns *c;
};

/* The names of all columns, for messages: not an answer among them. */
static const char *listing(const struct finding *f) {
    size_t room = 600, n = 0;
    char *text = f->host->alloc(f->job, room + 8, 1);
    for (uint32_t i = 0; text && i < f->c->n; i++) {
        uts_str name = f->c->items[i].name;
        if (!name.n) continue;
        if (n + name.n + 4 > room) {
            memcpy(text + n, ", …", sizeof ", …");
            break;
        }
        if (n) text[n++] = ',', text[n++] = ' ';
        memcpy(text + n, name.p, name.n);
        n += name.n;
    }
    return text ? text : "";
}

static void assign(struct tb_columns *c, uint32_t column, enum tb_role role) {
    c->items[column].role = role;
    if (c->of[role] == TB_ABSENT) c->of[role] = column;
}

static uint32_t by_name(const struct tb_columns *c, uts_str name) {
    for (uint32_t i = 0; i < c->n; i++)
        if (uts_str_eq(c->items[i].name, name)) return i;
    char wanted[MOST_NAME], have[MOST_NAME];
    if (!folded(name, wanted)) return TB_ABSENT;
    for (uint32_t i = 0; i < c->n; i++)
        if (folded(c->items[i].name, have) && strcmp(wanted, have) == 0) return i;
    return TB_ABSENT;
}

/* An option that names columns, several of them divided by "|". */
static uts_status take_given(const struct finding *f, const char *given, const char *option, enum tb_role role) {
    for (const char *p = given; p && *p;) {
        const char *bar = strchr(p, '|');
        uts_str name = tb_trim((uts_str){p, bar ? (size_t)(bar - p) : strlen(p)});
        uint32_t column = by_name(f->c, name);
        if (column == TB_ABSENT)
            return uts_failf(f->host, f->job, UTS_E_ARG, UINT64_MAX,
                             "has no column \"%.*s\", which the option %s names; its columns are: %s", (int)name.n,
                             name.p, option, listing(f));
        f->c->items[column].given = true;
        assign(f->c, column, role);
        p = bar ? bar + 1 : p + strlen(p);
    }
    return UTS_OK;
}

static uts_status take_options(const struct finding *f, const struct tb_conf *conf) {
    const struct {
        const char *given, *option;
        enum tb_role role;
    } rows[] = {{conf->speaker, "speaker", TB_SPEAKER}, {conf->text, "text", TB_TEXT},
                {conf->start, "start", TB_START},       {conf->end, "end", TB_END},
                {conf->role, "role", TB_ROLE},          {conf->id, "id", TB_ID}};
    uts_status status = UTS_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && status == UTS_OK; i++)
        status = take_given(f, rows[i].given, rows[i].option, rows[i].role);
    return status;
}

static void take_names(struct tb_columns *c) {
    for (uint32_t i = 0; i < c->n; i++) {
        char low[MOST_NAME];
        struct tb_column *column = &c->items[i];
        size_t n = folded(column->name, low);
        column->milliseconds = n >= 2 && strcmp(low + n - 2, "ms") == 0;
        enum tb_role role = column->given ? TB_NONE : tb_role_of_name(column->name);
        if (role != TB_NONE && c->of[role] == TB_ABSENT) assign(c, i, role);
    }
}

/* A table of turns has text, and who or when. Anything else with people's own words in it is a survey. */
static void settle(struct tb_columns *c, bool text_given) {
    bool dialogue = c->of[TB_SPEAKER] != TB_ABSENT || c->of[TB_START] != TB_ABSENT;
    uint32_t open = TB_ABSENT, n_open = 0;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->items[i].role == TB_NONE && tb_is_open(&c->items[i])) open = i, n_open++;
    if (c->of[TB_TEXT] == TB_ABSENT && dialogue && n_open == 1 && !tb_is_question(c->items[open].name))
        assign(c, open, TB_TEXT);
    uint32_t n_text = 0;
    for (uint32_t i = 0; i < c->n; i++) n_text += c->items[i].role == TB_TEXT;
    if (c->of[TB_TEXT] != TB_ABSENT && n_text == 1 && (dialogue || c->of[TB_QUESTION] != TB_ABSENT)) return;
    c->survey = true;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->items[i].role == TB_TEXT || (!text_given && c->items[i].role == TB_NONE && tb_is_open(&c->items[i]))) {
            assign(c, i, TB_OPEN);
            c->n_open++;
        }
    /* Times of a survey are when it was filled in: variables, as are names of columns that mean nothing there. */
    static const enum tb_role idle[] = {TB_START, TB_END, TB_ROLE, TB_QUESTION};
    for (size_t k = 0; k < sizeof idle / sizeof *idle; k++) c->of[idle[k]] = TB_ABSENT;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->items[i].role == TB_START || c->items[i].role == TB_END || c->items[i].role == TB_ROLE ||
            c->items[i].role == TB_QUESTION)
            c->items[i].role = TB_NONE;
    /* Who: an id before a name, so that names need not be told. */
    if (c->of[TB_ID] != TB_ABSENT && c->of[TB_SPEAKER] != TB_ABSENT && !c->items[c->of[TB_SPEAKER]].given) {
        c->items[c->of[TB_SPEAKER]].role = TB_NONE;
        c->of[TB_SPEAKER] = TB_ABSENT;
    }
}

static bool read_names(struct finding *f, const struct tb_table *t) {
    struct tb_columns *c = f->c;
    for (uint32_t r = c->header; r < t->n_rows; r++) {
        const struct tb_row *row = &t->rows[r];
        if (row->n && t->cells[row->first + row->n - 1].column >= c->n)
            c->n = t->cells[row->first + row->n - 1].column + 1;
        if (r == c->header && row->n == 0) return false;
    }
    c->items = f->host->alloc(f->job, (c->n + 1) * sizeof *c->items, 8);
    for (uint32_t i = 0; c->items && i < c->n; i++)
        c->items[i].name = tb_text(f->host, f->job, t, tb_at(t, &t->rows[c->header], i));
    return c->items != NULL;
}

uts_status tb_columns_find(struct tb_columns *c, const uts_host *host, uts_job *job, const struct tb_table *t,
                           const struct tb_conf *conf) {
    struct finding f = {host, job, c};
    *c = (struct tb_columns){0};
    for (int i = 0; i < TB_ROLES_; i++) c->of[i] = TB_ABSENT;
    c->header = find_header(t);
    if (c->header == TB_ABSENT) return UTS_OK; /* nothing in it */
    if (!read_names(&f, t)) return UTS_E_NOMEM;
    tb_shape(c, t);
    uts_status status = take_options(&f, conf);
    if (status != UTS_OK) return status;
    take_names(c);
    settle(c, conf->text != NULL);
    if (c->survey ? c->n_open == 0 : c->of[TB_TEXT] == TB_ABSENT)
        return uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX,
                         "no column holds talk or open answers (columns: %s); name it with "
                         "--set read-table.text=COLUMN, or leave the file out",
                         listing(&f));
    return UTS_OK;
}

/* ---- probe ---- */

/* A codebook or a table of participants lies in the same folder and is neither talk nor answers. */
static bool is_other_table(uts_str name) {
    static const char *const others[] = {"rules", "regler", "keywords", "nyckelord",  "label",       "etikett", "theme",
                                         "tema",  "role",   "roll",     "definition", "description", "lemma",   NULL};
    char low[MOST_NAME];
    if (folded(name, low))
        for (const char *const *other = others; *other; other++)
            if (strcmp(low, *other) == 0) return true;
    return false;
}

int32_t tb_likeness(uts_str head, bool complete, bool *tabs) {
    size_t header, at;
    struct tb_table t = {0};
    struct tb_columns c = {0};
    char delimiter = csv_delimiter(head, &header);
    *tabs = delimiter == '\t';
    if (!csv_parse(&t, (uts_str){head.p + header, head.n - header}, delimiter, 400, &at)) complete = false;
    /* The last record may be cut off by the end of what was looked at. */
    if (!complete && t.n_rows > 1) t.n_rows--;
    c.header = find_header(&t);
    struct tb_column items[200];
    uint32_t of[TB_ROLES_] = {0}, questions = 0, open = 0, other = 0;
    if (c.header != TB_ABSENT) {
        const struct tb_row *row = &t.rows[c.header];
        c.n = row->n < 200 ? row->n : 200;
        c.items = items;
        for (uint32_t i = 0; i < c.n; i++) {
            items[i] = (struct tb_column){.name = tb_trim(tb_raw(&t, &t.cells[row->first + i]))};
            of[tb_role_of_name(items[i].name)]++;
            questions += tb_is_question(items[i].name);
            other += is_other_table(items[i].name);
        }
        tb_shape(&c, &t);
        for (uint32_t i = 0; i < c.n; i++) open += tb_is_open(&items[i]);
    }
    tb_free(&t);
    if (c.n >= 2 && of[TB_TEXT] && (of[TB_SPEAKER] || of[TB_START] || of[TB_QUESTION])) return 80;
    if (other) return 20;
    if (c.n >= 2 && (of[TB_ID] || of[TB_SPEAKER]) && (questions || of[TB_TEXT])) return 75;
    if (c.n >= 2 && questions && open) return 70;
    if (c.n >= 2 && (of[TB_SPEAKER] || of[TB_ID]) && open) return 60;
    return c.n >= 1 ? 20 : 0;
}
