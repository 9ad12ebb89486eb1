/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "profile.h"

#include <stdio.h>
#include <utsaga/layers.h>

const char *const at_profile_names[AT_PROFILES_ + 1] = {"auto",   "plain", "report",    "sv-verbatim",
                                                        "bureau", "gts",   "jefferson", NULL};

/* ---- the conventions; README.md has the same tables with their sources ---- */

/* What means the same everywhere. */
#define EVERYWHERE                                                                                                     \
    [AT_SIGN_WORD] = AT_BY_WORD, [AT_SIGN_TIME] = UTS_EVENT_TIME, [AT_SIGN_NOTE] = UTS_EVENT_NOTE_REF,                 \
    [AT_SIGN_NN] = UTS_EVENT_ANONYMISED, [AT_SIGN_DOT] = UTS_EVENT_PAUSE, [AT_SIGN_SQUARE_DOTS] = UTS_EVENT_OMITTED,   \
    [AT_SIGN_REMARK] = UTS_EVENT_COMMENT, [AT_SIGN_TWICE] = UTS_EVENT_COMMENT

/* What a listener says was said, whatever the convention: a remark in brackets would lose the words. */
#define SPOKEN [AT_SIGN_ROUND_BACK] = UTS_EVENT_BACKCHANNEL, [AT_SIGN_SQUARE_BACK] = UTS_EVENT_BACKCHANNEL

const uint8_t at_profile_signs[AT_PROFILES_][AT_SIGNS_] = {
    [AT_PLAIN] = {EVERYWHERE, SPOKEN, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_OMITTED},
    [AT_REPORT] = {EVERYWHERE, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_OMITTED},
    [AT_SV_VERBATIM] = {EVERYWHERE, SPOKEN, [AT_SIGN_ROUND_WORD] = AT_BY_WORD, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_OMITTED,
                        [AT_SIGN_NUMBER] = UTS_EVENT_PAUSE, [AT_SIGN_SECONDS] = UTS_EVENT_PAUSE,
                        [AT_SIGN_XXX] = UTS_EVENT_INAUDIBLE, [AT_SIGN_HYPHEN] = UTS_EVENT_CUTOFF},
    [AT_BUREAU] = {EVERYWHERE, SPOKEN, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_OMITTED,
                   [AT_SIGN_SPACED_DOTS] = UTS_EVENT_PAUSE, [AT_SIGN_GLUED_DOTS] = UTS_EVENT_CUTOFF},
    [AT_GTS] = {EVERYWHERE, SPOKEN, [AT_SIGN_ROUND_WORD] = AT_BY_WORD, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_INAUDIBLE,
                [AT_SIGN_NUMBER] = UTS_EVENT_PAUSE, [AT_SIGN_SECONDS] = UTS_EVENT_PAUSE,
                [AT_SIGN_STROKES] = UTS_EVENT_PAUSE, [AT_SIGN_NUMBERED] = UTS_EVENT_OVERLAP,
                [AT_SIGN_PLUS] = UTS_EVENT_CUTOFF, [AT_SIGN_AT] = AT_BY_WORD, [AT_SIGN_ANCHOR] = UTS_EVENT_COMMENT},
    [AT_JEFFERSON] = {EVERYWHERE, [AT_SIGN_ROUND_WORD] = AT_BY_WORD, [AT_SIGN_ROUND_DOTS] = UTS_EVENT_OMITTED,
                      [AT_SIGN_NUMBER] = UTS_EVENT_PAUSE, [AT_SIGN_SECONDS] = UTS_EVENT_PAUSE,
                      [AT_SIGN_P] = UTS_EVENT_PAUSE, [AT_SIGN_EMPTY] = UTS_EVENT_INAUDIBLE,
                      [AT_SIGN_HYPHEN] = UTS_EVENT_CUTOFF, [AT_SIGN_TWICE_OPEN] = UTS_EVENT_OVERLAP,
                      [AT_SIGN_SQUARE] = UTS_EVENT_OVERLAP, [AT_SIGN_BREATH] = UTS_EVENT_VOCAL},
};

/* ---- which one a document follows ---- */

