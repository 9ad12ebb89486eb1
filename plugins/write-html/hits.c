/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every hit that was kept, with its place and context, and the anchors that the counts lead to. */
#include "report.h"

static const struct hit_list *list_of(const struct store *store, uint32_t code, int list) {
    return &store->lists[(size_t)code * LIST_COUNT_ + (size_t)list];
}

static void write_shown(struct page *page, uint64_t kept, uint64_t seen) {
    if (kept == seen) return;
    page_raw(page, "; <strong class=\"cut\">");
    page_f(page, tr(page, TEXT_SHOWN), PAGE_N(kept), PAGE_N(seen));
    page_raw(page, "</strong>");
}

/* ---- anchors --------------------------------------------------------------------------------------------------- */

/* What the themes table says for the same code and group; -1: nothing. */
static int64_t table_mentions(const struct report *report, const struct group *group, uint32_t code) {
    const struct theme_group *in_table = themes_group(&report->themes, group->name);
    struct theme_cell cell;
    for (uint32_t v = 0; in_table && v < in_table->n_values; v++) {
        uts_str value = in_table->values[v].n ? in_table->values[v] : uts_cstr("unknown");
        if (uts_str_eq(value, uts_cstr(group->value)))
            return themes_cell(&report->themes, in_table, v, code, &cell) ? cell.mentions : -1;
    }
    return -1;
}

static void write_back(struct page *page, uint32_t code) {
    page_f(page, " <a href=\"#k%u\">%r</a></p>\n", PAGE_N(code), tr(page, TEXT_FILTER_ALL));
}

static void write_group_anchor(struct report *report, uint32_t code, uint32_t g) {
    struct page *page = &report->page;
    const struct group *group = &report->store.groups[g];
    char room[400];
    page_f(page, "<p class=\"f g%u\" id=\"k%ug%u\" tabindex=\"-1\"><strong>%r: ", PAGE_N(g), PAGE_N(code), PAGE_N(g),
           group_name(page, group->name, room, sizeof room));
    write_value(page, group->name, uts_cstr(group->value));
    page_raw(page, "</strong> – ");
    write_n_hits(page, group->seen[code]);
    write_shown(page, group->kept[code], group->seen[code]);
    int64_t counted = table_mentions(report, group, code);
    if (counted >= 0 && counted != (int64_t)group->seen[code]) page_f(page, tr(page, TEXT_FILTER_DIFFERS), counted);
    write_back(page, code);
}

static bool has_code(const struct store *store, const struct hit *hit, uint32_t code) {
    for (uint32_t t = hit->n_groups; t < hit->n_tags; t++)
        if (store->tags[hit->tags + t] == code) return true;
    return false;
}

static void write_pair_anchor(struct report *report, uint32_t code, uint32_t other) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    const struct hit_list *list = list_of(store, code, LIST_COUNTED);
    uint32_t seen = store->pair_seen[(size_t)code * store->n_codes + other];
    uint32_t kept = store->pair_kept[(size_t)code * store->n_codes + other];
    int64_t turns = 0;
    const struct hit *last = NULL;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct hit *hit = &list->items[i];
        if (!has_code(store, hit, other)) continue;
        turns += !last || last->document != hit->document || last->turn != hit->turn;
        last = hit;
    }
    page_f(page, "<p class=\"f b%u\" id=\"k%ub%u\" tabindex=\"-1\"><strong>", PAGE_N(other), PAGE_N(code),
           PAGE_N(other));
    page_f(page, tr(page, TEXT_FILTER_PAIR), report->book->codes[other]->label);
    page_raw(page, "</strong> – ");
    write_n_hits(page, seen);
    if (kept == seen) page_f(page, tr(page, TEXT_FILTER_PAIR_TURNS), turns);
    write_shown(page, kept, seen);
    page_f(page, ". <a href=\"#k%ub%u\">%r</a>", PAGE_N(other), PAGE_N(code), tr(page, TEXT_FILTER_REVERSE));
    write_back(page, code);
}

static bool is_elsewhere(const struct group *group) {
    return strcmp(group->name, "zone") == 0 && strcmp(group->value, "speech") != 0 &&
           strcmp(group->value, "quote") != 0;
}

