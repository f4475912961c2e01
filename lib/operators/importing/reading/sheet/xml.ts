import type { Readable } from 'node:stream'
import sax from 'sax'
import { UnusableFile } from '../unusable-file.ts'

/** Hears the parts of an XML document in their order. Names come without their prefix. */
export interface XmlListener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Reads an XML stream into a listener. Gives the number of bytes after each piece. Throws `UnusableFile`. */
export async function* readXml(stream: Readable, listener: XmlListener): AsyncGenerator<number> {
  const parser = sax.parser(true)
  let failure: Error | undefined
  parser.onerror = (error) => {
    failure ??= error
  }
  parser.onopentag = ({ name, attributes }) => listener.open?.(local(name), textsOf(attributes))
  parser.ontext = (text) => listener.text?.(text)
  parser.oncdata = (text) => listener.text?.(text)
  parser.onclosetag = (name) => listener.close?.(local(name))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    parser.write(textOf(decoder, piece))
    if (failure !== undefined) throw new UnusableFile('The workbook is damaged: it holds invalid XML')
    yield bytes
  }
  parser.close()
  if (failure !== undefined) throw new UnusableFile('The workbook is damaged: it holds invalid XML')
}

/** The text of a piece. Bytes that are no UTF-8 are what no part of a workbook holds. */
function textOf(
  decoder: { decode(piece: Buffer, options: { stream: true }): string },
  piece: Buffer,
): string {
  try {
    return decoder.decode(piece, { stream: true })
  } catch {
    throw new UnusableFile('The workbook is damaged: it holds invalid XML')
  }
}

const textsOf = (attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), String(value)]))

/** Reads a small XML part to its end. Nothing happens without a part. */
export async function readWholeXml(stream: Readable | undefined, listener: XmlListener): Promise<void> {
  if (stream === undefined) return
  for await (const _ of readXml(stream, listener));
}
