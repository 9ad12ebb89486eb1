/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "origin.h"

#include "words.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

const char *const at_origin_names[AT_ORIGINS_ + 1] = {"auto", "typed", "recognised", "bureau", NULL};

/* A line that is longer says more than an invention does. */
enum { LINE_BYTES = 160, LOOP = 4 };

/* Ends of films that recognition puts where nobody speaks. Folded. */
static const char *const inventions[] = {"undertexter från amara.org",
                                         "svensktextning.nu",
                                         "textning.nu",
                                         "undertexter av ",
                                         "tack för att ni tittade",
                                         "tack för att du tittade",
                                         "tack för att ni har tittat",
                                         "tack för att du har tittat",
                                         "tack för att du såg den här videon",
                                         "tack för att ni såg den här videon"};

/* Names that programs give to voices, numbered. Folded. */
static const char *const voices[] = {"speaker_", "speaker ", "talare "};

static bool is_voice(uts_str name) {
    char key[64];
    size_t n = at_fold(name.p, name.n, key, sizeof key);
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++) {
        size_t length = strlen(voices[i]);
        if (n > length && n <= length + 2 && memcmp(key, voices[i], length) == 0 && key[length] >= '0' &&
            key[length] <= '9')
            return true;
    }
    return false;
}

/* Times at every turn and voices without names: a program wrote it. Marks with times: a bureau did. */
static enum at_origin guess(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer *turn) {
    uts_str told = host->doc_meta(doc, "origin"), text = host->doc_text(doc);
    for (int i = AT_ORIGIN_TYPED; i < AT_ORIGINS_; i++)
        if (uts_str_eq(told, uts_cstr(at_origin_names[i]))) return (enum at_origin)i;
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    const int64_t *start = turn->data[UTS_TURN_START_MS];
    uint32_t timed = 0, unnamed = 0;
    for (uint32_t i = 0; i < turn->rows; i++) {
        if (start[i] < 0) continue;
        timed++;
        unnamed += speaker[i] && is_voice(host->spell(job, speaker[i]));
    }
    if (timed >= 2 && timed == turn->rows && unnamed * 10 >= timed * 8) return AT_ORIGIN_RECOGNISED;
    if (text.p && text.n && (memmem(text.p, text.n, "[hör inte ", 11) || memmem(text.p, text.n, "[?? ", 4)))
        return AT_ORIGIN_BUREAU;
    return AT_ORIGIN_AUTO;
}

static bool is_invention(const char *line, size_t n) {
    char key[LINE_BYTES + 16];
    size_t length = at_fold(line, n, key, sizeof key);
    for (size_t i = 0; i < sizeof inventions / sizeof *inventions; i++)
        if (memmem(key, length, inventions[i], strlen(inventions[i]))) return true;
    return false;
}

/* Every invention begins a sentence with one of these letters; a line without them needs no look. */
static bool may_invent(const char *line, size_t n) {
    return line && (memmem(line, n, "ndertexter", 10) || memmem(line, n, "extning.nu", 10) ||
                    memmem(line, n, "ack för att ", 13));
}

struct lines {
    uts_str before; /* the line above */
    uint32_t same, begin;
    uint32_t invented, loops;
    uint64_t first_invented, first_loop;
};

static void take_line(struct lines *l, const char *text, uint32_t begin, uint32_t end) {
    if (begin == end) return;
    uts_str line = {text + begin, end - begin};
    if (uts_str_eq(line, l->before)) {
        if (++l->same == LOOP && l->loops++ == 0) l->first_loop = l->begin;
    } else {
        l->same = 1;
        l->begin = begin;
    }
    l->before = line;
    if (line.n > LINE_BYTES || !may_invent(line.p, line.n) || !is_invention(line.p, line.n)) return;
    if (l->invented++ == 0) l->first_invented = begin;
}

static void note_lines(const uts_host *host, uts_job *job, const struct lines *l) {
    if (l->invented)
        uts_notef(host, job, UTS_LOG_WARN, l->first_invented, uts_cstr(""),
                  "%u lines are what speech recognition invents where nobody speaks (thanks for watching, names of "
                  "subtitlers): listen, and take them out",
                  l->invented);
    if (l->loops)
        uts_notef(host, job, UTS_LOG_WARN, l->first_loop, uts_cstr(""),
                  "%u times the same line stands four times in a row or more: speech recognition may have run in a "
                  "loop; nothing was left out",
                  l->loops);
}

void at_origin_note(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer *turn,
                    enum at_origin told) {
    uts_str text = host->doc_text(doc);
    enum at_origin origin = told == AT_ORIGIN_AUTO ? guess(host, job, doc, turn) : told;
    if (origin == AT_ORIGIN_RECOGNISED)
        uts_notef(
            host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
            "origin: recognised speech%s; hesitations and spoken forms mean nothing here, since the program writes "
            "them as it likes",
            told == AT_ORIGIN_AUTO ? " (by times and numbered voices, or by the file)" : "");
    else if (origin != AT_ORIGIN_AUTO)
        uts_notef(host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "origin: %s%s", at_origin_names[origin],
                  told == AT_ORIGIN_AUTO ? " (guessed by its marks, or told by the file)" : "");
    struct lines l = {.same = 0};
    for (uint32_t at = 0; at < text.n;) {
        const char *stop = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = stop ? (uint32_t)(stop - text.p) : (uint32_t)text.n;
        take_line(&l, text.p, at, end);
        at = end + 1;
    }
    note_lines(host, job, &l);
}
