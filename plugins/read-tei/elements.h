/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements of TEI that mean something here, and what kind of thing each is in the text. */
#ifndef READ_TEI_ELEMENTS_H
#define READ_TEI_ELEMENTS_H

enum tei_element {
    EL_OTHER, /* inline, its text is text */
    EL_BLOCK, /* a paragraph of its own */
    EL_LINE,  /* a line of its own: of verse, of a list */
    EL_APART, /* white space stands around it */
    EL_SKIP,  /* never text */
    EL_EMPTY, /* page breaks and the like: nothing at all */
    EL_ANNOTATION_BLOCK,
    EL_APPLICATION,
    EL_BIBL,
    EL_BODY,
    EL_CATDESC,
    EL_CATEGORY,
    EL_CHOICE,
    EL_CIT,
    EL_CORPUS,
    EL_DEL,
    EL_DESC,
    EL_DIV,
    EL_EVENT, /* vocal, kinesic, incident, writing, shift */
    EL_FW,
    EL_GAP,
    EL_HEAD,
    EL_HEADER,
    EL_INCLUDE,
    EL_ITEM,
    EL_LABEL,
    EL_LB,
    EL_LIST,
    EL_MILESTONE,
    EL_NAME,
    EL_NOTE,
    EL_P,
    EL_PAUSE,
    EL_PC,
    EL_PERSON,
    EL_PERSONGRP,
    EL_PERSNAME,
    EL_QUOTE,
    EL_REF,
    EL_REGULAR, /* reg, expan, sic: dropped in a choice */
    EL_RESPSTMT,
    EL_S,
    EL_SEG,
    EL_SP,
    EL_SPAN,
    EL_SPANGRP,
    EL_SPEAKER,
    EL_STANDOFF,
    EL_TAXONOMY,
    EL_TEI,
    EL_TERM,
    EL_TEXT,
    EL_TIME,
    EL_TIMELINE,
    EL_TITLE,
    EL_U,
    EL_UNCLEAR,
    EL_W,
    EL_WHEN
};

/* By local name; EL_OTHER when the name means nothing special. */
enum tei_element tei_element_of(const char *name);

#endif
