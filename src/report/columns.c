// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in each column, and how a cell is made of a report.

#include "report/columns.h"

#include <string.h>

#define TEXT(name, width, en, zh)                                      \
    {                                                                  \
        name, CELL_TEXT, true, {[LANG_EN] = en, [LANG_ZH] = zh}, width \
    }
#define MUST(name, width, en, zh)                                       \
    {                                                                   \
        name, CELL_TEXT, false, {[LANG_EN] = en, [LANG_ZH] = zh}, width \
    }
#define NUMBER(name, en, zh)                                         \
    {                                                                \
        name, CELL_NUMBER, true, {[LANG_EN] = en, [LANG_ZH] = zh}, 9 \
    }
#define DECIMAL(name, en, zh)                                         \
    {                                                                 \
        name, CELL_DECIMAL, true, {[LANG_EN] = en, [LANG_ZH] = zh}, 9 \
    }
#define TRUTH(name, en, zh)                                           \
    {                                                                 \
        name, CELL_BOOLEAN, true, {[LANG_EN] = en, [LANG_ZH] = zh}, 7 \
    }
#define END                                    \
    {                                          \
        NULL, CELL_TEXT, true, {NULL, NULL}, 0 \
    }

// clang-format off
#define WHICH                                                                                      \
    MUST("path", 36, "Path of the document below the audited folder", "文件在被审计目录下的路径"),       \
    TEXT("platform", 16, "Platform: the first folder of the path, or the metadata's", "平台：路径的第一级目录，或元数据所给"), \
    TEXT("sha256", 20, "SHA-256 of the document's bytes; empty when it could not be read", "文件内容的 SHA-256；无法读取时为空")

