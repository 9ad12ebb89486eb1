/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"
#include "decode.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct reader {
    const uts_host *host;
    enum rt_encoding encoding;
    rt_tables tables;
};

struct cursor {
    uts_io *source;
    bool done;
};

/* Everything about one file on its way to text. */
struct work {
    const struct reader *reader;
    uts_job *job;
    uts_str bytes;  /* without BOM */
    size_t skipped; /* bytes of the BOM */
    enum rt_encoding encoding;
    bool tolerate_tail;    /* the file ends inside a character */
    struct rt_out decoded; /* UTF-8 from another encoding; empty for UTF-8 */
    struct rt_out cleaned; /* empty when nothing had to change */
    struct rt_report report;
    uts_str text;
};

uts_status rt_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    reader->host = host;
    reader->encoding = (enum rt_encoding)((const struct rt_conf *)conf)->encoding;
    if (!rt_tables_make(reader->tables)) {
        free(reader);
        return host->fail(job, UTS_E_UNSUPPORTED, UINT64_MAX,
                          uts_cstr(
                              "ICU has no converters for windows-1252, macintosh and ibm-850: install libicu's data"));
    }
    *stage = reader;
    return UTS_OK;
}

void rt_destroy(void *stage) { free(stage); }

static bool has_suffix(const char *name, const char *const *suffixes) {
    const char *dot = strrchr(name, '.');
    if (!dot || strchr(dot, '/')) return false;
    for (; *suffixes; suffixes++) {
        size_t i = 0;
        while (dot[1 + i] && (dot[1 + i] >= 'A' && dot[1 + i] <= 'Z' ? dot[1 + i] + 32 : dot[1 + i]) == (*suffixes)[i])
            i++;
        if (!dot[1 + i] && !(*suffixes)[i]) return true;
    }
    return false;
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
    if (has_suffix(name, text_suffixes)) return n >= 6 && memcmp(head, "WEBVTT", 6) == 0 ? 20 : 60;
    if (has_suffix(name, markdown_suffixes)) return 60;
    const char *way_out;
    if (has_suffix(name, others) || rt_magic(head, n, &way_out)) return 0;
    const unsigned char *u = head;
    size_t controls = 0;
    for (size_t i = 0; i < n; i++) controls += u[i] < 0x20 && u[i] != '\n' && u[i] != '\r' && u[i] != '\t';
    if (rt_utf16_by_nuls(head, n) == RT_AUTO && controls * 50 > n) return 0;
    return n ? 20 : 0;
}

uts_status rt_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct reader *reader = stage;
    struct cursor *c = reader->host->alloc(job, sizeof *c, 8);
    if (!c) return UTS_E_NOMEM;
    c->source = source;
    *cursor = c;
    return UTS_OK;
}

static size_t line_of(uts_str bytes, size_t offset) {
    size_t line = 1;
    for (size_t i = 0; i < offset && i < bytes.n; i++)
        line += bytes.p[i] == '\n' || (bytes.p[i] == '\r' && (i + 1 == bytes.n || bytes.p[i + 1] != '\n'));
    return line;
}

static void note(const struct work *w, int32_t level, const char *message) {
    w->reader->host->note(w->job, level, UINT64_MAX, uts_cstr(message), uts_cstr(""));
}

/* Takes the byte order mark off, and settles the encoding where one is named or marked. */
static void take_bom(struct work *w) {
    static const struct {
        const char *bytes;
        size_t n;
        enum rt_encoding encoding;
    } marks[] = {{"\xEF\xBB\xBF", 3, RT_UTF8}, {"\xFF\xFE", 2, RT_UTF16LE}, {"\xFE\xFF", 2, RT_UTF16BE}};
    for (size_t i = 0; i < 3; i++) {
        if (w->bytes.n < marks[i].n || memcmp(w->bytes.p, marks[i].bytes, marks[i].n) != 0) continue;
        if (w->encoding != RT_AUTO && w->encoding != marks[i].encoding) continue;
        w->encoding = marks[i].encoding;
        w->skipped = marks[i].n;
        w->bytes.p += marks[i].n;
        w->bytes.n -= marks[i].n;
        return;
    }
}

/* NULs after the last character are padding of a crashed save or an old disk format, not text. */
static void trim_padding(struct work *w) {
    size_t n = w->bytes.n;
    if (w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE) return;
    while (n > 0 && w->bytes.p[n - 1] == 0) n--;
    if (n == w->bytes.n || n == 0) return;
    uts_notef(w->reader->host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
              "left out %zu NUL bytes after the end of the text", w->bytes.n - n);
    w->bytes.n = n;
}

static uts_status refuse_binary(const struct work *w) {
    return w->reader->host->fail(w->job, UTS_E_FORMAT, 0,
                                 uts_cstr(
                                     "not a text file: too many control bytes; save the transcript as UTF-8 text, or "
                                     "leave the file out"));
}

