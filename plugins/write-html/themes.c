/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often each theme is voiced: all in all, by role and other variables, by part of the text, by document. */
#include "report.h"

#include <math.h>

/* A count that leads to its hits. */
static void write_count(struct report *report, uint32_t code, const char *group, uts_str value, int64_t count) {
    struct page *page = &report->page;
    uint32_t g = store_find_group(&report->store, group, value.n ? value : uts_cstr("unknown"));
    if (count < 0)
        page_raw(page, tr(page, TEXT_UNCOUNTABLE));
    else if (count == 0)
        page_raw(page, "<span class=\"zero\">0</span>");
    else if (g != UINT32_MAX && report->store.groups[g].seen[code])
        page_f(page, "<a href=\"#k%ug%u\">%d</a>", PAGE_N(code), PAGE_N(g), count);
    else
        page_f(page, "%d", count);
}

static void write_bar(struct page *page, double value, double max) {
    double width = max > 0 && value > 0 ? value * 100 / max : 0;
    if (width > 100) width = 100;
    page_f(page, "<span class=\"bar\"><i style=\"width:%u%%\"></i></span>", PAGE_N(width + 0.5));
}

/* The row that opens a group of the codebook. */
static void write_parent(struct report *report, uint32_t code, uint32_t columns) {
    struct page *page = &report->page;
    page_f(page, "<tr class=\"head\"><th scope=\"colgroup\" colspan=\"%u\">", PAGE_N(columns));
    write_code(page, report->book->codes[code]);
    page_raw(page, "</th></tr>\n");
}

static void write_code_cell(struct report *report, uint32_t code) {
    page_f(&report->page, "<th scope=\"row\"><a class=\"plain\" href=\"#k%u\">", PAGE_N(code));
    write_code(&report->page, report->book->codes[code]);
    page_raw(&report->page, "</a></th>");
}

/* The largest rate of a group, for the bars. A group with few words has rates that would make all other bars vanish, so
 * it sets the scale only when there is no larger group. */
static double max_rate(const struct report *report, const struct theme_group *group) {
    double max = 0, small = 0;
    struct theme_cell cell;
    for (uint32_t v = 0; v < group->n_values; v++)
        for (uint32_t c = 0; c < report->themes.n_codes; c++) {
            if (!is_theme(report, c) || !themes_cell(&report->themes, group, v, c, &cell)) continue;
            double *of = cell.words >= 0 && cell.words < FEW_WORDS ? &small : &max;
            if (cell.per_1000 > *of) *of = cell.per_1000;
        }
    return max > 0 ? max : small;
}

static void write_all(struct report *report) {
    struct page *page = &report->page;
    const struct theme_group *all = themes_group(&report->themes, "all");
    if (!all) return;
    double max = max_rate(report, all);
    bool uncounted = false;
    table_open(page, "data", "%r", tr(page, TEXT_ALL_CAPTION));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r"
           "</th><th scope=\"col\" class=\"text\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_THEME), tr(page, TEXT_HITS_COLUMN), tr(page, TEXT_UNITS_COLUMN), tr(page, TEXT_PEOPLE_COLUMN),
           tr(page, TEXT_RATE_COLUMN));
    for (uint32_t c = 0; c < report->themes.n_codes; c++) {
        struct theme_cell cell;
        bool found = themes_cell(&report->themes, all, 0, c, &cell);
        if (!found && !is_theme(report, c)) write_parent(report, c, 5);
        if (!found) continue;
        uncounted |= cell.participants < 0;
        page_raw(page, is_theme(report, c) ? "<tr>" : "<tr class=\"head\">");
        write_code_cell(report, c);
        if (cell.mentions > 0)
            page_f(page, "<td><a href=\"#k%u\">%d</a></td><td>", PAGE_N(c), cell.mentions);
        else
            page_raw(page, "<td><span class=\"zero\">0</span></td><td>");
        write_of(page, cell.units_with, cell.units);
        page_raw(page, "</td><td>");
        write_of(page, cell.participants_with, cell.participants);
        page_raw(page, "</td><td class=\"text rate\">");
        if (is_theme(report, c)) write_bar(page, cell.per_1000, max);
        page_f(page, " %1</td></tr>\n", cell.per_1000 < 0 ? (double)NAN : cell.per_1000);
    }
    page_raw(page, "</tbody>");
    table_close(page);
    if (uncounted) page_f(page, "<p class=\"hint\">%r</p>\n", tr(page, TEXT_PEOPLE_UNKNOWN));
}

