/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/source_text.h"
#include "parse.h"

/* Where the file begins: behind a byte order mark and blank lines, which editors and mail programs put there. */
static size_t beginning(const char *p, size_t n) {
    size_t at = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < n && at < 512 && (p[at] == ' ' || (p[at] >= '\t' && p[at] <= '\r'))) at++;
    return at;
}

static bool is_rtf(const char *p, size_t n) {
    size_t at = beginning(p, n);
    return n - at >= 5 && memcmp(p + at, "{\\rtf", 5) == 0;
}

int32_t rtf_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"rtf", NULL};
    if (is_rtf(head, n)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0; /* to say what is wrong, unless another reader knows it */
}

static uts_status refuse(const uts_host *host, uts_job *job, uts_str bytes) {
    const char *way_out, *magic = bytes.n ? rt_magic(bytes.p, bytes.n, &way_out) : NULL;
    if (magic)
        return uts_failf(host, job, UTS_E_FORMAT, 0, "byte 0: this is %s under the name of an RTF file: %s", magic,
                         way_out);
    return host->fail(job, UTS_E_FORMAT, 0,
                      uts_cstr(bytes.n
                                   ? "byte 0: no RTF file, it does not begin with {\\rtf: give it the suffix of what "
                                     "it is, such as .txt, or save it anew as RTF"
                                   : "the file is empty"));
}

static void remark(const struct rtf *p, int32_t level, uint64_t n, const char *what) {
    if (n) uts_notef(p->host, p->job, level, UINT64_MAX, uts_cstr(""), "%" PRIu64 " %s", n, what);
}

static void report(const struct rtf *p) {
    remark(p, UTS_LOG_WARN, p->deleted,
           "characters are deleted in tracked changes but still in the file: left out; accept the changes in the word "
           "processor before you pass the file on");
    remark(p, UTS_LOG_INFO, p->hidden, "characters are hidden in the file: left out");
    remark(p, UTS_LOG_INFO, p->left_out[RTF_COMMENTS], "comments in the margin: left out");
    remark(p, UTS_LOG_INFO, p->left_out[RTF_PICTURES], "pictures: left out");
    remark(p, UTS_LOG_INFO, p->left_out[RTF_OBJECTS], "embedded objects: only what they show as text was read");
    remark(p, UTS_LOG_INFO, p->boxes, "text boxes: put after the text, as narrative");
    remark(p, UTS_LOG_INFO, p->n_notes, "notes: put after the text, as footnotes");
    remark(p, UTS_LOG_WARN, p->undecoded, "characters are not in their code page: replaced by U+FFFD");
    if (p->unknown_page)
        uts_notef(p->host, p->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "code page %d is not known: save the file anew in a current word processor", p->unknown_page);
    if (p->raw_utf8)
        p->host->note(p->job, UTS_LOG_INFO, UINT64_MAX,
                      uts_cstr("bytes above ASCII stand in the file, against its format: read as UTF-8"), uts_cstr(""));
    if (p->open)
        uts_notef(p->host, p->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%zu groups are open at the end of the file: it was probably cut off, text may be missing", p->open);
    remark(p, UTS_LOG_WARN, p->after_last, "bytes follow the end of the document: left out");
}

static uts_status give(struct rtf *p) {
    char encoding[24];
    uts_status status = transcript_give(p->t, "rtf", NULL);
    rtf_page_name(p->page, encoding);
    if (status == UTS_OK) status = p->host->set_meta(p->job, "encoding", uts_cstr(encoding));
    if (status == UTS_OK && p->n_title) status = p->host->set_meta(p->job, "title", uts_mkstr(p->title, p->n_title));
    if (status == UTS_OK) report(p);
    return status;
}

uts_status rtf_next(void *stage, void *cursor, uts_job *job) {
    const uts_host *host = *(const uts_host *const *)stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    uts_str bytes;
    uts_status status = host->source_bytes(job, c->source, &bytes);
    if (status != UTS_OK) return status;
    if (bytes.n > INT32_MAX)
        return host->fail(job, UTS_E_LIMIT, UINT64_MAX, uts_cstr("larger than 2 GiB: split the file"));
    if (!is_rtf(bytes.p, bytes.n)) return refuse(host, job, bytes);
    struct transcript t;
    struct rtf p;
    transcript_start(&t, host, job);
    status = rtf_parse(&p, &t, bytes);
    if (status == UTS_OK) status = give(&p);
    rtf_free(&p);
    transcript_free(&t);
    return status;
}
