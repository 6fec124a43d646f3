// SPDX-License-Identifier: GPL-3.0-or-later
// getopt_long, driven by one table. GOption is not used: it takes the word after an option with an
// optional value for that value, and `--json a.txt` would overwrite a.txt.

#include "cli/options.h"

#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report/words.h"
#include "text/fault.h"

enum { CHECK = 1, AUDIT = 2, REPORT = 4, MERGE = 8, DIFF = 16, RULES = 32, DOCTOR = 64, ALL = 127 };
enum { READS = CHECK | AUDIT | DIFF, OPENS = READS | RULES, TABLES = AUDIT | REPORT | MERGE };

typedef enum {
    TAKES_NOTHING,
    TAKES_TEXT,
    TAKES_NUMBER,
    TAKES_LIST,
    TAKES_OUTPUT,
    TAKES_ELSE
} Takes;

typedef struct {
    const char *name;
    char letter;
    unsigned where; // commands
    Takes takes;
    size_t field; // offset in Options
    unsigned least, most;
    bool (*take)(Options *options, const char *value);
    const char *value; // as the help names it
    const char *about[LANG_COUNT];
} Option;

static bool take_lang(Options *options, const char *value)
{
    options->lang_name = value;
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0;
}

static bool take_law(Options *options, const char *value)
{
    options->law = law_named(value);
    return options->law != LAW_COUNT;
}

static bool take_fail_on(Options *options, const char *value)
{
    static const char *const names[] = {"info", "low", "medium", "high", "very_high", "never"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], value) == 0) {
            options->fail_on = (int)i + 1;
            return true;
        }
    return false;
}

static bool take_formats(Options *options, const char *value)
{
    static const char *const names[] = {"csv", "jsonl", "html", "xlsx", "sarif"};
    g_auto(GStrv) words = g_strsplit(value, ",", -1);
    options->formats = 0;
    for (size_t w = 0; words[w]; w++) {
        size_t i = 0;
        while (i < G_N_ELEMENTS(names) && strcmp(names[i], words[w]) != 0)
            i++;
        if (i == G_N_ELEMENTS(names))
            return false;
        options->formats |= 1U << i;
    }
    return options->formats != 0;
}

static bool number(const char *value, unsigned least, unsigned most, unsigned *result)
{
    guint64 wide = 0;
    if (!g_ascii_string_to_unsigned(value, 10, least, most, &wide, NULL))
        return false;
    *result = (unsigned)wide;
    return true;
}

static bool take_shard(Options *options, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, "/", -1);
    return g_strv_length(parts) == 2 && number(parts[1], 1, 100000, &options->shards) &&
           number(parts[0], 1, options->shards, &options->shard);
}

#define FIELD(name) offsetof(Options, name)
#define FLAG(name, letter, where, field, en, zh)                            \
    {                                                                       \
        name, letter, where, TAKES_NOTHING, FIELD(field), 0, 0, NULL, NULL, \
        {                                                                   \
            [LANG_EN] = en, [LANG_ZH] = zh                                  \
        }                                                                   \
    }
#define TEXT(name, letter, where, field, value, en, zh)                   \
    {                                                                     \
        name, letter, where, TAKES_TEXT, FIELD(field), 0, 0, NULL, value, \
        {                                                                 \
            [LANG_EN] = en, [LANG_ZH] = zh                                \
        }                                                                 \
    }
#define LIST(name, where, field, value, en, zh)                      \
    {                                                                \
        name, 0, where, TAKES_LIST, FIELD(field), 0, 0, NULL, value, \
        {                                                            \
            [LANG_EN] = en, [LANG_ZH] = zh                           \
        }                                                            \
    }
#define OUTPUT(name, where, field, en, zh)                              \
    {                                                                   \
        name, 0, where, TAKES_OUTPUT, FIELD(field), 0, 0, NULL, "FILE", \
        {                                                               \
            [LANG_EN] = en, [LANG_ZH] = zh                              \
        }                                                               \
    }
#define NUMBER(name, letter, where, field, least, most, value, en, zh)             \
    {                                                                              \
        name, letter, where, TAKES_NUMBER, FIELD(field), least, most, NULL, value, \
        {                                                                          \
            [LANG_EN] = en, [LANG_ZH] = zh                                         \
        }                                                                          \
    }
#define ELSE(name, where, take, value, en, zh)            \
    {                                                     \
        name, 0, where, TAKES_ELSE, 0, 0, 0, take, value, \
        {                                                 \
            [LANG_EN] = en, [LANG_ZH] = zh                \
        }                                                 \
    }

