// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/language.h"

#include <check.h>
#include <string.h>

#include "run.h"
#include "shipped_cues.h"

static const struct {
    const char *str, *code;
} rows[] = {
    {"您同意平台读取您的手机通讯录。", "zh"},
    {"APP 和 SDK 会收集设备信息", "zh"},
    {"The lender may share what it knows of you with its partners.", "en"},
    {"Kami dapat mengakses kontak dan foto di perangkat Anda untuk penagihan.", "id"},
    {"Kami boleh mengakses senarai kenalan telefon anda dan memberikan maklumat itu.", "ms"},
    {"En caso de mora podremos comunicarnos con sus referencias personales o con el empleador.",
     "es"},
    // short ones, by the words of agreements
    {"Autorizo a la financiera a leer mis contactos.", "es"},
    {"Podremos ceder sus datos a terceros.", "es"},
    {"Autorizo o banco a ceder os dados do cliente a terceiros.", "pt"},
    {"Nous pouvons partager les informations avec nos partenaires pour le recouvrement.", "fr"},
    {"Chung toi khong chia se thong tin cua nguoi vay cho ben thu ba.", "vi"},
    {"当社はお客様の個人情報を第三者に提供する場合があります。", "ja"},
    {"본 약관에 동의하시면 연락처를 수집합니다.", "ko"},
    {"12345 --- 67", "und"},
    // addresses are no words: com, do and os are among the commonest of Portuguese
    {"https://www.example.com/do/os.html https://sdk.example.com.cn/e-as", "und"},
    {"example.com?n=%25E9%2597&o=1 e2 com3", "und"},
    {"service@example.com or call@example.com.cn, www.example.com", "und"},
    {"You may write to us at www.example.com/com/com or to privacy@example.com.", "en"},
    {"", "und"},
    {"xk qwv zzt plm", "und"},
};

START_TEST(tells_language)
{
    const Languages *languages = cues_languages(shipped_cues());
    ck_assert_str_eq(language_of(languages, rows[_i].str, strlen(rows[_i].str)), rows[_i].code);
}
END_TEST

// Behind a passage in one language, one common word more is no other language.
static const struct {
    const char *near, *str, *code;
} neighbours[] = {
    {NULL, "Tareas contables: Revisar cronogramas de cuotas e intereses", "pt"},
    {"es", "Tareas contables: Revisar cronogramas de cuotas e intereses", "und"},
    {"es", "Autorizo o banco a ceder os dados do cliente a terceiros.", "pt"},
    {"en", "Podremos ceder sus datos a terceros con los que tenemos convenio.", "es"},
    {"en", "您同意平台读取您的手机通讯录。", "zh"},
};

START_TEST(tells_language_near)
{
    const Languages *languages = cues_languages(shipped_cues());
    const char *str = neighbours[_i].str;
    ck_assert_str_eq(language_near(languages, neighbours[_i].near, str, strlen(str)),
                     neighbours[_i].code);
}
END_TEST

START_TEST(tells_script)
{
    const char *hant = "本公司得將您的個人資料提供予聯徵中心",
               *hans = "我们会将您的个人信息提供给征信机构";
    ck_assert_str_eq(language_script(hant, strlen(hant)), "zh-Hant");
    ck_assert_str_eq(language_script(hans, strlen(hans)), "zh-Hans");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, tells_language, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, tells_language_near, 0, G_N_ELEMENTS(neighbours));
    tcase_add_test(tests, tells_script);
    return run_cases("language", tests);
}
