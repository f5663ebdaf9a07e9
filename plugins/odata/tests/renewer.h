/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* An authenticator whose first token has run out. */
#define TYPE_RENEWER (renewer_get_type ())
G_DECLARE_FINAL_TYPE (Renewer, renewer, TEST, RENEWER, GObject)

struct _Renewer
{
  GObject parent_instance;
  const char *tokens[2]; /* the first one, and the one after a refusal; NULL fails */
  guint n_refused;
  char *origin;
};

Renewer *renewer_new (const char *first, const char *second);

G_END_DECLS
