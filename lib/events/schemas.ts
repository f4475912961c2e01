import type { PublicEventType } from '../domain/history/public-event.ts'

/*
 * The schemas of the published events. The stack registers them and tests check every event against them. They use
 * only what all JSON Schema drafts share, since EventBridge's schema registry accepts draft 4 only. Every object is open, so
 * that a consumer ignores a field that a later release adds.
 */

/** One property of an object. */
type Property = Readonly<Record<string, unknown>>

const uuid: Property = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }

const always = {
  version: { enum: [1] },
  id: { ...uuid, description: 'The id of the event. An event may be delivered twice, with the same id.' },
  occurredAt: { type: 'string', format: 'date-time' },
  sequence: {
    type: 'string',
    pattern: '^[0-9]{40}$',
    description:
      'Increases with each event of one member, compared as text. A repeated event has the same one.',
  },
  memberId: uuid,
} as const satisfies Record<string, Property>

const externalId: Property = {
  type: 'string',
  description: "The member's id in the earlier system.",
}
const identity: Property = {
  type: 'object',
  description: "An account at a provider, with the provider's id.",
  properties: { provider: { type: 'string' }, subject: { type: 'string' } },
  required: ['provider', 'subject'],
}
const consents: Property = {
  type: 'array',
  description: 'The answers to terms that the event recorded.',
  items: {
    type: 'object',
    properties: { tag: { type: 'string' }, version: { type: 'string' }, agreed: { type: 'boolean' } },
    required: ['tag', 'version', 'agreed'],
  },
}
const parts: Property = {
  type: 'array',
  description:
    'The names of the parts that changed: `GET /me` has their values. A later release may add a name.',
  items: { type: 'string' },
}

/** An object with required and optional properties. */
function schemaOf(
  type: PublicEventType,
  description: string,
  must: Readonly<Record<string, Property>> = {},
  may: Readonly<Record<string, Property>> = {},
) {
  return {
    title: type,
    description,
    type: 'object',
    properties: { type: { enum: [type] }, ...always, externalId, ...must, ...may },
    required: ['type', ...Object.keys(always), ...Object.keys(must)],
  } as const
}

/** The schema of each event's `detail`, by type. */
export const eventSchemas = {
  'member.registered': schemaOf(
    'member.registered',
    'A person has become a member.',
    {},
    { identity, consents },
  ),
  'member.merged': schemaOf(
    'member.merged',
    'Two accounts of one person were merged. One event per account names the survivor or the merged member.',
    {},
    { survivor: uuid, merged: uuid },
  ),
  'member.deactivated': schemaOf(
    'member.deactivated',
    'An account was deactivated, by its member or for its member.',
  ),
  'member.reactivated': schemaOf('member.reactivated', 'A deactivated or withdrawn account is active again.'),
  'member.withdrawn': schemaOf('member.withdrawn', 'A member has closed the account.'),
  'member.erased': schemaOf(
    'member.erased',
    'The grace period of a closed account is over, and its personal data was erased.',
  ),
  'member.changed': schemaOf('member.changed', 'Parts of a member have new values.', { parts }),
  'member.identified': schemaOf('member.identified', 'An identity check has told who the member is.'),
  'member.suspended': schemaOf('member.suspended', 'An operator has suspended an account.'),
  'member.unsuspended': schemaOf('member.unsuspended', 'An operator has ended the suspension of an account.'),
  'member.unreachable': schemaOf(
    'member.unreachable',
    'Nothing signs the member in any more: the last address bounces, or an operator removed the last login method.',
  ),
  'identity.linked': schemaOf(
    'identity.linked',
    'An account at a provider was linked to a member.',
    { identity },
    { consents },
  ),
  'identity.unlinked': schemaOf('identity.unlinked', 'An account at a provider was unlinked from a member.', {
    identity,
  }),
  'consent.changed': schemaOf('consent.changed', 'A member has given new answers to terms.', { consents }),
} as const satisfies Readonly<Record<PublicEventType, object>>
