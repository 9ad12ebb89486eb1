/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements that are looked at, in both generations of the format. */
#ifndef DOCX_WORDS_H
#define DOCX_WORDS_H

/* The vocabulary of the text, as Word writes it by default and as ISO's strict variant has it. */
#define DOCX_W      "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define DOCX_BOTH(name, id)                                                                                            \
    {DOCX_W, name, id}, { DOCX_STRICT, name, id }

enum docx_name {
    W_OTHER = 0,
    W_P,
    W_R,
    W_T,
    W_DEL_TEXT,
    W_TAB,
    W_BR,
    W_CR,
    W_NO_BREAK_HYPHEN,
    W_SOFT_HYPHEN,
    W_SYM,
    W_PTAB,
    W_PPR,
    W_RPR,
    W_PSTYLE,
    W_RSTYLE,
    W_NUMPR,
    W_NUM_ID,
    W_ILVL,
    W_OUTLINE_LVL,
    W_B,
    W_I,
    W_VANISH,
    W_INS,
    W_DEL,
    W_MOVE_FROM,
    W_MOVE_TO,
    W_TBL,
    W_TBL_GRID,
    W_GRID_COL,
    W_TR,
    W_TC,
    W_TRPR,
    W_TCPR,
    W_CELL_INS,
    W_CELL_DEL,
    W_FLD_CHAR,
    W_SDT,
    W_SDT_PR,
    W_SDT_CONTENT,
    W_SHOWING_PLACEHOLDER,
    W_GALLERY,
    W_FOOTNOTE_REFERENCE,
    W_ENDNOTE_REFERENCE,
    W_COMMENT_REFERENCE,
    W_TEXT_BOX,
    W_FRAME_PR,
    W_ALT_CHUNK,
    W_FOOTNOTE,
    W_ENDNOTE,
    W_COMMENT,
    W_SKIPPED, /* with all that it holds: properties as they were before a change, codes of fields, tab stops … */
    W_RFONTS,
    /* styles */
    W_STYLE,
    W_NAME,
    W_BASED_ON,
    W_RPR_DEFAULT,
    /* numbering */
    W_ABSTRACT_NUM,
    W_LVL,
    W_START,
    W_NUM_FMT,
    W_LVL_TEXT,
    W_SUFF,
    W_IS_LGL,
    W_NUM,
    W_ABSTRACT_NUM_ID,
    W_LVL_OVERRIDE,
    W_START_OVERRIDE,
    W_NUM_STYLE_LINK,
    W_STYLE_LINK,
    /* other vocabularies */
    X_ALTERNATIVES,
    X_CHOICE,
    X_FALLBACK,
    X_DRAWING,
    X_RELATIONSHIP,
    X_TITLE
};

#endif
