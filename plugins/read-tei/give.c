/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document that has ended goes to the host. */
#include "tei_in.h"

/* Where nobody speaks, later stages find out what the text is: a report, say. */
static void forget_zones(struct tei_cursor *c) {
    struct transcript_paragraph *p = c->t.paragraphs.items;
    for (uint32_t i = 0; i < c->t.paragraphs.n; i++) p[i].zone = 0;
}

static void count_note(const struct tei_cursor *c, uint32_t n, const char *format) {
    char text[300];
    if (!n) return;
    int length = snprintf(text, sizeof text, "%u %s", n, format);
    c->host->note(c->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(text, (size_t)length), uts_cstr(""));
}

static void report(const struct tei_cursor *c) {
    count_note(c, c->left_out, "deletions and page headers inside paragraphs are left out");
    count_note(c, c->corrected, "readings beside another one (sic, reg, expan in choice) are left out");
    count_note(c, c->soft, "soft hyphens inside words are left out");
    if (c->includes)
        c->host->note(c->job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr("the file wants other files included: they are not read, put their text into it"),
                      uts_cstr(""));
}

static uts_status give_meta(struct tei_cursor *c) {
    uts_str title = uts_cstr(tei_spell(c, c->title)), name = uts_cstr(tei_spell(c, c->n));
    uts_status status = UTS_OK;
    if (name.n && c->corpus) status = c->host->set_meta(c->job, "name", name);
    if (status == UTS_OK && title.n && !uts_str_eq(title, name)) status = c->host->set_meta(c->job, "title", title);
    return status;
}

uts_status tei_give(struct tei_cursor *c) {
    if (c->verbatim) {
        tei_settle_own(c);
    } else {
        transcript_end_turn(&c->t);
        transcript_end_paragraph(&c->t, 0, 0);
        tei_join_turns(c);
        if (!c->speaks) forget_zones(c);
    }
    tei_settle_codings(c);
    if (c->stopped) return uts_failf(c->host, c->job, c->why, UINT64_MAX, "%s", c->message);
    uts_status status = give_meta(c);
    if (status == UTS_OK) status = transcript_give(&c->t, "tei", NULL);
    if (status == UTS_OK) report(c);
    return status;
}
