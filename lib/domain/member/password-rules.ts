import type { Bilingual } from '../values/locale.ts'
import type { InputFault } from '../values/problem.ts'

const minLength = 8
const maxLength = 256

/**
 * The first guesses of an attacker: the most common passwords of eight or more characters, and patterns
 * of a Korean keyboard. In lower case.
 */
const common: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 87654321 987654321 0987654321 123123123 123454321 112233445566
  11223344 12341234 123412341234 12344321 147258369 159753456 741852963 789456123 asdf1234 asdfasdf asdfghjk
  asdfghjkl asdfqwer 1q2w3e4r 1q2w3e4r! 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc qazwsxedc zaq12wsx
  qwer1234 qwer1234! qwert12345 qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop qwerasdf zxcvbnm1 zxcvbnm,
  zxcv1234 abcd1234 abcd1234! abc12345 abcdefgh abcdefg1 a1234567 a12345678 a123456789 aa123456 aa12345678
  password password1 password1! password12 password123 passw0rd p@ssw0rd p@ssword iloveyou iloveyou1 sunshine
  princess football baseball superman computer internet samsung1 starcraft trustno1 welcome1 welcome123
  letmein1 admin123 administrator changeme whatever michelle jennifer corvette
  dkssudgktpdy dkssud12 dkssud123 tkfkdgo1 tkfkdgo12 tkfkdgody rkskekfk rlaalswl qlalfqjsgh alsdudtkfkd wkddnjsdud`.split(
    /\s+/,
  ),
)

/** Whether a text repeats one character. */
const isOneCharacter = (text: string): boolean => new Set(text).size === 1

/** The obvious passwords from an identifier: itself, and the name before the at sign. */
const guessesFrom = (identifier: string): readonly string[] => {
  const [name = ''] = identifier.split('@')
  return [identifier.toLowerCase(), name.toLowerCase()]
}

const tooShort: Bilingual = {
  ko: `${minLength}자 이상이어야 합니다.`,
  en: `must have at least ${minLength} characters`,
}
const tooLong: Bilingual = {
  ko: `${maxLength}자를 넘을 수 없습니다.`,
  en: `must have at most ${maxLength} characters`,
}
const sameAsIdentifier: Bilingual = {
  ko: '이메일이나 전화번호와 같은 비밀번호는 쓸 수 없습니다.',
  en: 'must not be the same as the identifier',
}

/** The reason to refuse a password; undefined for an acceptable one. */
function faultOf(password: string, identifiers: readonly string[]): Bilingual | undefined {
  if (!password.isWellFormed()) return { ko: '쓸 수 없는 문자가 있습니다.', en: 'must be text' }
  const normal = password.normalize('NFC')
  const characters = [...normal].length
  if (characters < minLength) return tooShort
  if (characters > maxLength) return tooLong
  const plain = normal.toLowerCase()
  if (common.has(plain) || isOneCharacter(plain))
    return { ko: '추측하기 쉬운 비밀번호입니다.', en: 'is too easy to guess' }
  if (identifiers.flatMap(guessesFrom).includes(plain)) return sameAsIdentifier
  return undefined
}

/**
 * The faults of a chosen password; empty for an acceptable one. Checks length, common passwords and the
 * member's identifiers, without rules about kinds of characters (NIST SP 800-63B, section 3.1.1.2).
 */
export function passwordFaults(password: string, identifiers: readonly string[]): readonly InputFault[] {
  const detail = faultOf(password, identifiers)
  return detail === undefined ? [] : [{ pointer: '/password', detail }]
}
