// SPDX-License-Identifier: LGPL-2.1-or-later
using { hr } from '../db/schema';

@path: '/odata/v4/hr'
service HrService {
  entity Departments as projection on hr.Departments;
  entity Employees   as projection on hr.Employees;
  entity Documents   as projection on hr.Documents;
  entity Assignments as projection on hr.Assignments;
}
