/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In brief, and what was read. */
#include "report.h"

static uint64_t spoken_words(const struct document *document) {
    return document->words[UTS_ZONE_SPEECH] + document->words[UTS_ZONE_QUOTE];
}

static uint64_t all_words(const struct document *document) {
    uint64_t n = 0;
    for (int z = 0; z < UTS_ZONE_COUNT_; z++) n += document->words[z];
    return n;
}

/* ---- people ---------------------------------------------------------------------------------------------------- */

static bool is_person(const struct speaker *speaker) {
    return store_is_spoken(speaker->zone) && *speaker->name && !speaker->anonymous;
}

/* What makes two rows of `speakers` the same person: the participant's id, else document and name. */
static bool same_person(const struct report *report, const struct speaker *a, const struct speaker *b) {
    if (a->participant == UINT32_MAX || b->participant == UINT32_MAX)
        return a->participant == b->participant && a->document == b->document && strcmp(a->name, b->name) == 0;
    return a->participant == b->participant ||
           strcmp(report->participants->ids[a->participant], report->participants->ids[b->participant]) == 0;
}

/* People who hold @p role (NULL: any role); a person whom nobody can name is not counted. Speakers of one document
 * stand together, so only participants need a look further back. */
static int64_t count_people(const struct report *report, const char *role) {
    const struct store *store = &report->store;
    int64_t n = 0;
    for (uint32_t i = 0; i < store->n_speakers; i++) {
        const struct speaker *speaker = &store->speakers[i];
        if (!is_person(speaker) || (role && strcmp(speaker->role, role) != 0)) continue;
        bool known = speaker->participant != UINT32_MAX, seen = false;
        for (uint32_t j = known ? 0 : store->documents[speaker->document].first_speaker; j < i && !seen; j++) {
            const struct speaker *other = &store->speakers[j];
            seen = is_person(other) && (!role || strcmp(other->role, role) == 0) && same_person(report, other, speaker);
        }
        n += !seen;
    }
    return n;
}

/* ---- in brief -------------------------------------------------------------------------------------------------- */

static void write_tile(struct page *page, const char *target, int64_t value, enum text_id what) {
    page_f(page, "<li><a href=\"#%r\"><strong>%d</strong> <span>%r</span></a></li>", target, value, tr(page, what));
}

/* The theme with most units among those not yet in @p used; ties in the order of the codebook. */
static uint32_t next_top(const struct report *report, const struct theme_group *all, const uint32_t *used, uint32_t n,
                         struct theme_cell *best) {
    uint32_t at = NO_CELL;
    memset(best, 0, sizeof *best);
    for (uint32_t c = 0; c < report->themes.n_codes; c++) {
        struct theme_cell cell;
        bool taken = false;
        for (uint32_t i = 0; i < n; i++) taken |= used[i] == c;
        if (taken || !is_theme(report, c) || !themes_cell(&report->themes, all, 0, c, &cell)) continue;
        if (cell.units_with <= best->units_with) continue;
        *best = cell;
        at = c;
    }
    return at;
}

static void write_top(struct report *report) {
    struct page *page = &report->page;
    const struct theme_group *all = themes_group(&report->themes, "all");
    struct theme_cell cell;
    uint32_t used[3], n = 0;
    if (!all || all->n_values == 0) return;
    while (n < 3 && (used[n] = next_top(report, all, used, n, &cell)) != NO_CELL) {
        if (n == 0) page_f(page, "<p>%r</p>\n<ol class=\"top3\">", tr(page, TEXT_SUMMARY_TOP));
        page_f(page, "<li><a href=\"#k%u\">", PAGE_N(used[n]));
        write_code(page, report->book->codes[used[n++]]);
        page_raw(page, "</a> <span class=\"num\">");
        write_of(page, cell.units_with, cell.units);
        page_raw(page, "</span></li>");
    }
    page_raw(page, n ? "</ol>\n" : "<p>");
    if (n == 0) page_f(page, "%r</p>\n", tr(page, TEXT_SUMMARY_NONE));
}

void write_summary(struct report *report) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    int64_t words = 0, hits = 0, codes = 0;
    for (uint32_t i = 0; i < store->n_documents; i++) words += (int64_t)spoken_words(&store->documents[i]);
    for (uint32_t c = 0; c < store->n_codes; c++) {
        int64_t seen = (int64_t)store->lists[(size_t)c * LIST_COUNT_ + LIST_COUNTED].seen;
        hits += seen;
        codes += seen > 0;
    }
    section_open(page, "summary", TEXT_SUMMARY);
    page_raw(page, "<ul class=\"tiles\">");
    write_tile(page, "material", PAGE_N(store->n_documents), TEXT_TILE_DOCUMENTS);
    write_tile(page, "roles", count_people(report, NULL), TEXT_TILE_SPEAKERS);
    write_tile(page, "left-out", words, TEXT_TILE_WORDS);
    if (report->book) {
        write_tile(page, "themes", codes, TEXT_TILE_CODES);
        write_tile(page, "hits", hits, TEXT_TILE_HITS);
    }
    page_raw(page, "</ul>\n");
    if (report->book)
        write_top(report);
    else
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_NO_CODEBOOK));
    page_f(page, "<p class=\"hint\">%r</p>\n", tr(page, TEXT_SUMMARY_READ));
    section_close(page);
}

