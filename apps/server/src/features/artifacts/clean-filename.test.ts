import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanFilename } from './clean-filename.ts'

test.each([
  { given: 'notes.txt', gives: 'notes.txt' },
  { given: 'my notes (1).tar.gz', gives: 'my notes (1).tar.gz' },
  { given: '/etc/passwd', gives: 'passwd' },
  { given: '../../up.txt', gives: 'up.txt' },
  { given: 'C:\\temp\\a.txt', gives: 'a.txt' },
  { given: 'folder/', gives: 'folder' },
  { given: '.env', gives: '.env' },
  { given: '..', gives: 'artifact' },
  { given: '', gives: 'artifact' },
  { given: ' . ', gives: 'artifact' },
  { given: 'a\u0000b\r\nc\u001b[31m.txt', gives: 'abc[31m.txt' },
  { given: 'a\u202etxt.exe', gives: 'atxt.exe' },
  { given: 'CON', gives: '_CON' },
  { given: 'nul.txt', gives: '_nul.txt' },
  { given: 'console.log', gives: 'console.log' },
  { given: 'trailing. .', gives: 'trailing' },
  { given: 'Ünï 🚢.txt', gives: 'Ünï 🚢.txt' },
  { given: `${'x'.repeat(300)}.txt`, gives: `${'x'.repeat(196)}.txt` },
])('$given', ({ given, gives }) => expect(cleanFilename(given)).toBe(gives))

test('whatever is given, the name can be saved and sent', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFilename(given)
      expect(name).toMatch(/^[^\\/\p{Cc}]+$/u)
      expect(['.', '..']).not.toContain(name)
      expect(() => encodeURIComponent(name)).not.toThrow()
      expect(cleanFilename(name)).toBe(name)
    }),
  )
})
