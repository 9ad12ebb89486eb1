/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utsaga-pdf-text: the words of the PDF on standard input, with their boxes, to standard output (wire.h). A process of
 * its own because the format is large and its files are not to be trusted: it has little memory and time, opens
 * nothing and can write nowhere but to its pipe.
 */
#include "wire.h"

#include <poppler.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* The address sanitizer takes terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static void put(const void *bytes, size_t n) {
    if (fwrite(bytes, 1, n, stdout) != n) _Exit(1);
}

static void put_number(uint32_t n) { put(&n, sizeof n); }

static void put_text(const char *text, size_t n) {
    static const char padding[4];
    put(text, n);
    put(padding, (4 - n % 4) % 4);
}

static int fail(uint32_t reason) {
    put_number(PDF_WIRE_FAILED);
    put_number(reason);
    fflush(stdout);
    return 1;
}

static void limit(int what, rlim_t most) {
    struct rlimit l = {most, most};
    if (setrlimit(what, &l) != 0) _Exit(1);
}

static void restrict_self(void) {
    signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0); /* pipes are not files */
    limit(RLIMIT_CPU, PDF_CPU_SECONDS);
#ifndef SANITIZED
    limit(RLIMIT_AS, PDF_MEMORY_BYTES);
#endif
}

/* ---- words ---- */

static uint16_t flags_of(const char *font) {
    static const struct {
        const char *part;
        uint16_t flag;
    } parts[] = {{"bold", PDF_WIRE_BOLD},     {"black", PDF_WIRE_BOLD},    {"heavy", PDF_WIRE_BOLD},
                 {"semibold", PDF_WIRE_BOLD}, {"italic", PDF_WIRE_ITALIC}, {"oblique", PDF_WIRE_ITALIC}};
    uint16_t flags = 0;
    char *lower = font ? g_ascii_strdown(font, -1) : NULL;
    for (size_t i = 0; lower && i < sizeof parts / sizeof *parts; i++)
        if (strstr(lower, parts[i].part)) flags |= parts[i].flag;
    g_free(lower);
    return flags;
}

/* The font of a character; the list ascends, and so do the questions. */
static const PopplerTextAttributes *font_at(GList **list, gint index) {
    while (*list && ((PopplerTextAttributes *)(*list)->data)->end_index < index && (*list)->next) *list = (*list)->next;
    return *list ? (*list)->data : NULL;
}

static void put_word(const char *text, size_t n, const PopplerRectangle *first, const PopplerRectangle *last,
                     const PopplerTextAttributes *font) {
    struct pdf_wire_word word = {.x1 = (float)first->x1,
                                 .y1 = (float)first->y1,
                                 .x2 = (float)last->x2,
                                 .y2 = (float)last->y2};
    if (n > UINT16_MAX - 4) n = UINT16_MAX - 4; /* no word is so long; poppler would have to be wrong */
    word.size = font ? (float)font->font_size : word.y2 - word.y1;
    word.flags = font ? flags_of(font->font_name) : 0;
    word.bytes = (uint16_t)n;
    put_number(PDF_WIRE_WORD);
    put(&word, sizeof word);
    put_text(text, n);
}

static bool is_space(gunichar c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/* A tab between two words leaves no blank in poppler's text, and a raised number is part of the word before it. */
static bool goes_on(const PopplerRectangle *a, const PopplerRectangle *b, const PopplerTextAttributes *font,
                    const PopplerTextAttributes *next) {
    double size = font ? font->font_size : a->y2 - a->y1;
    bool far = b->x1 - a->x2 > 0.2 * size || b->x1 < a->x1 - 0.5 * size;
    bool level = b->y1 < a->y2 && a->y1 < b->y2;
    return level && !far && (font == next || (font && next && font->font_size == next->font_size));
}

static void put_words(PopplerPage *page) {
    char *text = poppler_page_get_text(page);
    char nothing[] = "";
    PopplerRectangle *boxes = NULL;
    guint n_boxes = 0, index = 0;
    GList *fonts = poppler_page_get_text_attributes(page), *at_font = fonts;
    poppler_page_get_text_layout(page, &boxes, &n_boxes);
    for (char *p = text ? text : nothing; *p && index < n_boxes;) {
        if (is_space(g_utf8_get_char(p))) {
            p = g_utf8_next_char(p);
            index++;
            continue;
        }
        const char *begin = p;
        guint first = index;
        const PopplerTextAttributes *font = font_at(&at_font, (gint)first);
        do {
            p = g_utf8_next_char(p);
            index++;
        } while (*p && index < n_boxes && !is_space(g_utf8_get_char(p)) &&
                 goes_on(&boxes[index - 1], &boxes[index], font, font_at(&at_font, (gint)index)));
        put_word(begin, (size_t)(p - begin), &boxes[first], &boxes[index - 1], font);
    }
    poppler_page_free_text_attributes(fonts);
    g_free(boxes);
    g_free(text);
}

/* ---- the document ---- */

static int put_document(PopplerDocument *document) {
    char *title = poppler_document_get_title(document);
    int n = poppler_document_get_n_pages(document);
    if (title && *title) {
        put_number(PDF_WIRE_TITLE);
        put_number((uint32_t)strlen(title));
        put_text(title, strlen(title));
    }
    g_free(title);
    for (int i = 0; i < n && i < PDF_PAGES; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        double width = 0, height = 0;
        if (page) poppler_page_get_size(page, &width, &height);
        float box[2] = {(float)width, (float)height};
        put_number(PDF_WIRE_PAGE);
        put(box, sizeof box);
        if (page) put_words(page);
        g_clear_object(&page);
    }
    put_number(n <= PDF_PAGES ? PDF_WIRE_END : 0);
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(void) {
    struct stat about;
    if (fstat(0, &about) != 0 || about.st_size <= 0) return fail(PDF_WIRE_DAMAGED);
    restrict_self();
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
    if (bytes == MAP_FAILED) return fail(PDF_WIRE_NO_MEMORY);
    GBytes *data = g_bytes_new_static(bytes, (size_t)about.st_size);
    GError *error = NULL;
    PopplerDocument *document = poppler_document_new_from_bytes(data, NULL, &error);
    if (!document) return fail(error && error->code == POPPLER_ERROR_ENCRYPTED ? PDF_WIRE_ENCRYPTED : PDF_WIRE_DAMAGED);
    int status = put_document(document);
    /* The memory goes with the process. */
    _Exit(status);
}
