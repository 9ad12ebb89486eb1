/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes.h"

#include <stdlib.h>
#include <string.h>

struct note *notes_add(struct notes *n, uint32_t kind, uint32_t number) {
    struct transcript_list *list = &n->list;
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        struct note *grown = room > list->room ? realloc(list->items, room * sizeof *grown) : NULL;
        if (!grown) {
            n->failed = true;
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    struct note *note = (struct note *)list->items + list->n++;
    *note = (struct note){.kind = kind, .number = number};
    story_start(&note->story);
    return note;
}

void note_by(struct note *note, uts_str author, uts_str date) {
    size_t n = uts_cut(author, 100).n;
    bool dated = date.n >= 10;
    snprintf(note->who, sizeof note->who, "%.*s%s%.*s", (int)n, n ? author.p : "", dated ? ", " : "", dated ? 10 : 0,
             dated ? date.p : "");
}

void notes_free(struct notes *n) {
    struct note *notes = n->list.items;
    for (uint32_t i = 0; i < n->list.n; i++) story_free(&notes[i].story);
    free(n->list.items);
    n->list = (struct transcript_list){0};
}

void note_superscript(uint32_t number, char out[40]) {
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char decimal[16];
    size_t n = 0;
    snprintf(decimal, sizeof decimal, "%u", number);
    for (const char *d = decimal; *d; d++) {
        const char *digit = digits[*d - '0'];
        size_t k = strlen(digit);
        memcpy(out + n, digit, k);
        n += k;
    }
    out[n] = '\0';
}

static void remark_comment(struct notes *n, struct transcript *t, uint32_t number, uint32_t at) {
    struct note *notes = n->list.items, *note = NULL;
    for (uint32_t i = 0; i < n->list.n && i < NOTES_LOOKS && !note; i++) {
        uint32_t row = (n->looked + i) % n->list.n;
        if (notes[row].kind != STORY_COMMENT || notes[row].number != number || notes[row].placed) continue;
        note = &notes[row];
        n->looked = row;
    }
    if (!note) return;
    note->placed = true;
    if (++n->comments > NOTES_COMMENTS) return;
    uts_str line = story_line(&note->story, n->host, n->job);
    size_t k = strlen(note->who);
    char *detail = n->host->alloc(n->job, k + line.n + 3, 1);
    if (!detail) return;
    memcpy(detail, note->who, k);
    memcpy(detail + k, ": ", 2);
    if (line.n) memcpy(detail + k + 2, line.p, line.n);
    transcript_remark(t, at, UTS_LOG_INFO, "a comment in the margin, no part of the text",
                      uts_mkstr(detail, k + 2 + line.n));
}

void notes_mark(void *user, struct transcript *t, uint32_t kind, uint32_t id, uint32_t begin, uint32_t end) {
    char number[16];
    if (kind == STORY_COMMENT) {
        remark_comment(user, t, id, begin);
    } else if (begin < end) {
        snprintf(number, sizeof number, "%u", id);
        uts_str mark = id ? uts_cstr(number) : uts_mkstr(t->text.p + begin, end - begin);
        transcript_event(t, begin, end, UTS_EVENT_NOTE_REF, mark, -1);
    }
}

static int by_number(const void *a, const void *b) {
    const struct note *x = *(const struct note *const *)a, *y = *(const struct note *const *)b;
    return x->number < y->number ? -1 : x->number > y->number;
}

void notes_give(struct notes *n, struct transcript *t) {
    const struct note *notes = n->list.items;
    const struct note **order = malloc((n->list.n + 1) * sizeof *order);
    uint32_t used = 0;
    n->failed |= !order;
    for (uint32_t i = 0; order && i < n->list.n; i++)
        if (notes[i].kind == STORY_NOTE && notes[i].number) order[used++] = &notes[i];
    if (used) qsort(order, used, sizeof *order, by_number);
    for (uint32_t i = 0; i < used; i++) story_give(&order[i]->story, t, UTS_ZONE_FOOTNOTE, notes_mark, n);
    free(order);
    t->failed |= n->failed;
}

void notes_report(const struct notes *n) {
    const struct note *note = n->list.items;
    uint32_t comments = 0;
    for (uint32_t i = 0; i < n->list.n; i++, note++) {
        bool comment = note->kind == STORY_COMMENT;
        comments += comment;
        if ((comment ? note->placed : note->number != 0) || !note->story.blocks.n) continue;
        n->host->note(n->job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr(comment ? "a comment without a place in the text"
                                       : "a note that nothing in the text refers to is left out"),
                      story_line(&note->story, n->host, n->job));
    }
    if (comments)
        uts_notef(n->host, n->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u comments stand in the margin: they are no part of the text, each is a remark with its place",
                  comments);
}
