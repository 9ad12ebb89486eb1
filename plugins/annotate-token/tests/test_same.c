/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On any text the short cuts of scan.c find the tokens that the rules of words.c find, and these have order. */
#include "analyse.h"

#include "chars.h"

#include <tap.h>

static struct tables tables;
static uint64_t seed = 0x2545F4914F6CDD1Du;

static uint32_t random_below(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 11) % n);
}

/* Pieces that the rules have an opinion about; a text is a string of these. */
static const char *const pieces[] = {" ",
                                     " ",
                                     " ",
                                     " ",
                                     " ",
                                     " ",
                                     "\n",
                                     "\n\n",
                                     "\t",
                                     "a",
                                     "i",
                                     "Ö",
                                     "det",
                                     "är",
                                     "och",
                                     "Anna",
                                     "ordet",
                                     "t",
                                     "ex",
                                     "bl",
                                     "st",
                                     "f",
                                     "d",
                                     "m",
                                     "fl",
                                     "t.ex",
                                     "kl",
                                     "min",
                                     "etc",
                                     "EU",
                                     "s",
                                     ".",
                                     ".",
                                     ",",
                                     ":",
                                     ";",
                                     "!",
                                     "?",
                                     "-",
                                     "–",
                                     "/",
                                     "&",
                                     "'",
                                     "’",
                                     "”",
                                     "\"",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     "...",
                                     "…",
                                     "skratt",
                                     "namn",
                                     "xxx",
                                     "1",
                                     "20",
                                     "345",
                                     "000",
                                     "070",
                                     "+46",
                                     "%",
                                     "§",
                                     "½",
                                     "²",
                                     "@",
                                     "_",
                                     "se",
                                     "www.",
                                     "https://",
                                     "\xC2\xA0",
                                     "\xE2\x80\xAF",
                                     "\xC2\xAD",
                                     "\xE2\x80\x8B",
                                     "\xE2\x81\xA0",
                                     "é",
                                     "×",
                                     "÷",
                                     "þ",
                                     "Ž",
                                     "д",
                                     "ا",
                                     "中文",
                                     "ไทย",
                                     "😊",
                                     "👍🏽",
                                     "\xCC\x81",
                                     "\x01",
                                     "long_word_of_many_letters",
                                     "hundrasextiosjutusensjuhundraelva"};

static uint32_t random_text(char *out, uint32_t room) {
    uint32_t n = 0, words = random_below(80);
    bool letters = random_below(4) == 0; /* mostly plain words, so that the short cuts are taken */
    for (uint32_t i = 0; i < words; i++) {
        const char *piece = pieces[random_below((uint32_t)(sizeof pieces / sizeof *pieces))];
        if (letters && random_below(8)) piece = random_below(2) ? "ord" : " ";
        if (n + strlen(piece) >= room) break;
        memcpy(out + n, piece, strlen(piece));
        n += (uint32_t)strlen(piece);
    }
    return n;
}

/* True when both ways agree on [begin, end) of @text. */
static bool same(const char *text, uint32_t begin, uint32_t end, bool marks) {
    struct complex complex = {0};
    struct stretch s = {text, begin, end, &tables, marks, &complex};
    struct spans fast = {0}, rules = {0};
    struct lines fast_lines = {0}, rules_lines = {0};
    scan_fast(&s, &fast, &fast_lines);
    scan_rules(&s, &rules, &rules_lines);
    bool good = fast.n == rules.n && fast_lines.n == rules_lines.n;
    for (uint32_t i = 0; good && i < fast.n; i++) good = fast.begin[i] == rules.begin[i] && fast.end[i] == rules.end[i];
    for (uint32_t i = 0; good && i < fast_lines.n; i++) good = fast_lines.at[i] == rules_lines.at[i];
    uint32_t at = begin;
    for (uint32_t i = 0; good && i <= fast.n;
         i++) { /* nothing but blanks and invisible characters lies between tokens */
        uint32_t next = i < fast.n ? fast.begin[i] : end;
        good = at <= next && (i == fast.n || fast.begin[i] < fast.end[i]);
        while (good && at < next) {
            struct ch c = chars_at(text, at, next);
            good = c.cls == CH_SPACE || c.cls == CH_INVISIBLE;
            at += c.length;
        }
        if (i < fast.n) at = fast.end[i];
    }
    if (!good) printf("# differs: %.*s\n", (int)(end - begin), text + begin);
    complex_close(&complex);
    spans_free(&fast);
    spans_free(&rules);
    lines_free(&fast_lines);
    lines_free(&rules_lines);
    return good;
}

static bool is_boundary(const char *text, uint32_t at) { return ((unsigned char)text[at] & 0xC0) != 0x80; }

int main(void) {
    analysis_tables(&tables, __FILE__);
    static char text[8192];
    int bad = 0, cut_bad = 0, plain_bad = 0;
    for (int round = 0; round < 20000; round++) {
        memset(text, 0, sizeof text);
        uint32_t n = random_text(text, sizeof text - 128), begin = random_below(n + 1),
                 end = begin + random_below(n - begin + 1);
        bad += !same(text, 0, n, round & 1);
        while (!is_boundary(text, begin)) begin--;
        while (!is_boundary(text, end)) end++;
        cut_bad += !same(text, begin, end, round & 1);
    }
    is_int(bad, 0, "random texts");
    is_int(cut_bad, 0, "stretches of random texts, with more text around them");
    for (int round = 0; round < 5000; round++) { /* every pair of printable signs, in and around words */
        memset(text, 0, sizeof text);
        uint32_t n = 0;
        for (uint32_t i = 0; i < 150; i++)
            text[n++] = (char)(random_below(3) ? 'a' + random_below(26) : ' ' + random_below(95));
        plain_bad += !same(text, 0, n, round & 1);
    }
    is_int(plain_bad, 0, "random ASCII");
    tables_free(&tables);
    return done();
}
