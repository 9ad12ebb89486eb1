/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cooccur.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const uts_option o_units =
    UTS_OPTION_TEXT(struct cooccur_conf, units, "units", "sentence,turn,window",
                    "Units in which themes are paired, with commas: sentence, turn, question (a question with its "
                    "answers), paragraph, document, window.");
static const uts_option o_window = UTS_OPTION_INT(struct cooccur_conf, window, "window", "10", 1, 1000,
                                                  "Most words from one theme to the other in a window.");
static const uts_option o_zones = UTS_OPTION_TEXT(
    struct cooccur_conf, zones, "zones", "speech,quote",
    "Zones whose themes are paired, with commas: speech, question, quote, narrative, heading and so on.");
static const uts_option o_order =
    UTS_OPTION_BOOL(struct cooccur_conf, order, "order", "false",
                    "Also the table cooccurrence_order: which theme stands first, which overlap, which touch.");
static const uts_option o_tests =
    UTS_OPTION_BOOL(struct cooccur_conf, tests, "tests", "false",
                    "Also the table association: p values and what each interview does to a pair.");
static const uts_option o_resamples = UTS_OPTION_INT(
    struct cooccur_conf, resamples, "resamples", "0", 0, 1000000,
    "Draws of interviews for the intervals of the table association, which this asks for; 10000 is usual.");
static const uts_option o_seed = UTS_OPTION_INT(struct cooccur_conf, seed, "seed", "1", 0, 1e15, "Seed of the draws.");
static const char *const intervals[] = {"jaccard", "dice", "log_dice", "pmi", "npmi", NULL};
static const uts_option o_interval =
    UTS_OPTION_CHOICE(struct cooccur_conf, interval, "interval", "jaccard", intervals,
                      "The measure whose interval and values without one interview are worked out.");
static const uts_option o_min_units = UTS_OPTION_INT(struct cooccur_conf, min_units, "min-units", "1", 1, 1e9,
                                                     "Least units with a theme for it to be tested with others.");
static const uts_option o_collocates =
    UTS_OPTION_INT(struct cooccur_conf, collocates, "collocates", "0", 0, 100,
                   "Also the table collocates: words at most so many words from a theme; 0 for none.");
static const uts_option o_collocates_min =
    UTS_OPTION_INT(struct cooccur_conf, collocates_min, "collocates-min", "3", 1, 1e9,
                   "Least count of a word around a theme in the table collocates.");
static const uts_option *const options[] = {&o_units,     &o_window,     &o_zones,          &o_order,
                                            &o_tests,     &o_resamples,  &o_seed,           &o_interval,
                                            &o_min_units, &o_collocates, &o_collocates_min, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_turn, &uts_layer_hit,
                                              &uts_layer_paragraph_optional, NULL};

static const char *const zone_names[UTS_ZONE_COUNT_ + 1] = UTS_ZONE_NAMES;

/* Bits of the names in a list with commas. */
static uts_status read_list(const uts_host *host, uts_job *job, const char *option, const char *list,
                            const char *const *names, uint32_t *bits) {
    *bits = 0;
    for (const char *s = list; *s;) {
        size_t n = strcspn(s, ","), k = 0;
        const char *next = s[n] ? s + n + 1 : s + n;
        while (n && *s == ' ') s++, n--;
        while (n && s[n - 1] == ' ') n--;
        while (names[k] && (strlen(names[k]) != n || memcmp(names[k], s, n) != 0)) k++;
        if (n && !names[k])
            return uts_failf(host, job, UTS_E_ARG, UINT64_MAX, "analyse-cooccur.%s: unknown name \"%.*s\"", option,
                             (int)n, s);
        if (n) *bits |= 1u << k;
        s = next;
    }
    if (*bits) return UTS_OK;
    return uts_failf(host, job, UTS_E_ARG, UINT64_MAX, "analyse-cooccur.%s is empty; leave it out for the preset",
                     option);
}

static void cooccur_destroy(void *stage) {
    struct cooccur *s = stage;
    for (uint32_t i = 0; s->documents && i < s->n_documents; i++) free(s->documents[i].id);
    free(s->documents);
    free(s->kept);
    near_free(&s->near);
    free(s->cells);
    free(s);
}

static uts_status cooccur_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct cooccur_conf *c = conf;
    struct cooccur *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->conf = *c;
    s->conf.tests = c->tests || c->resamples;
    s->window = (uint32_t)c->window;
    s->book = host->extension(UTS_EXT_CODEBOOK);
    uts_status status = read_list(host, job, "units", c->units, cooccur_unit_names, &s->kinds);
    if (status >= 0) status = read_list(host, job, "zones", c->zones, zone_names, &s->zones);
    if (status >= 0 && !s->book)
        status = uts_failf(host, job, UTS_E_ARG, UINT64_MAX, "analyse-cooccur needs a codebook; give --codebook FILE");
    s->counted = s->kinds | (s->kinds >> UNIT_WINDOW & 1) << UNIT_TURN;
    if (status < 0)
        cooccur_destroy(s);
    else
        *stage = s;
    return status;
}

static const uts_analysis_ops ops = {.size = sizeof ops,
                                     .map = cooccur_map,
                                     .fold = cooccur_fold,
                                     .finish = cooccur_finish};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANALYSIS,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct cooccur_conf),
                                .name = "analyse-cooccur",
                                .version = "1.0.0",
                                .summary =
                                    "Counts which themes stand together in sentences, turns, questions, paragraphs, "
                                    "documents and windows, tests it, and words around themes",
                                .options = options,
                                .needs = needs,
                                .create = cooccur_create,
                                .destroy = cooccur_destroy,
                                .enter = cooccur_enter,
                                .leave = cooccur_leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-cooccur",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
