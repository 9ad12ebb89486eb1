/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tei.h"

static const char *const profiles[] = {"p5", "iso", "plain", NULL};
static const char *const token_choices[] = {"full", "none", NULL};
static const char *const id_choices[] = {"needed", "always", NULL};

static const uts_option o_profile = UTS_OPTION_CHOICE(
    struct tei_conf, profile, "profile", "p5", profiles,
    "Dialect of TEI: p5 is TEI P5 and Parla-CLARIN, iso is ISO 24624 for EXMARaLDA, plain has no w and "
    "no marks inside paragraphs, for CATMA.");
static const uts_option o_tokens =
    UTS_OPTION_CHOICE(struct tei_conf, tokens, "tokens", "full", token_choices,
                      "full marks up each word and sign with w and pc; none leaves plain text in each sentence, and "
                      "themes point at characters.");
static const uts_option o_ids =
    UTS_OPTION_CHOICE(struct tei_conf, ids, "ids", "needed", id_choices,
                      "xml:id on w and pc: needed gives one to the first and last token of each theme hit, always to "
                      "every token.");
static const uts_option o_text =
    UTS_OPTION_BOOL(struct tei_conf, text, "text", "true",
                    "Write the text of each document beside its TEI file, so that char= references resolve.");
static const uts_option o_links = UTS_OPTION_BOOL(struct tei_conf, links, "links", "false",
                                                  "Link each pair of hits of different themes in the same sentence.");
static const uts_option o_authority =
    UTS_OPTION_TEXT(struct tei_conf, authority, "authority", NULL,
                    "Who is responsible for the material, for publicationStmt; without it the header says that it is "
                    "not published.");
static const uts_option o_corpus =
    UTS_OPTION_BOOL(struct tei_conf, corpus, "corpus", "false",
                    "Write all documents into one file, tei/corpus.xml, as a teiCorpus.");
static const uts_option o_project =
    UTS_OPTION_TEXT(struct tei_conf, project, "project", NULL,
                    "What the study is called, for projectDesc and as the title of a corpus.");
static const uts_option o_licence =
    UTS_OPTION_TEXT(struct tei_conf, licence, "licence", NULL,
                    "Terms on which the material may be used, or their address; for availability, with authority.");
static const uts_option o_date = UTS_OPTION_TEXT(struct tei_conf, date, "date", NULL,
                                                 "When it was published, as it is to be written; with authority.");
static const uts_option *const options[] = {&o_profile, &o_tokens,    &o_ids,     &o_text, &o_links, &o_corpus,
                                            &o_project, &o_authority, &o_licence, &o_date, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_paragraph_optional,   &uts_layer_turn_optional,
                                              &uts_layer_segment_optional,     &uts_layer_zone_optional,
                                              &uts_layer_event_optional,       &uts_layer_sentence_optional,
                                              &uts_layer_token_optional,       &uts_layer_token_norm_optional,
                                              &uts_layer_token_lemma_optional, &uts_layer_hit_optional,
                                              &uts_layer_coding_optional,      NULL};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct tei_stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    s->conf = conf;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) {
    struct tei_stage *s = stage;
    free(s->encoding);
    free(s->code_id);
    tei_ids_free(&s->code_ids);
    free(s);
}

static uts_status begin(void *stage, uts_job *job) {
    struct tei_stage *s = stage;
    if (!tei_prepare_header(s))
        return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing the TEI header.");
    return s->conf->corpus ? tei_begin_corpus(s, job) : UTS_OK;
}

static uts_status end(void *stage, uts_job *job) {
    (void)job;
    struct tei_stage *s = stage;
    return s->corpus ? tei_end_corpus(s) : UTS_OK;
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct tei_stage *s = stage;
    struct tei_local *l = calloc(1, sizeof *l);
    if (!l || !tei_out_make(&l->out, s->host)) {
        free(l);
        return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    }
    *local = l;
    return UTS_OK;
}

static void leave(void *stage, void *local) {
    (void)stage;
    struct tei_local *l = local;
    tei_out_free(&l->out);
    tei_words_free(&l->words);
    free(l->pieces);
    free(l);
}

static const uts_writer_ops ops = {
    .size = sizeof ops, .begin = begin, .document = tei_write_document, .fold = tei_fold_document, .end = end};

static const uts_stage stage_tei = {.size = sizeof stage_tei,
                                    .kind = UTS_WRITER,
                                    .sharing = UTS_SHARED,
                                    .conf_size = sizeof(struct tei_conf),
                                    .name = "write-tei",
                                    .version = "1.0.0",
                                    .summary = "Writes each document as TEI P5 with words, events and themes",
                                    .options = options,
                                    .needs = needs,
                                    .create = create,
                                    .destroy = destroy,
                                    .enter = enter,
                                    .leave = leave,
                                    .ops = &ops};

static const uts_stage *const stages[] = {&stage_tei, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-tei",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
