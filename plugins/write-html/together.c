/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which themes are voiced together: a matrix and a ranked list. */
#include "report.h"

/* Pairs that share fewer units say little, whatever the measures: they stand apart. */
#define FIRM_PAIR 3

struct pair {
    uint32_t a, b; /* codes */
    uint64_t row;
    int64_t both;
    double log_dice, g2;
};

struct together {
    const uts_table *table;
    uint32_t n_codes;
    uint64_t *rows; /* [a * n_codes + b]: row + 1 of the pair in the unit shown, both ways; 0 none */
    uint32_t unit_column, both, units_a, units_b, jaccard, npmi, log_dice, g2, documents_both, documents;
    uts_str unit;
    struct pair *pairs;
    uint32_t n_pairs;
};

static uint32_t find_code(const uts_codebook *book, uts_str id) {
    for (uint32_t c = 0; c < book->n_codes; c++)
        if (uts_str_eq(uts_cstr(book->codes[c]->id), id)) return c;
    return NO_CELL;
}

/* Turns when the table has them, else the unit of its first row. */
static uts_str choose_unit(const uts_table *table, uint32_t column) {
    for (uint64_t r = 0; r < table->rows; r++)
        if (uts_str_eq(value_text(table_value(table, r, column)), uts_cstr("turn"))) return uts_cstr("turn");
    return table->rows ? value_text(table_value(table, 0, column)) : uts_cstr("");
}

