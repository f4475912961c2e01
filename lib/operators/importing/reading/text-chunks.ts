import { createReadStream } from 'node:fs'
import {
  checkIsText,
  type Encoding,
  encodingOf,
  type FoundEncoding,
  guessEncoding,
  unmarkedUtf16,
  utf8,
} from './encoding.ts'
import { UnfinishedFile, UnusableFile } from './unusable-file.ts'

/** A piece of a text file: whole lines, except for the last piece. `bytes` is the position after it. */
export interface TextChunk {
  readonly text: string
  readonly bytes: number
}

/** The most characters of one record, and the most bytes without the end of a line. */
export const maxRecordLength = 1_000_000

/** Where the last whole line ends. 0 when there is none. */
function endOfLines(bytes: Buffer, { lineFeed }: Encoding): number {
  for (let at = bytes.lastIndexOf(lineFeed); at >= 0; at = bytes.lastIndexOf(lineFeed, at - 1)) {
    if (at % lineFeed.length === 0) return at + lineFeed.length
    if (at === 0) break
  }
  // Old Macs end lines by a carriage return. Its byte is no part of a longer character. After the last byte, a
  // line feed may follow.
  return lineFeed.length === 1 ? bytes.lastIndexOf(0x0d, -2) + 1 : 0
}

/** The error for a record that is too large. */
export const tooLarge = (line: number): UnfinishedFile =>
  new UnfinishedFile(
    line,
    `The record that begins in line ${line} is larger than ${maxRecordLength} characters`,
  )

const countLines = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0

/** Where the line at a position ends: behind a line feed, or a carriage return of old Macs. */
function endOfLine(bytes: Buffer, at: number, { lineFeed }: Encoding): number {
  let next = bytes.indexOf(lineFeed, at)
  while (next >= 0 && next % lineFeed.length !== 0) next = bytes.indexOf(lineFeed, next + 1)
  const end = next < 0 ? bytes.length : next + lineFeed.length
  const carriage = lineFeed.length === 1 ? bytes.subarray(0, end).indexOf(0x0d, at) : -1
  return carriage < 0 || carriage + 2 === end ? end : carriage + 1
}

/** The lines of a piece as bytes. */
function* linesOf(bytes: Buffer, encoding: Encoding): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const end = endOfLine(bytes, at, encoding)
    yield bytes.subarray(at, end)
    at = end
  }
}

/** The error for a piece that is not of the encoding: the line, and the options that would read the file. */
function wrongEncoding(bytes: Buffer, encoding: Encoding, linesBefore: number, isAscii: boolean): Error {
  const lines = [...linesOf(bytes, encoding)]
  const place = lines.findIndex((line) => encoding.decode(line) === undefined)
  const line = linesBefore + 1 + Math.max(0, place)
  // Where earlier lines have letters beyond ASCII, the file is of this encoding and the line is damaged.
  const before = Buffer.concat(lines.slice(0, place))
  const guess = isAscii && before.every((byte) => byte < 0x80) ? guessEncoding(bytes) : undefined
  const isOther = guess !== undefined && guess !== encoding.name.toLowerCase()
  return new UnfinishedFile(
    line,
    `Line ${line} is not ${encoding === utf8 ? 'UTF-8' : encoding.name}.` +
      (isOther
        ? ` The file can be read as ${guess}`
        : ' The line is damaged, or the file has several encodings'),
    isOther ? ['--encoding', guess] : [],
  )
}

/** Bytes of a file that end with a line, or with the file. `endless`: no line ends for too long. */
interface Piece {
  readonly encoding: Encoding
  readonly content: Buffer | 'endless'
  readonly bytes: number
}

/** Splits a file into pieces that end with a line. */
async function* piecesOf(file: string, chosen: string | undefined): AsyncGenerator<Piece> {
  let rest: Buffer = Buffer.alloc(0)
  let found: FoundEncoding | undefined
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const fresh = Buffer.from(chunk)
    const start = found === undefined ? encodingOf(fresh, chosen) : { ...found, markLength: 0 }
    if (found === undefined) checkIsText(fresh)
    if (found === undefined) checkMark(fresh, start.encoding)
    found = start
    bytes += start.markLength
    const unread = Buffer.concat([rest, fresh.subarray(start.markLength)])
    const end = endOfLines(unread, start.encoding)
    bytes += end
    if (end > 0) yield { encoding: start.encoding, content: unread.subarray(0, end), bytes }
    rest = unread.subarray(end)
    if (rest.length > 4 * maxRecordLength) yield { encoding: start.encoding, content: 'endless', bytes }
  }
  if (rest.length > 0 && found) yield { encoding: found.encoding, content: rest, bytes: bytes + rest.length }
}

function checkMark(beginning: Buffer, encoding: Encoding): void {
  const unmarked = encoding === utf8 ? unmarkedUtf16(beginning.subarray(0, 4096)) : undefined
  if (unmarked === undefined) return
  throw new UnusableFile(`Line 1 is not UTF-8. The file can be read as ${unmarked}`, ['--encoding', unmarked])
}

/**
 * Reads a text file strictly: as UTF-8, as UTF-16 by its mark, or in the chosen encoding. Throws
 * `UnfinishedFile` with the line of the first byte that is not of the encoding, and `UnusableFile` for an
 * unsuitable choice.
 */
export async function* readTextChunks(file: string, chosen: string | undefined): AsyncGenerator<TextChunk> {
  let lines = 0
  let isAscii = true
  for await (const { encoding, content, bytes } of piecesOf(file, chosen)) {
    if (content === 'endless') throw tooLarge(lines + 1)
    const text = encoding.decode(content)
    if (text === undefined) throw wrongEncoding(content, encoding, lines, isAscii)
    lines += countLines(text)
    isAscii &&= text.length === content.length
    yield { text, bytes }
  }
}
