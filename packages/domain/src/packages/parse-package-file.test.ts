import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPackageId, PACKAGE_EXTENSIONS, parsePackageFileName } from './index.ts'

describe('names that are packages', () => {
  test.each([
    ['Hello.1.0.0.zip', 'Hello', '1.0.0', '.zip'],
    ['Acme.Web.1.0.0.zip', 'Acme.Web', '1.0.0', '.zip'],
    ['Acme.7zip.1.0.zip', 'Acme.7zip', '1.0', '.zip'],
    ['Acme.Web.2021.1.0.15.nupkg', 'Acme.Web', '2021.1.0.15', '.nupkg'],
    ['web.1.2.3-beta.4.tar.gz', 'web', '1.2.3-beta.4', '.tar.gz'],
    ['web.1.2.3-beta.4+build.7.tgz', 'web', '1.2.3-beta.4+build.7', '.tgz'],
    ['acme-tools_x.5.JAR', 'acme-tools_x', '5', '.jar'],
    // The first place that reads as a version, not the last.
    ['Net.4.5.1.0.zip', 'Net', '4.5.1.0', '.zip'],
    // Five numbers are no version, so the id takes one.
    ['Net.4.5.1.0.2.zip', 'Net.4', '5.1.0.2', '.zip'],
    ['web.1.0.tar', 'web', '1.0', '.tar'],
  ])('%s', (name, packageId, version, extension) => {
    expect(parsePackageFileName(name)).toEqual({ ok: true, value: { packageId, version, extension } })
  })
})

describe('G3 names that are none', () => {
  test.each([
    ['Hello.1.0.0', 'unknown-extension'],
    ['Hello.1.0.0.exe', 'unknown-extension'],
    ['.zip', 'no-version'],
    ['Hello.zip', 'no-version'],
    ['..1.0.zip', 'malformed-package-id'],
    ['.1.0.zip', 'malformed-package-id'],
    ['../up.1.0.zip', 'malformed-package-id'],
    ['a/b.1.0.zip', 'malformed-package-id'],
    ['a\\b.1.0.zip', 'malformed-package-id'],
    ['a..b.1.0.zip', 'malformed-package-id'],
    ['a b.1.0.zip', 'malformed-package-id'],
    ['a\u0000.1.0.zip', 'malformed-package-id'],
    ['ünï.1.0.zip', 'malformed-package-id'],
    [`${'a'.repeat(101)}.1.0.zip`, 'malformed-package-id'],
    ['Hello.1. 0.zip', 'no-version'],
    [`Hello.1.0-${'a'.repeat(500)}.zip`, 'no-version'],
  ])('%j', (name, kind) => {
    expect(parsePackageFileName(name)).toMatchObject({ ok: false, error: { kind } })
  })
})

test('what is made of an id and a version comes apart again', async () => {
  const arbId = fc.stringMatching(/^[A-Za-z_][\w-]{0,9}(\.[A-Za-z_][\w-]{0,9}){0,2}$/)
  const arbVersion = fc.stringMatching(/^\d{1,4}(\.\d{1,4}){0,3}(-[a-z]{1,5}(\.\d{1,3})?)?(\+[a-z0-9]{1,6})?$/)
  await fc.assert(
    fc.property(arbId, arbVersion, fc.constantFrom(...PACKAGE_EXTENSIONS), (packageId, version, extension) => {
      expect(parsePackageFileName(`${packageId}.${version}${extension}`)).toEqual({
        ok: true,
        value: { packageId, version, extension },
      })
    }),
  )
})

test('G3 whatever the file is called, an id that is accepted has only plain characters', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const parsed = parsePackageFileName(`${text}.1.0.zip`)
      if (parsed.ok) expect(parsed.value.packageId).toMatch(/^[\w.-]+$/)
      if (parsed.ok) expect(isPackageId(parsed.value.packageId)).toBe(true)
    }),
  )
})
