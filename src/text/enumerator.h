// SPDX-License-Identifier: GPL-3.0-or-later
// Enumerator: the number, letter or bullet that begins a clause or an item of a list.
//
// It is read from the document's own characters: folding makes "1" of "①".
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

// The sort of a number, so that numbers of one sort are of one list. The first are above all
// others.
typedef enum {
    ENUMERATOR_NONE,
    ENUMERATOR_PART,           // 第一编, Part I, Título
    ENUMERATOR_CHAPTER,        // 第一章, Chapter 1, Bab I
    ENUMERATOR_SECTION,        // 第一节, Section 1
    ENUMERATOR_ARTICLE,        // 第一条, Article 1, Pasal 1, Cláusula PRIMERA, PRIMERA.-
    ENUMERATOR_HAN,            // 一、
    ENUMERATOR_HAN_BRACKET,    // （一）
    ENUMERATOR_HAN_CLOSE,      // 一）
    ENUMERATOR_STEM,           // 甲、
    ENUMERATOR_NUMBER,         // 1.
    ENUMERATOR_NUMBER_COMMA,   // 1、
    ENUMERATOR_NUMBER_BRACKET, // (1) ⑴
    ENUMERATOR_NUMBER_CLOSE,   // 1)
    ENUMERATOR_DOTTED,         // 1.1, 1.1.1: `parts` says how many numbers
    ENUMERATOR_CIRCLED,        // ①
    ENUMERATOR_ROMAN,          // I. and i. and Ⅰ
    ENUMERATOR_ROMAN_BRACKET,  // (i)
    ENUMERATOR_ROMAN_CLOSE,    // i)
    ENUMERATOR_LETTER,         // a.
    ENUMERATOR_LETTER_BRACKET, // (a)
    ENUMERATOR_LETTER_CLOSE,   // a)
    ENUMERATOR_BULLET,         // • - ●: `mark` says which
} EnumeratorSort;

typedef struct {
    EnumeratorSort sort;
    gunichar mark; // bullet, or 'A' or 'a' for the case of letters; 0 otherwise
    int parts;     // of a dotted number; 1 otherwise
    int value;     // the last number, from 1; 0 for a bullet
    int letter;    // value of a Roman number that is one letter (i, v, x) read as that letter, or 0
    int values[6]; // all numbers of a dotted one
    size_t len;    // bytes up to the words, blanks around it counted
} Enumerator;

// Reads the enumerator at the beginning of `raw`, blanks before it allowed. False when there is
// none: a decimal, a date, an amount or a reference ("第五条的规定") is none.
bool enumerator_read(const char *raw, size_t len, Enumerator *found);

// Whether the two number the same list: same sort, bullet and depth of dots.
bool enumerator_same_list(const Enumerator *a, const Enumerator *b);
