// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "fake_pack.h"

Report *sample_report(const char *text)
{
    Report *report = report_new("样例.txt");
    DocumentInfo *info = &report->document;
    info->sha256 = g_strnfill(64, 'a');
    info->bytes = strlen(text);
    info->format = g_strdup("text");
    info->encoding = g_strdup("UTF-8");
    info->kind = g_strdup("loan_agreement");
    info->loan = true;
    info->law = LAW_CN;
    info->law_from = (g_free(info->law_from), g_strdup("language"));
    info->characters = (uint32_t)g_utf8_strlen(text, -1);
    info->status = STATUS_COMPLETE;
    LanguageShare *share = g_new0(LanguageShare, 1);
    *share = (LanguageShare){g_strdup("zh-Hans"), 1};
    g_ptr_array_add(info->languages, share);
    report->text = g_strdup(text);
    report_judge(report, fake_pack());
    return report;
}

static Range range_of(const Report *report, const char *at, const char *words)
{
    uint32_t start = (uint32_t)g_utf8_strlen(report->text, at - report->text);
    return (Range){start, start + (uint32_t)g_utf8_strlen(words, -1)};
}

Finding *sample_finding(Report *report, const char *type, const char *quote, int severity)
{
    static unsigned number;
    const char *at = strstr(report->text, quote);
    g_assert(at);
    Finding *finding = finding_new();
    finding->fingerprint = g_strdup_printf("%016x", ++number);
    finding->type = g_strdup(type);
    finding->rule = g_strdup_printf("zh.%s.grant", type);
    finding->polarity = pack_type(fake_pack(), type)->polarity;
    finding->language = g_strdup("zh");
    finding->severity = severity;
    finding->placed = true;
    finding->quote = g_strdup(quote);
    finding->shown = g_strdup(quote);
    finding->range = range_of(report, at, quote);
    finding->unit = finding->range;
    g_array_append_val(finding->parts, finding->range);
    g_ptr_array_add(report->findings, finding);
    report_judge(report, fake_pack());
    return finding;
}

static void fill_document(DocumentInfo *info)
{
    info->sha256 = g_strnfill(64, 'b');
    info->bytes = 123456789012;
    info->format = g_strdup("pdf");
    info->encoding = g_strdup("GB18030");
    info->kind = g_strdup("privacy_policy");
    info->loan = true;
    info->title = g_strdup("隐私政策 \"甲\"\\\n\t");
    const LanguageShare shares[] = {{g_strdup("zh-Hans"), 0.75}, {g_strdup("en"), 0.25}};
    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++)
        g_ptr_array_add(info->languages, g_memdup2(&shares[i], sizeof shares[i]));
    info->law = LAW_HK;
    g_free(info->law_from);
    info->law_from = g_strdup("vocabulary");
    info->pages = 7;
    info->characters = 900;
    info->status = STATUS_PARTIAL;
    const Reason reasons[] = {{FAULT_NO_TEXT, 3, NULL, g_strdup("page 3 is an image")},
                              {FAULT_HIT_LIMIT, 0, g_strdup("zh.x"), g_strdup("10,000 hits")}};
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
        g_ptr_array_add(info->reasons, g_memdup2(&reasons[i], sizeof reasons[i]));
    g_ptr_array_add(info->references, g_strdup("《用户协议》"));
}

static Also *sample_also(void)
{
    Also *also = g_new0(Also, 1);
    *also = (Also){g_strdup("en"), {800, 804}, g_strdup("read")};
    return also;
}

