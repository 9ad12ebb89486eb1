/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

struct entry {
    const char *word;
    enum at_word class_;
};

static const struct entry entries[] = {
    /* Header fields of transcripts, minutes and articles. */
    {"datum", AT_W_META}, {"date", AT_W_META}, {"plats", AT_W_META}, {"tid", AT_W_META}, {"tidpunkt", AT_W_META},
    {"klockslag", AT_W_META}, {"längd", AT_W_META}, {"inspelningens längd", AT_W_META}, {"ljudfil", AT_W_META},
    {"fil", AT_W_META}, {"filnamn", AT_W_META}, {"inspelning", AT_W_META}, {"inspelad", AT_W_META},
    {"transkriberat av", AT_W_META}, {"transkriberad av", AT_W_META}, {"transkription", AT_W_META},
    {"transkribering", AT_W_META}, {"transkriberare", AT_W_META}, {"utskrift", AT_W_META}, {"utskriven av", AT_W_META},
    {"intervju", AT_W_META}, {"intervju nr", AT_W_META}, {"intervjunummer", AT_W_META}, {"intervjuad av", AT_W_META},
    {"intervjuad", AT_W_META}, {"intervjuer", AT_W_META}, {"intervjudatum", AT_W_META}, {"ämne", AT_W_META},
    {"rubrik", AT_W_META}, {"titel", AT_W_META}, {"projekt", AT_W_META}, {"studie", AT_W_META}, {"kommun", AT_W_META},
    {"ort", AT_W_META}, {"verksamhet", AT_W_META}, {"enhet", AT_W_META}, {"närvarande", AT_W_META},
    {"deltagare", AT_W_META}, {"medverkande", AT_W_META}, {"frånvarande", AT_W_META}, {"sekreterare", AT_W_META},
    {"kön", AT_W_META}, {"ålder", AT_W_META}, {"yrke", AT_W_META}, {"kod", AT_W_META}, {"version", AT_W_META},
    {"språk", AT_W_META}, {"källa", AT_W_META}, {"författare", AT_W_META}, {"av", AT_W_META}, {"diarienummer", AT_W_META},
    {"dnr", AT_W_META}, {"bilaga", AT_W_META}, {"fokusgrupp", AT_W_META}, {"grupp", AT_W_META}, {"metod", AT_W_META},
    {"syfte", AT_W_META}, {"anteckningar", AT_W_META}, {"teckenförklaring", AT_W_META}, {"förkortningar", AT_W_META},
    {"duration", AT_W_META}, {"file", AT_W_META}, {"place", AT_W_META}, {"time", AT_W_META}, {"title", AT_W_META},
    {"copyright", AT_W_META}, {"foto", AT_W_META}, {"telefon", AT_W_META}, {"e-post", AT_W_META}, {"epost", AT_W_META},
    {"fax", AT_W_META}, {"adress", AT_W_META}, {"tel", AT_W_META},
    /* Openings of sentences and of lists. */
    {"ja", AT_W_STOP}, {"nej", AT_W_STOP}, {"jo", AT_W_STOP}, {"men", AT_W_STOP}, {"och", AT_W_STOP}, {"så", AT_W_STOP},
    {"alltså", AT_W_STOP}, {"obs", AT_W_STOP}, {"ps", AT_W_STOP}, {"nb", AT_W_STOP}, {"not", AT_W_STOP},
    {"notera", AT_W_STOP}, {"exempel", AT_W_STOP}, {"exempelvis", AT_W_STOP}, {"till exempel", AT_W_STOP},
    {"t.ex.", AT_W_STOP}, {"t ex", AT_W_STOP}, {"tex", AT_W_STOP}, {"dvs", AT_W_STOP}, {"d.v.s.", AT_W_STOP},
    {"kort sagt", AT_W_STOP}, {"slutsats", AT_W_STOP}, {"slutsatser", AT_W_STOP}, {"resultat", AT_W_STOP},
    {"sammanfattning", AT_W_STOP}, {"sammanfattningsvis", AT_W_STOP}, {"uppgifter", AT_W_STOP}, {"nämligen", AT_W_STOP},
    {"följande", AT_W_STOP}, {"först", AT_W_STOP}, {"sedan", AT_W_STOP}, {"dessutom", AT_W_STOP}, {"däremot", AT_W_STOP},
    {"för det första", AT_W_STOP}, {"för det andra", AT_W_STOP}, {"för det tredje", AT_W_STOP},
    {"läs mer", AT_W_STOP}, {"läs också", AT_W_STOP}, {"läs även", AT_W_STOP}, {"se även", AT_W_STOP}, {"jfr", AT_W_STOP},
    {"figur", AT_W_STOP}, {"tabell", AT_W_STOP}, {"diagram", AT_W_STOP}, {"fakta", AT_W_STOP}, {"fotnot", AT_W_STOP},
    {"tema", AT_W_STOP}, {"rubrik", AT_W_STOP}, {"kapitel", AT_W_STOP}, {"avsnitt", AT_W_STOP}, {"punkt", AT_W_STOP},
    {"steg", AT_W_STOP}, {"del", AT_W_STOP}, {"kl", AT_W_STOP}, {"kl.", AT_W_STOP}, {"uppföljningsfråga", AT_W_STOP},
    {"följdfråga", AT_W_STOP}, {"följdfrågor", AT_W_STOP}, {"frågor", AT_W_STOP}, {"bakgrund", AT_W_STOP},
    {"frågeställning", AT_W_STOP}, {"beslut", AT_W_STOP}, {"kommentar", AT_W_STOP}, {"viktigt", AT_W_STOP},
    {"uppdatering", AT_W_STOP}, {"http", AT_W_STOP}, {"https", AT_W_STOP}, {"url", AT_W_STOP},
    /* Speakers. */
    {"intervjuare", AT_W_INTERVIEWER}, {"int", AT_W_INTERVIEWER}, {"int.", AT_W_INTERVIEWER}, {"iv", AT_W_INTERVIEWER},
    {"interviewer", AT_W_INTERVIEWER}, {"intervjuledare", AT_W_INTERVIEWER}, {"samtalsledare", AT_W_INTERVIEWER},
    {"moderator", AT_W_INTERVIEWER}, {"mod", AT_W_INTERVIEWER}, {"mod.", AT_W_INTERVIEWER}, {"forskare", AT_W_INTERVIEWER},
    {"gruppledare", AT_W_INTERVIEWER}, {"utredare", AT_W_INTERVIEWER}, {"utvärderare", AT_W_INTERVIEWER},
    {"fl", AT_W_INTERVIEWER}, {"bisittare", AT_W_INTERVIEWER}, {"intervjuaren", AT_W_INTERVIEWER},
    {"i", AT_W_I}, {"m", AT_W_M}, {"f", AT_W_QUESTION}, {"fråga", AT_W_QUESTION}, {"q", AT_W_QUESTION},
    {"s", AT_W_ANSWER}, {"svar", AT_W_ANSWER}, {"a", AT_W_ANSWER},
    {"ip", AT_W_INFORMANT}, {"intervjuperson", AT_W_INFORMANT}, {"intervjupersonen", AT_W_INFORMANT},
    {"informant", AT_W_INFORMANT}, {"inf", AT_W_INFORMANT}, {"inf.", AT_W_INFORMANT}, {"r", AT_W_INFORMANT},
    {"respondent", AT_W_INFORMANT}, {"resp", AT_W_INFORMANT}, {"resp.", AT_W_INFORMANT}, {"p", AT_W_INFORMANT},
    {"d", AT_W_INFORMANT}, {"delt", AT_W_INFORMANT}, {"delt.", AT_W_INFORMANT}, {"patient", AT_W_INFORMANT},
    {"brukare", AT_W_INFORMANT}, {"anhörig", AT_W_INFORMANT}, {"k", AT_W_INFORMANT}, {"kvinna", AT_W_INFORMANT},
    {"man", AT_W_INFORMANT}, {"ps", AT_W_STOP}, {"peer", AT_W_INFORMANT}, {"personal", AT_W_INFORMANT},
    {"talare", AT_W_NEUTRAL}, {"speaker", AT_W_NEUTRAL}, {"unknown speaker", AT_W_NEUTRAL}, {"okänd", AT_W_NEUTRAL},
    {"okänd talare", AT_W_NEUTRAL}, {"alla", AT_W_NEUTRAL}, {"flera", AT_W_NEUTRAL}, {"röst", AT_W_NEUTRAL},
    {"någon", AT_W_NEUTRAL},
};

