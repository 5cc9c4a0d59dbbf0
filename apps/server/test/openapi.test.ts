import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { allRoutes } from '../src/features/index.ts'
import { documentedAddress } from '../src/http/openapi/document.ts'
import type { ApiDocument } from './api-contract.ts'
import { makeDocument, makeServer, makeTypes } from './api-types.ts'
import { operationsOf } from './api-world.ts'

const routes = allRoutes({} as never)
let document: ApiDocument

beforeAll(async () => {
  document = await makeDocument()
})

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(document as never)
  expect(errors).toBeUndefined()
  expect({ valid, version: validator.version }).toEqual({ valid: true, version: '3.1' })
})

test('every route says what it answers: declare `response` (CONTRIBUTING.md, "Declaring what a route answers")', () => {
  const silent = routes.filter(({ response }) => response === undefined)
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

test('every route is there, once, with a summary, a tag and an operation id of its own', () => {
  const operations = operationsOf(document)
  expect(operations).toHaveLength(routes.length)
  expect(routes.filter(({ summary, tags }) => summary.trim() === '' || tags.length === 0)).toEqual([])
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([])
})

test('every operation names its parameters, its refusals and who may call it', () => {
  for (const { address, operation } of operationsOf(document)) {
    const { parameters = [], responses, security } = operation
    const named = parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name)
    expect(named.sort(), address).toEqual([...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort())
    const isPublic = security?.length === 0
    expect(responses[401] === undefined, address).toBe(isPublic)
    expect(responses[400], address).toBeDefined()
  }
})

test('every JSON body, asked for or answered, has an example that its schema accepts', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  ajv.addSchema({ $id: 'document', components: { schemas: document.components.schemas } })
  const problems: string[] = []
  for (const { operation } of operationsOf(document)) {
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map((each) => ('content' in each ? each.content : undefined)),
    ]
    for (const content of contents) {
      const media = content?.['application/json']
      if (!media) continue
      const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object
      const validate = ajv.compile(schema)
      if (media.example === undefined || !validate(media.example)) {
        problems.push(
          `${operation.operationId}: ${ajv.errorsText(validate.errors)} ${JSON.stringify(media.example).slice(0, 300)}`,
        )
      }
    }
  }
  expect(problems).toEqual([])
})

test('a space in an address is documented in one spelling', () => {
  expect(documentedAddress({ path: '/projects/:id', scope: 'space' })).toBe('/api/{space}/projects/{id}')
  expect(documentedAddress({ path: '/spaceroot', scope: 'space' })).toBe('/api/{space}')
  expect(documentedAddress({ path: '/tasks/:id', scope: 'mixed' })).toBe('/api/tasks/{id}')
  expect(documentedAddress({ path: '/users', scope: 'system' })).toBe('/api/users')
})

test("the client's types are up to date: `npm run generate:api` writes them again", async () => {
  const written = await readFile(new URL('../../../packages/api/src/generated.ts', import.meta.url), 'utf8')
  expect((await makeTypes(document)) === written).toBe(true)
})

test('/api/docs shows it without any other host, and no script or style stands in the page', async () => {
  const app = await makeServer()
  const page = await app.inject('/api/docs')
  expect(page.statusCode).toBe(200)
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(page.body).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|https?:/)
  const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)
  expect(parts.length).toBeGreaterThan(3)
  for (const address of parts) expect((await app.inject(address)).statusCode, address).toBe(200)
  await app.close()
})
