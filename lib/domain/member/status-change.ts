import type { MemberStatus } from './member.ts'

/** Operators' changes of a member's status. */
export const statusChanges = ['suspend', 'unsuspend', 'deactivate', 'reactivate'] as const
export type StatusChange = (typeof statusChanges)[number]

/**
 * The allowed statuses before each change, and the status after it. Withdrawn
 * and merged members cannot be changed.
 */
const changes = {
  suspend: { from: ['active', 'deactivated'], to: 'suspended', type: 'member.suspended' },
  unsuspend: { from: ['suspended'], to: 'active', type: 'member.unsuspended' },
  deactivate: { from: ['active'], to: 'deactivated', type: 'member.deactivated' },
  reactivate: { from: ['deactivated'], to: 'active', type: 'member.reactivated' },
} as const satisfies Record<
  StatusChange,
  { readonly from: readonly MemberStatus[]; readonly to: MemberStatus; readonly type: string }
>

/** The effect of a change on a member with this status; undefined if the change does not apply. */
export function statusAfter(change: StatusChange, status: MemberStatus) {
  const { from, to, type } = changes[change]
  if (!from.some((known) => known === status)) return undefined
  return { to, type, endsSessions: to !== 'active' }
}
