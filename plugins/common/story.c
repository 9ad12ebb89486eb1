/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "story.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
/* Added to the numbers of tables in text boxes. */
#define STORY_OTHERS 0x40000000u

void story_start(struct story *s) { *s = (struct story){.block = NONE}; }

void story_free(struct story *s) {
    struct story *boxes = s->boxes.items;
    for (uint32_t i = 0; i < s->boxes.n; i++) story_free(&boxes[i]);
    struct transcript_list *lists[] = {&s->blocks, &s->pieces, &s->marks, &s->boxes};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) free(lists[i]->items);
    rt_out_free(&s->text);
    story_start(s);
}

/* Room for one more item; NULL: out of memory, which sticks. */
static void *push(struct story *s, struct transcript_list *list, size_t size) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        void *grown = room > list->room ? realloc(list->items, room * size) : NULL;
        if (!grown) {
            s->failed = true;
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    return (char *)list->items + size * list->n++;
}

static void put(struct story *s, const char *p, size_t n) {
    if (n > INT32_MAX - s->text.n) s->failed = true;
    if (!s->failed) rt_out_bytes(&s->text, p, n);
    s->failed |= s->text.out_of_memory;
}

/* ---- text ---- */

static struct story_piece *last_piece(const struct story *s) {
    return (struct story_piece *)s->pieces.items + s->pieces.n - 1;
}

static void close_piece(struct story *s) {
    if (s->piece_open) last_piece(s)->span.end = story_at(s);
    s->piece_open = false;
}

static void open_piece(struct story *s) {
    if (s->piece_open && last_piece(s)->number == s->number) return;
    close_piece(s);
    struct story_piece *piece = push(s, &s->pieces, sizeof *piece);
    if (piece) *piece = (struct story_piece){{story_at(s), story_at(s)}, s->number};
    s->piece_open = piece != NULL;
}

/* Puts what was to come before text: a new block, line ends, the TABs of empty cells, the number of the paragraph. */
static void prepare(struct story *s, char first) {
    if (s->block == NONE) {
        s->block = story_at(s);
        s->letters = s->plain = s->upright = false;
        s->lines = 0;
    }
    if (s->lines || s->tabs) close_piece(s);
    for (; s->lines; s->lines--) put(s, "\n", 1);
    for (; s->tabs; s->tabs--) put(s, "\t", 1);
    s->row_line = false;
    s->cell_text = true;
    open_piece(s);
    size_t n = strlen(s->prefix);
    if (n && s->prefix[n - 1] == ' ' && (unsigned char)first <= ' ') n--; /* the text brings its own blank */
    put(s, s->prefix, n);
    s->prefix[0] = '\0';
}

static bool holds_letter(uts_str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10 || c >= 0xC3) return true;
    }
    return false;
}

/* Notes whether letters are bold and italic; looks at the text only while it could still change the answer. */
static void note_face(struct story *s, uts_str text, uint32_t face) {
    bool news = !s->letters || (!s->plain && !(face & UTS_STYLE_BOLD)) || (!s->upright && !(face & UTS_STYLE_ITALIC));
    if (!news || !holds_letter(text)) return;
    s->letters = true;
    s->plain |= !(face & UTS_STYLE_BOLD);
    s->upright |= !(face & UTS_STYLE_ITALIC);
}

void story_text(struct story *s, uts_str text, uint32_t face) {
    if (!text.n) return;
    if (s->block == NONE || !s->piece_open || s->lines || s->tabs || s->prefix[0]) prepare(s, text.p[0]);
    note_face(s, text, face);
    while (text.n) {
        const char *lf = memchr(text.p, '\n', text.n);
        size_t n = lf ? (size_t)(lf - text.p) : text.n;
        put(s, text.p, n);
        if (lf) put(s, " ", 1);
        n += lf != NULL;
        text.p += n;
        text.n -= n;
    }
}

void story_prefix(struct story *s, const char *prefix) {
    size_t n = strnlen(prefix, sizeof s->prefix - 1);
    while (n && prefix[n] && ((unsigned char)prefix[n] & 0xC0) == 0x80) n--; /* never inside a character */
    memcpy(s->prefix, prefix, n);
    s->prefix[n] = '\0';
}

void story_tab(struct story *s) { story_text(s, uts_cstr("\t"), 0); }

void story_break(struct story *s) {
    bool text = s->rows ? s->cell_text : s->block != NONE;
    if (text) s->lines++;
}

/* ---- paragraphs ---- */

void story_paragraph(struct story *s, uint32_t number) {
    if (!s->joined) {
        s->prefix[0] = '\0';
        if (s->rows && s->cell_text && !s->row_line) s->lines = 1;
        if (!s->rows) s->lines = 0;
    }
    s->number = number;
    s->joined = false;
}