const Column columns_findings[] = {
    WHICH,
    MUST("fingerprint", 18, "16 hex digits; the same clause has the same one after re-flow and renumbering", "指纹：16 位十六进制；重新排版、编号后不变"),
    MUST("type", 24, "Clause type, a key of the taxonomy", "条款类型（分类表中的键）"),
    TEXT("type_id", 8, "Its short number, such as C01", "类型短号，如 C01"),
    MUST("type_name", 24, "Its name", "类型名称"),
    MUST("rule", 30, "The rule that found it", "命中的规则"),
    MUST("polarity", 11, "risk, protective or absent", "risk 风险、protective 保护、absent 缺失"),
    MUST("language", 9, "Language of the rule", "规则的语言"),
    MUST("source", 10, "text, ocr, field or annotation: how the words came to be text", "文字来源：text、ocr、field、annotation"),
    NUMBER("severity", "1-5; 0 for protective clauses", "严重程度 1-5；保护性条款为 0"),
    MUST("level", 10, "The severity as a word: none, info, low, medium, high, very_high", "级别：none、info、low、medium、high、very_high"),
    MUST("confidence", 10, "high, medium or low", "把握：high、medium、low"),
    TEXT("reasons", 24, "What moved severity or confidence; words divided by spaces", "级别或把握的调整原因，以空格分隔"),
    TEXT("basis", 24, "Provisions of law, most important first; divided by spaces", "法律依据，重要者在前，以空格分隔"),
    TEXT("shown", 60, "The words found, lines joined as a reader joins them; empty for an absence", "发现的文字（已按阅读方式接行）；缺失类为空"),
    NUMBER("shown_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    TEXT("stem", 40, "The words before the item that it is read with", "与该项连读的上文"),
    NUMBER("stem_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    TEXT("number", 16, "Numbers of the clause, outermost first", "条款编号，由外到内"),
    TEXT("heading", 24, "The heading above it", "所在标题"),
    NUMBER("page", "Page it begins on, from 1; empty when the format has none", "起始页，从 1 起；无页码的格式为空"),
    NUMBER("last_page", "Page it ends on", "结束页"),
    NUMBER("start", "Where it begins in the text as read, in characters (code points) from 0", "在所读文字中的起点，按字符计，从 0 起"),
    NUMBER("end", "Where it ends; the character there is no part of it", "终点（不含）"),
    NUMBER("unit_start", "Where its unit begins", "所在单元的起点"),
    NUMBER("unit_end", "Where its unit ends", "所在单元的终点"),
    TEXT("actor", 16, "Who does it", "谁来做"),
    TEXT("data", 16, "With which data", "涉及哪些信息"),
    TEXT("recipient", 16, "Who receives them", "给谁"),
    TEXT("purpose", 16, "What for", "为了什么"),
    DECIMAL("font_size", "Font size in points", "字号（磅）"),
    DECIMAL("body_size", "Font size of most of the document", "正文字号（磅）"),
    DECIMAL("contrast", "Contrast of the letters, 1-21 (WCAG)", "文字对比度 1-21（WCAG）"),
    TRUTH("hidden", "No ink of it shows on the page", "页面上看不见"),
    TEXT("suppressed", 16, "Why it is set aside", "被搁置的原因"),
    NUMBER("also", "Equal clauses in other language versions of the document", "其他语言版本中的相同条款数"),
    END,
};

const Column columns_documents[] = {
    WHICH,
    NUMBER("bytes", "Size of the file", "文件大小（字节）"),
    MUST("status", 14, "complete, partial or not_analysed", "complete 全部、partial 部分、not_analysed 未分析"),
    TEXT("reasons", 20, "Why not whole, and notes; words divided by spaces", "未能完整分析的原因及提示，以空格分隔"),
    TEXT("message", 40, "The first of them in a sentence", "其中第一条的说明"),
    TEXT("format", 8, "pdf, text, html, docx or image", "格式"),
    TEXT("encoding", 10, "Encoding of a text file", "文本编码"),
    TEXT("kind", 18, "Kind of document", "文件种类"),
    TRUTH("loan", "Whether that kind has to do with lending", "是否与借贷有关"),
    TEXT("title", 30, "Its title", "标题"),
    TEXT("languages", 16, "Languages, largest share first", "语言，占比大者在前"),
    TEXT("law", 6, "The law it was read under", "适用的法律"),
    TEXT("law_from", 10, "What told so: option, language, vocabulary, text or none", "依何判断：option、language、vocabulary、text、none"),
    NUMBER("pages", "Pages; empty when the format has none", "页数；无页码的格式为空"),
    NUMBER("characters", "Characters (code points) of the text as read", "所读文字的字符数"),
    NUMBER("severity", "Severity of the verdict, 0-5", "总评严重程度 0-5"),
    MUST("level", 10, "The verdict as a word; unknown: not whole and nothing found", "总评级别；unknown：未读全且无发现"),
    NUMBER("findings", "Findings placed in the text and not suppressed", "文中发现的条数（不含被搁置的）"),
    TEXT("takes_contacts", 14, "Takes my contacts? yes, limited, promised_not, not_stated or not_readable", "会拿走通讯录吗"),
    TEXT("contacts_others", 14, "Contacts other people?", "会联系他人吗"),
    TEXT("shares_data", 14, "Who else gets my data?", "会把资料给别人吗"),
    TEXT("can_withdraw", 14, "Can I take consent back?", "能撤回同意吗"),
    TEXT("absent", 24, "Clauses such a document owes and lacks; divided by spaces", "应有而没有的条款，以空格分隔"),
    TEXT("references", 30, "Documents it refers to", "提到的其他文件"),
    TEXT("duplicate_of", 36, "Path of the first document with the same bytes", "内容相同的第一份文件的路径"),
    TEXT("html", 30, "Its page, below the results", "对应网页"),
    END,
};

const Column columns_matrix[] = {
    WHICH,
    MUST("status", 14, "complete, partial or not_analysed", "complete 全部、partial 部分、not_analysed 未分析"),
    MUST("level", 10, "The verdict as a word", "总评级别"),
    END,
};

const Column columns_units[] = {
    WHICH,
    NUMBER("unit", "Number of the unit in the document, from 1", "单元序号，从 1 起"),
    MUST("kind", 10, "item, sentence, row, heading or head (of a table)", "item、sentence、row、heading、head"),
    TEXT("language", 9, "Language of its passage", "语言"),
    TEXT("number", 16, "Numbers of its clause, outermost first", "条款编号，由外到内"),
    TEXT("heading", 24, "The heading above it", "所在标题"),
    NUMBER("start", "Where it begins in the text as read, in characters from 0", "起点，按字符计，从 0 起"),
    NUMBER("end", "Where it ends", "终点（不含）"),
    TEXT("text", 80, "Its words as they stand in the document", "原文"),
    NUMBER("text_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    NUMBER("findings", "Findings in it", "其中的发现数"),
    TEXT("types", 30, "Their types, divided by spaces", "发现的类型，以空格分隔"),
    NUMBER("severity", "The highest severity among them", "其中最高的严重程度"),
    TEXT("code", 16, "Empty: for the code a person gives", "留空：供人工编码"),
    TEXT("note", 30, "Empty: for notes", "留空：供备注"),
    END,
};
// clang-format on

size_t columns_count(const Column *columns)
{
    size_t count = 0;
    while (columns[count].name)
        count++;
    return count;
}

Cells *cells_new(void)
{
    Cells *cells = g_new0(Cells, 1);
    cells->cells = g_ptr_array_new_with_free_func(g_free);
    return cells;
}

void cells_free(Cells *cells)
{
    g_ptr_array_unref(cells->cells);
    g_free(cells);
}

void cells_clear(Cells *cells)
{
    g_ptr_array_set_size(cells->cells, 0);
}

void cells_text(Cells *cells, const char *text)
{
    g_ptr_array_add(cells->cells, text && *text ? g_strdup(text) : NULL);
}

void cells_number(Cells *cells, int64_t number)
{
    g_ptr_array_add(cells->cells, g_strdup_printf("%" G_GINT64_FORMAT, number));
}

void cells_decimal(Cells *cells, double number)
{
    char room[G_ASCII_DTOSTR_BUF_SIZE];
    g_ptr_array_add(cells->cells, g_strdup(g_ascii_formatd(room, sizeof(room), "%.2f", number)));
}

void cells_boolean(Cells *cells, bool truth)
{
    g_ptr_array_add(cells->cells, g_strdup(truth ? "true" : "false"));
}

void cells_empty(Cells *cells, unsigned count)
{
    while (count-- > 0)
        g_ptr_array_add(cells->cells, NULL);
}

static void add_word(GString *line, const char *between, const char *word)
{
    if (line->len)
        g_string_append(line, between);
    g_string_append(line, word);
}

static void cells_joined(Cells *cells, const GPtrArray *words, const char *between)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++)
        add_word(line, between, words->pdata[i]);
    cells_text(cells, line->str);
}

void cells_words(Cells *cells, const GPtrArray *words)
{
    cells_joined(cells, words, " ");
}

void cells_cut_text(Cells *cells, const char *text)
{
    glong characters = text ? g_utf8_strlen(text, -1) : 0;
    if (characters <= CELL_MOST) {
        cells_text(cells, text);
        cells_number(cells, 0);
        return;
    }
    g_ptr_array_add(cells->cells, g_utf8_substring(text, 0, CELL_MOST));
    cells_number(cells, characters - CELL_MOST);
}

static void cells_which(Cells *cells, const TableRow *row)
{
    cells_text(cells, row->report->document.path);
    cells_text(cells, row->platform);
    cells_text(cells, row->report->document.sha256);
}

static void cells_metadata(Cells *cells, const TableRow *row, const TableContext *context)
{
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        cells_text(cells, row->metadata ? row->metadata[i] : NULL);
}

static void number_or_empty(Cells *cells, int number)
{
    if (number > 0)
        cells_number(cells, number);
    else
        cells_empty(cells, 1);
}

static void cells_place(Cells *cells, const Finding *finding)
{
    if (!finding->placed) {
        cells_empty(cells, 8);
        return;
    }
    cells_text(cells, finding->unit_number);
    cells_text(cells, finding->unit_heading);
    number_or_empty(cells, finding->page);
    number_or_empty(cells, finding->last_page);
    cells_number(cells, finding->range.start);
    cells_number(cells, finding->range.end);
    cells_number(cells, finding->unit.start);
    cells_number(cells, finding->unit.end);
}

static void cells_prominence(Cells *cells, const Finding *finding)
{
    const Prominence *prominence = &finding->prominence;
    if (!finding->placed || !prominence->known) {
        cells_empty(cells, 4);
        return;
    }
    cells_decimal(cells, prominence->font_size);
    cells_decimal(cells, prominence->body_size);
    if (prominence->contrast > 0)
        cells_decimal(cells, prominence->contrast);
    else
        cells_empty(cells, 1);
    cells_boolean(cells, prominence->hidden);
}

static void cells_rule(Cells *cells, const Finding *finding, const TableContext *context)
{
    const Type *type = pack_type(context->pack, finding->type);
    cells_text(cells, finding->fingerprint);
    cells_text(cells, finding->type);
    cells_text(cells, type ? type->id : NULL);
    cells_text(cells, type ? type->name[context->lang] : finding->type);
    cells_text(cells, finding->rule);
    cells_text(cells, polarity_name(finding->polarity));
    cells_text(cells, finding->language);
    cells_text(cells, source_name(finding->source));
    cells_number(cells, finding->severity);
    cells_text(cells, level_name(finding->severity));
    cells_text(cells, confidence_name(finding->confidence));
    cells_words(cells, finding->reasons);
    cells_words(cells, finding->basis);
}

void cells_finding(Cells *cells, const TableRow *row, const Finding *finding,
                   const TableContext *context)
{
    cells_clear(cells);
    cells_which(cells, row);
    cells_rule(cells, finding, context);
    cells_cut_text(cells, finding->placed ? finding->shown : NULL);
    cells_cut_text(cells, finding->placed ? finding->stem_quote : NULL);
    cells_place(cells, finding);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        cells_text(cells, finding->placed ? finding->slots[i] : NULL);
    cells_prominence(cells, finding);
    cells_text(cells, finding->suppressed_reason);
    cells_number(cells, finding->also->len);
    cells_metadata(cells, row, context);
}

static void cells_reasons(Cells *cells, const DocumentInfo *info)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < info->reasons->len; i++) {
        const Reason *reason = info->reasons->pdata[i];
        if (g_hash_table_add(seen, GINT_TO_POINTER(reason->code)))
            add_word(line, " ", fault_name(reason->code));
    }
    cells_text(cells, line->str);
    cells_text(cells, info->reasons->len ? ((Reason *)info->reasons->pdata[0])->message : NULL);
}

