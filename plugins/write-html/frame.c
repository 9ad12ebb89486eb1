/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Head, navigation and foot of the page, and what all sections share. */
#include "report.h"

static const struct {
    const char *id;
    enum text_id title;
} sections[] = {{"summary", TEXT_SUMMARY}, {"material", TEXT_MATERIAL}, {"method", TEXT_METHOD},
                {"themes", TEXT_THEMES},   {"together", TEXT_TOGETHER}, {"left-out", TEXT_LEFT_OUT},
                {"notes", TEXT_NOTES},     {"codebook", TEXT_CODEBOOK}, {"run", TEXT_RUN},
                {"hits", TEXT_HITS},       {"excluded", TEXT_EXCLUDED}};

/* A link to #k3g7 puts an anchor before the hits of code 3; these rules then hide every hit that is not of group 7
 * (or, for b, in one turn with code 7). On paper all hits stand. */
static void write_filters(struct report *report) {
    struct page *page = &report->page;
    page_raw(page, "@media screen{");
    for (uint32_t g = 0; g < report->store.n_groups; g++)
        page_f(page, ".f.g%u:target~details li:not(.g%u){display:none}", PAGE_N(g), PAGE_N(g));
    for (uint32_t c = 0; report->book && c < report->book->n_codes; c++)
        if (is_theme(report, c)) page_f(page, ".f.b%u:target~details li:not(.b%u){display:none}", PAGE_N(c), PAGE_N(c));
    page_raw(page, "}");
}

void frame_open(struct report *report) {
    struct page *page = &report->page;
    page_f(page,
           "<!DOCTYPE html>\n<html lang=\"%r\">\n<head>\n<meta charset=\"utf-8\"/>\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
           "<meta name=\"referrer\" content=\"no-referrer\"/>\n<meta name=\"generator\" content=\"utsaga %s\"/>\n"
           "<title>%r</title>\n<style>\n",
           tr(page, TEXT_LANG), report->version, tr(page, TEXT_TITLE));
    for (const char *const *rule = style_sheet; *rule; rule++) page_raw(page, *rule);
    write_filters(report);
    page_f(page,
           "\n</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">%r</a>\n<header class=\"top\"><h1>%r</h1>"
           "<p>%r</p></header>\n<div class=\"frame\">\n<nav aria-label=\"%r\"><details open=\"open\"><summary>%r"
           "</summary><ol>",
           tr(page, TEXT_SKIP_LINK), tr(page, TEXT_TITLE), tr(page, TEXT_LEAD), tr(page, TEXT_CONTENTS),
           tr(page, TEXT_CONTENTS));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        page_f(page, "<li><a href=\"#%r\">%r</a></li>", sections[i].id, tr(page, sections[i].title));
    page_raw(page, "</ol></details></nav>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void frame_close(struct report *report) {
    struct page *page = &report->page;
    page_raw(page, "</main>\n</div>\n<footer><p>");
    page_f(page, tr(page, TEXT_FOOTER), report->version);
    page_raw(page, "</p></footer>\n</body>\n</html>\n");
}

void section_open(struct page *page, const char *id, enum text_id title) {
    page_f(page, "<section id=\"%r\" aria-labelledby=\"%r-h\">\n<h2 id=\"%r-h\">%r</h2>\n", id, id, id,
           tr(page, title));
}

void section_close(struct page *page) { page_raw(page, "</section>\n"); }

void table_open(struct page *page, const char *class_, const char *caption, ...) {
    struct page text = {.language = page->language};
    va_list args;
    va_start(args, caption);
    page_vf(&text, caption, &args);
    va_end(args);
    if (text.status < 0) page->status = text.status;
    /* A region that scrolls must be reachable by keyboard and have a name. */
    page_raw(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
    /* The caption may hold markup, an attribute may not. */
    bool inside = false;
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.text[i] : '<';
        if (c == '<' && !inside) page_bytes(page, text.text + from, i - from);
        if (c == '>') from = i + 1;
        if (c == '<' || c == '>') inside = c == '<';
    }
    page_f(page, "\"><table class=\"%r\"><caption><span>", class_);
    page_bytes(page, text.text, text.n);
    page_raw(page, "</span></caption>\n");
    free(text.text);
}

void table_close(struct page *page) { page_raw(page, "</table></div>\n"); }

/* A colour goes into a style attribute: nothing but #RRGGBB may. */
static const char *safe_colour(const char *colour) {
    return strlen(colour) == 7 && *colour == '#' && strspn(colour + 1, "0123456789abcdefABCDEF") == 6 ? colour
                                                                                                      : "#777777";
}

void write_code(struct page *page, const uts_code *code) {
    page_f(page, "<i class=\"dot\" style=\"background:%r\"></i><span class=\"id\">%s</span> %s",
           safe_colour(code->colour), code->id, *code->label ? code->label : code->id);
}

void write_code_head(struct report *report, uint32_t code) {
    const uts_code *c = report->book->codes[code];
    page_f(&report->page, "<th scope=\"col\"><abbr title=\"%s\">%s</abbr></th>", c->label, c->id);
}

void rows_left_out(struct page *page, uint64_t shown, uint64_t all, const char *where) {
    if (shown == all) return;
    page_raw(page, "<p class=\"cut\">");
    page_f(page, tr(page, TEXT_ROWS_SHOWN), PAGE_N(shown), PAGE_N(all), where);
    page_raw(page, "</p>\n");
}

uint32_t matrix_row(const struct report *report, uint32_t d) {
    const struct theme_group *group = themes_group(&report->themes, "document");
    uts_str id = uts_cstr(report->store.documents[d].id);
    for (uint32_t v = 0; group && v < group->n_values && v < ROWS_SHOWN; v++)
        if (uts_str_eq(group->values[v], id)) return v;
    return NO_CELL;
}

void write_of(struct page *page, int64_t k, int64_t n) {
    if (k < 0 || n < 0)
        page_raw(page, tr(page, TEXT_UNCOUNTABLE));
    else if (n >= 12)
        page_f(page, tr(page, TEXT_OF_PERCENT), k, n, PAGE_N((double)k * 100 / (double)n + 0.5));
    else
        page_f(page, tr(page, TEXT_OF), k, n);
}

void write_n_hits(struct page *page, uint64_t n) {
    page_f(page, tr(page, n == 1 ? TEXT_HIT : TEXT_SEE_HITS), PAGE_N(n));
}

void write_value(struct page *page, const char *group, uts_str value) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    if (strcmp(group, "zone") == 0)
        for (uint32_t z = 1; z < UTS_ZONE_COUNT_; z++)
            if (uts_str_eq(value, uts_cstr(zones[z]))) {
                page_raw(page, tr_zone(page, z));
                return;
            }
    if (value.n == 0 || uts_str_eq(value, uts_cstr("unknown"))) {
        page_raw(page, tr(page, TEXT_UNKNOWN));
        return;
    }
    if (strcmp(group, "role") != 0) {
        page_text(page, value);
        return;
    }
    size_t from = 0;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '_') {
            page_text(page, uts_mkstr(value.p + from, i - from));
            page_raw(page, " ");
            from = i + 1;
        }
    page_text(page, uts_mkstr(value.p + from, value.n - from));
}

