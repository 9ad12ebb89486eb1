/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "odt.h"

#include <string.h>
#include <utsaga/layers.h>

#define TEXT   "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
#define OFFICE "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
#define STYLE  "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
#define TABLE  "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
#define DRAW   "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
#define SVG    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
#define DC     "http://purl.org/dc/elements/1.1/"

static const struct sax_name names[] = {{TEXT, "p", O_P},
                                        {TEXT, "h", O_H},
                                        {TEXT, "span", O_SPAN},
                                        {TEXT, "s", O_S},
                                        {TEXT, "tab", O_TAB},
                                        {TEXT, "line-break", O_LINE_BREAK},
                                        {TEXT, "section", O_SECTION},
                                        {TEXT, "index-body", O_INDEX},
                                        {TEXT, "list", O_LIST},
                                        {TEXT, "list-item", O_LIST_ITEM},
                                        {TEXT, "list-header", O_LIST_HEADER},
                                        {TABLE, "table", O_TABLE},
                                        {TABLE, "table-column", O_COLUMN},
                                        {TABLE, "table-row", O_ROW},
                                        {TABLE, "table-cell", O_CELL},
                                        {TABLE, "covered-table-cell", O_CELL},
                                        {TEXT, "note", O_NOTE},
                                        {TEXT, "note-citation", O_CITATION},
                                        {TEXT, "note-body", O_NOTE_BODY},
                                        {OFFICE, "annotation", O_ANNOTATION},
                                        {DC, "creator", O_CREATOR},
                                        {DC, "date", O_DATE},
                                        {DC, "title", O_TITLE},
                                        {TEXT, "changed-region", O_CHANGED_REGION},
                                        {TEXT, "insertion", O_INSERTION},
                                        {TEXT, "deletion", O_DELETION},
                                        {OFFICE, "change-info", O_CHANGE_INFO},
                                        {TEXT, "change-start", O_CHANGE_START},
                                        {TEXT, "change-end", O_CHANGE_END},
                                        {TEXT, "change", O_CHANGE},
                                        {TEXT, "placeholder", O_PLACEHOLDER},
                                        {STYLE, "header", O_MARGIN},
                                        {STYLE, "footer", O_MARGIN},
                                        {STYLE, "header-left", O_MARGIN},
                                        {STYLE, "footer-left", O_MARGIN},
                                        {STYLE, "header-first", O_MARGIN},
                                        {STYLE, "footer-first", O_MARGIN},
                                        {OFFICE, "text", O_BODY},
                                        {STYLE, "style", O_STYLE},
                                        {STYLE, "text-properties", O_TEXT_PROPERTIES},
                                        {TEXT, "list-style", O_LIST_STYLE},
                                        {TEXT, "outline-style", O_OUTLINE_STYLE},
                                        {TEXT, "list-level-style-number", O_LIST_LEVEL},
                                        {TEXT, "outline-level-style", O_LIST_LEVEL},
                                        {TEXT, "list-level-style-bullet", O_BULLET_LEVEL},
                                        /* whatever is drawn and may hold text */
                                        {DRAW, "text-box", O_BOX},
                                        {DRAW, "custom-shape", O_BOX},
                                        {DRAW, "rect", O_BOX},
                                        {DRAW, "ellipse", O_BOX},
                                        {DRAW, "circle", O_BOX},
                                        {DRAW, "line", O_BOX},
                                        {DRAW, "polyline", O_BOX},
                                        {DRAW, "polygon", O_BOX},
                                        {DRAW, "regular-polygon", O_BOX},
                                        {DRAW, "path", O_BOX},
                                        {DRAW, "connector", O_BOX},
                                        {DRAW, "caption", O_BOX},
                                        {DRAW, "measure", O_BOX},
                                        {DRAW, "object", O_OBJECT},
                                        {DRAW, "plugin", O_OBJECT},
                                        /* with all that they hold */
                                        {TEXT, "table-of-content-source", O_SKIPPED},
                                        {TEXT, "alphabetical-index-source", O_SKIPPED},
                                        {TEXT, "illustration-index-source", O_SKIPPED},
                                        {TEXT, "table-index-source", O_SKIPPED},
                                        {TEXT, "object-index-source", O_SKIPPED},
                                        {TEXT, "user-index-source", O_SKIPPED},
                                        {TEXT, "bibliography-source", O_SKIPPED},
                                        {TEXT, "number", O_SKIPPED},
                                        {TEXT, "script", O_SKIPPED},
                                        {TEXT, "format-change", O_SKIPPED},
                                        {SVG, "title", O_SKIPPED},
                                        {SVG, "desc", O_SKIPPED},
                                        {OFFICE, "forms", O_SKIPPED},
                                        {OFFICE, "scripts", O_SKIPPED},
                                        {OFFICE, "binary-data", O_SKIPPED},
                                        {NULL, NULL, 0}};

