/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each measure: against every worked value of the reference data when it is here, against values worked out by hand,
 * and against other ways to say the same over all small tables. */
#include "../resample.h"
#include "../statistics.h"
#include <tap.h>

static double interval_end(bool good, double end) { return good ? end : -1e9; }

/* A measure's value; -1e9 when it is undefined. */
#define VALUE(stat, ...)                                                                                               \
    ({                                                                                                                 \
        double value_ = -1e9;                                                                                          \
        stat(__VA_ARGS__, &value_);                                                                                    \
        value_;                                                                                                        \
    })

static const struct contrast hopp = {8, 1, 2787, 2066}, chef = {8, 0, 2787, 1525};
static const struct association pair = {12, 40, 60, 10000};

static double dispersion(int field) {
    static const double f[] = {4, 2, 0, 1, 3}, size[] = {1000, 500, 800, 700, 1000}, even[] = {1, 1, 1, 1, 1};
    struct stat_dispersion d;
    if (!stat_dispersion(f, field == 1 ? even : size, 5, &d)) return -1e9;
    return field < 2 ? d.juilland : field == 2 ? d.dp : field == 3 ? d.dp_norm : d.range;
}

static double fisher(uint64_t x, uint64_t r, uint64_t c, uint64_t n) {
    double p = -1e9;
    stat_fisher(&(struct hypergeometric){x, r, c, n}, &p, NULL);
    return p;
}

static double diversity(int field) {
    static const uint64_t quotes[] = {29, 56, 35};
    struct stat_diversity d;
    if (!stat_diversity(quotes, 3, &d)) return -1e9;
    const double values[] = {d.shannon,          d.bits,    d.evenness, d.simpson, 1 - d.simpson,
                             d.simpson_unbiased, d.inverse, d.hill1};
    return values[field];
}

/* Four coders, twelve units, 0: no value; Krippendorff 2019, § 12.3. */
static double krippendorff(bool number) {
    static const char *const coders[] = {"123321412000", "123322412503", "033323422510", "123324412510"};
    uint32_t values[48];
    uint64_t n;
    double alpha = -1e9;
    for (int u = 0; u < 12; u++)
        for (int c = 0; c < 4; c++)
            values[u * 4 + c] = coders[c][u] == '0' ? UINT32_MAX : (uint32_t)(coders[c][u] - '0');
    stat_alpha(values, 12, 4, 6, &alpha, &n);
    return number ? (double)n : alpha;
}

/* One hits tokens 10 to 19, the other 15 to 24. */
static const struct agreement hundred = {5, 5, 5, 85}, thousand = {5, 5, 5, 985};

static double draws_of_three(int what) {
    static const double hits[] = {4, 1, 0}, words[] = {1000, 800, 1200};
    struct resamples r;
    double h[27] = {0}, w[27] = {0}, mean = 0, least = 1e9, most = -1e9;
    if (!resamples_make(&r, 3, 10000, 1)) return -1e9;
    for (uint32_t i = 0; i < 3; i++) {
        resamples_add(&r, i, hits[i], h);
        resamples_add(&r, i, words[i], w);
    }
    for (int i = 0; i < 27; i++) {
        h[i] = 1000 * h[i] / w[i];
        mean += h[i] / 27;
        least = fmin(least, h[i]);
        most = fmax(most, h[i]);
    }
    struct stat_interval q = resamples_interval(h, 27);
    const double out[] = {r.draws, mean, q.lo, q.hi, least, most};
    resamples_free(&r);
    return out[what];
}

static double permutation(bool number) {
    static const double rates[] = {5.1, 3.9, 4.4, 1.0, 2.2, 0.4};
    struct splits s;
    double scratch[20], p = -1e9, n;
    if (!splits_make(&s, 6, 3, 10000, 1)) return -1e9;
    p = splits_p(&s, rates, scratch);
    n = s.number;
    splits_free(&s);
    return number ? n : p;
}

static double adjusted(int what) {
    static const double p[] = {.001, .008, .039, .041, .042, .060, .074, .205};
    double out[8], rejected = 0, bonferroni = 0;
    if (!stat_benjamini_hochberg(p, 8, out)) return -1e9;
    for (int i = 0; i < 8; i++) {
        rejected += out[i] <= 0.05;
        bonferroni += p[i] * 8 <= 0.05;
    }
    return what < 8 ? out[what] : what == 8 ? rejected : bonferroni;
}

