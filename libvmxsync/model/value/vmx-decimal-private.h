/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimal numbers as text, [+-]digits[.digits], of any length. */
gboolean vmx_decimal_is_valid (const char *text, gsize length);
/* Exact, by value: 1.0 equals 1.00, and 10 is more than 9.9. */
int vmx_decimal_compare (const char *a, gsize a_length, const char *b, gsize b_length);
/* The one shortest spelling of a valid decimal. */
char *vmx_decimal_canonical (const char *text, gsize length);
/* The same number without exponent, or NULL when it is not a number or absurdly large. */
char *vmx_decimal_from_scientific (const char *text, gsize length);

G_END_DECLS