// clang-format off
static const Option table[] = {
    OUTPUT("json", CHECK | DIFF, json,
           "the report as JSON: on standard output, or in FILE (several documents: one a line)",
           "以 JSON 输出报告：写到标准输出，或写入 FILE（多份文件时每行一份）"),
    OUTPUT("html", CHECK | DIFF, html,
           "a page with the whole agreement, marked: NAME.loanlens.html, FILE, DIR/ or - (standard output)",
           "标注全文的网页：NAME.loanlens.html、FILE、DIR/，或 -（标准输出）"),
    OUTPUT("pdf", CHECK, pdf,
           "a copy of a PDF with the findings highlighted: NAME.annotated.pdf, FILE or DIR/",
           "在 PDF 副本上标出发现的条款：NAME.annotated.pdf、FILE 或 DIR/"),
    OUTPUT("text", CHECK, text,
           "the text as it was read: NAME.txt, FILE, DIR/ or -",
           "读到的文字原文：NAME.txt、FILE、DIR/ 或 -"),
    OUTPUT("letter", CHECK, letter,
           "a letter to the lender, from the clauses found: NAME.letter.html, FILE, DIR/ or -",
           "根据发现的条款拟好的致贷款方信函：NAME.letter.html、FILE、DIR/ 或 -"),
    FLAG("quiet", 'q', CHECK, quiet, "only findings of medium severity and above, without explanations",
         "只列出“中”及以上的发现，不加解释"),
    FLAG("brief", 0, CHECK, brief, "one line a document", "每份文件只输出一行"),
    TEXT("output", 'o', AUDIT | MERGE, output, "DIR", "where the results go", "结果目录"),
    TEXT("files-from", 0, AUDIT, files_from, "LIST",
         "read the paths from LIST, one a line; - is standard input", "从 LIST 读取路径，每行一个；- 为标准输入"),
    LIST("include", AUDIT, include, "GLOB", "only files that match, such as '*.pdf' (may be given again)",
         "只读取匹配的文件，如 '*.pdf'（可重复）"),
    LIST("exclude", AUDIT, exclude, "GLOB", "no files that match (may be given again)", "跳过匹配的文件（可重复）"),
    NUMBER("jobs", 'j', AUDIT | CHECK, jobs, 1, 1024, "N", "documents read at once (default: one a core)",
           "同时读取的文件数（默认：每个核心一份）"),
    ELSE("shard", AUDIT, take_shard, "K/N", "only the K-th of N parts of the list of files", "只处理文件清单 N 份中的第 K 份"),
    ELSE("format", TABLES, take_formats, "LIST", "of csv,jsonl,html,xlsx,sarif (default: csv,jsonl,html)",
         "csv,jsonl,html,xlsx,sarif 的任意组合（默认 csv,jsonl,html）"),
    TEXT("metadata", 0, TABLES, metadata, "FILE.csv",
         "columns about the documents (path, platform, date, version, …) for every output",
         "关于各文件的附加列（path、platform、date、version 等），写入所有输出"),
    NUMBER("sample", 0, TABLES, sample, 1, 1000000, "N", "units.csv with N units chosen at random", "units.csv 只随机抽取 N 个单元"),
    NUMBER("seed", 0, TABLES, seed, 0, 4294967295U, "S", "another random choice (default: 0)", "随机种子（默认 0）"),
    FLAG("retry-failed", 0, AUDIT, retry_failed, "analyse again what could not be analysed before", "重新分析此前未能分析的文件"),
    FLAG("no-text", 0, AUDIT, no_text, "keep no text of the documents; no pages can be written then",
         "不保存文件正文（因此也不能生成网页）"),
    FLAG("mixed", 0, MERGE, mixed, "merge results of different rules or versions", "允许合并不同规则或版本得出的结果"),
    ELSE("fail-on", CHECK | TABLES, take_fail_on, "LEVEL",
         "exit status 1 from this severity: info, low, medium, high, very_high, never",
         "达到该级别时退出状态为 1：info、low、medium、high、very_high、never"),
    TEXT("suppress", 0, CHECK | TABLES, suppress, "FILE",
         "set aside the findings FILE names, with its reasons", "按 FILE 所列搁置发现，并注明原因"),
    ELSE("law", READS, take_law, "CODE", "read under the law of CN TW HK IN ID PH KE NG MX CO US EU or none",
         "适用的法律：CN TW HK IN ID PH KE NG MX CO US EU 或 none"),
    TEXT("document-language", 0, READS, language, "CODE", "the language of the documents: zh, en, id, es", "文件的语言：zh、en、id、es"),
    TEXT("encoding", 0, OPENS, encoding, "NAME", "the encoding of text files, such as GB18030", "文本文件的编码，如 GB18030"),
    TEXT("password-file", 0, OPENS, password_file, "FILE", "the password of encrypted documents, on the first line of FILE",
         "加密文件的密码，写在 FILE 的第一行"),
    FLAG("ocr", 0, OPENS, ocr, "read pictures and scanned pages with OCR", "对图片和扫描页使用文字识别（OCR）"),
    FLAG("redact", 0, READS, redact, "mask numbers of identity cards, telephones and bank cards, and names of signatories",
         "遮盖证件号、电话号码、银行卡号和签署人姓名"),
    NUMBER("timeout", 0, OPENS, limits.seconds, 0, 86400, "S", "seconds for one document (default 60, with --ocr 600; 0: no limit)",
           "每份文件的时限，秒（默认 60，用 --ocr 时 600；0 为不限）"),
    NUMBER("memory", 0, OPENS | DOCTOR, limits.memory_mib, 0, 1048576, "MIB", "memory for one document (default 2048; 0: no limit)",
           "每份文件的内存上限，MiB（默认 2048；0 为不限）"),
    NUMBER("max-size", 0, OPENS, limits.input_mib, 0, 4095, "MIB", "largest document (default 512; 0: no limit)",
           "文件大小上限，MiB（默认 512；0 为不限）"),
    NUMBER("max-pages", 0, OPENS, max_pages, 0, 10000000, "N", "most pages of a document (default 0: no limit)",
           "页数上限（默认 0，不限）"),
    FLAG("no-sandbox", 0, OPENS, no_sandbox, "do without the sandbox", "不使用沙箱"),
    LIST("rules", ALL, rules, "DIR", "add a folder of rules; the same id replaces (may be given again)",
         "增加规则目录；同名规则以后者为准（可重复）"),
    TEXT("rules-only", 0, ALL, rules_only, "DIR", "use these rules and no others", "只使用该目录的规则"),
    FLAG("force", 0, CHECK | TABLES | DIFF, force, "replace files that loanlens did not write", "允许覆盖并非由 loanlens 写出的文件"),
    ELSE("lang", ALL, take_lang, "zh|en", "the language of words (default: from the locale)", "界面语言（默认随系统）"),
    FLAG("help", 'h', ALL, help, "this help", "显示本帮助"),
    FLAG("version", 'V', ALL, version, "the version", "显示版本"),
};
// clang-format on

