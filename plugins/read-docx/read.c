/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docx.h"

#include "../common/source_text.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

struct cursor {
    struct docx docx;
    bool done;
};

/* ---- what is its file, and what is not ---- */

#define OLE "\xD0\xCF\x11\xE0"

static bool starts(const void *head, size_t n, const char *magic, size_t length) {
    return n >= length && memcmp(head, magic, length) == 0;
}

int32_t docx_probe(const char *name, const void *head, size_t n) {
    static const char *const ours[] = {"docx", "docm", "dotx", "dotm", NULL}, *const old[] = {"doc", "dot", NULL};
    bool is_ours = source_suffix(name, ours), is_old = source_suffix(name, old);
    if (head && starts(head, n, "PK", 2)) {
        if (memmem(head, n, "word/document.xml", 17)) return is_ours ? 100 : 90;
        if (memmem(head, n, "application/vnd.oasis.opendocument", 34)) return is_ours ? 20 : 0;
        return is_ours ? 90 : is_old ? 50 : 0;
    }
    /* Taken to say what to do with them: old Word files, and new ones behind a password. */
    if (starts(head, n, OLE, 4)) return is_ours || is_old ? 80 : 0;
    return is_ours ? 40 : is_old ? 20 : 0;
}

/* A word in the directory of an OLE file, which is UTF-16. */
static bool ole_holds(uts_str bytes, const char *word) {
    char wide[80];
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++) {
        wide[2 * i] = word[i];
        wide[2 * i + 1] = 0;
    }
    return memmem(bytes.p, bytes.n, wide, 2 * n) != NULL;
}

static uts_status refuse(const uts_host *host, uts_job *job, uts_str bytes) {
    const char *why =
        "is not a Word document: it does not begin as a zip archive; save it anew from Word or LibreOffice "
        "as .docx";
    bool ole = starts(bytes.p, bytes.n, OLE, 4);
    if (!bytes.n) why = "is empty: copy it anew from where it came";
    if (starts(bytes.p, bytes.n, "{\\rtf", 5)) why = "is an RTF file with the suffix of Word; give it the suffix .rtf";
    if (ole && ole_holds(bytes, "EncryptedPackage"))
        why = "is protected by a password; open it in Word, remove the password (File > Info > Protect Document > "
              "Encrypt with Password: leave it empty), and save it";
    else if (ole && ole_holds(bytes, "Workbook"))
        why = "is an old Excel workbook (.xls); open it in Excel or LibreOffice and save it as .xlsx";
    else if (ole)
        why = "is an old Word document (.doc); open it in Word or LibreOffice and save it as .docx";
    return host->fail(job, ole ? UTS_E_UNSUPPORTED : UTS_E_FORMAT, UINT64_MAX, uts_cstr(why));
}

/* ---- open and close ---- */

void docx_close(void *stage, void *cursor) {
    (void)stage;
    struct docx *d = &((struct cursor *)cursor)->docx;
    notes_free(&d->notes);
    free(d->refs.items);
    story_free(&d->body);
    docx_styles_free(&d->styles);
    docx_numbering_free(&d->numbering);
    archive_close(&d->archive);
    free(cursor);
}

static uts_status fail(struct docx *d) {
    if (d->cancelled) return UTS_E_CANCELLED;
    if (d->failed || d->styles.failed || d->numbering.failed)
        return d->host->fail(d->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    const char *why = d->archive.why ? d->archive.why : "cannot be read";
    if (d->line) return uts_failf(d->host, d->job, UTS_E_FORMAT, UINT64_MAX, "%s (%s, line %u)", why, d->part, d->line);
    return uts_failf(d->host, d->job, UTS_E_FORMAT, UINT64_MAX, "%s", why);
}

uts_status docx_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct source_plain *s = stage;
    uts_str bytes;
    uts_status status = s->host->source_bytes(job, source, &bytes);
    if (status != UTS_OK) return status;
    if (!starts(bytes.p, bytes.n, "PK", 2)) return refuse(s->host, job, bytes);
    struct cursor *c = calloc(1, sizeof *c);
    if (!c) return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    struct docx *d = &c->docx;
    d->host = s->host;
    d->job = job;
    d->conf = s->conf;
    d->part = "the relationships of its parts";
    story_start(&d->body);
    if (!archive_open(&d->archive, bytes) || !docx_package_read(&d->package, &d->archive, &d->line)) {
        status = fail(d);
        docx_close(stage, c);
        return status;
    }
    *cursor = c;
    return UTS_OK;
}

