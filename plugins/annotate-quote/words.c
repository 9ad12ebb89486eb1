/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"
#include "../common/fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

size_t aq_fold(const char *in, size_t n, char *out, size_t room) { return fold_label(in, n, "*", out, room); }

size_t aq_blank(const char *p, const char *end) {
    const char *at = p;
    for (;;) {
        if (at < end && (*at == ' ' || *at == '\t' || *at == '\n'))
            at++;
        else if (end - at >= 2 && memcmp(at, "\xC2\xA0", 2) == 0)
            at += 2;
        else
            return (size_t)(at - p);
    }
}

uint32_t aq_trim(const char *text, uint32_t begin, uint32_t end) {
    while (end > begin) {
        if (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\n')
            end--;
        else if (end - begin >= 2 && memcmp(text + end - 2, "\xC2\xA0", 2) == 0)
            end -= 2;
        else
            break;
    }
    return end;
}

size_t aq_mark(const char *p, const char *end, char *kind) {
    if (p < end && *p == '"') {
        *kind = '"';
        return 1;
    }
    if (end - p >= 3 && memcmp(p, "\xE2\x80", 2) == 0) {
        unsigned char c = (unsigned char)p[2];
        *kind = '"';
        return c >= 0x9C && c <= 0x9F ? 3 : 0;
    }
    if (end - p >= 2 && (memcmp(p, "\xC2\xBB", 2) == 0 || memcmp(p, "\xC2\xAB", 2) == 0)) {
        *kind = 'g';
        return 2;
    }
    return 0;
}

static bool is_word_byte(unsigned char c) {
    return (unsigned char)((c | 0x20) - 'a') < 26 || (c >= '0' && c <= '9') || (c >= 0x80 && c != 0xE2 && c != 0xC2);
}

bool aq_next_word(const char **p, const char *end, const char **word, size_t *n) {
    const char *at = *p;
    while (at < end && !is_word_byte((unsigned char)*at)) {
        /* Punctuation of two or three bytes must not leave a tail byte that looks like a letter. */
        at += (unsigned char)*at == 0xE2 ? 3 : (unsigned char)*at == 0xC2 ? 2 : 1;
    }
    if (at >= end) return false;
    *word = at;
    while (at < end && is_word_byte((unsigned char)*at)) at++;
    *n = (size_t)(at - *word);
    *p = at;
    return true;
}

unsigned aq_word_count(const char *p, size_t n) {
    unsigned count = 0;
    const char *word, *end = p + n;
    size_t length;
    while (aq_next_word(&p, end, &word, &length)) count++;
    return count;
}

static UChar32 first_of(const char *p, const char *end) {
    int32_t at = 0;
    UChar32 c = 0;
    if (p < end) U8_NEXT((const uint8_t *)p, at, (int32_t)(end - p > 8 ? 8 : end - p), c);
    return c;
}

bool aq_is_upper(const char *p, const char *end) { return u_isUUppercase(first_of(p, end)); }
bool aq_is_lower(const char *p, const char *end) { return u_isULowercase(first_of(p, end)); }

/* ---- lists: one string, words between bars, so that a list is read at a glance ---- */

static bool in_list(const char *list, const char *key, size_t n) {
    if (n == 0 || n > 60) return false;
    for (const char *at = list; (at = memmem(at, strlen(at), key, n)); at++)
        if (at[-1] == '|' && at[n] == '|') return true;
    return false;
}

/* The word ends in one of the list: compounds have the head last. */
static bool ends_in_list(const char *list, const char *key, size_t n) {
    for (const char *at = list + 1; *at;) {
        const char *stop = strchr(at, '|');
        size_t length = (size_t)(stop - at);
        if (length <= n && memcmp(key + n - length, at, length) == 0) return true;
        at = stop + 1;
    }
    return false;
}

static const char roles[] =
    "|chef|enhetschef|verksamhetschef|medarbetare|personal|kollega|handläggare|anställd|tjänsteman|tjänsteperson|"
    "politiker|"
    "projektledare|peer supporter|peer support|peer|mentor|stödperson|brukare|klient|deltagare|patient|kund|boende|"
    "anhörig|närstående|förälder|mamma|pappa|mor|far|barn|ungdom|elev|student|lärare|rektor|förskollärare|pedagog|"
    "informant|respondent|intervjuperson|intervjuad|lärling|praktikant|volontär|ledare|tränare|medlem|"
    "arbetsgivare|företagare|arbetstagare|kurator|psykolog|läkare|sjuksköterska|undersköterska|barnmorska|"
    "dietist|arbetsterapeut|fysioterapeut|sjukgymnast|logoped|tandläkare|socialsekreterare|biståndshandläggare|"
    "boendestödjare|behandlingsassistent|behandlare|skötare|vårdare|vårdbiträde|familjehem|familjehemsförälder|god man|"
    "kontaktperson|polis|väktare|präst|jurist|ordförande|samordnare|koordinator|utredare|forskare|expert|"
    "kvinna|man|flicka|pojke|kille|tjej|make|maka|syskon|son|dotter|farmor|mormor|morfar|farfar|"
    "fokusgruppsdeltagare|gruppdeltagare|kursdeltagare|användare|hyresgäst|invånare|medborgare|"
    "teacher|student|manager|nurse|patient|parent|participant|employee|";
static const char role_heads[] =
    "|chef|ledare|sköterska|lärare|läkare|handläggare|sekreterare|pedagog|terapeut|samordnare|assistent|personal|"
    "arbetare|"
    "vårdare|förälder|konsulent|kurator|psykolog|deltagare|supporter|stödjare|strateg|utvecklare|ansvarig|rådgivare|"
    "tagare|givare|brukare|sökande|studerande|boende|anställd|skötare|hjälpare|ägare|"
    "coach|direktör|mästare|inspektör|sköterskan|biträde|person|representant|företrädare|medlem|";
static const char codes[] =
    "|ip|i|r|p|d|m|f|k|fg|int|inf|resp|intervju|intervjuperson|respondent|informant|fokusgrupp|grupp|"
    "deltagare|person|interview|participant|informantintervju|gruppintervju|";
static const char descriptors[] = "|år|man|kvinna|kille|tjej|åring|årig|årskurs|klass|åk|ickebinär|icke|binär|född|"
                                  "ålder|åldern|gymnasiet|högstadiet|";
static const char references_[] =
    "|se|jfr|jmf|jämför|s|sid|sidan|bilaga|tabell|figur|diagram|kap|kapitel|avsnitt|not|fotnot|rubrik|ibid|a.a|op|cit|"
    "http|https|www|www.|dvs|d.v.s|exempelvis|till "
    "exempel|bland|inklusive|exklusive|även|eller|och|så|kallad|av|från|enligt|"
    "prop|sou|sfs|ds|lagen|";
static const char spoken[] = "|jag|mig|min|mitt|mina|du|dig|din|man|vi|oss|liksom|alltså|ju|typ|ja|jo|nej|nä|väl|"
                             "nog|va|så|då|där|nån|nåt|någonting|"
                             "nånting|jätte|jättebra|jätteviktigt|sån|sånt|såna|grejer|grejen|tänker|tycker|känner|vet|"
                             "tror|jaha|mm|eh|ah|asså|dom|"
                             "egentligen|faktiskt|verkligen|sen|sådär|kanske|bara|himla|absolut|";
static const char written[] = "|beskrivs|framhålls|framhåller|beskriver|respondenter|respondenterna|respondent|"
                              "utvärderingen|utvärdering|rapporten|studien|"
                              "lyfts|lyfter|uppger|innebär|tycks|förefaller|därtill|således|vidare|resultatet|"
                              "informanterna|informanter|deltagarna|enligt|"
                              "framgår|framkommer|upplevs|uppfattas|kopplat|gällande|samt|respektive|utgör|"
                              "intervjuerna|intervjupersonerna|citatet|"
                              "implementeringen|implementering|";

/* The lengths spare most words the search. */
bool aq_is_spoken(const char *word, size_t n) { return n <= 14 && in_list(spoken, word, n); }
bool aq_is_written(const char *word, size_t n) { return n >= 4 && in_list(written, word, n); }
bool aq_is_descriptor(const char *word, size_t n) { return in_list(descriptors, word, n); }
bool aq_is_reference(const char *word, size_t n) { return in_list(references_, word, n); }

/* Without a number or single letter at the end: "deltagare 3", "chef b". */
static size_t without_number(const char *key, size_t n) {
    size_t cut = n;
    while (cut > 0 && key[cut - 1] >= '0' && key[cut - 1] <= '9') cut--;
    if (cut == n && n > 2 && key[n - 2] == ' ' && key[n - 1] >= 'a' && key[n - 1] <= 'z') cut = n - 2;
    while (cut > 0 && cut < n &&
           (key[cut - 1] == ' ' || key[cut - 1] == '-' || key[cut - 1] == '.' || key[cut - 1] == '#'))
        cut--;
    return cut;
}

bool aq_is_code(const char *key, size_t n) {
    size_t cut = without_number(key, n);
    return cut < n && in_list(codes, key, cut);
}

bool aq_is_role(const char *key, size_t n) {
    if (in_list(roles, key, n)) return true;
    const char *head = memrchr(key, ' ', n);
    size_t words = aq_word_count(key, n);
    head = head ? head + 1 : key;
    return words <= 3 && ends_in_list(role_heads, head, n - (size_t)(head - key));
}

static bool contains(const char *key, size_t n, const char *part) { return memmem(key, n, part, strlen(part)) != NULL; }
static bool starts(const char *key, size_t n, const char *part) {
    return n >= strlen(part) && memcmp(key, part, strlen(part)) == 0;
}

bool aq_is_guide_heading(const char *key, size_t n) {
    static const char *const parts[] = {"intervjuguid",        "frågeguid",       "intervjufrågor",
                                        "frågeformulär",       "intervjumall",    "samtalsguid",
                                        "intervjuformulär",    "diskussionsguid", "fokusgruppsguid",
                                        "interview guide",     "frågeunderlag",   "teman för intervju",
                                        "teman för fokusgrupp"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (contains(key, n, parts[i])) return true;
    return false;
}

bool aq_is_end_heading(const char *key, size_t n) {
    static const char *const parts[] = {"bilaga",          "referenser", "referenslista", "källor",
                                        "källförteckning", "litteratur", "appendix"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (starts(key, n, parts[i])) return true;
    return false;
}

bool aq_is_contents_heading(const char *key, size_t n) {
    return in_list("|innehåll|innehållsförteckning|contents|table of contents|", key, n);
}

int aq_residue(const char *key, size_t n) {
    static const char *const certain[] = {"skriv ut pdf",         "skriv ut!",
                                          "image_print",          "lämna en kommentar",
                                          "lämna ett svar",       "denna webbplats använder",
                                          "skriv en kommentar",   "din e-postadress kommer inte",
                                          "vi använder cookies",  "dela på facebook",
                                          "dela den här artikeln"};
    static const char *const weak[] = {"läs mer:", "läs även",    "läs också",
                                       "annons",   "prenumerera", "relaterade artiklar"};
    for (size_t i = 0; i < sizeof certain / sizeof *certain; i++)
        if (contains(key, n, certain[i])) return 2;
    size_t digits = 0;
    while (digits < n && key[digits] >= '0' && key[digits] <= '9') digits++;
    if (digits && (n - digits == 12 || n - digits == 10) && starts(key + digits, n - digits, " kommentar")) return 2;
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
        if (starts(key, n, weak[i])) return 1;
    return 0;
}

bool aq_one_letter_apart(const char *a, size_t n, const char *b, size_t m) {
    size_t head = 0, tail = 0;
    while (head < n && head < m && a[head] == b[head]) head++;
    while (tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail]) tail++;
    size_t left = n - head - tail, right = m - head - tail;
    if (left == 0 && right == 0) return true;
    /* A replaced, dropped or added letter, of one byte or two; or two letters that changed places. */
    if (left <= 2 && right <= 2) {
        bool swapped = left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
        bool wide_left = left == 2 && (unsigned char)a[head] >= 0xC2,
             wide_right = right == 2 && (unsigned char)b[head] >= 0xC2;
        return swapped || ((left <= 1 || wide_left) && (right <= 1 || wide_right));
    }
    return false;
}
