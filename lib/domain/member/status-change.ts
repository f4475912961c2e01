import type { MemberStatus } from './member.ts'

/** What operators do to a member's standing. */
export const statusChanges = ['suspend', 'unsuspend', 'deactivate', 'reactivate'] as const
export type StatusChange = (typeof statusChanges)[number]

/** From which states a change leads, and where to. Who withdrew or merged is past all of them. */
const changes = {
  suspend: { from: ['active', 'deactivated'], to: 'suspended', type: 'member.suspended' },
  unsuspend: { from: ['suspended'], to: 'active', type: 'member.unsuspended' },
  deactivate: { from: ['active'], to: 'deactivated', type: 'member.deactivated' },
  reactivate: { from: ['deactivated'], to: 'active', type: 'member.reactivated' },
} as const satisfies Record<
  StatusChange,
  { readonly from: readonly MemberStatus[]; readonly to: MemberStatus; readonly type: string }
>

/** What a change does to a member in this state; undefined when it does not apply. */
export function statusAfter(change: StatusChange, status: MemberStatus) {
  const { from, to, type } = changes[change]
  if (!from.some((known) => known === status)) return undefined
  return { to, type, endsSessions: to !== 'active' }
}
