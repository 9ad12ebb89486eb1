/* SPDX-License-Identifier: GPL-3.0-or-later */
/* White space between blocks, and the paragraphs that begin behind it. The white space is the document's own, so the
 * string value of body is the text; a reader finds the paragraphs by its blank lines (or by its lines, where body says
 * rend="lines"), and by a milestone where they do not show. */
#include "tei.h"

static bool is_blank_line(const char *p, const char *end) {
    while (p < end) {
        if (*p == ' ' || *p == '\t' || *p == '\r')
            p++;
        else if (end - p >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0)
            p += 2;
        else
            return false;
    }
    return true;
}

/* A walk over the lines that hold text. */
struct lines {
    const char *text;
    uint32_t n, begin, end;
    bool after_blank; /* the line is the first, or a blank line stands before it */
    uint32_t next;
};

static bool next_line(struct lines *l) {
    for (l->after_blank = l->next == 0; l->next < l->n;) {
        const char *stop = memchr(l->text + l->next, '\n', l->n - l->next);
        l->begin = l->next;
        l->end = stop ? (uint32_t)(stop - l->text) : l->n;
        l->next = l->end + 1;
        if (!is_blank_line(l->text + l->begin, l->text + l->end)) return true;
        l->after_blank = true;
    }
    return false;
}

/* Each line that holds text is a paragraph. */
static bool lines_are_paragraphs(const struct tei_doc *d) {
    struct lines l = {.text = d->text.p, .n = (uint32_t)d->text.n};
    uint32_t row = 0;
    bool differs = false; /* from blank lines as the ends of paragraphs */
    for (; next_line(&l); row++) {
        if (row == d->paragraph->rows || d->paragraph->begin[row] < l.begin || d->paragraph->begin[row] >= l.end)
            return false;
        differs = differs || !l.after_blank;
    }
    return differs && row == d->paragraph->rows;
}

bool tei_find_breaks(struct tei_doc *d) {
    if (!d->paragraph || !d->paragraph->rows) return true;
    const uint32_t *style = d->paragraph->data[UTS_PARAGRAPH_STYLE], *level = d->paragraph->data[UTS_PARAGRAPH_LEVEL];
    uint32_t rows = d->paragraph->rows;
    d->breaks = d->host->alloc(d->job, rows * sizeof *d->breaks, 4);
    if (!d->breaks) return false;
    d->by_line = lines_are_paragraphs(d);
    struct lines l = {.text = d->text.p, .n = (uint32_t)d->text.n};
    for (uint32_t row = 0; row < rows && next_line(&l);) {
        while (row < rows && d->paragraph->begin[row] < l.begin) row++; /* begins within a line, or in a blank one */
        if (row == rows || d->paragraph->begin[row] >= l.end) continue;
        bool shows = d->by_line || l.after_blank;
        if (!shows || style[row] || level[row])
            d->breaks[d->n_breaks++] = (struct tei_break){d->paragraph->begin[row], row};
    }
    return true;
}

static void put_milestone(struct tei_doc *d, uint32_t row) {
    static const char *const names[] = {"bold", "italic", "list", "table"};
    uint32_t style = ((const uint32_t *)d->paragraph->data[UTS_PARAGRAPH_STYLE])[row],
             level = ((const uint32_t *)d->paragraph->data[UTS_PARAGRAPH_LEVEL])[row];
    TEI_LIT(d->out, "<milestone unit=\"paragraph\"");
    if (level) {
        TEI_LIT(d->out, " n=\"");
        tei_put_u32(d->out, level);
        TEI_LIT(d->out, "\"");
    }
    bool any = false;
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(style >> i & 1)) continue;
        tei_puts(d->out, any ? " " : " rend=\"");
        tei_puts(d->out, names[i]);
        any = true;
    }
    tei_puts(d->out, any ? "\"/>" : "/>");
}

void tei_put_space(struct tei_doc *d, uint32_t from, uint32_t to) {
    tei_put_raw(d, from, to);
    for (; d->next_break < d->n_breaks && d->breaks[d->next_break].at <= to; d->next_break++)
        put_milestone(d, d->breaks[d->next_break].row);
}
