/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "init.h"

#include "text.h"
#include <string.h>

enum { MOST_NOTES = 12, MOST_DETAIL = 240, MOST_SPEAKERS = 300, WIDEST = 40 };

/* Code points; what a terminal shows of Swedish text takes one column each. */
static size_t width(uts_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static void put(uts_str s, size_t columns) {
    fwrite(s.p, 1, s.n, stdout);
    for (size_t n = width(s); n < columns; n++) putchar(' ');
}

static size_t widest(const uts_table *t, uint32_t column) {
    size_t most = 0;
    for (uint64_t r = 0; r < t->rows; r++) {
        size_t n = width(init_text(t, r, column));
        if (n > most && n <= WIDEST) most = n;
    }
    return most;
}

/* Details are about the user's own file and go to the user's own screen; long ones are cut, and that is shown. */
static void print_note(const run_note *n) {
    printf("      %.*s", (int)n->message.n, n->message.p);
    if (n->detail.n) {
        size_t shown = n->detail.n < MOST_DETAIL ? n->detail.n : MOST_DETAIL;
        while (shown < n->detail.n && ((unsigned char)n->detail.p[shown] & 0xC0) == 0x80) shown--;
        fputs(": ", stdout);
        for (size_t i = 0; i < shown; i++) putchar((unsigned char)n->detail.p[i] < ' ' ? ' ' : n->detail.p[i]);
        if (shown < n->detail.n) fputs(" …", stdout);
    }
    putchar('\n');
}

/* Remarks come in the order of the documents, those of the run last. */
static uint64_t print_notes(const run *r, uts_str doc, uint64_t from) {
    uint32_t n = 0;
    while (from < r->n_notes && !(r->notes[from].doc.n == doc.n && memcmp(r->notes[from].doc.p, doc.p, doc.n) == 0)) {
        uint64_t at = from;
        while (at < r->n_notes && !(r->notes[at].doc.n == doc.n && memcmp(r->notes[at].doc.p, doc.p, doc.n) == 0)) at++;
        if (at == r->n_notes) return from; /* nothing was remarked */
        from = at;
    }
    for (; from < r->n_notes && r->notes[from].doc.n == doc.n && memcmp(r->notes[from].doc.p, doc.p, doc.n) == 0;
         from++) {
        if (r->notes[from].level < UTS_LOG_INFO || ++n > MOST_NOTES) continue;
        print_note(&r->notes[from]);
    }
    if (n > MOST_NOTES) printf("      and %u more remarks\n", n - MOST_NOTES);
    return from;
}

static void print_files(const init *in) {
    const uts_table *t = in->files;
    uint64_t from = 0;
    size_t names = widest(t, FILE_SOURCE), formats = widest(t, FILE_FORMAT), encodings = widest(t, FILE_ENCODING);
    for (uint64_t r = 0; r < t->rows; r++) {
        fputs("  ", stdout);
        put(init_text(t, r, FILE_SOURCE), names + 2);
        put(init_text(t, r, FILE_FORMAT), formats + 2);
        put(init_text(t, r, FILE_ENCODING), encodings ? encodings + 2 : 0);
        long long speakers = init_number(t, r, FILE_SPEAKERS), turns = init_number(t, r, FILE_TURNS);
        printf("%lld speaker%s, %lld turn%s, %lld words\n", speakers, speakers == 1 ? "" : "s", turns,
               turns == 1 ? "" : "s", init_number(t, r, FILE_WORDS));
        if (init_text(t, r, FILE_ORIGIN).n) {
            fputs("      origin: ", stdout);
            put(init_text(t, r, FILE_ORIGIN), 0);
            putchar('\n');
        }
        from = print_notes(in->run, init_text(t, r, FILE_DOCUMENT), from);
    }
}

static void print_refused(const init *in) {
    const run *r = in->run;
    if (r->n_skipped) printf("\nnot read: %llu\n", (unsigned long long)r->n_skipped);
    for (uint64_t i = 0; i < r->n_docs; i++)
        if (r->docs[i].error.n)
            printf("  %s: %.*s\n", r->docs[i].input->source, (int)r->docs[i].error.n, r->docs[i].error.p);
    uint32_t no_transcripts = r->inputs.set_aside - r->inputs.texts_of_tei;
    if (no_transcripts)
        printf("\nset aside as no transcripts: %u file%s (utsaga init --verbose names them)\n", no_transcripts,
               no_transcripts == 1 ? "" : "s");
}

static void print_speakers(const init *in) {
    const uts_table *t = in->speakers;
    if (!t->rows) return;
    if (t->rows > MOST_SPEAKERS) {
        printf("\nspeakers: %llu, too many to show\n", (unsigned long long)t->rows);
        return;
    }
    size_t documents = widest(t, SPEAKER_DOCUMENT), names = widest(t, SPEAKER_NAME), roles = widest(t, SPEAKER_ROLE);
    puts("\nspeakers");
    for (uint64_t r = 0; r < t->rows; r++) {
        uts_str name = init_text(t, r, SPEAKER_NAME), maybe = init_text(t, r, SPEAKER_MAYBE);
        fputs("  ", stdout);
        put(init_text(t, r, SPEAKER_DOCUMENT), documents + 2);
        put(name.n ? name : (uts_str){"(unknown)", 9}, (names < 9 ? 9 : names) + 2);
        put(init_text(t, r, SPEAKER_ROLE), roles + 2);
        printf("%lld turns, %lld words", init_number(t, r, SPEAKER_TURNS), init_number(t, r, SPEAKER_WORDS));
        if (maybe.n) printf("; maybe the same as %.*s", (int)maybe.n, maybe.p);
        if (in->participants && name.n && !init_text(t, r, SPEAKER_ROW).n && !init_number(t, r, SPEAKER_ASKS))
            fputs("; not in the participants table", stdout);
        putchar('\n');
    }
}

void init_report(const init *in) {
    const run *r = in->run;
    printf("%s: %llu document%s\n\n", in->folder, (unsigned long long)(r->n_docs - r->n_skipped),
           r->n_docs - r->n_skipped == 1 ? "" : "s");
    print_files(in);
    for (uint64_t i = 0; i < r->n_notes; i++)
        if (r->notes[i].doc.n == 0) print_note(&r->notes[i]);
    print_refused(in);
    print_speakers(in);
    if (in->codebook) printf("\ncodebook: %s\n", in->codebook);
    if (in->participants) printf("%sparticipants: %s\n", in->codebook ? "" : "\n", in->participants);
}
