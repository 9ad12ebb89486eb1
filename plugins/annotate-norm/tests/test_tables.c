/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of rules, the word list and the decisions. */
#include "project.h"
#include "rules.h"
#include "tap.h"
#include <unistd.h>

static char path[64];

static const char *file_with(const char *text) {
    strcpy(path, "/tmp/utsaga-norm-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) exit(1);
    close(fd);
    return path;
}

static const char *load_rules(struct rules *rules, const char *text, bool classes) {
    const char *error = rules_load(rules, file_with(text), classes);
    unlink(path);
    return error ? error : "";
}

static void tables(void) {
    struct table table;
    is_int(table_open(
               &table,
               file_with(
                   "\xEF\xBB\xBF# remark\nform,norm,applied\r\n\"a, b\",\"say \"\"x\"\"\",on\n'-na,b,off\n\n#tag\n")),
           0, "a file opens");
    unlink(path);
    ok(table_row(&table) && table.n_cells == 3, "the first row after remark and byte order mark has three cells");
    is_str(table_cell(&table, 2), "applied", "CR does not belong to the last cell");
    ok(table_row(&table), "a quoted row is read");
    is_str(table_cell(&table, 0), "a, b", "a comma in quotes does not cut");
    is_str(table_cell(&table, 1), "say \"x\"", "doubled quotes are one");
    ok(table_row(&table), "a guarded row is read");
    is_str(table_cell(&table, 0), "-na", "the apostrophe that guards a formula goes");
    is_str(table_cell(&table, 7), "", "a missing cell is empty");
    ok(table_row(&table), "empty lines are passed over");
    is_str(table_cell(&table, 0), "#tag", "# without a blank is no remark");
    is_int(table.line, 6, "lines are counted as an editor counts them");
    ok(!table_row(&table), "then the file ends");
    table_close(&table);
    ok(table_open(&table, "/nowhere/at/all") != 0, "a missing file is an error");
}

static void maps(void) {
    struct map map = {0};
    struct pool pool = {0};
    bool good = true;
    char key[16];
    for (uint32_t i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "ord%u", i);
        good = good && map_put(&map, pool_copy(&pool, key, (size_t)n), (size_t)n, i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "ord%u", i);
        good = good && map_get(&map, key, (size_t)n) == i;
    }
    ok(good, "five thousand keys are found again");
    is_int(map_get(&map, "ord5000", 7), MAP_ABSENT, "and no other");
    is_str(table_fold(&pool, "A\xCC\x8ASA ÅÄÖ"), "åsa åäö", "folding composes and lowers, in no locale");
    map_free(&map);
    pool_free(&pool);
}

static void conditions(void) {
    struct rules rules;
    ok(rules_begin(&rules), "rules begin");
    is_str(load_rules(&rules, "@modal\tska kan\n@modal\tvill\n", true), "", "a set may be given in two rows");
    class_set set = rules_classes(&rules, "vill", 4);
    ok(class_has(&set, map_get(&rules.classes, "@modal", 6)), "a word is in its set");
    set = rules_classes(&rules, "vall", 4);
    ok(!class_has(&set, map_get(&rules.classes, "@modal", 6)), "another is not");
    is_str(load_rules(&rules,
                      "va|vad\tvara\tspoken\tva\tlook\t0.95\t-3..-1=@modal +1!=#stop|x V=#inf\nva\t=\nva "
                      "te\t+\tspacing\tva\tsafe\t1\n",
                      false),
           "", "rules load");
    uint32_t first = rules_trigger(&rules, "va", 2);
    ok(first != MAP_ABSENT && rules_trigger(&rules, "vad", 3) != MAP_ABSENT, "each alternative is a trigger");
    const struct rule *rule = &rules.rules[first];
    is_int(rule->n_tests, 3, "three tests");
    ok(rule->tests[0].from == -3 && rule->tests[0].to == -1 && !rule->tests[0].negated, "a range of places");
    ok(rule->tests[1].from == 1 && rule->tests[1].negated && class_has(&rule->tests[1].set, CLASS_STOP),
       "a negated test");
    ok(rule->tests[2].verb && class_has(&rule->tests[2].set, CLASS_INF), "the verb to the left");
    is_close(rule->confidence, 0.95, 0, "the confidence is exact in every locale");
    is_int(rule->safety, 2, "look is 2");
    rule = &rules.rules[rule->next];
    ok(rule->flags & RULE_KEEP, "then the row that keeps");
    rule = &rules.rules[rule->next];
    ok(rule->flags & RULE_JOIN && rule->n_parts == 1 && strcmp(rule->parts[0].word, "te") == 0, "then the phrase");
    is_int(rule->next, UINT32_MAX, "and no more");
    rules_free(&rules);
}