/* ---- documents and files --------------------------------------------------------------------------------------- */

static void write_document_row(struct report *report, uint32_t i) {
    struct page *page = &report->page;
    const struct document *document = &report->store.documents[i];
    int64_t people = 0;
    for (uint32_t s = 0; s < document->n_speakers; s++)
        people += store_is_spoken(report->store.speakers[document->first_speaker + s].zone);
    page_f(page, "<tr id=\"d%u\"><th scope=\"row\">%s</th><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>", PAGE_N(i),
           document->id, people, PAGE_N(document->turns), PAGE_N(spoken_words(document)), PAGE_N(all_words(document)));
    if (document->hits && matrix_row(report, i) != NO_CELL)
        page_f(page, "<a href=\"#m%u\">%d</a>", PAGE_N(i), PAGE_N(document->hits));
    else
        page_f(page, "%d", PAGE_N(document->hits));
    page_f(page, "</td><td class=\"text\">%s", document->source);
    if (*document->encoding) page_f(page, " <small>%s</small>", document->encoding);
    page_raw(page, "</td></tr>\n");
}

static void write_documents(struct report *report) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    uint32_t shown = store->n_documents < ROWS_SHOWN ? store->n_documents : ROWS_SHOWN;
    int64_t turns = 0, spoken = 0, all = 0, hits = 0;
    table_open(page, "data", "%r", tr(page, TEXT_DOCUMENTS_CAPTION));
    page_f(
        page,
        "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r"
        "</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th></tr></thead>"
        "\n<tbody>\n",
        tr(page, TEXT_DOCUMENT), tr(page, TEXT_SPEAKERS), tr(page, TEXT_TURNS), tr(page, TEXT_WORDS_COUNTED),
        tr(page, TEXT_WORDS_ALL), tr(page, TEXT_HITS_COLUMN), tr(page, TEXT_SOURCE));
    for (uint32_t i = 0; i < store->n_documents; i++) {
        if (i < shown) write_document_row(report, i);
        turns += (int64_t)store->documents[i].turns;
        spoken += (int64_t)spoken_words(&store->documents[i]);
        all += (int64_t)all_words(&store->documents[i]);
        hits += (int64_t)store->documents[i].hits;
    }
    page_f(
        page,
        "</tbody>\n<tfoot><tr><th scope=\"row\">%r</th><td></td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td></td>"
        "</tr></tfoot>",
        tr(page, TEXT_TOTAL), turns, spoken, all, hits);
    table_close(page);
    rows_left_out(page, shown, store->n_documents, "tables/documents.csv");
}

static void write_skipped(struct report *report) {
    struct page *page = &report->page;
    const uts_run *run = report->run;
    if (!run || run->n_skipped == 0) {
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_SKIPPED_NONE));
        return;
    }
    table_open(page, "data", "%r", tr(page, TEXT_SKIPPED_CAPTION));
    page_f(page, "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_FILE), tr(page, TEXT_REASON));
    uint64_t shown = 0;
    uts_run_doc doc;
    for (uint64_t i = 0; i < run->n_documents + run->n_skipped; i++) {
        if (!run->document(i, &doc) || doc.error.n == 0 || ++shown > ROWS_SHOWN) continue;
        page_f(page, "<tr><th scope=\"row\">%S</th><td class=\"text\" lang=\"en\">%S</td></tr>\n", doc.source,
               doc.error);
    }
    page_raw(page, "</tbody>");
    table_close(page);
    rows_left_out(page, shown < ROWS_SHOWN ? shown : ROWS_SHOWN, run->n_skipped, "run.json");
}

/* ---- roles and speakers ---------------------------------------------------------------------------------------- */

struct role {
    const char *name;
    uint32_t documents, last_document;
    int64_t turns, words;
    bool countable;
};

