/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes as spans over tokens, beside the text: the statement that counts. */
#include "tei.h"

void tei_put_range(struct tei_doc *d, const char *name, uint32_t begin, uint32_t end) {
    TEI_LIT(d->out, " ");
    tei_puts(d->out, name);
    TEI_LIT(d->out, "=\"");
    tei_puts(d->out, d->file);
    TEI_LIT(d->out, "#char=");
    tei_put_u32(d->out, d->host->to_chars(d->doc, begin));
    TEI_LIT(d->out, ",");
    tei_put_u32(d->out, d->host->to_chars(d->doc, end));
    TEI_LIT(d->out, "\"");
}

static void put_rule(struct tei_doc *d, uint32_t rule) {
    TEI_LIT(d->out, "#rule.");
    tei_put_u32(d->out, rule + 1);
}

static void put_token_ref(struct tei_doc *d, const char *attribute, uint32_t token) {
    tei_puts(d->out, attribute);
    tei_puts(d->out, d->ref);
    TEI_LIT(d->out, "w");
    tei_put_u32(d->out, token + 1);
    TEI_LIT(d->out, "\"");
}

static bool has_tokens(const struct tei_doc *d, uint32_t i) {
    return (d->hit_seen[i] & (TEI_FIRST_SEEN | TEI_LAST_SEEN)) == (TEI_FIRST_SEEN | TEI_LAST_SEEN);
}

/* A span points at tokens when both ends have an xml:id, else at the characters alone. @p label: its text, or NULL. */
static void put_span(struct tei_doc *d, uint32_t i, const char *label) {
    uint32_t first = d->hit_first[i], last = d->hit_last[i];
    TEI_LIT(d->out, "<span xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "hit");
    tei_put_u32(d->out, i + 1);
    TEI_LIT(d->out, "\"");
    if (has_tokens(d, i)) {
        put_token_ref(d, " from=\"", first);
        if (last != first) put_token_ref(d, " to=\"", last);
        if (d->stage->conf->profile != TEI_PROFILE_ISO)
            tei_put_range(d, "corresp", d->token->begin[first], d->token->end[last]);
    } else {
        tei_put_range(d, "target", d->hit->begin[i], d->hit->end[i]);
    }
    TEI_LIT(d->out, " ana=\"#");
    tei_puts(d->out, d->stage->code_id[d->hit_code[i]]);
    TEI_LIT(d->out, "\" source=\"");
    put_rule(d, d->hit_rule[i]);
    if (d->hit_excluded[i] != UTS_NO_ROW) {
        TEI_LIT(d->out, " ");
        put_rule(d, d->hit_excluded[i]);
    }
    TEI_LIT(d->out, "\"");
    if (d->hit_polarity[i]) TEI_LIT(d->out, " type=\"negated\"");
    d->hit_seen[i] |= TEI_SPAN_WRITTEN;
    if (!label) {
        TEI_LIT(d->out, "/>\n");
        return;
    }
    TEI_LIT(d->out, ">");
    tei_text(d->out, label, strlen(label));
    TEI_LIT(d->out, "</span>");
}

void tei_put_iso_spans(struct tei_doc *d, uint32_t begin, uint32_t end) {
    bool any = false;
    for (uint32_t i = d->hit ? uts_row_from(d->hit, begin) : 0; d->hit && i < d->hit->rows && d->hit->begin[i] < end;
         i++) {
        if (d->hit_excluded[i] != UTS_NO_ROW || d->hit->end[i] > end || !has_tokens(d, i)) continue;
        if (!any) TEI_LIT(d->out, "<spanGrp type=\"theme\">");
        any = true;
        const uts_code *code = d->stage->codebook->codes[d->hit_code[i]];
        put_span(d, i, *code->label ? code->label : code->id);
    }
    if (any) TEI_LIT(d->out, "</spanGrp>");
}

static void put_group(struct tei_doc *d, bool excluded, const char *type) {
    bool any = false;
    for (uint32_t i = 0; i < d->hit->rows; i++) {
        if ((d->hit_excluded[i] != UTS_NO_ROW) != excluded || d->hit_seen[i] & TEI_SPAN_WRITTEN) continue;
        if (!any) {
            TEI_LIT(d->out, "<spanGrp type=\"");
            tei_puts(d->out, type);
            TEI_LIT(d->out, "\" resp=\"#utsaga\">\n");
            any = true;
        }
        put_span(d, i, NULL);
    }
    if (any) TEI_LIT(d->out, "</spanGrp>\n");
}

static void put_link(struct tei_doc *d, uint32_t a, uint32_t b) {
    TEI_LIT(d->out, "<link target=\"");
    tei_puts(d->out, d->hash);
    TEI_LIT(d->out, "hit");
    tei_put_u32(d->out, a + 1);
    TEI_LIT(d->out, " ");
    tei_puts(d->out, d->hash);
    TEI_LIT(d->out, "hit");
    tei_put_u32(d->out, b + 1);
    tei_puts(d->out, d->hit_first[b] <= d->hit_last[a] ? "\" type=\"overlap\"/>\n" : "\" type=\"same-s\"/>\n");
}

/* Tokens between two linked hits at most: text without full stops would otherwise give links by the square. */
#define LINK_REACH 100u

/* Pairs of hits of different codes in the same sentence, each unordered pair once. */
static void put_links(struct tei_doc *d) {
    const uint32_t *sentence = d->token->data[UTS_TOKEN_SENTENCE];
    uint32_t rows = d->hit->rows, beyond = 0;
    bool any = false;
    for (uint32_t a = 0; a < rows; a++) {
        if (d->hit_excluded[a] != UTS_NO_ROW) continue;
        uint32_t home = sentence[d->hit_first[a]];
        for (uint32_t b = a + 1; b < rows && sentence[d->hit_first[b]] == home; b++) {
            if (d->hit_first[b] > d->hit_last[a] + LINK_REACH) {
                beyond++;
                break;
            }
            if (d->hit_excluded[b] != UTS_NO_ROW || d->hit_code[a] == d->hit_code[b]) continue;
            if (!any) TEI_LIT(d->out, "<linkGrp type=\"cooccurrence\" targFunc=\"theme theme\">\n");
            any = true;
            put_link(d, a, b);
        }
    }
    if (any) TEI_LIT(d->out, "</linkGrp>\n");
    if (beyond)
        uts_notef(d->host, d->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(NULL, 0),
                  "TEI: %u hits stand more than %u tokens before another of their sentence and are not linked to it.",
                  beyond, LINK_REACH);
}

/* True when standOff would hold something. */
static bool is_wanted(const struct tei_doc *d) {
    bool links = d->hit && d->hit->rows && d->stage->conf->links;
    for (uint32_t i = 0; d->hit && i < d->hit->rows && !links; i++) links = !(d->hit_seen[i] & TEI_SPAN_WRITTEN);
    return links || d->n_codings;
}

void tei_put_standoff(struct tei_doc *d) {
    if (!is_wanted(d)) return;
    TEI_LIT(d->out, "<standOff>\n");
    if (d->hit) {
        put_group(d, false, "theme");
        put_group(d, true, "theme-excluded");
        if (d->stage->conf->links) put_links(d);
    }
    tei_put_codings(d);
    TEI_LIT(d->out, "</standOff>\n");
}
