/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prose of the header, in English and Swedish. */
#include "tei.h"

static const char *const prose[TEI_PROSE_COUNT_][2] = {
    [TEI_SUBTITLE] = {"automatically annotated", "automatiskt annoterad"},
    [TEI_RESPONSIBLE] = {"automatic annotation", "automatisk annotering"},
    [TEI_UTTERANCES] = {" utterances", " yttranden"},
    [TEI_WORDS] = {" words", " ord"},
    [TEI_UNPUBLISHED] = {"Not published. Research material that may hold personal data.",
                         "Ej publicerat. Forskningsmaterial som kan innehålla personuppgifter."},
    [TEI_RESTRICTED] = {"Research material that may hold personal data.",
                        "Forskningsmaterial som kan innehålla personuppgifter."},
    [TEI_TEXT_NOTE] =
        {"Positions (char=a,b) count Unicode code points from 0, end exclusive, in the document text: UTF-8, "
         "NFC, LF. It stands beside this file when the run wrote it.",
         "Positioner (char=a,b) räknar Unicode-kodpunkter från 0, slutet ej medräknat, i dokumentets text: "
         "UTF-8, NFC, LF. Den ligger bredvid denna fil om körningen skrev den."},
    [TEI_NORMALIZATION] = {"The text is as written; a normal form stands in norm on w where it differs.",
                           "Texten står som den skrevs; en normaliserad form står i norm på w där den skiljer sig."},
    [TEI_HYPHENATION] = {"Hyphens and line ends are those of the source.", "Bindestreck och radslut är källans."},
    [TEI_SEGMENTATION] =
        {"u: utterance, or the part of one that a page break left; seg: paragraph; s: sentence; w and pc: "
         "token. A speaker's label stands before "
         "its u, an attribution after its quote, both outside u. A transcriber's mark keeps its wording: "
         "in desc inside vocal, kinesic, incident or gap, in pc or note after pause, in note, time or "
         "ref.",
         "u: yttrande, eller den del av ett som en sidbrytning lämnade; seg: stycke; s: mening; w och pc: "
         "token. Talarens etikett står före u och "
         "hänvisningen efter citatet, båda utanför u. Utskriftens markeringar behåller sin ordalydelse: i "
         "desc inuti vocal, kinesic, incident eller gap, i pc eller note efter pause, i note, time eller "
         "ref."},
    [TEI_WHITE_SPACE] =
        {"The string value of body, without span, is the text, to the space and the line: white space in it must stay "
         "as "
         "it is. A blank line ends a paragraph (where body says rend=\"lines\": each line does); a milestone marks "
         "paragraphs and zones that do not show so.",
         "Strängvärdet av body, utan span, är texten, på blanksteget och raden när: dess blanka tecken ska stå kvar. "
         "En "
         "tomrad slutar ett stycke (där body har rend=\"lines\": varje rad); milestone visar stycken och zoner som "
         "inte "
         "syns så."},
    [TEI_NO_TOKENS] = {"Tokens are not marked up in this file.", "Token är inte uppmärkta i denna fil."},
    [TEI_INTERPRETATION] =
        {"lemma, pos (Universal Dependencies) and themes are made by machine and not reviewed. The spans "
         "in standOff count; ana on w repeats their codes. In the group theme-excluded, source names "
         "the rule that matched and the rule that removed the hit.",
         "lemma, pos (Universal Dependencies) och teman är maskinella och ogranskade. Det som gäller "
         "är span i standOff; ana på w upprepar koderna. I gruppen theme-excluded anger source regeln "
         "som träffade och regeln som tog bort träffen."},
    [TEI_RULES] = {"Rules", "Regler"},
    [TEI_STEPS] = {"Steps", "Steg"},
    [TEI_SWEDISH] = {"Swedish", "svenska"},
    [TEI_CODING] = {"coding", "kodning"},
    [TEI_GIVEN_CODES] = {"Codes that came with the document", "Koder som följde med dokumentet"},
    [TEI_SPEECH] = {"Utterances", "Yttranden"},
    [TEI_SAY_QUESTION] = {"An interviewer speaks.", "En intervjuare talar."},
    [TEI_SAY_REPEATED] = {"The same utterance stands earlier in the document.",
                          "Samma yttrande står tidigare i dokumentet."},
    [TEI_SAY_ANONYMOUS] = {"The speaker is one of several who cannot be told apart.",
                           "Talaren är en av flera som inte kan skiljas åt."},
    [TEI_SAY_NAMED] = {"The speaker is one person, known by a role alone elsewhere.",
                       "Talaren är en person, på andra ställen bara känd genom sin roll."},
    [TEI_SAY_ROLE] = {"The speaker has another role here than the first one in the list of persons.",
                      "Talaren har här en annan roll än den första i personlistan."},
    [TEI_CORPUS_TITLE] = {"Annotated transcripts", "Annoterade utskrifter"},
    [TEI_NO_RECORDING] = {"Nothing is known of the recording.", "Om inspelningen är inget känt."},
};

const char *tei_say(const struct tei_stage *stage, enum tei_prose what) { return prose[what][stage->swedish]; }
