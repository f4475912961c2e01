/** White space, and characters that Unicode shows as nothing (Default_Ignorable_Code_Point), such as U+3164. */
export const unseen = String.raw`[\s\p{Default_Ignorable_Code_Point}]`
const allUnseen = new RegExp(`${unseen}+`, 'gu')
const unseenEdges = new RegExp(`^${unseen}+|${unseen}+$`, 'gu')

/** A text without invisible characters at its edges: keyboards, copies and old tables add them. */
export const cleanEdges = (text: string): string => text.replace(unseenEdges, '')

/** Whether a text shows anything: a letter, a digit or a sign, and not only fillers such as U+3164, U+2800 and U+FFFC. */
export const isVisible = (text: string): boolean =>
  /[^\s\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffc]/u.test(text)

/** The most characters of a name. */
export const maxNameLength = 50

/**
 * The form of a name: one line without control characters and marks that turn the direction of the text around it. A
 * joiner between letters is part of some names (Unicode, UAX #31, section 2.3).
 */
export const nameForm = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+$/u

/** A written name as it is kept: NFC, without invisible characters at its edges. */
export const cleanName = (text: string): string => cleanEdges(text.normalize('NFC'))

/**
 * The name in a text, as doors, providers and files read it. Undefined for a text that shows nothing, is longer than 50
 * characters, or has another form.
 */
export function personNameOf(text: string): string | undefined {
  const name = cleanName(text)
  const isName = [...name].length <= maxNameLength && nameForm.test(name) && isVisible(name)
  return isName ? name : undefined
}

/** Case-folded letters: small ones, where one letter has two small forms the same one (Unicode, CaseFolding.txt). */
const caseFolded = (text: string): string => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')

/**
 * The form in which names are compared: NFKC, without spaces and invisible characters, case-folded. Gives an empty
 * string if nothing is left of the name. An empty key never matches.
 */
export function nameKey(name: string): string {
  return caseFolded(name.normalize('NFKC').replace(allUnseen, '')).normalize('NFKC')
}

/** Whether two names are equal after normalisation. Two empty names are not equal. */
export function sameName(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const key = nameKey(a)
  return key !== '' && key === nameKey(b)
}