static void write_group_head(struct report *report, const struct theme_group *group, const char *name) {
    struct page *page = &report->page;
    page_f(page, "<thead><tr><th scope=\"col\">%r</th>", tr(page, TEXT_THEME));
    for (uint32_t v = 0; v < group->n_values; v++) {
        struct theme_cell cell;
        bool found = false;
        for (uint32_t c = 0; c < report->themes.n_codes && !found; c++)
            found = themes_cell(&report->themes, group, v, c, &cell);
        page_raw(page, "<th scope=\"col\">");
        write_value(page, name, group->values[v]);
        page_raw(page, "<small>");
        if (found && cell.participants >= 0 && cell.words >= 0)
            page_f(page, tr(page, cell.participants == 1 ? TEXT_PERSON_AND_WORDS : TEXT_GROUP_SIZE), cell.participants,
                   cell.words);
        else if (found && cell.words >= 0)
            page_f(page, tr(page, TEXT_GROUP_SIZE_WORDS), cell.words);
        page_raw(page, "</small>");
        if (found && cell.words >= 0 && cell.words < FEW_WORDS)
            page_f(page, " <span class=\"tag\">%r</span>", tr(page, TEXT_FEW_WORDS));
        page_raw(page, "</th>");
    }
    page_raw(page, "</tr></thead>\n<tbody>\n");
}

static void write_group_cell(struct report *report, const struct theme_group *group, const char *name, uint32_t v,
                             uint32_t c, double max) {
    struct page *page = &report->page;
    struct theme_cell cell;
    page_raw(page, "<td>");
    if (themes_cell(&report->themes, group, v, c, &cell)) {
        write_count(report, c, name, group->values[v], cell.mentions);
        if (cell.mentions > 0 && cell.per_1000 >= 0) {
            write_bar(page, cell.per_1000, max);
            page_raw(page, "<small>");
            page_f(page, tr(page, TEXT_CELL_RATE), cell.per_1000);
            page_raw(page, "</small>");
        }
        if (cell.mentions > 0 && cell.participants >= 0) {
            page_raw(page, "<small>");
            write_of(page, cell.participants_with, cell.participants);
            page_f(page, " %r</small>", tr(page, TEXT_CELL_PEOPLE));
        }
    }
    page_raw(page, "</td>");
}

static void write_group(struct report *report, const struct theme_group *group, uint32_t number) {
    struct page *page = &report->page;
    char name[200], room[400];
    if (group->n_values == 0 || group->name.n >= sizeof name) return;
    if (group->n_values > COLUMNS_SHOWN) {
        page_f(page, "<p class=\"cut\">%S: ", group->name);
        page_f(page, tr(page, TEXT_GROUP_WIDE), PAGE_N(group->n_values));
        page_raw(page, "</p>\n");
        return;
    }
    memcpy(name, group->name.p, group->name.n);
    name[group->name.n] = '\0';
    const char *shown = group_name(page, name, room, sizeof room);
    double max = max_rate(report, group);
    page_f(page, "<h3 id=\"by-%u\">", PAGE_N(number));
    page_f(page, tr(page, TEXT_GROUP_HEADING), shown);
    page_raw(page, "</h3>\n");
    table_open(page, "data cells", tr(page, TEXT_GROUP_CAPTION), shown);
    write_group_head(report, group, name);
    for (uint32_t c = 0; c < report->themes.n_codes; c++) {
        if (!is_theme(report, c)) {
            write_parent(report, c, group->n_values + 1);
            continue;
        }
        page_raw(page, "<tr>");
        write_code_cell(report, c);
        for (uint32_t v = 0; v < group->n_values; v++) write_group_cell(report, group, name, v, c, max);
        page_raw(page, "</tr>\n");
    }
    page_raw(page, "</tbody>");
    table_close(page);
}

