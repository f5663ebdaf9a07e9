// SPDX-License-Identifier: LGPL-2.1-or-later
'use strict'

// The rows of the test, the same in every run: each value is computed from the row's number.

const counts = { Departments: 60, Employees: 20000, Documents: 2500, Assignments: 6000 }
const chunkSize = 2000

const firstNames = ['Ada', 'Björn', 'Çelik', 'Đorđe', "D'Arcy", 'José', 'Łukasz', '美咲', 'Ольга', 'Zoë 🦊']
const lastNames = ['Ångström', "O'Neil", 'van der Berg', 'Müller-Lüdenscheidt', 'Smith', '王', 'Þórsdóttir',
  'a\\b"c', '<b>&amp;</b>', 'tab\tnew\nline']
const serials = ['0', '-1', '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993',
  '9223372036854775807', '-9223372036854775808', '1234567890123456789']
const ledgers = ['0.0000000000', '123456789012345678901234.1234567891', '-999999999999999999999999.9999999999',
  '0.0000000001', '-0.1000000000', '100000000000000000000000.0000000001', '0.1', '42']
const ratings = [0, -0.5, 0.1, 1e-300, 1.7976931348623157e308, 5e-324, 123456789.123456789, 1 / 3, -1e21, 1e22]
const names = ['plain', 'two words', " both  ends ", "O'Reilly", "''", 'a/b', '/', 'a\\b', '50%', '%2F', '%25', 'a+b',
  'a&b=c', 'a#b', 'a?b', 'a;b', 'a,b', '(a)', '$filter', '@x', '..', 'Größe', 'Gro\u0308ße', 'ÄÖÜ', 'straße', '日本', 'Ж',
  '🦊', '👩‍👩‍👧', 'A', 'a', 'É', 'é', '"quoted"', '<x>', '{y}', '[z]', '~', 'a:b', 'null', 'true', '007']

// Spread the small lists over the rows, so that neighbours differ and no two columns keep step.
const pick = (list, i, step) => list[(i * step + Math.floor(i / list.length)) % list.length]
const unless = (isNull, value) => isNull ? null : value
const digits = (number, length) => String(number).padStart(length, '0')
const uuid = (head, number) => `${head}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
const day = (first, i) => new Date(Date.parse(first) + i * 86400000).toISOString().slice(0, 10)
const instant = (first, milliseconds) => new Date(Date.parse(first) + milliseconds).toISOString()
const stamps = i => ({
  createdAt: instant('2024-01-01T00:00:00Z', i * 1000),
  modifiedAt: instant('2024-06-01T00:00:00Z', i * 1001),
})

function department (i) {
  return {
    ID: uuid('d0000001', i),
    name: `Department ${i} ${pick(lastNames, i, 3)}`,
    budget: unless(i % 9 === 0, `${i * 1000}.${digits(i * 37 % 10000, 4)}`),
    ...stamps(i),
  }
}

function employee (i) {
  const number = i * 7919 % 100003
  return {
    ID: i,
    firstName: unless(i % 13 === 0, pick(firstNames, i, 7)),
    lastName: `${pick(lastNames, i, 3)} ${i}`,
    notes: unless(i % 3 !== 0, i % 999 === 0 ? 'long — '.repeat(2000) : `Line 1\r\nLine ${number} 🎉`),
    active: unless(i % 17 === 0, i % 3 === 0),
    level: unless(i % 5 === 0, i % 256),
    grade: unless(i % 11 === 0, i % 4001 === 0 ? -32768 : i % 4003 === 0 ? 32767 : i * 31 % 13),
    badge: unless(i % 19 === 0, i % 2 ? 2147483647 - i : -2147483648 + i),
    serial: unless(i % 7 === 0, i % 2 ? pick(serials, i, 5) : `90071992547${digits(number, 8)}`),
    salary: unless(i % 23 === 0, `${i % 2 ? '-' : ''}${number}.${digits(i % 10000, 4)}`),
    savings: unless(i % 29 === 0, `${i * 3}.${digits(i * 101 % 1000000, 6)}0000`),
    ledger: unless(i % 31 === 0, pick(ledgers, i, 3)),
    rating: unless(i % 37 === 0, i % 2 ? pick(ratings, i, 3) : i / 7),
    bornOn: unless(i % 41 === 0, day('1940-02-27', i % 24000)),
    shiftStart: unless(i % 43 === 0, `${digits(i % 24, 2)}:${digits(i % 60, 2)}:${digits(i * 7 % 60, 2)}`),
    hiredAt: unless(i % 47 === 0, instant('1995-03-26T00:59:59Z', i * 43201000)),
    seenAt: unless(i % 53 === 0, instant('2023-10-29T00:30:00Z', i * 60007)),
    externalId: unless(i % 59 === 0, uuid(digits(i, 8), number)),
    token: unless(i % 61 === 0, Buffer.from(Array.from({ length: i % 40 }, (_, k) => (i * 251 + k * 83) % 256))),
    tags: unless(i % 67 === 0, Array.from({ length: i % 4 }, (_, k) => pick(firstNames, i + k, 3))),
    contacts: unless(i % 71 === 0, Array.from({ length: i % 3 }, (_, k) => (
      { kind: k ? 'home' : 'work "1"', number: unless(i % 10 === 0, `+49 ${number}-${k}`) }))),
    address_street: unless(i % 73 === 0, `${pick(names, i, 5)} ${i}`),
    address_city: unless(i % 79 === 0, pick(lastNames, i, 7)),
    department_ID: unless(i % 83 === 0, uuid('d0000001', 1 + i % counts.Departments)),
    ...stamps(i),
  }
}

function document (i) {
  const name = names[(i - 1) % names.length]
  const round = Math.floor((i - 1) / names.length)
  return {
    name: round === 0 ? name : `${name} ${round} ${pick(names, i, 5)}`,
    title: unless(i % 5 === 0, `${pick(names, i, 11)}`),
    content: unless(i % 4 === 0, `${i}: ${pick(lastNames, i, 3)}`),
    pages: unless(i % 6 === 0, i),
  }
}

function assignment (i) {
  return {
    employee_ID: 1 + i % 2000,
    project: `${pick(names, Math.floor(i / 2000), 1)} ${i}`,
    hours: unless(i % 8 === 0, `${i % 1000}.${digits(i % 100, 2)}`),
    effort: unless(i % 9 === 0, i * 1000003),
    since: unless(i % 10 === 0, day('2020-02-28', i % 2000)),
    ...stamps(i),
  }
}

const makers = { Departments: department, Employees: employee, Documents: document, Assignments: assignment }

// Deploys the tables and puts so many rows into them, in one transaction.
module.exports = async function seed (cds, counts) {
  await cds.deploy('*').to(cds.db)
  await cds.db.tx(async tx => {
    for (const [name, count] of Object.entries(counts)) {
      for (let first = 1; first <= count; first += chunkSize) {
        const length = Math.min(chunkSize, count - first + 1)
        const rows = Array.from({ length }, (_, k) => makers[name](first + k))
        await tx.run(cds.ql.INSERT.into(`hr.${name}`).entries(rows))
      }
    }
  })
}

module.exports.counts = counts