static double ended(bool (*stat)(uint64_t, uint64_t, struct stat_interval *), uint64_t k, uint64_t n, bool high) {
    struct stat_interval i = {0, 0};
    bool good = stat(k, n, &i);
    return interval_end(good, high ? i.hi : i.lo);
}

static double expected_hits(bool second) {
    double e[2] = {-1e9, -1e9};
    stat_expected(&hopp, &e[0], &e[1]);
    return e[second];
}

enum { MOST_VALUES = 100 };
static struct {
    const char *key;
    double value;
} worked[MOST_VALUES];
static int n_worked;

static void work(const char *key, double value) {
    worked[n_worked].key = key;
    worked[n_worked++].value = value;
}

static void work_out_groups(void) {
    double g2 = VALUE(stat_g2_two, &hopp), chi2 = VALUE(stat_chi2, &hopp), yates = VALUE(stat_chi2_yates, &hopp);
    work("G2.two_cell", g2);
    work("G2.E1", expected_hits(false));
    work("G2.E2", expected_hits(true));
    work("G2.four_cell", VALUE(stat_g2_four, &hopp));
    work("G2.p", stat_chi2_p(g2));
    work("BIC", VALUE(stat_bic, &hopp));
    work("ELL", VALUE(stat_ell, &hopp));
    work("pctDIFF", VALUE(stat_percent_diff, &hopp));
    work("logratio", VALUE(stat_log_ratio, &hopp));
    work("logratio.zero(chef,0->0.5)", VALUE(stat_log_ratio, &chef));
    work("relrisk", VALUE(stat_relative_risk, &hopp));
    work("oddsratio", VALUE(stat_odds_ratio, &hopp));
    work("chi2", chi2);
    work("chi2.p", stat_chi2_p(chi2));
    work("chi2.yates", yates);
    work("chi2.yates.p", stat_chi2_p(yates));
    work("cramerV.hopp", VALUE(stat_cramers_v, &hopp));
    work("fisher.tea.two", fisher(3, 4, 4, 8));
    work("fisher.tea.one", VALUE(stat_fisher_greater, (&(struct hypergeometric){3, 4, 4, 8})));
    work("fisher.hopp.two", fisher(8, 9, 2787, 4853));
    work("fisher.hopp_quotes.two(7/56 vs 1/35)", fisher(7, 8, 56, 91));
    work("perm.p_two", permutation(false));
    work("perm.total", permutation(true));
}

static void work_out_frequency(void) {
    work("nf1000.medarbetare", VALUE(stat_rate, 1000, 8, 2787));
    work("nf1000.ps", VALUE(stat_rate, 1000, 1, 2066));
    work("nf10000.medarbetare", VALUE(stat_rate, 10000, 8, 2787));
    work("wilson.3of6.lo", ended(stat_wilson, 3, 6, false));
    work("wilson.3of6.hi", ended(stat_wilson, 3, 6, true));
    work("wilson.6of6.lo", ended(stat_wilson, 6, 6, false));
    work("wilson.6of6.hi", ended(stat_wilson, 6, 6, true));
    work("tfidf.raw_ln", VALUE(stat_tfidf_raw, 3, 2, 6));
    work("tfidf.smooth", VALUE(stat_tfidf_smooth, 3, 2, 6));
    work("tfidf.log_ln", VALUE(stat_tfidf_log, 3, 2, 6));
    work("juillandD.unequal", dispersion(0));
    work("juillandD.equal", dispersion(1));
    work("DP", dispersion(2));
    work("DPnorm.lijffijt_gries_2012", dispersion(3));
    work("range", dispersion(4));
    static const char *const keys[] = {"shannon.ln",  "shannon.bits",     "shannon.evenness", "simpson.lambda",
                                       "simpson.1-D", "simpson.unbiased", "simpson.inverse",  "hill1"};
    for (int i = 0; i < 8; i++) work(keys[i], diversity(i));
    static const char *const draws[] = {"boot.n", "boot.mean", "boot.q025", "boot.q975", "boot.min", "boot.max"};
    for (int i = 0; i < 6; i++) work(draws[i], draws_of_three(i));
    work("boot.point", VALUE(stat_rate, 1000, 5, 3000));
    work("naive.lo", 1000 * ended(stat_wald, 5, 3000, false));
    work("naive.hi", 1000 * ended(stat_wald, 5, 3000, true));
}

