/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../common/source_text.h"
#include "odt.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

#define KIND "application/vnd.oasis.opendocument."

struct cursor {
    struct odt odt;
    bool done;
};

/* ---- what is its file, and what is not ---- */

static bool is_zip(const void *p, size_t n) { return n >= 2 && memcmp(p, "PK", 2) == 0; }

int32_t odt_probe(const char *name, const void *head, size_t n) {
    static const char *const zipped[] = {"odt", "ott", NULL}, *const flat[] = {"fodt", NULL};
    bool ours = source_suffix(name, zipped);
    if (head && is_zip(head, n)) {
        const char *kind = memmem(head, n, "mimetype" KIND, strlen("mimetype" KIND));
        bool text = kind && memmem(head, n, KIND "text", strlen(KIND "text"));
        return text ? 100 : ours ? 85 : 0;
    }
    if (memmem(head, n, KIND "text", strlen(KIND "text")) && memmem(head, n, "office:document", 15)) return 95;
    /* Taken to say what is wrong with it. */
    return ours || source_suffix(name, flat) ? 40 : 0;
}

/* Why an archive is not the text that is looked for; NULL: it may be. */
static const char *why_not(struct archive *a) {
    size_t n;
    const char *why = NULL;
    int64_t kind = archive_find(a, "mimetype"), manifest = archive_find(a, "META-INF/manifest.xml");
    char *bytes = manifest >= 0 ? archive_read(a, manifest, 8 << 20, &n) : NULL;
    if ((bytes && memmem(bytes, n, "encryption-data", 15)) || archive_find(a, "encrypted-package") >= 0)
        why = "is protected by a password; open it in LibreOffice and save it without one (File > Save As, without "
              "\"Save with password\")";
    free(bytes);
    bytes = kind >= 0 ? archive_read(a, kind, 1000, &n) : NULL;
    if (!why && bytes && strncmp(bytes, KIND "text", strlen(KIND "text")) != 0)
        why = "is an OpenDocument file, but no text (a spreadsheet, presentation or drawing); save its text as .odt or "
              "its table as .csv";
    free(bytes);
    if (!why && archive_find(a, "word/document.xml") >= 0)
        why = "is a Word document, not OpenDocument; give it the suffix .docx";
    if (!why && archive_find(a, "content.xml") < 0)
        why = "is a zip archive without the text of an OpenDocument file (content.xml); save it anew as .odt";
    return why;
}

/* ---- open and close ---- */

void odt_close(void *stage, void *cursor) {
    (void)stage;
    struct odt *d = &((struct cursor *)cursor)->odt;
    odt_free_parts(d);
    notes_free(&d->notes);
    story_free(&d->body);
    odt_styles_free(&d->styles);
    odt_lists_free(&d->lists);
    if (!d->flat) archive_close(&d->archive);
    free(cursor);
}

static uts_status fail(struct odt *d) {
    if (d->cancelled) return UTS_E_CANCELLED;
    if (d->failed || d->styles.failed || d->lists.failed || d->notes.failed)
        return d->host->fail(d->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    const char *why = d->archive.why ? d->archive.why : "cannot be read";
    if (d->line) return uts_failf(d->host, d->job, UTS_E_FORMAT, UINT64_MAX, "%s (%s, line %u)", why, d->part, d->line);
    return uts_failf(d->host, d->job, UTS_E_FORMAT, UINT64_MAX, "%s", why);
}

uts_status odt_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct source_plain *s = stage;
    uts_str bytes;
    uts_status status = s->host->source_bytes(job, source, &bytes);
    if (status != UTS_OK) return status;
    struct cursor *c = calloc(1, sizeof *c);
    if (!c) return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    struct odt *d = &c->odt;
    d->host = s->host;
    d->job = job;
    d->conf = s->conf;
    d->bytes = bytes;
    d->flat = !is_zip(bytes.p, bytes.n);
    story_start(&d->body);
    odt_lists_start(&d->lists);
    if (d->flat) {
        bool xml = bytes.p && bytes.n && memmem(bytes.p, bytes.n < 65536 ? bytes.n : 65536, "office:document", 15);
        d->archive.why = !bytes.n ? "is empty: copy it anew from where it came"
                         : !xml   ? "is neither a zip archive nor flat OpenDocument XML; save it anew as .odt"
                         : bytes.n > ODT_PART_BYTES ? "is larger than 256 MB: save it as .odt, without pictures"
                                                    : NULL;
    } else if (archive_open(&d->archive, bytes)) {
        d->archive.why = why_not(&d->archive);
    }
    if (d->archive.why) {
        status = fail(d);
        odt_close(stage, c);
        return status;
    }
    *cursor = c;
    return UTS_OK;
}