struct odt_frame *odt_around(struct odt *d, uint32_t id) {
    for (uint32_t i = d->depth; i > 0; i--)
        if (d->frames[i].id == id) return &d->frames[i];
    return NULL;
}

bool odt_is_shown(const struct odt *d) {
    return !d->inserted && !d->deleting && !d->concealed && !(d->in.face & ODT_HIDDEN);
}

/* ---- text ---- */

static void put(struct odt *d, uts_str text) { story_text(d->in.story, text, d->in.face); }

/* White space of the file is folded; soft hyphens only show at line ends; no-break hyphens are hyphens. */
static void put_folded(struct odt *d, uts_str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        bool soft = c == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] == 0xAD;
        bool firm = c == 0xE2 && i + 2 < text.n && memcmp(text.p + i, "\xE2\x80\x91", 3) == 0;
        if (!soft && !firm && !(blank && (d->in.blank || c != ' '))) {
            d->in.blank = blank;
            i++;
            continue;
        }
        put(d, uts_mkstr(text.p + from, i - from));
        if (blank && !d->in.blank) put(d, uts_cstr(" "));
        if (firm) put(d, uts_cstr("-"));
        d->in.blank = blank || (soft && d->in.blank);
        d->counts.soft_hyphens += soft;
        i += firm ? 3 : soft ? 2 : 1;
        from = i;
    }
    put(d, uts_mkstr(text.p + from, text.n - from));
}

static void count_words(struct odt *d, uts_str text, uint32_t *words) {
    for (size_t i = 0; i < text.n; i++) {
        bool letter = (unsigned char)text.p[i] > ' ';
        *words += letter && !d->in_word;
        d->in_word = letter;
    }
}