static int by_strength(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    if ((a->both < FIRM_PAIR) != (b->both < FIRM_PAIR)) return a->both < FIRM_PAIR ? 1 : -1;
    if (a->log_dice > b->log_dice || a->log_dice < b->log_dice) return a->log_dice > b->log_dice ? -1 : 1;
    if (a->g2 > b->g2 || a->g2 < b->g2) return a->g2 > b->g2 ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* Finds the rows of the unit shown. False: out of memory. */
static bool together_open(struct together *t, const uts_table *table, const uts_codebook *book) {
    memset(t, 0, sizeof *t);
    uint32_t a = table_column(table, "code_a"), b = table_column(table, "code_b");
    t->table = table;
    t->n_codes = book->n_codes;
    t->unit_column = table_column(table, "unit");
    t->both = table_column(table, "units_both");
    t->units_a = table_column(table, "units_a");
    t->units_b = table_column(table, "units_b");
    t->jaccard = table_column(table, "jaccard");
    t->npmi = table_column(table, "npmi");
    t->log_dice = table_column(table, "log_dice");
    t->g2 = table_column(table, "g2");
    t->documents_both = table_column(table, "documents_both");
    t->documents = table_column(table, "documents");
    t->unit = choose_unit(table, t->unit_column);
    t->rows = calloc((size_t)t->n_codes * t->n_codes + 1, sizeof *t->rows);
    t->pairs = calloc(((size_t)t->n_codes * t->n_codes) / 2 + 1, sizeof *t->pairs);
    if (!t->rows || !t->pairs) return false;
    for (uint64_t r = 0; r < table->rows; r++) {
        if (!uts_str_eq(value_text(table_value(table, r, t->unit_column)), t->unit)) continue;
        uint32_t x = find_code(book, value_text(table_value(table, r, a)));
        uint32_t y = find_code(book, value_text(table_value(table, r, b)));
        if (x == NO_CELL || y == NO_CELL || t->rows[(size_t)x * t->n_codes + y]) continue;
        t->rows[(size_t)x * t->n_codes + y] = t->rows[(size_t)y * t->n_codes + x] = r + 1;
        struct pair pair = {x, y, r, 0, -1e300, -1e300};
        value_int(table_value(table, r, t->both), &pair.both);
        value_real(table_value(table, r, t->log_dice), &pair.log_dice);
        value_real(table_value(table, r, t->g2), &pair.g2);
        if (x != y && pair.both > 0) t->pairs[t->n_pairs++] = pair;
    }
    qsort(t->pairs, t->n_pairs, sizeof *t->pairs, by_strength);
    return true;
}

static void together_close(struct together *t) {
    free(t->rows);
    free(t->pairs);
}

static const char *unit_name(const struct page *page, uts_str unit) {
    static const struct {
        const char *name;
        enum text_id text;
    } names[] = {{"sentence", TEXT_UNIT_SENTENCE},   {"quote", TEXT_UNIT_QUOTE},
                 {"window", TEXT_UNIT_WINDOW},       {"question", TEXT_UNIT_QUESTION},
                 {"paragraph", TEXT_UNIT_PARAGRAPH}, {"document", TEXT_UNIT_DOCUMENT}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (uts_str_eq(unit, uts_cstr(names[i].name))) return tr(page, names[i].text);
    return tr(page, TEXT_UNIT_TURN);
}

/* The number of units with both, linked to the hits of the first code in them. */
static void write_both(struct report *report, uint32_t a, uint32_t b, int64_t both) {
    struct page *page = &report->page;
    if (both > 0 && report->store.pair_seen[(size_t)a * report->store.n_codes + b])
        page_f(page, "<a href=\"#k%ub%u\">%d</a>", PAGE_N(a), PAGE_N(b), both);
    else
        page_f(page, both > 0 ? "%d" : "<span class=\"zero\">%d</span>", both);
}

static double max_jaccard(const struct together *t) {
    double max = 0, value;
    for (uint32_t i = 0; i < t->n_pairs; i++)
        if (value_real(table_value(t->table, t->pairs[i].row, t->jaccard), &value) && value > max) max = value;
    return max;
}

static void write_matrix_cell(struct report *report, const struct together *t, uint32_t a, uint32_t b, double max) {
    struct page *page = &report->page;
    uint64_t row = t->rows[(size_t)a * t->n_codes + b];
    int64_t n = 0;
    double jaccard = 0;
    if (a == b) {
        int64_t units = (int64_t)0;
        /* Without a row of its own, any pair of the code knows in how many units it is. */
        for (uint32_t other = 0; other < t->n_codes && !units; other++) {
            uint64_t any = t->rows[(size_t)a * t->n_codes + other];
            if (!any) continue;
            uts_str first = value_text(table_value(t->table, any - 1, table_column(t->table, "code_a")));
            bool is_a = uts_str_eq(first, uts_cstr(report->book->codes[a]->id));
            value_int(table_value(t->table, any - 1, is_a ? t->units_a : t->units_b), &units);
        }
        page_f(page, units ? "<td class=\"self\"><a href=\"#k%u\">%d</a></td>" : "<td class=\"self\"></td>", PAGE_N(a),
               units);
        return;
    }
    if (row) {
        value_int(table_value(t->table, row - 1, t->both), &n);
        value_real(table_value(t->table, row - 1, t->jaccard), &jaccard);
    }
    page_f(page, "<td class=\"h%u\">", PAGE_N(heat(n ? jaccard : 0, max)));
    write_both(report, a, b, n);
    page_raw(page, "</td>");
}

static void write_matrix(struct report *report, const struct together *t) {
    struct page *page = &report->page;
    double max = max_jaccard(t);
    table_open(page, "data matrix", tr(page, TEXT_MATRIX_CAPTION), unit_name(page, t->unit));
    page_f(page, "<thead><tr><th scope=\"col\">%r</th>", tr(page, TEXT_THEME));
    for (uint32_t c = 0; c < t->n_codes; c++)
        if (is_theme(report, c)) write_code_head(report, c);
    page_raw(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t a = 0; a < t->n_codes; a++) {
        if (!is_theme(report, a)) continue;
        page_raw(page, "<tr><th scope=\"row\">");
        write_code(page, report->book->codes[a]);
        page_raw(page, "</th>");
        for (uint32_t b = 0; b < t->n_codes; b++)
            if (is_theme(report, b)) write_matrix_cell(report, t, a, b, max);
        page_raw(page, "</tr>\n");
    }
    page_raw(page, "</tbody>");
    table_close(page);
    page_f(page, "<p class=\"hint\">%r</p>\n", tr(page, TEXT_MATRIX_DIAGONAL));
}

static void write_real_cell(struct page *page, const uts_table *table, uint64_t row, uint32_t column) {
    double value;
    if (value_real(table_value(table, row, column), &value))
        page_f(page, "<td>%2</td>", value);
    else
        page_f(page, "<td>%r</td>", tr(page, TEXT_UNCOUNTABLE));
}

static void write_pair(struct report *report, const struct together *t, const struct pair *pair) {
    struct page *page = &report->page;
    int64_t a = 0, b = 0;
    value_int(table_value(t->table, pair->row, t->units_a), &a);
    value_int(table_value(t->table, pair->row, t->units_b), &b);
    page_raw(page, "<tr><th scope=\"row\"><span class=\"c\">");
    write_code(page, report->book->codes[pair->a]);
    page_raw(page, "</span><span class=\"c\">");
    write_code(page, report->book->codes[pair->b]);
    page_raw(page, "</span></th><td>");
    write_both(report, pair->a, pair->b, pair->both);
    page_f(page, "</td><td>%d · %d</td><td>", a, b);
    if (value_int(table_value(t->table, pair->row, t->documents_both), &a) &&
        value_int(table_value(t->table, pair->row, t->documents), &b))
        page_f(page, tr(page, TEXT_OF), a, b);
    else
        page_raw(page, tr(page, TEXT_UNCOUNTABLE));
    page_raw(page, "</td>");
    write_real_cell(page, t->table, pair->row, t->jaccard);
    write_real_cell(page, t->table, pair->row, t->log_dice);
    write_real_cell(page, t->table, pair->row, t->g2);
    write_real_cell(page, t->table, pair->row, t->npmi);
    page_raw(page, "</tr>\n");
}

/* The pairs [from, to) in one table, as many as are shown. */
static void write_pairs(struct report *report, const struct together *t, uint32_t from, uint32_t to,
                        enum text_id caption) {
    struct page *page = &report->page;
    uint32_t shown = to - from < PAIRS_SHOWN ? to - from : PAIRS_SHOWN;
    table_open(page, "data", "%r", tr(page, caption));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th "
           "scope=\"col\">%r</th><th scope=\"col\">"
           "Jaccard</th><th scope=\"col\">logDice</th><th scope=\"col\">G²</th><th scope=\"col\">NPMI</th></tr></thead>"
           "\n<tbody>\n",
           tr(page, TEXT_PAIR), tr(page, TEXT_BOTH), tr(page, TEXT_EACH), tr(page, TEXT_CARRIED));
    for (uint32_t i = from; i < from + shown; i++) write_pair(report, t, &t->pairs[i]);
    page_raw(page, "</tbody>");
    table_close(page);
    if (shown < to - from) {
        page_raw(page, "<p class=\"cut\">");
        page_f(page, tr(page, TEXT_RANKED_SHOWN), PAGE_N(shown), PAGE_N(to - from));
        page_raw(page, "</p>\n");
    }
}

static void write_ranked(struct report *report, const struct together *t) {
    struct page *page = &report->page;
    uint32_t firm = 0;
    while (firm < t->n_pairs && t->pairs[firm].both >= FIRM_PAIR) firm++;
    page_f(page, "<h3>%r</h3>\n", tr(page, TEXT_RANKED_HEADING));
    if (firm)
        write_pairs(report, t, 0, firm, TEXT_RANKED_CAPTION);
    else
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_RANKED_NONE));
    if (firm == t->n_pairs) return;
    page_f(page, "<details><summary>%r (%d)</summary>\n", tr(page, TEXT_RANKED_FEW), PAGE_N(t->n_pairs - firm));
    write_pairs(report, t, firm, t->n_pairs, TEXT_RANKED_FEW);
    page_raw(page, "</details>\n");
}

void write_together(struct report *report) {
    struct page *page = &report->page;
    section_open(page, "together", TEXT_TOGETHER);
    if (!report->book) {
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_NO_CODEBOOK));
    } else if (!report->cooccurrence) {
        page_raw(page, "<p>");
        page_f(page, tr(page, TEXT_NO_TABLE), "cooccurrence");
        page_raw(page, "</p>\n");
    } else {
        struct together t;
        if (!together_open(&t, report->cooccurrence, report->book))
            page->status = UTS_E_NOMEM;
        else if (t.n_pairs == 0)
            page_f(page, "<p>%r</p>\n", tr(page, TEXT_TOGETHER_NONE));
        else {
            write_matrix(report, &t);
            page_raw(page, tr(page, TEXT_TOGETHER_HELP));
            write_ranked(report, &t);
        }
        together_close(&t);
    }
    section_close(page);
}
