/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theme.h"
#include "context.h"
#include "formats.h"
#include "guide.h"
#include "text.h"
#include <errno.h>
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct theme {
    const uts_host *host;
    struct codebook book;
    struct program program;
    uts_codebook published;
    uts_guide guide;
    struct theme_variable *variables; /* what conditions ask for, resolved */
    bool active;                      /* a codebook was given */
};

/* ---- reading the codebook --------------------------------------------------------------------------------------- */

static uts_status fail_io(const uts_host *host, uts_job *job, const char *path, int error) {
    return uts_failf(host, job, UTS_E_IO, UINT64_MAX, "codebook %s: %s", path, strerror(error));
}

/* The bytes of a file, to be freed. */
static uts_status read_file(const uts_host *host, uts_job *job, const char *path, char **bytes, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (!f) return fail_io(host, job, path, errno);
    size_t room = 65536, used = 0;
    char *buffer = malloc(room);
    while (buffer) {
        used += fread(buffer + used, 1, room - used, f);
        if (used < room) break;
        char *more = realloc(buffer, room *= 2);
        if (!more) free(buffer);
        buffer = more;
    }
    int error = ferror(f) ? errno : 0;
    fclose(f);
    if (!buffer) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while reading the codebook");
    if (error) {
        free(buffer);
        return fail_io(host, job, path, error);
    }
    *bytes = buffer;
    *n = used;
    return UTS_OK;
}

/* What an import could not carry over is told, a line each. */
static void tell_remarks(const struct theme *theme, uts_job *job) {
    const struct codebook *book = &theme->book;
    for (uint32_t i = 0; i < book->n_remarks; i++) {
        const struct remark *r = &book->remarks[i];
        if (r->place.line)
            uts_notef(theme->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr("", 0), "%.200s:%u:%u: %s", book->name,
                      r->place.line, r->place.column, r->text);
        else
            uts_notef(theme->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr("", 0), "%.200s: %s", book->name, r->text);
    }
}

static uts_status read_book(struct theme *theme, uts_job *job, const char *path) {
    const uts_host *host = theme->host;
    char *bytes = NULL;
    size_t n = 0;
    const char *name = strrchr(path, '/'), *reason;
    uts_status status = read_file(host, job, path, &bytes, &n);
    if (status < 0) return status;
    codebook_init(&theme->book, name ? name + 1 : path);
    bool good = codebook_load(&theme->book, bytes, n, &reason);
    free(bytes);
    if (!good) return uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "codebook %s: %s", path, reason);
    tell_remarks(theme, job);
    return UTS_OK;
}

