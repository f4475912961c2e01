import { createHash } from 'node:crypto'
import { sameBirth } from '../../domain/values/birth.ts'
import { defined } from '../../domain/values/defined.ts'
import { nameKey } from '../../domain/values/name.ts'
import type { OldMember } from '../importing/old-member.ts'

/** What several members may have alike. */
export const alikeKinds = ['email', 'phone', 'name', 'name+birth'] as const
export type Alike = (typeof alikeKinds)[number]

/** What a member has of each kind, as text. */
function textsOf({ email, phone, name, birth }: OldMember): { readonly [kind in Alike]?: string } {
  const key = name === undefined ? '' : nameKey(name)
  const day = sameBirth(birth, birth)
    ? JSON.stringify([birth?.year, birth?.monthDay, birth?.calendar, birth?.leapMonth ?? false])
    : ''
  return {
    ...defined({ email: email?.value, phone: phone?.value }),
    ...(key !== '' && { name: key }),
    ...(key !== '' && day !== '' && { 'name+birth': `${key} ${day}` }),
  }
}

/**
 * Counts how many members have a value alike, without keeping the values: of each only 48 bits of a hash. Some
 * 20 MB for a hundred thousand members; of as many, two different values meet once in fifty thousand files.
 */
export class Tally {
  readonly #counts = new Map<number, number>()

  /** Counts all that a member has. */
  add(member: OldMember): void {
    const texts = textsOf(member)
    for (const kind of alikeKinds) {
      const text = texts[kind]
      if (text === undefined) continue
      this.#raise(kind, text)
      if (isVerified(member, kind)) this.#raise(`verified ${kind}`, text)
    }
  }

  /** Whether others have what a member has. */
  isAlike(member: OldMember, kind: Alike): boolean {
    const text = textsOf(member)[kind]
    return text !== undefined && this.#of(kind, text) > 1
  }

  /** Whether an import makes it nobody's: others have it, and this is not the only one who had verified it. */
  isShared(member: OldMember, kind: 'email' | 'phone'): boolean {
    const text = textsOf(member)[kind]
    if (text === undefined || !this.isAlike(member, kind)) return false
    return !isVerified(member, kind) || this.#of(`verified ${kind}`, text) > 1
  }

  #raise(kind: string, text: string): void {
    const key = keyOf(kind, text)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  #of(kind: string, text: string): number {
    return this.#counts.get(keyOf(kind, text)) ?? 0
  }
}

const isVerified = (member: OldMember, kind: Alike): boolean =>
  (kind === 'email' || kind === 'phone') && member[kind]?.verified === true

const keyOf = (kind: string, text: string): number =>
  createHash('sha256').update(`${kind} ${text}`).digest().readUIntBE(0, 6)
