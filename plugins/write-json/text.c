/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

size_t json_string(char *to, const char *p, size_t n) {
    static const char hex[] = "0123456789abcdef";
    char *start = to;
    *to++ = '"';
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == '"' || c == '\\') {
            *to++ = '\\';
            *to++ = (char)c;
        } else if (c == '\n') {
            *to++ = '\\';
            *to++ = 'n';
        } else if (c < 0x20 || c == 0x7F) {
            memcpy(to, "\\u00", 4);
            to[4] = hex[c >> 4];
            to[5] = hex[c & 15];
            to += 6;
        } else {
            *to++ = (char)c;
        }
    }
    *to++ = '"';
    return (size_t)(to - start);
}

static bool make_rule(uts_str *out, const char *text) {
    size_t n = strlen(text);
    char *p = malloc(6 * n + 2);
    if (!p) return false;
    *out = uts_mkstr(p, json_string(p, text, n));
    return true;
}

static bool make_code(uts_str *out, const uts_code *code) {
    static const char first[] = "\"code\":", second[] = ",\"label\":";
    size_t id = strlen(code->id), label = strlen(code->label);
    char *p = malloc(6 * (id + label) + sizeof first + sizeof second + 4), *to = p;
    if (!p) return false;
    memcpy(to, first, sizeof first - 1);
    to += sizeof first - 1;
    to += json_string(to, code->id, id);
    memcpy(to, second, sizeof second - 1);
    to += sizeof second - 1;
    to += json_string(to, code->label, label);
    *out = uts_mkstr(p, (size_t)(to - p));
    return true;
}

bool json_fragments_make(struct json_fragments *f, const uts_codebook *book) {
    if (!book) return true;
    f->codes = calloc(book->n_codes + 1, sizeof *f->codes);
    f->rules = calloc(book->n_rules + 1, sizeof *f->rules);
    if (!f->codes || !f->rules) return false;
    for (uint32_t i = 0; i < book->n_codes; i++)
        if (!make_code(&f->codes[i], book->codes[i])) return false;
    for (uint32_t i = 0; i < book->n_rules; i++)
        if (!make_rule(&f->rules[i], book->rules[i]->text)) return false;
    return true;
}

void json_fragments_free(struct json_fragments *f, const uts_codebook *book) {
    for (uint32_t i = 0; f->codes && i < book->n_codes; i++) free((void *)(uintptr_t)f->codes[i].p);
    for (uint32_t i = 0; f->rules && i < book->n_rules; i++) free((void *)(uintptr_t)f->rules[i].p);
    free(f->codes);
    free(f->rules);
}