static void write_anchors(struct report *report, uint32_t code, int list) {
    const struct store *store = &report->store;
    for (uint32_t g = 0; g < store->n_groups; g++)
        if (store->groups[g].seen[code] && is_elsewhere(&store->groups[g]) == (list == LIST_ELSEWHERE))
            write_group_anchor(report, code, g);
    for (uint32_t other = 0; list == LIST_COUNTED && other < store->n_codes; other++)
        if (store->pair_seen[(size_t)code * store->n_codes + other]) write_pair_anchor(report, code, other);
}

/* ---- hits ------------------------------------------------------------------------------------------------------ */

static void write_tag(struct page *page, bool yes, enum text_id text) {
    if (yes) page_f(page, " <span class=\"tag\">%r</span>", tr(page, text));
}

static void write_place(struct report *report, const struct hit *hit) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    if (hit->document < ROWS_SHOWN)
        page_f(page, "<a class=\"plain\" href=\"#d%u\">%s</a>", PAGE_N(hit->document),
               store->documents[hit->document].id);
    else
        page_f(page, "%s", store->documents[hit->document].id);
    page_raw(page, "<br/>");
    if (hit->turn)
        page_f(page, tr(page, TEXT_HIT_TURN), PAGE_N(hit->turn));
    else
        page_raw(page, tr_zone(page, hit->zone));
    page_raw(page, " · <span class=\"nowrap\">");
    page_f(page, tr(page, TEXT_HIT_PLACE), PAGE_N(hit->begin), PAGE_N(hit->end));
    page_raw(page, "</span>");
    if (hit->speaker != UINT32_MAX) {
        const struct speaker *speaker = &store->speakers[hit->speaker];
        page_raw(page, "<br/><b>");
        write_value(page, "speaker", uts_cstr(speaker->name));
        page_raw(page, "</b>, ");
        if (speaker->zone == UTS_ZONE_QUESTION)
            page_raw(page, tr(page, TEXT_INTERVIEWER));
        else
            write_value(page, "role", uts_cstr(speaker->role));
    }
    write_tag(page, hit->polarity == 1, TEXT_TAG_NEGATED);
    write_tag(page, hit->turn_flags & UTS_TURN_CANDIDATE, TEXT_TAG_CANDIDATE);
    write_tag(page, hit->turn_flags & UTS_TURN_REPEATED, TEXT_TAG_REPEATED);
    write_tag(page, hit->turn_flags & UTS_TURN_ANONYMOUS, TEXT_TAG_ANONYMOUS);
}

static const char *rule_text(const struct report *report, uint32_t rule) {
    return rule < report->book->n_rules ? report->book->rules[rule]->text : "?";
}

static void write_hit(struct report *report, const struct hit *hit) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    const char *text = store->blob + hit->text;
    page_raw(page, "<li class=\"k");
    for (uint32_t t = 0; t < hit->n_tags; t++)
        page_f(page, t < hit->n_groups ? " g%u" : " b%u", PAGE_N(store->tags[hit->tags + t]));
    page_raw(page, "\"><div class=\"where\">");
    write_place(report, hit);
    page_f(page, "</div><div class=\"what\"><p%r>%r%S<mark>%S</mark>%S%r</p><p class=\"rule\">",
           page->language == PAGE_SV ? "" : " lang=\"sv\"", hit->cut_left ? "… " : "", uts_mkstr(text, hit->left),
           uts_mkstr(text + hit->left, hit->middle), uts_mkstr(text + hit->left + hit->middle, hit->right),
           hit->cut_right ? " …" : "");
    page_f(page, tr(page, TEXT_HIT_RULE), rule_text(report, hit->rule));
    if (hit->excluded_by != UTS_NO_ROW) {
        page_raw(page, ", ");
        page_f(page, tr(page, TEXT_HIT_EXCLUDED_BY), rule_text(report, hit->excluded_by));
    }
    page_raw(page, "</p></div></li>\n");
}