static void take_into(char *to, size_t room, uts_str text) {
    size_t used = strlen(to), n = text.n < room - 1 - used ? text.n : room - 1 - used;
    while (n < text.n && n && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
    memcpy(to + used, text.p, n);
    to[used + n] = '\0';
}

static void text(void *user, uts_str text) {
    struct odt *d = user;
    if (d->skip) return;
    if (d->taking == O_TITLE) take_into(d->title, sizeof d->title, text);
    if (d->taking && d->aside && d->taking != O_TITLE) {
        char *to = d->taking == O_CREATOR ? d->aside->who : d->aside->day;
        take_into(to, d->taking == O_CREATOR ? sizeof d->aside->who : sizeof d->aside->day, text);
    }
    if (d->taking || !d->in.open || d->citing) return;
    d->seen++;
    if (d->deleting)
        count_words(d, text, &d->counts.deleted_words);
    else if (odt_is_shown(d))
        put_folded(d, text);
    else if (!d->inserted)
        count_words(d, text, &d->counts.hidden);
}

/* ---- paragraphs ---- */

static uint32_t face_of(const struct odt_style *style, uint32_t around) {
    return style ? (around & ~style->says) | (style->face & style->says) : around;
}

static void number_paragraph(struct odt *d, uint32_t heading, const struct odt_style *style) {
    char number[64] = "";
    if (d->in.item)
        odt_list_item(&d->lists, d->in.item_start, style ? style->list : NULL, number);
    else if (heading && !d->lists.depth)
        odt_heading_number(&d->lists, heading, number);
    d->in.item = false;
    if (d->in.mark[0]) {
        story_prefix(d->in.story, d->in.mark);
        d->in.mark[0] = '\0';
    } else if (number[0] && d->conf->numbering == ODT_KEEP_NUMBERS) {
        story_prefix(d->in.story, number);
    }
}

static void begin_paragraph(struct odt *d, uint32_t id, const struct sax_attributes *attributes) {
    const struct odt_style *style = odt_style(&d->styles, 'p', sax_attribute(attributes, "style-name"));
    int64_t level = id == O_H ? sax_number(sax_attribute(attributes, "outline-level"), 1) : style ? style->level : 0;
    if (d->in_body) d->paragraphs++;
    if (!d->in.story) return;
    d->in.open = true;
    d->in.blank = !d->in.story->raw;
    d->in_word = false;
    d->in.face = face_of(style, 0);
    d->in.listed = d->lists.depth > 0;
    bool heading = level > 0 && level < 100 && !d->in.story->n_tables;
    d->in.level = heading ? (uint32_t)level : 0;
    d->in.zone = d->contents ? UTS_ZONE_CONTENTS : heading ? UTS_ZONE_HEADING : 0;
    story_paragraph(d->in.story, d->in_body ? d->paragraphs : 0);
    number_paragraph(d, id == O_H ? d->in.level : 0, style);
}

static void end_paragraph(struct odt *d) {
    if (!d->in.open) return;
    d->in.open = false;
    struct story_look look = {.style = d->in.listed ? UTS_STYLE_LIST : 0,
                              .level = d->in.level,
                              .zone = d->in.zone,
                              .joins = d->inserted > 0};
    story_end_paragraph(d->in.story, &look);
}

/* What one element may stand for. */
enum { MOST_BLANKS = 200 };

static void put_blanks(struct odt *d, const struct sax_attributes *attributes) {
    int64_t n = sax_number(sax_attribute(attributes, "c"), 1);
    for (int64_t i = 0; i < n && i < MOST_BLANKS; i++) put(d, uts_cstr(" "));
}

static void inline_element(struct odt *d, uint32_t id, const struct sax_attributes *attributes) {
    if (!d->in.open || !odt_is_shown(d)) return;
    d->in.blank = false;
    if (id == O_S)
        put_blanks(d, attributes);
    else if (id == O_TAB)
        story_tab(d->in.story);
    else
        story_break(d->in.story);
}

/* ---- elements ---- */

static void begin_table_part(struct odt *d, struct odt_frame *frame, const struct sax_attributes *attributes) {
    struct odt_frame *table = odt_around(d, O_TABLE);
    int64_t repeated;
    switch (frame->id) {
    case O_TABLE:
        story_begin_table(d->in.story);
        break;
    case O_COLUMN:
        repeated = sax_number(sax_attribute(attributes, "number-columns-repeated"), 1);
        if (table && repeated > 0 && repeated < 1000) table->value += (uint32_t)repeated;
        break;
    case O_ROW:
        if (table && !table->flag) story_columns(d->in.story, table->value);
        if (table) table->flag = true;
        story_row(d->in.story);
        break;
    default:
        story_cell(d->in.story);
    }
}

static void begin_section(struct odt *d, struct odt_frame *frame, const struct sax_attributes *attributes) {
    uts_str display = sax_attribute(attributes, "display");
    frame->flag = display.n == 4 && memcmp(display.p, "none", 4) == 0;
    d->concealed += frame->flag;
}

/* A note is read where it is shown; the deleted one goes with its text. */
static bool begin_note_body(struct odt *d) {
    const struct odt_frame *note = odt_around(d, O_NOTE);
    if (!note || !note->value) return false;
    char mark[40];
    uint32_t number = note->value;
    note_superscript(number, mark);
    bool typed = note->flag;
    odt_begin_aside(d, O_NOTE_BODY);
    if (d->failed) return false;
    d->aside->number = number;
    if (!typed) snprintf(d->in.mark, sizeof d->in.mark, "%s ", mark);
    return true;
}

static bool begin_change(struct odt *d, struct odt_frame *frame) {
    if (frame->id == O_INSERTION) {
        d->counts.insertions++;
        return false;
    }
    if (d->regions.n) ((struct odt_region *)d->regions.items)[d->regions.n - 1].deletion = true;
    frame->value = d->seen;
    d->deleting += d->conf->changes == ODT_ACCEPTED;
    odt_begin_aside(d, O_DELETION);
    return !d->failed;
}

/* False: nothing inside is wanted. */
static bool begin_text_element(struct odt *d, struct odt_frame *frame, const struct sax_attributes *attributes) {
    const struct odt_style *style;
    switch (frame->id) {
    case O_P:
    case O_H:
        begin_paragraph(d, frame->id, attributes);
        return true;
    case O_SPAN:
        frame->value = d->in.face;
        style = odt_style(&d->styles, 't', sax_attribute(attributes, "style-name"));
        d->in.face = face_of(style, d->in.face);
        return true;
    case O_S:
    case O_TAB:
    case O_LINE_BREAK:
        inline_element(d, frame->id, attributes);
        return true;
    case O_SECTION:
        begin_section(d, frame, attributes);
        return true;
    case O_INDEX:
        d->contents++;
        return true;
    case O_LIST:
        odt_list_begin(&d->lists, attributes);
        return true;
    case O_LIST_ITEM:
        d->in.item = true;
        d->in.item_start = sax_number(sax_attribute(attributes, "start-value"), -1);
        return true;
    case O_TABLE:
    case O_COLUMN:
    case O_ROW:
    case O_CELL:
        begin_table_part(d, frame, attributes);
        return true;
    case O_BOX:
        odt_begin_aside(d, O_BOX);
        return !d->failed;
    case O_CITATION:
        d->citing = true;
        if (odt_is_shown(d)) odt_cite(d, attributes);
        return true;
    case O_NOTE_BODY:
        return begin_note_body(d);
    case O_ANNOTATION:
        if (!odt_is_shown(d)) return false;
        odt_begin_comment(d);
        return !d->failed;
    case O_CHANGE_START:
    case O_CHANGE_END:
    case O_CHANGE:
        odt_change(d, frame->id, attributes);
        return true;
    case O_PLACEHOLDER:
        d->counts.placeholders++;
        return false;
    case O_OBJECT:
        d->counts.objects++;
        return true;
    default:
        return true;
    }
}

static bool begin(struct odt *d, struct odt_frame *frame, const struct sax_attributes *attributes) {
    switch (frame->id) {
    case O_SKIPPED:
        return false;
    case O_CHANGED_REGION:
        odt_begin_region(d, attributes);
        return true;
    case O_INSERTION:
    case O_DELETION:
        return begin_change(d, frame);
    case O_CHANGE_INFO:
        return false;
    case O_TITLE:
        d->taking = d->in.story ? 0 : O_TITLE;
        return true;
    case O_CREATOR:
    case O_DATE:
        d->taking = d->aside && d->aside->kind == O_ANNOTATION ? frame->id : 0;
        return true;
    case O_MARGIN:
        odt_begin_aside(d, O_MARGIN);
        return !d->failed;
    case O_BODY:
        d->in = (struct odt_inside){.story = &d->body};
        d->in_body = true;
        return true;
    case O_STYLE:
        odt_style_begin(&d->styles, attributes);
        return true;
    case O_TEXT_PROPERTIES:
        odt_style_text(&d->styles, attributes);
        return true;
    case O_LIST_STYLE:
        odt_list_style_begin(&d->lists, sax_attribute(attributes, "name"));
        return true;
    case O_OUTLINE_STYLE:
        odt_list_style_begin(&d->lists, uts_cstr(""));
        return true;
    case O_LIST_LEVEL:
    case O_BULLET_LEVEL:
        odt_list_level_begin(&d->lists, attributes, frame->id == O_BULLET_LEVEL);
        return true;
    default:
        return !d->in.story || begin_text_element(d, frame, attributes);
    }
}

static void start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct odt *d = user;
    if (d->skip) {
        d->skip++;
        d->paragraphs += d->in_body && (id == O_P || id == O_H);
        return;
    }
    struct odt_frame *frame = &d->frames[++d->depth];
    *frame = (struct odt_frame){.id = id};
    if (begin(d, frame, attributes)) return;
    d->depth--;
    d->skip = 1;
}

