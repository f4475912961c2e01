/** Words of a file, in lower case, and the words that they mean here (`정지` is `suspended`). */
export type WordMap = ReadonlyMap<string, string>

/** How the values of a file are understood. */
export interface ValueRules {
  /** The start of the import: the joining time of a member without one. No time of the past is later. */
  readonly now: Date
  /** The zone of times without an offset (IANA). */
  readonly timeZone: string
  readonly words: WordMap
}

/** The rules of a file with no words of its own. */
export const plainRules = (now: Date, timeZone = 'Asia/Seoul'): ValueRules => ({
  now,
  timeZone,
  words: new Map(),
})

/** A word of a closed list, without case, as the operator's map translates it. */
export function wordOf(value: unknown, { words }: Pick<ValueRules, 'words'>): string {
  const word = String(value).normalize('NFC').trim().toLowerCase()
  return (words.get(word) ?? word).toLowerCase()
}