static void cells_languages(Cells *cells, const DocumentInfo *info)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < info->languages->len; i++)
        add_word(line, " ", ((LanguageShare *)info->languages->pdata[i])->code);
    cells_text(cells, line->str);
}

static void cells_info(Cells *cells, const DocumentInfo *info)
{
    bool read = info->status != STATUS_NOT_ANALYSED || info->format;
    cells_text(cells, info->format);
    cells_text(cells, info->encoding);
    cells_text(cells, info->kind);
    if (info->kind)
        cells_boolean(cells, info->loan);
    else
        cells_empty(cells, 1);
    cells_text(cells, info->title);
    cells_languages(cells, info);
    cells_text(cells, read ? law_name(info->law) : NULL);
    cells_text(cells, read ? info->law_from : NULL);
    number_or_empty(cells, info->pages);
    if (read)
        cells_number(cells, info->characters);
    else
        cells_empty(cells, 1);
}

static uint64_t count_findings(const Report *report)
{
    uint64_t sum = 0;
    for (guint i = 0; i < report->counts->len; i++)
        sum += g_array_index(report->counts, uint32_t, i);
    return sum;
}

static void cells_verdict(Cells *cells, const Report *report)
{
    bool analysed = report->document.status != STATUS_NOT_ANALYSED;
    cells_number(cells, report->severity);
    cells_text(cells, level_name(report->level));
    if (analysed)
        cells_number(cells, (int64_t)count_findings(report));
    else
        cells_empty(cells, 1);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        cells_text(cells, answer_name(report->answers[i]));
    cells_words(cells, report->absent);
}

