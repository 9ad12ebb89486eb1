/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of words: each reading of a form keeps its own tail, in whatever order they are asked for. */
#include "tap.h"
#include "tei.h"

static char long_word[70001];
static const char *const strings[] = {"", "som", "s\xC3\xA5", "en", "a&b\"c", long_word, "x\x01y", "[ort]"};
enum { SOM = 1, SAA, EN, SIGNS, LONG_WORD, CONTROL, PLACE, COUNT };

static uts_str spell(const uts_job *job, uts_sym symbol) {
    (void)job;
    return uts_cstr(strings[symbol]);
}

static uint32_t epoch = 1;
static uint32_t symbol_epoch(const uts_job *job) {
    (void)job;
    return epoch;
}

static uts_sym symbol_count(const uts_job *job) {
    (void)job;
    return COUNT;
}

/* The tail of a reading as a string; good until the next call. */
static const char *tail(struct tei_words *words, uts_sym form, uts_sym lemma, uts_sym norm, uint16_t key) {
    static char text[512];
    if (!tei_reading_want(words, form, lemma, norm, key)) return "out of memory";
    const struct tei_reading *r = tei_reading_at(words, form);
    if (!tei_reading_is(r, lemma, norm, key)) return "another reading";
    uint32_t n = tei_record_of(words, r->tail)->length;
    snprintf(text, sizeof text, "%.*s", n < sizeof text ? (int)n : 0, words->tails + r->tail);
    return text;
}

static void test_readings(struct tei_words *words) {
    const uint16_t pron = TEI_KEY(UTS_UPOS_PRON, UTS_TOKEN_WORD), sconj = TEI_KEY(UTS_UPOS_SCONJ, UTS_TOKEN_WORD),
                   det = TEI_KEY(UTS_UPOS_DET, UTS_TOKEN_WORD);
    for (int round = 0; round < 3; round++) {
        is_str(tail(words, SOM, SOM, 0, pron), " lemma=\"som\" pos=\"PRON\">som</w>", "a reading");
        is_str(tail(words, SOM, SOM, 0, sconj), " lemma=\"som\" pos=\"SCONJ\">som</w>", "another part of speech");
        is_str(tail(words, SOM, SOM, SAA, sconj), " lemma=\"som\" pos=\"SCONJ\" norm=\"s\xC3\xA5\">som</w>",
               "another normal form");
        is_str(tail(words, SOM, EN, 0, pron), " lemma=\"en\" pos=\"PRON\">som</w>", "another lemma");
        is_str(tail(words, EN, EN, 0, det), " lemma=\"en\" pos=\"DET\">en</w>", "another form between them");
    }
    uint32_t used = words->n_tails;
    tail(words, SOM, SOM, SAA, sconj);
    tail(words, SOM, SOM, 0, pron);
    is_int(words->n_tails, used, "a reading is made once");
}

static void test_signs(struct tei_words *words) {
    const uint16_t sym = TEI_KEY(UTS_UPOS_SYM, UTS_TOKEN_SYMBOL), word = TEI_KEY(UTS_UPOS_X, UTS_TOKEN_WORD);
    is_str(tail(words, SIGNS, SIGNS, 0, sym), " pos=\"SYM\">a&amp;b\"c</pc>", "a sign has no lemma");
    is_str(tail(words, SIGNS, SIGNS, 0, word), " lemma=\"a&amp;b&quot;c\" pos=\"X\">a&amp;b\"c</w>",
           "attributes are escaped more than text");
    is_str(tail(words, PLACE, 0, 0, TEI_KEY(0, UTS_TOKEN_ANONYMISED)),
           " pos=\"X\"><gap reason=\"anonymised\"><desc>[ort]</desc></gap></w>", "a replaced name");
    tail(words, CONTROL, 0, 0, word);
    const struct tei_reading *r = tei_reading_at(words, CONTROL);
    is_int(tei_record_of(words, r->tail)->replaced, 1, "a character that XML does not allow is counted");
    is_int(r->length, UINT16_MAX, "and its word never taken for a plain one, so that each document counts it");
    tail(words, LONG_WORD, 0, 0, word);
    r = tei_reading_at(words, LONG_WORD);
    is_int(r->length, UINT16_MAX, "a word longer than the cell can say");
    is_int(tei_record_of(words, r->tail)->length, 70000 + strlen(" pos=\"X\"></w>"), "is whole in its record");
}

int main(void) {
    memset(long_word, 'a', sizeof long_word - 1);
    const uts_host host = {.size = sizeof host,
                           .spell = spell,
                           .symbol_epoch = symbol_epoch,
                           .symbol_count = symbol_count};
    struct tei_words words = {0};
    if (!ok(tei_words_begin(&words, &host, NULL, true), "a memory")) return done();
    test_readings(&words);
    test_signs(&words);
    epoch++;
    ok(tei_words_begin(&words, &host, NULL, false), "new symbols");
    is_int(tei_reading_at(&words, SOM)->length, 0, "nothing is left of the old ones");
    is_str(tail(&words, SOM, 0, 0, TEI_KEY(0, UTS_TOKEN_WORD)), ">som</w>", "a document without parts of speech");
    tei_words_free(&words);
    return done();
}