/* The roles of those who speak, in order of appearance. NULL: out of memory. */
static struct role *find_roles(const struct store *store, uint32_t *n, int64_t *words) {
    struct role *roles = NULL;
    *n = 0;
    *words = 0;
    for (uint32_t i = 0; i < store->n_speakers; i++) {
        const struct speaker *speaker = &store->speakers[i];
        if (!store_is_spoken(speaker->zone)) continue;
        uint32_t r = 0;
        while (r < *n && strcmp(roles[r].name, speaker->role) != 0) r++;
        if (r == *n) {
            struct role *more = realloc(roles, (*n + 1) * sizeof *more);
            if (!more) break;
            roles = more;
            roles[(*n)++] = (struct role){speaker->role, 0, UINT32_MAX, 0, 0, true};
        }
        roles[r].documents += roles[r].last_document != speaker->document;
        roles[r].last_document = speaker->document;
        roles[r].turns += (int64_t)speaker->turns;
        roles[r].words += (int64_t)speaker->words;
        roles[r].countable &= is_person(speaker);
        *words += (int64_t)speaker->words;
    }
    return roles;
}

static void write_roles(struct report *report) {
    struct page *page = &report->page;
    uint32_t n;
    int64_t words;
    struct role *roles = find_roles(&report->store, &n, &words);
    page_raw(page, "<div id=\"roles\">");
    table_open(page, "data", "%r", tr(page, TEXT_ROLES_CAPTION));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r"
           "</th><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_ROLE), tr(page, TEXT_PEOPLE), tr(page, TEXT_DOCUMENTS), tr(page, TEXT_TURNS),
           tr(page, TEXT_WORDS), tr(page, TEXT_SHARE));
    for (uint32_t r = 0; r < n; r++) {
        page_raw(page, "<tr><th scope=\"row\">");
        write_value(page, "role", uts_cstr(roles[r].name));
        page_raw(page, "</th><td>");
        if (roles[r].countable)
            page_f(page, "%d", count_people(report, roles[r].name));
        else
            page_raw(page, tr(page, TEXT_UNCOUNTABLE));
        double share = words ? (double)roles[r].words * 100 / (double)words : 0;
        page_f(page, "</td><td>%d</td><td>%d</td><td>%d</td><td class=\"text\">", PAGE_N(roles[r].documents),
               roles[r].turns, roles[r].words);
        page_f(page, "<span class=\"bar\"><i style=\"width:%u%%\"></i></span> %d\u00a0%%</td></tr>\n",
               PAGE_N(share + 0.5), PAGE_N(share + 0.5));
    }
    page_raw(page, "</tbody>");
    table_close(page);
    page_f(page, "<p class=\"hint\">%r</p></div>\n", tr(page, TEXT_ROLES_NOTE));
    free(roles);
}

static void write_speakers(struct report *report) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    uint32_t shown = store->n_speakers < ROWS_SHOWN ? store->n_speakers : ROWS_SHOWN;
    page_f(page, "<details><summary>%r (%d)</summary>\n", tr(page, TEXT_SPEAKERS_CAPTION), PAGE_N(store->n_speakers));
    table_open(page, "data", "%r", tr(page, TEXT_SPEAKERS_CAPTION));
    page_f(
        page,
        "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th><th scope=\"col\" class=\"text\">"
        "%r</th><th scope=\"col\" class=\"text\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th></tr></thead>"
        "\n<tbody>\n",
        tr(page, TEXT_SPEAKER), tr(page, TEXT_ROLE), tr(page, TEXT_DOCUMENT), tr(page, TEXT_PARTICIPANT),
        tr(page, TEXT_TURNS), tr(page, TEXT_WORDS));
    for (uint32_t i = 0; i < shown; i++) {
        const struct speaker *speaker = &store->speakers[i];
        page_raw(page, "<tr><th scope=\"row\">");
        write_value(page, "speaker", uts_cstr(speaker->name));
        page_raw(page, "</th><td class=\"text\">");
        if (speaker->zone == UTS_ZONE_QUESTION)
            page_f(page, "<em>%r</em>", tr(page, TEXT_INTERVIEWER));
        else
            write_value(page, "role", uts_cstr(speaker->role));
        page_f(page, "</td><td class=\"text\">%s</td><td class=\"text\">%s</td><td>%d</td><td>%d</td></tr>\n",
               store->documents[speaker->document].id,
               speaker->participant == UINT32_MAX ? "" : report->participants->ids[speaker->participant],
               PAGE_N(speaker->turns), PAGE_N(speaker->words));
    }
    page_raw(page, "</tbody>");
    table_close(page);
    rows_left_out(page, shown, store->n_speakers, "tables/themes.csv");
    page_raw(page, "</details>\n");
}

void write_material(struct report *report) {
    section_open(&report->page, "material", TEXT_MATERIAL);
    write_documents(report);
    write_skipped(report);
    write_roles(report);
    write_speakers(report);
    section_close(&report->page);
}
