/**
 * The form in which login IDs (아이디) are compared and claimed: NFC, without case. Two spellings of one login ID have
 * the same key.
 */
export const loginIdKey = (loginId: string): string => loginId.normalize('NFC').toLowerCase()

/** Letters and digits of any script, and `._-`. */
const form = /^[\p{L}\p{M}\p{Nd}._-]{1,64}$/u

/**
 * Whether a text has the form of a login ID. One without a letter reads as a number, which at sign-in names the member
 * who proved it; an address has an `@`, which no login ID has.
 */
export const isLoginIdForm = (text: string): boolean => form.test(text) && /\p{L}/u.test(text)