static bool is_blank(const char *p, const char *end) {
    while (p < end && ((unsigned char)*p <= ' ' || ((unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0)))
        p += 1 + ((unsigned char)p[0] == 0xC2);
    return p >= end;
}

/* Forgets text from byte @p at on, with its pieces and marks. */
static void cut(struct story *s, uint32_t at) {
    s->text.n = at;
    while (s->pieces.n && last_piece(s)->span.end > at) {
        last_piece(s)->span.end = at;
        if (last_piece(s)->span.begin < at) break;
        s->pieces.n--;
    }
    struct story_mark *marks = s->marks.items;
    for (uint32_t i = s->marks.n; i > 0 && marks[i - 1].span.end > at; i--) {
        if (marks[i - 1].span.begin > at) marks[i - 1].span.begin = at;
        marks[i - 1].span.end = at;
    }
}

static void append(struct story *s, const struct story *box);

static void end_block(struct story *s, const struct story_look *look) {
    close_piece(s);
    s->lines = s->tabs = 0;
    s->row_line = s->cell_text = false;
    if (s->block != NONE && !s->failed) {
        uint32_t end = story_at(s);
        while (!s->raw && end > s->block && (unsigned char)s->text.p[end - 1] <= ' ') end--;
        if (!s->raw && is_blank(s->text.p + s->block, s->text.p + end)) end = s->block;
        cut(s, end);
        struct story_block *block = end > s->block ? push(s, &s->blocks, sizeof *block) : NULL;
        uint32_t style = look->style | (s->n_tables ? UTS_STYLE_TABLE : 0);
        if (s->letters && !s->plain) style |= UTS_STYLE_BOLD;
        if (s->letters && !s->upright) style |= UTS_STYLE_ITALIC;
        if (block)
            *block =
                (struct story_block){{s->block, end}, style, look->level, look->zone, s->rows ? s->table_number : 0};
    }
    s->block = NONE;
    struct story *boxes = s->boxes.items;
    for (uint32_t i = 0; i < s->boxes.n; i++) {
        append(s, &boxes[i]);
        story_free(&boxes[i]);
    }
    s->boxes.n = 0;
}

void story_end_paragraph(struct story *s, const struct story_look *look) {
    s->joined = look->joins;
    if (!s->rows && !look->joins) end_block(s, look);
}

/* ---- tables ---- */

static const struct story_look no_look;

/* The innermost table; NULL when tables nest too deep: then they are read as frames. */
static struct story_table *inner(struct story *s) {
    return s->n_tables && s->n_tables <= STORY_TABLES ? &s->tables[s->n_tables - 1] : NULL;
}

void story_begin_table(struct story *s) {
    if (!s->rows && s->block != NONE) end_block(s, &no_look);
    if (!s->n_tables++) s->table_number++;
    struct story_table *table = inner(s);
    if (table) *table = (struct story_table){.columns = STORY_UNKNOWN};
}

void story_columns(struct story *s, uint32_t columns) {
    struct story_table *table = inner(s);
    if (table && columns) table->columns = columns;
}

static bool has_columns(struct story *s) {
    const struct story_table *table = inner(s);
    return table && table->columns > 1;
}

void story_row(struct story *s) {
    if (!has_columns(s)) return;
    inner(s)->cells = 0;
    inner(s)->broken = false;
    if (s->rows++ == 0) {
        end_block(s, &no_look);
        return;
    }
    for (uint32_t i = 0; i + 1 < s->n_tables; i++) s->tables[i].broken = true;
    s->lines = 1;
    s->tabs = 0;
    s->row_line = true;
}

void story_cell(struct story *s) {
    if (!has_columns(s) || !s->rows) return;
    struct story_table *table = inner(s);
    s->cell_text = false;
    if (table->cells++ == 0) return;
    if (table->broken) {
        s->lines = 1;
        s->tabs = 0;
        s->row_line = true;
    } else {
        if (!s->row_line) s->lines = 0;
        s->tabs++;
    }
    table->broken = false;
}

void story_end_row(struct story *s) {
    if (!has_columns(s) || !s->rows) return;
    if (s->rows == 1) end_block(s, &no_look);
    s->rows--;
}

void story_end_table(struct story *s) {
    if (s->n_tables) s->n_tables--;
}

/* ---- marks, boxes, the end ---- */

void story_mark(struct story *s, uint32_t begin, uint32_t kind, uint32_t id) {
    struct story_mark *mark = push(s, &s->marks, sizeof *mark);
    if (mark) *mark = (struct story_mark){{begin, story_at(s)}, kind, id};
}

void story_add_box(struct story *s, struct story *box) {
    story_finish(box);
    s->failed |= box->failed;
    struct story *kept = push(s, &s->boxes, sizeof *kept);
    if (kept)
        *kept = *box;
    else
        story_free(box);
    story_start(box);
}

/* Copies a list of things that begin with a span, moved by @p by. */
static void append_list(struct story *s, struct transcript_list *to, const struct transcript_list *from, size_t size,
                        uint32_t by) {
    for (uint32_t i = 0; i < from->n; i++) {
        struct transcript_span *span = push(s, to, size);
        if (!span) return;
        memcpy(span, (const char *)from->items + size * i, size);
        span->begin += by;
        span->end += by;
    }
}

static void append(struct story *s, const struct story *box) {
    uint32_t by = story_at(s), from = s->blocks.n;
    put(s, box->text.p, box->text.n);
    append_list(s, &s->blocks, &box->blocks, sizeof(struct story_block), by);
    append_list(s, &s->pieces, &box->pieces, sizeof(struct story_piece), by);
    append_list(s, &s->marks, &box->marks, sizeof(struct story_mark), by);
    struct story_block *blocks = s->blocks.items;
    for (; from < s->blocks.n; from++) {
        /* Rows of a table in the box are no rows of ours. */
        if (blocks[from].table) blocks[from].table += STORY_OTHERS;
        blocks[from].style |= UTS_STYLE_BOX;
    }
}

/* Begin and end of a block's text. */
static uts_str text_of(const struct story *s, const struct story_block *block) {
    return uts_mkstr(s->text.p + block->span.begin, block->span.end - block->span.begin);
}

static int by_text(const void *a, const void *b) {
    const uts_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : x->n < y->n ? -1 : x->n > y->n;
}

static bool is_time(uts_str s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!memchr("0123456789:.,[]()", s.p[i], 17)) return false;
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    }
    return digits >= 3 && memchr(s.p, ':', s.n);
}

