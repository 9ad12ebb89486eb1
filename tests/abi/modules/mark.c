/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plugin of two stages: annotate-mark marks each document's first byte, analyse-mark counts the marks into the table
 * "marks". Built without LIE it is the honest plugin of the version tests. LIE makes it break the contract in one way.
 */
#include <utsaga/plugin_util.h>

enum {
    HONEST = 0,
    UNNAMED,       /* gives a layer that `gives` does not name */
    SILENT,        /* never gives the layer that `gives` names */
    UNSEALED,      /* starts the layer and forgets it */
    DESCENDING,    /* spans in falling order */
    OUTSIDE,       /* a span beyond the end of the text */
    BACKWARDS,     /* a span that ends before it begins */
    SPLIT_CHAR,    /* honest about order, but inside a code point: allowed by the contract, must not crash */
    WRONG_ROWS,    /* rows of another layer, but not as many */
    OTHER_COLUMNS, /* opens the layer with columns other than those it declared */
    FAILS,         /* fails at one document in the middle of the corpus */
    FAILS_MUTE,    /* fails without a word */
    ODD_STATUS,    /* returns a status that does not exist */
    NO_CREATE,     /* cannot be created */
    PEEKS,         /* reads a layer that its `needs` does not name */
    CLIMBS,        /* creates a file outside the output folder */
    SHORT_STAGE,   /* descriptor shorter than version 1.0 */
    NO_NAME,
    NO_OPS,
    STRANGE_KIND,
    STRANGE_SHARING,
    OPTION_OUTSIDE, /* an option that would be stored outside the configuration struct */
    BAD_PRESET,     /* an option whose own default is not within its bounds */
    NO_STAGES,
    SAME_NAME /* a stage called like one of the standard ones */
};
#ifndef LIE
#define LIE HONEST
#endif

static const uts_column mark_columns[] = {{"n", UTS_U32, 0}, {NULL, 0, 0}};
static const uts_column other_columns[] = {{"n", UTS_F64, 0}, {"m", UTS_F64, 0}, {NULL, 0, 0}};
static const uts_column token_columns[] = {{"form", UTS_SYM, 0}, {NULL, 0, 0}};
static const uts_layer_spec token = {sizeof token, 0, "token", NULL, token_columns};
static const uts_layer_spec mark = {sizeof mark, 0, "test.mark", LIE == WRONG_ROWS ? "token" : NULL, mark_columns};
static const uts_layer_spec other = {sizeof other, 0, "test.other", NULL, mark_columns};
static const uts_layer_spec mark_otherwise = {sizeof mark_otherwise, 0, "test.mark", NULL, other_columns};

struct conf {
    int64_t weight;
};

struct stage {
    const uts_host *host;
    uint64_t marks;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    if (LIE == NO_CREATE)
        return host->fail(job, UTS_E_IO, UINT64_MAX, uts_cstr("the word list of the marks is not there: install it"));
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return UTS_E_NOMEM;
    s->host = host;
    *stage = s;
    return UTS_OK;
}

static void add_mark(const uts_host *host, uts_rows *rows, uint32_t begin, uint32_t end) {
    uts_cell cell[2] = {{.i64 = 0}, {.i64 = 0}};
    cell[0].u32 = 1;
    host->add(rows, begin, end, cell);
}

static uts_status give(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer_spec *spec) {
    uint32_t n = (uint32_t)host->doc_text(doc).n;
    uts_rows *rows = host->open_layer(job, spec);
    if (LIE == UNSEALED) return UTS_OK;
    if (LIE == DESCENDING) add_mark(host, rows, n / 2, n);
    add_mark(host, rows, LIE == BACKWARDS ? n : 0, LIE == BACKWARDS ? 0 : LIE == SPLIT_CHAR && n ? 1 : n);
    if (LIE == OUTSIDE) add_mark(host, rows, n, n + 4000);
    return host->seal(rows);
}

static uts_status annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const uts_host *host = ((struct stage *)stage)->host;
    (void)local;
    if (LIE == SILENT) return UTS_OK;
    if (LIE == FAILS_MUTE) return UTS_E_FORMAT;
    if (LIE == ODD_STATUS) return 77;
    if (LIE == FAILS && uts_str_eq(host->doc_id(doc), uts_cstr("b")))
        return host->fail(job, UTS_E_FORMAT, 2, uts_cstr("this document cannot be marked: remove it"));
    if (LIE == PEEKS && host->layer(doc, "token"))
        return host->fail(job, UTS_E_BUG, UINT64_MAX, uts_cstr("saw a layer it does not need"));
    if (LIE == CLIMBS && !host->create(job, "../escaped.txt")) return UTS_E_ARG;
    if (LIE == UNNAMED) return give(host, job, doc, &other);
    if (LIE == OTHER_COLUMNS) return give(host, job, doc, &mark_otherwise);
    return give(host, job, doc, &mark);
}

