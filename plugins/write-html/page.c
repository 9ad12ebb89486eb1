/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <math.h>

#define MINUS "\xE2\x88\x92" /* U+2212 */

/* Kept in memory before the file gets it. */
#define FLUSH_AT ((size_t)1 << 16)

void page_bytes(struct page *page, const char *markup, size_t n) {
    if (page->status < 0 || n == 0) return;
    if (page->host && page->n + n > FLUSH_AT) {
        page_flush(page);
        if (n > FLUSH_AT) {
            page->status = page->host->write(page->io, markup, n);
            return;
        }
    }
    if (page->n + n > page->room) {
        size_t room = (page->n + n) * 2 + 4096;
        char *text = realloc(page->text, room);
        if (!text) {
            page->status = UTS_E_NOMEM;
            return;
        }
        page->text = text;
        page->room = room;
    }
    memcpy(page->text + page->n, markup, n);
    page->n += n;
}

uts_status page_flush(struct page *page) {
    if (page->host && page->status >= 0 && page->n) {
        page->status = page->host->write(page->io, page->text, page->n);
        page->n = 0;
    }
    return page->status;
}

void page_raw(struct page *page, const char *markup) { page_bytes(page, markup, strlen(markup)); }

static const char *reference(unsigned char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
        return NULL;
    default:
        return c < 0x20 || c == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

void page_text(struct page *page, uts_str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *instead = reference((unsigned char)text.p[i]);
        if (!instead) continue;
        page_bytes(page, text.p + from, i - from);
        page_raw(page, instead);
        from = i + 1;
    }
    page_bytes(page, text.p + from, text.n - from);
}

size_t page_number(char *out, int64_t value, int language) {
    char digits[24];
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t n = 0, used = 0;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        memcpy(out, MINUS, 3);
        used = 3;
    }
    while (n) {
        out[used++] = digits[--n];
        if (n == 0 || n % 3) continue;
        /* Swedish: a narrow space that does not break, U+202F. */
        const char *mark = language == PAGE_SV ? "\xE2\x80\xAF" : ",";
        memcpy(out + used, mark, strlen(mark));
        used += strlen(mark);
    }
    out[used] = '\0';
    return used;
}

size_t page_real(char *out, double value, int decimals, int language) {
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    double scaled = fabs(value) * (double)scale;
    if (!(scaled < 9e15)) {
        memcpy(out, "\xE2\x80\x93", 4); /* U+2013 dash */
        return 3;
    }
    int64_t whole = llround(scaled);
    size_t used = 0;
    if (value < 0 && whole) {
        memcpy(out, MINUS, 3);
        used = 3;
    }
    used += page_number(out + used, whole / scale, language);
    if (decimals > 0) {
        out[used++] = language == PAGE_SV ? ',' : '.';
        for (int64_t unit = scale / 10, rest = whole % scale; unit; unit /= 10)
            out[used++] = (char)('0' + rest / unit % 10);
    }
    out[used] = '\0';
    return used;
}

static void directive(struct page *page, char kind, va_list *args) {
    char number[PAGE_NUMBER_MAX];
    switch (kind) {
    case 's':
        page_text(page, uts_cstr(va_arg(*args, const char *)));
        break;
    case 'S':
        page_text(page, va_arg(*args, uts_str));
        break;
    case 'r':
        page_raw(page, va_arg(*args, const char *));
        break;
    case 'd':
        page_bytes(page, number, page_number(number, va_arg(*args, int64_t), page->language));
        break;
    case 'u':
        page_bytes(page, number, (size_t)sprintf(number, "%lld", (long long)va_arg(*args, int64_t)));
        break;
    case '1':
    case '2':
        page_bytes(page, number, page_real(number, va_arg(*args, double), kind - '0', page->language));
        break;
    default:
        page_bytes(page, &kind, 1);
    }
}

void page_vf(struct page *page, const char *format, va_list *args) {
    const char *from = format;
    for (const char *p = format; *p; p++) {
        if (*p != '%' || !p[1]) continue;
        page_bytes(page, from, (size_t)(p - from));
        directive(page, *++p, args);
        from = p + 1;
    }
    page_raw(page, from);
}

void page_f(struct page *page, const char *format, ...) {
    va_list args;
    va_start(args, format);
    page_vf(page, format, &args);
    va_end(args);
}
