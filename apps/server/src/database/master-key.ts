import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CodedError } from '@flotilla/kit'
import { masterKeyOf, newKeyBytes, parseMasterKey, type SealingKey } from './sealing.ts'

/** Where this node's master key comes from: the environment, else a file in the data directory. */
export interface MasterKeySettings {
  /** From `FLOTILLA_MASTER_KEY`. */
  readonly masterKey: SealingKey | undefined
  readonly dataDir: string
}

export const keyFileOf = (dataDir: string): string => join(dataDir, 'master-key')
/** The key that a rotation is changing to. It takes the other's place when nothing is wrapped by that any more. */
const nextKeyFileOf = (dataDir: string): string => join(dataDir, 'master-key.next')

/**
 * The master keys this node can offer: that of the environment, or those of its key files (two while a rotation has not
 * ended).
 *
 * Errors: `sealing.key_file_unsafe` when others may read the file, `sealing.key_file_invalid` when it holds no key.
 * Source: reliability reference K2.
 */
export async function readMasterKeys({ masterKey, dataDir }: MasterKeySettings): Promise<readonly SealingKey[]> {
  if (masterKey) return [masterKey]
  const found = await Promise.all([keyFileOf(dataDir), nextKeyFileOf(dataDir)].map(readKeyFile))
  return found.filter((key) => key !== undefined)
}

/** Makes the key file of a new installation. */
export const createKeyFile = (dataDir: string): Promise<SealingKey> => writeKeyFile(keyFileOf(dataDir))

/** The key that a rotation changes to; one that was interrupted goes on with the key it had made. */
export const nextKey = async (dataDir: string): Promise<SealingKey> =>
  (await readKeyFile(nextKeyFileOf(dataDir))) ?? writeKeyFile(nextKeyFileOf(dataDir))

/** Puts the next key in the place of the old one. */
export async function adoptNextKey(dataDir: string): Promise<void> {
  await rename(nextKeyFileOf(dataDir), keyFileOf(dataDir))
  await flush(dataDir)
}

/** Whether `key` lies in the file of a rotation that has not ended. */
export const isNextKey = async (dataDir: string, key: SealingKey): Promise<boolean> =>
  (await readKeyFile(nextKeyFileOf(dataDir)))?.id === key.id

async function readKeyFile(path: string): Promise<SealingKey | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  if (!found) return undefined
  if (found.mode & 0o077) {
    throw new CodedError('sealing.key_file_unsafe', `Others than its owner may read the key file ${path}.`, {
      retry: 'never',
      hint: `Run: chmod 600 ${path}. If somebody may have read it, rotate the key: flotilla server rotate-key.`,
    })
  }
  const key = parseMasterKey(await readFile(path, 'utf8'))
  if (!key) {
    throw new CodedError('sealing.key_file_invalid', `The key file ${path} holds no key of 32 bytes.`, {
      retry: 'never',
      hint: 'Restore it from a backup. Without it the stored secrets cannot be opened.',
    })
  }
  return key
}

/** Written beside and moved into place, so that a crash leaves no half of a key that something is sealed with. */
async function writeKeyFile(path: string): Promise<SealingKey> {
  const bytes = newKeyBytes()
  const unfinished = `${path}.${process.pid}`
  await rm(unfinished, { force: true })
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(`${bytes.toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  await flush(dirname(path))
  return masterKeyOf(bytes)
}

async function flush(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
