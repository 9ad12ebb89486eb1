/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"
#include "xlsx.h"

#include <tap.h>

static uts_str str(const char *s) { return (uts_str){s, strlen(s)}; }

/* Cells of a text, rows divided by " / ", cells by "¦". */
static const char *cells_of(const char *text, char delimiter) {
    static char out[1000];
    struct tb_table t = {0};
    size_t at, n = 0;
    out[0] = '\0';
    bool whole = csv_parse(&t, str(text), delimiter, UINT32_MAX, &at);
    for (uint32_t r = 0; r < t.n_rows; r++) {
        n += (size_t)sprintf(out + n, "%s%u:", r ? " / " : "", t.rows[r].number);
        for (uint32_t i = 0; i < t.rows[r].n; i++) {
            uts_str raw = tb_raw(&t, &t.cells[t.rows[r].first + i]);
            n += (size_t)sprintf(out + n, "%s%.*s", i ? "¦" : "", (int)raw.n, raw.p);
        }
    }
    if (!whole) sprintf(out + n, " open at %zu", at);
    tb_free(&t);
    return out;
}

static void csv(void) {
    is_str(cells_of("a;b\nc;d\n", ';'), "1:a¦b / 2:c¦d", "rows and cells");
    is_str(cells_of("a;b", ';'), "1:a¦b", "no line end at the end");
    is_str(cells_of("a;\n;b\n", ';'), "1:a¦ / 2:¦b", "empty cells");
    is_str(cells_of("\"a;1\";\"b\n2\"\nc;d", ';'), "1:a;1¦b\n2 / 3:c¦d", "delimiter and line end in quotation marks");
    is_str(cells_of("\"sa \"\"nej\"\"\";b", ';'), "1:sa \"\"nej\"\"¦b", "doubled quotation marks are kept for later");
    is_str(cells_of("\"Ja\" sa hon;b", ';'), "1:\"Ja\" sa hon¦b", "a quotation that is no quoted cell");
    is_str(cells_of("a \"x\";b", ';'), "1:a \"x\"¦b", "quotation marks inside a cell");
    is_str(cells_of("a;\"b\nc;d\n", ';'), "1:a open at 2", "a quotation mark that nothing closes");
    is_str(cells_of("", ';'), "", "nothing");
    size_t header;
    is_int(csv_delimiter(str("a;b;c\n1,5;2,5;3\n"), &header), ';', "semicolons beside decimal commas");
    is_int(csv_delimiter(str("a,b\n\"x;y;z\",2\n\"u;v\",3\n"), &header), ',', "commas beside semicolons in text");
    is_int(csv_delimiter(str("a\tb\n1, 2; 3\t4\n"), &header), '\t', "tabs");
    is_int(csv_delimiter(str("sep=|\na|b\n"), &header), '|', "as the file says");
    is_int(header, 6, "which takes a line");
}

static void clocks(void) {
    static const struct {
        const char *text;
        bool ms;
        int64_t start, end;
    } right[] = {{"00:00:06", false, 6000, -1},
                 {"0:06,4", false, 6400, -1},
                 {"1:02:03.250", false, 3723250, -1},
                 {"75", false, 75000, -1},
                 {"12,5", false, 12500, -1},
                 {"12.5 s", false, 12500, -1},
                 {"6200", true, 6200, -1},
                 {"[00:01:00]", false, 60000, -1},
                 {"0:00,0 - 0:06,4", false, 0, 6400},
                 {"00:01 --> 00:02", false, 1000, 2000},
                 {"61:10", false, 3670000, -1}};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        int64_t start, end;
        ok(tb_clock(str(right[i].text), right[i].ms, &start, &end), right[i].text);
        is_int(start, right[i].start, "  begins");
        is_int(end, right[i].end, "  ends");
    }
    static const char *const wrong[] = {"", "snart", "00:61:00", "1:75", "12:", "2021-05-03", "1:2:3:4", "5 - "};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t start, end;
        ok(!tb_clock(str(wrong[i]), false, &start, &end), wrong[i]);
    }
}