static void write_list(struct report *report, uint32_t code, int kind, enum text_id title) {
    struct page *page = &report->page;
    const struct hit_list *list = list_of(&report->store, code, kind);
    if (list->seen == 0) return;
    page_raw(page, "<div class=\"list\">\n");
    if (kind != LIST_EXCLUDED) write_anchors(report, code, kind);
    page_f(page, "<details open=\"open\"><summary>%r: %d", tr(page, title), PAGE_N(list->seen));
    write_shown(page, list->n, list->seen);
    page_raw(page, "</summary>\n<ol class=\"hits\">\n");
    for (uint32_t i = 0; i < list->n; i++) write_hit(report, &list->items[i]);
    page_raw(page, "</ol></details>\n</div>\n");
}

static void write_code_hits(struct report *report, uint32_t code) {
    struct page *page = &report->page;
    page_f(page, "<article id=\"k%u\"><h3>", PAGE_N(code));
    write_code(page, report->book->codes[code]);
    page_f(page, "</h3>\n<p class=\"hint\">%s <a href=\"#c%u\">%r</a></p>\n", report->book->codes[code]->description,
           PAGE_N(code), tr(page, TEXT_SEE_DEFINITION));
    if (!list_of(&report->store, code, LIST_COUNTED)->seen) page_f(page, "<p>%r</p>\n", tr(page, TEXT_HITS_NONE));
    write_list(report, code, LIST_COUNTED, TEXT_LIST_COUNTED);
    write_list(report, code, LIST_ELSEWHERE, TEXT_LIST_ELSEWHERE);
    page_raw(page, "</article>\n");
}

static bool is_below(const uts_codebook *book, uint32_t code, uint32_t ancestor) {
    while ((code = book->codes[code]->parent) != UINT32_MAX)
        if (code == ancestor) return true;
    return false;
}

/* A group of codes has no hits of its own: its count leads to those of its themes. */
static void write_gathering(struct report *report, uint32_t code) {
    struct page *page = &report->page;
    page_f(page, "<article id=\"k%u\"><h3>", PAGE_N(code));
    write_code(page, report->book->codes[code]);
    page_f(page, "</h3>\n<p class=\"hint\">%s</p>\n<p>%r</p><ul>", report->book->codes[code]->description,
           tr(page, TEXT_GATHERS));
    for (uint32_t c = 0; c < report->book->n_codes; c++) {
        if (!is_theme(report, c) || !is_below(report->book, c, code)) continue;
        page_f(page, "<li><a class=\"plain\" href=\"#k%u\">", PAGE_N(c));
        write_code(page, report->book->codes[c]);
        page_raw(page, "</a> – ");
        write_n_hits(page, list_of(&report->store, c, LIST_COUNTED)->seen);
        page_raw(page, "</li>");
    }
    page_raw(page, "</ul></article>\n");
}

void write_hits(struct report *report) {
    struct page *page = &report->page;
    section_open(page, "hits", TEXT_HITS);
    page_f(page, "<p>%r</p>\n", tr(page, report->book ? TEXT_HITS_LEAD : TEXT_NO_CODEBOOK));
    for (uint32_t c = 0; report->book && c < report->book->n_codes; c++)
        if (is_theme(report, c))
            write_code_hits(report, c);
        else
            write_gathering(report, c);
    section_close(page);
}

void write_excluded(struct report *report) {
    struct page *page = &report->page;
    bool any = false;
    section_open(page, "excluded", TEXT_EXCLUDED);
    for (uint32_t c = 0; report->book && c < report->book->n_codes; c++) {
        if (!list_of(&report->store, c, LIST_EXCLUDED)->seen) continue;
        if (!any) page_f(page, "<p>%r</p>\n", tr(page, TEXT_EXCLUDED_LEAD));
        any = true;
        page_f(page, "<article id=\"x%u\"><h3>", PAGE_N(c));
        write_code(page, report->book->codes[c]);
        page_raw(page, "</h3>\n");
        write_list(report, c, LIST_EXCLUDED, TEXT_LIST_EXCLUDED);
        page_raw(page, "</article>\n");
    }
    if (!any) page_f(page, "<p>%r</p>\n", tr(page, TEXT_EXCLUDED_NONE));
    section_close(page);
}