static unsigned bit_of(const Command *command)
{
    return 1U << (unsigned)(command - commands);
}

G_GNUC_PRINTF(2, 3)
static bool refuse(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autoptr(GError) made = g_error_new_valist(FAULT_DOMAIN, FAULT_USAGE, format, args);
    va_end(args);
    g_propagate_error(error, g_steal_pointer(&made));
    return false;
}

static bool apply(Options *options, const Option *option, const char *value, GError **error)
{
    void *field = (char *)options + option->field;
    bool fine = true;
    switch (option->takes) {
    case TAKES_NOTHING:
        *(bool *)field = true;
        break;
    case TAKES_TEXT:
        *(const char **)field = value;
        fine = *value != '\0';
        break;
    case TAKES_NUMBER:
        fine = number(value, option->least, option->most, field);
        break;
    case TAKES_LIST:
        g_ptr_array_add(*(GPtrArray **)field, (char *)value);
        fine = *value != '\0';
        break;
    case TAKES_OUTPUT:
        *(Output *)field = (Output){true, value};
        fine = !value || *value != '\0';
        break;
    case TAKES_ELSE:
        fine = option->take(options, value);
        break;
    }
    if (fine)
        return true;
    if (option->takes == TAKES_NUMBER)
        return refuse(error, "--%s: not a value for it: %s (a number from %u to %u)", option->name,
                      value, option->least, option->most);
    return refuse(error, "--%s: not a value for it: %s (%s: %s)", option->name, value,
                  option->value, option->about[LANG_EN]);
}

// What getopt_long wants: its own lists of what the command accepts.
static void describe(unsigned command, GArray *longs, GString *letters)
{
    g_string_append(letters, ":");
    for (int i = 0; i < (int)G_N_ELEMENTS(table); i++) {
        const Option *option = &table[i];
        if (!(option->where & command))
            continue;
        int argument = option->takes == TAKES_NOTHING  ? no_argument
                       : option->takes == TAKES_OUTPUT ? optional_argument
                                                       : required_argument;
        struct option one = {option->name, argument, NULL, 256 + i};
        g_array_append_val(longs, one);
        if (option->letter)
            g_string_append_printf(letters, "%c%s", option->letter,
                                   argument == required_argument ? ":" : "");
    }
}

static const Option *option_of(int code)
{
    if (code >= 256)
        return &table[code - 256];
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].letter && table[i].letter == code)
            return &table[i];
    return NULL;
}

