/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-session.h"

G_BEGIN_DECLS

/* Take the whole body into a GString. */
extern const VmxOdataSink vmx_odata_text_sink;
/* Likewise; a body that is a JSON document, but not a whole one, was cut off. */
extern const VmxOdataSink vmx_odata_json_sink;

G_END_DECLS
