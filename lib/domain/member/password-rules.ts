import type { InputFault } from '../values/problem.ts'

const shortest = 8
const longest = 256

/**
 * What is tried first by whoever guesses: the most common passwords of eight characters and more, and the
 * patterns of a Korean keyboard. In lower case.
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

/** One character again and again. */
const isMonotonous = (text: string): boolean => new Set(text).size === 1

/** What an identifier could be mistaken for a password as: itself, and the name before the at sign. */
const readingsOf = (identifier: string): readonly string[] => {
  const [name = ''] = identifier.split('@')
  return [identifier.toLowerCase(), name.toLowerCase()]
}

/** Why a password must not be chosen, in words; undefined when it may be. */
function objection(password: string, identifiers: readonly string[]): string | undefined {
  if (!password.isWellFormed()) return 'must be text'
  const normal = password.normalize('NFC')
  const characters = [...normal].length
  if (characters < shortest) return `must have at least ${shortest} characters`
  if (characters > longest) return `must have at most ${longest} characters`
  const plain = normal.toLowerCase()
  if (common.has(plain) || isMonotonous(plain)) return 'is too easy to guess'
  if (identifiers.flatMap(readingsOf).includes(plain)) return 'must not be the same as the identifier'
  return undefined
}

/**
 * Judges a password that somebody chooses; gives its faults, none when it may be chosen. Length and a list of
 * common ones, no rules about kinds of characters (NIST SP 800-63B, section 3.1.1.2). `identifiers` are what
 * the member signs in with.
 */
export function passwordFaults(password: string, identifiers: readonly string[]): readonly InputFault[] {
  const detail = objection(password, identifiers)
  return detail === undefined ? [] : [{ pointer: '/password', detail }]
}
