/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words to lines: rows by height, columns by the white strips between them. */
#include "model.h"

static int by_middle(const void *a, const void *b) {
    const struct pdf_word *x = a, *y = b;
    float mx = x->y1 + x->y2, my = y->y1 + y->y2;
    if (mx != my) return mx < my ? -1 : 1;
    if (x->x1 != y->x1) return x->x1 < y->x1 ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

static int by_x(const void *a, const void *b) {
    const struct pdf_word *x = a, *y = b;
    if (x->x1 != y->x1) return x->x1 < y->x1 ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

/* ---- rows ---- */

/* Whether a word stands at the height of a row, whose box is that of its largest word. */
static bool level_with(const struct pdf_word *box, const struct pdf_word *w) {
    float top = box->y1 > w->y1 ? box->y1 : w->y1, bottom = box->y2 < w->y2 ? box->y2 : w->y2;
    float a = box->y2 - box->y1, b = w->y2 - w->y1;
    return bottom - top >= 0.5F * (a < b ? a : b);
}

static void measure(const struct pdf *d, struct pdf_line *line) {
    const struct pdf_word *w = d->words + line->first, *largest = w;
    line->x1 = w[0].x1;
    line->x2 = w[0].x2;
    line->bold = line->italic = true;
    for (uint32_t i = 0; i < line->n; i++) {
        if (w[i].size > largest->size) largest = &w[i];
        if (w[i].x1 < line->x1) line->x1 = w[i].x1;
        if (w[i].x2 > line->x2) line->x2 = w[i].x2;
        line->bold &= (w[i].flags & PDF_WIRE_BOLD) != 0;
        line->italic &= (w[i].flags & PDF_WIRE_ITALIC) != 0;
    }
    line->y1 = largest->y1;
    line->y2 = largest->y2;
    line->size = largest->size;
}

static void add_line(struct pdf *d, uint32_t page, uint32_t first, uint32_t n, uint8_t side) {
    if (!n || !pdf_room(d, &d->lines, d->n_lines, &d->lines_room, sizeof *d->lines)) return;
    struct pdf_line *line = &d->lines[d->n_lines++];
    *line = (struct pdf_line){.first = first, .n = n, .page = page, .side = side};
    measure(d, line);
}

static void make_rows(struct pdf *d, uint32_t page) {
    struct pdf_page *p = &d->pages[page];
    struct pdf_word *w = d->words + p->first;
    if (p->n) qsort(w, p->n, sizeof *w, by_middle);
    for (uint32_t at = 0; at < p->n;) {
        uint32_t end = at + 1;
        struct pdf_word box = w[at];
        for (; end < p->n && level_with(&box, &w[end]); end++)
            if (w[end].y2 - w[end].y1 > box.y2 - box.y1) box = w[end];
        qsort(w + at, end - at, sizeof *w, by_x);
        add_line(d, page, p->first + at, end - at, PDF_FULL);
        at = end;
    }
}

/* ---- columns ---- */

/* A row seen from a strip at x: words on both sides and a gap between, words on one side, or a word across it. */
enum at_strip { ACROSS, BOTH, ONLY_LEFT, ONLY_RIGHT };

static enum at_strip at_strip(const struct pdf *d, const struct pdf_line *line, float x, uint32_t *split) {
    const struct pdf_word *w = d->words + line->first;
    uint32_t k = 0;
    while (k < line->n && (w[k].x1 + w[k].x2) / 2 < x) k++;
    *split = k;
    if (k == line->n) return w[k - 1].x2 < x ? ONLY_LEFT : ACROSS;
    if (k == 0) return w[0].x1 > x ? ONLY_RIGHT : ACROSS;
    return w[k].x1 - w[k - 1].x2 >= 0.8F * line->size && w[k - 1].x2 < x && w[k].x1 > x ? BOTH : ACROSS;
}

/* The strip in the middle of @p from to @p to that most rows leave white; 0: none that two columns could have. */
static float find_strip(const struct pdf *d, const struct pdf_line *lines, uint32_t n, float from, float to) {
    float best = 0, width = to - from;
    uint32_t most = 0;
    bool tried[256] = {false};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 1; k < lines[i].n; k++) {
            const struct pdf_word *w = d->words + lines[i].first + k;
            float x = (w[-1].x2 + w->x1) / 2, place = (x - from) / width;
            if (w->x1 - w[-1].x2 < 0.8F * lines[i].size || !(place >= 0.3F && place <= 0.7F)) continue;
            uint8_t step = (uint8_t)(place * 256);
            if (tried[step]) continue; /* a page may hold any number of words */
            tried[step] = true;
            uint32_t both = 0, split;
            for (uint32_t j = 0; j < n; j++) both += at_strip(d, &lines[j], x, &split) == BOTH;
            if (both > most) {
                most = both;
                best = x;
            }
        }
    return most >= 4 ? best : 0;
}

/* Whether the rows [from, to) hold running text on both sides of x: full lines, nearly everywhere. */
static bool are_columns(const struct pdf *d, const struct pdf_line *rows, uint32_t n, float x) {
    uint32_t both = 0, full = 0, split;
    float left = 1e9F, right = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].x1 < left) left = rows[i].x1;
        if (rows[i].x2 > right) right = rows[i].x2;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (at_strip(d, &rows[i], x, &split) != BOTH) continue;
        const struct pdf_word *w = d->words + rows[i].first;
        both++;
        full += w[split - 1].x2 - rows[i].x1 >= 0.5F * (x - left) && rows[i].x2 - w[split].x1 >= 0.5F * (right - x);
    }
    return n >= 4 && both >= 4 && both * 10 >= n * 5 && full * 10 >= both * 6;
}

