/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/source_text.h"
#include "otr.h"
#include "page.h"

#include <libxml/parser.h>
#include <strings.h>

static const char *const page_suffixes[] = {"html", "htm", "xhtml", "xht", NULL};
static const char *const otr_suffixes[] = {"otr", NULL};

uts_status html_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct html_conf *given = conf;
    uts_status status = source_stage_create(host, job, "read-html", given->encoding, stage);
    if (status == UTS_OK) ((struct source_stage *)*stage)->repair = given->mojibake == 1;
    return status;
}

/* ---- what it is ---- */

static bool holds(const char *p, size_t n, const char *what) {
    size_t k = strlen(what);
    for (size_t i = 0; i + k <= n; i++)
        if (strncasecmp(p + i, what, k) == 0) return true;
    return false;
}

/* What stands first that is no white space and no byte order mark. */
static size_t beginning(const char *p, size_t n) {
    size_t at = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < n && (p[at] == ' ' || (p[at] >= '\t' && p[at] <= '\r'))) at++;
    return at;
}

static bool begins_page(const char *p, size_t n) {
    static const char *const starts[] = {"<!doctype html", "<html", "<head", "<body"};
    size_t at = beginning(p, n);
    if (n - at >= 5 && memcmp(p + at, "<?xml", 5) == 0) return holds(p + at, n - at, "<html");
    if (n - at >= 4 && memcmp(p + at, "<!--", 4) == 0) return holds(p + at, n - at, "<html");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (n - at >= strlen(starts[i]) && strncasecmp(p + at, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

static bool begins_otr(const char *p, size_t n) {
    size_t at = beginning(p, n);
    return at < n && p[at] == '{' && holds(p, n, "\"text\"") && holds(p, n, "data-timestamp");
}

int32_t html_probe(const char *name, const void *head, size_t n) {
    if (begins_page(head, n)) return 90;
    if (begins_otr(head, n)) return 90;
    return source_suffix(name, page_suffixes) || source_suffix(name, otr_suffixes) ? 55 : 0;
}

/* ---- encoding ---- */

/*
 * The encoding that <meta charset> names, where the bytes leave a choice: pages say one thing and are another so often
 * that the bytes go first when they are UTF-8.
 */
static enum rt_encoding declared(const char *p, size_t n) {
    static const struct {
        const char *name;
        enum rt_encoding encoding;
    } known[] = {{"windows-1252", RT_CP1252}, {"iso-8859-1", RT_CP1252},  {"latin1", RT_CP1252},
                 {"us-ascii", RT_CP1252},     {"macintosh", RT_MACROMAN}, {"x-mac-roman", RT_MACROMAN},
                 {"ibm850", RT_CP850},        {"cp850", RT_CP850}};
    size_t most = n < 4096 ? n : 4096;
    for (size_t i = 0; i + 8 < most; i++) {
        if (strncasecmp(p + i, "charset=", 8) != 0) continue;
        i += 8;
        if (p[i] == '"' || p[i] == '\'') i++;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            size_t length = strlen(known[k].name);
            bool same = i + length < most && strncasecmp(p + i, known[k].name, length) == 0;
            if (same && !(p[i + length] >= '0' && p[i + length] <= '9')) return known[k].encoding;
        }
        return RT_AUTO;
    }
    return RT_AUTO;
}

static bool is_utf8(const char *p, size_t n) {
    struct rt_out out = {0};
    struct rt_report report;
    rt_clean(p, n, &out, &report);
    rt_out_free(&out);
    return report.bad == SIZE_MAX;
}

static uts_status read_text(struct source_text *w, const struct source_stage *stage, uts_job *job, uts_io *source) {
    struct source_stage chosen = *stage;
    uts_str bytes;
    uts_status status = stage->host->source_bytes(job, source, &bytes);
    if (status != UTS_OK) return status;
    if (chosen.encoding == RT_AUTO) {
        enum rt_encoding named = declared(bytes.p, bytes.n);
        if (named != RT_AUTO && !is_utf8(bytes.p, bytes.n)) chosen.encoding = named;
    }
    status = source_text_read(w, &chosen, job, source);
    w->tables = &stage->tables;
    return status;
}

/* ---- a document ---- */

struct document {
    struct source_text text;
    struct otr otr;
    bool is_otr;
    struct html_page page;
    struct transcript t;
};

static size_t place(void *user, size_t at) {
    struct document *d = user;
    return source_text_offset(&d->text, d->is_otr ? otr_place(&d->otr, at) : at);
}

static void remark(const struct document *d, int32_t level, uint64_t n, const char *what) {
    if (n)
        uts_notef(d->page.host, d->page.job, level, UINT64_MAX, uts_cstr(""), "%llu %s", (unsigned long long)n, what);
}

/* White space folded, references decoded. */
static size_t tidy(char *text, size_t n) {
    size_t to = 0;
    for (size_t at = 0; at < n;) {
        uint32_t c[2] = {(unsigned char)text[at], 0};
        size_t length = 1;
        if (text[at] == '&') html_reference(text + at, n - at, c, &length);
        if (c[0] < 0x80 || text[at] != '&') {
            bool blank = c[0] <= ' ';
            if (!blank || (to && text[to - 1] != ' ')) text[to++] = blank ? ' ' : (char)c[0];
        } else { /* no reference is shorter than its letter in UTF-8 */
            to += uts_utf8_put(text + to, c[0]);
            if (c[1]) to += uts_utf8_put(text + to, c[1]);
        }
        at += length ? length : 1;
    }
    while (to && text[to - 1] == ' ') to--;
    return to;
}

static uts_status give(struct document *d) {
    struct html_page *p = &d->page;
    const uts_host *host = p->host;
    const char *format = d->is_otr ? "otr" : p->dialect == HTML_NOSCRIBE ? "noscribe-html" : "html";
    uts_status status = transcript_give(&d->t, format, NULL);
    if (status == UTS_OK) status = host->set_meta(p->job, "encoding", uts_cstr(rt_encoding_names[d->text.encoding]));
    p->n_title = tidy(p->title, p->n_title);
    if (status == UTS_OK && p->n_title) status = host->set_meta(p->job, "title", uts_mkstr(p->title, p->n_title));
    if (d->is_otr) p->n_media = strlen(d->otr.media);
    const char *media = d->is_otr ? d->otr.media : p->media;
    if (status == UTS_OK && p->n_media) status = host->set_meta(p->job, "media", uts_mkstr(media, p->n_media));
    if (status == UTS_OK && p->dialect != HTML_ANY) status = host->set_meta(p->job, "origin", uts_cstr("recognised"));
    remark(d, UTS_LOG_WARN, p->deleted, "characters are marked as deleted but still in the file: left out");
    remark(d, UTS_LOG_INFO, p->pictures, "pictures, films and drawings: left out");
    remark(d, UTS_LOG_INFO, p->fields, "buttons and fields to fill in: left out");
    return status;
}

static uts_status convert(struct document *d, uts_job *job, const uts_host *host) {
    uts_str text = d->text.text;
    size_t at = beginning(text.p, text.n);
    d->is_otr = at < text.n && text.p[at] == '{';
    if (d->is_otr && !otr_read(&d->otr, text)) {
        size_t byte = source_text_offset(&d->text, d->otr.at);
        return uts_failf(host, job, UTS_E_FORMAT, byte, "byte %zu: %s", byte, d->otr.why);
    }
    struct html_page *p = &d->page;
    p->host = host;
    p->job = job;
    p->t = &d->t;
    p->text = d->is_otr ? uts_mkstr(d->otr.page.p, d->otr.page.n) : text;
    p->place = place;
    p->user = d;
    p->exact = !d->is_otr && !d->text.report.changed && d->text.encoding == RT_UTF8;
    p->xml = text.n - at >= 5 && memcmp(text.p + at, "<?xml", 5) == 0;
    p->dialect = memmem(p->text.p ? p->text.p : "", p->text.n, "name=\"ts_", 9)         ? HTML_NOSCRIBE
                 : memmem(p->text.p ? p->text.p : "", p->text.n, "transcript-item", 15) ? HTML_ITEMS
                                                                                        : HTML_ANY;
    uts_status status = html_read(p);
    if (status != UTS_OK) return status;
    if (!d->is_otr && !p->tags && at < text.n)
        return host->fail(job, UTS_E_FORMAT, 0,
                          uts_cstr(
                              "byte 0: no HTML, there is no tag in it: give the file the suffix of what it is, such "
                              "as .txt"));
    return give(d);
}

uts_status html_next_document(void *stage, void *cursor, uts_job *job) {
    const struct source_stage *reader = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct document *d = reader->host->alloc(job, sizeof *d, 16);
    if (!d) return UTS_E_NOMEM;
    transcript_start(&d->t, reader->host, job);
    uts_status status = read_text(&d->text, reader, job, c->source);
    if (status == UTS_OK) status = convert(d, job, reader->host);
    otr_free(&d->otr);
    transcript_free(&d->t);
    source_text_free(&d->text);
    return status;
}
