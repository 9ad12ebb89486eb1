/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"
#include "../common/fold.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

struct entry {
    const char *word;
    size_t length;
    enum at_word class_;
};

static const struct entry entries[] = {
#define E(word, class_)                                                                                                \
    { word, sizeof(word) - 1, class_ }
    /* Header fields of transcripts, minutes and articles. */
    E("datum", AT_W_META),
    E("date", AT_W_META),
    E("plats", AT_W_META),
    E("tid", AT_W_META),
    E("tidpunkt", AT_W_META),
    E("klockslag", AT_W_META),
    E("längd", AT_W_META),
    E("inspelningens längd", AT_W_META),
    E("ljudfil", AT_W_META),
    E("fil", AT_W_META),
    E("filnamn", AT_W_META),
    E("inspelning", AT_W_META),
    E("inspelad", AT_W_META),
    E("transkriberat av", AT_W_META),
    E("transkriberad av", AT_W_META),
    E("transkription", AT_W_META),
    E("transkribering", AT_W_META),
    E("transkriberare", AT_W_META),
    E("utskrift", AT_W_META),
    E("utskriven av", AT_W_META),
    E("intervju", AT_W_META),
    E("intervju nr", AT_W_META),
    E("intervjunummer", AT_W_META),
    E("intervjuad av", AT_W_META),
    E("intervjuad", AT_W_META),
    E("intervjuer", AT_W_META),
    E("intervjudatum", AT_W_META),
    E("ämne", AT_W_META),
    E("rubrik", AT_W_META),
    E("titel", AT_W_META),
    E("projekt", AT_W_META),
    E("studie", AT_W_META),
    E("kommun", AT_W_META),
    E("ort", AT_W_META),
    E("verksamhet", AT_W_META),
    E("enhet", AT_W_META),
    E("närvarande", AT_W_META),
    E("deltagare", AT_W_META),
    E("medverkande", AT_W_META),
    E("frånvarande", AT_W_META),
    E("sekreterare", AT_W_META),
    E("kön", AT_W_META),
    E("ålder", AT_W_META),
    E("yrke", AT_W_META),
    E("kod", AT_W_META),
    E("version", AT_W_META),
    E("språk", AT_W_META),
    E("källa", AT_W_META),
    E("författare", AT_W_META),
    E("av", AT_W_META),
    E("diarienummer", AT_W_META),
    E("dnr", AT_W_META),
    E("bilaga", AT_W_META),
    E("fokusgrupp", AT_W_META),
    E("grupp", AT_W_META),
    E("metod", AT_W_META),
    E("syfte", AT_W_META),
    E("anteckningar", AT_W_META),
    E("teckenförklaring", AT_W_META),
    E("förkortningar", AT_W_META),
    E("duration", AT_W_META),
    E("file", AT_W_META),
    E("place", AT_W_META),
    E("time", AT_W_META),
    E("title", AT_W_META),
    E("copyright", AT_W_META),
    E("foto", AT_W_META),
    E("telefon", AT_W_META),
    E("e-post", AT_W_META),
    E("epost", AT_W_META),
    E("fax", AT_W_META),
    E("adress", AT_W_META),
    E("tel", AT_W_META),
    /* Openings of sentences and of lists. */
    E("ja", AT_W_STOP),
    E("nej", AT_W_STOP),
    E("jo", AT_W_STOP),
    E("men", AT_W_STOP),
    E("och", AT_W_STOP),
    E("så", AT_W_STOP),
    E("alltså", AT_W_STOP),
    E("obs", AT_W_STOP),
    E("ps", AT_W_STOP),
    E("nb", AT_W_STOP),
    E("not", AT_W_STOP),
    E("notera", AT_W_STOP),
    E("exempel", AT_W_STOP),
    E("exempelvis", AT_W_STOP),
    E("till exempel", AT_W_STOP),
    E("t.ex.", AT_W_STOP),
    E("t ex", AT_W_STOP),
    E("tex", AT_W_STOP),
    E("dvs", AT_W_STOP),
    E("d.v.s.", AT_W_STOP),
    E("kort sagt", AT_W_STOP),
    E("slutsats", AT_W_STOP),
    E("slutsatser", AT_W_STOP),
    E("resultat", AT_W_STOP),
    E("sammanfattning", AT_W_STOP),
    E("sammanfattningsvis", AT_W_STOP),
    E("uppgifter", AT_W_STOP),
    E("nämligen", AT_W_STOP),
    E("följande", AT_W_STOP),
    E("först", AT_W_STOP),
    E("sedan", AT_W_STOP),
    E("dessutom", AT_W_STOP),
    E("däremot", AT_W_STOP),
    E("för det första", AT_W_STOP),
    E("för det andra", AT_W_STOP),
    E("för det tredje", AT_W_STOP),
    E("läs mer", AT_W_STOP),
    E("läs också", AT_W_STOP),
    E("läs även", AT_W_STOP),
    E("se även", AT_W_STOP),
    E("jfr", AT_W_STOP),
    E("figur", AT_W_STOP),
    E("tabell", AT_W_STOP),
    E("diagram", AT_W_STOP),
    E("fakta", AT_W_STOP),
    E("fotnot", AT_W_STOP),
    E("tema", AT_W_STOP),
    E("rubrik", AT_W_STOP),
    E("kapitel", AT_W_STOP),
    E("avsnitt", AT_W_STOP),
    E("punkt", AT_W_STOP),
    E("steg", AT_W_STOP),
    E("del", AT_W_STOP),
    E("kl", AT_W_STOP),
    E("kl.", AT_W_STOP),
    E("uppföljningsfråga", AT_W_STOP),
    E("följdfråga", AT_W_STOP),
    E("följdfrågor", AT_W_STOP),
    E("frågor", AT_W_STOP),
    E("bakgrund", AT_W_STOP),
    E("frågeställning", AT_W_STOP),
    E("beslut", AT_W_STOP),
    E("kommentar", AT_W_STOP),
    E("viktigt", AT_W_STOP),
    E("uppdatering", AT_W_STOP),
    E("http", AT_W_STOP),
    E("https", AT_W_STOP),
    E("url", AT_W_STOP),
    /* Speakers. */
    E("intervjuare", AT_W_INTERVIEWER),
    E("int", AT_W_INTERVIEWER),
    E("int.", AT_W_INTERVIEWER),
    E("iv", AT_W_INTERVIEWER),
    E("interviewer", AT_W_INTERVIEWER),
    E("intervjuledare", AT_W_INTERVIEWER),
    E("samtalsledare", AT_W_INTERVIEWER),
    E("moderator", AT_W_INTERVIEWER),
    E("mod", AT_W_INTERVIEWER),
    E("mod.", AT_W_INTERVIEWER),
    E("forskare", AT_W_INTERVIEWER),
    E("gruppledare", AT_W_INTERVIEWER),
    E("utredare", AT_W_INTERVIEWER),
    E("utvärderare", AT_W_INTERVIEWER),
    E("fl", AT_W_INTERVIEWER),
    E("bisittare", AT_W_INTERVIEWER),
    E("intervjuaren", AT_W_INTERVIEWER),
    E("i", AT_W_I),
    E("m", AT_W_M),
    E("f", AT_W_QUESTION),
    E("fråga", AT_W_QUESTION),
    E("q", AT_W_QUESTION),
    E("s", AT_W_ANSWER),
    E("svar", AT_W_ANSWER),
    E("a", AT_W_ANSWER),
    E("ip", AT_W_INFORMANT),
    E("intervjuperson", AT_W_INFORMANT),
    E("intervjupersonen", AT_W_INFORMANT),
    E("informant", AT_W_INFORMANT),
    E("inf", AT_W_INFORMANT),
    E("inf.", AT_W_INFORMANT),
    E("r", AT_W_INFORMANT),
    E("respondent", AT_W_INFORMANT),
    E("resp", AT_W_INFORMANT),
    E("resp.", AT_W_INFORMANT),
    E("p", AT_W_INFORMANT),
    E("d", AT_W_INFORMANT),
    E("delt", AT_W_INFORMANT),
    E("delt.", AT_W_INFORMANT),
    E("patient", AT_W_INFORMANT),
    E("brukare", AT_W_INFORMANT),
    E("anhörig", AT_W_INFORMANT),
    E("k", AT_W_INFORMANT),
    E("kvinna", AT_W_INFORMANT),
    E("man", AT_W_INFORMANT),
    E("ps", AT_W_STOP),
    E("peer", AT_W_INFORMANT),
    E("personal", AT_W_INFORMANT),
    E("talare", AT_W_NEUTRAL),
    E("speaker", AT_W_NEUTRAL),
    E("unknown speaker", AT_W_SEVERAL),
    E("okänd", AT_W_SEVERAL),
    E("okänd talare", AT_W_SEVERAL),
    E("alla", AT_W_SEVERAL),
    E("flera", AT_W_SEVERAL),
    E("röst", AT_W_SEVERAL),
    E("någon", AT_W_SEVERAL),
#undef E
};

