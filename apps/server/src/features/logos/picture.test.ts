import { expect, test } from 'vitest'
import { mediaTypeOf } from './picture.ts'

test.each([
  { hex: '89504e470d0a1a0a0000000d', gives: 'image/png' },
  { hex: 'ffd8ffe000104a464946', gives: 'image/jpeg' },
  { hex: '474946383961', gives: 'image/gif' },
  { hex: '524946460a00000057454250', gives: 'image/webp' },
  { hex: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">').toString('hex'), gives: undefined },
  { hex: Buffer.from('<!doctype html>').toString('hex'), gives: undefined },
  { hex: '0089504e470d0a1a0a', gives: undefined },
  { hex: '', gives: undefined },
])('W4: what begins with $hex is $gives', ({ hex, gives }) => {
  expect(mediaTypeOf(Buffer.from(hex, 'hex'))).toBe(gives)
})