static void dates(void) {
    static const struct {
        const char *serial;
        enum xlsx_kind kind;
        bool from_1904;
        const char *text;
    } right[] = {{"44319", XLSX_DATE, false, "2021-05-03"},
                 {"44319.5", XLSX_DATE_TIME, false, "2021-05-03T12:00:00"},
                 {"44319", XLSX_DATE_TIME, false, "2021-05-03"},
                 {"1", XLSX_DATE, false, "1900-01-01"},
                 {"59", XLSX_DATE, false, "1900-02-28"},
                 {"61", XLSX_DATE, false, "1900-03-01"},
                 {"42857", XLSX_DATE, true, "2021-05-03"},
                 {"6.9444444444444444E-5", XLSX_TIME, false, "00:00:06"},
                 {"7.407407407407407E-5", XLSX_TIME, false, "00:00:06.400"},
                 {"1.5", XLSX_TIME, false, "36:00:00"}};
    char out[40];
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        bool good = xlsx_when(str(right[i].serial), right[i].kind, right[i].from_1904, out);
        is_str(good ? out : "(not a date)", right[i].text, right[i].serial);
    }
    ok(!xlsx_when(str("-1"), XLSX_DATE, false, out) && !xlsx_when(str("1e99"), XLSX_DATE, false, out), "no date");
    is_int(xlsx_kind_of_code(str("yyyy\\-mm\\-dd")), XLSX_DATE, "a date");
    is_int(xlsx_kind_of_code(str("[$-41D]d mmmm yyyy")), XLSX_DATE, "a date with a locale");
    is_int(xlsx_kind_of_code(str("[h]:mm:ss,0")), XLSX_TIME, "a duration");
    is_int(xlsx_kind_of_code(str("yyyy-mm-dd hh:mm")), XLSX_DATE_TIME, "both");
    is_int(xlsx_kind_of_code(str("0.00\" dagar\"")), XLSX_NUMBER, "a number with words");
    is_int(xlsx_kind_of_code(str("[Red]0.0")), XLSX_NUMBER, "a number with a colour");
    char escaped[] = "a_x000D_\nb_x005F_c_xyz_";
    size_t n = xlsx_unescape(escaped, strlen(escaped));
    escaped[n] = '\0';
    is_str(escaped, "a\nb_c_xyz_", "escapes of Excel");
}

static void names(void) {
    is_int(tb_role_of_name(str("Talare")), TB_SPEAKER, "Talare");
    is_int(tb_role_of_name(str("FRÅN")), TB_START, "FRÅN");
    is_int(tb_role_of_name(str("start_time")), TB_START, "start_time");
    is_int(tb_role_of_name(str("Start (ms)")), TB_START, "Start (ms)");
    is_int(tb_role_of_name(str("Respondent-ID")), TB_ID, "Respondent-ID");
    is_int(tb_role_of_name(str("Kommun")), TB_NONE, "Kommun");
    ok(tb_is_question(str("Fråga 12. Vad har det betytt")) && tb_is_question(str("Hur mår du?")) &&
           tb_is_question(str("Q3")),
       "headings that ask");
    ok(!tb_is_question(str("Kommun")) && !tb_is_question(str("Fråga")) && !tb_is_question(str("Frågare 1")) &&
           !tb_is_question(str("")),
       "headings that do not");
    bool tabs;
    ok(tb_likeness(str("tid;talare;text\n00:00;A;Ja.\n"), true, &tabs) >= 75, "a table of turns is known");
    ok(tb_likeness(str("Respondent;Ålder;Vad tycker du?\n1;34;Att det är bra\n"), true, &tabs) >= 70,
       "a survey is known");
    ok(tb_likeness(str("kod,etikett,regler\n1,Hopp,hopp* hoppas\n"), true, &tabs) < 50, "a codebook is not");
    ok(tb_likeness(str("speaker,role,wave\nSiri,peer,1\n"), true, &tabs) < 50, "participants are not");
    ok(tb_likeness(str("Siri: Ja, det var bra; tycker jag.\nBo: Nej, text och tid.\n"), true, &tabs) < 50,
       "talk is not");
}

int main(void) {
    csv();
    clocks();
    dates();
    names();
    return done();
}
