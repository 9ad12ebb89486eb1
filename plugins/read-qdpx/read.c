/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/source_text.h"
#include "source.h"
#include <strings.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct cursor {
    const uts_host *host;
    struct rq_package package;
    struct rq_tables tables;
    xmlTextReaderPtr reader; /* on or before the next source */
    uint32_t n_read;
};

static bool has_suffix(const char *name, const char *suffix) {
    size_t n = strlen(name), k = strlen(suffix);
    return n > k && strcasecmp(name + n - k, suffix) == 0;
}

int32_t rq_probe(const char *name, const void *head, size_t n) {
    if (has_suffix(name, ".qdpx")) return n >= 2 && memcmp(head, "PK", 2) == 0 ? 100 : 70;
    /* Taken only when the user names them, to say what to do with them. */
    return has_suffix(name, ".qdc") || has_suffix(name, ".qde") ? 40 : 0;
}

/* ---- open and close ---- */

void rq_close_source(void *stage, void *cursor) {
    (void)stage;
    struct cursor *c = cursor;
    if (c->reader) xmlFreeTextReader(c->reader);
    rq_tables_free(&c->tables);
    archive_close(&c->package.archive);
    free(c);
}

static uts_status refuse(const uts_host *host, uts_job *job, uts_str bytes) {
    const char *head = bytes.p ? bytes.p : "";
    size_t n = bytes.n < 1000 ? bytes.n : 1000;
    if (n && memmem(head, n, "urn:QDA-XML:codebook", 20))
        return uts_failf(host, job, UTS_E_UNSUPPORTED, UINT64_MAX,
                         "is a codebook, not transcripts; codebooks are read as .yaml, .tsv, .csv or .txt, with "
                         "--codebook");
    if (n && memmem(head, n, "urn:QDA-XML:project", 19))
        return uts_failf(host, job, UTS_E_UNSUPPORTED, UINT64_MAX,
                         "is a project without its texts; give the .qdpx that it was taken from");
    return uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX,
                     "is not a zip archive, so no REFI-QDA project; export it anew");
}

uts_status rq_open_source(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct source_plain *s = stage;
    uts_str bytes;
    uts_status status = s->host->source_bytes(job, source, &bytes);
    if (status) return status;
    if (bytes.n < 2 || memcmp(bytes.p, "PK", 2) != 0) return refuse(s->host, job, bytes);
    struct cursor *c = calloc(1, sizeof *c);
    if (!c) return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    c->host = s->host;
    bool good = rq_open(&c->package, bytes) && rq_tables_read(&c->tables, &c->package);
    if (good && !c->tables.n_texts) {
        c->package.archive.why = "holds no text sources; export the project together with its texts";
        good = false;
    }
    if (good) c->reader = rq_reader(&c->package);
    if (!c->reader) {
        status = uts_failf(s->host, job, UTS_E_FORMAT, UINT64_MAX, "%s",
                           c->package.archive.why ? c->package.archive.why : "cannot be read");
        rq_close_source(stage, c);
        return status;
    }
    *cursor = c;
    return UTS_OK;
}

/* ---- metadata that write-qdpx can write back ---- */

struct lines {
    char *p;
    size_t n;
    FILE *file;
};

static void put_cell(FILE *f, const char *text, char after) {
    while (text && *text) {
        size_t n = strcspn(text, "\t\n\r");
        fwrite(text, 1, n, f);
        text += n;
        if (*text) fputc(' ', f);
        text += *text != 0;
    }
    fputc(after, f);
}

static void put_code(FILE *f, const struct rq_tables *t, uint32_t i, uint8_t *written) {
    const struct rq_code *c = &t->codes[i];
    if (written[i]) return;
    written[i] = 1;
    if (c->parent != UINT32_MAX) put_code(f, t, c->parent, written);
    put_cell(f, c->path, '\t');
    put_cell(f, c->guid, '\t');
    put_cell(f, c->colour, '\t');
    put_cell(f, c->codable ? "1" : "0", '\t');
    put_cell(f, c->about, '\n');
}