void cells_document(Cells *cells, const TableRow *row, const TableContext *context)
{
    const DocumentInfo *info = &row->report->document;
    cells_clear(cells);
    cells_which(cells, row);
    if (info->sha256)
        cells_number(cells, (int64_t)info->bytes);
    else
        cells_empty(cells, 1);
    cells_text(cells, status_name(info->status));
    cells_reasons(cells, info);
    cells_info(cells, info);
    cells_verdict(cells, row->report);
    cells_joined(cells, info->references, "; ");
    cells_text(cells, row->duplicate_of);
    cells_text(cells, row->page);
    cells_metadata(cells, row, context);
}

// Rules may be written for a language whatever its script.
static bool same_language(const char *rule, const char *code)
{
    size_t len = strlen(rule);
    return strncmp(code, rule, len) == 0 && (code[len] == '\0' || code[len] == '-');
}

static bool has_rules(const Report *report, const Type *type, const Pack *pack)
{
    for (size_t r = 0, n = pack_rule_count(pack); r < n; r++) {
        const RuleInfo *rule = pack_rule_info(pack, r);
        if (rule->type != type || rule->absent)
            continue;
        for (guint i = 0; i < report->document.languages->len; i++) {
            const LanguageShare *share = report->document.languages->pdata[i];
            if (same_language(rule->language, share->code))
                return true;
        }
    }
    return false;
}

int matrix_count(const Report *report, const Type *type, const Pack *pack)
{
    if (report->document.status == STATUS_NOT_ANALYSED)
        return MATRIX_NOT_ANALYSED;
    uint32_t count = type->index < report->counts->len
                         ? g_array_index(report->counts, uint32_t, type->index)
                         : 0;
    if (count == 0 && !has_rules(report, type, pack))
        return MATRIX_NO_RULES;
    return (int)count;
}

void cells_matrix(Cells *cells, const TableRow *row, const TableContext *context)
{
    const Report *report = row->report;
    cells_clear(cells);
    cells_which(cells, row);
    cells_text(cells, status_name(report->document.status));
    cells_text(cells, level_name(report->level));
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++) {
        int count = matrix_count(report, pack_type_at(context->pack, i), context->pack);
        if (count == MATRIX_NOT_ANALYSED)
            cells_text(cells, "not_analysed");
        else if (count == MATRIX_NO_RULES)
            cells_text(cells, "no_rules");
        else
            cells_number(cells, count);
    }
    cells_metadata(cells, row, context);
}
