/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "otr.h"

#include <jansson.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <utsaga/plugin_util.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* ---- the place of the string, in JSON that is known to be right ---- */

/* Behind the string that begins at the quotation mark @p at. */
static size_t pass_string(uts_str json, size_t at) {
    for (at++; at < json.n && json.p[at] != '"'; at++) at += json.p[at] == '\\';
    return at + 1;
}

/* The last value of the key "text" of the outermost object: where its quotation mark stands; json.n: it is no string.
 */
static size_t find_text(uts_str json) {
    size_t found = json.n, depth = 0;
    for (size_t at = 0; at < json.n;) {
        char c = json.p[at];
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (c != '"') {
            at++;
            continue;
        }
        size_t end = pass_string(json, at), value = end;
        bool key = depth == 1 && end - at == 6 && memcmp(json.p + at, "\"text\"", 6) == 0;
        while (value < json.n && is_blank(json.p[value])) value++;
        if (key && value < json.n && json.p[value] == ':') {
            for (value++; value < json.n && is_blank(json.p[value]);) value++;
            if (value < json.n && json.p[value] == '"') found = value;
        }
        at = end;
    }
    return found;
}

/* ---- its content ---- */

static uint32_t unit(const char *p) {
    uint32_t u = 0;
    for (int i = 0; i < 4; i++) {
        char c = (char)(p[i] | 0x20);
        u = u << 4 | (uint32_t)(c >= 'a' ? c - 'a' + 10 : c - '0');
    }
    return u;
}

/* Puts the escape at @p p, which is whole; returns its length. */
static size_t put_escape(struct rt_out *out, const char *p) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *simple = strchr(from, p[1]);
    if (simple && p[1]) {
        rt_out_bytes(out, to + (simple - from), 1);
        rt_out_map(out, 1, 2, 0, 0);
        return 2;
    }
    char text[4];
    size_t n = 0, length = 6;
    uint32_t c = unit(p + 2);
    if (U16_IS_LEAD(c)) {
        c = U16_GET_SUPPLEMENTARY(c, unit(p + 8));
        length = 12;
    }
    U8_APPEND_UNSAFE(text, n, c);
    rt_out_bytes(out, text, n);
    rt_out_map(out, n, length, 0, 0);
    return length;
}

static bool unescape(struct otr *o, uts_str json, size_t quote) {
    size_t at = quote + 1;
    o->begin = at;
    while (json.p[at] != '"') {
        size_t end = at;
        while (json.p[end] != '"' && json.p[end] != '\\') end++;
        if (end > at) {
            rt_out_bytes(&o->page, json.p + at, end - at);
            rt_out_map(&o->page, end - at, end - at, 1, 1);
        }
        at = end;
        if (json.p[at] == '\\') at += put_escape(&o->page, json.p + at);
    }
    return !o->page.out_of_memory;
}

bool otr_read(struct otr *o, uts_str json) {
    *o = (struct otr){0};
    json_error_t error;
    json_t *root = json_loadb(json.p, json.n, 0, &error);
    if (!root) {
        o->at = error.position > 0 ? (size_t)error.position : 0;
        snprintf(o->why, sizeof o->why, "broken JSON in line %d, column %d; save the file anew in oTranscribe",
                 error.line, error.column);
        return false;
    }
    const char *media = json_string_value(json_object_get(root, "media"));
    if (media && strlen(media) < sizeof o->media) memcpy(o->media, media, strlen(media) + 1);
    bool good = json_is_string(json_object_get(root, "text"));
    json_decref(root);
    size_t quote = good ? find_text(json) : json.n;
    if (quote == json.n) {
        snprintf(o->why, sizeof o->why, "JSON without a \"text\": no file of oTranscribe");
        return false;
    }
    if (unescape(o, json, quote)) return true;
    snprintf(o->why, sizeof o->why, "out of memory");
    return false;
}

void otr_free(struct otr *o) { rt_out_free(&o->page); }

size_t otr_place(struct otr *o, size_t at) {
    if (at < o->seek.text) o->seek = (struct source_place){0};
    while (o->seek.run < o->page.n_runs && at >= o->seek.text + o->page.runs[o->seek.run].text) {
        o->seek.text += o->page.runs[o->seek.run].text;
        o->seek.source += o->page.runs[o->seek.run].source;
        o->seek.run++;
    }
    size_t inside = o->seek.run < o->page.n_runs && o->page.runs[o->seek.run].text_unit ? at - o->seek.text : 0;
    return o->begin + o->seek.source + inside;
}