/* Decides the encoding of a file that is not plain UTF-8. */
static uts_status decide(struct work *w) {
    const uts_host *host = w->reader->host;
    struct rt_evidence evidence;
    enum rt_guess guess = rt_guess(w->bytes.p, w->bytes.n, w->reader->tables, &evidence);
    size_t at = w->skipped + evidence.first_bad;
    if (guess == RT_GUESS_BINARY) return refuse_binary(w);
    if (guess == RT_GUESS_MIXED)
        return uts_failf(
            host, w->job, UTS_E_FORMAT, at,
            "broken UTF-8 at byte %zu, line %zu: %zu characters are UTF-8 but %zu bytes are not; repair the "
            "file, or name its encoding with --set read-text.encoding=cp1252",
            at, line_of(w->bytes, evidence.first_bad), evidence.utf8_sequences, evidence.bad_bytes);
    if (guess == RT_GUESS_UNKNOWN)
        return uts_failf(
            host, w->job, UTS_E_FORMAT, at,
            "unknown encoding: byte %zu, line %zu is not UTF-8, and neither cp1252, MacRoman nor CP850 gives "
            "Swedish words; name it with --set read-text.encoding=…, or save the file as UTF-8",
            at, line_of(w->bytes, evidence.first_bad));
    w->encoding = evidence.encoding;
    w->tolerate_tail = evidence.bad_bytes > 0 && evidence.encoding == RT_UTF8;
    if (w->tolerate_tail) {
        w->bytes.n = evidence.first_bad;
        note(w, UTS_LOG_WARN,
             "the file ends in the middle of a character: it was probably cut off, text may be missing");
    }
    if (w->encoding != RT_UTF8)
        uts_notef(host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "not UTF-8: read as %s",
                  rt_encoding_names[w->encoding]);
    return UTS_OK;
}

/* Other encodings to UTF-8. */
static uts_status decode(struct work *w) {
    size_t bad = SIZE_MAX;
    if (w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE)
        bad = rt_from_utf16(w->bytes.p, w->bytes.n, w->encoding == RT_UTF16BE, &w->decoded);
    else if (w->encoding == RT_SVE7)
        rt_from_sve7(w->bytes.p, w->bytes.n, &w->decoded);
    else if (w->encoding >= RT_CP1252)
        rt_from_table(w->bytes.p, w->bytes.n, w->reader->tables[w->encoding], &w->decoded);
    if (bad != SIZE_MAX)
        return uts_failf(w->reader->host, w->job, UTS_E_FORMAT, w->skipped + bad,
                         "broken UTF-16: half a surrogate pair at byte %zu; save the file as UTF-8", w->skipped + bad);
    if ((w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE) && w->bytes.n % 2)
        note(w, UTS_LOG_WARN,
             "the file ends in the middle of a character: it was probably cut off, text may be missing");
    return UTS_OK;
}