/* ---- reading and giving ---- */

static bool read_parts(struct odt *d) {
    if (d->flat) return odt_walk(d, -1, "the file");
    int64_t styles = archive_find(&d->archive, "styles.xml"), meta = archive_find(&d->archive, "meta.xml");
    if (styles >= 0 && !odt_walk(d, styles, "styles.xml")) return false;
    if (!odt_walk(d, archive_find(&d->archive, "content.xml"), "content.xml")) return false;
    /* A title that cannot be read is no reason to refuse the text. */
    if (meta >= 0 && !odt_walk(d, meta, "meta.xml")) d->title[0] = '\0';
    return !d->cancelled && !d->failed;
}

/* Page headers and footers, each once however many pages and masters repeat it. */
static void give_margins(struct odt *d, struct transcript *t) {
    const struct story *margins = d->margins.items;
    for (uint32_t i = 0; i < d->margins.n && i < 64; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= uts_str_eq(uts_mkstr(margins[i].text.p, margins[i].text.n),
                                uts_mkstr(margins[k].text.p, margins[k].text.n));
        if (!again) story_give(&margins[i], t, UTS_ZONE_FURNITURE, notes_mark, &d->notes);
    }
}

static void remark_changes(const struct odt *d) {
    const struct odt_counts *c = &d->counts;
    if (d->conf->changes == ODT_ORIGINAL && (c->insertions || c->deletions))
        uts_notef(d->host, d->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "tracked changes: the text is read as before them, without %u insertions, with what %u deletions "
                  "took away",
                  c->insertions, c->deletions);
    else if (c->deletions)
        uts_notef(
            d->host, d->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
            "tracked changes: %u deletions (%u words) are left out and %u insertions kept; the deleted words still "
            "stand in the file, for anybody who gets it: accept the changes in LibreOffice to be rid of them",
            c->deletions, c->deleted_words, c->insertions);
    else if (c->insertions)
        uts_notef(d->host, d->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "tracked changes: %u insertions are kept",
                  c->insertions);
}

static void remark_counts(const struct odt *d) {
    const struct odt_counts *c = &d->counts;
    const struct {
        int32_t level;
        uint32_t n;
        const char *what;
    } rows[] = {{UTS_LOG_WARN, c->hidden, "words are formatted as hidden text and left out"},
                {UTS_LOG_INFO, c->placeholders, "placeholders hold only the prompt to fill them in: left out"},
                {UTS_LOG_INFO, c->soft_hyphens, "soft hyphens inside words left out"},
                {UTS_LOG_INFO, c->objects, "embedded objects (charts, formulas) are not read"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].n)
            uts_notef(d->host, d->job, rows[i].level, UINT64_MAX, uts_cstr(""), "%u %s", rows[i].n, rows[i].what);
}

static uts_status give_meta(const struct odt *d) {
    uts_status status = d->host->set_meta(d->job, "encoding", uts_cstr("utf-8"));
    if (status == UTS_OK && d->title[0]) status = d->host->set_meta(d->job, "title", uts_cstr(d->title));
    if (status == UTS_OK && d->recognised) status = d->host->set_meta(d->job, "origin", uts_cstr("recognised"));
    return status;
}

uts_status odt_next(void *stage, void *cursor, uts_job *job) {
    (void)stage;
    struct cursor *c = cursor;
    struct odt *d = &c->odt;
    if (c->done) return UTS_END;
    c->done = true;
    d->job = job;
    d->notes = (struct notes){.host = d->host, .job = job};
    if (!read_parts(d)) return fail(d);
    story_finish(&d->body);
    struct transcript t;
    transcript_start(&t, d->host, job);
    d->recognised = story_recognise(&d->body);
    story_give(&d->body, &t, 0, notes_mark, &d->notes);
    notes_give(&d->notes, &t);
    give_margins(d, &t);
    uts_status status = transcript_give(&t, "odt", "paragraph");
    transcript_free(&t);
    if (status == UTS_OK) status = give_meta(d);
    if (status != UTS_OK) return status;
    remark_changes(d);
    remark_counts(d);
    notes_report(&d->notes);
    return UTS_OK;
}