/* Marks one block as no heading. */
static void unmake(struct story_block *block) { block->zone = block->level = 0; }

/* Those of @p n texts, sorted, that come a third time: to the front. Returns how many. */
static uint32_t keep_frequent(uts_str *texts, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0, first = 0; i < n; i++) {
        if (!uts_str_eq(texts[i], texts[first])) first = i;
        if (i - first == 2) texts[kept++] = texts[i]; /* writes behind what was read */
    }
    return kept;
}

/*
 * Some programs set times and the names of speakers as headings. A heading that comes a third time is a name; there
 * must be two such, and where most headings of a level are names, all of that level are.
 */
static void unmake_headings(struct story *s) {
    struct story_block *blocks = s->blocks.items;
    uts_str *texts = malloc((s->blocks.n + 1) * sizeof *texts);
    uint32_t n = 0, all[16] = {0}, named[16] = {0};
    s->failed |= !texts;
    for (uint32_t i = 0; i < s->blocks.n && texts; i++)
        if (blocks[i].zone == UTS_ZONE_HEADING && is_time(text_of(s, &blocks[i])))
            unmake(&blocks[i]);
        else if (blocks[i].zone == UTS_ZONE_HEADING)
            texts[n++] = text_of(s, &blocks[i]);
    if (n) qsort(texts, n, sizeof *texts, by_text);
    n = keep_frequent(texts, n);
    for (uint32_t i = 0; i < s->blocks.n && n >= 2; i++) {
        uts_str text = text_of(s, &blocks[i]);
        if (blocks[i].zone != UTS_ZONE_HEADING) continue;
        all[blocks[i].level & 15]++;
        named[blocks[i].level & 15] += bsearch(&text, texts, n, sizeof *texts, by_text) != NULL;
    }
    for (uint32_t i = 0; i < s->blocks.n && n >= 2; i++) {
        uint32_t level = blocks[i].level & 15;
        if (blocks[i].zone == UTS_ZONE_HEADING && named[level] && named[level] * 10 >= all[level] * 7)
            unmake(&blocks[i]);
    }
    free(texts);
}

void story_finish(struct story *s) {
    s->rows = s->n_tables = 0;
    end_block(s, &no_look);
    unmake_headings(s);
}

/* ---- giving ---- */