/* UTF-8 to the text of the document. */
static uts_status clean(struct work *w) {
    uts_str in = w->encoding > RT_UTF8 ? uts_mkstr(w->decoded.p, w->decoded.n) : w->bytes;
    rt_clean(in.p, in.n, &w->cleaned, &w->report);
    bool composed = w->encoding == RT_UTF8 || !w->report.changed || rt_compose(&w->decoded, &w->cleaned);
    if (!composed || w->decoded.out_of_memory || w->cleaned.out_of_memory)
        return w->reader->host->fail(w->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    if (w->report.bad != SIZE_MAX && w->reader->encoding == RT_UTF8)
        return uts_failf(w->reader->host, w->job, UTS_E_FORMAT, w->skipped + w->report.bad,
                         "broken UTF-8 at byte %zu, line %zu; repair the file, or leave the option encoding at auto",
                         w->skipped + w->report.bad, line_of(w->bytes, w->report.bad));
    if (w->report.bad != SIZE_MAX) return UTS_END;
    if (w->report.controls >= 4 && w->report.controls * 20 > in.n) return refuse_binary(w);
    w->text = w->report.changed ? uts_mkstr(w->cleaned.p, w->cleaned.n) : in;
    return UTS_OK;
}

static uts_status to_text(struct work *w) {
    const uts_host *host = w->reader->host;
    const char *way_out, *magic = w->encoding == RT_AUTO ? rt_magic(w->bytes.p, w->bytes.n, &way_out) : NULL;
    if (magic) return uts_failf(host, w->job, UTS_E_FORMAT, 0, "this is %s, not text: %s", magic, way_out);
    take_bom(w);
    if (w->encoding == RT_AUTO) w->encoding = rt_utf16_by_nuls(w->bytes.p, w->bytes.n);
    trim_padding(w);
    uts_status status = UTS_OK;
    /* Nearly every file is UTF-8: try it at full speed, and weigh evidence only when it is not. */
    if (w->encoding == RT_AUTO) {
        w->encoding = RT_UTF8;
        status = clean(w);
        if (status != UTS_END) return status;
        rt_out_free(&w->cleaned);
        status = decide(w);
        if (status != UTS_OK) return status;
    }
    if (w->encoding > RT_UTF8) status = decode(w);
    if (status == UTS_OK) status = clean(w);
    if (status == UTS_END) { /* marked as UTF-8 by its BOM, but is not */
        rt_out_free(&w->cleaned);
        status = decide(w);
        if (status == UTS_OK) status = decode(w);
        if (status == UTS_OK) status = clean(w);
    }
    return status;
}

static uts_status give_source(const struct work *w) {
    const uts_host *host = w->reader->host;
    const struct rt_out *map = w->report.changed ? &w->cleaned : &w->decoded;
    uts_rows *rows = host->open_layer(w->job, &uts_layer_source);
    struct rt_run whole = {(uint32_t)w->text.n, (uint32_t)w->bytes.n, 1, 1};
    const struct rt_run *runs = map->n_runs ? map->runs : &whole;
    size_t n = map->n_runs ? map->n_runs : 1;
    uint32_t text = 0;
    int64_t source = (int64_t)w->skipped;
    for (size_t i = 0; i < n; i++) {
        uts_cell cells[2] = {{.i64 = source}, {.i64 = source + runs[i].source}};
        if (runs[i].text) host->add(rows, text, text + runs[i].text, cells);
        text += runs[i].text;
        source += runs[i].source;
    }
    return host->seal(rows);
}

static bool is_blank(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    if (end - p >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0) return is_blank(p + 2, end);
    return p == end;
}

/* Runs of lines between blank lines. */
static uts_status give_paragraphs(const struct work *w) {
    const uts_host *host = w->reader->host;
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

static void report_changes(const struct work *w, bool blank) {
    const uts_host *host = w->reader->host;
    const struct rt_report *r = &w->report;
    if (blank)
        note(w, UTS_LOG_WARN, w->text.n ? "empty: the file holds only white space" : "empty: the file holds no text");
    if (r->controls)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "replaced %zu control characters (%zu of them NUL) by U+FFFD", r->controls, r->nuls);
    if (r->composed)
        uts_notef(host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "composed %zu characters to NFC (the file comes from a system that takes them apart)", r->composed);
    size_t broken = rt_mojibake(w->text.p, w->text.n);
    if (broken >= 3)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%zu places look like UTF-8 that was read as another encoding and saved again; repair the file in an "
                  "editor, words with å, ä and ö are not found as it is",
                  broken);
    size_t seven = w->encoding == RT_UTF8 ? rt_seven_bit(w->text.p, w->text.n) : 0;
    if (seven >= 3)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "braces and bars stand inside %zu words: if this is 7-bit Swedish, use --set read-text.encoding=sve7",
                  seven);
}

static uts_status give_meta(const struct work *w) {
    const uts_host *host = w->reader->host;
    const struct rt_report *r = &w->report;
    int kinds = (r->lf > 0) + (r->crlf > 0) + (r->cr > 0);
    const char *ends = kinds > 1 ? "mixed" : r->crlf ? "crlf" : r->cr ? "cr" : r->lf ? "lf" : "none";
    uts_status status = host->set_meta(w->job, "encoding", uts_cstr(rt_encoding_names[w->encoding]));
    if (status == UTS_OK) status = host->set_meta(w->job, "format", uts_cstr("text"));
    if (status == UTS_OK) status = host->set_meta(w->job, "line-ends", uts_cstr(ends));
    return status;
}

static uts_status give_document(struct work *w) {
    bool blank = true;
    for (size_t i = 0; i < w->text.n && blank; i++) blank = (unsigned char)w->text.p[i] <= ' ';
    const char *first_lf = w->text.n ? memchr(w->text.p, '\n', w->text.n) : NULL;
    /* Every LF of the text that no other break became was LF before. */
    size_t other = w->report.crlf + w->report.cr + w->report.other_breaks;
    if (other == 0)
        w->report.lf = first_lf != NULL;
    else
        for (const char *p = first_lf; p; p = memchr(p + 1, '\n', (size_t)(w->text.p + w->text.n - p - 1)))
            w->report.lf++;
    if (other) w->report.lf -= other;
    uts_status status = w->reader->host->set_text(w->job, w->text);
    if (status == UTS_OK) status = give_meta(w);
    if (status == UTS_OK) status = give_source(w);
    if (status == UTS_OK) status = give_paragraphs(w);
    if (status == UTS_OK) report_changes(w, blank);
    return status;
}

uts_status rt_next(void *stage, void *cursor, uts_job *job) {
    const struct reader *reader = stage;
    struct cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct work w = {.reader = reader, .job = job, .encoding = reader->encoding};
    uts_status status = reader->host->source_bytes(job, c->source, &w.bytes);
    if (status != UTS_OK) return status;
    if (w.bytes.n > INT32_MAX)
        return reader->host->fail(job, UTS_E_LIMIT, UINT64_MAX, uts_cstr("larger than 2 GiB: split the file"));
    status = to_text(&w);
    if (status == UTS_OK) status = give_document(&w);
    rt_out_free(&w.decoded);
    rt_out_free(&w.cleaned);
    return status;
}
