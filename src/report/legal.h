// SPDX-License-Identifier: GPL-3.0-or-later
// Legal: what may be said of the law, and in which order and with which marks.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

// Whether a provision is law that must be kept, rather than a standard, a pledge, a draft or a
// store's policy.
bool legal_is_hard(const Provision *provision);

// The type's provisions that may be printed under `law`: those that bind every lender first, then
// those for one kind of lender, then standards, pledges and policies. Provision *, borrowed.
GPtrArray *legal_basis(const Pack *pack, const Type *type, Law law);

// One line for a person: "if the lender is a bank: Measures, art. 68 (recommended standard): gist".
// The caller frees it.
char *legal_line(const Provision *provision, Lang lang);

// Explanation or advice of a type with its references put in. The caller frees it.
char *legal_explanation(const Pack *pack, const Type *type, Law law, Lang lang);
char *legal_advice(const Pack *pack, const Type *type, Law law, Lang lang);

// What it means that a document lacks such a clause, and what one can do: empty where types.yaml
// says nothing of it. The caller frees it.
char *legal_lack(const Pack *pack, const Type *type, Law law, Lang lang);
char *legal_lack_advice(const Pack *pack, const Type *type, Law law, Lang lang);