static void work_out_association(void) {
    work("coll.E", VALUE(stat_assoc_expected, &pair, 1));
    work("coll.E.span10", VALUE(stat_assoc_expected, &pair, 10));
    work("PMI", VALUE(stat_pmi, &pair, 1));
    work("PMI.span10", VALUE(stat_pmi, &pair, 10));
    work("NPMI", VALUE(stat_npmi, &pair));
    work("MI2", VALUE(stat_mi_k, &pair, 2));
    work("MI3", VALUE(stat_mi_k, &pair, 3));
    work("t", VALUE(stat_t_score, &pair));
    work("Dice", VALUE(stat_dice, &pair));
    work("logDice", VALUE(stat_log_dice, &pair));
    work("Jaccard", VALUE(stat_jaccard, &pair));
    work("coll.G2", VALUE(stat_g2, &pair));
    work("BH.reject@.05", adjusted(8));
    work("Bonferroni.reject@.05", adjusted(9));
}

static void work_out_agreement(void) {
    static const struct agreement tables[] = {{20, 5, 10, 15}, {4, 7, 2, 110}, {3, 1, 0, 119}};
    static const char *const keys[][3] = {{"kappa.20_5_10_15.po", "kappa.20_5_10_15.pe", "kappa.20_5_10_15"},
                                          {"kappa.hopp_dict_vs_heading.po", "kappa.hopp_dict_vs_heading.pe",
                                           "kappa.hopp_dict_vs_heading"},
                                          {"kappa.arbetsmiljo.po", "kappa.arbetsmiljo.pe", "kappa.arbetsmiljo"}};
    for (int i = 0; i < 3; i++) {
        work(keys[i][0], VALUE(stat_raw_agreement, &tables[i]));
        work(keys[i][1], VALUE(stat_chance_agreement, &tables[i]));
        work(keys[i][2], VALUE(stat_kappa, &tables[i]));
    }
    work("kalpha.krippendorff_12units", krippendorff(false));
    work("kalpha.n", krippendorff(true));
    work("kalpha.hopp_dict_vs_heading", VALUE(stat_alpha_two, &tables[1]));
    work("token.alpha.100", VALUE(stat_alpha_two, &hundred));
    work("token.kappa.100", VALUE(stat_kappa, &hundred));
    work("token.kappa.1000(same codes, longer text)", VALUE(stat_kappa, &thousand));
    work("token.F1", VALUE(stat_positive_agreement, &hundred));
    work("token.jaccard", VALUE(stat_overlap, &hundred));
}

/* One line of the reference data; each is asked for. */
static bool judge(const char *key, const char *value) {
    if (strcmp(key, "BH.adj") == 0) {
        for (int i = 0; i < 8; i++, value = strchr(value, ',') + 1) {
            double expected = strtod(value + (*value == '['), NULL);
            if (fabs(adjusted(i) - expected) > 5e-7) return false; /* given to six places */
            if (i == 7) break;
        }
        return true;
    }
    double expected = strtod(value, NULL);
    for (int i = 0; i < n_worked; i++)
        if (strcmp(worked[i].key, key) == 0) {
            bool good = fabs(worked[i].value - expected) <= 1e-9 * fabs(expected);
            if (!good) printf("# %s: got %.17g, expected %.17g\n", key, worked[i].value, expected);
            return good;
        }
    printf("# %s: nothing works this out\n", key);
    return false;
}

static void test_reference(void) {
    const char *shared = getenv("UTSAGA_SHARED");
    char path[1000], line[1000];
    snprintf(path, sizeof path, "%s/domain/statistics_expected.tsv", shared ? shared : "");
    FILE *f = fopen(path, "r");
    if (!f) {
        skip("worked values", "reference data not here: domain/statistics_expected.tsv below UTSAGA_SHARED");
        return;
    }
    int good = 0, all = 0;
    while (fgets(line, sizeof line, f)) {
        char *tab = strchr(line, '\t');
        if (!tab || strncmp(line, "key\t", 4) == 0) continue;
        *tab = 0;
        all++;
        good += judge(line, tab + 1);
    }
    fclose(f);
    ok(all > 0 && good == all, "every worked value to 1e-9");
    printf("# %d of %d\n", good, all);
}

