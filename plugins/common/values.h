/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of tables. */
#ifndef COMMON_VALUES_H
#define COMMON_VALUES_H

#include <utsaga/plugin_util.h>

static const uts_value value_none = {0};
static inline uts_value value_number(uint64_t n) { return (uts_value){.type = UTS_I64, .as.i64 = (int64_t)n}; }
static inline uts_value value_real(double x) { return (uts_value){.type = UTS_F64, .as.f64 = x}; }
static inline uts_value value_string(const char *s) { return uts_text_value(uts_cstr(s)); }
static inline uts_value value_text(const char *p, size_t n) { return uts_text_value(uts_mkstr(p, n)); }
/* The number, or nothing where it is undefined. */
static inline uts_value value_real_if(bool defined, double x) { return defined ? value_real(x) : value_none; }
static inline uts_value value_number_if(bool defined, uint64_t n) { return defined ? value_number(n) : value_none; }
/* a / b, undefined without a denominator. */
static inline uts_value value_ratio(double a, double b) { return value_real_if(b > 0, b > 0 ? a / b : 0); }

/* Why cells of a row are undefined: reasons with "; " between. */
struct reasons {
    char text[300];
    size_t n;
};

static inline void reasons_add(struct reasons *r, const char *why) {
    size_t length = strlen(why);
    if (r->n + length + 3 > sizeof r->text || strstr(r->text, why)) return;
    if (r->n) {
        memcpy(r->text + r->n, "; ", 2);
        r->n += 2;
    }
    memcpy(r->text + r->n, why, length + 1);
    r->n += length;
}

static inline uts_value reasons_value(const struct reasons *r) { return r->n ? value_text(r->text, r->n) : value_none; }

#endif
