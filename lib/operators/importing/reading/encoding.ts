import iconv from 'iconv-lite'
import { UnusableFile } from './unusable-file.ts'

/** A strict decoder of one encoding. */
export interface Encoding {
  readonly name: string
  /** The bytes of a line feed. */
  readonly lineFeed: Buffer
  /** Text, or undefined when the bytes are not of this encoding. Takes whole characters. */
  decode(bytes: Buffer): string | undefined
}

const replacement = '\uFFFD'

/** How files begin that are no text, whatever their name says. */
const containers = [
  { bytes: [0x1f, 0x8b], fault: 'The file is compressed, and no text. Unpack it first' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], fault: 'The file is compressed, and no text. Unpack it first' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], fault: 'The file is compressed, and no text. Unpack it first' },
  { bytes: [0x42, 0x5a, 0x68, 0x39, 0x31], fault: 'The file is compressed, and no text. Unpack it first' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], fault: 'The file is compressed, and no text. Unpack it first' },
  { bytes: [0x50, 0x4b, 3, 4], fault: 'The file is an archive or a workbook, whose name must end in .xlsx' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], fault: 'The file is an old Excel file. Save it as .xlsx' },
] as const

/** Throws `UnusableFile` for the beginning of a file that is no text. */
export function checkIsText(beginning: Buffer): void {
  const found = containers.find(({ bytes }) => beginning.subarray(0, bytes.length).equals(Buffer.from(bytes)))
  if (found !== undefined) throw new UnusableFile(found.fault)
}

/** The encodings of Unicode. Node decodes these strictly. */
const unicode = (name: 'utf-8' | 'utf-16le' | 'utf-16be', lineFeed: readonly number[]): Encoding => {
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true })
  return {
    name,
    lineFeed: Buffer.from(lineFeed),
    decode(bytes) {
      try {
        return decoder.decode(bytes)
      } catch {
        return undefined
      }
    },
  }
}

export const utf8 = unicode('utf-8', [0x0a])
const utf16le = unicode('utf-16le', [0x0a, 0x00])
const utf16be = unicode('utf-16be', [0x00, 0x0a])

/** The byte order marks. */
const marks = [
  { bytes: Buffer.from([0xef, 0xbb, 0xbf]), encoding: utf8 },
  { bytes: Buffer.from([0xff, 0xfe]), encoding: utf16le },
  { bytes: Buffer.from([0xfe, 0xff]), encoding: utf16be },
] as const

/**
 * An encoding that is a superset of ASCII. The library replaces what it cannot decode, and no such encoding has
 * the replacement character itself.
 */
const legacy = (name: string): Encoding => ({
  name,
  lineFeed: Buffer.from([0x0a]),
  decode(bytes) {
    const text = iconv.decode(bytes, name, { stripBOM: false })
    return text.includes(replacement) ? undefined : text
  },
})

/** Encodings whose characters may hold the byte of a line feed, or that keep a state across lines. */
const unsuitable = /^(?:utf-?7|utf-?32|ucs-?[24]|base64|hex|binary|iso-?2022|cesu)/i

/** The encoding of an operator's choice. Throws `UnusableFile` for an unknown one. */
function encodingNamed(name: string): Encoding {
  const key = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (key === 'utf8') return utf8
  if (key === 'utf16' || key === 'utf16le') return utf16le
  if (key === 'utf16be') return utf16be
  if (unsuitable.test(name) || !iconv.encodingExists(name)) {
    throw new UnusableFile(`Unknown encoding: ${name}. Known are utf-8, utf-16le, utf-16be, cp949 and others`)
  }
  return legacy(name)
}

/** The encoding of a file, and the length of its byte order mark. */
export interface FoundEncoding {
  readonly encoding: Encoding
  readonly markLength: number
}

/**
 * The encoding by the mark at the beginning of a file, by the operator's choice, or UTF-8. Throws
 * `UnusableFile` when mark and choice disagree, or for an unknown choice.
 */
export function encodingOf(beginning: Buffer, chosen: string | undefined): FoundEncoding {
  const mark = marks.find(({ bytes }) => beginning.subarray(0, bytes.length).equals(bytes))
  if (chosen === undefined) return { encoding: mark?.encoding ?? utf8, markLength: mark?.bytes.length ?? 0 }
  const encoding = encodingNamed(chosen)
  if (mark !== undefined && mark.encoding !== encoding) {
    throw new UnusableFile(`The file begins with the mark of ${mark.encoding.name}. Leave --encoding out`)
  }
  return { encoding, markLength: mark?.bytes.length ?? 0 }
}

/** The encodings of old systems, the most likely one in Korea first. */
const guesses = ['cp949', 'shift_jis', 'gb18030', 'windows-1252'] as const

/** Control characters that no text file has. */
const isText = (text: string): boolean => !/\p{Cc}/u.test(text.replace(/[\t\r\n]/g, ''))

/** The name of the first encoding that reads these bytes. Undefined when none does. */
export function guessEncoding(bytes: Buffer): string | undefined {
  const reads = ({ decode }: Encoding): boolean => isText(decode(bytes) ?? '\0')
  return guesses.find((name) => reads(legacy(name)))
}

/** Whether most of a header is of ASCII and Hangul, as when its bytes are read in the right encoding. */
function isPlausible(header: string): boolean {
  const usual = header.match(/[\t\x20-\x7e\p{Script=Hangul}]/gu)?.length ?? 0
  return isText(header) && usual > header.length * 0.8
}

/** The first line in an encoding of two bytes. Undefined for bytes that are not of it. */
function firstLine(bytes: Buffer, { lineFeed, decode }: Encoding): string | undefined {
  let end = bytes.indexOf(lineFeed)
  while (end % 2 === 1) end = bytes.indexOf(lineFeed, end + 1)
  return decode(bytes.subarray(0, end < 0 ? bytes.length - (bytes.length % 2) : end))
}

/**
 * UTF-16 without its mark, by the zero bytes of ASCII characters and a header that can be read. Undefined for other text, such as
 * one with some zero bytes in it.
 */
export function unmarkedUtf16(beginning: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const isZero = (rest: 0 | 1): number =>
    beginning.filter((byte, index) => byte === 0 && index % 2 === rest).length
  const [even, odd] = [isZero(0), isZero(1)]
  if (even + odd < beginning.length / 20) return undefined
  const likely = odd > even ? utf16le : utf16be
  if (!isPlausible(firstLine(beginning, likely) ?? '')) return undefined
  return odd > even ? 'utf-16le' : 'utf-16be'
}