static void faults(void) {
    static const char *const texts[][2] = {
        {"va\tvara\tspoken\tva\tlook\t0.9\t-1=@nobody\n", "no set is called @nobody"},
        {"va\tvara\tspoken\tva\tlook\t0.9\tnext=x\n", "a test needs a place"},
        {"va\tvara\tspoken\tva\tlook\t0.9\t-1x\n", "needs = or !="},
        {"va\tvara\tspoken\tva\tperhaps\t0.9\n", "safety must be"},
        {"\n# remark\nva\n", "line 3: a row needs a form and a norm"},
        {"@modal te\t+\ta\tb\tsafe\t1\n", "the first word"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rules rules;
        rules_begin(&rules);
        const char *error = load_rules(&rules, texts[i][0], false);
        if (!ok(strstr(error, texts[i][1]), texts[i][1])) printf("# got: %s\n", error);
        rules_free(&rules);
    }
}

static const char *decide(struct project *project, const char *form, const char *norm, const char *doc) {
    struct pool pool = {0};
    const char *fold = table_fold(&pool, form);
    struct change change = {fold, form, strlen(fold), strlen(form), norm, doc, strlen(doc)};
    const struct decision *d = project_decision(project, &change);
    pool_free(&pool);
    return !d ? "none" : d->on ? "on" : "off";
}

static void projects(void) {
    struct project project = {0};
    ok(!project_words(&project, file_with("Stresad\nBosset\tchefen\n")), "a word list is read");
    unlink(path);
    is_int(map_get(&project.words, "stresad", 7), PROJECT_KEEP, "a form alone is kept, folded");
    is_str(project.norms[map_get(&project.words, "bosset", 6)], "chefen", "a norm is kept as written");
    ok(!project_decisions(&project, file_with("sen\tsedan\ton\nSen\tsedan\toff\tA\nva\tvara\ton\n")),
       "decisions are read");
    unlink(path);
    is_str(decide(&project, "sen", "sedan", "B"), "on", "a decision for all");
    is_str(decide(&project, "sen", "sedan", "A"), "off", "goes after one for the document");
    is_str(decide(&project, "sen", "senare", "A"), "none", "another norm is another change");
    is_str(decide(&project, "var", "vara", "A"), "none", "and another form");
    project_free(&project);
    ok(!project_decisions(&project, file_with("norm,form,applied,count\nsedan,sen,off,3\n")),
       "a heading names the columns");
    unlink(path);
    is_str(decide(&project, "sen", "sedan", "A"), "off", "in any order");
    project_free(&project);
    ok(!project_decisions(&project,
                          file_with("form,norm,applied\nSen,Sedan,off\nsen,sedan,on\nva,var,on\nva,var,off\n")),
       "a reviewed table is read");
    unlink(path);
    is_str(decide(&project, "sen", "sedan", "A"), "on", "the row with the same capitals decides");
    is_str(decide(&project, "Sen", "sedan", "A"), "off", "for each form");
    is_str(decide(&project, "va", "var", "A"), "none", "rows that disagree decide nothing");
    project_free(&project);
    const char *error = project_decisions(&project, file_with("sen\tsedan\ton\nva\tvara\tmaybe\n"));
    unlink(path);
    ok(error && strstr(error, "line 2"), "a fault is named with its line");
    project_free(&project);
}

int main(void) {
    tables();
    maps();
    conditions();
    faults();
    projects();
    return done();
}
