/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speech that the transcriber marked, what a listener says and words that are broken off: seg around its tokens. */
#include "tei.h"

/* True when the tokens have the edges of event @p row, in one sentence. */
static bool is_aligned(const struct tei_doc *d, uint32_t row) {
    const uint32_t *sentence = d->token->data[UTS_TOKEN_SENTENCE];
    uint32_t begin = d->event->begin[row], end = d->event->end[row];
    uint32_t first = uts_row_from(d->token, begin), next = uts_row_from(d->token, end);
    return next > first && d->token->begin[first] == begin && d->token->end[next - 1] == end &&
           sentence[first] == sentence[next - 1];
}

bool tei_find_spoken(struct tei_doc *d) {
    if (!d->event || !d->token) return true;
    const uint32_t *kinds = d->event->data[UTS_EVENT_KIND];
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->event->rows; i++) n += UTS_EVENT_IS_SPOKEN(kinds[i]);
    if (!n) return true;
    d->spoken = d->host->alloc(d->job, n * sizeof *d->spoken, 4);
    if (!d->spoken) return false;
    for (uint32_t i = 0; i < d->event->rows; i++)
        if (UTS_EVENT_IS_SPOKEN(kinds[i]) && is_aligned(d, i)) d->spoken[d->n_spoken++] = i;
    return true;
}

void tei_put_spoken(struct tei_doc *d, uint32_t begin, uint32_t end) {
    uint32_t at = begin;
    for (; d->next_spoken < d->n_spoken; d->next_spoken++) {
        uint32_t row = d->spoken[d->next_spoken], from = d->event->begin[row], to = d->event->end[row];
        if (from < at) continue;
        if (to > end) break;
        bool back = ((const uint32_t *)d->event->data[UTS_EVENT_KIND])[row] == UTS_EVENT_BACKCHANNEL;
        if (at < from) tei_put_tokens(d, at, from);
        tei_puts(d->out, back ? "<seg type=\"backchannel\">" : "<seg type=\"cutoff\">");
        tei_put_tokens(d, from, to);
        TEI_LIT(d->out, "</seg>");
        at = to;
    }
    if (at < end) tei_put_tokens(d, at, end);
}