static void write_zones(struct report *report) {
    struct page *page = &report->page;
    const struct theme_group *group = themes_group(&report->themes, "zone");
    if (!group || group->n_values == 0) {
        page_raw(page, "<span id=\"by-zone\"></span>"); /* other sections lead here */
        return;
    }
    page_f(page, "<h3 id=\"by-zone\">%r</h3>\n", tr(page, TEXT_ZONE_HEADING));
    table_open(page, "data", "%r", tr(page, TEXT_ZONE_CAPTION));
    write_group_head(report, group, "zone");
    for (uint32_t c = 0; c < report->themes.n_codes; c++) {
        if (!is_theme(report, c)) {
            write_parent(report, c, group->n_values + 1);
            continue;
        }
        page_raw(page, "<tr>");
        write_code_cell(report, c);
        for (uint32_t v = 0; v < group->n_values; v++) {
            struct theme_cell cell;
            page_raw(page, "<td>");
            if (themes_cell(&report->themes, group, v, c, &cell))
                write_count(report, c, "zone", group->values[v], cell.mentions);
            page_raw(page, "</td>");
        }
        page_raw(page, "</tr>\n");
    }
    page_raw(page, "</tbody>");
    table_close(page);
}

/* The row of a document in the table of documents, so that both tables lead to each other. */
static uint32_t document_index(const struct store *store, uts_str id) {
    for (uint32_t d = 0; d < store->n_documents; d++)
        if (uts_str_eq(uts_cstr(store->documents[d].id), id)) return d;
    return NO_CELL;
}

static void write_document_row(struct report *report, const struct theme_group *group, uint32_t v, double max) {
    struct page *page = &report->page;
    uint32_t d = document_index(&report->store, group->values[v]);
    if (d == NO_CELL || d >= ROWS_SHOWN)
        page_f(page, "<tr><th scope=\"row\">%S</th>", group->values[v]);
    else
        page_f(page, "<tr id=\"m%u\"><th scope=\"row\"><a class=\"plain\" href=\"#d%u\">%S</a></th>", PAGE_N(d),
               PAGE_N(d), group->values[v]);
    for (uint32_t c = 0; c < report->themes.n_codes; c++) {
        struct theme_cell cell;
        if (!is_theme(report, c)) continue;
        bool found = themes_cell(&report->themes, group, v, c, &cell);
        page_f(page, "<td class=\"h%u\">", PAGE_N(found ? heat(cell.per_1000, max) : 0));
        if (found) write_count(report, c, "document", group->values[v], cell.mentions);
        page_raw(page, "</td>");
    }
    page_raw(page, "</tr>\n");
}

static void write_documents(struct report *report) {
    struct page *page = &report->page;
    const struct theme_group *group = themes_group(&report->themes, "document");
    if (!group || group->n_values == 0) return;
    uint32_t shown = group->n_values < ROWS_SHOWN ? group->n_values : ROWS_SHOWN;
    double max = max_rate(report, group);
    page_f(page, "<h3 id=\"by-document\">%r</h3>\n", tr(page, TEXT_DOCUMENT_HEADING));
    table_open(page, "data matrix", "%r", tr(page, TEXT_DOCUMENT_CAPTION));
    page_f(page, "<thead><tr><th scope=\"col\">%r</th>", tr(page, TEXT_DOCUMENT));
    for (uint32_t c = 0; c < report->themes.n_codes; c++)
        if (is_theme(report, c)) write_code_head(report, c);
    page_raw(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t v = 0; v < shown; v++) write_document_row(report, group, v, max);
    page_raw(page, "</tbody>");
    table_close(page);
    rows_left_out(page, shown, group->n_values, "tables/themes.csv");
}

/* Groups with a table of their own, and the column of the participants table that is the role once more. */
static bool stands_apart(uts_str name) {
    static const char *const names[] = {"all", "zone", "document", "participant_role", "roll"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (uts_str_eq(name, uts_cstr(names[i]))) return true;
    return false;
}

void write_themes(struct report *report) {
    struct page *page = &report->page;
    section_open(page, "themes", TEXT_THEMES);
    if (!report->book) {
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_NO_CODEBOOK));
    } else if (!report->themes.table) {
        page_raw(page, "<p>");
        page_f(page, tr(page, TEXT_NO_TABLE), "themes");
        page_raw(page, "</p>\n");
    } else {
        write_all(report);
        write_weights(report);
    }
    for (uint32_t g = 0; g < report->themes.n_groups; g++) {
        const struct theme_group *group = &report->themes.groups[g];
        if (!stands_apart(group->name)) write_group(report, group, g);
    }
    write_zones(report);
    write_documents(report);
    section_close(page);
}