/* ---- all small tables ---- */

static double choose(uint64_t n, uint64_t k) {
    double c = 1;
    for (uint64_t i = 1; i <= k; i++) c = c * (double)(n - k + i) / (double)i;
    return c;
}

static void test_small_tables(void) {
    bool finite = true, fishers = true, forms = true, alphas = true;
    for (uint64_t n = 0; n <= 11; n++)
        for (uint64_t a = 0; a <= n; a++)
            for (uint64_t b = 0; b <= n; b++)
                for (uint64_t both = a + b > n ? a + b - n : 0; both <= a && both <= b; both++) {
                    struct association t = {both, a, b, n};
                    struct contrast c = {(double)both, (double)(b - both), (double)a, (double)(n - a)};
                    struct agreement g = {both, a - both, b - both, n - a - b + both};
                    double j = VALUE(stat_jaccard, &t), p = VALUE(stat_npmi, &t), d = VALUE(stat_log_dice, &t),
                           g2 = VALUE(stat_g2, &t), four = VALUE(stat_g2_four, &c), chi2 = VALUE(stat_chi2, &c);
                    finite = finite && j <= 1 && p <= 1 + 1e-12 && d <= 14 && g2 < 1000 && (p > -1 || p < -1e8);
                    if (four > -1e8) forms = forms && fabs(four - g2) < 1e-9;
                    /* χ² is N φ², with φ from the product of the margins. */
                    if (chi2 > -1e8) {
                        double x = (double)both * (double)n - (double)a * (double)b;
                        double y = (double)a * (double)b * (double)(n - a) * (double)(n - b);
                        forms = forms && fabs(chi2 - (double)n * x * x / y) < 1e-9;
                    }
                    double sum = 0, rare = 0, seen = choose(a, both) * choose(n - a, b - both);
                    for (uint64_t x = a + b > n ? a + b - n : 0; x <= a && x <= b; x++) {
                        double w = choose(a, x) * choose(n - a, b - x);
                        sum += w;
                        rare += w <= seen * (1 + 1e-9) ? w : 0;
                    }
                    fishers = fishers && fabs(fisher(both, a, b, n) - rare / sum) < 1e-12;
                    uint32_t values[24];
                    uint64_t judged, i = 0;
                    for (uint64_t k = 0; k < g.a; k++, i++) values[2 * i] = values[2 * i + 1] = 1;
                    for (uint64_t k = 0; k < g.b; k++, i++) values[2 * i] = 1, values[2 * i + 1] = 0;
                    for (uint64_t k = 0; k < g.c; k++, i++) values[2 * i] = 0, values[2 * i + 1] = 1;
                    for (uint64_t k = 0; k < g.d; k++, i++) values[2 * i] = values[2 * i + 1] = 0;
                    double whole = -1e9, two = VALUE(stat_alpha_two, &g);
                    stat_alpha(values, n, 2, 2, &whole, &judged);
                    alphas = alphas && fabs(whole - two) < 1e-9;
                }
    ok(finite, "association: in range over all tables of up to 11 units");
    ok(forms, "G2 and chi-squared of groups are those of association");
    ok(fishers, "Fisher's test is the sum over binomial coefficients");
    ok(alphas, "alpha of two coders is the general alpha");
}

