/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of weights all in all; the table that the analysis makes only where rules have weights. */
#include "report.h"

#include <math.h>

enum { COLUMN_CODE, COLUMN_BY, COLUMN_MENTIONS, COLUMN_WEIGHT, COLUMN_NET, COLUMN_MEAN_NET, COLUMN_NET_RATE, COLUMNS };

static double number(const uts_table *table, uint64_t row, uint32_t column) {
    double x;
    return value_real(table_value(table, row, column), &x) ? x : (double)NAN;
}

static void write_row(struct report *report, const uint32_t *columns, uint64_t row, uint32_t code) {
    const uts_table *table = report->weights_table;
    struct page *page = &report->page;
    int64_t mentions = 0;
    value_int(table_value(table, row, columns[COLUMN_MENTIONS]), &mentions);
    page_raw(page, is_theme(report, code) ? "<tr>" : "<tr class=\"head\">");
    page_f(page, "<th scope=\"row\"><a class=\"plain\" href=\"#k%u\">", PAGE_N(code));
    write_code(page, report->book->codes[code]);
    page_f(page, "</a></th><td>%d</td>", mentions);
    for (int i = COLUMN_WEIGHT; i < COLUMNS; i++) page_f(page, "<td>%2</td>", number(table, row, columns[i]));
    page_raw(page, "</tr>\n");
}

void write_weights(struct report *report) {
    static const char *const names[COLUMNS] = {"code",       "by",       "mentions",    "weight",
                                               "weight_net", "mean_net", "net_per_1000"};
    struct page *page = &report->page;
    const uts_table *table = report->weights_table;
    uint32_t columns[COLUMNS], code = 0;
    if (!table || !report->book) return;
    for (int i = 0; i < COLUMNS; i++) columns[i] = table_column(table, names[i]);
    page_f(page, "<h3 id=\"weights\">%r</h3>\n", tr(page, TEXT_WEIGHTS_HEADING));
    table_open(page, "data", "%r", tr(page, TEXT_WEIGHTS_CAPTION));
    page_f(page, "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th>", tr(page, TEXT_THEME),
           tr(page, TEXT_HITS_COLUMN));
    page_f(page, "<th scope=\"col\">%r</th><th scope=\"col\">%r</th>", tr(page, TEXT_WEIGHT_COLUMN),
           tr(page, TEXT_NET_COLUMN));
    page_f(page, "<th scope=\"col\">%r</th><th scope=\"col\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_MEAN_NET_COLUMN), tr(page, TEXT_NET_RATE_COLUMN));
    /* Rows come in the order of the codebook. */
    for (uint64_t row = 0; row < table->rows; row++) {
        if (!uts_str_eq(value_text(table_value(table, row, columns[COLUMN_BY])), uts_cstr("all"))) continue;
        uts_str id = value_text(table_value(table, row, columns[COLUMN_CODE]));
        while (code < report->book->n_codes && !uts_str_eq(id, uts_cstr(report->book->codes[code]->id))) code++;
        if (code < report->book->n_codes) write_row(report, columns, row, code);
    }
    page_raw(page, "</tbody>");
    table_close(page);
    page_f(page, "<p class=\"hint\">%r</p>\n", tr(page, TEXT_WEIGHTS_MORE));
}
