import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** An OpenAPI 3.1 document, as far as the checks look into it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly responses: object }
}
export interface ApiOperation {
  readonly operationId: string
  readonly parameters?: readonly ApiParameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: ApiContent }
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, ApiResponse | { readonly $ref: string }>>
}
export interface ApiParameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly schema: object
}
type ApiContent = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>
interface ApiResponse {
  readonly content?: ApiContent
}

export interface CheckedAnswer {
  readonly method: string
  /** Path of the request, with or without query. */
  readonly path: string
  readonly status: number
  /** The parsed body, when it is JSON. */
  readonly body: unknown
  readonly isJson: boolean
}

/**
 * Holds answers against the document: the status is one of the operation's, and the body is valid by its schema. Gives what is
 * wrong, or undefined. Paths that the document does not have are nobody's promise.
 */
export function answerChecker(document: ApiDocument): (answer: CheckedAnswer) => string | undefined {
  const find = operationFinder(document)
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  ajv.addSchema({ $id: 'document', components: { schemas: document.components.schemas } })
  const compiled = new Map<string, ValidateFunction | undefined>()
  const validatorOf = (found: Found, status: string, response: ApiResponse): ValidateFunction | undefined => {
    const key = `${found.operation.operationId} ${status}`
    if (!compiled.has(key)) {
      const schema = response.content?.['application/json']?.schema
      compiled.set(key, schema && ajv.compile(withAbsoluteReferences(schema)))
    }
    return compiled.get(key)
  }
  return ({ method, path, status, body, isJson }) => {
    const found = find(method, path)
    if (!found) return undefined
    const what = `${method} ${path}: ${status}`
    const declared = found.operation.responses[String(status)]
    if (!declared) return `${what} is not among the documented statuses of ${found.operation.operationId}`
    const response = resolve(document, declared)
    const documented = Object.keys(response.content ?? {})
    const isDocumented = isJson
      ? documented.includes('application/json')
      : documented.some((media) => media !== 'application/json') || documented.length === 0
    if (!isDocumented) return `${what} ${isJson ? 'is' : 'is no'} JSON, unlike its documentation`
    if (!isJson) return undefined
    const validate = validatorOf(found, String(status), response)
    if (!validate || validate(body)) return undefined
    const errors = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || 'Body'} ${message} ${JSON.stringify(params)}`,
    )
    return `${what} contradicts the schema of ${found.operation.operationId}:\n  ${errors.slice(0, 10).join('\n  ')}`
  }
}

interface Found {
  readonly operation: ApiOperation
  readonly address: string
}

/** Finds the operation that a request is meant for, by all three spellings of an address; a fixed part wins over a parameter. */
export function operationFinder(document: ApiDocument): (method: string, path: string) => Found | undefined {
  const patterns = Object.entries(document.paths)
    .map(([address, methods]) => ({ address, methods, parts: partsOf(address) }))
    .sort((a, b) => fixedness(b.parts).localeCompare(fixedness(a.parts)))
  return (method, path) => {
    for (const parts of spellingsOf(partsOf(path.split('?')[0]!))) {
      const match = patterns.find(
        (pattern) => pattern.methods[method.toLowerCase()] !== undefined && matches(pattern.parts, parts),
      )
      if (match) return { operation: match.methods[method.toLowerCase()]!, address: match.address }
    }
    return undefined
  }
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '')
/** Sorts paths by where their fixed parts stand: those further in front count first. */
const fixedness = (parts: readonly string[]): string => parts.map((part) => (part.startsWith('{') ? '0' : '1')).join('')
const matches = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, index) => {
    const given = parts[index]!
    if (part === '{space}') return /^Spaces-\d+$/i.test(given)
    return part.startsWith('{') || part.toLowerCase() === given.toLowerCase()
  })

/** The ways to read a path: without its space for what belongs to the server, with `Spaces-1` in front for the rest. */
function spellingsOf(parts: readonly string[]): readonly (readonly string[])[] {
  const [api = '', first = '', second = '', ...rest] = parts
  const inSpace = (names: readonly string[]) => [
    [api, ...names],
    [api, 'Spaces-1', ...names],
  ]
  if (/^Spaces-\d+$/i.test(first)) return [...inSpace(parts.slice(2)), parts].slice(second === '' ? 1 : 0)
  if (/^spaces$/i.test(first) && rest.length > 0 && !/^(logo|search)$/i.test(rest[0]!)) return inSpace(rest)
  return inSpace(parts.slice(1))
}

function resolve(document: ApiDocument, response: ApiResponse | { readonly $ref: string }): ApiResponse {
  if (!('$ref' in response)) return response
  const status = response.$ref.split('/').at(-1)!
  return (document.components.responses as Readonly<Record<string, ApiResponse>>)[status]!
}

const withAbsoluteReferences = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object