static void fill_finding(Finding *f)
{
    f->fingerprint = g_strdup("0123456789abcdef");
    f->type = g_strdup("contacts_read");
    f->rule = g_strdup("zh.contacts_read.grant");
    f->polarity = POLARITY_RISK;
    f->language = g_strdup("zh");
    f->source = SOURCE_OCR;
    f->severity = 5;
    f->confidence = CONFIDENCE_MEDIUM;
    g_ptr_array_add(f->reasons, g_strdup("purpose_collection"));
    g_ptr_array_add(f->basis, g_strdup("CN-PIPL-6"));
    f->placed = true;
    f->quote = g_strdup("读取\f𠮷通讯录");
    f->range = (Range){10, 17};
    const Range parts[] = {{10, 12}, {13, 17}};
    g_array_append_vals(f->parts, parts, 2);
    f->shown = g_strdup("读取𠮷通讯录");
    f->stem_quote = g_strdup("我们将");
    f->stem = (Range){2, 5};
    f->unit = (Range){6, 20};
    f->unit_number = g_strdup("第五条 › ①");
    f->unit_heading = g_strdup("信息收集");
    f->page = 2;
    f->last_page = 3;
    const PageBox rects[] = {{1, {10.25F, 20.5F, 30.75F, 40}}, {2, {0, 1, 2, 3.5F}}};
    g_array_append_vals(f->rects, rects, 2);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        f->slots[i] = g_strdup_printf("slot %u", i);
    f->prominence = (Prominence){true, 6.5F, 10.5F, 0x112233, 0xfffffe, 20.5F, true};
    f->suppressed_reason = g_strdup("已核对");
    f->suppressed_until = g_strdup("2027-01-01");
    g_ptr_array_add(f->also, sample_also());
}

static void add_absence(Report *report, const char *fingerprint)
{
    Finding *absent = finding_new();
    absent->fingerprint = g_strdup(fingerprint);
    absent->type = g_strdup("withdrawal_route");
    absent->rule = g_strdup("zh.withdrawal_route.absent");
    absent->polarity = POLARITY_ABSENT;
    absent->language = g_strdup("zh");
    absent->severity = 2;
    g_ptr_array_add(report->findings, absent);
}

Report *sample_full(void)
{
    Report *report = report_new("dir/合同.pdf");
    g_free(report->tool.pack_sha256);
    report->tool.pack_sha256 = g_strnfill(64, 'c');
    g_ptr_array_add(report->tool.packs, g_strdup("rules"));
    g_free(report->tool.poppler);
    report->tool.poppler = g_strdup("22.12.0");
    g_free(report->tool.pcre2);
    report->tool.pcre2 = g_strdup("10.42");
    report->tool.jit = true;
    fill_document(&report->document);
    Finding *placed = finding_new();
    fill_finding(placed);
    g_ptr_array_add(report->findings, placed);
    add_absence(report, "fedcba9876543210");
    report_judge(report, fake_pack());
    report->severity = 4; // values of their own, so that a swap shows
    report->level = 4;
    g_array_index(report->counts, uint32_t, 0) = 12;
    report->answers[0] = ANSWER_YES;
    report->answers[1] = ANSWER_LIMITED;
    report->answers[2] = ANSWER_PROMISED_NOT;
    report->answers[3] = ANSWER_NOT_STATED;
    return report;
}

static const char predatory[] =
    "星河速贷用户服务与授权协议（样例，名称为虚构）\n"
    "第一条 定义\n"
    "本协议所称平台，指星河速贷应用及其运营方。\n"
    "第二条 信息收集\n"
    "2.1 为审核您的申请，平台将：\n"
    "① 读取并上传您的手机通讯录，用于逾期后的联络与催收；\n"
    "② 要求您填写两位紧急联系人的姓名和电话。\n"
    "\f第三条 信息的使用\n"
    "3.1 您逾期的，平台及其委托方可以联系您通讯录中的任何人，告知您的借款情况。\n"
    "3.2 平台可将您的资料提供给关联公司、合作机构等任何第三方。\n"
    "3.3 上述授权不可撤销，直至全部款项结清后仍然有效。\n"
    "第四条 承诺\n"
    "4.1 平台不会读取您的短信内容。\n";

static void set_unit(Finding *finding, const char *number, const char *heading, int page)
{
    finding->unit_number = g_strdup(number);
    finding->unit_heading = g_strdup(heading);
    finding->page = finding->last_page = page;
}

