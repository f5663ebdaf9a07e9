/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

G_BEGIN_DECLS

/* What the table of functions is made of. The arguments fit the signature, none is null, and the
 * result is null until it is set. */
#define VMX_DECLARE_QUERY_FUNCTION(name)                                                           \
  void vmx_query_call_##name (VmxEvaluation *self, const VmxValue *const *arguments,               \
                              guint n_arguments, VmxValue *result)

VMX_DECLARE_QUERY_FUNCTION (concat);
VMX_DECLARE_QUERY_FUNCTION (contains);
VMX_DECLARE_QUERY_FUNCTION (endswith);
VMX_DECLARE_QUERY_FUNCTION (indexof);
VMX_DECLARE_QUERY_FUNCTION (length);
VMX_DECLARE_QUERY_FUNCTION (matches_pattern);
VMX_DECLARE_QUERY_FUNCTION (startswith);
VMX_DECLARE_QUERY_FUNCTION (substring);
VMX_DECLARE_QUERY_FUNCTION (tolower);
VMX_DECLARE_QUERY_FUNCTION (toupper);
VMX_DECLARE_QUERY_FUNCTION (trim);

VMX_DECLARE_QUERY_FUNCTION (date);
VMX_DECLARE_QUERY_FUNCTION (day);
VMX_DECLARE_QUERY_FUNCTION (fractionalseconds);
VMX_DECLARE_QUERY_FUNCTION (hour);
VMX_DECLARE_QUERY_FUNCTION (maxdatetime);
VMX_DECLARE_QUERY_FUNCTION (mindatetime);
VMX_DECLARE_QUERY_FUNCTION (minute);
VMX_DECLARE_QUERY_FUNCTION (month);
VMX_DECLARE_QUERY_FUNCTION (now);
VMX_DECLARE_QUERY_FUNCTION (second);
VMX_DECLARE_QUERY_FUNCTION (time);
VMX_DECLARE_QUERY_FUNCTION (totaloffsetminutes);
VMX_DECLARE_QUERY_FUNCTION (totalseconds);
VMX_DECLARE_QUERY_FUNCTION (year);

VMX_DECLARE_QUERY_FUNCTION (ceiling);
VMX_DECLARE_QUERY_FUNCTION (floor);
VMX_DECLARE_QUERY_FUNCTION (round);

G_END_DECLS