const char *group_name(struct page *page, const char *name, char *room, size_t size) {
    static const struct {
        const char *name;
        enum text_id text;
    } known[] = {{"role", TEXT_GROUP_ROLE},
                 {"wave", TEXT_GROUP_WAVE},
                 {"zone", TEXT_GROUP_ZONE},
                 {"document", TEXT_GROUP_DOCUMENT}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0) return tr(page, known[i].text);
    struct page escaped = {.language = page->language};
    page_text(&escaped, uts_cstr(name));
    size_t n = escaped.n < size ? escaped.n : size - 1;
    /* Never half a character or reference: a name that does not fit is not shown. */
    if (n < escaped.n || !escaped.text) n = 0;
    if (n) memcpy(room, escaped.text, n);
    room[n] = '\0';
    free(escaped.text);
    return room;
}

int heat(double value, double max) {
    if (!(value > 0) || !(max > 0)) return 0;
    double share = value / max;
    return share > 0.8 ? 5 : share > 0.6 ? 4 : share > 0.4 ? 3 : share > 0.2 ? 2 : 1;
}

bool is_theme(const struct report *report, uint32_t code) { return report->book->codes[code]->n_rules > 0; }

uts_status report_write(struct report *report) {
    if (!themes_open(&report->themes, report->themes_table, report->book)) report->page.status = UTS_E_NOMEM;
    if (report->page.status >= 0) {
        frame_open(report);
        write_summary(report);
        write_material(report);
        section_open(&report->page, "method", TEXT_METHOD);
        page_raw(&report->page, tr(&report->page, TEXT_METHOD_BODY));
        section_close(&report->page);
        write_themes(report);
        write_together(report);
        write_left_out(report);
        write_notes(report);
        write_codebook(report);
        write_run(report);
        write_hits(report);
        write_excluded(report);
        frame_close(report);
        page_flush(&report->page);
    }
    themes_close(&report->themes);
    return report->page.status;
}
