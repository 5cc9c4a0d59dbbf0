import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasProgram } from '../testing.ts'
import { targetCommand } from './target-program.ts'

test.each(['dash', 'bash', 'zsh', 'fish', 'tcsh', 'ksh'].filter(hasProgram))(
  'whatever shell people log in with reads the program: %s',
  async (shell) => {
    const home = await mkdtemp(join(tmpdir(), 'flotilla-home-'))
    const command = targetCommand('f00d', 'attach', ['_space', 'ticket-1', '-_hash', 0, 0, 0])
    const ran = spawnSync(shell, ['-c', command], { env: { PATH: process.env.PATH, HOME: home }, input: '' })
    await rm(home, { recursive: true })
    expect(ran.stderr.toString()).toBe('')
    expect(ran.stdout.toString()).toMatch(
      /^f00dready\nf00dfacts never claimed-by-recoverer [-0-9a-f]{36} 0 - 0 1 ?\nf00dsizes 0 0\nf00ddone\nf00dcleaned\n$/,
    )
  },
)

test.each(['', 'a b', "a'", '$(id)', 'a;b', 'a\nb', '`id`', '!!', 'ä', '=ls', '~', '*'])(
  'J1: %j never becomes part of the command',
  (word) => expect(() => targetCommand('f00d', 'look', ['space', word])).toThrow('Not a plain word'),
)
