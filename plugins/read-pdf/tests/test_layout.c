/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a hyphen at a line end; and that no answer of the helper, however wrong, breaks the reader. */
#include "../client.h"
#include "../hyphen.h"
#include "tap.h"

static uts_sym fake_intern(uts_job *job, uts_str text) {
    (void)job;
    return text.n > 0;
}

static uts_status fake_fail(uts_job *job, uts_status code, uint64_t offset, uts_str message) {
    (void)job;
    (void)offset;
    (void)message;
    return code;
}

static const uts_host host = {.size = sizeof host, .intern = fake_intern, .fail = fake_fail};

/* ---- hyphens ---- */

static void joins(const char *a, const char *b, enum pdf_join expected) {
    struct pdf d = {.host = &host};
    struct pdf_lexicon x;
    pdf_lexicon_make(&x, &d);
    char name[100];
    snprintf(name, sizeof name, "%s %s", a, b);
    is_int(pdf_join(&x, uts_cstr(a), uts_cstr(b)), expected, name);
    pdf_lexicon_free(&x);
}

static void test_hyphens(void) {
    joins("stads-", "delen", PDF_GLUE_LESS);
    joins("stads\u00ad", "delen", PDF_GLUE_LESS);
    joins("stads\u2010", "delen", PDF_GLUE_LESS);
    joins("”stads-", "delen”,", PDF_GLUE_LESS);
    joins("social-", "och", PDF_SPACE);
    joins("social-", "och,", PDF_SPACE);
    joins("e-", "post", PDF_GLUE);
    joins("Miljö", "och", PDF_SPACE);
    joins("-", "sa", PDF_SPACE);
    joins("Åsa-", "Maria", PDF_GLUE);
    joins("ÅÄÖ-", "möte", PDF_GLUE);
    joins("2019-", "2021", PDF_GLUE);
    joins("vård--", "planer", PDF_GLUE_LESS);
    joins("hej", "", PDF_SPACE);
    joins("hej-", "”då", PDF_SPACE);
}

/* ---- answers of the helper ---- */

static char answer[20000];
static size_t n_answer;

static void add(const void *bytes, size_t n) {
    memcpy(answer + n_answer, bytes, n);
    n_answer += n;
}

static void add_number(uint32_t n) { add(&n, sizeof n); }

static void add_word(float x, float y, float size, const char *text) {
    struct pdf_wire_word w = {x, y, x + 6 * (float)strlen(text), y + size, size, 0, (uint16_t)strlen(text)};
    add_number(PDF_WIRE_WORD);
    add(&w, sizeof w);
    add(text, strlen(text));
    add("\0\0\0", (4 - strlen(text) % 4) % 4);
}

static void make_answer(void) {
    n_answer = 0;
    for (int page = 0; page < 4; page++) {
        float box[2] = {595, 842};
        add_number(PDF_WIRE_PAGE);
        add(box, sizeof box);
        for (int line = 0; line < 12; line++) {
            add_word(80, 80 + 14 * (float)line, 11, line % 3 ? "och" : "Anna:");
            add_word(140, 80 + 14 * (float)line, line == 11 ? 6 : 11, line == 11 ? "1" : "hemstads-");
            add_word(320, 80 + 14 * (float)line, 11, "ﬁna");
            add_word(40, 80 + 14 * (float)line, 8, line % 5 ? "5" : "1");
        }
        add_word(80, 800, 8, "1Not");
        add_word(280, 820, 8, "12");
    }
    add_number(PDF_WIRE_END);
}

static uts_status lay_out(const char *bytes, size_t n, size_t *made) {
    struct pdf d = {.host = &host};
    struct transcript t;
    transcript_start(&t, &host, NULL);
    uts_status status = pdf_take(&d, bytes, n);
    if (status == UTS_OK) pdf_make_lines(&d);
    if (status == UTS_OK) pdf_sort_out(&d);
    if (status == UTS_OK) pdf_put(&d, &t);
    *made = t.text.n;
    transcript_free(&t);
    pdf_free(&d);
    return status;
}

static void test_answers(void) {
    size_t made, well = 0, early = 0;
    make_answer();
    is_int(lay_out(answer, n_answer, &made), UTS_OK, "a whole answer");
    ok(made > 500, "gives text");
    for (size_t n = 0; n < n_answer; n += 3) early += lay_out(answer, n, &made) == UTS_END;
    is_int(early, (n_answer + 2) / 3, "an answer that is cut off anywhere is known to be");
    uint64_t seed = 1;
    for (int round = 0; round < 1500; round++) {
        make_answer();
        for (int k = 0; k < 1 + round % 40; k++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            answer[(seed >> 20) % n_answer] = (char)(seed >> 56);
        }
        well += lay_out(answer, n_answer, &made) == UTS_OK;
    }
    ok(well > 50 && well < 1500, "1,500 damaged answers, some of them readable");
}

int main(void) {
    test_hyphens();
    test_answers();
    return done();
}
