/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The demo of a build without libsoup, in place of cmd-demo.c. */
#include "cli-commands.h"

const CliCommand cli_command_demo = {
  .name = "demo",
  .summary = "Show a two-way sync (not in this build, it has no OData plugin)",
};