static void put_users(FILE *f, const struct rq_tables *t) {
    for (uint32_t i = 0; i < t->n_users; i++) {
        put_cell(f, t->users[i].name, '\t');
        put_cell(f, t->users[i].guid, '\n');
    }
}

/* A line for each value; one without variable for a case that has none. */
static void put_values(FILE *f, const struct rq_tables *t, const xmlNode *node, const char *name, const char *guid) {
    uint32_t n = 0;
    for (xmlNodePtr v = rq_child(node, "VariableValue"); v; v = rq_next(v, "VariableValue")) {
        xmlNodePtr ref = rq_child(v, "VariableRef"), value = ref ? ref->next : NULL;
        while (value && value->type != XML_ELEMENT_NODE) value = value->next;
        char *target = ref ? rq_attribute(ref, "targetGUID") : NULL;
        const struct rq_variable *variable = target ? rq_variable_of(t, target) : NULL;
        free(target);
        if (!variable || !value) continue;
        xmlChar *text = xmlNodeGetContent(value);
        put_cell(f, name, '\t');
        put_cell(f, guid, '\t');
        put_cell(f, variable->name, '\t');
        put_cell(f, (const char *)text, '\n');
        xmlFree(text);
        n++;
    }
    if (!n && name) {
        put_cell(f, name, '\t');
        put_cell(f, guid, '\n');
    }
}

static bool has_source(const xmlNode *node, const char *guid) {
    for (xmlNodePtr ref = rq_child(node, "SourceRef"); ref; ref = rq_next(ref, "SourceRef")) {
        char *target = rq_attribute(ref, "targetGUID");
        bool same = rq_same_guid(target, guid);
        free(target);
        if (same) return true;
    }
    return false;
}

/* Closes the lines and gives them to the document. */
static uts_status give_lines(const struct cursor *c, uts_job *job, struct lines *l, const char *key) {
    bool good = l->file && fclose(l->file) == 0;
    uts_status status = UTS_OK;
    if (!good)
        status = c->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    else if (l->n)
        status = c->host->set_meta(job, key, uts_mkstr(l->p, l->n));
    free(l->p);
    return status;
}

static uts_status give_codes(const struct cursor *c, uts_job *job, const struct rq_source *s) {
    struct lines l = {0};
    uint8_t *written = calloc(c->tables.n_codes + 1, 1);
    if (!written) return c->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    l.file = open_memstream(&l.p, &l.n);
    for (uint32_t i = 0; l.file && i < s->n_codings; i++) put_code(l.file, &c->tables, s->codings[i].code, written);
    free(written);
    return give_lines(c, job, &l, "refi.codes");
}

/* What the layer `coding` has no column for, a line for each of its rows. */
static uts_status give_coding_lines(const struct cursor *c, uts_job *job, const struct rq_source *s) {
    struct lines l = {0};
    l.file = open_memstream(&l.p, &l.n);
    for (uint32_t i = 0; l.file && i < s->n_codings; i++) {
        put_cell(l.file, s->codings[i].guid, '\t');
        put_cell(l.file, s->codings[i].selection, '\t');
        put_cell(l.file, s->codings[i].date, '\n');
    }
    return give_lines(c, job, &l, "refi.codings");
}

