/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The objects of the model test. */
#include "step.h"

#define NUMBERS "1 2 3 4"
#define REGIONS "\"N\" \"S\""
#define GUIDS                                                                                      \
  "\"00000000-0000-4000-8000-000000000001\" \"00000000-0000-4000-8000-000000000002\" "             \
  "\"00000000-0000-4000-8000-000000000003\""
#define TEXTS "\"a\" \"b\" \"c\""
#define PERHAPS_TEXTS "\"a\" \"b\" \"c\" null"

const char *const model_services[2] = { "HR", "Shop" };

const ModelObject model_objects[MODEL_N_OBJECTS] = {
  { "Department",
    0,
    MODEL_KEY_GIVEN,
    1,
    4,
    { { "Id", MODEL_NUMBER, 0, NUMBERS },
      { "Code", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS },
      { "Title", MODEL_TEXT, 0, TEXTS },
      { "Budget", MODEL_DECIMAL, MODEL_NULLABLE, "\"1.50\" \"2\" null" } } },
  { "Employee",
    0,
    MODEL_KEY_SERVER,
    1,
    7,
    { { "Id", MODEL_NUMBER, MODEL_COMPUTED, "1 2 3 -1 -2 -3 -4" },
      { "Name", MODEL_TEXT, 0, TEXTS },
      { "Grade", MODEL_NUMBER, MODEL_DEFAULT, "10 11" },
      { "Salary", MODEL_DECIMAL, MODEL_NULLABLE, "\"0.10\" null" },
      { "DepartmentId", MODEL_NUMBER, MODEL_NULLABLE, "1 2 3 4 null null" },
      { "ManagerId", MODEL_NUMBER, MODEL_NULLABLE, "1 2 -1 -2 null null" },
      { "Badge", MODEL_TEXT, MODEL_NULLABLE | MODEL_COMPUTED, PERHAPS_TEXTS } } },
  { "Room",
    0,
    MODEL_KEY_GIVEN,
    1,
    3,
    { { "Number", MODEL_TEXT, 0, "\"A\" \"B\" \"C\" \"D\"" },
      { "DepartmentCode", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS },
      { "Seats", MODEL_NUMBER, MODEL_NULLABLE, "7 8 null" } } },
  { "Order",
    0,
    MODEL_KEY_GIVEN,
    2,
    3,
    { { "Region", MODEL_TEXT, 0, REGIONS },
      { "Number", MODEL_NUMBER, 0, "1 2" },
      { "Customer", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS } } },
  { "OrderLine",
    0,
    MODEL_KEY_GIVEN,
    3,
    4,
    { { "Region", MODEL_TEXT, 0, REGIONS },
      { "Number", MODEL_NUMBER, 0, "1 2" },
      { "Position", MODEL_NUMBER, 0, "1 2" },
      { "Text", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS } } },
  { "Remark",
    0,
    MODEL_KEY_CLIENT,
    1,
    5,
    { { "Id", MODEL_GUID, 0, GUIDS },
      { "Region", MODEL_TEXT, MODEL_NULLABLE, REGIONS },
      { "Number", MODEL_NUMBER, MODEL_NULLABLE, "1 2" },
      { "Position", MODEL_NUMBER, MODEL_NULLABLE, "1 2" },
      { "Text", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS } } },
  { "Ticket",
    0,
    MODEL_KEY_SERVER,
    1,
    2,
    { { "Code", MODEL_TEXT, 0, "\"t1\" \"t2\" \"-1\" \"-2\" \"-3\"" },
      { "Title", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS } } },
  { "Counter",
    0,
    MODEL_KEY_OPEN,
    1,
    2,
    { { "Id", MODEL_NUMBER, 0, "1 2 3 -1 -2" },
      { "Value", MODEL_NUMBER, MODEL_NULLABLE, "100 9007199254740991 null" } } },
  { "Part",
    1,
    MODEL_KEY_OPEN,
    1,
    2,
    { { "Id", MODEL_NUMBER, 0, "1 2 3 -1 -2" },
      { "Text", MODEL_TEXT, MODEL_NULLABLE, PERHAPS_TEXTS } } },
};

const ModelRelation model_relations[MODEL_N_RELATIONS] = {
  { 1, 0, FALSE, 1, { 4 }, { 0 } },            /* Employee to Department */
  { 1, 1, FALSE, 1, { 5 }, { 0 } },            /* Employee to its manager */
  { 2, 0, TRUE, 1, { 1 }, { 1 } },             /* Room to Department, by its code */
  { 4, 3, TRUE, 2, { 0, 1 }, { 0, 1 } },       /* OrderLine to Order */
  { 5, 4, TRUE, 3, { 1, 2, 3 }, { 0, 1, 2 } }, /* Remark to OrderLine */
};
