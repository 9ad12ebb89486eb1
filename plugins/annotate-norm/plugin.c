/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "norm.h"

static const uts_option o_words = UTS_OPTION_PATH(
    struct norm_conf, words, "words", NULL,
    "Word list of the project: a form a line, kept as it is, or form TAB normal form. Goes before everything else.");
static const uts_option o_decisions = UTS_OPTION_PATH(struct norm_conf, decisions, "decisions", NULL,
                                                      "Reviewed changes, TSV or CSV: form, norm, on or off, and a "
                                                      "document id (optional); tables/normalisation.csv itself "
                                                      "may be given.");
static const uts_option o_spelling =
    UTS_OPTION_BOOL(struct norm_conf, spelling, "spelling", "true", "Look for misspellings (Swedish only).");
static const uts_option o_vocabulary =
    UTS_OPTION_INT(struct norm_conf, vocabulary, "vocabulary", "3", 2, 1000000,
                   "An unknown form that a document has this often is taken for a word of its own and not corrected.");
static const uts_option o_dictionary =
    UTS_OPTION_PATH(struct norm_conf, dictionary, "dictionary", "/usr/share/hunspell/sv_SE",
                    "Hunspell dictionary, without .aff and .dic, that accepts words which the lexicon lacks.");
static const uts_option *const options[] = {&o_words, &o_decisions, &o_spelling, &o_vocabulary, &o_dictionary, NULL};
static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_sentence, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_token_norm, &uts_layer_norm, NULL};

static uts_status load(const uts_host *host, uts_job *job, struct norm_stage *stage, const char *folder,
                       const char *name, bool classes) {
    char path[4096];
    snprintf(path, sizeof path, "%s/sv/%s", folder, name);
    const char *error = rules_load(&stage->rules, path, classes);
    return error ? uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "%s: %s", path, error) : UTS_OK;
}

static uts_status open_lexicon(const uts_host *host, uts_job *job, struct norm_stage *stage, const char *folder) {
    char path[4096], error[500];
    if (!stage->conf->spelling) return UTS_OK;
    snprintf(path, sizeof path, "%s/sv/sv.lex", folder);
    if (!lexicon_open(path, &stage->lex, error, sizeof error))
        return uts_failf(host, job, UTS_E_IO, UINT64_MAX, "%s", error);
    channel_begin(&stage->channel, stage->lex);
    if (!speller_available(&stage->speller))
        uts_notef(host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "annotate-norm works without Hunspell: the build lacks it or %s.aff and .dic cannot be read. Rare "
                  "compounds "
                  "may be taken for misspellings; install hunspell-sv or set annotate-norm.dictionary",
                  stage->conf->dictionary ? stage->conf->dictionary : "the dictionary");
    return UTS_OK;
}

static uts_status load_swedish(const uts_host *host, uts_job *job, struct norm_stage *stage) {
    const char *folder = host->setting("lexicons");
    if (!folder)
        return host->fail(job, UTS_E_IO, UINT64_MAX,
                          uts_cstr("the folder of lexicons is unknown; install the program whole"));
    uts_status status = load(host, job, stage, folder, "norm-classes.tsv", true);
    if (status >= 0) status = load(host, job, stage, folder, "norm-phrases.tsv", false);
    if (status >= 0) status = load(host, job, stage, folder, "spoken-forms.tsv", false);
    if (status >= 0) status = open_lexicon(host, job, stage, folder);
    stage->apart_class = map_get(&stage->rules.classes, "@apart", 6);
    return status;
}

static uts_status load_project(const uts_host *host, uts_job *job, struct norm_stage *stage) {
    const char *path = stage->conf->words, *error = path ? project_words(&stage->project, path) : NULL;
    if (!error) {
        path = stage->conf->decisions;
        error = path ? project_decisions(&stage->project, path) : NULL;
    }
    return error ? uts_failf(host, job, UTS_E_ARG, UINT64_MAX, "%s: %s", path, error) : UTS_OK;
}

static void destroy(void *self) {
    struct norm_stage *stage = self;
    rules_free(&stage->rules);
    project_free(&stage->project);
    if (stage->lex) lexicon_close(stage->lex);
    speller_close(&stage->speller);
    pthread_mutex_destroy(&stage->speller.lock);
    free(stage);
}

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct norm_stage *stage = calloc(1, sizeof *stage);
    if (!stage || !rules_begin(&stage->rules)) {
        free(stage);
        return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    }
    stage->host = host;
    stage->conf = conf;
    stage->speller.dictionary = stage->conf->dictionary;
    stage->apart_class = MAP_ABSENT;
    pthread_mutex_init(&stage->speller.lock, NULL);
    const char *language = host->setting("language");
    bool swedish = !language || strcmp(language, "sv") == 0;
    uts_status status = swedish ? load_swedish(host, job, stage) : UTS_OK;
    if (status >= 0) status = load_project(host, job, stage);
    if (status < 0) {
        destroy(stage);
        return status;
    }
    *out = stage;
    return UTS_OK;
}

static uts_status enter(void *self, uts_job *job, void **out) {
    struct norm_stage *stage = self;
    struct norm_local *local = calloc(1, sizeof *local);
    if (!local) return stage->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    local->stage = stage;
    *out = local;
    return UTS_OK;
}

static void leave(void *self, void *worker) {
    struct norm_local *local = worker;
    (void)self;
    uts_memo_free(&local->memo);
    uts_memo_free(&local->classes);
    pool_free(&local->pool);
    free(local->actions);
    free(local->pending);
    free(local);
}

static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = norm_annotate};

static const uts_stage stage_norm = {
    .size = sizeof stage_norm,
    .kind = UTS_ANNOTATOR,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct norm_conf),
    .name = "annotate-norm",
    .version = "1.0.0",
    .summary = "Gives each token its normal form: project words, spoken forms, spelling; the text never changes",
    .options = options,
    .needs = needs,
    .gives = gives,
    .create = create,
    .destroy = destroy,
    .enter = enter,
    .leave = leave,
    .ops = &ops,
};

static const uts_stage *const stages[] = {&stage_norm, NULL};
const uts_plugin UTS_ENTRY = {sizeof UTS_ENTRY, UTS_ABI_MINOR, "annotate-norm", "GPL-3.0-or-later", stages};
