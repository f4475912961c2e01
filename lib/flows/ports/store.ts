/** What the flows keep, in domain words; one file for each thing that is kept. */

export type * from './store/candidates.ts'
export type * from './store/changes.ts'
export type * from './store/claims.ts'
export type * from './store/codes.ts'
export type * from './store/cuts.ts'
export type * from './store/deactivations.ts'
export type * from './store/links.ts'
export type * from './store/members.ts'
export type * from './store/once.ts'
export type * from './store/registrations.ts'
export type * from './store/sessions.ts'
export type * from './store/visits.ts'