static void test_undefined(void) {
    struct association none = {0, 0, 0, 8}, apart = {0, 4, 4, 8}, always = {8, 8, 8, 8}, empty = {0, 0, 0, 0};
    struct contrast silent = {0, 0, 100, 100}, no_words = {1, 0, 10, 0}, only = {3, 0, 100, 100};
    struct agreement same_answer = {0, 0, 0, 9}, all_yes = {9, 0, 0, 0};
    double f[] = {0, 0}, size[] = {10, 10};
    struct stat_dispersion d;
    is_close(VALUE(stat_npmi, &apart), -1e9, 0, "NPMI where items never meet");
    is_close(VALUE(stat_jaccard, &none), -1e9, 0, "Jaccard where neither occurs");
    is_close(VALUE(stat_npmi, &always), -1e9, 0, "NPMI where both are everywhere");
    is_close(VALUE(stat_g2, &empty), -1e9, 0, "G2 without units");
    is_close(VALUE(stat_log_ratio, &silent), -1e9, 0, "log ratio where nobody says it");
    is_close(VALUE(stat_g2_two, &no_words), -1e9, 0, "G2 of a group without words");
    is_close(VALUE(stat_percent_diff, &only), -1e9, 0, "%DIFF against zero");
    is_close(VALUE(stat_log_ratio, &only), log2(6), 1e-12, "log ratio against zero counts it as half");
    is_close(VALUE(stat_kappa, &same_answer), -1e9, 0, "kappa where nobody codes");
    is_close(VALUE(stat_kappa, &all_yes), -1e9, 0, "kappa where everybody codes everything");
    is_close(VALUE(stat_alpha_two, &same_answer), -1e9, 0, "alpha without variation");
    ok(!stat_dispersion(f, size, 2, &d), "dispersion without hits");
}

/* ---- resampling ---- */

static int by_size(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void test_quantile(void) {
    bool good = true;
    for (uint64_t round = 0; round < 2000; round++) {
        double v[40], sorted[40];
        size_t n = 1 + random_below(7, round, 0, 40);
        for (size_t i = 0; i < n; i++) v[i] = sorted[i] = (double)random_below(7, round, i + 1, round % 2 ? 5 : 1000);
        qsort(sorted, n, sizeof *sorted, by_size);
        double q = (double)random_below(7, round, 99, 1001) / 1000, place = q * (double)(n - 1);
        size_t k = (size_t)place;
        double above = k + 1 < n ? sorted[k + 1] : sorted[k];
        good = good && fabs(stat_quantile(v, n, q) - (sorted[k] + (place - (double)k) * (above - sorted[k]))) < 1e-9;
    }
    ok(good, "quantiles are those of the sorted values");
}

static void test_resampling(void) {
    struct resamples r, again;
    bool whole = resamples_make(&r, 40, 10000, 5) && resamples_make(&again, 40, 10000, 5), sums = whole;
    ok(whole && memcmp(r.counts, again.counts, 400000 * sizeof *r.counts) == 0, "one seed, one set of draws");
    double mean = 0;
    for (uint32_t draw = 0; whole && draw < r.draws; draw++) {
        uint32_t sum = 0;
        for (uint32_t i = 0; i < 40; i++) sum += r.counts[(size_t)i * r.draws + draw];
        sums = sums && sum == 40;
        mean += r.counts[draw] / 10000.0;
    }
    ok(sums, "each draw has as many clusters as there are");
    is_close(mean, 1, 0.05, "a cluster is drawn once on average");
    resamples_free(&r);
    resamples_free(&again);
    ok(!resamples_make(&r, 2, 100, 1), "no interval of two clusters");
    is_close((double)random_at(1, 2, 3), (double)random_at(1, 2, 3), 0, "numbers depend on seed, draw and place alone");
    ok(random_at(1, 2, 3) != random_at(2, 2, 3) && random_at(1, 2, 3) != random_at(1, 3, 2), "and on each of them");
    struct splits s;
    double rates[30], scratch[20000];
    for (int i = 0; i < 30; i++) rates[i] = i < 15 ? 10 + i : i - 15;
    ok(splits_make(&s, 30, 15, 20000, 3) && !s.all, "30 speakers have too many splits for all");
    ok(splits_p(&s, rates, scratch) >= s.floor, "p never falls below its floor");
    for (int i = 0; i < 30; i++) rates[i] = 1;
    is_close(splits_p(&s, rates, scratch), 1, 0, "equal speakers: every split is as extreme");
    splits_free(&s);
    double few[] = {9, 8, 1, 1, 1, 1};
    ok(splits_make(&s, 6, 2, 10, 3) && s.number == 15, "two of six: fifteen splits");
    is_close(s.floor, 1.0 / 15, 1e-12, "floor of groups of two sizes: one split");
    is_close(splits_p(&s, few, scratch), 1.0 / 15, 1e-12, "the most extreme split reaches it");
    splits_free(&s);
}

int main(void) {
    work_out_frequency();
    work_out_groups();
    work_out_association();
    work_out_agreement();
    test_reference();
    test_small_tables();
    test_undefined();
    test_quantile();
    test_resampling();
    return done();
}
