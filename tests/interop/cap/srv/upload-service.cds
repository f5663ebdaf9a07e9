// SPDX-License-Identifier: LGPL-2.1-or-later
using { uploads } from '../db/uploads';

@path: '/odata/v4/upload'
service UploadService {
  entity Customers as projection on uploads.Customers;
  entity Orders    as projection on uploads.Orders;
  entity Lines     as projection on uploads.Lines;
  entity Memos     as projection on uploads.Memos;
  // The service does not tell that the database wants a name.
  entity Permits   as select from uploads.Permits { *, name : String(60) null } excluding { name };
  entity Passes    as select from uploads.Passes { *, name : String(60) null } excluding { name };
}
