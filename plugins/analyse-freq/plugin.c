/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "freq.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const char *const repeated[] = {"count", "once", NULL};
static const uts_option o_repeated =
    UTS_OPTION_CHOICE(struct freq_conf, repeated, "repeated", "count", repeated,
                      "Turns and quotes that stand earlier in the document, too: count them again, or once.");
static const uts_option o_min_count = UTS_OPTION_INT(struct freq_conf, min_count, "min-count", "1", 1, 1e9,
                                                     "Least count of a word in the table of words.");
static const uts_option o_by = UTS_OPTION_TEXT(
    struct freq_conf, by, "by", NULL,
    "Also the table themes_by: variables and pairs of them, such as role,role*wave,question; zone, role, "
    "speaker, document, question or a column of the participants table.");
static const uts_option *const options[] = {&o_repeated, &o_min_count, &o_by, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_turn, &uts_layer_hit_optional, NULL};

static uts_str trimmed(const char *s, size_t n) {
    while (n && *s == ' ') s++, n--;
    while (n && s[n - 1] == ' ') n--;
    return uts_mkstr(s, n);
}

static void freq_destroy(void *stage) {
    struct freq *freq = stage;
    for (uint32_t i = 0; i < freq->n_documents; i++) {
        free((void *)(uintptr_t)freq->documents[i].id);
        free((void *)(uintptr_t)freq->documents[i].source);
    }
    free(freq->documents);
    free(freq->words);
    cases_free(&freq->cases);
    free(freq);
}

static uts_status no_variable(const struct freq *freq, uts_job *job, uts_str name) {
    char names[600] = "";
    cases_list_variables(&freq->cases, names, sizeof names);
    return uts_failf(freq->host, job, UTS_E_ARG, UINT64_MAX,
                     "analyse-freq.by: there is no variable \"%.*s\"; there are %s", (int)name.n, name.p, names);
}

/* "role, role*wave" */
static uts_status read_by(struct freq *freq, uts_job *job, const char *list) {
    for (const char *s = list; s && *s;) {
        size_t n = strcspn(s, ","), first = strcspn(s, "*,");
        struct by *by = &freq->by[freq->n_by];
        uts_str a = trimmed(s, first), b = first < n ? trimmed(s + first + 1, n - first - 1) : uts_mkstr("", 0);
        if (freq->n_by == MOST_BY)
            return uts_failf(freq->host, job, UTS_E_ARG, UINT64_MAX, "analyse-freq.by names more than %d", MOST_BY);
        by->a = cases_variable(&freq->cases, a);
        by->b = first < n ? cases_variable(&freq->cases, b) : CASES_NONE;
        if (by->a == CASES_NONE) return no_variable(freq, job, a);
        if (first < n && by->b == CASES_NONE) return no_variable(freq, job, b);
        freq->by_question = freq->by_question || by->a == CASES_QUESTION || by->b == CASES_QUESTION;
        freq->n_by++;
        s += s[n] ? n + 1 : n;
    }
    return UTS_OK;
}

static uts_status freq_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct freq *freq = calloc(1, sizeof *freq);
    if (!freq) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    freq->host = host;
    memcpy(&freq->conf, conf, sizeof freq->conf);
    freq->book = host->extension(UTS_EXT_CODEBOOK);
    freq->guide = host->extension(UTS_EXT_CODING_GUIDE);
    freq->many = host->extension(UTS_EXT_WORDS);
    cases_init(&freq->cases, host);
    uts_status status = read_by(freq, job, freq->conf.by);
    if (status < 0)
        freq_destroy(freq);
    else
        *stage = freq;
    return status;
}

static const uts_analysis_ops ops = {.size = sizeof ops, .map = freq_map, .fold = freq_fold, .finish = freq_finish};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANALYSIS,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct freq_conf),
                                .name = "analyse-freq",
                                .version = "1.0.0",
                                .summary = "Counts themes by zone, role, speaker, document and participant variables, "
                                           "and words",
                                .options = options,
                                .needs = needs,
                                .create = freq_create,
                                .destroy = freq_destroy,
                                .enter = freq_enter,
                                .leave = freq_leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-freq",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
