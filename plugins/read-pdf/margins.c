/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around the text: line numbers, page headers and footers, notes. By statistics over the document. */
#include "model.h"

#include <math.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool all_digits(const struct pdf *d, const struct pdf_word *w, uint32_t most) {
    if (w->bytes == 0 || w->bytes > most) return false;
    for (uint32_t i = 0; i < w->bytes; i++)
        if (!is_digit(pdf_text(d, w)[i])) return false;
    return true;
}

static int by_value(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* ---- measures ---- */

/* The size in which most letters are set, to a quarter of a point. */
static float body_size(const struct pdf *d) {
    uint32_t letters[400] = {0}, best = 0;
    for (uint32_t i = 0; i < d->n_words; i++) {
        uint32_t size = (uint32_t)(d->words[i].size * 4 + 0.5F);
        letters[size < 400 ? size : 399] += d->words[i].bytes;
    }
    for (uint32_t i = 1; i < 400; i++)
        if (letters[i] > letters[best]) best = i;
    return (float)best / 4;
}

/* Distances between lines, and where lines end at the right. */
static void measure(struct pdf *d) {
    d->body_size = body_size(d);
    float *values = malloc((d->n_lines + 1) * sizeof *values);
    if (!values) {
        d->no_memory = true;
        return;
    }
    uint32_t n = 0;
    for (uint32_t i = 1; i < d->n_lines; i++) {
        const struct pdf_line *a = &d->lines[i - 1], *b = &d->lines[i];
        float step = b->y2 - a->y2;
        if (a->page == b->page && a->side == b->side && step > 0.5F * a->size && step < 2.5F * a->size &&
            fabsf(a->size - d->body_size) < 0.3F)
            values[n++] = step;
    }
    qsort(values, n, sizeof *values, by_value);
    d->leading = n ? values[n / 3] : 1.2F * d->body_size; /* below the middle: most distances are inside paragraphs */
    for (uint8_t side = 0; side < PDF_SIDES_; side++) {
        n = 0;
        for (uint32_t i = 0; i < d->n_lines; i++)
            if (d->lines[i].side == side && d->lines[i].kind == PDF_BODY) values[n++] = d->lines[i].x2;
        qsort(values, n, sizeof *values, by_value);
        d->right[side] = n ? values[(n - 1) * 19 / 20] : 0;
    }
    free(values);
}

/* ---- line numbers ---- */

/* Where the lines of a page begin that do not begin with a number; 0: unknown. */
static float left_edge(const struct pdf *d, const struct pdf_page *p, float *values) {
    uint32_t n = 0;
    for (uint32_t i = p->first_line; i < p->first_line + p->n_lines; i++) {
        const struct pdf_word *w = &d->words[d->lines[i].first];
        bool number = all_digits(d, w, 4);
        if (number && d->lines[i].n > 1) values[n++] = w[1].x1;
        if (!number) values[n++] = w->x1;
    }
    if (!n) return 0;
    qsort(values, n, sizeof *values, by_value);
    return values[n / 10];
}

static uint32_t number_of(const struct pdf *d, const struct pdf_word *w) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->bytes; i++) n = n * 10 + (uint32_t)(pdf_text(d, w)[i] - '0');
    return n;
}

static bool is_line_number(const struct pdf *d, const struct pdf_line *line, float edge) {
    const struct pdf_word *w = &d->words[line->first];
    return pdf_is_leftmost(line->side) && all_digits(d, w, 4) && w->x2 < edge - 0.2F * d->body_size;
}

/* Counts the numbers beside the text of a page; false: they do not rise, so they are none. */
static bool numbers_of(const struct pdf *d, const struct pdf_page *p, float edge, uint32_t *n) {
    uint32_t last = 0, falls = 0;
    *n = 0;
    for (uint32_t i = p->first_line; i < p->first_line + p->n_lines; i++) {
        if (!is_line_number(d, &d->lines[i], edge)) continue;
        uint32_t number = number_of(d, &d->words[d->lines[i].first]);
        falls += *n && number <= last;
        last = number;
        ++*n;
    }
    return falls <= 1; /* they may begin anew on a page */
}

static void take_first_off(struct pdf *d, struct pdf_line *line) {
    d->numbers++;
    line->first++;
    if (--line->n == 0) {
        line->kind = PDF_DROPPED;
        return;
    }
    line->x1 = d->words[line->first].x1;
}

static void drop_line_numbers(struct pdf *d) {
    float *values = malloc((d->n_lines + 1) * sizeof *values), *edges = calloc(d->n_pages + 1, sizeof *edges);
    uint32_t total = 0, n;
    if (!values || !edges) d->no_memory = true;
    for (uint32_t i = 0; i < d->n_pages && !d->no_memory; i++) {
        float edge = left_edge(d, &d->pages[i], values);
        if (!numbers_of(d, &d->pages[i], edge, &n)) continue;
        edges[i] = edge;
        total += n;
    }
    for (uint32_t i = 0; total >= 3 && i < d->n_lines && !d->no_memory; i++)
        if (is_line_number(d, &d->lines[i], edges[d->lines[i].page])) take_first_off(d, &d->lines[i]);
    free(values);
    free(edges);
}

/* ---- page headers and footers ---- */

/* A line at the edge of a page. */
struct edge {
    uint64_t hash; /* of its text, each number one sign */
    float y;
    uint32_t line, page;
};

static uint64_t hash_of(const struct pdf *d, const struct pdf_line *line) {
    uint64_t h = 14695981039346656037U;
    bool in_number = false;
    for (uint32_t k = 0; k < line->n; k++) {
        const struct pdf_word *w = &d->words[line->first + k];
        for (uint32_t i = 0; i < w->bytes; i++) {
            char c = pdf_text(d, w)[i];
            if (is_digit(c) && in_number) continue;
            in_number = is_digit(c);
            h = (h ^ (unsigned char)(in_number ? '#' : c)) * 1099511628211U;
        }
        in_number = false;
        h = (h ^ ' ') * 1099511628211U;
    }
    return h;
}

