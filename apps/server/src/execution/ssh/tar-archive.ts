export interface ArchivedFile {
  /** At most 100 bytes of plain letters; chosen by code. */
  readonly path: string
  readonly bytes: Uint8Array
}

const BLOCK_BYTES = 512
/** An archive of directories and files that only their owner may open. Times are those of the unpacking (`tar -m`). */
export function tarArchive(directories: readonly string[], files: readonly ArchivedFile[]): Buffer {
  const parts = [
    ...directories.map((path) => header(`${path}/`, 0, '5')),
    ...files.flatMap(({ path, bytes }) => [
      header(path, bytes.length, '0'),
      bytes,
      Buffer.alloc(missingTo(BLOCK_BYTES, bytes.length)),
    ]),
    Buffer.alloc(2 * BLOCK_BYTES),
  ]
  return Buffer.concat(parts)
}

const missingTo = (unit: number, length: number): number => (unit - (length % unit)) % unit

function header(path: string, sizeBytes: number, type: '0' | '5'): Buffer {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`Too long for an archive: ${path}`)
  const block = Buffer.alloc(BLOCK_BYTES)
  const octal = (value: number, at: number, digits: number) => block.write(value.toString(8).padStart(digits, '0'), at)
  block.write(path, 0)
  octal(type === '5' ? 0o700 : 0o600, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(sizeBytes, 124, 11)
  octal(0, 136, 11)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  octal(sum, 148, 6)
  block.writeUInt8(0, 154)
  return block
}
