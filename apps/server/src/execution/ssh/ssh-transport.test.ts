import { hasSshd } from '@flotilla/testkit'
import { test } from 'vitest'
import { makeSshTestBed } from '../../../test/ssh-test-bed.ts'
import { describeTransport } from '../transport-behaviour.ts'

if (hasSshd()) {
  describeTransport('SSH', async () => {
    const bed = await makeSshTestBed()
    return { ...bed, other: () => bed.ssh.transport(bed.reach()) }
  })
} else test.skip('needs an SSH server (sshd)')
