import { deflateRawSync } from 'node:zlib'

/** A zip archive of these files, as a build server makes one. */
export function zipOf(files: Readonly<Record<string, string>>, changeHeader?: (entry: Buffer) => void): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const plain = Buffer.from(text)
    const packed = deflateRawSync(plain)
    const header = (signature: number, size: number) => {
      const bytes = Buffer.alloc(size)
      bytes.writeUInt32LE(signature, 0)
      return bytes
    }
    const local = header(0x04034b50, 30)
    const entry = header(0x02014b50, 46)
    for (const [bytes, at] of [
      [local, 6],
      [entry, 8],
    ] as const) {
      bytes.writeUInt16LE(8, at + 2)
      bytes.writeUInt32LE(crc32(plain), at + 8)
      bytes.writeUInt32LE(packed.length, at + 12)
      bytes.writeUInt32LE(plain.length, at + 16)
      bytes.writeUInt16LE(Buffer.byteLength(name), at + 20)
    }
    entry.writeUInt32LE(offset, 42)
    changeHeader?.(entry)
    locals.push(local, Buffer.from(name), packed)
    entries.push(entry, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** The body of a push as clients send it: one file part, under the name they use. */
export function formOf(filename: string, content: Buffer, field = 'file') {
  const boundary = 'flotilla-test-boundary'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(head),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
    body: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
