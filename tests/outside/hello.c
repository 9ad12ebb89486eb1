/* SPDX-License-Identifier: MIT */
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* ---- annotate-hello: where somebody greets ---- */

static const uts_column greeting_columns[] = {{"token", UTS_U32, 0}, {NULL, 0, 0}};
static const uts_layer_spec greeting = {sizeof greeting, 0, "hello.greeting", NULL, greeting_columns};

struct conf {
    const char *word;
};

struct annotator {
    const uts_host *host;
    uts_str word;
};

static uts_status annotator_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    uts_str word = uts_cstr(((const struct conf *)conf)->word);
    if (word.n == 0) return host->fail(job, UTS_E_ARG, UINT64_MAX, uts_cstr("word is empty: give a greeting"));
    struct annotator *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->word = word;
    *stage = s;
    return UTS_OK;
}

static void annotator_destroy(void *stage) { free(stage); }

static uts_status annotator_enter(void *stage, uts_job *job, void **local) {
    const struct annotator *s = stage;
    *local = calloc(1, sizeof(uts_memo));
    return *local ? UTS_OK : s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

static void annotator_leave(void *stage, void *local) {
    (void)stage;
    uts_memo_free(local);
    free(local);
}

enum { NOT_SEEN, NO, YES };

/* Compares strings once for each word form; after that the answer is an array access. */
static bool is_greeting(const struct annotator *s, uts_memo *memo, const uts_job *job, uts_sym fold) {
    unsigned char *answer = uts_memo_at(memo, fold);
    if (*answer == NOT_SEEN) *answer = uts_str_eq(s->host->spell(job, fold), s->word) ? YES : NO;
    return *answer == YES;
}

static uts_status annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const struct annotator *s = stage;
    const uts_layer *token = s->host->layer(doc, "token");
    const uts_sym *fold = token->data[UTS_TOKEN_FOLD];
    if (!uts_memo_begin(local, 1, s->host, job)) return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("memory"));
    uts_rows *rows = s->host->open_layer(job, &greeting);
    for (uint32_t i = 0; i < token->rows; i++)
        if (is_greeting(s, local, job, fold[i])) {
            uts_cell cell = {.u32 = i};
            s->host->add(rows, token->begin[i], token->end[i], &cell);
        }
    return s->host->seal(rows);
}

static const uts_option word = UTS_OPTION_TEXT(struct conf, word, "word", "hej", "The greeting, in lower case.");
static const uts_option *const options[] = {&word, NULL};
static const uts_layer_spec *const annotator_needs[] = {&uts_layer_token, NULL};
static const uts_layer_spec *const annotator_gives[] = {&greeting, NULL};
static const uts_annotator_ops annotator_ops = {.size = sizeof annotator_ops, .annotate = annotate};
static const uts_stage annotator = {
    .size = sizeof annotator,
    .kind = UTS_ANNOTATOR,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct conf),
    .name = "annotate-hello",
    .version = "1.0.0",
    .summary = "Marks where somebody greets.",
    .options = options,
    .needs = annotator_needs,
    .gives = annotator_gives,
    .create = annotator_create,
    .destroy = annotator_destroy,
    .enter = annotator_enter,
    .leave = annotator_leave,
    .ops = &annotator_ops,
};

/* ---- analyse-hello: how often, in how many documents ---- */

struct analysis {
    const uts_host *host;
    int64_t documents, with_greeting, greetings;
};

static uts_status analysis_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    struct analysis *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    *stage = s;
    return UTS_OK;
}

static void analysis_destroy(void *stage) { free(stage); }

static uts_status map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    const struct analysis *s = stage;
    (void)local;
    uint32_t *count = s->host->alloc(job, sizeof *count, sizeof *count);
    if (!count) return UTS_E_NOMEM;
    *count = s->host->layer(doc, "hello.greeting")->rows;
    *part = count;
    return UTS_OK;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    struct analysis *s = stage;
    (void)job, (void)doc;
    uint32_t count = *(const uint32_t *)part;
    s->documents++;
    s->with_greeting += count > 0;
    s->greetings += count;
    return UTS_OK;
}

static uts_status finish(void *stage, uts_job *job) {
    static const uts_column columns[] = {{"documents", UTS_I64, 0},
                                         {"with_greeting", UTS_I64, 0},
                                         {"greetings", UTS_I64, 0},
                                         {NULL, 0, 0}};
    const struct analysis *s = stage;
    const uts_value row[] = {{.type = UTS_I64, .as.i64 = s->documents},
                             {.type = UTS_I64, .as.i64 = s->with_greeting},
                             {.type = UTS_I64, .as.i64 = s->greetings}};
    uts_grid *grid = s->host->open_table(job, "greetings", columns);
    s->host->add_row(grid, row);
    return s->host->seal_table(grid);
}

static const uts_analysis_ops analysis_ops = {.size = sizeof analysis_ops, .map = map, .fold = fold, .finish = finish};
static const uts_stage analysis = {
    .size = sizeof analysis,
    .kind = UTS_ANALYSIS,
    .sharing = UTS_SHARED,
    .name = "analyse-hello",
    .version = "1.0.0",
    .summary = "Counts greetings into the table greetings.",
    .needs = annotator_gives,
    .create = analysis_create,
    .destroy = analysis_destroy,
    .ops = &analysis_ops,
};

/* ---- what the host looks for ---- */

static const uts_stage *const stages[] = {&annotator, &analysis, NULL};
const uts_plugin UTS_ENTRY = {
    .size = sizeof(uts_plugin),
    .abi_minor = UTS_ABI_MINOR,
    .name = "hello",
    .licence = "MIT",
    .stages = stages,
};
