// Writes the types of the HTTP API's client again, from the declarations of the server's routes: `npm run generate:api`.
import { rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const OUTPUT = 'packages/api/src/generated.ts'
const bundle = `apps/server/generate-api-${process.pid}.mjs`
await build({
  entryPoints: ['apps/server/test/api-types.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  define: { __CRASH_POINTS__: 'false' },
  logLevel: 'warning',
  plugins: [
    {
      name: 'external-packages',
      setup(builder) {
        builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@flotilla/') ? undefined : { path, external: true },
        )
      },
    },
  ],
})
try {
  const { makeDocument, makeTypes } = await import(new URL(`../${bundle}`, import.meta.url))
  await writeFile(OUTPUT, await makeTypes(await makeDocument()))
} finally {
  await rm(bundle, { force: true })
}
