/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checks of plugin descriptors. A struct shorter than version 1.0 is refused; a longer one comes from a newer header
 * and is accepted when all it adds is zero, that is, when it uses nothing this program does not know.
 */
#include "registry.h"

#include <stdarg.h>

#include <stdio.h>
#include <string.h>

typedef struct check {
    char *why;
    size_t size;
    uint32_t minor; /* of the plugin */
} check;

__attribute__((format(printf, 2, 3))) static bool refuse(const check *c, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(c->why, c->size, format, args);
    va_end(args);
    return false;
}

static bool fits(const check *c, const char *what, const void *p, uint32_t size, size_t known, size_t first) {
    if (!p) return refuse(c, "%s is missing", what);
    if (size < first) return refuse(c, "%s is %u bytes, shorter than version 1.0 (%zu)", what, size, first);
    for (size_t i = known; i < size; i++)
        if (((const unsigned char *)p)[i])
            return refuse(
                c, "%s uses something newer: needs utsaga with plugin interface \xE2\x89\xA5 1.%u (this is 1.%u)", what,
                c->minor > UTS_ABI_MINOR ? c->minor : UTS_ABI_MINOR + 1, UTS_ABI_MINOR);
    return true;
}

/* The size of a struct at version 1.0: up to and with the last member it had then. Newer members are read under UTS_HAS
 * only. */
#define UP_TO(type, last)         (offsetof(type, last) + sizeof(((type *)0)->last))
#define FITS(what, p, type, last) fits(c, what, p, (p) ? (p)->size : 0, sizeof(type), UP_TO(type, last))

static bool check_layers(const check *c, const char *owner, const uts_layer_spec *const *specs) {
    char what[200];
    for (; specs && *specs; specs++) {
        snprintf(what, sizeof what, "stage %s: a layer spec", owner);
        if (!FITS(what, *specs, uts_layer_spec, columns)) return false;
        if (!(*specs)->name || !*(*specs)->name) return refuse(c, "stage %s: a layer without a name", owner);
    }
    return true;
}

static bool check_options(const check *c, const uts_stage *s) {
    char what[200];
    for (const uts_option *const *o = s->options; o && *o; o++) {
        snprintf(what, sizeof what, "stage %s: an option", s->name);
        if (!FITS(what, *o, uts_option, help)) return false;
        if (!(*o)->name || !(*o)->help) return refuse(c, "stage %s: an option without name or help", s->name);
        static const size_t width[] = {
            [UTS_OPT_BOOL] = sizeof(bool),   [UTS_OPT_INT] = 8,   [UTS_OPT_REAL] = 8, [UTS_OPT_TEXT] = sizeof(char *),
            [UTS_OPT_PATH] = sizeof(char *), [UTS_OPT_CHOICE] = 8};
        if ((*o)->type < UTS_OPT_BOOL || (*o)->type > UTS_OPT_CHOICE)
            return refuse(c, "stage %s: option %s has an unknown type", s->name, (*o)->name);
        if ((*o)->offset + width[(*o)->type] > s->conf_size)
            return refuse(c, "stage %s: option %s lies outside conf_size", s->name, (*o)->name);
        if ((*o)->type == UTS_OPT_CHOICE && (!(*o)->choices || !(*o)->choices[0]))
            return refuse(c, "stage %s: option %s has no choices", s->name, (*o)->name);
    }
    return true;
}

static bool check_ops(const check *c, const uts_stage *s) {
    char what[200];
    snprintf(what, sizeof what, "stage %s: ops", s->name);
    const uts_reader_ops *r = s->ops;
    const uts_annotator_ops *a = s->ops;
    const uts_analysis_ops *n = s->ops;
    const uts_writer_ops *w = s->ops;
    switch (s->kind) {
    case UTS_READER:
        return FITS(what, r, uts_reader_ops, close) &&
               (r->probe && r->open && r->next ? true
                                               : refuse(c, "stage %s: a reader needs probe, open and next", s->name));
    case UTS_ANNOTATOR:
        return FITS(what, a, uts_annotator_ops, annotate) &&
               (a->annotate ? true : refuse(c, "stage %s: an annotator needs annotate", s->name));
    case UTS_ANALYSIS:
        return FITS(what, n, uts_analysis_ops, finish) &&
               (n->map && n->fold ? true : refuse(c, "stage %s: an analysis needs map and fold", s->name));
    case UTS_WRITER:
        return FITS(what, w, uts_writer_ops, end);
    default:
        return refuse(c, "stage %s: unknown kind %d", s->name, s->kind);
    }
}

static bool check_stage(const check *c, const uts_stage *s) {
    if (!FITS("a stage", s, uts_stage, ops)) return false;
    if (!s->name || !*s->name || !s->version || !s->summary)
        return refuse(c, "a stage without name, version or summary");
    if (!s->create) return refuse(c, "stage %s: create is missing", s->name);
    if (s->sharing < UTS_SHARED || s->sharing > UTS_ORDERED)
        return refuse(c, "stage %s: unknown sharing mode %d", s->name, s->sharing);
    return check_ops(c, s) && check_options(c, s) && check_layers(c, s->name, s->needs) &&
           check_layers(c, s->name, s->gives);
}

bool plugin_check(const uts_plugin *p, char *why, size_t size) {
    check here = {why, size, p ? p->abi_minor : 0}, *c = &here;
    if (!FITS("the descriptor", p, uts_plugin, stages)) return false;
    if (!p->name || !p->licence || !p->stages) return refuse(c, "the descriptor lacks name, licence or stages");
    for (const uts_stage *const *s = p->stages; *s; s++)
        if (!check_stage(c, *s)) return false;
    return true;
}
