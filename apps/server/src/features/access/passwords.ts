import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with 19 MiB and 2 passes (reliability N1). Algorithm 2 is argon2id; its name is a const enum, which we do not import. */
const SETTINGS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const SHORTEST = 12
const LONGEST = 128

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), SETTINGS)

/** Whether the password belongs to the stored hash. Costs the same time for every password. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  verify(stored, password.normalize('NFKC'))

/** What is wrong with a new password, as a sentence; undefined when it may be used. Source: reliability N1. */
export function passwordProblem(password: string, username: string): string | undefined {
  const length = [...password].length
  if (length < SHORTEST) return `Password: must have at least ${SHORTEST} characters.`
  if (length > LONGEST) return `Password: must have at most ${LONGEST} characters.`
  const plain = password.toLowerCase()
  if (plain === username.toLowerCase() || COMMON.has(plain) || new Set(plain).size < 4) {
    return 'Password: is too easy to guess. Choose another one.'
  }
  return undefined
}

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 24 random letters and digits that cannot be confused when read aloud: about 139 bits. */
export function newPassword(): string {
  let text = ''
  for (let n = 0; n < 24; n += 1) text += LETTERS[randomInt(LETTERS.length)]
  return text
}

/** Passwords of twelve characters and more that everybody tries first. */
const COMMON: ReadonlySet<string> = new Set([
  'password1234',
  'password12345',
  'password123!',
  'passwordpassword',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwertyqwerty',
  '123456789012',
  '1234567890123',
  '123456123456',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qazwsxedcrfv',
  'abcdefghijkl',
  'abcdefgh1234',
  'iloveyou1234',
  'letmeinletmein',
  'welcome12345',
  'welcome123456',
  'changeme1234',
  'changemenow!',
  'correcthorsebatterystaple',
  'thisisapassword',
  'mypassword123',
  'octopusdeploy',
  'flotillaflotilla',
])
