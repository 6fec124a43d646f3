// SPDX-License-Identifier: GPL-3.0-or-later
// Report: what is known of one document. Every writer reads this and nothing else.
//
// It is the twin of docs/report.schema.json: same names, same order. Offsets count Unicode code
// points of the document as read. All strings are UTF-8 and owned by the report.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "rules/match.h"
#include "text/document.h"

typedef enum { STATUS_COMPLETE, STATUS_PARTIAL, STATUS_NOT_ANALYSED, STATUS_COUNT } Status;
const char *status_name(Status status); // "complete", "partial", "not_analysed"
Status status_named(const char *word);  // STATUS_COUNT when unknown

typedef enum {
    ANSWER_YES,
    ANSWER_LIMITED,
    ANSWER_PROMISED_NOT,
    ANSWER_NOT_STATED,
    ANSWER_NOT_READABLE,
    ANSWER_COUNT
} Answer;
const char *answer_name(Answer answer); // "yes", "limited", "promised_not", ...

typedef enum {
    QUESTION_TAKES_CONTACTS,
    QUESTION_CONTACTS_OTHERS,
    QUESTION_SHARES_DATA,
    QUESTION_CAN_WITHDRAW,
    QUESTION_COUNT
} Question;
const char *question_name(Question question); // "takes_contacts", ...

// Severity words: 0 none, 1 info, 2 low, 3 medium, 4 high, 5 very_high; LEVEL_UNKNOWN when the
// document is not complete and nothing was found.
enum { LEVEL_UNKNOWN = 6, LEVEL_COUNT };
const char *level_name(int level);

// What made a report: the same tool, pack and libraries give the same bytes.
typedef struct {
    char *version;
    char *pack_sha256; // NULL until a pack is known
    GPtrArray *packs;  // char *: names of the rule folders, without their paths
    char *poppler, *pcre2;
    bool jit;
} Tool;

// Says what this process is made of; every report made from now on carries it. Called once at the
// start. All strings are copied; the version is loanlens' own and need not be given.
void tool_set(const Tool *tool);

typedef struct {
    uint32_t start, end; // code points, half-open
} Range;

typedef struct {
    bool known;                 // false: null in JSON
    float font_size, body_size; // points
    uint32_t color, background; // 0xRRGGBB
    float contrast;             // WCAG ratio, 1-21; 0 when not known
    bool hidden;
} Prominence;

typedef struct {
    char *fingerprint; // 16 hex digits
    char *type;        // key
    char *rule;
    Polarity polarity;
    char *language;
    Source source;
    int severity;
    Confidence confidence;
    GPtrArray *reasons; // char *
    GPtrArray *basis;   // char *: ids, printable ones of the document's law only
    bool placed;        // false in an absent finding: all that follows is null in JSON
    char *quote;
    Range range;
    GArray *parts; // Range
    char *shown;
    char *stem_quote; // NULL: no stem
    Range stem;
    Range unit;
    char *unit_number, *unit_heading; // or NULL
    int page, last_page;              // from 1; 0 when the format has no pages
    GArray *rects;                    // PageBox; page is an index
    char *slots[SLOT_COUNT];          // or NULL
    Prominence prominence;
    char *suppressed_reason, *suppressed_until; // or NULL
    GPtrArray *also;                            // Also: equal clauses in other language versions
    bool borrowed; // its words, but for suppressed_ and those of also, are its report's
} Finding;

typedef struct {
    char *language;
    Range range;
    char *quote;
} Also;

typedef struct {
    char *code;
    double share; // of the letters, 0-1, rounded to 0.01
} LanguageShare;

typedef struct {
    char *path;   // as given, made valid UTF-8
    char *sha256; // 64 hex digits, or NULL when the bytes could not be read
    uint64_t bytes;
    char *format, *encoding, *kind, *title; // or NULL
    bool loan;                              // kind of document that has to do with lending
    GPtrArray *languages;                   // LanguageShare, largest first
    Law law;
    char *law_from; // "option", "language", "vocabulary", "text", "none"
    int pages;
    uint32_t characters;
    Status status;
    GPtrArray *reasons;    // Reason
    GPtrArray *references; // char *
} DocumentInfo;

