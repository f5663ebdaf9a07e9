// SPDX-License-Identifier: LGPL-2.1-or-later
namespace hr;

aspect stamped {
  createdAt  : Timestamp @cds.on.insert: $now;
  modifiedAt : Timestamp @cds.on.insert: $now @cds.on.update: $now @odata.etag;
}

type Address {
  street : String(100);
  city   : String(60);
}

entity Departments : stamped {
  key ID        : UUID;
      name      : String(60) not null;
      budget    : Decimal(19, 4);
      employees : Association to many Employees on employees.department = $self;
}

entity Employees : stamped {
  key ID         : Integer;
      firstName  : String(60);
      lastName   : String(60) not null;
      notes      : LargeString;
      active     : Boolean;
      level      : UInt8;
      grade      : Int16;
      badge      : Int32;
      serial     : Int64;
      salary     : Decimal(19, 4);
      savings    : Decimal(34, 10);
      // SQLite would make a double of a Decimal with so many digits; text keeps all of them.
      ledger     : String(40) @odata: { Type: 'Edm.Decimal', Precision: 34, Scale: 10 };
      rating     : Double;
      bornOn     : Date;
      shiftStart : Time;
      hiredAt    : DateTime;
      seenAt     : Timestamp;
      externalId : UUID;
      token      : Binary(64);
      tags       : array of String;
      contacts   : array of {
        kind   : String;
        number : String;
      };
      address    : Address;
      department : Association to Departments;
}

// Names with everything that is awkward in a URL. No etag.
entity Documents {
  key name    : String(200);
      title   : String(200);
      content : LargeString;
      pages   : Integer;
}

entity Assignments : stamped {
  key employee : Association to Employees;
  key project  : String(40);
      hours    : Decimal(9, 2);
      effort   : Int64;
      since    : Date;
}