static enum at_word look_up(const char *key, size_t n) {
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (entries[i].length == n && memcmp(entries[i].word, key, n) == 0) return entries[i].class_;
    return AT_W_PLAIN;
}

enum at_word at_word_class(const char *key, size_t n) {
    enum at_word found = look_up(key, n);
    if (found) return found;
    size_t stem = n;
    while (stem > 0 && key[stem - 1] >= '0' && key[stem - 1] <= '9') stem--;
    bool numbered = stem < n;
    while (numbered && stem > 0 && (key[stem - 1] == ' ' || key[stem - 1] == '_' || key[stem - 1] == '-')) stem--;
    found = numbered ? look_up(key, stem) : AT_W_PLAIN;
    /* "Deltagare 3" is a person, "Deltagare" a field of the header. */
    if (numbered && stem == 9 && memcmp(key, "deltagare", 9) == 0) return AT_W_INFORMANT;
    if (numbered && found == AT_W_META && stem == 4 && memcmp(key, "grupp", 4) == 0) return AT_W_NEUTRAL;
    if (numbered && (found == AT_W_ANSWER || (found == AT_W_QUESTION && stem == 1))) return AT_W_PLAIN;
    if (numbered && stem == 1 && key[0] == 's' && n > 1) return AT_W_NEUTRAL;
    return found;
}

