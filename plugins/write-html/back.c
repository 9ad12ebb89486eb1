/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was left out, remarks, codebook, and the run itself. */
#include "report.h"

/* ---- what is not counted --------------------------------------------------------------------------------------- */

static uint64_t list_sum(const struct store *store, int list) {
    uint64_t n = 0;
    for (uint32_t c = 0; c < store->n_codes; c++) n += store->lists[(size_t)c * LIST_COUNT_ + (size_t)list].seen;
    return n;
}

static void write_item(struct page *page, enum text_id text, uint64_t n) {
    if (n == 0) return;
    page_raw(page, "<li>");
    page_f(page, tr(page, text), PAGE_N(n));
    page_raw(page, "</li>");
}

static void write_zone_table(struct report *report) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    table_open(page, "data", "%r", tr(page, TEXT_LEFT_OUT_CAPTION));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\" "
           "class=\"text\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_ZONE), tr(page, TEXT_WORDS), tr(page, TEXT_COUNTED), tr(page, TEXT_WHY));
    for (uint32_t i = 1; i <= UTS_ZONE_COUNT_; i++) {
        uint32_t z = i % UTS_ZONE_COUNT_; /* text outside any zone comes last */
        uint64_t words = 0;
        for (uint32_t d = 0; d < store->n_documents; d++) words += store->documents[d].words[z];
        if (words == 0) continue;
        page_f(page, "<tr><th scope=\"row\">%r</th><td>%d</td><td>%r</td><td class=\"text\">%r</td></tr>\n",
               tr_zone(page, z), PAGE_N(words), tr(page, store_is_spoken(z) ? TEXT_YES : TEXT_NO),
               tr_zone_why(page, z));
    }
    page_raw(page, "</tbody>");
    table_close(page);
}

void write_left_out(struct report *report) {
    struct page *page = &report->page;
    const struct store *store = &report->store;
    uint64_t candidates = 0, repeated = 0;
    for (uint32_t d = 0; d < store->n_documents; d++) {
        candidates += store->documents[d].candidates;
        repeated += store->documents[d].repeated;
    }
    section_open(page, "left-out", TEXT_LEFT_OUT);
    page_f(page, "<p>%r</p>\n", tr(page, TEXT_LEFT_OUT_LEAD));
    write_zone_table(report);
    page_raw(page, "<ul>");
    write_item(page, TEXT_LEFT_OUT_EXCLUDED, list_sum(store, LIST_EXCLUDED));
    write_item(page, TEXT_LEFT_OUT_ELSEWHERE, list_sum(store, LIST_ELSEWHERE));
    write_item(page, TEXT_LEFT_OUT_CANDIDATES, candidates);
    write_item(page, TEXT_LEFT_OUT_REPEATED, repeated);
    write_item(page, TEXT_LEFT_OUT_SKIPPED, report->run ? report->run->n_skipped : 0);
    page_f(page, "<li>%r</li></ul>\n", tr(page, TEXT_LEFT_OUT_EVENTS));
    section_close(page);
}

/* ---- remarks --------------------------------------------------------------------------------------------------- */

/* Document, place and detail of a remark. */
static void write_note_place(struct report *report, const uts_run_note *note) {
    struct page *page = &report->page;
    uint32_t d = 0;
    while (d < report->store.n_documents && !uts_str_eq(uts_cstr(report->store.documents[d].id), note->doc)) d++;
    if (note->doc.n == 0)
        page_raw(page, tr(page, TEXT_NOTE_RUN));
    else if (d < report->store.n_documents && d < ROWS_SHOWN)
        page_f(page, "<a href=\"#d%u\">%S</a>", PAGE_N(d), note->doc);
    else
        page_text(page, note->doc);
    if (note->chars != UINT64_MAX) {
        page_raw(page, ", <span class=\"nowrap\">");
        page_f(page, tr(page, TEXT_NOTE_PLACE), PAGE_N(note->chars));
        page_raw(page, "</span>");
    }
    if (note->detail.n) page_f(page, ": <span class=\"detail\">%S</span>", note->detail);
}

static enum text_id level_text(int32_t level) {
    return level >= UTS_LOG_ERROR ? TEXT_LEVEL_ERROR : level == UTS_LOG_WARN ? TEXT_LEVEL_WARN : TEXT_LEVEL_INFO;
}

