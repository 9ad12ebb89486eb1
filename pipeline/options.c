/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include "diag.h"
#include "number.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *options_type_name(int32_t type) {
    static const char *const names[] = {"", "true|false", "integer", "number", "text", "path", "choice"};
    return type >= UTS_OPT_BOOL && type <= UTS_OPT_CHOICE ? names[type] : "";
}

static const uts_option *option_at(const stage *s, const char *name, size_t *index) {
    for (size_t i = 0; s->d->options && s->d->options[i]; i++)
        if (strcmp(s->d->options[i]->name, name) == 0) {
            *index = i;
            return s->d->options[i];
        }
    return NULL;
}

bool options_give(stage *s, const char *name, const char *value, const char *where) {
    size_t at = 0;
    if (option_at(s, name, &at)) {
        s->given[at] = value;
        s->given_at[at] = where;
        return true;
    }
    size_t n = 0;
    while (s->d->options && s->d->options[n]) n++;
    const char **names = calloc(n + 1, sizeof *names);
    for (size_t i = 0; names && i < n; i++) names[i] = s->d->options[i]->name;
    const char *near = names ? diag_nearest(name, names) : NULL;
    if (near)
        diag_error("%s: stage %s has no option \"%s\"; did you mean \"%s\"?", where, s->d->name, name, near);
    else
        diag_error("%s: stage %s has no option \"%s\"; see: utsaga describe %s", where, s->d->name, name, s->d->name);
    free(names);
    return false;
}

bool options_give_setting(registry *r, char *setting, const char *where) {
    char *equals = strchr(setting, '=');
    char *dot = equals ? memchr(setting, '.', (size_t)(equals - setting)) : NULL;
    if (!dot || dot == setting || dot + 1 == equals) {
        diag_error("%s: \"%s\" is not stage.option=value, such as annotate-theme.match=lemma", where, setting);
        return false;
    }
    *dot = '\0';
    *equals = '\0';
    stage *s = registry_need(r, setting, where);
    return s && options_give(s, dot + 1, equals + 1, where);
}

const char *options_value(const stage *s, size_t option) {
    return s->given[option] ? s->given[option] : s->d->options[option]->preset;
}

static bool parse_bool(const char *text, bool *out) {
    static const char *const yes[] = {"true", "yes", "on", "1", "ja"}, *const no[] = {"false", "no", "off", "0", "nej"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0) return *out = true, true;
        if (strcmp(text, no[i]) == 0) return *out = false, true;
    }
    return false;
}

/* What a value must look like, for messages. */
static void expected(const uts_option *o, char *text, size_t size) {
    size_t n = (size_t)snprintf(text, size, "%s", options_type_name(o->type));
    if (o->type == UTS_OPT_CHOICE) {
        n = (size_t)snprintf(text, size, "one of");
        for (const char *const *c = o->choices; *c && n < size; c++)
            n += (size_t)snprintf(text + n, size - n, " %s", *c);
    } else if (o->min < o->max && n < size) {
        char low[32], high[32];
        number_format(low, o->min);
        number_format(high, o->max);
        snprintf(text + n, size - n, " from %s to %s", low, high);
    }
}

static bool store(const uts_option *o, const char *value, unsigned char *conf, arena *memory, const char *base) {
    void *field = conf + o->offset;
    bool b;
    int64_t i = 0;
    double d;
    switch (o->type) {
    case UTS_OPT_BOOL:
        return parse_bool(value, &b) ? memcpy(field, &b, sizeof b), true : false;
    case UTS_OPT_INT:
        if (!number_parse_int(value, &i) || (o->min < o->max && ((double)i < o->min || (double)i > o->max)))
            return false;
        return memcpy(field, &i, sizeof i), true;
    case UTS_OPT_REAL:
        if (!number_parse(value, &d) || (o->min < o->max && (d < o->min || d > o->max))) return false;
        return memcpy(field, &d, sizeof d), true;
    case UTS_OPT_CHOICE:
        for (; o->choices[i]; i++)
            if (strcmp(o->choices[i], value) == 0) return memcpy(field, &i, sizeof i), true;
        return false;
    default: {
        const char *text = value;
        if (o->type == UTS_OPT_PATH && base && *value && *value != '/') {
            size_t n = strlen(base) + strlen(value) + 2;
            char *path = arena_take(memory, n, 1);
            if (!path) return false;
            snprintf(path, n, "%s/%s", base, value);
            text = path;
        }
        return memcpy(field, &text, sizeof text), true;
    }
    }
}

static bool fill_one(stage *s, size_t i, arena *memory, const char *base) {
    const uts_option *o = s->d->options[i];
    const char *value = options_value(s, i);
    if (!value) {
        if (!o->required) return true;
        diag_error("stage %s needs option \"%s\": give --set %s.%s=VALUE (%s)", s->d->name, o->name, s->d->name,
                   o->name, o->help);
        return false;
    }
    bool from_file = s->given_at[i] && s->given_at[i][0] != '-';
    if (store(o, value, s->conf, memory, from_file ? base : NULL)) return true;
    char form[300];
    expected(o, form, sizeof form);
    diag_error("%s: %s.%s: \"%s\" is not %s", s->given_at[i] ? s->given_at[i] : "preset", s->d->name, o->name, value,
               form);
    return false;
}

bool options_fill(stage *s, arena *memory, const char *base) {
    free(s->conf);
    s->conf = calloc(1, s->d->conf_size ? s->d->conf_size : 1);
    bool good = s->conf != NULL;
    for (size_t i = 0; good && s->d->options && s->d->options[i]; i++) good = fill_one(s, i, memory, base);
    return good;
}
