/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escaping and numbers. */
#include "page.h"
#include "tap.h"
#include "text.h"

static const char *filled(struct page *page) {
    page_bytes(page, "", 1); /* ends the string */
    page->n = 0;
    return page->text;
}

static const char *escaped(struct page *page, const char *text) {
    page_text(page, uts_cstr(text));
    return filled(page);
}

static void test_escape(void) {
    struct page page = {.language = PAGE_SV};
    is_str(escaped(&page, "<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "tags");
    is_str(escaped(&page, "a \"b\" & c"), "a &quot;b&quot; &amp; c", "quotes and ampersands");
    is_str(escaped(&page, "&amp;"), "&amp;amp;", "a reference is text too");
    is_str(escaped(&page, "å – 😀"), "å – 😀", "letters stay");
    is_str(escaped(&page, "a\x01\x1f\x7f\tb\n"), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\tb\n", "control characters");
    page_text(&page, uts_mkstr("x\0y", 3));
    is_str(filled(&page), "x\xEF\xBF\xBDy", "NUL");
    is_str(escaped(&page, ""), "", "empty");
    page_f(&page, "<a title=\"%s\">%S</a>%r %% %d %u %1", "\"><b>", uts_cstr("<i>"), "<br/>", PAGE_N(1234567),
           PAGE_N(1234567), 0.25);
    is_str(filled(&page), "<a title=\"&quot;&gt;&lt;b&gt;\">&lt;i&gt;</a><br/> % 1\u202F234\u202F567 1234567 0,3",
           "directives");
    free(page.text);
}

static const char *number(int64_t value, int language) {
    static char out[PAGE_NUMBER_MAX];
    page_number(out, value, language);
    return out;
}

static const char *real(double value, int decimals, int language) {
    static char out[PAGE_NUMBER_MAX];
    page_real(out, value, decimals, language);
    return out;
}

static void test_numbers(void) {
    is_str(number(0, PAGE_SV), "0", "zero");
    is_str(number(999, PAGE_SV), "999", "three digits");
    is_str(number(1234, PAGE_SV), "1\u202F234", "Swedish thousands");
    is_str(number(12345678, PAGE_EN), "12,345,678", "English thousands");
    is_str(number(-1000, PAGE_SV), "\u22121\u202F000", "minus sign");
    is_str(number(INT64_MIN, PAGE_EN), "\u22129,223,372,036,854,775,808", "the least number");
    is_str(number(INT64_MAX, PAGE_EN), "9,223,372,036,854,775,807", "the largest number");
    is_str(real(2.87047, 2, PAGE_SV), "2,87", "decimal comma");
    is_str(real(2.87047, 2, PAGE_EN), "2.87", "decimal point");
    is_str(real(0.05, 1, PAGE_SV), "0,1", "half away from zero");
    is_str(real(-0.25, 1, PAGE_SV), "\u22120,3", "half away from zero, negative");
    is_str(real(-0.04, 1, PAGE_SV), "0,0", "no negative zero");
    is_str(real(-0.96, 1, PAGE_SV), "\u22121,0", "carries");
    is_str(real(1999.996, 2, PAGE_SV), "2\u202F000,00", "carries into thousands");
    is_str(real(7.0, 0, PAGE_EN), "7", "no decimals");
    is_str(real((double)NAN, 2, PAGE_SV), "–", "undefined");
    is_str(real((double)INFINITY, 2, PAGE_SV), "–", "infinite");
    is_str(real(1e300, 2, PAGE_SV), "–", "beyond exact numbers");
}

/* Directives in @p text, so that both languages ask for the same arguments. */
static void directives(const char *text, char *out) {
    for (const char *p = text; *p; p++)
        if (*p == '%' && p[1] && *++p != '%') *out++ = *p;
    *out = '\0';
}

static void test_texts(void) {
    int missing = 0, differ = 0;
    for (int id = 0; id < TEXT_COUNT_; id++) {
        char sv[16], en[16];
        if (!text_of(id, PAGE_SV) || !text_of(id, PAGE_EN)) {
            missing++;
            printf("# text %d is missing\n", id);
            continue;
        }
        directives(text_of(id, PAGE_SV), sv);
        directives(text_of(id, PAGE_EN), en);
        differ += strcmp(sv, en) != 0;
    }
    is_int(missing, 0, "every text stands in both languages");
    is_int(differ, 0, "both languages take the same arguments");
}

int main(void) {
    test_escape();
    test_numbers();
    test_texts();
    return done();
}