static uts_status give_meta(const struct cursor *c, uts_job *job, const struct rq_source *s, const xmlNode *node) {
    const uts_host *host = c->host;
    uts_status status = host->set_meta(job, "format", uts_cstr("qdpx"));
    if (!status) status = host->set_meta(job, "encoding", uts_cstr("utf-8"));
    if (!status && s->name) status = host->set_meta(job, "title", uts_cstr(s->name));
    if (!status && s->name && c->tables.n_texts > 1) status = host->set_meta(job, "name", uts_cstr(s->name));
    if (!status && s->guid) status = host->set_meta(job, "refi.guid", uts_cstr(s->guid));
    if (!status) status = give_codes(c, job, s);
    if (!status) status = give_coding_lines(c, job, s);
    struct lines users = {0}, cases = {0};
    if (status) return status;
    users.file = open_memstream(&users.p, &users.n);
    if (users.file) put_users(users.file, &c->tables);
    status = give_lines(c, job, &users, "refi.users");
    if (status) return status;
    cases.file = open_memstream(&cases.p, &cases.n);
    if (cases.file) {
        put_values(cases.file, &c->tables, node, NULL, NULL);
        for (uint32_t i = 0; i < c->tables.n_cases; i++)
            if (has_source(c->tables.cases[i].node, s->guid))
                put_values(cases.file, &c->tables, c->tables.cases[i].node,
                           c->tables.cases[i].name ? c->tables.cases[i].name : "", c->tables.cases[i].guid);
    }
    return give_lines(c, job, &cases, "refi.cases");
}

/* ---- layers ---- */

static uts_status give_source(const struct cursor *c, uts_job *job, const struct rq_text *t) {
    uts_rows *rows = c->host->open_layer(job, &uts_layer_source);
    uint32_t begin = 0, from = t->bom ? 3 : 0;
    for (uint32_t i = 0; i < t->n_runs; i++) {
        uts_cell cells[2] = {{.i64 = from}, {.i64 = t->runs[i].file_end}};
        c->host->add(rows, begin, t->runs[i].text_end, cells);
        begin = t->runs[i].text_end;
        from = t->runs[i].file_end;
    }
    return c->host->seal(rows);
}

/* Runs of lines between blank lines, as in plain text. */
static uts_status give_paragraphs(const struct cursor *c, uts_job *job, const struct rq_text *t) {
    uts_rows *rows = c->host->open_layer(job, &uts_layer_paragraph);
    uts_cell cells[2] = {{.u32 = 0}, {.u32 = 0}};
    size_t begin = SIZE_MAX, last = 0;
    for (size_t line = 0; line < t->n;) {
        const char *lf = memchr(t->p + line, '\n', t->n - line);
        size_t stop = lf ? (size_t)(lf - t->p) : t->n, at = line;
        while (at < stop && (t->p[at] == ' ' || t->p[at] == '\t')) at++;
        if (at < stop) {
            if (begin == SIZE_MAX) begin = line;
            last = stop;
        } else if (begin != SIZE_MAX) {
            c->host->add(rows, (uint32_t)begin, (uint32_t)last, cells);
            begin = SIZE_MAX;
        }
        line = stop + 1;
    }
    if (begin != SIZE_MAX) c->host->add(rows, (uint32_t)begin, (uint32_t)last, cells);
    return c->host->seal(rows);
}

static uts_sym intern(const struct cursor *c, uts_job *job, const char *text) {
    return text && *text ? c->host->intern(job, uts_cstr(text)) : 0;
}

static uts_status give_codings(const struct cursor *c, uts_job *job, const struct rq_source *s) {
    uts_rows *rows = c->host->open_layer(job, &uts_layer_coding);
    for (uint32_t i = 0; i < s->n_codings; i++) {
        const struct rq_coding *coding = &s->codings[i];
        uts_cell cells[4] = {{.sym = intern(c, job, c->tables.codes[coding->code].path)},
                             {.sym = intern(c, job, coding->user)},
                             {.sym = intern(c, job, coding->guid)},
                             {.sym = intern(c, job, coding->note)}};
        c->host->add(rows, coding->begin, coding->end, cells);
    }
    return c->host->seal(rows);
}

/* ---- remarks ---- */

