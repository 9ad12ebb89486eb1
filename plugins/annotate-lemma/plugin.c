/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"
#include <utsaga/layers.h>

struct conf {
    const char *terms;
    bool parts;
};

static void destroy(void *stage) {
    struct annotate_stage *s = stage;
    lexicon_close(s->lex);
    tagger_close(s->tagger);
    terms_free(&s->terms);
    free(s);
}

static uts_status open_data(struct annotate_stage *s, uts_job *job) {
    char path[4096], error[4400];
    const char *folder = s->host->setting("lexicons");
    snprintf(path, sizeof path, "%s/sv/sv.lex", folder ? folder : "");
    if (!lexicon_open(path, &s->lex, error, sizeof error))
        return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX, "%s", error);
    snprintf(path, sizeof path, "%s/sv/upos.model", folder ? folder : "");
    if (!tagger_open(path, &s->tagger, error, sizeof error))
        return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX, "%s", error);
    if (!lexicon_has_apertium(s->lex))
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "the lexicon was built without the morphology of Apertium: somewhat fewer lemmas are right");
    return UTS_OK;
}

static uts_status create(const uts_host *host, uts_job *job, const void *conf_, void **stage) {
    const struct conf *conf = conf_;
    const char *language = host->setting("language");
    struct annotate_stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    s->host = host;
    s->parts = conf->parts;
    uts_status status = UTS_OK;
    if (!language || strcmp(language, "sv") == 0)
        status = open_data(s, job);
    else
        uts_notef(host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "there is no lexicon for the language \"%s\": lemmas are the forms in lower case", language);
    if (!status && conf->terms && !terms_read(&s->terms, conf->terms))
        status = uts_failf(host, job, UTS_E_IO, UINT64_MAX, "cannot read the file of terms %s", conf->terms);
    if (status)
        destroy(s);
    else
        *stage = s;
    return status;
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct annotate_stage *s = stage;
    *local = annotate_local_make(s);
    return *local ? UTS_OK : uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

static void leave(void *stage, void *local) {
    (void)stage;
    annotate_local_free(local);
}

static uts_status annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    return annotate_document(stage, local, job, doc);
}

static const uts_option o_terms = UTS_OPTION_PATH(struct conf, terms, "terms", NULL,
                                                  "File of words, one a line, that may be first parts of compounds.");
static const uts_option o_parts =
    UTS_OPTION_BOOL(struct conf, parts, "parts", "true", "Give the parts of compounds, for matching inside them.");
static const uts_option *const options[] = {&o_terms, &o_parts, NULL};
static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_sentence, &uts_layer_token_norm_optional,
                                              NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_token_lemma, NULL};
static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = annotate};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANNOTATOR,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct conf),
                                .name = "annotate-lemma",
                                .version = "1.0.0",
                                .summary = "Parts of speech, lemmas and parts of compounds",
                                .options = options,
                                .needs = needs,
                                .gives = gives,
                                .create = create,
                                .destroy = destroy,
                                .enter = enter,
                                .leave = leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "annotate-lemma",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