bool at_is_header_row(const char *p, const char *end) {
    static const char *const words[] = {"nr",           "nummer",    "rad",           "tid",         "tidkod",
                                        "start",        "slut",      "begin",         "end",         "time",
                                        "timestamp",    "timecode",  "talare",        "speaker",     "vem",
                                        "namn",         "name",      "person",        "deltagare",   "participant",
                                        "roll",         "role",      "text",          "yttrande",    "replik",
                                        "tal",          "innehåll",  "transkription", "transkript",  "transcript",
                                        "content",      "kommentar", "comment",       "kommentarer", "anteckning",
                                        "anteckningar", "kod",       "koder",         "code",        "tema"};
    size_t cells = 0, known = 0;
    if (p >= end || !memchr(p, '\t', (size_t)(end - p))) return false;
    while (p < end) {
        const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
        char key[32];
        size_t n = stop - p < (ptrdiff_t)sizeof key - 1 ? at_fold(p, (size_t)(stop - p), key, sizeof key) : 0;
        for (size_t i = 0; n && i < sizeof words / sizeof *words; i++)
            known += strlen(words[i]) == n && memcmp(words[i], key, n) == 0;
        if (stop > p && known != ++cells) return false;
        p = tab ? tab + 1 : end;
    }
    return cells >= 2;
}

bool at_word_names_interviewer(const char *key, size_t n) {
    static const char *const keys[] = {"intervjuad av",  "intervjuare", "moderator", "samtalsledare",
                                       "intervjuledare", "interviewer", "forskare"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == n && memcmp(keys[i], key, n) == 0) return true;
    return false;
}

bool at_word_names_participants(const char *key, size_t n) {
    static const char *const keys[] = {"deltagare",        "deltagarna", "medverkande",  "intervjuperson",
                                       "intervjupersoner", "intervjuad", "intervjuade",  "informant",
                                       "informanter",      "respondent", "respondenter", "participant",
                                       "participants"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == n && memcmp(keys[i], key, n) == 0) return true;
    return false;
}

size_t at_fold(const char *in, size_t n, char *out, size_t room) { return fold_label(in, n, "*?", out, room); }

static bool is_word(const char *p, size_t n, const char *const *list) {
    for (; *list; list++)
        if (strlen(*list) == n && memcmp(*list, p, n) == 0) return true;
    return false;
}

static const char *const particles[] = {"av", "af", "von", "v.",  "de",      "van",    "der",    "och", "i",
                                        "&",  "la", "Le",  "the", "läkaren", "person", "talare", NULL};
static const char *const titles[] = {"Herr",      "herr",       "Fru",        "fru",    "Fröken", "fröken", "Talmannen",
                                     "TALMANNEN", "Statsrådet", "statsrådet", "Chefen", "chefen", NULL};
static const char *const saying[] = {"anförde", "anförde,", "yttrade", "yttrade,", "sade", "förde", "anfört", NULL};

static void take_word(struct at_shape *shape, const char *p, size_t n) {
    int32_t i = 0;
    UChar32 c;
    unsigned capitals = 0, others = 0;
    U8_NEXT((const uint8_t *)p, i, (int32_t)n, c);
    if (c == '(' && i < (int32_t)n) U8_NEXT((const uint8_t *)p, i, (int32_t)n, c);
    bool upper = u_isUUppercase(c) || u_isdigit(c) || u_istitle(c);
    if (shape->words == 0) shape->first_upper = upper;
    if (!upper && !is_word(p, n, particles)) shape->all_upper = false;
    for (i = 0; i < (int32_t)n;) {
        U8_NEXT((const uint8_t *)p, i, (int32_t)n, c);
        if (u_isUUppercase(c))
            capitals++;
        else if (u_isUAlphabetic(c))
            others++;
    }
    if ((capitals >= 3 && others == 0) || is_word(p, n, titles)) shape->has_capitals = true;
    shape->says = is_word(p, n, saying) || (n >= 3 && memcmp(p + n - 3, "…", 3) == 0);
    shape->words++;
}

struct at_shape at_shape_of(const char *p, size_t n) {
    struct at_shape shape = {.all_upper = true};
    size_t at = 0;
    for (size_t i = 0; i < n; i++) shape.chars += ((unsigned char)p[i] & 0xC0) != 0x80;
    for (size_t i = 0; i < n; i++)
        if (strchr("!;=<>@_|\"{}", p[i])) shape.odd = true;
    while (at < n) {
        size_t stop = at;
        while (stop < n && p[stop] != ' ' && p[stop] != '\t') stop++;
        if (stop > at) take_word(&shape, p + at, stop - at);
        at = stop + 1;
    }
    return shape;
}