static bool bad_option(const Command *command, int code, char **argv, GError **error)
{
    g_autofree char *letter = g_strdup_printf("-%c", optopt);
    const Option *known = option_of(optopt);
    const char *word = optopt > 0 && optopt < 256 ? letter : argv[optind - 1];
    if (code == ':')
        return refuse(error, "%s needs a value (try: loanlens %s --help)", word, command->name);
    if (known && optopt >= 256)
        return refuse(error, "--%s takes no value (try: loanlens %s --help)", known->name,
                      command->name);
    return refuse(error, "unknown option %s (try: loanlens %s --help)", word, command->name);
}

static const unsigned ocr_seconds = 600; // a page of a scan takes ten and more
static const unsigned not_said = UINT_MAX;

static void set_defaults(Options *options, const Command *command)
{
    *options = (Options){.law = LAW_COUNT,
                         .limits = limits_default(),
                         .fail_on = command->fail_on,
                         .formats = FORMAT_CSV | FORMAT_JSONL | FORMAT_HTML,
                         .rules = g_ptr_array_new(),
                         .include = g_ptr_array_new(),
                         .exclude = g_ptr_array_new()};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    options->jobs = cores > 0 ? (unsigned)MIN(cores, 1024) : 1;
    options->limits.seconds = not_said;
}

bool options_parse(Options *options, const Command *command, int argc, char **argv, GError **error)
{
    set_defaults(options, command);
    g_autoptr(GArray) longs = g_array_new(TRUE, TRUE, sizeof(struct option));
    g_autoptr(GString) letters = g_string_new(NULL);
    describe(bit_of(command), longs, letters);
    optind = 0;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, letters->str, (struct option *)longs->data,
                                       NULL)) != -1;) {
        const Option *option = code == '?' || code == ':' ? NULL : option_of(code);
        if (!option)
            return bad_option(command, code, argv, error);
        if (!apply(options, option, optarg, error))
            return false;
    }
    options->limits.sandbox = !options->no_sandbox;
    if (options->limits.seconds == not_said)
        options->limits.seconds = options->ocr ? ocr_seconds : limits_default().seconds;
    options->lang = lang_choose(options->lang_name);
    options->words = argv + optind;
    options->count = (size_t)(argc - optind);
    return true;
}

void options_clear(Options *options)
{
    g_clear_pointer(&options->rules, g_ptr_array_unref);
    g_clear_pointer(&options->include, g_ptr_array_unref);
    g_clear_pointer(&options->exclude, g_ptr_array_unref);
}

static char *heading_of(const Option *option)
{
    g_autofree char *letter =
        option->letter ? g_strdup_printf("-%c, ", option->letter) : g_strdup("    ");
    const char *between = option->takes == TAKES_OUTPUT ? "[=" : "=";
    if (option->takes == TAKES_NOTHING)
        return g_strdup_printf("%s--%s", letter, option->name);
    return g_strdup_printf("%s--%s%s%s%s", letter, option->name, between, option->value,
                           option->takes == TAKES_OUTPUT ? "]" : "");
}

// Breaks the words at `width` columns; Chinese has no spaces to break at and is printed as it is.
static void print_wrapped(const char *words, unsigned indent, unsigned width)
{
    g_auto(GStrv) parts = g_strsplit(words, " ", -1);
    unsigned column = 0;
    for (size_t i = 0; parts[i]; i++) {
        unsigned length = (unsigned)g_utf8_strlen(parts[i], -1);
        if (column > 0 && column + 1 + length > width) {
            printf("\n%*s", (int)indent, "");
            column = 0;
        } else if (i > 0) {
            putchar(' ');
            column++;
        }
        fputs(parts[i], stdout);
        column += length;
    }
    putchar('\n');
}

static void help_of_all(Lang lang)
{
    printf("%s\n\n", word(W_HELP_WHAT, lang));
    for (size_t i = 0; commands[i].name; i++) {
        g_autofree char *call = g_strdup_printf("loanlens %s", commands[i].name);
        printf("  %-18s", call);
        print_wrapped(commands[i].about[lang], 20, 58);
    }
    printf("\n%s\n", word(W_HELP_MORE, lang));
}

void options_help(const Command *command, Lang lang)
{
    if (!command) {
        help_of_all(lang);
        return;
    }
    printf("loanlens %s %s\n", command->name, command->synopsis);
    print_wrapped(command->about[lang], 0, 78);
    putchar('\n');
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (!(table[i].where & bit_of(command)))
            continue;
        g_autofree char *heading = heading_of(&table[i]);
        printf("  %s\n          ", heading);
        print_wrapped(table[i].about[lang], 10, 68);
    }
    printf("\n%s\n", word(W_HELP_STATUS, lang));
}
