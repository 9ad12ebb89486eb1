/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/source_text.h"
#include "client.h"

#include <unicode/utf8.h>

/* The mark may stand behind other bytes, as long as it is near the beginning. */
static bool is_pdf(const char *p, size_t n) { return n && memmem(p, n < 1024 ? n : 1024, "%PDF-", 5) != NULL; }

int32_t pdf_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"pdf", NULL};
    bool named = source_suffix(name, suffixes);
    if (n >= 5 && memcmp(head, "%PDF-", 5) == 0) return 95;
    return named ? (is_pdf(head, n) ? 95 : 55) : 0;
}

/* Letters that the fonts of the file give no meaning to: there is text, but nobody can know which. */
static bool is_unreadable(const struct pdf *d) {
    size_t wrong = 0, all = 0;
    for (size_t at = 0; at < d->n_text;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)d->text, at, d->n_text, c);
        all++;
        wrong += c < 0x20 || c == 0xFFFD || (c >= 0xE000 && c < 0xF8FF);
    }
    return wrong * 10 > all * 3;
}

static uts_status refuse_without_text(const struct pdf *d) {
    if (!d->n_pages)
        return d->host->fail(d->job, UTS_E_FORMAT, UINT64_MAX,
                             uts_cstr("this PDF is damaged: no page of it can be found; save or export it anew"));
    return uts_failf(
        d->host, d->job, UTS_E_UNSUPPORTED, UINT64_MAX,
        "no text in this PDF (pages: %u), only pictures of it, or nothing: run text recognition (OCR) over "
        "it, for instance with ocrmypdf, and give the result",
        d->n_pages);
}

static void remark(const struct pdf *d, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(d->host, d->job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

static uts_status give(struct pdf *d, struct transcript *t) {
    pdf_make_lines(d);
    if (!d->no_memory) pdf_sort_out(d);
    if (!d->no_memory) pdf_put(d, t);
    if (d->no_memory) return d->host->fail(d->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    uts_status status = transcript_give(t, "pdf", "page");
    if (status == UTS_OK && d->n_title) status = d->host->set_meta(d->job, "title", uts_mkstr(d->title, d->n_title));
    remark(d, UTS_LOG_INFO, d->numbers, "numbers of lines in the margin: left out");
    remark(d, UTS_LOG_INFO, d->furniture,
           "lines come back on most pages (headers, footers, page numbers): each kept once, after the text");
    remark(d, UTS_LOG_INFO, d->notes, "notes: put after the text, as footnotes");
    remark(d, UTS_LOG_INFO, d->columns, "stretches in columns: read down each, from left to right");
    remark(d, UTS_LOG_WARN, d->empty_pages, "pages hold no text: pictures are not read");
    return status;
}

uts_status pdf_next(void *stage, void *cursor, uts_job *job) {
    const uts_host *host = *(const uts_host *const *)stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    uts_str bytes;
    uts_status status = host->source_bytes(job, c->source, &bytes);
    if (status != UTS_OK) return status;
    if (!is_pdf(bytes.p, bytes.n))
        return host->fail(job, UTS_E_FORMAT, 0,
                          uts_cstr(bytes.n ? "byte 0: no PDF file, it does not begin with %PDF-: give it the suffix of "
                                             "what it is"
                                           : "the file is empty"));
    struct pdf d = {.host = host, .job = job};
    struct transcript t;
    transcript_start(&t, host, job);
    status = pdf_read(&d, bytes);
    if (status == UTS_OK && !d.n_words) status = refuse_without_text(&d);
    if (status == UTS_OK && is_unreadable(&d))
        status =
            host->fail(job, UTS_E_UNSUPPORTED, UINT64_MAX,
                       uts_cstr("the fonts of this PDF do not say which letters they show: print it to pictures and "
                                "run text recognition (OCR), for instance ocrmypdf --force-ocr"));
    if (status == UTS_OK) status = give(&d, &t);
    transcript_free(&t);
    pdf_free(&d);
    return status;
}
