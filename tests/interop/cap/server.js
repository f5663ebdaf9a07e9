// SPDX-License-Identifier: LGPL-2.1-or-later
'use strict'

const fs = require('node:fs')
const http = require('node:http')

const cds = require('@sap/cds')

const seed = require('./seed')

// CAP listens on all interfaces; this service is for tests on this machine only.
cds.on('bootstrap', app => {
  app.listen = port => http.createServer(app).listen(port, '127.0.0.1')
})

cds.on('served', async () => {
  const start = Date.now()
  if (!fs.existsSync(cds.requires.db.credentials.url)) {
    await seed(cds, process.env.VMX_CAP_EMPTY ? {} : seed.counts)
    console.log(`seeded in ${Date.now() - start} ms`)
  }
})

cds.on('listening', ({ server }) => console.log(`VMX-CAP-PORT ${server.address().port}`))
