// SPDX-License-Identifier: LGPL-2.1-or-later
'use strict'

const cds = require('@sap/cds')

// What a note orders; VMX_CAP_CALM in the environment turns the crash off.
const orders = {
  refuse: req => req.reject(422, 'refused by order', 'note'),
  fail: req => req.reject(500, 'failed by order'),
  crash: async () => {
    await new Promise(resolve => setImmediate(resolve))
    if (!process.env.VMX_CAP_CALM) undefined.crash()
  },
}

module.exports = cds.service.impl(srv => {
  const last = {}

  srv.before(['CREATE', 'UPDATE'], '*', req => orders[req.data.note]?.(req))

  srv.before(['CREATE', 'UPDATE'], 'Customers', req => {
    if (req.data.name !== undefined) req.data.label = `«${req.data.name}»`
  })

  srv.before('CREATE', ['Orders', 'Passes'], async req => {
    const name = req.target.name
    const { highest } = await SELECT.one.from(name).columns('max(ID) as highest')
    last[name] = Math.max(last[name] ?? 1000, highest ?? 0) + 1
    req.data.ID = last[name]
  })
})