static bool same_message(const uts_run_note *a, const uts_run_note *b) {
    return uts_str_eq(a->stage, b->stage) && uts_str_eq(a->message, b->message) && a->level == b->level;
}

/* One row a message, with all its places. @p done marks the notes that stand on the page. */
static void write_message(struct report *report, uint64_t first, uint64_t n, unsigned char *done) {
    struct page *page = &report->page;
    uts_run_note head, note;
    int64_t times = 0;
    if (!report->run->note(first, &head)) return;
    for (uint64_t i = first; i < n; i++) times += report->run->note(i, &note) && same_message(&note, &head);
    page_f(page,
           "<tr><td class=\"text\"><span class=\"level l%u\">%r</span></td><td class=\"text\"><span lang=\"en\">%S"
           "</span> <small>%S</small></td><td class=\"text\">",
           PAGE_N(head.level), tr(page, level_text(head.level)), head.message, head.stage);
    if (times > 1) {
        page_f(page, "<details%r><summary>", times <= 3 ? " open=\"open\"" : "");
        page_f(page, tr(page, TEXT_NOTE_TIMES), times);
        page_raw(page, "</summary><ul>");
    }
    for (uint64_t i = first; i < n; i++) {
        if (!report->run->note(i, &note) || !same_message(&note, &head)) continue;
        done[i] = 1;
        if (times > 1) page_raw(page, "<li>");
        write_note_place(report, &note);
        if (times > 1) page_raw(page, "</li>");
    }
    page_f(page, "%r</td></tr>\n", times > 1 ? "</ul></details>" : "");
}

static void write_note_table(struct report *report, uint64_t n) {
    struct page *page = &report->page;
    unsigned char done[ROWS_SHOWN] = {0};
    uts_run_note note;
    table_open(page, "data notes", "%r", tr(page, TEXT_NOTES_LEAD));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th><th scope=\"col\" "
           "class=\"text\">%r</th></tr></thead>\n<tbody>\n",
           tr(page, TEXT_NOTE_LEVEL), tr(page, TEXT_NOTE), tr(page, TEXT_NOTE_WHERE));
    for (int32_t level = UTS_LOG_ERROR; level >= UTS_LOG_DEBUG; level--)
        for (uint64_t i = 0; i < n; i++)
            if (!done[i] && report->run->note(i, &note) && note.level == level) write_message(report, i, n, done);
    page_raw(page, "</tbody>");
    table_close(page);
}

void write_notes(struct report *report) {
    struct page *page = &report->page;
    uint64_t all = report->run ? report->run->n_notes : 0, n = all < ROWS_SHOWN ? all : ROWS_SHOWN;
    section_open(page, "notes", TEXT_NOTES);
    if (n == 0)
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_NOTES_NONE));
    else
        write_note_table(report, n);
    if (n < all) {
        page_raw(page, "<p class=\"cut\">");
        page_f(page, tr(page, TEXT_NOTES_SHOWN), PAGE_N(n), PAGE_N(all));
        page_raw(page, "</p>\n");
    }
    section_close(page);
}

/* ---- codebook -------------------------------------------------------------------------------------------------- */

static void write_rules(struct report *report, uint32_t code) {
    static const enum text_id kinds[] = {TEXT_RULE_INCLUDE, TEXT_RULE_EXCLUDE, TEXT_RULE_FORCE};
    struct page *page = &report->page;
    for (int kind = UTS_RULE_INCLUDE; kind <= UTS_RULE_FORCE; kind++) {
        uint32_t n = 0;
        for (uint32_t r = 0; r < report->book->n_rules; r++) {
            const uts_rule *rule = report->book->rules[r];
            if (rule->code != code || rule->kind != (uint32_t)kind) continue;
            if (n++ == 0) page_f(page, "<dt>%r</dt><dd>", tr(page, kinds[kind]));
            page_f(page, "<code title=\"");
            page_f(page, tr(page, TEXT_RULE_LINE), PAGE_N(rule->line));
            page_f(page, "\">%s</code> ", rule->text);
        }
        if (n) page_raw(page, "</dd>");
    }
}

/* Below the section's h2, one deeper for each group above the code. */
static int64_t heading_level(const uts_codebook *book, uint32_t code) {
    int64_t level = 3;
    while ((code = book->codes[code]->parent) != UINT32_MAX && level < 6) level++;
    return level;
}

