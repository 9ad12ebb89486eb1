/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include "../common/source_text.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

uts_status rt_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct rt_conf *given = conf;
    uts_status status = source_stage_create(host, job, "read-text", given->encoding, stage);
    if (status == UTS_OK) ((struct source_stage *)*stage)->repair = given->mojibake == 1;
    return status;
}

static const char *const markdown_suffixes[] = {"md", "markdown", NULL};

int32_t rt_probe(const char *name, const void *head, size_t n) {
    static const char *const text_suffixes[] = {"txt", "text", NULL};
    /* Formats with a structure that plain reading would turn into speech. */
    static const char *const others[] = {"vtt",      "srt",  "sbv", "json", "jsonl",  "csv",  "tsv",  "xml",
                                         "tei",      "html", "htm", "rtf",  "doc",    "docx", "odt",  "pdf",
                                         "eaf",      "exb",  "cha", "trs",  "otr",    "qdpx", "qdc",  "qde",
                                         "textgrid", "xlsx", "xls", "ods",  "yaml",   "yml",  "toml", "ini",
                                         "py",       "r",    "sh",  "log",  "inqscr", NULL};
    if (source_suffix(name, text_suffixes)) return n >= 6 && memcmp(head, "WEBVTT", 6) == 0 ? 20 : 60;
    if (source_suffix(name, markdown_suffixes)) return 60;
    const char *way_out;
    if (source_suffix(name, others) || rt_magic(head, n, &way_out)) return 0;
    const unsigned char *u = head;
    size_t controls = 0;
    for (size_t i = 0; i < n; i++) controls += u[i] < 0x20 && u[i] != '\n' && u[i] != '\r' && u[i] != '\t';
    if (rt_utf16_by_nuls(head, n) == RT_AUTO && controls * 50 > n) return 0;
    return n ? 20 : 0;
}

static bool is_blank(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    if (end - p >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0) return is_blank(p + 2, end);
    return p == end;
}

/* Runs of lines between blank lines. */
static uts_status give_paragraphs(const struct source_text *w) {
    const uts_host *host = w->host;
    uts_rows *rows = host->open_layer(w->job, &uts_layer_paragraph);
    const char *text = w->text.p, *end = text + w->text.n, *begin = NULL, *last = NULL;
    uts_cell cells[2] = {{.u32 = 0}, {.u32 = 0}};
    for (const char *line = text; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop) stop = end;
        if (!is_blank(line, stop)) {
            if (!begin) begin = line;
            last = stop;
        } else if (begin) {
            host->add(rows, (uint32_t)(begin - text), (uint32_t)(last - text), cells);
            begin = NULL;
        }
        line = stop + 1;
    }
    if (begin) host->add(rows, (uint32_t)(begin - text), (uint32_t)(last - text), cells);
    return host->seal(rows);
}

uts_status rt_next(void *stage, void *cursor, uts_job *job) {
    const struct source_stage *reader = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct source_text text;
    uts_status status = source_text_read(&text, reader, job, c->source);
    if (status == UTS_OK) status = reader->host->set_text(job, text.text);
    if (status == UTS_OK) status = source_text_meta(&text, "text");
    if (status == UTS_OK) status = source_text_map(&text);
    if (status == UTS_OK) status = give_paragraphs(&text);
    if (status == UTS_OK) source_text_report(&text);
    source_text_free(&text);
    return status;
}
