import openapiTypescript, { astToString } from 'openapi-typescript'
import { API_DOCUMENTATION } from '../src/features/api-document.ts'
import { allRoutes } from '../src/features/index.ts'
import { createHttpServer } from '../src/http/server.ts'
import type { ApiDocument } from './api-contract.ts'

/** The HTTP server with every route, made of their declarations alone: nothing answers. */
export async function makeServer() {
  const app = createHttpServer(allRoutes({} as never), {} as never, {
    version: '1.0.0',
    documentation: API_DOCUMENTATION,
    trustedProxies: [],
    onFailure: () => {},
  })
  await app.ready()
  return app
}

/** The document as clients get it. */
export async function makeDocument(): Promise<ApiDocument> {
  const app = await makeServer()
  const document = JSON.parse(JSON.stringify(app.swagger())) as ApiDocument
  await app.close()
  return document
}

const HEADING = `// Made by \`npm run generate:api\` from the declarations of the server's routes. Not edited by hand.
// The parameter \`space\` is left out: a client knows its space.

`

/** The source of \`packages/api/src/generated.ts\`. */
export async function makeTypes(document: ApiDocument): Promise<string> {
  return HEADING + astToString(await openapiTypescript(forTypes(document) as never, { alphabetize: true }))
}

/** What the types do without: words are in the document, and a default does not mean that a request must have the field. */
const LEFT_OUT = new Set(['description', 'default', 'example'])

/** What types are made of: what requests take and what they answer when they succeed. Refusals are all of one form. */
function forTypes(document: ApiDocument): object {
  const paths = Object.entries(document.paths).map(([address, methods]) => [
    address,
    Object.fromEntries(
      Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses }]) => [
        method,
        {
          operationId,
          parameters: parameters.filter(({ name }) => name !== 'space'),
          ...(requestBody ? { requestBody } : {}),
          responses: Object.fromEntries(Object.entries(responses).filter(([status]) => status < '300')),
        },
      ]),
    ),
  ])
  const needed = {
    openapi: '3.1.0',
    info: { title: 'Flotilla', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: document.components.schemas },
  }
  return JSON.parse(JSON.stringify(needed, (key, value) => (LEFT_OUT.has(key) ? undefined : value))) as object
}
