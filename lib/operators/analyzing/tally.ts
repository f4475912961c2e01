import { createHash } from 'node:crypto'
import { sameBirth } from '../../domain/values/birth.ts'
import { defined } from '../../domain/values/defined.ts'
import { nameKey } from '../../domain/values/name.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'

/** The values that several members may share. */
export const alikeKinds = ['email', 'phone', 'name', 'name+birth'] as const
/** A value that several members may share. */
export type Alike = (typeof alikeKinds)[number]

/** A member's value of each kind, as text. */
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
 * Counts members per value without storing values, only 48 bits of a hash each: 20 MB per hundred thousand
 * members. At that size, two values collide in one of fifty thousand files.
 */
export class Tally {
  readonly #counts = new Map<number, number>()

  /** Counts all values of a member. */
  add(member: OldMember): void {
    const texts = textsOf(member)
    for (const kind of alikeKinds) {
      const text = texts[kind]
      if (text === undefined) continue
      this.#increment(kind, text)
      if (isVerified(member, kind)) this.#increment(`verified ${kind}`, text)
    }
  }

  /** Whether other members have the same value. */
  isAlike(member: OldMember, kind: Alike): boolean {
    const text = textsOf(member)[kind]
    return text !== undefined && this.#of(kind, text) > 1
  }

  /**
   * Whether the import makes the contact belong to nobody: other members have it, and this member is not the
   * only one who verified it.
   */
  isShared(member: OldMember, kind: 'email' | 'phone'): boolean {
    const text = textsOf(member)[kind]
    if (text === undefined || !this.isAlike(member, kind)) return false
    return !isVerified(member, kind) || this.#of(`verified ${kind}`, text) > 1
  }

  #increment(kind: string, text: string): void {
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