void story_give(const struct story *s, struct transcript *t, uint32_t zone,
                void (*marked)(void *user, struct transcript *t, uint32_t kind, uint32_t id, uint32_t begin,
                               uint32_t end),
                void *user) {
    const struct story_block *block = s->blocks.items;
    const struct story_piece *pieces = s->pieces.items;
    const struct story_mark *marks = s->marks.items;
    uint32_t piece = 0, mark = 0;
    t->failed |= s->failed;
    for (uint32_t i = 0; i < s->blocks.n && !t->failed; i++, block++) {
        transcript_zone(t, block->zone ? block->zone : zone);
        uint32_t at = block->span.begin, by = transcript_at(t) - at;
        for (; piece < s->pieces.n && pieces[piece].span.end <= block->span.end; piece++) {
            struct transcript_span span = pieces[piece].span;
            transcript_put(t, uts_mkstr(s->text.p + at, span.begin - at), -1, -1);
            transcript_put(t, uts_mkstr(s->text.p + span.begin, span.end - span.begin), pieces[piece].number,
                           (int64_t)pieces[piece].number + 1);
            at = span.end;
        }
        transcript_put(t, uts_mkstr(s->text.p + at, block->span.end - at), -1, -1);
        for (; mark < s->marks.n && marks[mark].span.end <= block->span.end; mark++)
            marked(user, t, marks[mark].kind, marks[mark].id, marks[mark].span.begin + by, marks[mark].span.end + by);
        transcript_end_paragraph(t, block->style, block->level);
        bool row_follows = block->table && i + 1 < s->blocks.n && block[1].table == block->table;
        if (!row_follows) transcript_gap(t);
    }
    for (; mark < s->marks.n; mark++) /* where nothing follows */
        marked(user, t, marks[mark].kind, marks[mark].id, transcript_at(t), transcript_at(t));
}

uts_str story_line(const struct story *s, const uts_host *host, uts_job *job) {
    char *line = host->alloc(job, s->text.n + 3 * (size_t)s->blocks.n + 1, 1);
    const struct story_block *block = s->blocks.items;
    size_t n = 0;
    if (!line) return uts_cstr("");
    for (uint32_t i = 0; i < s->blocks.n; i++, block++) {
        if (n) {
            memcpy(line + n, " / ", 3);
            n += 3;
        }
        for (uint32_t at = block->span.begin; at < block->span.end; at++)
            line[n++] = (unsigned char)s->text.p[at] < ' ' ? ' ' : s->text.p[at];
    }
    return uts_mkstr(line, n);
}

/* ---- the layouts of speech recognition ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/*
 * The layouts of Teams ("Anna Ek   0:06" and a line break) and of Word's own transcription ("00:00:06 Talare 1"). Dates
 * and words differ by language, so only times and blanks are looked at.
 */
static bool is_recognised_line(const char *p, const char *end, bool goes_on) {
    const char *at = end;
    while (at > p && (is_digit(at[-1]) || at[-1] == ':')) at--;
    if (goes_on && end - at >= 4 && is_digit(*at) && end[-3] == ':' && at - p > 3 && memcmp(at - 3, "   ", 3) == 0)
        return true;
    const char *colon = end - p > 10 && p[2] == ':' && p[5] == ':' && p[8] == ' ' && is_digit(*p) ? p + 9 : NULL;
    if (!colon || at == end || at[-1] != ' ') return false;
    size_t n = (size_t)(at - 1 - colon);
    return (n == 6 && memcmp(colon, "Talare", 6) == 0) || (n == 7 && memcmp(colon, "Speaker", 7) == 0);
}

/* "Anna Ek stoppade transkription", in any language: the last line, without a time, begins with a name that spoke. */
static bool ends_service(const struct story *s, const struct story_block *last) {
    const char *p = s->text.p + last->span.begin, *end = s->text.p + last->span.end;
    const struct story_block *block = s->blocks.items;
    if (end - p > 200 || memchr(p, '\n', (size_t)(end - p))) return false;
    for (uint32_t i = 0; i + 1 < s->blocks.n; i++, block++) {
        const char *q = s->text.p + block->span.begin, *stop = s->text.p + block->span.end;
        const char *lf = memchr(q, '\n', (size_t)(stop - q));
        if (!lf || !is_recognised_line(q, lf, true)) continue;
        const char *name = memmem(q, (size_t)(lf - q), "   ", 3);
        size_t n = name ? (size_t)(name - q) : 0;
        if (n && (size_t)(end - p) > n + 1 && memcmp(p, q, n) == 0 && p[n] == ' ') return true;
    }
    return false;
}

bool story_recognise(struct story *s) {
    struct story_block *blocks = s->blocks.items;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->blocks.n; i++) {
        const char *p = s->text.p + blocks[i].span.begin, *end = s->text.p + blocks[i].span.end;
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        n += is_recognised_line(p, lf ? lf : end, lf != NULL);
    }
    if (n < 3 || n * 3 < s->blocks.n) return false;
    struct story_block *last = &blocks[s->blocks.n - 1];
    if (!last->zone && ends_service(s, last)) last->zone = UTS_ZONE_METADATA;
    return true;
}