static enum at_word look_up(const char *key, size_t n) {
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (strlen(entries[i].word) == n && memcmp(entries[i].word, key, n) == 0) return entries[i].class_;
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
    if (numbered && found == AT_W_ANSWER) return AT_W_PLAIN;
    if (numbered && stem == 1 && key[0] == 's' && n > 1) return AT_W_NEUTRAL;
    return found;
}

bool at_word_names_interviewer(const char *key, size_t n) {
    static const char *const keys[] = {"intervjuad av", "intervjuare", "moderator", "samtalsledare", "intervjuledare",
                                       "interviewer", "forskare"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == n && memcmp(keys[i], key, n) == 0) return true;
    return false;
}

size_t at_fold(const char *in, size_t n, char *out, size_t room) {
    size_t made = 0;
    bool gap = false;
    for (int32_t i = 0; i < (int32_t)n;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)in, i, (int32_t)n, c);
        if (c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x202F) {
            gap = made > 0;
            continue;
        }
        if (c == '*' || c == 0xAD || c == '?' || c < 0) continue;
        if (made + 8 > room) break;
        if (gap) out[made++] = ' ';
        gap = false;
        c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : u_foldCase(c, U_FOLD_CASE_DEFAULT);
        int32_t at = (int32_t)made;
        UBool failed = false;
        U8_APPEND((uint8_t *)out, at, (int32_t)room, c, failed);
        made = failed ? made : (size_t)at;
    }
    return made;
}

static bool is_word(const char *p, size_t n, const char *const *list) {
    for (; *list; list++)
        if (strlen(*list) == n && memcmp(*list, p, n) == 0) return true;
    return false;
}

static const char *const particles[] = {"av", "af", "von", "v.", "de", "van", "der", "och", "i", "&", "la", "Le", "the",
                                        "läkaren", "person", "talare", NULL};
static const char *const titles[] = {"Herr", "herr", "Fru", "fru", "Fröken", "fröken", "Talmannen", "TALMANNEN", "Statsrådet",
                                     "statsrådet", "Chefen", "chefen", NULL};
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
