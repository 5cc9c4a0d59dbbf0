// Runs one benchmark against a server of its own: node bench/run.mjs NAME [arguments]. Names: agents, log, plan, routes, ssh, suite, templates, throughput, trigger.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, ...rest] = process.argv.slice(2)
if (!name || !existsSync(`${root}bench/${name}.ts`)) {
  const names = readdirSync(`${root}bench`).flatMap(
    (file) => /^(agents|log|plan|routes|ssh|suite|templates|throughput|trigger)\.ts$/.exec(file)?.[1] ?? [],
  )
  console.error(`Usage: node bench/run.mjs NAME\nNames: ${names.join(', ')}`)
  process.exit(2)
}
if (!existsSync(`${root}apps/server/dist/start.js`)) {
  console.error('The server is not built: run npm run build first.')
  process.exit(2)
}
// Three folders below the root, like the sources: the test kit finds the server's build from where it stands.
const outfile = `${root}node_modules/.cache/flotilla-bench/${name}.mjs`
await build({
  entryPoints: [`${root}bench/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
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
process.argv.splice(2, Number.POSITIVE_INFINITY, ...rest)
await import(pathToFileURL(outfile).href)
