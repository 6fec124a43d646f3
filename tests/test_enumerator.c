// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <string.h>

#include "run.h"
#include "text/enumerator.h"

// What a line begins with. To add a case, add a line.
static const struct {
    const char *raw;
    EnumeratorSort sort;
    int value;
    const char *words; // what follows
} rows[] = {
    {"第五条 信息收集", ENUMERATOR_ARTICLE, 5, "信息收集"},
    {"第 十二 條　名詞定義", ENUMERATOR_ARTICLE, 12, "名詞定義"},
    {"第二十三条、总则", ENUMERATOR_ARTICLE, 23, "总则"},
    {"第1章 总则", ENUMERATOR_CHAPTER, 1, "总则"},
    {"第三节 定义", ENUMERATOR_SECTION, 3, "定义"},
    {"第五条的约定", ENUMERATOR_NONE, 0, NULL},
    {"第五条、第六条", ENUMERATOR_NONE, 0, NULL},
    {"第三方机构", ENUMERATOR_NONE, 0, NULL},
    {"第三期款项", ENUMERATOR_NONE, 0, NULL},
    {"一、借款金额", ENUMERATOR_HAN, 1, "借款金额"},
    {"二十一、其他", ENUMERATOR_HAN, 21, "其他"},
    {"壹、前言", ENUMERATOR_HAN, 1, "前言"},
    {"一、二项约定", ENUMERATOR_NONE, 0, NULL},
    {"一次性还款", ENUMERATOR_NONE, 0, NULL},
    {"甲、貸款", ENUMERATOR_STEM, 1, "貸款"},
    {"甲、乙双方", ENUMERATOR_NONE, 0, NULL},
    {"（一）通讯录", ENUMERATOR_HAN_BRACKET, 1, "通讯录"},
    {"(十二)通讯录", ENUMERATOR_HAN_BRACKET, 12, "通讯录"},
    {"㈢ 通讯录", ENUMERATOR_HAN_BRACKET, 3, "通讯录"},
    {"a.Nama lengkap", ENUMERATOR_LETTER, 1, "Nama lengkap"},
    {"e.Karyawan dan Direktur", ENUMERATOR_LETTER, 5, "Karyawan dan Direktur"},
    {"e.V. terdaftar", ENUMERATOR_NONE, 0, NULL},
    {"A.Hasan bekerja", ENUMERATOR_NONE, 0, NULL},
    {"p.Am", ENUMERATOR_NONE, 0, NULL},
    {"1. 通讯录", ENUMERATOR_NUMBER, 1, "通讯录"},
    {"３．通讯录", ENUMERATOR_NUMBER, 3, "通讯录"},
    {"12、通讯录", ENUMERATOR_NUMBER_COMMA, 12, "通讯录"},
    {"1) name", ENUMERATOR_NUMBER_CLOSE, 1, "name"},
    {"(2) name", ENUMERATOR_NUMBER_BRACKET, 2, "name"},
    {"⑵ name", ENUMERATOR_NUMBER_BRACKET, 2, "name"},
    {"1.1 收集", ENUMERATOR_DOTTED, 1, "收集"},
    {"1.6.2就本次借款", ENUMERATOR_DOTTED, 2, "就本次借款"},
    {"10.2.3. Data", ENUMERATOR_DOTTED, 3, "Data"},
    {"3.5%的利率", ENUMERATOR_NONE, 0, NULL},
    {"1.5倍罚息", ENUMERATOR_NONE, 0, NULL},
    {"1.5 倍罚息", ENUMERATOR_NONE, 0, NULL},
    {"24.00元", ENUMERATOR_NONE, 0, NULL},
    {"2024.1.1起", ENUMERATOR_NONE, 0, NULL},
    {"1.1.2024", ENUMERATOR_NONE, 0, NULL},
    {"0.05每日", ENUMERATOR_NONE, 0, NULL},
    {"192.168.0.1", ENUMERATOR_NONE, 0, NULL},
    {"500.", ENUMERATOR_NONE, 0, NULL},
    {"30 days", ENUMERATOR_NONE, 0, NULL},
    {"①通讯录", ENUMERATOR_CIRCLED, 1, "通讯录"},
    {"⑫ 通讯录", ENUMERATOR_CIRCLED, 12, "通讯录"},
    {"①和②", ENUMERATOR_NONE, 0, NULL},
    {"Ⅲ. Data", ENUMERATOR_ROMAN, 3, "Data"},
    {"IV. Data", ENUMERATOR_ROMAN, 4, "Data"},
    {"(iii) data", ENUMERATOR_ROMAN_BRACKET, 3, "data"},
    {"ii) data", ENUMERATOR_ROMAN_CLOSE, 2, "data"},
    {"A. Data", ENUMERATOR_LETTER, 1, "Data"},
    {"b、数据", ENUMERATOR_LETTER, 2, "数据"},
    {"A、B两方", ENUMERATOR_NONE, 0, NULL},
    {"(c) data", ENUMERATOR_LETTER_BRACKET, 3, "data"},
    {"d) data", ENUMERATOR_LETTER_CLOSE, 4, "data"},
    {"e.g. data", ENUMERATOR_NONE, 0, NULL},
    {"Annex C Components", ENUMERATOR_PART, 3, "Components"},
    {"Exhibit B: Notice", ENUMERATOR_PART, 2, "Notice"},
    {"Lampiran A", ENUMERATOR_PART, 1, ""},
    {"Schedule a is attached", ENUMERATOR_NONE, 0, NULL},
    {"Exhibit A to this loan", ENUMERATOR_NONE, 0, NULL},
    {"U.S. law", ENUMERATOR_NONE, 0, NULL},
    {"(GPS) data", ENUMERATOR_NONE, 0, NULL},
    {"(2019) law", ENUMERATOR_NONE, 0, NULL},
    {"• data", ENUMERATOR_BULLET, 0, "data"},
    {"o 通讯录", ENUMERATOR_BULLET, 0, "通讯录"},
    {"o bien", ENUMERATOR_NONE, 0, NULL},
    {"- 通讯录", ENUMERATOR_BULLET, 0, "通讯录"},
    {"\uF0B7 data", ENUMERATOR_BULLET, 0, "data"},
    {"-5%", ENUMERATOR_NONE, 0, NULL},
    {"——以上", ENUMERATOR_NONE, 0, NULL},
    {"Article 5 Data", ENUMERATOR_ARTICLE, 5, "Data"},
    {"Article 5 of this Agreement", ENUMERATOR_NONE, 0, NULL},
    {"SECTION IV: DATA", ENUMERATOR_SECTION, 4, "DATA"},
    {"Section 5.2 Data", ENUMERATOR_SECTION, 2, "Data"},
    {"Pasal 7", ENUMERATOR_ARTICLE, 7, ""},
    {"Pasal 7 ayat (1) mengatur", ENUMERATOR_NONE, 0, NULL},
    {"Cláusula PRIMERA. Objeto", ENUMERATOR_ARTICLE, 1, "Objeto"},
    {"DÉCIMA SEGUNDA.- Datos", ENUMERATOR_ARTICLE, 12, "Datos"},
    {"Artículo 3. Datos", ENUMERATOR_ARTICLE, 3, "Datos"},
    {"Primera cuota", ENUMERATOR_NONE, 0, NULL},
    {"", ENUMERATOR_NONE, 0, NULL},
    {"   ", ENUMERATOR_NONE, 0, NULL},
};

START_TEST(reads)
{
    Enumerator found;
    size_t len = strlen(rows[_i].raw);
    bool any = enumerator_read(rows[_i].raw, len, &found);
    ck_assert_msg(any == (rows[_i].sort != ENUMERATOR_NONE), "%s", rows[_i].raw);
    if (!any)
        return;
    ck_assert_msg(found.sort == rows[_i].sort, "%s: sort %d", rows[_i].raw, found.sort);
    ck_assert_msg(found.value == rows[_i].value, "%s: value %d", rows[_i].raw, found.value);
    ck_assert_uint_le(found.len, len);
    ck_assert_str_eq(rows[_i].raw + found.len, rows[_i].words);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("enumerator");
    tcase_add_loop_test(tests, reads, 0, G_N_ELEMENTS(rows));
    return run_cases("enumerator", tests);
}