/* ---- reading the parts ---- */

static bool read_numbering(struct docx *d) {
    d->part = "numbering.xml";
    return docx_numbering_read(&d->numbering, &d->archive, d->package.parts[DOCX_NUMBERING], &d->line);
}

static bool read_body(struct docx *d) {
    int64_t body = d->package.parts[DOCX_BODY];
    d->part = "styles.xml";
    if (!docx_styles_read(&d->styles, &d->archive, d->package.parts[DOCX_STYLES], &d->line)) return false;
    if (!read_numbering(d) || !docx_walk(d, body, "document.xml", &d->body)) return false;
    if (!d->open_field) return true;
    /* Once more, with the code of the field that never ends: rather too much than text that is lost. */
    story_free(&d->body);
    docx_numbering_free(&d->numbering);
    d->counts = (struct docx_counts){0};
    d->refs.n = d->paragraphs = 0;
    d->plain_fields = true;
    return read_numbering(d) && docx_walk(d, body, "document.xml", &d->body);
}

static bool read_notes(struct docx *d) {
    static const struct {
        enum docx_part part;
        const char *name;
    } parts[] = {{DOCX_FOOTNOTES, "footnotes.xml"}, {DOCX_ENDNOTES, "endnotes.xml"}, {DOCX_COMMENTS, "comments.xml"}};
    struct story outside; /* nothing stands outside the notes */
    bool good = true;
    story_start(&outside);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && good; i++) {
        int64_t entry = d->package.parts[parts[i].part];
        good = entry < 0 || docx_walk(d, entry, parts[i].name, &outside);
    }
    story_free(&outside);
    return good;
}

/* ---- giving ---- */

/* Page headers and footers, each once however many pages and sections repeat it. */
static bool give_margins(struct docx *d, struct transcript *t) {
    uts_str known[DOCX_MARGINS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->package.n_margins; i++) {
        struct story margin;
        story_start(&margin);
        bool good = docx_walk(d, d->package.margins[i], "a page header or footer", &margin);
        uts_str line = good ? story_line(&margin, d->host, d->job) : uts_cstr("");
        bool again = !line.n;
        for (uint32_t k = 0; k < n; k++) again |= uts_str_eq(line, known[k]);
        if (!again) {
            known[n++] = line;
            story_give(&margin, t, UTS_ZONE_FURNITURE, notes_mark, &d->notes);
        }
        story_free(&margin);
        if (!good) return false;
    }
    return true;
}

/* ---- remarks ---- */

static void remark(const struct docx *d, int32_t level, uint32_t n, const char *format) {
    char message[400];
    if (!n) return;
    /* Every format is a literal of this file with one %u. */
    const char *number = strstr(format, "%u");
    snprintf(message, sizeof message, "%.*s%u%s", (int)(number - format), format, n, number + 2);
    d->host->note(d->job, level, UINT64_MAX, uts_cstr(message), uts_cstr(""));
}

static void remark_changes(const struct docx *d) {
    const struct docx_counts *c = &d->counts;
    if (d->conf->changes == DOCX_ORIGINAL) {
        if (c->insertions || c->deletions)
            uts_notef(d->host, d->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                      "tracked changes: the text is read as before them, without %u insertions, with what %u deletions "
                      "took away",
                      c->insertions, c->deletions);
    } else if (c->deletions) {
        uts_notef(
            d->host, d->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
            "tracked changes: %u deletions (%u words) are left out and %u insertions kept; the deleted words still "
            "stand in the file, for anybody who gets it: accept the changes in Word to be rid of them",
            c->deletions, c->deleted_words, c->insertions);
    } else {
        remark(d, UTS_LOG_INFO, c->insertions, "tracked changes: %u insertions are kept");
    }
}

