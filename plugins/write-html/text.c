/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

static const char *const texts[TEXT_COUNT_][PAGE_LANGUAGES] = {
    [TEXT_LANG] = {"sv", "en"},
    [TEXT_TITLE] = {"Temarapport", "Theme report"},
    [TEXT_SKIP_LINK] = {"Hoppa till innehållet", "Skip to the content"},
    [TEXT_CONTENTS] = {"Innehåll", "Contents"},
    [TEXT_LEAD] = {"Vad som sägs i intervjuerna, av hur många, och var det står.",
                   "What is said in the interviews, by how many, and where it stands."},
    [TEXT_SUMMARY] = {"I korthet", "In brief"},
    [TEXT_MATERIAL] = {"Underlag", "Material"},
    [TEXT_METHOD] = {"Så är det räknat", "How it was counted"},
    [TEXT_THEMES] = {"Teman", "Themes"},
    [TEXT_TOGETHER] = {"Teman som nämns tillsammans", "Themes voiced together"},
    [TEXT_LEFT_OUT] = {"Det som inte räknas", "What is not counted"},
    [TEXT_NOTES] = {"Anmärkningar", "Remarks"},
    [TEXT_CODEBOOK] = {"Kodbok", "Codebook"},
    [TEXT_RUN] = {"Om körningen", "About the run"},
    [TEXT_HITS] = {"Träffar i sammanhang", "Hits in context"},
    [TEXT_EXCLUDED] = {"Uteslutna träffar", "Excluded hits"},
    [TEXT_TILE_DOCUMENTS] = {"dokument", "documents"},
    [TEXT_TILE_SPEAKERS] = {"namngivna personer", "named people"},
    [TEXT_TILE_WORDS] = {"ord i tal och citat", "words in speech and quotes"},
    [TEXT_TILE_CODES] = {"teman med träff", "themes with a hit"},
    [TEXT_TILE_HITS] = {"träffar", "hits"},
    [TEXT_SUMMARY_TOP] = {"Oftast nämnt, räknat i enheter (turer och citat) med minst en träff:",
                          "Voiced in most units (turns and quotes with at least one hit):"},
    [TEXT_SUMMARY_NONE] = {"Ingen regel gav träff i det deltagarna säger.",
                           "No rule matched what the participants say."},
    [TEXT_SUMMARY_READ] =
        {"Varje antal är en länk till ställena i texten. Läs dem innan du drar slutsatser: nyckelordsregler hittar "
         "ungefär hälften av det en människa skulle koda, och en träff är inte alltid rätt.",
         "Every count is a link to the places in the text. Read them before you conclude: keyword rules find about "
         "half of what a person would code, and a hit is not always right."},
    [TEXT_DOCUMENTS_CAPTION] = {"Dokument som lästs", "Documents that were read"},
    [TEXT_DOCUMENT] = {"Dokument", "Document"},
    [TEXT_SPEAKERS] = {"Talare", "Speakers"},
    [TEXT_SPEAKER] = {"Talare", "Speaker"},
    [TEXT_TURNS] = {"Turer och citat", "Turns and quotes"},
    [TEXT_WORDS_COUNTED] = {"Ord i tal och citat", "Words in speech and quotes"},
    [TEXT_WORDS_ALL] = {"Ord i allt", "Words in all"},
    [TEXT_WORDS] = {"Ord", "Words"},
    [TEXT_HITS_COLUMN] = {"Träffar", "Hits"},
    [TEXT_SOURCE] = {"Fil", "File"},
    [TEXT_TOTAL] = {"Summa", "Total"},
    [TEXT_SKIPPED_CAPTION] = {"Filer som inte kunde läsas", "Files that could not be read"},
    [TEXT_SKIPPED_NONE] = {"Alla filer kunde läsas.", "All files could be read."},
    [TEXT_FILE] = {"Fil", "File"},
    [TEXT_REASON] = {"Skäl", "Reason"},
    [TEXT_ROLES_CAPTION] = {"Vilka som talar, efter roll", "Who speaks, by role"},
    [TEXT_ROLE] = {"Roll", "Role"},
    [TEXT_PEOPLE] = {"Personer", "People"},
    [TEXT_DOCUMENTS] = {"Dokument", "Documents"},
    [TEXT_SHARE] = {"Andel av orden", "Share of the words"},
    [TEXT_SPEAKERS_CAPTION] = {"Alla talare", "All speakers"},
    [TEXT_PARTICIPANT] = {"Deltagare", "Participant"},
    [TEXT_ROLES_NOTE] = {"Personer räknas efter deltagartabellen, annars efter namn och dokument. Streck: de går inte "
                         "att skilja åt, eller är okända.",
                         "People are counted by the participants table, else by name and document. A dash: they cannot "
                         "be told apart, or are unknown."},
    [TEXT_UNCOUNTABLE] = {"–", "–"},
    [TEXT_UNKNOWN] = {"okänd", "unknown"},
    [TEXT_INTERVIEWER] = {"ställer frågor", "asks questions"},
    [TEXT_METHOD_BODY] =
        {"<p>Varje text delas in i turer (vem som talar) eller citat (i en rapport), och sedan i ord. Reglerna i "
         "kodboken söker ord och fraser; varje ställe där en regel slår till är en <em>träff</em>. Överlappande "
         "träffar av samma tema är en träff. Texten ändras aldrig: alla lägen räknas i originalet.</p>\n"
         "<ul><li><strong>Träffarna är ett sökhjälpmedel, inte en kodning.</strong> Nyckelordsregler hittar ungefär "
         "hälften av vad en människa skulle koda. Att ett tema saknas betyder ”inte sagt med de orden”, inte ”inte "
         "tyckt”.</li>\n"
         "<li><strong>Det som räknas</strong> är tal och citat från deltagare. Intervjuarens frågor, författarens egen "
         "text, rubriker och annat redovisas för sig (<a href=\"#left-out\">Det som inte räknas</a>).</li>\n"
         "<li><strong>Tre mått</strong> står sida vid sida: träffar, enheter (turer eller citat) med minst en träff, "
         "och personer med minst en träff. En person som talar mycket ger många träffar; därför står k av n personer "
         "bredvid. Procent visas bara när n är minst 12.</li>\n"
         "<li><strong>Ord</strong> är ord och tal, samt avidentifierade namn som [namn]. Pauser, skratt, ohörbara "
         "ställen, tidsangivelser och talarnamn är inte ord. ”Per 1 000 ord” är träffar delat med gruppens ord.</li>\n"
         "<li><strong>Nekade träffar</strong> (”inte ensam”) räknas, och är märkta i listorna.</li></ul>",
         "<p>Each text is divided into turns (who speaks) or quotes (in a report), and then into words. The rules of "
         "the codebook look for words and phrases; each place where a rule matches is a <em>hit</em>. Overlapping hits "
         "of one theme are one hit. The text is never changed: all places are those of the original.</p>\n"
         "<ul><li><strong>Hits are a finding aid, not a coding.</strong> Keyword rules find about half of what a "
         "person would code. That a theme is missing means “not said in those words”, not “not held”.</li>\n"
         "<li><strong>What counts</strong> is speech and quotes of participants. Questions of the interviewer, the "
         "author’s own text, headings and the rest are listed apart (<a href=\"#left-out\">What is not "
         "counted</a>).</li>\n"
         "<li><strong>Three measures</strong> stand side by side: hits, units (turns or quotes) with at least one, and "
         "people with at least one. One person who talks a lot gives many hits; that is why k of n people stands "
         "beside it. Percentages are shown only when n is at least 12.</li>\n"
         "<li><strong>Words</strong> are words and numbers, and names replaced as [name]. Pauses, laughter, inaudible "
         "places, times and speaker labels are not words. “Per 1,000 words” is hits divided by the words of the "
         "group.</li>\n"
         "<li><strong>Negated hits</strong> (“not lonely”) count, and are marked in the lists.</li></ul>"},
    [TEXT_NO_CODEBOOK] = {"Ingen kodbok angavs. Rapporten har därför inga teman.",
                          "No codebook was given. The report therefore has no themes."},
    [TEXT_NO_TABLE] = {"Tabellen <code>%s</code> fanns inte i körningen. Avsnittet är utelämnat.",
                       "The table <code>%s</code> was not part of the run. This section is left out."},
    [TEXT_ALL_CAPTION] = {"Alla teman i det deltagarna säger", "All themes in what the participants say"},
    [TEXT_WEIGHTS_HEADING] = {"Vikter", "Weights"},
    [TEXT_WEIGHTS_CAPTION] =
        {"Summor av reglernas vikter i det deltagarna säger. En negerad träff räknas emot: dess vikt dras "
         "från i nettot.",
         "Sums of the weights of rules in what the participants say. A negated hit counts against: its "
         "weight is subtracted in the net."},
    [TEXT_WEIGHT_COLUMN] = {"Summa", "Sum"},
    [TEXT_NET_COLUMN] = {"Netto", "Net"},
    [TEXT_MEAN_NET_COLUMN] = {"Netto per träff", "Net per hit"},
    [TEXT_NET_RATE_COLUMN] = {"Netto per 1 000 ord", "Net per 1,000 words"},
    [TEXT_WEIGHTS_MORE] = {"Efter roll, talare, dokument och variabler: tables/weights.csv.",
                           "By role, speaker, document and variables: tables/weights.csv."},
    [TEXT_THEME] = {"Tema", "Theme"},
    [TEXT_UNITS_COLUMN] = {"Enheter med temat", "Units with the theme"},
    [TEXT_PEOPLE_COLUMN] = {"Personer med temat", "People with the theme"},
    [TEXT_RATE_COLUMN] = {"Per 1 000 ord", "Per 1,000 words"},
    [TEXT_OF] = {"%d\302\240av\302\240%d", "%d\302\240of\302\240%d"},
    [TEXT_OF_PERCENT] = {"%d\302\240av\302\240%d (%d\302\240%%)", "%d\302\240of\302\240%d (%d%%)"},
    [TEXT_GROUP_HEADING] = {"Efter %r", "By %r"},
    [TEXT_GROUP_CAPTION] =
        {"Teman efter %r. Överst: träffar. Stapel och ‰: träffar per 1 000 ord. Nederst: personer med minst en träff.",
         "Themes by %r. On top: hits. Bar and ‰: hits per 1,000 words. Below: people with at least one hit."},
    [TEXT_GROUP_SIZE] = {"%d\302\240personer, %d\302\240ord", "%d\302\240people, %d\302\240words"},
    [TEXT_GROUP_SIZE_WORDS] = {"%d ord", "%d words"},
    [TEXT_CELL_RATE] = {"%1 ‰", "%1 ‰"},
    [TEXT_ZONE_HEADING] = {"Efter del av texten", "By part of the text"},
    [TEXT_ZONE_CAPTION] = {"Träffar efter del av texten. Bara tal och citat ingår i de andra tabellerna.",
                           "Hits by part of the text. Only speech and quotes are part of the other tables."},
    [TEXT_DOCUMENT_HEADING] = {"Efter dokument", "By document"},
    [TEXT_DOCUMENT_CAPTION] =
        {"Träffar i varje dokument. Färgen visar träffar per 1 000 ord: ju mörkare, desto tätare.",
         "Hits in each document. The colour shows hits per 1,000 words: the darker, the denser."},
    [TEXT_GROUP_ROLE] = {"roll", "role"},
    [TEXT_GROUP_WAVE] = {"våg", "wave"},
    [TEXT_GROUP_ZONE] = {"del av texten", "part of the text"},
    [TEXT_GROUP_DOCUMENT] = {"dokument", "document"},
    [TEXT_MATRIX_CAPTION] = {"Antal %r där båda temana nämns. Färgen visar Jaccard: ju mörkare, desto större del av "
                             "enheterna med något av temana har båda.",
                             "Number of %r in which both themes are voiced. The colour shows Jaccard: the darker, the "
                             "larger the part of the units with either theme that holds both."},
    [TEXT_MATRIX_DIAGONAL] = {"I diagonalen: enheter med temat. Kolumnerna har temanas nummer.",
                              "On the diagonal: units with the theme. Columns carry the ids of the themes."},
    [TEXT_RANKED_HEADING] = {"Starkaste paren", "Strongest pairs"},
    [TEXT_RANKED_CAPTION] = {"Par som delar minst 3 enheter, efter logDice",
                             "Pairs that share at least 3 units, by logDice"},
    [TEXT_PAIR] = {"Par", "Pair"},
    [TEXT_BOTH] = {"Båda", "Both"},
    [TEXT_CARRIED] = {"Intervjuer", "Interviews"},
    [TEXT_RANKED_SHOWN] = {"Visar %d av %d par; alla finns i tables/cooccurrence.csv.",
                           "Showing %d of %d pairs; all are in tables/cooccurrence.csv."},
    [TEXT_RANKED_FEW] = {"Par som delar färre än 3 enheter", "Pairs that share fewer than 3 units"},
    [TEXT_TOGETHER_NONE] = {"Inga två teman nämns i samma enhet.", "No two themes are voiced in the same unit."},
    [TEXT_TOGETHER_HELP] =
        {"<details><summary>Vad måtten betyder</summary><dl><dt>Båda</dt><dd>enheter där båda temana har minst en "
         "träff. Läs detta först.</dd><dt>Intervjuer</dt><dd>i hur många av dokumenten paret "
         "finns. Ett par som en enda intervju bär säger något om den.</dd><dt>Jaccard</dt><dd>enheter med båda, delat "
         "med enheter med minst ett av dem. 0 "
         "aldrig, 1 alltid tillsammans.</dd><dt>logDice</dt><dd>14 + log₂ av Dice. Beror inte på hur stort materialet "
         "är; högst 14.</dd><dt>G²</dt><dd>hur mycket antalet avviker från slumpen. Ord av samma person är inte "
         "oberoende: läs det som rangordning, inte som test.</dd><dt>NPMI</dt><dd>−1 aldrig tillsammans, 0 som "
         "slumpen, 1 alltid. Gynnar sällsynta teman.</dd></dl></details>",
         "<details><summary>What the measures mean</summary><dl><dt>Both</dt><dd>units in which both themes have at "
         "least one hit. Read this first.</dd><dt>Interviews</dt><dd>how many of the documents carry the pair. A pair "
         "that one interview carries tells of that interview.</dd><dt>Jaccard</dt><dd>units with both, divided by "
         "units with at least one "
         "of them. 0 never, 1 always together.</dd><dt>logDice</dt><dd>14 + log₂ of Dice. Does not depend on the size "
         "of the material; at most 14.</dd><dt>G²</dt><dd>how far the number is from chance. Words of one person are "
         "not independent: read it as a ranking, not as a test.</dd><dt>NPMI</dt><dd>−1 never together, 0 as by "
         "chance, 1 always. Favours rare themes.</dd></dl></details>"},
    [TEXT_UNIT_SENTENCE] = {"meningar", "sentences"},
    [TEXT_UNIT_TURN] = {"turer och citat", "turns and quotes"},
    [TEXT_UNIT_QUOTE] = {"citat", "quotes"},
    [TEXT_UNIT_WINDOW] = {"fönster", "windows"},
    [TEXT_UNIT_QUESTION] = {"frågor med svar", "questions with their answers"},
    [TEXT_UNIT_PARAGRAPH] = {"stycken", "paragraphs"},
    [TEXT_UNIT_DOCUMENT] = {"dokument", "documents"},
    [TEXT_LEFT_OUT_LEAD] =
        {"Inget är borttaget ur texten. Delar som inte är deltagarnas egna ord räknas inte in i temana, utan redovisas "
         "här och under <a href=\"#by-zone\">Efter del av texten</a>.",
         "Nothing is removed from the text. Parts that are not the participants’ own words are not counted with the "
         "themes but listed here and under <a href=\"#by-zone\">By part of the text</a>."},
    [TEXT_LEFT_OUT_CAPTION] = {"Ord i varje del av texten", "Words in each part of the text"},
    [TEXT_COUNTED] = {"Räknas", "Counts"},
    [TEXT_ZONE] = {"Del av texten", "Part of the text"},
    [TEXT_WHY] = {"Varför", "Why"},
    [TEXT_YES] = {"ja", "yes"},
    [TEXT_NO] = {"nej", "no"},
    [TEXT_LEFT_OUT_EXCLUDED] =
        {"Träffar som uteslutningsregler i kodboken tog bort: %d (<a href=\"#excluded\">se dem</a>).",
         "Hits that exclusion rules of the codebook removed: %d (<a href=\"#excluded\">see them</a>)."},
    [TEXT_LEFT_OUT_ELSEWHERE] =
        {"Träffar i frågor, författarens text och andra delar som inte räknas: %d. De står sist under varje tema.",
         "Hits in questions, narrative and other parts that do not count: %d. They stand last under each theme."},
    [TEXT_LEFT_OUT_CANDIDATES] = {"Citat utan uppgift om vem som talar: %d. De räknas under ”okänd” och är märkta "
                                  "<em>kandidat</em>; avgör själv om de är citat.",
                                  "Quotes that do not say who speaks: %d. They count under “unknown” and are marked "
                                  "<em>candidate</em>; decide for yourself whether they are quotes."},
    [TEXT_LEFT_OUT_REPEATED] =
        {"Yttranden som redan står tidigare i samma dokument: %d. De är märkta <em>upprepad</em>.",
         "Utterances that stand earlier in the same document: %d. They are marked <em>repeated</em>."},
    [TEXT_LEFT_OUT_SKIPPED] = {"Filer som inte kunde läsas: %d (<a href=\"#material\">se vilka</a>).",
                               "Files that could not be read: %d (<a href=\"#material\">see which</a>)."},
    [TEXT_LEFT_OUT_EVENTS] = {"Pauser, skratt, ohörbara ställen, utelämningar (...), tidsangivelser, talarnamn och "
                              "fotnotstecken är inte ord, och genomsöks inte.",
                              "Pauses, laughter, inaudible places, omissions (...), times, speaker labels and footnote "
                              "marks are not words, and are not searched."},
    [TEXT_NOTES_NONE] = {"Inget anmärktes.", "There was nothing to remark."},
    [TEXT_NOTES_LEAD] = {"Sådant som lästs på ett särskilt sätt, slagits ihop, lämnats öppet eller gett tvekan. "
                         "Meddelandena är på engelska.",
                         "What was read in a particular way, merged, left open or doubted."},
    [TEXT_NOTES_SHOWN] = {"Visar %d av %d ställen; alla finns i run.json.",
                          "Showing %d of %d places; all are in run.json."},
    [TEXT_NOTE_PLACE] = {"tecken %d", "character %d"},
    [TEXT_NOTE_TIMES] = {"%d ställen", "%d places"},
    [TEXT_NOTE_RUN] = {"hela körningen", "the whole run"},
    [TEXT_LEVEL_INFO] = {"Upplysning", "Information"},
    [TEXT_LEVEL_WARN] = {"Varning", "Warning"},
    [TEXT_LEVEL_ERROR] = {"Fel", "Error"},
    [TEXT_CODEBOOK_LEAD] = {"Från <code>%s</code>: %d teman, %d regler.", "From <code>%s</code>: %d themes, %d rules."},
    [TEXT_RULES] = {"Regler", "Rules"},
    [TEXT_RULE_INCLUDE] = {"söker", "finds"},
    [TEXT_RULE_EXCLUDE] = {"utesluter", "excludes"},
    [TEXT_RULE_FORCE] = {"går före", "overrides"},
    [TEXT_RULE_LINE] = {"rad %d", "line %d"},
    [TEXT_CODEBOOK_HELP] =
        {"<details><summary>Så läses en regel</summary><dl><dt><code>hopp</code></dt><dd>just det "
         "ordet</dd><dt><code>hopp*</code>, <code>*hopp*</code></dt><dd>* står för noll eller flera tecken i samma "
         "ord</dd><dt><code>hopp|tilltro</code></dt><dd>något av orden</dd><dt><code>egen erfar*</code></dt><dd>ord "
         "som följer på varandra</dd><dt><code>tid ~2 kaffe</code></dt><dd>högst två ord emellan</dd><dt><code>NEG~2 "
         "orolig*</code></dt><dd>bara med en nekning strax före; <code>!NEG~2</code>: bara "
         "utan</dd><dt><code>-hoppa*</code></dt><dd>utesluter träffar som den "
         "överlappar</dd><dt><code>+hoppfull*</code></dt><dd>går före uteslutningar</dd></dl></details>",
         "<details><summary>How to read a rule</summary><dl><dt><code>hope</code></dt><dd>that very "
         "word</dd><dt><code>hope*</code>, <code>*hope*</code></dt><dd>* stands for zero or more characters of the "
         "same word</dd><dt><code>hope|trust</code></dt><dd>either word</dd><dt><code>own exp*</code></dt><dd>words "
         "that follow one another</dd><dt><code>time ~2 tea</code></dt><dd>at most two words "
         "between</dd><dt><code>NEG~2 worr*</code></dt><dd>only with a negation just before; <code>!NEG~2</code>: only "
         "without</dd><dt><code>-hopp*</code></dt><dd>excludes hits that it "
         "overlaps</dd><dt><code>+hopeful*</code></dt><dd>overrides exclusions</dd></dl></details>"},
    [TEXT_SEE_HITS] = {"%d träffar", "%d hits"},
    [TEXT_SEE_DEFINITION] = {"definition och regler", "definition and rules"},
    [TEXT_RUN_LEAD] =
        {"Samma filer, inställningar och version ger samma rapport, tecken för tecken. Alla inställningar står i "
         "run.json.",
         "The same files, settings and version give the same report, byte for byte. All settings are in run.json."},
    [TEXT_RUN_VERSION] = {"utsaga version", "utsaga version"},
    [TEXT_RUN_CODEBOOK] = {"Kodbok", "Codebook"},
    [TEXT_RUN_PARTICIPANTS] = {"Deltagartabell: %d rader", "Participants table: %d rows"},
    [TEXT_RUN_PARTICIPANTS_NONE] = {"Ingen deltagartabell", "No participants table"},
    [TEXT_STAGES_CAPTION] = {"Stegen i körningen, i ordning", "The stages of the run, in order"},
    [TEXT_STAGE] = {"Steg", "Stage"},
    [TEXT_STAGE_VERSION] = {"Version", "Version"},
    [TEXT_STAGE_WHAT] = {"Vad det gör", "What it does"},
    [TEXT_FILES_CAPTION] = {"Filer och kontrollsummor", "Files and checksums"},
    [TEXT_BYTES] = {"Byte", "Bytes"},
    [TEXT_HITS_LEAD] =
        {"Varje träff med läge, talare, sammanhang och den regel som slog till. Lägen är tecken från dokumentets "
         "början. Ett antal i tabellerna ovan leder hit och visar bara sina träffar; ”Visa alla” visar resten igen.",
         "Each hit with place, speaker, context and the rule that matched. Places are characters from the start of the "
         "document. A count in the tables above leads here and shows its hits only; “Show all” brings the rest back."},
    [TEXT_HITS_NONE] = {"Inga träffar.", "No hits."},
    [TEXT_LIST_COUNTED] = {"Räknade träffar", "Counted hits"},
    [TEXT_LIST_ELSEWHERE] = {"I andra delar av texten (räknas inte)", "In other parts of the text (not counted)"},
    [TEXT_LIST_EXCLUDED] = {"Borttagna av en uteslutningsregel", "Removed by an exclusion rule"},
    [TEXT_SHOWN] = {"visar %d av %d; alla finns i tables/hits.csv", "showing %d of %d; all are in tables/hits.csv"},
    [TEXT_FILTER] = {"%r: %r", "%r: %r"},
    [TEXT_FILTER_PAIR] = {"I samma tur eller citat som <em>%s</em>", "In the same turn or quote as <em>%s</em>"},
    [TEXT_FILTER_PAIR_TURNS] = {" i %d turer eller citat", " in %d turns or quotes"},
    [TEXT_FILTER_DIFFERS] = {"; tabellen räknar %d", "; the table counts %d"},
    [TEXT_FILTER_ALL] = {"Visa alla", "Show all"},
    [TEXT_FILTER_REVERSE] = {"Visa det andra temat i samma turer", "Show the other theme in the same turns"},
    [TEXT_HIT_TURN] = {"tur %d", "turn %d"},
    [TEXT_HIT_PLACE] = {"tecken %d–%d", "characters %d–%d"},
    [TEXT_HIT_RULE] = {"Regel <code>%s</code>", "Rule <code>%s</code>"},
    [TEXT_HIT_EXCLUDED_BY] = {"borttagen av <code>%s</code>", "removed by <code>%s</code>"},
    [TEXT_TAG_NEGATED] = {"nekad", "negated"},
    [TEXT_TAG_CANDIDATE] = {"kandidat", "candidate"},
    [TEXT_TAG_REPEATED] = {"upprepad", "repeated"},
    [TEXT_TAG_ANONYMOUS] = {"en av flera", "one of several"},
    [TEXT_EXCLUDED_LEAD] = {"Dessa ställen passade en regel men togs bort av en uteslutningsregel. De räknas inte. "
                            "Kontrollera att inget gick förlorat.",
                            "These places matched a rule but were removed by an exclusion rule. They are not counted. "
                            "Check that nothing was lost."},
    [TEXT_EXCLUDED_NONE] = {"Ingen träff uteslöts.", "No hit was excluded."},
    [TEXT_ROWS_SHOWN] = {"Visar %d av %d rader; alla finns i %r.", "Showing %d of %d rows; all are in %r."},
    [TEXT_FOOTER] = {"Gjord med utsaga %s, på den egna datorn. Sidan hämtar inget från nätet.",
                     "Made with utsaga %s, on this computer. The page fetches nothing from the network."},
    [TEXT_SCROLL] = {"%r (tabellen kan rullas i sidled)", "%r (the table scrolls sideways)"},
    [TEXT_EACH] = {"Var för sig", "Each"},
    [TEXT_GROUP_WIDE] = {"%d värden är för många för en tabell här; alla finns i tables/themes.csv.",
                         "%d values are too many for a table here; all are in tables/themes.csv."},
    [TEXT_GATHERS] = {"Samlar dessa teman:", "Gathers these themes:"},
    [TEXT_PEOPLE_UNKNOWN] = {"Streck under personer: några som talar har inget namn eller går inte att skilja åt, så "
                             "antalet personer är okänt. Efter roll nedan står det där det går att räkna.",
                             "A dash under people: some who speak have no name or cannot be told apart, so the number "
                             "of people is unknown. By role below it stands where it can be counted."},
    [TEXT_HIT] = {"%d träff", "%d hit"},
    [TEXT_PERSON_AND_WORDS] = {"%d\302\240person, %d\302\240ord", "%d\302\240person, %d\302\240words"},
    [TEXT_CELL_PEOPLE] = {"pers.", "people"},
    [TEXT_FEW_WORDS] = {"få ord", "few words"},
    [TEXT_NOTE_LEVEL] = {"Slag", "Kind"},
    [TEXT_NOTE] = {"Anmärkning", "Remark"},
    [TEXT_NOTE_WHERE] = {"Var", "Where"},
    [TEXT_RANKED_NONE] = {"Inget par delar minst 3 enheter.", "No pair shares at least 3 units."},
    [TEXT_ZONE_FIRST + 0] = {"utanför delarna", "outside any part"},
    [TEXT_ZONE_FIRST + 1] = {"tal", "speech"},
    [TEXT_ZONE_FIRST + 2] = {"frågor", "questions"},
    [TEXT_ZONE_FIRST + 3] = {"citat", "quotes"},
    [TEXT_ZONE_FIRST + 4] = {"författarens text", "narrative"},
    [TEXT_ZONE_FIRST + 5] = {"rubriker", "headings"},
    [TEXT_ZONE_FIRST + 6] = {"innehållsförteckning", "table of contents"},
    [TEXT_ZONE_FIRST + 7] = {"intervjuguide", "interview guide"},
    [TEXT_ZONE_FIRST + 8] = {"fotnoter", "footnotes"},
    [TEXT_ZONE_FIRST + 9] = {"sidhuvud och sidfot", "page furniture"},
    [TEXT_ZONE_FIRST + 10] = {"titelsida och talarnamn", "title page and labels"},
    [TEXT_WHY_FIRST + 0] = {"hör inte till någon del", "belongs to no part"},
    [TEXT_WHY_FIRST + 1] = {"det deltagarna säger i intervjuerna", "what participants say in interviews"},
    [TEXT_WHY_FIRST + 2] = {"intervjuarens ord, inte deltagarnas", "the interviewer’s words, not the participants’"},
    [TEXT_WHY_FIRST + 3] = {"det deltagarna säger, återgivet i en rapport",
                            "what participants say, quoted in a report"},
    [TEXT_WHY_FIRST + 4] = {"författarens ord om deltagarna", "the author’s words about the participants"},
    [TEXT_WHY_FIRST + 5] = {"namnger teman utan att någon har sagt dem",
                            "name themes without anybody having said them"},
    [TEXT_WHY_FIRST + 6] = {"upprepar rubrikerna", "repeats the headings"},
    [TEXT_WHY_FIRST + 7] = {"frågor, inte svar", "questions, not answers"},
    [TEXT_WHY_FIRST + 8] = {"författarens tillägg", "the author’s additions"},
    [TEXT_WHY_FIRST + 9] = {"upprepas på varje sida", "repeats on every page"},
    [TEXT_WHY_FIRST + 10] = {"uppgifter om texten", "facts about the text"},
};

const char *text_of(enum text_id id, int language) { return texts[id][language]; }

const char *tr(const struct page *page, enum text_id id) { return texts[id][page->language]; }

const char *tr_zone(const struct page *page, uint32_t zone) {
    return texts[TEXT_ZONE_FIRST + (zone < 11 ? zone : 0)][page->language];
}

const char *tr_zone_why(const struct page *page, uint32_t zone) {
    return texts[TEXT_WHY_FIRST + (zone < 11 ? zone : 0)][page->language];
}
