/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source_text.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* Text that was wrongly decoded more often than this is beyond repair. */
enum { MOST_REPAIRS = 3 };

const char *const source_mojibake_choices[3] = {"report", "repair", NULL};

static size_t line_of(uts_str bytes, size_t offset) {
    size_t line = 1;
    for (size_t i = 0; i < offset && i < bytes.n; i++)
        line += bytes.p[i] == '\n' || (bytes.p[i] == '\r' && (i + 1 == bytes.n || bytes.p[i + 1] != '\n'));
    return line;
}

static void note(const struct source_text *w, int32_t level, const char *message) {
    w->host->note(w->job, level, UINT64_MAX, uts_cstr(message), uts_cstr(""));
}

/* Takes the byte order mark off, and settles the encoding where one is named or marked. */
static void take_bom(struct source_text *w) {
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
static void trim_padding(struct source_text *w) {
    size_t n = w->bytes.n;
    if (w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE) return;
    while (n > 0 && w->bytes.p[n - 1] == 0) n--;
    if (n == w->bytes.n || n == 0) return;
    uts_notef(w->host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
              "left out %zu NUL bytes after the end of the text", w->bytes.n - n);
    w->bytes.n = n;
}

static uts_status refuse_binary(const struct source_text *w) {
    return w->host->fail(w->job, UTS_E_FORMAT, 0,
                         uts_cstr("not a text file: too many control bytes; save the transcript as UTF-8 text, or "
                                  "leave the file out"));
}

/* Decides the encoding of a file that is not plain UTF-8. */
static uts_status decide(struct source_text *w) {
    const uts_host *host = w->host;
    struct rt_evidence evidence;
    enum rt_guess guess = rt_guess(w->bytes.p, w->bytes.n, *w->tables, &evidence);
    size_t at = w->skipped + evidence.first_bad;
    if (guess == RT_GUESS_BINARY) return refuse_binary(w);
    if (guess == RT_GUESS_MIXED)
        return uts_failf(
            host, w->job, UTS_E_FORMAT, at,
            "broken UTF-8 at byte %zu, line %zu: %zu characters are UTF-8 but %zu bytes are not; repair the "
            "file, or name its encoding with --set %s.encoding=cp1252",
            at, line_of(w->bytes, evidence.first_bad), evidence.utf8_sequences, evidence.bad_bytes, w->stage);
    if (guess == RT_GUESS_UNKNOWN)
        return uts_failf(
            host, w->job, UTS_E_FORMAT, at,
            "unknown encoding: byte %zu, line %zu is not UTF-8, and neither cp1252, MacRoman nor CP850 gives "
            "Swedish words; name it with --set %s.encoding=…, or save the file as UTF-8",
            at, line_of(w->bytes, evidence.first_bad), w->stage);
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
static uts_status decode(struct source_text *w) {
    size_t bad = SIZE_MAX;
    if (w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE)
        bad = rt_from_utf16(w->bytes.p, w->bytes.n, w->encoding == RT_UTF16BE, &w->decoded);
    else if (w->encoding == RT_SVE7)
        rt_from_sve7(w->bytes.p, w->bytes.n, &w->decoded);
    else if (w->encoding >= RT_CP1252)
        rt_from_table(w->bytes.p, w->bytes.n, (*w->tables)[w->encoding], &w->decoded);
    if (bad != SIZE_MAX)
        return uts_failf(w->host, w->job, UTS_E_FORMAT, w->skipped + bad,
                         "broken UTF-16: half a surrogate pair at byte %zu; save the file as UTF-8", w->skipped + bad);
    if ((w->encoding == RT_UTF16LE || w->encoding == RT_UTF16BE) && w->bytes.n % 2)
        note(w, UTS_LOG_WARN,
             "the file ends in the middle of a character: it was probably cut off, text may be missing");
    return UTS_OK;
}

/* UTF-8 to the text of the document. */
static uts_status clean(struct source_text *w) {
    bool is_bytes = w->encoding == RT_UTF8 && !w->repaired;
    uts_str in = is_bytes ? w->bytes : uts_mkstr(w->decoded.p, w->decoded.n);
    rt_clean(in.p, in.n, &w->cleaned, &w->report);
    bool composed = is_bytes || !w->report.changed || rt_compose(&w->decoded, &w->cleaned);
    if (!composed || w->decoded.out_of_memory || w->cleaned.out_of_memory)
        return w->host->fail(w->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    if (w->report.bad != SIZE_MAX && w->asked == RT_UTF8)
        return uts_failf(w->host, w->job, UTS_E_FORMAT, w->skipped + w->report.bad,
                         "broken UTF-8 at byte %zu, line %zu; repair the file, or leave the option encoding at auto",
                         w->skipped + w->report.bad, line_of(w->bytes, w->report.bad));
    if (w->report.bad != SIZE_MAX) return UTS_END;
    if (w->report.controls >= 4 && w->report.controls * 20 > in.n) return refuse_binary(w);
    w->text = w->report.changed ? uts_mkstr(w->cleaned.p, w->cleaned.n) : in;
    return UTS_OK;
}

/* What was decoded wrongly once or twice, when the user asked for it: on the text before it is cleaned. */
static uts_status repair(struct source_text *w) {
    for (int i = 0; i < MOST_REPAIRS && rt_mojibake(w->text.p, w->text.n); i++) {
        struct rt_out better = {0};
        bool is_bytes = w->encoding == RT_UTF8 && !w->repaired;
        uts_str in = is_bytes ? w->bytes : uts_mkstr(w->decoded.p, w->decoded.n);
        size_t n = rt_undo_mojibake(in.p, in.n, (*w->tables)[RT_CP1252], &better);
        if (better.out_of_memory || (!is_bytes && !rt_compose(&w->decoded, &better))) {
            rt_out_free(&better);
            return w->host->fail(w->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
        }
        if (!n) {
            rt_out_free(&better);
            return UTS_OK;
        }
        w->repaired += n;
        rt_out_free(&w->decoded);
        rt_out_free(&w->cleaned);
        w->decoded = better;
        uts_status status = clean(w);
        if (status != UTS_OK) return status;
    }
    return UTS_OK;
}

static uts_status to_text(struct source_text *w) {
    const uts_host *host = w->host;
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

/* Every LF of the text that no other break became was LF before. */
static void count_line_ends(struct source_text *w) {
    const char *first_lf = w->text.n ? memchr(w->text.p, '\n', w->text.n) : NULL;
    size_t other = w->report.crlf + w->report.cr + w->report.other_breaks;
    if (other == 0)
        w->report.lf = first_lf != NULL;
    else
        for (const char *p = first_lf; p; p = memchr(p + 1, '\n', (size_t)(w->text.p + w->text.n - p - 1)))
            w->report.lf++;
    if (other) w->report.lf -= other;
}

uts_status source_text_read(struct source_text *w, const struct source_stage *stage, uts_job *job, uts_io *source) {
    *w = (struct source_text){.host = stage->host,
                              .job = job,
                              .tables = &stage->tables,
                              .stage = stage->name,
                              .asked = stage->encoding,
                              .repair = stage->repair,
                              .encoding = stage->encoding};
    uts_status status = w->host->source_bytes(job, source, &w->bytes);
    if (status != UTS_OK) return status;
    if (w->bytes.n > INT32_MAX)
        return w->host->fail(job, UTS_E_LIMIT, UINT64_MAX, uts_cstr("larger than 2 GiB: split the file"));
    status = to_text(w);
    if (status == UTS_OK && w->repair) status = repair(w);
    if (status == UTS_OK) count_line_ends(w);
    return status;
}

void source_text_free(struct source_text *w) {
    rt_out_free(&w->decoded);
    rt_out_free(&w->cleaned);
}

static const struct rt_out *map_of(const struct source_text *w) {
    return w->report.changed ? &w->cleaned : &w->decoded;
}

size_t source_text_offset(struct source_text *w, size_t at) {
    const struct rt_out *map = map_of(w);
    if (!map->n_runs) return w->skipped + at;
    if (at < w->seek.text) w->seek = (struct source_place){0};
    while (w->seek.run < map->n_runs && at >= w->seek.text + map->runs[w->seek.run].text) {
        w->seek.text += map->runs[w->seek.run].text;
        w->seek.source += map->runs[w->seek.run].source;
        w->seek.run++;
    }
    if (w->seek.run == map->n_runs) return w->skipped + w->seek.source;
    const struct rt_run *run = &map->runs[w->seek.run];
    return w->skipped + w->seek.source + (size_t)((uint64_t)(at - w->seek.text) * run->source / run->text);
}

size_t source_text_stretch(struct source_text *w, size_t at, size_t end, int64_t *from, int64_t *to) {
    const struct rt_out *map = map_of(w);
    *from = (int64_t)source_text_offset(w, at);
    *to = *from + (int64_t)(end - at);
    if (w->seek.run >= map->n_runs) return end;
    const struct rt_run *run = &map->runs[w->seek.run];
    size_t stop = w->seek.text + run->text < end ? w->seek.text + run->text : end;
    *to = (int64_t)(w->skipped + w->seek.source + (uint64_t)(stop - w->seek.text) * run->source / run->text);
    return stop;
}

size_t source_text_line(const struct source_text *w, size_t at) {
    size_t line = 1;
    for (const char *p = w->text.p, *end = p + at; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) line++;
    return line;
}

uts_status source_text_map(const struct source_text *w) {
    const uts_host *host = w->host;
    const struct rt_out *map = map_of(w);
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

void source_text_report(const struct source_text *w) {
    const uts_host *host = w->host;
    const struct rt_report *r = &w->report;
    size_t i = 0;
    while (i < w->text.n && (unsigned char)w->text.p[i] <= ' ') i++;
    if (i == w->text.n)
        note(w, UTS_LOG_WARN, w->text.n ? "empty: the file holds only white space" : "empty: the file holds no text");
    if (r->controls)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "replaced %zu control characters (%zu of them NUL) by U+FFFD", r->controls, r->nuls);
    if (r->composed)
        uts_notef(host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "composed %zu characters to NFC (the file comes from a system that takes them apart)", r->composed);
    if (w->repaired)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "repaired %zu characters that had been read as another encoding and saved again", w->repaired);
    size_t broken = rt_mojibake(w->text.p, w->text.n);
    if (broken >= 3)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%zu places look like UTF-8 that was read as another encoding and saved again, and words with å, ä "
                  "and ö are not found; use --set %s.mojibake=repair",
                  broken, w->stage);
    size_t seven = w->encoding == RT_UTF8 ? rt_seven_bit(w->text.p, w->text.n) : 0;
    if (seven >= 3)
        uts_notef(host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "braces and bars stand inside %zu words: if this is 7-bit Swedish, use --set %s.encoding=sve7", seven,
                  w->stage);
}

uts_status source_text_meta(const struct source_text *w, const char *format) {
    const uts_host *host = w->host;
    const struct rt_report *r = &w->report;
    int kinds = (r->lf > 0) + (r->crlf > 0) + (r->cr > 0);
    const char *ends = kinds > 1 ? "mixed" : r->crlf ? "crlf" : r->cr ? "cr" : r->lf ? "lf" : "none";
    uts_status status = host->set_meta(w->job, "encoding", uts_cstr(rt_encoding_names[w->encoding]));
    if (status == UTS_OK) status = host->set_meta(w->job, "format", uts_cstr(format));
    if (status == UTS_OK) status = host->set_meta(w->job, "line-ends", uts_cstr(ends));
    return status;
}

/* ---- the stage of a reader of text ---- */

uts_status source_stage_create(const uts_host *host, uts_job *job, const char *name, int64_t encoding, void **out) {
    struct source_stage *stage = calloc(1, sizeof *stage);
    if (!stage) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    stage->host = host;
    stage->name = name;
    stage->encoding = (enum rt_encoding)encoding;
    if (!rt_tables_make(stage->tables)) {
        free(stage);
        return host->fail(job, UTS_E_UNSUPPORTED, UINT64_MAX,
                          uts_cstr(
                              "ICU has no converters for windows-1252, macintosh and ibm-850: install libicu's data"));
    }
    *out = stage;
    return UTS_OK;
}

uts_status source_create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct source_plain *stage = calloc(1, sizeof *stage);
    if (!stage) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    *stage = (struct source_plain){host, conf};
    *out = stage;
    return UTS_OK;
}

uts_status source_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const uts_host *host = *(const uts_host *const *)stage;
    struct source_cursor *c = host->alloc(job, sizeof *c, 8);
    if (!c) return UTS_E_NOMEM;
    c->source = source;
    *cursor = c;
    return UTS_OK;
}

bool source_suffix(const char *name, const char *const *suffixes) {
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
