/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables as JSON: an array of objects, a key a column, null where a value is undefined. */
#include "../common/real.h"
#include "json.h"

static void put_value(struct out *o, const uts_value *value) {
    char number[32], *to;
    switch (value->type) {
    case UTS_I64:
        if (value->as.i64 < 0) out_puts(o, "-");
        out_u64(o, value->as.i64 < 0 ? 0 - (uint64_t)value->as.i64 : (uint64_t)value->as.i64);
        break;
    case UTS_F64:
        out_put(o, number, real_format(number, value->as.f64, '.'));
        break;
    case UTS_TEXT:
        to = out_need(o, 6 * (size_t)value->n + 2);
        if (to) o->n += json_string(to, value->as.text, value->n);
        break;
    default:
        out_puts(o, "null");
    }
}

static void put_row(struct out *o, const uts_table *t, uint64_t row) {
    out_puts(o, row ? ",\n{" : "\n{");
    for (uint32_t c = 0; c < t->n_columns; c++) {
        out_puts(o, c ? ",\"" : "\"");
        out_puts(o, t->columns[c].name);
        out_puts(o, "\":");
        put_value(o, &t->values[row * t->n_columns + c]);
    }
    out_puts(o, "}");
}

uts_status json_table(const uts_host *host, uts_job *job, const uts_table *t) {
    struct out o = {.host = host};
    if (!out_open(&o, job, "tables", uts_cstr(t->name), ".json")) return UTS_E_IO;
    out_puts(&o, "[");
    for (uint64_t r = 0; r < t->rows; r++) put_row(&o, t, r);
    out_puts(&o, "\n]\n");
    uts_status status = out_close(&o, job);
    free(o.p);
    return status;
}
