/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide.h"

#include "vec.h"
#include "words.h"

#include <string.h>
#include <utsaga/plugin_util.h>

/* Bytes of a guide at most, of a turn's words at most: longer turns ask at their beginning or end. */
enum { GUIDE_BYTES = 1 << 20, TURN_WORDS = 400 };
/* At least this share of a question's weight must stand in the turn, in percent. */
enum { THRESHOLD = 60 };

struct question {
    uint32_t first, n; /* in words */
    uint32_t weight;
};

struct at_guide {
    AT_VEC(uint32_t) words; /* hashes of words, those of each question together, each once */
    AT_VEC(struct question) questions;
};

/* Words that every question has say little: they weigh 1, others 4. */
static const char *const little[] = {"och",  "att",   "det",    "du",     "ni",  "är",   "i",     "på",     "en",
                                     "ett",  "som",   "för",    "av",     "med", "den",  "de",    "dig",    "er",
                                     "din",  "ditt",  "dina",   "om",     "har", "kan",  "vill",  "skulle", "hur",
                                     "vad",  "vilka", "vilken", "vilket", "när", "var",  "då",    "så",     "till",
                                     "från", "där",   "här",    "man",    "jag", "lite", "eller", "inte",   "ju",
                                     "the",  "of",    "to",     "a",      "you", "do",   "your",  NULL};

static bool is_little(const char *word, size_t n) {
    for (const char *const *w = little; *w; w++)
        if (strlen(*w) == n && memcmp(*w, word, n) == 0) return true;
    return false;
}

static bool is_letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0x80; }

/*
 * The next word of text[*at, n) folded, as a hash whose lowest bit tells whether it says much; 0: there is none. Of
 * words above seven bytes only the first six count, so that "återhämtning" and "återhämtningen" are one.
 */
static uint32_t next_word(const char *text, size_t n, size_t *at) {
    while (*at < n && !is_letter(text[*at])) ++*at;
    size_t from = *at;
    while (*at < n && is_letter(text[*at])) ++*at;
    if (from == *at) return 0;
    char key[128];
    size_t length = at_fold(text + from, *at - from > 100 ? 100 : *at - from, key, sizeof key);
    bool much = !is_little(key, length);
    if (length > 7) length = 6;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return (hash & ~1u) | 2u | (uint32_t)much; /* never 0 */
}

static uint32_t weight_of(uint32_t word) { return word & 1u ? 4 : 1; }

static bool has(const uint32_t *words, uint32_t n, uint32_t word) {
    for (uint32_t i = 0; i < n; i++)
        if (words[i] == word) return true;
    return false;
}

static bool add_question(struct at_guide *guide, const char *line, size_t n) {
    struct question q = {.first = guide->words.n};
    for (size_t at = 0;;) {
        uint32_t word = next_word(line, n, &at);
        if (!word) break;
        if (has(guide->words.items + q.first, q.n, word)) continue;
        if (!AT_PUSH(&guide->words, word)) return false;
        q.weight += weight_of(word);
        q.n++;
    }
    /* A number or a sign alone asks nothing. */
    return q.n == 0 || AT_PUSH(&guide->questions, q);
}

static bool read_lines(struct at_guide *guide, const char *text, size_t n) {
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, n -= 3;
    for (size_t at = 0; at < n;) {
        const char *stop = memchr(text + at, '\n', n - at);
        size_t end = stop ? (size_t)(stop - text) : n;
        while (at < end && (text[at] == ' ' || text[at] == '\t')) at++;
        if (at < end && text[at] != '#' && !add_question(guide, text + at, end - at)) return false;
        at = end + 1;
    }
    return true;
}

void at_guide_free(struct at_guide *guide) {
    if (!guide) return;
    free(guide->words.items);
    free(guide->questions.items);
    free(guide);
}

struct at_guide *at_guide_read(const uts_host *host, uts_job *job, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        uts_failf(host, job, UTS_E_IO, UINT64_MAX, "cannot open the interview guide %s: give a text file", path);
        return NULL;
    }
    char *text = malloc(GUIDE_BYTES);
    struct at_guide *guide = calloc(1, sizeof *guide);
    size_t n = text ? fread(text, 1, GUIDE_BYTES, file) : 0;
    bool broken = ferror(file) != 0;
    fclose(file);
    bool good = text && guide && read_lines(guide, text, n);
    free(text);
    if (!good)
        host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    else if (broken || n == GUIDE_BYTES)
        uts_failf(host, job, UTS_E_IO, UINT64_MAX, "cannot read the interview guide %s: it must be below 1 MB", path);
    else if (guide->questions.n == 0)
        uts_failf(host, job, UTS_E_ARG, UINT64_MAX, "the interview guide %s holds no question: one a line", path);
    else
        return guide;
    at_guide_free(guide);
    return NULL;
}

uint32_t at_guide_size(const struct at_guide *guide) { return guide->questions.n; }

uint32_t at_guide_match(const struct at_guide *guide, const char *text, size_t n, unsigned *score) {
    uint32_t words[TURN_WORDS], count = 0, best = 0, best_weight = 0;
    for (size_t at = 0; count < TURN_WORDS;) {
        uint32_t word = next_word(text, n, &at);
        if (!word) break;
        words[count++] = word;
    }
    *score = 0;
    for (uint32_t i = 0; i < guide->questions.n; i++) {
        const struct question *q = &guide->questions.items[i];
        uint32_t met = 0, much = 0;
        for (uint32_t k = 0; k < q->n; k++) {
            uint32_t word = guide->words.items[q->first + k];
            if (!has(words, count, word)) continue;
            met += weight_of(word);
            much += word & 1u;
        }
        unsigned share = met * 100 / q->weight;
        if (share < THRESHOLD || much == 0) continue;
        if (share > *score || (share == *score && q->weight > best_weight)) {
            *score = share;
            best = i + 1;
            best_weight = q->weight;
        }
    }
    return best;
}
