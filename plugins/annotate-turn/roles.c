/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roles.h"

/* What stands beside a label, over all speakers of the document. */
struct company {
    bool interviewer, i, answers, informants, others;
    bool women; /* K, K1: then M is a man */
};

static struct company company_of(const struct at_labels *labels) {
    struct company c = {0};
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        const struct at_group *group = &labels->groups.items[g];
        if (!group->speaker) continue;
        c.interviewer |= group->word == AT_W_INTERVIEWER;
        c.i |= group->word == AT_W_I;
        c.answers |= group->word == AT_W_ANSWER;
        c.informants |= group->word == AT_W_INFORMANT;
        char first = group->key_length ? labels->keys.items[group->key] : 0;
        c.women |= group->word == AT_W_INFORMANT && first == 'k';
        c.others |= group->word == AT_W_PLAIN || group->word == AT_W_INFORMANT;
    }
    return c;
}

/* Share of a group's turns that end in a question mark, in percent. */
static uint32_t questions(const struct at_built *built, const char *text, uint32_t group, bool others) {
    uint32_t turns = 0, asked = 0;
    for (uint32_t i = 0; i < built->turns.n; i++) {
        const struct at_turn *turn = &built->turns.items[i];
        if ((turn->group == group) == others || turn->end <= turn->begin) continue;
        turns++;
        asked += text[turn->end - 1] == '?';
    }
    return turns ? asked * 100 / turns : 0;
}

static enum at_asks asks_of(const struct at_built *built, const struct at_labels *labels, uint32_t row,
                            const char *text, const struct company *beside) {
    const struct at_group *g = &labels->groups.items[row];
    if (g->word == AT_W_INTERVIEWER) return AT_ASKS_WORD;
    const char *key = labels->keys.items + g->key;
    if (at_header_interviews(&built->header, key, g->key_length)) return AT_ASKS_HEADER;
    if (g->word == AT_W_I && !beside->interviewer) return AT_ASKS_WORD;
    /* What follows is a guess, and the header knows better: "M" is Maria, who takes part. */
    if (at_header_participates(&built->header, key, g->key_length)) return AT_ASKS_NOT;
    if (g->word == AT_W_QUESTION && beside->answers) return AT_ASKS_GUESS;
    if (g->word == AT_W_M && !beside->interviewer && !beside->i && !beside->women && beside->others) {
        uint32_t own = questions(built, text, row, false), rest = questions(built, text, row, true);
        if (beside->informants ? own >= rest : own >= 25 && own > rest) return AT_ASKS_GUESS;
    }
    return AT_ASKS_NOT;
}

void at_roles_find(struct at_built *built, const struct at_labels *labels, const char *text, unsigned char *asks) {
    struct company beside = company_of(labels);
    for (uint32_t g = 0; g < labels->groups.n; g++)
        asks[g] =
            labels->groups.items[g].speaker ? (unsigned char)asks_of(built, labels, g, text, &beside) : AT_ASKS_NOT;
    for (uint32_t i = 0; i < built->turns.n; i++) {
        struct at_turn *turn = &built->turns.items[i];
        if (turn->group != AT_NONE) turn->question = asks[turn->group] != AT_ASKS_NOT;
    }
}
