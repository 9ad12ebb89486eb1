/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cooccur.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const uts_option o_units =
    UTS_OPTION_TEXT(struct cooccur_conf, units, "units", "sentence,turn,window",
                    "Units in which themes are paired, with commas: sentence, turn, document, window.");
static const uts_option o_window = UTS_OPTION_INT(struct cooccur_conf, window, "window", "10", 1, 1000,
                                                  "Most words from one theme to the other in a window.");
static const uts_option o_zones = UTS_OPTION_TEXT(
    struct cooccur_conf, zones, "zones", "speech,quote",
    "Zones whose themes are paired, with commas: speech, question, quote, narrative, heading and so on.");
static const uts_option *const options[] = {&o_units, &o_window, &o_zones, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_turn, &uts_layer_hit, NULL};

static const char *const unit_names[] = {"sentence", "turn", "document", "window", NULL};
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
    free(s->cells);
    free(s);
}

static uts_status cooccur_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct cooccur_conf *c = conf;
    struct cooccur *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->window = (uint32_t)c->window;
    s->book = host->extension(UTS_EXT_CODEBOOK);
    uts_status status = read_list(host, job, "units", c->units, unit_names, &s->kinds);
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
                                .summary = "Counts which themes stand together, in sentences, turns, documents and "
                                           "windows of words",
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
