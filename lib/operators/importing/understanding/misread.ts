/** Whether bytes are Korean in UTF-8. They may end within a letter, as a short column cuts them. */
function isKoreanUtf8(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return /\p{Script=Hangul}/u.test(text) && !/\p{Cc}/u.test(text)
  } catch {
    return false
  }
}

/** The letters that windows-1252 has in the place of control characters. */
const special =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/** The bytes of a text that was read as windows-1252 or Latin-1. Undefined for a text with other letters. */
function latinBytes(text: string): Buffer | undefined {
  const codes = [...text].map((letter) => {
    const place = special.indexOf(letter)
    return place < 0 ? (letter.codePointAt(0) ?? 0) : 0x80 + place
  })
  return codes.every((code) => code <= 0xff) ? Buffer.from(codes) : undefined
}

const following = `[${special}\\x80-\\xbf]`
const groups = new RegExp(`[êëìí]${following}{1,2}`, 'g')

/**
 * Whether a text is Korean in UTF-8 that was read as windows-1252 by a program that drops what this does not have
 * (`ì´ë„í˜„`): each letter with an accent is one with which Korean begins, and signs follow that no name has.
 */
function isKoreanWithoutControls(text: string): boolean {
  const found = text.match(groups) ?? []
  const rest = text.replace(groups, '')
  return (
    found.length >= 2 &&
    !/[\u0080-\uffff]/.test(rest) &&
    /[\u20ac\u201a\u201e\u2026\u2020\u2021\u02c6\u2030\u2039\u203a\u2022\u02dc\u2122]/.test(text)
  )
}

/**
 * Whether a text is Korean whose bytes were read in another encoding: UTF-8 as windows-1252 or Latin-1 (`ê¹€í•˜ë‚˜`), or EUC-KR as
 * Latin-1 (`±èÇÏ³ª`). No name is: letters with accents do not follow each other so. UTF-8 that was read as CP949 would need the
 * letters of CP949, which a sign-in that asks the old system has no use for.
 */
export function isMisread(text: string): boolean {
  if (!/[\u0080-\uffff]/.test(text)) return false
  const latin = latinBytes(text)
  if (latin === undefined) return false
  const letters = text.replace(/\s/g, '')
  return (
    isKoreanUtf8(latin) ||
    isKoreanWithoutControls(text) ||
    (letters.length >= 4 && /^(?:[\xb0-\xc8][\xa1-\xfe])+$/.test(letters))
  )
}
