import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newIdentity, thumbprintOf } from '@flotilla/agent-protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerAgent } from './register.ts'

const serverIdentity = newIdentity()
const TOKEN = `REG.secret.${thumbprintOf(serverIdentity.publicKey)}`

let directory: string
let server: Server
let statuses: number[]
let keys: string[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-agent-'))
  statuses = []
  keys = []
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    keys.push(JSON.parse(Buffer.concat(parts).toString()).PublicKey)
    response.writeHead(statuses.shift() ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ Id: 'Machines-1', Name: 'one', ServerPublicKey: serverIdentity.publicKey }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.close()
  await rm(directory, { recursive: true })
})

const register = (force = false) =>
  registerAgent(directory, {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: TOKEN,
    name: 'one',
    environments: [],
    roles: [],
    tenants: [],
    tenantTags: [],
    workerPools: [],
    force,
  })

test('H1: an agent that ended before it heard of its registration asks again with the same key', async () => {
  statuses = [500]
  await expect(register()).rejects.toThrow('did not register')
  await register()
  expect(keys[1]).toBe(keys[0])
  expect(await readdir(directory)).toEqual(['agent.json'])
})

test('H2: registered anew it has another key, also where only the answer to that was lost', async () => {
  await register()
  await expect(register()).rejects.toThrow('already')
  statuses = [500]
  await expect(register(true)).rejects.toThrow('did not register')
  await register(true)
  expect(keys).toEqual([keys[0], keys[1], keys[1]])
  expect(keys[1]).not.toBe(keys[0])
})