/* The strips between the columns of a stretch of rows, from left to right. */
struct strips {
    float x[PDF_COLUMNS - 1];
    uint32_t n;
};

/* Looks at one side of the strip at @p x for two columns more. */
static void split_side(struct pdf *d, const struct pdf_line *rows, uint32_t n, float x, bool right, struct strips *s) {
    struct pdf_line *part = malloc(n * sizeof *part);
    uint32_t m = 0, split;
    float from = 1e9F, to = 0;
    d->no_memory |= !part;
    for (uint32_t i = 0; part && i < n; i++) {
        at_strip(d, &rows[i], x, &split);
        uint32_t first = right ? split : 0, words = right ? rows[i].n - split : split;
        if (!words) continue;
        part[m] = (struct pdf_line){.first = rows[i].first + first, .n = words};
        measure(d, &part[m]);
        if (part[m].x1 < from) from = part[m].x1;
        if (part[m].x2 > to) to = part[m].x2;
        m++;
    }
    float y = m ? find_strip(d, part, m, from, to) : 0;
    bool whole = y > 0 && are_columns(d, part, m, y);
    for (uint32_t i = 0; whole && i < m; i++) whole = at_strip(d, &part[i], y, &split) != ACROSS;
    if (whole) s->x[s->n++] = y;
    free(part);
}

static int by_place(const void *a, const void *b) {
    const float *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Puts rows that lie in columns, down each column; @p x: the strip that was found first. */
static void add_columns(struct pdf *d, uint32_t page, const struct pdf_line *rows, uint32_t n, float x) {
    struct strips s = {{x}, 1};
    split_side(d, rows, n, x, false, &s);
    split_side(d, rows, n, x, true, &s);
    qsort(s.x, s.n, sizeof *s.x, by_place);
    for (uint32_t c = 0; c <= s.n; c++)
        for (uint32_t i = 0; i < n; i++) {
            uint32_t from = 0, to = rows[i].n;
            if (c) at_strip(d, &rows[i], s.x[c - 1], &from);
            if (c < s.n) at_strip(d, &rows[i], s.x[c], &to);
            add_line(d, page, rows[i].first + from, to - from, pdf_side(s.n + 1, c));
        }
    d->columns++;
}

/* Splits the rows of a page, which lie at the end of the list, into columns where they have some. */
static void split_columns(struct pdf *d, uint32_t page) {
    struct pdf_page *p = &d->pages[page];
    float x = p->n_lines ? find_strip(d, d->lines + p->first_line, p->n_lines, 0, p->width) : 0;
    if (x == 0) return;
    uint32_t n = p->n_lines, split;
    struct pdf_line *rows = malloc(n * sizeof *rows);
    if (!rows) {
        d->no_memory = true;
        return;
    }
    memcpy(rows, d->lines + p->first_line, n * sizeof *rows);
    d->n_lines = p->first_line;
    for (uint32_t at = 0; at < n;) {
        uint32_t end = at;
        while (end < n && at_strip(d, &rows[end], x, &split) != ACROSS) end++;
        bool columns = are_columns(d, rows + at, end - at, x);
        if (columns) add_columns(d, page, rows + at, end - at, x);
        for (uint32_t i = at; !columns && i < end; i++) add_line(d, page, rows[i].first, rows[i].n, PDF_FULL);
        if (end < n) add_line(d, page, rows[end].first, rows[end].n, PDF_FULL);
        at = end + 1;
    }
    free(rows);
    p->n_lines = d->n_lines - p->first_line;
}

void pdf_make_lines(struct pdf *d) {
    for (uint32_t i = 0; i < d->n_pages && !d->no_memory; i++) {
        d->pages[i].first_line = d->n_lines;
        make_rows(d, i);
        d->pages[i].n_lines = d->n_lines - d->pages[i].first_line;
        split_columns(d, i);
        d->empty_pages += d->pages[i].n == 0;
    }
}
