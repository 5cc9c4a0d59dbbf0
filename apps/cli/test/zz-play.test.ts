import { startTestServer } from '@flotilla/testkit'
import { test } from 'vitest'
import { buildCliWorld } from '/work/main/apps/cli/test/cli-world.ts'
import { writeFileSync, existsSync } from 'node:fs'
test('play', async () => {
  const server = await startTestServer()
  const w = await buildCliWorld(server)
  writeFileSync('/tmp/cliplay.url', server.url)
  while (!existsSync('/tmp/cliplay.stop')) await new Promise(r => setTimeout(r, 500))
  writeFileSync('/tmp/cliplay.out', server.output())
  await server.remove()
}, 1_200_000)
