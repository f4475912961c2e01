import type { DeliveryFailure, Member } from '../../../domain/member/member.ts'
import type { Email } from '../../../domain/values/evidence.ts'
import { every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { isAt } from './member-changes.ts'

/**
 * Marks a member's address as failing, while it is the member's. The version rises, so that whoever decides on the member's
 * ways in decides on this too.
 */
export const failingAddressWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  address: Email,
  why: DeliveryFailure,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { 'email.failing': why }, add: { version: 1 } },
    every(isAt(version), { text: '#email.#value = :address', values: { address } }),
  )

/** Takes the mark from a member's address, while it is the member's. */
export const reachedAgainWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  address: Email,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { remove: ['email.failing'], add: { version: 1 } },
    every(isAt(version), { text: '#email.#value = :address', values: { address } }),
  )