void write_codebook(struct report *report) {
    struct page *page = &report->page;
    section_open(page, "codebook", TEXT_CODEBOOK);
    if (!report->book) {
        page_f(page, "<p>%r</p>\n", tr(page, TEXT_NO_CODEBOOK));
        section_close(page);
        return;
    }
    uint32_t themes = 0;
    for (uint32_t c = 0; c < report->book->n_codes; c++) themes += is_theme(report, c);
    page_raw(page, "<p>");
    page_f(page, tr(page, TEXT_CODEBOOK_LEAD), report->book->path, PAGE_N(themes), PAGE_N(report->book->n_rules));
    page_f(page, "</p>\n%r\n", tr(page, TEXT_CODEBOOK_HELP));
    for (uint32_t c = 0; c < report->book->n_codes; c++) {
        const uts_code *code = report->book->codes[c];
        bool theme = is_theme(report, c);
        int64_t level = heading_level(report->book, c);
        page_f(page, "<div class=\"code%r\" id=\"c%u\"><h%u>", theme ? "" : " parent", PAGE_N(c), level);
        write_code(page, code);
        page_f(page, "</h%u>", level);
        if (*code->description) page_f(page, "<p>%s</p>", code->description);
        if (theme) {
            page_raw(page, "<dl class=\"rules\">");
            write_rules(report, c);
            page_f(page, "</dl><p class=\"more\"><a href=\"#k%u\">", PAGE_N(c));
            write_n_hits(page, report->store.lists[(size_t)c * LIST_COUNT_ + LIST_COUNTED].seen);
            page_raw(page, "</a></p>");
        }
        page_raw(page, "</div>\n");
    }
    section_close(page);
}

/* ---- the run --------------------------------------------------------------------------------------------------- */

static void write_stages(struct report *report) {
    struct page *page = &report->page;
    table_open(page, "data", "%r", tr(page, TEXT_STAGES_CAPTION));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">%r</th></tr>"
           "</thead>\n<tbody>\n",
           tr(page, TEXT_STAGE), tr(page, TEXT_STAGE_VERSION), tr(page, TEXT_STAGE_WHAT));
    for (uint32_t i = 0; i < report->run->n_stages; i++) {
        const uts_stage *stage = report->run->stages[i];
        page_f(page, "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"text\" lang=\"en\">%s</td></tr>\n",
               stage->name, stage->version, stage->summary);
    }
    page_raw(page, "</tbody>");
    table_close(page);
}

static void write_files(struct report *report) {
    struct page *page = &report->page;
    uint64_t all = report->run->n_documents + report->run->n_skipped, shown = all < ROWS_SHOWN ? all : ROWS_SHOWN;
    page_f(page, "<details><summary>%r</summary>\n", tr(page, TEXT_FILES_CAPTION));
    table_open(page, "data", "%r", tr(page, TEXT_FILES_CAPTION));
    page_f(page,
           "<thead><tr><th scope=\"col\">%r</th><th scope=\"col\">%r</th><th scope=\"col\" class=\"text\">SHA-256</th>"
           "</tr></thead>\n<tbody>\n",
           tr(page, TEXT_FILE), tr(page, TEXT_BYTES));
    uts_run_doc doc;
    for (uint64_t i = 0; i < shown; i++)
        if (report->run->document(i, &doc))
            page_f(page, "<tr><th scope=\"row\">%S</th><td>%d</td><td class=\"text hash\">%S</td></tr>\n", doc.source,
                   PAGE_N(doc.bytes), doc.sha256);
    page_raw(page, "</tbody>");
    table_close(page);
    rows_left_out(page, shown, all, "run.json");
    page_raw(page, "</details>\n");
}

void write_run(struct report *report) {
    struct page *page = &report->page;
    section_open(page, "run", TEXT_RUN);
    page_f(page, "<p>%r</p>\n<ul><li>%r %s</li>", tr(page, TEXT_RUN_LEAD), tr(page, TEXT_RUN_VERSION), report->version);
    if (report->book) page_f(page, "<li>%r: <code>%s</code></li>", tr(page, TEXT_RUN_CODEBOOK), report->book->path);
    page_raw(page, "<li>");
    if (report->participants)
        page_f(page, tr(page, TEXT_RUN_PARTICIPANTS), PAGE_N(report->participants->n_participants));
    else
        page_raw(page, tr(page, TEXT_RUN_PARTICIPANTS_NONE));
    page_raw(page, "</li></ul>\n");
    if (report->run) {
        write_stages(report);
        write_files(report);
    }
    section_close(page);
}