static void remark_counts(const struct docx *d) {
    const struct docx_counts *c = &d->counts;
    remark(d, UTS_LOG_WARN, c->hidden, "%u words are formatted as hidden text and left out");
    remark(d, UTS_LOG_INFO, c->placeholders, "%u form fields hold only the prompt to fill them in: left out");
    remark(d, UTS_LOG_WARN, c->symbols, "%u signs of symbol fonts are not known: put as U+FFFD");
    remark(d, UTS_LOG_INFO, c->soft_hyphens, "%u soft hyphens inside words left out");
    remark(
        d, UTS_LOG_WARN, c->chunks,
        "%u documents are embedded and not read: open the file in Word and save it, which makes them part of the text");
    remark(d, UTS_LOG_INFO, c->drawings, "%u charts or diagrams are not read");
    if (d->plain_fields)
        d->host->note(d->job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr("a field has no end: the code of fields may stand in the text"), uts_cstr(""));
}

/* ---- metadata ---- */

struct title {
    char text[400];
    size_t n;
    bool inside;
};

static void title_start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    (void)attributes;
    ((struct title *)user)->inside = id == X_TITLE;
}

static void title_end(void *user, uint32_t id) {
    (void)id;
    ((struct title *)user)->inside = false;
}

static void title_text(void *user, uts_str text) {
    struct title *t = user;
    if (!t->inside || t->n + text.n > sizeof t->text) return;
    memcpy(t->text + t->n, text.p, text.n);
    t->n += text.n;
}

/* A title that cannot be read is no reason to refuse the text. */
static uts_status give_title(struct docx *d) {
    static const struct sax_name names[] = {{"http://purl.org/dc/elements/1.1/", "title", X_TITLE}, {NULL, NULL, 0}};
    static const struct sax_handler handler = {.names = names,
                                               .start = title_start,
                                               .end = title_end,
                                               .text = title_text};
    struct title title = {.n = 0};
    uint32_t line;
    int64_t entry = d->package.parts[DOCX_PROPERTIES];
    if (entry < 0 || !sax_parse(&d->archive, entry, 1 << 20, &handler, &title, &line) || !title.n) return UTS_OK;
    return d->host->set_meta(d->job, "title", uts_mkstr(title.text, title.n));
}

static uts_status give_meta(struct docx *d) {
    uts_status status = d->host->set_meta(d->job, "encoding", uts_cstr("utf-8"));
    if (status == UTS_OK) status = give_title(d);
    if (status == UTS_OK && d->recognised) status = d->host->set_meta(d->job, "origin", uts_cstr("recognised"));
    return status;
}

uts_status docx_next(void *stage, void *cursor, uts_job *job) {
    (void)stage;
    struct cursor *c = cursor;
    struct docx *d = &c->docx;
    if (c->done) return UTS_END;
    c->done = true;
    d->job = job;
    d->notes = (struct notes){.host = d->host, .job = job};
    if (!read_body(d) || !read_notes(d)) return fail(d);
    struct transcript t;
    transcript_start(&t, d->host, job);
    d->recognised = story_recognise(&d->body);
    story_give(&d->body, &t, 0, notes_mark, &d->notes);
    notes_give(&d->notes, &t);
    uts_status status = give_margins(d, &t) ? transcript_give(&t, "docx", "paragraph") : fail(d);
    transcript_free(&t);
    if (status == UTS_OK) status = give_meta(d);
    if (status != UTS_OK) return status;
    remark_changes(d);
    remark_counts(d);
    notes_report(&d->notes);
    return UTS_OK;
}
