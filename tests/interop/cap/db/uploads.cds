// SPDX-License-Identifier: LGPL-2.1-or-later
namespace uploads;

using { hr.stamped } from './schema';

// The column of faults: some of its values are orders to the service (srv/upload-service.js).
aspect noted : stamped {
  note : String(60);
}

// The key is a GUID that clients make.
entity Customers : noted {
  key ID     : UUID;
      name   : String(60) not null;
      city   : String(60);
      credit : Decimal(19, 4);
      points : Integer @assert.range: [0, 1000];
      // The service computes it from the name.
      label  : String(80) @readonly;
      orders : Association to many Orders on orders.customer = $self;
}

// The service counts: nobody else knows the key of a new one.
entity Orders : noted {
  key ID       : Integer @readonly;
      title    : String(60) not null;
      amount   : Int64;
      due      : Date;
      customer : Association to Customers;
      lines    : Association to many Lines on lines.order = $self;
}

// CAP makes the GUID.
entity Lines : noted {
  key ID    : UUID @readonly;
      text  : String(60) not null;
      price : Decimal(9, 2);
      order : Association to Orders;
}

// Keys of the user, and no etag.
entity Memos {
  key name  : String(60);
      text  : LargeString;
      pages : Integer;
      note  : String(60);
}

// The database wants names that are there and differ.
aspect named : noted {
  name : String(60) not null;
}

@assert.unique: { name: [name] }
entity Permits : named {
  key ID : UUID;
}

@assert.unique: { name: [name] }
entity Passes : named {
  key ID : Integer @readonly;
}