// One unit of the text with or without a finding, for tables that are coded by hand. Its words
// belong to the ReportUnits it stands in.
typedef struct {
    Range range;
    const char *kind; // "item", "sentence", "row", "heading", "head". Static
    const char *language;
    const char *number, *heading; // or NULL
} ReportUnit;

typedef struct {
    GArray *list;        // ReportUnit, by start
    GStringChunk *words; // their words stand here,
    GBytes *bytes;       // or in these bytes, or NULL
} ReportUnits;

ReportUnits *report_units_new(void);
void report_units_free(ReportUnits *units);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReportUnits, report_units_free)
// Copies the unit's words.
void report_units_add(ReportUnits *units, const ReportUnit *unit);

typedef struct {
    Tool tool;
    DocumentInfo document;
    int severity;      // 0-5, the verdict
    int level;         // severity, or LEVEL_UNKNOWN
    GArray *counts;    // uint32_t for each type index of the pack: findings placed, not suppressed
    GPtrArray *absent; // char *: type keys
    Answer answers[QUESTION_COUNT];
    GPtrArray *findings; // Finding: by start, end, type, rule; absences last
    char *text; // the document's text for annotated pages and the store, or NULL; never in the JSON
                // report
    ReportUnits *units;   // or NULL; never in the JSON report
    GBytes *packed_units; // as the store keeps them (run/unit_pack.h), not yet read; or NULL
    // Where the words of borrowing findings stand; or NULL.
    GBytes *packed;
    GStringChunk *words;
} Report;

Report *report_new(const char *path);

// Findings of all types together, as in counts.
uint32_t report_count(const Report *report);

void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)
Finding *finding_new(void);
// An array with the same strings as `words`, which is taken: one of the pool's, or itself. Findings
// share their reasons and basis, of which few differ, and never change them.
GPtrArray *report_share_words(GPtrArray *pool, GPtrArray *words);
GPtrArray *report_words_pool(void);
GPtrArray *report_also_new(void); // of Also
// Whether it is one of the words that say where the law comes from.
bool report_law_from_is_known(const char *word);
void finding_free(Finding *finding);
// Moves its words to where all of the report's stand, those that many share once: a long document
// has tens of thousands of findings.
void report_settle(Report *report, Finding *finding);
// Gives it words of its own, to be changed.
void finding_own_words(Finding *finding);

// Is shown a finding, which goes when it returns.
typedef void (*FindingSink)(const Finding *finding, void *to);

// What a report of a document is made from; pointers are borrowed, the hits of the matches used up.
typedef struct {
    const Document *doc;
    const Text *text;
    const GArray *units;
    const Matches *matches;
    const Pack *pack;
    Law law;
    const char *law_from;
    Kind kind;
    bool keep_text; // fill Report.text
    // Or NULL: takes the findings as they are made, in the report's order, so that tens of
    // thousands need no room. Those that wait for others to be compared with stay in the report.
    FindingSink sink;
    void *to;
} ReportSources;

// Fills everything but path, sha256 and bytes. The verdict is that of all findings.
void report_fill(Report *report, const ReportSources *sources);

// A document that was not analysed.
Report *report_failed(const char *path, Fault fault, const char *message);

// The answer's word as an enum; ANSWER_COUNT when unknown. Likewise the level; -1.
int level_named(const char *word);

// The findings an answer rests on, worst first; those that promise come last. Borrowed; the caller
// frees the array.
GPtrArray *report_answer_findings(const Report *report, Question question);

// Sets severity, level, counts and answers from the findings; again after suppressions.
void report_judge(Report *report, const Pack *pack);

// The exit status this report asks for: 0, 1 (at or above `fail_on`, 1-5; 6 is never) or 3.
int report_exit(const Report *report, int fail_on);

// One line of JSON (loanlens.report/1), without line end. The caller frees it.
char *report_to_json(const Report *report, const Pack *pack);

// The inverse, for answers from workers and the store: checks everything, trusts nothing. NULL with
// an error for anything unsound. `text` is not in it.
Report *report_from_json(const char *json, size_t len, const Pack *pack, GError **error);
