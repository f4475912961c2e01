import type { MemberStatus } from './member.ts'

/** What operators do to a member's standing. */
export const standingChanges = ['suspend', 'unsuspend', 'deactivate', 'reactivate'] as const
export type StandingChange = (typeof standingChanges)[number]

/** From which states a change leads, and where to. Who withdrew or merged is past all of them. */
const changes = {
  suspend: { from: ['active', 'deactivated'], to: 'suspended', type: 'member.suspended' },
  unsuspend: { from: ['suspended'], to: 'active', type: 'member.unsuspended' },
  deactivate: { from: ['active'], to: 'deactivated', type: 'member.deactivated' },
  reactivate: { from: ['deactivated'], to: 'active', type: 'member.reactivated' },
} as const satisfies Record<
  StandingChange,
  { readonly from: readonly MemberStatus[]; readonly to: MemberStatus; readonly type: string }
>

/** What a change does to a member in this state; undefined when it does not apply. */
export function standingAfter(change: StandingChange, status: MemberStatus) {
  const { from, to, type } = changes[change]
  if (!from.some((known) => known === status)) return undefined
  return { to, type, endsSessions: to !== 'active' }
}
