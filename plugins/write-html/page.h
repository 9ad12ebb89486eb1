/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page under construction: the only place where text becomes HTML, and where numbers become words of a language. */
#ifndef WRITE_HTML_PAGE_H
#define WRITE_HTML_PAGE_H

#include <utsaga/plugin_util.h>

/** Languages of the report; the second index of the table of texts. */
enum { PAGE_SV, PAGE_EN, PAGE_LANGUAGES };

struct page {
    const uts_host *host; /**< NULL: everything stays in `text` (tests) */
    uts_io *io;
    char *text;
    size_t n, room;
    int language;
    uts_status status; /**< sticky: the first error */
};

/** An argument of page_f must have exactly this type for %d and %u. */
#define PAGE_N(value) ((int64_t)(value))

/** Appends markup as it is. */
void page_raw(struct page *page, const char *markup);
void page_bytes(struct page *page, const char *markup, size_t n);
/**
 * Appends text so that it is inert in element content and in quoted attributes: & < > " ' become references, control
 * characters that HTML forbids become U+FFFD.
 */
void page_text(struct page *page, uts_str text);
/**
 * Appends @p format, in which everything but the directives is markup:
 * %s C string and %S uts_str, escaped; %r C string, as it is; %d int64_t with thousands separators; %u int64_t, digits
 * only, for ids; %1 %2 double with so many decimals; %% a per cent sign.
 */
void page_f(struct page *page, const char *format, ...);
/** The same for a list of arguments, ended by the caller. */
void page_vf(struct page *page, const char *format, va_list *args);
/** Hands what is left to the file. */
uts_status page_flush(struct page *page);

/** Room for any number of page_number and page_real. */
#define PAGE_NUMBER_MAX 64
/** Writes @p value as people of the language write it, thousands set apart; returns the length. */
size_t page_number(char *out, int64_t value, int language);
/** The same with @p decimals (at most 6), rounded half away from zero; a dash when it is not a finite number. */
size_t page_real(char *out, double value, int decimals, int language);

#endif