static uts_status map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    const uts_host *host = ((struct stage *)stage)->host;
    const uts_layer *layer = host->layer(doc, "test.mark");
    uint64_t *count = host->alloc(job, sizeof *count, sizeof *count);
    (void)local;
    if (!count) return UTS_E_NOMEM;
    for (uint32_t i = 0; layer && i < layer->rows; i++) *count += ((const uint32_t *)layer->data[0])[i];
    *part = count;
    return UTS_OK;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)job, (void)doc;
    ((struct stage *)stage)->marks += *(const uint64_t *)part;
    return UTS_OK;
}

static uts_status finish(void *stage, uts_job *job) {
    static const uts_column columns[] = {{"marks", UTS_I64, 0}, {NULL, 0, 0}};
    const struct stage *s = stage;
    uts_value row = {UTS_I64, 0, {.i64 = (int64_t)s->marks}};
    uts_grid *grid = s->host->open_table(job, "marks", columns);
    s->host->add_row(grid, &row);
    return s->host->seal_table(grid);
}

static const uts_annotator_ops annotator_ops = {.size = sizeof annotator_ops, .annotate = annotate};
static const uts_analysis_ops analysis_ops = {.size = sizeof analysis_ops, .map = map, .fold = fold, .finish = finish};

static const uts_option weight = {.size = sizeof weight,
                                  .type = UTS_OPT_INT,
                                  .name = "weight",
                                  .offset = LIE == OPTION_OUTSIDE ? 4096 : offsetof(struct conf, weight),
                                  .preset = LIE == BAD_PRESET ? "900" : "1",
                                  .min = 1,
                                  .max = 10,
                                  .help = "What one mark counts."};
static const uts_option *const options[] = {&weight, NULL};
static const uts_layer_spec *const marks[] = {&mark, NULL};
static const uts_layer_spec *const tokens[] = {&token, NULL};
static const uts_layer_spec *const nothing[] = {NULL};

/* The version tests build this file against headers whose structs have a member more: see grow.py. */
#ifdef GROWN
#define TAIL(value) .grown = (value)
#else
#define TAIL(value)
#endif
#ifndef STAGE_TAIL
#define STAGE_TAIL NULL
#endif
#ifndef PLUGIN_TAIL
#define PLUGIN_TAIL NULL
#endif

static const uts_stage annotate_mark = {.size = LIE == SHORT_STAGE ? 24 : (uint32_t)sizeof annotate_mark,
                                        .kind = LIE == STRANGE_KIND ? 99 : UTS_ANNOTATOR,
                                        .sharing = LIE == STRANGE_SHARING ? 99 : UTS_SHARED,
                                        .conf_size = sizeof(struct conf),
                                        .name = LIE == NO_NAME     ? NULL
                                                : LIE == SAME_NAME ? "annotate-token"
                                                                   : "annotate-mark",
                                        .version = "1.0.0",
                                        .summary = "Marks each document.",
                                        .options = options,
                                        .needs = LIE == WRONG_ROWS ? tokens : nothing,
                                        .gives = marks,
                                        .create = create,
                                        .destroy = free,
                                        .ops = LIE == NO_OPS ? NULL : &annotator_ops,
                                        TAIL(STAGE_TAIL)};

static const uts_stage analyse_mark = {.size = (uint32_t)sizeof analyse_mark,
                                       .kind = UTS_ANALYSIS,
                                       .sharing = UTS_SHARED,
                                       .name = "analyse-mark",
                                       .version = "1.0.0",
                                       .summary = "Counts the marks.",
                                       .needs = marks,
                                       .create = create,
                                       .destroy = free,
                                       .ops = &analysis_ops,
                                       TAIL(NULL)};

static const uts_stage *const stages[] = {&annotate_mark, &analyse_mark, NULL};

const uts_plugin UTS_ENTRY = {.size = (uint32_t)sizeof(uts_plugin),
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "mark",
                              .licence = "GPL-3.0-or-later",
                              .stages = LIE == NO_STAGES ? NULL : stages,
                              TAIL(PLUGIN_TAIL)};