/* How many points each sign is worth as evidence of a convention, and what it is called in the run report. */
static const struct {
    uint8_t profile, sign, points;
    const char *one, *more;
} evidence[] = {
    {AT_GTS, AT_SIGN_NUMBERED, 2, "numbered overlap", "numbered overlaps"},
    {AT_SV_VERBATIM, AT_SIGN_ROUND_BACK, 1, "back-channel in brackets", "back-channels in brackets"},
    {AT_SV_VERBATIM, AT_SIGN_SQUARE_BACK, 1, "back-channel in square brackets", "back-channels in square brackets"},
    {AT_SV_VERBATIM, AT_SIGN_HYPHEN, 1, "word cut off by a hyphen", "words cut off by a hyphen"},
    {AT_SV_VERBATIM, AT_SIGN_DOT, 1, "micropause", "micropauses"},
    {AT_SV_VERBATIM, AT_SIGN_SECONDS, 1, "timed pause", "timed pauses"},
    {AT_SV_VERBATIM, AT_SIGN_TIMED_PAUSE, 1, "pause with its length", "pauses with their lengths"},
    {AT_JEFFERSON, AT_SIGN_HYPHEN, 1, "word cut off by a hyphen", "words cut off by a hyphen"},
    {AT_JEFFERSON, AT_SIGN_DOT, 1, "micropause", "micropauses"},
    {AT_JEFFERSON, AT_SIGN_SECONDS, 1, "timed pause", "timed pauses"},
    {AT_JEFFERSON, AT_SIGN_BREATH, 1, "breath", "breaths"},
    {AT_JEFFERSON, AT_SIGN_TWICE_OPEN, 1, "simultaneous start", "simultaneous starts"},
    {AT_BUREAU, AT_SIGN_BUREAU, 2, "mark of a bureau with its time", "marks of a bureau with their times"},
    {AT_BUREAU, AT_SIGN_TIMED_LOSS, 1, "inaudible place with its time", "inaudible places with their times"},
};

enum { ENOUGH = 2 };

/* Points for each convention, as many as its evidence is worth. */
static uint32_t points_of(enum at_profile profile, const uint32_t met[AT_SIGNS_], const struct at_shows *shows) {
    uint32_t points = 0;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++)
        if (evidence[i].profile == profile) points += met[evidence[i].sign] * evidence[i].points;
    if (profile == AT_GTS) points += 2 * shows->dollars + shows->at_lines;
    return points;
}

/*
 * Conversation analysis and other verbatim keys share pauses and cut-offs. Two kinds of pause or breath are the former,
 * unless square brackets hold marks and not overlaps, or listeners stand in brackets and not on lines of their own.
 */
static bool may_be_jefferson(const uint32_t met[AT_SIGNS_]) {
    uint32_t kinds =
        (met[AT_SIGN_DOT] > 0) + (met[AT_SIGN_SECONDS] > 0) + (met[AT_SIGN_BREATH] > 0) + (met[AT_SIGN_TWICE_OPEN] > 0);
    uint32_t against = met[AT_SIGN_SQUARE_WORD] + met[AT_SIGN_ROUND_BACK];
    return kinds >= 2 && against <= met[AT_SIGN_BREATH] + met[AT_SIGN_TWICE_OPEN];
}

static void explain(enum at_profile profile, const uint32_t met[AT_SIGNS_], const struct at_shows *shows, char *why,
                    size_t room) {
    size_t used = 0;
    int n = 0;
    *why = 0;
    if (profile == AT_GTS && shows->dollars) n = snprintf(why, room, "%u labels with $", shows->dollars);
    used += n > 0 && (size_t)n < room ? (size_t)n : 0;
    n = 0;
    if (profile == AT_GTS && shows->at_lines)
        n = snprintf(why + used, room - used, "%s%u lines that begin with @", used ? ", " : "", shows->at_lines);
    used += n > 0 && (size_t)n < room - used ? (size_t)n : 0;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++) {
        uint32_t times = met[evidence[i].sign];
        if (evidence[i].profile != profile || !times) continue;
        n = snprintf(why + used, room - used, "%s%u %s", used ? ", " : "", times,
                     times == 1 ? evidence[i].one : evidence[i].more);
        if (n < 0 || (size_t)n >= room - used) break;
        used += (size_t)n;
    }
}

enum at_profile at_profile_choose(const uint32_t met[AT_SIGNS_], const struct at_shows *shows, char *why, size_t room) {
    static const enum at_profile order[] = {AT_GTS, AT_JEFFERSON, AT_SV_VERBATIM, AT_BUREAU};
    enum at_profile best = AT_AUTO;
    uint32_t most = ENOUGH - 1;
    for (size_t i = 0; i < sizeof order / sizeof *order && shows->speakers; i++) {
        uint32_t points = points_of(order[i], met, shows);
        if (order[i] == AT_JEFFERSON && !may_be_jefferson(met)) continue;
        if (points <= most) continue;
        most = points;
        best = order[i];
    }
    if (best == AT_AUTO) {
        snprintf(why, room, "%s",
                 shows->speakers ? "nothing tells of a convention"
                                 : "it does not say who speaks, as a transcript does");
        return shows->speakers ? AT_PLAIN : AT_REPORT;
    }
    explain(best, met, shows, why, room);
    return best;
}

bool at_profile_doubts(enum at_sign sign, const uint32_t met[AT_SIGNS_]) {
    if (sign == AT_SIGN_NUMBER) return met[AT_SIGN_DOT] + met[AT_SIGN_SECONDS] == 0;
    if (sign == AT_SIGN_GLUED_DOTS) return met[AT_SIGN_SPACED_DOTS] == 0;
    return false;
}