static void end(void *user, uint32_t id) {
    struct odt *d = user;
    if (d->skip) {
        d->skip--;
        return;
    }
    struct odt_frame frame = d->frames[d->depth--];
    switch (id) {
    case O_P:
    case O_H:
        end_paragraph(d);
        break;
    case O_SPAN:
        d->in.face = frame.value;
        break;
    case O_SECTION:
        d->concealed -= frame.flag;
        break;
    case O_INDEX:
        d->contents -= d->contents > 0;
        break;
    case O_LIST:
        odt_list_end(&d->lists);
        break;
    case O_LIST_ITEM:
        d->in.item = false;
        break;
    case O_TABLE:
        if (d->in.story) story_end_table(d->in.story);
        break;
    case O_ROW:
        if (d->in.story) story_end_row(d->in.story);
        break;
    case O_DELETION:
        d->counts.deletions += frame.value != d->seen;
        d->deleting -= d->conf->changes == ODT_ACCEPTED;
        odt_end_aside(d);
        break;
    case O_BOX:
    case O_NOTE_BODY:
    case O_ANNOTATION:
    case O_MARGIN:
        if (id == O_MARGIN || d->aside) odt_end_aside(d);
        break;
    case O_TITLE:
    case O_CREATOR:
    case O_DATE:
        d->taking = 0;
        break;
    case O_CITATION:
        d->citing = false;
        break;
    case O_STYLE:
        d->styles.open = NULL;
        break;
    case O_BODY:
        d->in_body = false;
        break;
    default:
        break;
    }
}

static bool is_cancelled(void *user) {
    struct odt *d = user;
    d->cancelled = d->host->cancelled(d->job);
    return d->cancelled || d->failed;
}

bool odt_walk(struct odt *d, int64_t entry, const char *name) {
    static const struct sax_handler handler = {
        .names = names, .start = start, .end = end, .text = text, .cancelled = is_cancelled};
    d->part = name;
    d->depth = d->skip = 0;
    d->in = (struct odt_inside){0};
    bool good = d->flat ? sax_parse_bytes(d->bytes, &handler, d, &d->archive.why, &d->line)
                        : sax_parse(&d->archive, entry, ODT_PART_BYTES, &handler, d, &d->line);
    return good && !d->failed;
}