Report *sample_predatory(void)
{
    Report *report = sample_report(predatory);
    report->document.pages = 2;
    Finding *f = sample_finding(report, "contacts_read", "读取并上传您的手机通讯录", 5);
    set_unit(f, "第二条 › 2.1 › ①", "信息收集", 1);
    f->stem_quote = g_strdup("平台将：");
    f->stem = range_of(report, strstr(report->text, f->stem_quote), f->stem_quote);
    g_ptr_array_add(f->reasons, g_strdup("purpose_collection"));
    f->prominence = (Prominence){true, 6, 10.5F, 0x999999, 0xffffff, 2.8F, false};
    f = sample_finding(report, "emergency_contact", "填写两位紧急联系人的姓名和电话", 2);
    set_unit(f, "第二条 › 2.1 › ②", "信息收集", 1);
    f = sample_finding(report, "contact_third_persons", "联系您通讯录中的任何人，告知您的借款情况",
                       5);
    set_unit(f, "第三条 › 3.1", "信息的使用", 2);
    f = sample_finding(report, "contacts_read", "您通讯录中的任何人", 4);
    set_unit(f, "第三条 › 3.1", "信息的使用", 2);
    f->confidence = CONFIDENCE_MEDIUM;
    f = sample_finding(report, "share_partners", "提供给关联公司、合作机构等任何第三方", 4);
    set_unit(f, "第三条 › 3.2", "信息的使用", 2);
    f = sample_finding(report, "blanket_authorisation", "不可撤销，直至全部款项结清后仍然有效", 4);
    set_unit(f, "第三条 › 3.3", "信息的使用", 2);
    g_ptr_array_add(f->reasons, g_strdup("irrevocable"));
    f = sample_finding(report, "no_collect_promise", "不会读取您的短信内容", 0);
    set_unit(f, "第四条 › 4.1", "承诺", 2);
    add_absence(report, "00000000000000aa");
    g_ptr_array_add(report->document.references, g_strdup("《隐私政策》"));
    Reason *reason = g_new0(Reason, 1);
    reason->code = FAULT_REFERENCED_DOCUMENT_MISSING;
    reason->message = g_strdup("refers to 《隐私政策》, which was not given");
    g_ptr_array_add(report->document.reasons, reason);
    report_judge(report, fake_pack());
    return report;
}

static void add_long_finding(Report *report, unsigned number, const char *line)
{
    static const char *const types[] = {"contacts_read", "share_partners", "blanket_authorisation",
                                        "emergency_contact"};
    Finding *f = finding_new();
    f->fingerprint = g_strdup_printf("%016x", number);
    f->type = g_strdup(types[number % G_N_ELEMENTS(types)]);
    f->rule = g_strdup("zh.sample");
    f->language = g_strdup("zh");
    f->severity = 1 + (int)(number % 5);
    f->placed = true;
    f->range = (Range){number * 175, number * 175 + 20};
    f->shown = g_strndup(line, 60);
    f->quote = g_strdup(f->shown);
    f->unit_number = g_strdup_printf("第%u条 › %u.%u", number / 20, number / 20, number % 20);
    f->page = f->last_page = 1 + (int)(number / 4);
    g_array_append_val(f->parts, f->range);
    g_ptr_array_add(report->findings, f);
}

Report *sample_long(void)
{
    static const char line[] = "乙方知悉并同意平台按本条所列的方式处理乙方的有关资料并";
    g_autoptr(GString) text = g_string_new(NULL);
    for (int page = 0; page < 500; page++) {
        g_string_append(text, page ? "\f" : "");
        for (int i = 0; i < 27; i++)
            g_string_append_printf(text, "%s\n", line);
    }
    Report *report = sample_report(text->str);
    report->document.pages = 500;
    for (unsigned i = 0; i < 2000; i++)
        add_long_finding(report, i, line);
    report_judge(report, fake_pack());
    return report;
}
