/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The services that setup and reset meet. */
#define TWO_OBJECTS                                                                                \
  "\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?"   \
  "\"},"                                                                                           \
  "\"records\":[{\"Id\":1,\"Name\":\"Anna\"},{\"Id\":2,\"Name\":\"Ben\"}]},"                       \
  "\"Department\":{\"key\":[\"Code\"],\"columns\":{\"Code\":\"string\",\"Title\":\"string?\"},"    \
  "\"records\":[{\"Code\":\"A\",\"Title\":\"Sales\"}]}}"
#define GOOD "{" TWO_OBJECTS "}"
#define OFFLINE                                                                                    \
  "{" TWO_OBJECTS ",\"faults\":[{\"call\":\"open\",\"error\":\"offline\",\"times\":0}]}"
#define NO_SCHEMA                                                                                  \
  "{" TWO_OBJECTS ",\"faults\":[{\"call\":\"fetch-schema\",\"error\":\"server\",\"times\":0}]}"
#define SLOW                                                                                       \
  "{" TWO_OBJECTS ",\"faults\":[{\"call\":\"fetch-schema\",\"latency-ms\":10000,\"times\":0}]}"
#define ONE(name)                                                                                  \
  "{\"objects\":{\"" name "\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"}}}}"
