// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in each column.

#include "report/columns.h"

#define TEXT(name, width, en, zh)                                       \
    {                                                                   \
        name, CELL_TEXT, false, {[LANG_EN] = en, [LANG_ZH] = zh}, width \
    }
#define MUST(name, width, en, zh)                                      \
    {                                                                  \
        name, CELL_TEXT, true, {[LANG_EN] = en, [LANG_ZH] = zh}, width \
    }
#define NUMBER(name, en, zh)                                          \
    {                                                                 \
        name, CELL_NUMBER, false, {[LANG_EN] = en, [LANG_ZH] = zh}, 9 \
    }
#define DECIMAL(name, en, zh)                                          \
    {                                                                  \
        name, CELL_DECIMAL, false, {[LANG_EN] = en, [LANG_ZH] = zh}, 9 \
    }
#define TRUTH(name, en, zh)                                            \
    {                                                                  \
        name, CELL_BOOLEAN, false, {[LANG_EN] = en, [LANG_ZH] = zh}, 7 \
    }
#define END                                     \
    {                                           \
        NULL, CELL_TEXT, false, {NULL, NULL}, 0 \
    }

// clang-format off
#define WHICH                                                                                      \
    MUST("path", 44, "Path of the document below the audited folder", "文件在被审计目录下的路径"),       \
    TEXT("platform", 16, "Platform: the first folder of the path, or the metadata's", "平台：路径的第一级目录，或元数据所给"), \
    TEXT("sha256", 20, "SHA-256 of the document's bytes; empty when it could not be read", "文件内容的 SHA-256；无法读取时为空")

const Column columns_findings[] = {
    WHICH,
    MUST("fingerprint", 18, "16 hex digits; the same clause has the same one after re-flow and renumbering", "指纹：16 位十六进制；重新排版、编号后不变"),
    MUST("type", 24, "Clause type, a key of the taxonomy", "条款类型（分类表中的键）"),
    TEXT("type_id", 8, "Its short number, such as C01", "类型短号，如 C01"),
    MUST("type_name", 42, "Its name", "类型名称"),
    MUST("rule", 30, "The rule that found it", "命中的规则"),
    MUST("polarity", 11, "risk, protective or absent", "risk 风险、protective 保护、absent 缺失"),
    MUST("language", 9, "Language of the rule", "规则的语言"),
    MUST("source", 10, "text, ocr, field or annotation: how the words came to be text", "文字来源：text、ocr、field、annotation"),
    NUMBER("severity", "1-5; 0 for protective clauses", "严重程度 1-5；保护性条款为 0"),
    MUST("level", 10, "The severity as a word: none, info, low, medium, high, very_high", "级别：none、info、low、medium、high、very_high"),
    MUST("confidence", 10, "high, medium or low", "把握：high、medium、low"),
    TEXT("reasons", 24, "What moved severity or confidence; words divided by spaces", "级别或把握的调整原因，以空格分隔"),
    TEXT("basis", 44, "Provisions of law, most important first; divided by spaces", "法律依据，重要者在前，以空格分隔"),
    TEXT("shown", 60, "The words found, lines joined as a reader joins them; empty for an absence", "发现的文字（已按阅读方式接行）；缺失类为空"),
    NUMBER("shown_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    TEXT("clause", 80, "The same with what stands around it in its clause, as reports show it; empty where no text is kept", "连同所在条款前后文的文字，与报告所示相同；未保存正文时为空"),
    NUMBER("clause_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
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
    TEXT("message", 60, "The first of them in a sentence", "其中第一条的说明"),
    TEXT("format", 8, "pdf, text, html, docx or image", "格式"),
    TEXT("encoding", 10, "Encoding of a text file", "文本编码"),
    TEXT("kind", 18, "Kind of document", "文件种类"),
    TRUTH("loan", "Whether that kind has to do with lending; empty where nothing could be read", "是否与借贷有关；没有读到时为空"),
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
    TEXT("absent", 60, "Clauses such a document owes and lacks; divided by spaces", "应有而没有的条款，以空格分隔"),
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

const Column columns_history[] = {
    WHICH,
    MUST("series", 24, "The agreement: its name in the metadata, or its kind and language", "协议：元数据中的名称，或其种类与语言"),
    NUMBER("step", "Place of the version among those of the agreement, from 1", "版本序号，从 1 起"),
    MUST("dated", 11, "Date of the version: YYYY, YYYY-MM or YYYY-MM-DD", "版本日期"),
    MUST("change", 12, "first: there from the first version on; added, removed, worse, milder, reworded, moved; none: no change; not_analysed; unordered: several versions of one date", "first 首个版本即有；added 新增、removed 删去、worse 加重、milder 减轻、reworded 改写、moved 移位；none 无变化；not_analysed 未分析；unordered 同日有多个版本"),
    TRUTH("bad", "To the reader's disadvantage", "是否对读者更不利"),
    TRUTH("sure", "Both versions were read whole", "两个版本是否都读全"),
    TEXT("type", 24, "Clause type, a key of the taxonomy", "条款类型（分类表中的键）"),
    TEXT("type_name", 42, "Its name", "类型名称"),
    TEXT("polarity", 11, "risk, protective or absent", "risk 风险、protective 保护、absent 缺失"),
    TEXT("fingerprint", 18, "Of the clause as it stands now, or stood last", "条款（现存或最后一版）的指纹"),
    NUMBER("severity_before", "Its severity in the version before", "前一版的严重程度"),
    NUMBER("severity", "Its severity in this version", "本版的严重程度"),
    TEXT("shown_before", 50, "Its words in the version before", "前一版的文字"),
    NUMBER("shown_before_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    TEXT("shown", 50, "Its words in this version", "本版的文字"),
    NUMBER("shown_cut", "Characters of them left out of the cell before", "前一格未写出的字符数"),
    TEXT("number", 16, "Numbers of the clause, outermost first", "条款编号，由外到内"),
    NUMBER("page", "Page it begins on, from 1; empty when the format has none", "起始页，从 1 起；无页码的格式为空"),
    TEXT("previous", 36, "Path of the version it is compared with", "所比较的前一版的路径"),
    TEXT("previous_dated", 11, "Date of that version", "前一版的日期"),
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