static int by_hash(const void *a, const void *b) {
    const struct edge *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    if (x->y != y->y) return x->y < y->y ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

struct height {
    float y;
    uint32_t line;
};

static int by_height(const void *a, const void *b) {
    const struct height *x = a, *y = b;
    if (x->y != y->y) return x->y < y->y ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* The lines of a page from the top to the bottom; how many. */
static uint32_t sort_by_height(const struct pdf *d, const struct pdf_page *p, struct height *into) {
    uint32_t n = 0;
    for (uint32_t i = p->first_line; i < p->first_line + p->n_lines; i++)
        if (d->lines[i].kind != PDF_DROPPED) into[n++] = (struct height){d->lines[i].y1, i};
    qsort(into, n, sizeof *into, by_height);
    return n;
}

/* The next number of a line from word *k, byte *i on; false: there is none left. */
static bool next_number(const struct pdf *d, const struct pdf_line *line, uint32_t *k, uint32_t *i, uint32_t *number) {
    for (; *k < line->n; ++*k, *i = 0) {
        const struct pdf_word *w = &d->words[line->first + *k];
        while (*i < w->bytes && !is_digit(pdf_text(d, w)[*i])) ++*i;
        if (*i == w->bytes) continue;
        for (*number = 0; *i < w->bytes && is_digit(pdf_text(d, w)[*i]); ++*i)
            *number = *number * 10 + (uint32_t)(pdf_text(d, w)[*i] - '0');
        return true;
    }
    return false;
}

/* Whether the numbers of two lines are the same or count the pages; those of notes and questions do neither. */
static bool count_pages(const struct pdf *d, const struct pdf_line *a, const struct pdf_line *b) {
    uint32_t ka = 0, kb = 0, ia = 0, ib = 0, x, y;
    while (next_number(d, a, &ka, &ia, &x) && next_number(d, b, &kb, &ib, &y))
        if (x != y && y - x != b->page - a->page) return false;
    return true;
}

/* Lines that come back at one height on at least half of the pages. */
static void mark_repeated(struct pdf *d, const struct edge *edges, uint32_t n) {
    for (uint32_t at = 0; at < n;) {
        uint32_t end = at + 1, pages = 1;
        while (end < n && edges[end].hash == edges[at].hash && edges[end].y - edges[end - 1].y < 4 &&
               count_pages(d, &d->lines[edges[end - 1].line], &d->lines[edges[end].line]))
            end++;
        for (uint32_t i = at + 1; i < end; i++) pages += edges[i].page != edges[i - 1].page;
        bool short_document = d->n_pages < 4;
        if (pages >= 2 && (short_document ? pages == d->n_pages : pages * 2 >= d->n_pages - 1))
            for (uint32_t i = at; i < end; i++) d->lines[edges[i].line].kind = PDF_FURNITURE;
        at = end;
    }
}

static void find_furniture(struct pdf *d, struct height *heights) {
    enum { DEEP = 3 };
    struct edge *edges = malloc(((size_t)d->n_pages * 2 * DEEP + 1) * sizeof *edges);
    uint32_t n = 0;
    if (!edges) {
        d->no_memory = true;
        return;
    }
    for (uint32_t page = 0; page < d->n_pages; page++) {
        uint32_t lines = sort_by_height(d, &d->pages[page], heights);
        for (uint32_t k = 0; k < lines; k++) {
            if (k >= DEEP && k + DEEP < lines) continue;
            uint32_t line = heights[k].line;
            edges[n++] = (struct edge){hash_of(d, &d->lines[line]), d->lines[line].y1, line, page};
        }
    }
    qsort(edges, n, sizeof *edges, by_hash);
    if (d->n_pages >= 2) mark_repeated(d, edges, n);
    free(edges);
    for (uint32_t i = 0; i < d->n_lines; i++) d->furniture += d->lines[i].kind == PDF_FURNITURE;
}

/* ---- notes ---- */

static bool begins_note(const struct pdf *d, const struct pdf_line *line) {
    const struct pdf_word *w = &d->words[line->first];
    char c = pdf_text(d, w)[0];
    return is_digit(c) || c == '*';
}

/* Small lines at the foot of a page, of which one begins with a number. */
static void find_notes(struct pdf *d, const struct pdf_page *p, struct height *heights) {
    uint32_t n = sort_by_height(d, p, heights), first = n;
    bool numbered = false;
    for (uint32_t k = n; k > 0; k--) {
        const struct pdf_line *line = &d->lines[heights[k - 1].line];
        if (line->kind == PDF_FURNITURE) continue;
        if (line->size > 0.92F * d->body_size || line->y1 < 0.3F * p->height) break;
        numbered |= begins_note(d, line);
        first = k - 1;
    }
    for (uint32_t k = first; numbered && k < n; k++)
        if (d->lines[heights[k].line].kind == PDF_BODY) d->lines[heights[k].line].kind = PDF_NOTE;
}

void pdf_sort_out(struct pdf *d) {
    struct height *heights = malloc((d->n_lines + 1) * sizeof *heights);
    d->no_memory |= !heights;
    if (!d->no_memory) measure(d);
    if (!d->no_memory) drop_line_numbers(d);
    if (!d->no_memory) find_furniture(d, heights);
    for (uint32_t i = 0; i < d->n_pages && !d->no_memory; i++) find_notes(d, &d->pages[i], heights);
    if (!d->no_memory) measure(d);
    free(heights);
}
