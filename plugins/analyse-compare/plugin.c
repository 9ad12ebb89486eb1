/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"
#include <stdlib.h>

static const uts_option o_by = {.size = sizeof(uts_option),
                                .type = UTS_OPT_TEXT,
                                .name = "by",
                                .offset = offsetof(struct compare_conf, by),
                                .required = 1,
                                .help =
                                    "The variable whose values are compared: role, speaker, document, zone, question "
                                    "or a column of the participants table."};
static const char *const whats[] = {"themes", "words", NULL};
static const uts_option o_what = UTS_OPTION_CHOICE(struct compare_conf, what, "what", "themes", whats,
                                                   "Themes of the codebook, or words (keyness).");
static const char *const versuses[] = {"rest", "each", "previous", NULL};
static const uts_option o_versus =
    UTS_OPTION_CHOICE(struct compare_conf, versus, "versus", "rest", versuses,
                      "Each value against all others, against each other one, or against the one before it (waves).");
static const uts_option o_tests =
    UTS_OPTION_BOOL(struct compare_conf, tests, "tests", "false",
                    "Also the table compare_tests: p values, with the speakers behind them.");
static const uts_option o_resamples = UTS_OPTION_INT(
    struct compare_conf, resamples, "resamples", "10000", 0, 1000000,
    "Draws of speakers for intervals, and of splits for tests when there are too many for all; 0 for none.");
static const uts_option o_seed = UTS_OPTION_INT(struct compare_conf, seed, "seed", "1", 0, 1e15, "Seed of the draws.");
static const uts_option o_min_count = UTS_OPTION_INT(struct compare_conf, min_count, "min-count", "3", 1, 1e9,
                                                     "Least mentions of a word for it to be compared.");
static const uts_option o_min_speakers = UTS_OPTION_INT(struct compare_conf, min_speakers, "min-speakers", "2", 1, 1e9,
                                                        "Least speakers of a word for it to be compared.");
static const char *const repeated[] = {"count", "once", NULL};
static const uts_option o_repeated =
    UTS_OPTION_CHOICE(struct compare_conf, repeated, "repeated", "count", repeated,
                      "Turns and quotes that stand earlier in the document, too: count them again, or once.");
static const uts_option *const options[] = {&o_by,   &o_what,      &o_versus,       &o_tests,    &o_resamples,
                                            &o_seed, &o_min_count, &o_min_speakers, &o_repeated, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_turn, &uts_layer_hit_optional, NULL};

static void compare_destroy(void *stage) {
    struct compare *s = stage;
    cases_free(&s->cases);
    free(s);
}

static uts_status compare_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct compare *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->conf = *(const struct compare_conf *)conf;
    cases_init(&s->cases, host);
    s->by = cases_variable(&s->cases, uts_cstr(s->conf.by));
    uts_status status = UTS_OK;
    if (s->conf.what == WHAT_THEMES && !(s->book = host->extension(UTS_EXT_CODEBOOK)))
        status =
            uts_failf(host, job, UTS_E_ARG, UINT64_MAX,
                      "analyse-compare needs a codebook to compare themes; give --codebook FILE, or compare words");
    char names[600] = "";
    cases_list_variables(&s->cases, names, sizeof names);
    if (status >= 0 && s->by == CASES_NONE)
        status = uts_failf(host, job, UTS_E_ARG, UINT64_MAX,
                           "analyse-compare.by: there is no variable \"%s\"; there are %s", s->conf.by, names);
    if (status < 0)
        compare_destroy(s);
    else
        *stage = s;
    return status;
}

static const uts_analysis_ops ops = {.size = sizeof ops,
                                     .map = compare_map,
                                     .fold = compare_fold,
                                     .finish = compare_finish};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANALYSIS,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct compare_conf),
                                .name = "analyse-compare",
                                .version = "1.0.0",
                                .summary = "Compares themes or words between groups of speakers",
                                .options = options,
                                .needs = needs,
                                .create = compare_create,
                                .destroy = compare_destroy,
                                .enter = compare_enter,
                                .leave = compare_leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-compare",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