static void remark(const struct cursor *c, uts_job *job, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(c->host, job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

static void report_counting(const struct cursor *c, uts_job *job, const struct rq_source *s) {
    if (s->counting_matters && (s->n_codings || s->named))
        uts_notef(c->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "positions of codings were read with %s%s%s: %u of %u selections with a name then cover what it says",
                  s->text.crlf
                      ? (s->counting.crlf_is_one ? "a line end as one character" : "a line end as two characters")
                      : "code points",
                  s->counting.bom_counts ? ", the byte order mark counted" : "",
                  s->counting.utf16 ? ", characters beyond U+FFFF as two" : "", s->agree, s->named);
    if (s->agree < s->named)
        uts_notef(c->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u of %u named selections do not cover the text that their name says: look at them before use",
                  s->named - s->agree, s->named);
}

static void report(const struct cursor *c, uts_job *job, const struct rq_source *s) {
    if (s->missing)
        c->host->note(job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr("the text of this source is not in the project: export it as plain text"), uts_cstr(""));
    if (s->oversize)
        c->host->note(job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr("the text of this source is damaged or too large to be a transcript: not read"),
                      uts_cstr(""));
    /* Without the text it is no news that selections do not meet it. */
    if (!s->missing && !s->oversize) report_counting(c, job, s);
    remark(c, job, UTS_LOG_WARN, s->outside,
           s->missing || s->oversize ? "selections of it are left out with their codes"
                                     : "selections lie outside the text or are empty: left out");
    remark(c, job, UTS_LOG_INFO, s->without_code, "selections have no code: left out");
    remark(c, job, UTS_LOG_WARN, s->unknown_code, "codings have a code that the codebook lacks: left out");
    remark(c, job, UTS_LOG_WARN, s->text.broken, "places are not UTF-8: replaced by U+FFFD");
    remark(c, job, UTS_LOG_WARN, s->text.controls, "control characters: replaced by U+FFFD");
    remark(c, job, UTS_LOG_INFO, s->text.composed, "characters composed to NFC");
    if (c->n_read == 0)
        remark(c, job, UTS_LOG_WARN, c->tables.n_others,
               "sources of the project are not text (pictures, PDF, sound, "
               "film): not read");
}

/* ---- documents ---- */

/* The next text source as a tree, valid until the reader moves on. NULL: there is none, or package.archive.why tells.
 */
static xmlNodePtr next_source(struct cursor *c) {
    int more = c->n_read ? xmlTextReaderNext(c->reader) : xmlTextReaderRead(c->reader);
    while (more == 1) {
        bool element = xmlTextReaderNodeType(c->reader) == XML_READER_TYPE_ELEMENT;
        int depth = xmlTextReaderDepth(c->reader);
        const char *name = (const char *)xmlTextReaderConstLocalName(c->reader);
        if (element && depth == 2 && strcmp(name, "TextSource") == 0) {
            xmlNodePtr node = xmlTextReaderExpand(c->reader);
            if (!node) more = -1;
            if (node) return node;
            continue;
        }
        bool pass = element && (depth == 2 || (depth == 1 && strcmp(name, "Sources") != 0));
        more = pass ? xmlTextReaderNext(c->reader) : xmlTextReaderRead(c->reader);
    }
    if (more < 0) c->package.archive.why = "holds a project.qde that is not well-formed XML; export it anew";
    return NULL;
}

static uts_status give_document(struct cursor *c, uts_job *job, const struct rq_source *s, const xmlNode *node) {
    if (s->no_memory) return c->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    uts_status status = c->host->set_text(job, uts_mkstr(s->text.p, s->text.n));
    if (!status) status = give_meta(c, job, s, node);
    if (!status) status = give_source(c, job, &s->text);
    if (!status) status = give_paragraphs(c, job, &s->text);
    if (!status) status = give_codings(c, job, s);
    if (!status) report(c, job, s);
    return status;
}

uts_status rq_next_document(void *stage, void *cursor, uts_job *job) {
    (void)stage;
    struct cursor *c = cursor;
    if (c->host->cancelled(job)) return UTS_E_CANCELLED;
    xmlNodePtr node = next_source(c);
    if (!node && c->package.archive.why)
        return uts_failf(c->host, job, UTS_E_FORMAT, UINT64_MAX, "%s", c->package.archive.why);
    if (!node) return UTS_END;
    struct rq_source source;
    rq_source_read(&source, &c->package, &c->tables, node);
    uts_status status = give_document(c, job, &source, node);
    rq_source_free(&source);
    c->n_read++;
    return status;
}
