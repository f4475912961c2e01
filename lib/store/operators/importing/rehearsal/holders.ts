import { contests, placeOf } from '../../../../domain/import/shared-contacts.ts'
import type { Member } from '../../../../domain/member/member.ts'
import type { Identity } from '../../../../domain/values/identity.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'
import { loginIdKey } from '../../../../domain/values/login-id.ts'
import {
  type Personal,
  personal,
  type Shareable,
  shareable,
} from '../../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../../flows/ports/tokens.ts'
import { claimRow } from '../../../rows/claim.ts'
import { identityClaimRow } from '../../../rows/identity/identity-claim.ts'
import { sharedHash, sharedMarkRow } from '../../../rows/member/shared.ts'
import { readRow } from '../../../rows/row.ts'
import { type Key, keys } from '../../../table/schema.ts'
import { type ContactHolders, ForeseenValues } from './foreseen-values.ts'
import { keyText } from './gathered-reads.ts'

/** The values of a record that others may have. */
export interface SharableValues {
  readonly member: Pick<Member, 'id' | 'loginId' | 'email' | 'phone' | 'ci' | 'di'>
  readonly identities: readonly Identity[]
}

type Items = ReadonlyMap<string, unknown>

/** States of an identity's claim in which it may be linked by anybody. Others are some member's. */
const openStates: readonly string[] = ['pending', 'not_revocable']

/** Who has the values of records: as the table says, and as the earlier records of the file would have made it. */
export class Holders {
  readonly #foreseen = new ForeseenValues()
  readonly #hashes: KeyedHashes
  /** Who would have left a shared contact. Few do. */
  readonly #left = new Map<string, Set<MemberId>>()
  constructor(hashes: KeyedHashes) {
    this.#hashes = hashes
  }

  #mark(of: Shareable, value: string): Key {
    return keys.sharedMark(of, sharedHash(this.#hashes, of, value))
  }

  /** The keys of all that tells who has the values of a record. */
  keysOf({ member, identities }: SharableValues): readonly Key[] {
    const { loginId } = member
    return [
      ...shareable.flatMap((of) => {
        const value = member[of]?.value
        return value === undefined ? [] : [keys.claim(of, value), this.#mark(of, value)]
      }),
      ...personal.flatMap((of) => (member[of] === undefined ? [] : [keys.claim(of, member[of])])),
      ...(loginId === undefined ? [] : [keys.claim('login_id', loginIdKey(loginId))]),
      ...identities.map(keys.identityClaim),
    ]
  }

  /** Whether a value is another member's alone. */
  #isTaken(key: Key, owner: MemberId, items: Items): boolean {
    const foreseen = this.#foreseen.isTaken(keyText(key))
    if (foreseen !== undefined) return foreseen
    const item = items.get(keyText(key))
    return item !== undefined && readRow(claimRow, item).memberId !== owner
  }

  isLoginIdTaken({ id, loginId }: SharableValues['member'], items: Items): boolean {
    return loginId !== undefined && this.#isTaken(keys.claim('login_id', loginIdKey(loginId)), id, items)
  }

  /** The CI or DI that another member has. */
  takenPersonal(member: SharableValues['member'], items: Items): readonly Personal[] {
    return personal.filter(
      (of) => member[of] !== undefined && this.#isTaken(keys.claim(of, member[of]), member.id, items),
    )
  }

  isIdentityTaken(identity: Identity, owner: MemberId, items: Items): boolean {
    const key = keyText(keys.identityClaim(identity))
    const foreseen = this.#foreseen.isTaken(key)
    if (foreseen !== undefined) return foreseen
    const item = items.get(key)
    if (item === undefined) return false
    const { state, memberId } = readRow(identityClaimRow, item)
    return !openStates.includes(state) && !(state === 'unlinked_by_provider' && memberId === owner)
  }

  /** Who has a contact besides this member. */
  #holdersOf(of: Shareable, value: string, owner: MemberId, items: Items): ContactHolders {
    const key = keyText(keys.claim(of, value))
    const [held, mark] = [items.get(key), items.get(keyText(this.#mark(of, value)))]
    const claim = held === undefined ? undefined : { ...readRow(claimRow, held), stored: true }
    const share = mark === undefined ? undefined : readRow(sharedMarkRow, mark)
    const found = this.#foreseen.holders(key) ?? { claim, share }
    return found.claim?.stored && claim?.memberId === owner ? { ...found, claim: undefined } : found
  }

  /** Brings a contact, as `placeOf` decides. Gives whether its member shares it. */
  #bringContact(member: SharableValues['member'], of: Shareable, items: Items): boolean {
    const contact = member[of]
    if (contact === undefined) return false
    const { value, verified } = contact
    const holders = this.#holdersOf(of, value, member.id, items)
    const { claim, share } = holders
    const placement = placeOf(verified, claim, share)
    const isContested = share?.contested === true || contests(verified, placement)
    const key = keyText(keys.claim(of, value))
    const own = { verified, imported: true, stored: false }
    switch (placement) {
      case 'claims':
        this.#foreseen.setHolders(key, { claim: own, share })
        return false
      case 'takes':
        this.#foreseen.setHolders(key, { claim: own, share: { contested: isContested } })
        return false
      case 'shares':
        this.#foreseen.setHolders(key, { claim, share: { contested: isContested } })
        return true
      case 'dissolves':
        this.#foreseen.setHolders(key, { claim: undefined, share: { contested: isContested } })
        return true
      default:
        return placement satisfies never
    }
  }

  /** Brings the values of a record, of which no login ID and no identity is taken. Gives those that others have too. */
  bring({ member, identities }: SharableValues, items: Items): readonly (Shareable | Personal)[] {
    const taken = this.takenPersonal(member, items)
    const shares = shareable.filter((of) => this.#bringContact(member, of, items))
    for (const of of personal)
      if (member[of] !== undefined) this.#foreseen.setTaken(keyText(keys.claim(of, member[of])), true)
    if (member.loginId !== undefined)
      this.#foreseen.setTaken(keyText(keys.claim('login_id', loginIdKey(member.loginId))), true)
    for (const identity of identities) this.#foreseen.setTaken(keyText(keys.identityClaim(identity)), true)
    return [...shares, ...taken]
  }

  /** Leaves a contact that its member shares with others. */
  leave(of: Shareable, value: string, member: MemberId): void {
    const key = `${of} ${value}`
    this.#left.set(key, (this.#left.get(key) ?? new Set<MemberId>()).add(member))
  }

  /** Who would have left a shared contact. */
  leftBy(of: Shareable, value: string): ReadonlySet<MemberId> {
    return this.#left.get(`${of} ${value}`) ?? new Set()
  }

  /** Frees a contact that its member has alone, and gives up for another one. */
  freeContact(of: Shareable, value: string, owner: MemberId, items: Items): void {
    const holders = this.#holdersOf(of, value, owner, items)
    this.#foreseen.setHolders(keyText(keys.claim(of, value)), holders)
  }

  /** Gives a contact back to a member with whom nobody shares it any more. */
  regain(of: Shareable, value: string): void {
    this.#foreseen.setHolders(keyText(keys.claim(of, value)), { claim: undefined, share: undefined })
  }

  /** Frees a value that its member has alone, and gives up. */
  free(of: Personal | 'login_id', value: string): void {
    this.#foreseen.setTaken(keyText(keys.claim(of, value)), false)
  }

  /** Whether an earlier record of the file has brought a contact, or given it up. */
  hasForeseen(of: Shareable, value: string): boolean {
    return this.#foreseen.holders(keyText(keys.claim(of, value))) !== undefined
  }
}
