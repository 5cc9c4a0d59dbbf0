import { expect, test } from 'vitest'
import { deploymentXml } from './deployment-xml.ts'

test('values cannot break out of their element, and dates are those of the wire', () => {
  const xml = deploymentXml([
    {
      ProjectName: '</ProjectName><x a="&">',
      Created: new Date('2026-03-01T09:30:00Z'),
      TenantId: null,
      Note: 'a\u0000\u001bb\n',
    },
  ])
  expect(xml).toContain('<ProjectName>&lt;/ProjectName&gt;&lt;x a=&quot;&amp;&quot;&gt;</ProjectName>')
  expect(xml).toContain('<Created>2026-03-01T09:30:00.000+00:00</Created>')
  expect(xml).toContain('<TenantId></TenantId>')
  expect(xml).toContain('<Note>ab\n</Note>')
})

test('nothing is an empty report', () => {
  expect(deploymentXml([])).toBe('<?xml version="1.0" encoding="utf-8"?>\n<Deployments>\n</Deployments>\n')
})