static uts_status load(struct theme *theme, uts_job *job, const struct theme_conf *conf) {
    static const int layers[] = {LAYER_FORM, LAYER_NORM, LAYER_LEMMA, LAYER_WORD};
    const uts_host *host = theme->host;
    struct codebook *book = &theme->book;
    uts_status status = UTS_OK;
    if (conf->codebook && *conf->codebook)
        status = read_book(theme, job, conf->codebook);
    else {
        codebook_init(book, "");
        codebook_finish(book);
    }
    if (status < 0) return status;
    if (conf->query && *conf->query) codebook_add_query(book, conf->query);
    int match = conf->match ? layers[conf->match - 1] : book->match >= 0 ? book->match : LAYER_FORM;
    bool good = !book->out_of_memory && program_compile(&theme->program, book, match);
    if (!good) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while reading the codebook");
    if (book->n_errors) return host->fail(job, UTS_E_FORMAT, UINT64_MAX, uts_mkstr(book->errors, book->errors_used));
    int overlap = book->overlap >= 0 ? book->overlap : OVERLAP_MERGE;
    theme->program.overlap = conf->overlap ? (int)conf->overlap - 1 : overlap;
    theme->variables = theme_variables(host, job, book, &theme->program);
    return theme->variables ? UTS_OK : uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

/* ---- publishing it ---------------------------------------------------------------------------------------------- */

static uts_status publish(struct theme *theme, uts_job *job) {
    struct codebook *book = &theme->book;
    uts_code *codes = pool_alloc(&book->pool, (book->n_codes + 1) * sizeof *codes);
    uts_rule *rules = pool_alloc(&book->pool, (book->n_rules + 1) * sizeof *rules);
    const uts_code **code_list = pool_alloc(&book->pool, (book->n_codes + 1) * sizeof *code_list);
    const uts_rule **rule_list = pool_alloc(&book->pool, (book->n_rules + 1) * sizeof *rule_list);
    if (!codes || !rules || !code_list || !rule_list)
        return uts_failf(theme->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while reading the codebook");
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const struct code *c = &book->codes[i];
        codes[i] = (uts_code){.size = sizeof(uts_code),
                              .parent = c->parent,
                              .n_rules = c->n_rules,
                              .id = c->id,
                              .label = c->label,
                              .description = c->description,
                              .colour = c->colour};
        code_list[i] = &codes[i];
    }
    for (uint32_t i = 0; i < book->n_rules; i++) {
        const struct rule_line *r = &book->rules[i];
        rules[i] = (uts_rule){.size = sizeof(uts_rule),
                              .code = r->code,
                              .kind = theme->program.rule_kinds[i],
                              .line = r->place.line,
                              .text = r->text};
        rule_list[i] = &rules[i];
    }
    theme->published = (uts_codebook){.size = sizeof(uts_codebook),
                                      .n_codes = book->n_codes,
                                      .n_rules = book->n_rules,
                                      .path = book->name,
                                      .codes = code_list,
                                      .rules = rule_list};
    if (!guide_make(&theme->guide, book, &theme->program))
        return uts_failf(theme->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while reading the codebook");
    uts_status status = theme->host->publish(UTS_EXT_CODEBOOK, &theme->published);
    return status < 0 ? status : theme->host->publish(UTS_EXT_CODING_GUIDE, &theme->guide);
}

uts_status theme_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct theme_conf *options = conf;
    struct theme *theme = calloc(1, sizeof *theme);
    if (!theme) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    theme->host = host;
    uts_status status = UTS_OK;
    if ((options->codebook && *options->codebook) || (options->query && *options->query)) {
        theme->active = true;
        status = load(theme, job, options);
        if (status >= 0) status = publish(theme, job);
    }
    if (status < 0) {
        theme_destroy(theme);
        return status;
    }
    *stage = theme;
    return UTS_OK;
}

void theme_destroy(void *stage) {
    struct theme *theme = stage;
    program_free(&theme->program);
    free(theme->variables);
    codebook_free(&theme->book);
    free(theme);
}

/* ---- working ---------------------------------------------------------------------------------------------------- */

uts_status theme_enter(void *stage, uts_job *job, void **local) {
    struct theme *theme = stage;
    if (!theme->active) return UTS_OK;
    *local = match_new(&theme->program);
    return *local ? UTS_OK : uts_failf(theme->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

void theme_leave(void *stage, void *local) {
    (void)stage;
    match_free(local);
}

static uts_status give(const uts_host *host, uts_job *job, const struct tokens *t, const struct hit *hits, uint32_t n) {
    uts_rows *rows = host->open_layer(job, &uts_layer_hit_optional);
    uts_room room;
    if (n && host->reserve(rows, n, &room)) {
        uint32_t *code = room.data[UTS_HIT_CODE], *rule = room.data[UTS_HIT_RULE];
        uint32_t *polarity = room.data[UTS_HIT_POLARITY], *excluded_by = room.data[UTS_HIT_EXCLUDED_BY];
        uint32_t *first = room.data[UTS_HIT_FIRST_TOKEN], *last = room.data[UTS_HIT_LAST_TOKEN];
        for (uint32_t i = 0; i < n; i++) {
            room.begin[i] = t->begin[hits[i].first];
            room.end[i] = t->end[hits[i].last];
            code[i] = hits[i].code;
            rule[i] = hits[i].rule;
            polarity[i] = hits[i].polarity;
            first[i] = hits[i].first;
            last[i] = hits[i].last;
            excluded_by[i] = hits[i].excluded_by;
        }
        host->advance(rows, n);
    }
    return host->seal(rows);
}

uts_status theme_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const struct theme *theme = stage;
    const uts_host *host = theme->host;
    if (!theme->active) return UTS_OK;
    struct theme_context context;
    uts_status status = theme_context_begin(&context, host, job, doc, &theme->program, theme->variables);
    if (status < 0) return status;
    const struct tokens *t = &context.tokens;
    const struct hit *hits;
    uint32_t n;
    uint32_t timeouts = match_timeouts(local);
    if (!match_run(local, t, &context.spelling, &context.surroundings, theme_context_stop, &hits, &n))
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while matching the codebook");
    if (host->cancelled(job)) return UTS_E_CANCELLED;
    if (match_timeouts(local) > timeouts)
        uts_notef(host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr("", 0),
                  "a regular expression of the codebook took too long on %u words and was given up there; make it "
                  "simpler",
                  match_timeouts(local) - timeouts);
    return give(host, job, t, hits, n);
}
