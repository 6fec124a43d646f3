// SPDX-License-Identifier: GPL-3.0-or-later
// Sentence: where a sentence of plain text (text.h) ends, and what its end announces. Each asks
// `cues` for the words.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "text/cues.h"

// Byte after the sentence that begins at `at`; at most `end`. Chinese sentences end in a full stop,
// and at a semicolon where both parts can stand alone; others in a stop before a capital.
size_t sentence_end(const Cues *cues, const char *str, size_t at, size_t end);

// `end`, or an earlier byte where words too long for one unit may be cut.
size_t sentence_cap(const char *str, size_t at, size_t end);

// Whether the words end in a full stop, question or exclamation mark.
bool sentence_is_finished(const char *str, size_t len);

// Whether the words end by announcing a list: "…如下：", "including but not limited to".
bool sentence_announces(const Cues *cues, const char *str, size_t len);

// Whether the words point at what follows them: "下列情形", "the following".
bool sentence_refers_below(const Cues *cues, const char *str, size_t len);

// Whether the words are short and without an end, as a title is.
bool sentence_is_title(const Cues *cues, const char *str, size_t len);

// Whether the words begin a statement, full stop or none: "我们会读取您的通讯录".
bool sentence_states(const Cues *cues, const char *str, size_t len);

// Whether the words are the name of a document, which may be longer than other titles and says
// nothing itself: "关于向…查询信息的授权书", "…同意事项 版号:108.07". `first` tells that they are
// the first of their document: there a name in "…协议" or "…政策" is one, too.
bool sentence_names_document(const Cues *cues, const char *str, size_t len, bool first);

// Whether the words are the title of what is appended: "附表1 权限列表", "附录：名词解释", "附表C
// 组件目录(见下)".
bool sentence_is_appendix(const Cues *cues, const char *str, size_t len);

// Whether a title stands above what is taken: "我们收集的信息", "What do we collect?".
bool sentence_titles_taking(const Cues *cues, const char *str, size_t len);

// Whether the words are short and say nothing of their own: "用于风险控制。", "Your contact list."
bool sentence_is_fragment(const Cues *cues, const char *str, size_t len);

// Whether the words add to what stands before them: "In addition, ...". Latin scripts only.
bool sentence_adds(const Cues *cues, const char *str, size_t len);

// Whether the words begin with who does it, as a sentence of its own does and an item of a list
// does not: "We may share", "Anda dapat", "When you apply, we may ask". Latin scripts only.
bool sentence_has_subject(const Cues *cues, const char *str, size_t len);

// Whether the words announce a list only together with the sentence before them, whose things they
// go through: "This includes:", "Estos datos comprenden:", "Informasi ini meliputi:". Latin scripts
// only.
bool sentence_leans(const Cues *cues, const char *str, size_t len);

// Whether the words announce the agreement itself, and so say nothing about its clauses: "双方达成
// 协议如下：".
bool sentence_is_preamble(const Cues *cues, const char *str, size_t len);

// Whether the words say what happens without consent: "如您不提供下述信息，将无法使用".
bool sentence_is_warning(const Cues *cues, const char *str, size_t len);

// Whether the words are in Latin capitals: "REPAYMENT TERMS".
bool sentence_is_capitals(const char *str, size_t len);

// Bytes of the first two words in Latin letters; 0 when there are fewer.
size_t sentence_two_words(const char *str, size_t len);
