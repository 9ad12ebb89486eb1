/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cues and times counted by hand. */
#include "../cues.h"

#include <tap.h>

static int64_t ms(const char *text, size_t *n) {
    int64_t result = -1;
    *n = pieces_time(text, strlen(text), &result);
    return *n ? result : -1;
}

#define is_time(text, right, bytes)                                                                                    \
    do {                                                                                                               \
        size_t n_;                                                                                                     \
        is_int(ms(text, &n_), right, text);                                                                            \
        is_int(n_, bytes, "  so many bytes");                                                                          \
    } while (0)

static void times(void) {
    is_time("00:01.000", 1000, 9);
    is_time("01:02:03,4567", 3723457, 13);
    is_time("0:00:00.599,0", 599, 11);
    is_time("100:00:00.000 ", 360000000, 13);
    is_time("3.480", 3480, 5);
    is_time("00:31", 31000, 5);
    is_time("12", -1, 0);
    is_time("1:2:3", -1, 0);
    is_time("1:02:03:04", -1, 0);
    is_time("99999999999999999999.5", -1, 0);
    is_time("", -1, 0);
}

static struct cues parsed(const char *text) {
    struct cues c;
    cues_parse(&c, uts_cstr(text), cues_recognise(text, strlen(text)));
    return c;
}

static const char *line(const struct cues *c, uint32_t cue, uint32_t i) {
    static char copy[100];
    struct transcript_span s = c->lines[c->items[cue].first_line + i];
    snprintf(copy, sizeof copy, "%.*s", (int)(s.end - s.begin), c->text.p + s.begin);
    return copy;
}

static void blocks(void) {
    struct cues c = parsed("WEBVTT - Titel\nKind: captions\n\nNOTE ett\n00:01.000 --> 00:02.000\n\nid\n00:03.000 --> "
                           "00:04.000 line:0\nHej\n  du  \n\nlost\n\n00:05.000 -->\nx\n");
    is_int(c.format, CUES_VTT, "WebVTT");
    is_int(c.n, 3, "a cue, a block without time, one with half a time");
    is_int(c.items[0].start_ms, 3000, "the time in the comment is no cue");
    is_int(c.items[0].n_lines, 2, "two lines");
    is_str(line(&c, 0, 1), "du", "without blanks around");
    is_int(c.items[1].start_ms, -1, "no time");
    is_str(line(&c, 1, 0), "lost", "but its text is kept");
    is_str(line(&c, 2, 0), "x", "as after a broken time");
    is_int(c.comments, 1, "one comment");
    is_int(c.bad_times, 1, "one bad time");
    is_int(c.title.end - c.title.begin, 5, "the title");
    cues_free(&c);
    c = parsed(
        "7\n00:00:01,000 --> 00:00:02,000\n112\n\n3\n00:00:03.000 --> 00:00:04,000\n\nefter\n4\n00:00:05,000 --> "
        "00:00:06,000\nsist");
    is_int(c.format, CUES_SRT, "SubRip");
    is_int(c.n, 3, "three cues");
    is_str(line(&c, 0, 0), "112", "digits that no time follows are text");
    is_str(line(&c, 1, 0), "efter", "text behind a blank line");
    is_int(c.items[1].n_lines, 1, "a number before a time is none");
    is_str(line(&c, 2, 0), "sist", "no line end at the end");
    cues_free(&c);
    c = parsed("0:00:00.599,0:00:04.160\nHej\n\n0:00:04.160,0:00:06.770\nda\n");
    is_int(c.format, CUES_SBV, "SubViewer");
    is_int(c.n, 2, "two cues");
    is_int(c.items[1].end_ms, 6770, "end");
    cues_free(&c);
    is_int(cues_recognise("I: Hej\nIP: 00:00:01,000\n", 23), CUES_NONE, "talk is no captions");
}

static void rolling(void) {
    struct cues c =
        parsed("WEBVTT\n\n00:01.000 --> 00:02.000\nja<00:01.500><c> men</c>\n\n00:02.000 --> 00:02.100\nja men\n\n"
               "00:02.100 --> 00:03.000\nja men\ndet<00:02.500><c> var</c>\n\n00:03.000 --> 00:04.000\nslut\n");
    is_int(cues_unroll(&c), 2, "two lines are repeated");
    is_int(c.items[1].n_lines, 0, "nothing new in the second");
    is_str(line(&c, 2, 0), "det<00:02.500><c> var</c>", "the third without its first line");
    is_int(c.items[3].n_lines, 1, "the last as it was");
    cues_free(&c);
    c = parsed(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nJa.\n\n00:02.000 --> 00:02.100\nJa.\n\n00:02.100 --> 00:03.000\nJa.\n");
    is_int(cues_unroll(&c), 0, "loops of a recogniser stay");
    cues_free(&c);
}

int main(void) {
    times();
    blocks();
    rolling();
    return done();
}
