import type { PublicEventType } from '../domain/history/public-event.ts'

/*
 * What the events say, told once: the stack registers these, the tests hold every event to them. Written in what
 * JSON Schema's drafts have in common, since the registry of EventBridge takes draft 4 only.
 */

/** Whose events these are, in the words of the bus. */
export const eventSource = 'ieum'

/** One property of an object. */
type Property = Readonly<Record<string, unknown>>

const uuid: Property = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }

const always = {
  version: { enum: [1] },
  id: { ...uuid, description: 'Of what happened. The same event may come twice, with the same id.' },
  occurredAt: { type: 'string', format: 'date-time' },
  sequence: {
    type: 'string',
    pattern: '^[0-9]{40}$',
    description: 'Later events of one member have a greater one, compared as text.',
  },
  memberId: uuid,
} as const satisfies Record<string, Property>

const externalId: Property = {
  type: 'string',
  description: 'What the member was called in the system before this one.',
}
const identity: Property = {
  type: 'object',
  description: 'An account at a provider, by the id that the provider gave it.',
  properties: { provider: { type: 'string' }, subject: { type: 'string' } },
  required: ['provider', 'subject'],
  additionalProperties: false,
}
const consents: Property = {
  type: 'array',
  description: 'The answers to terms that were given with it.',
  items: {
    type: 'object',
    properties: { tag: { type: 'string' }, version: { type: 'string' }, agreed: { type: 'boolean' } },
    required: ['tag', 'version', 'agreed'],
    additionalProperties: false,
  },
}

/** A closed object: these must be there, those may be. */
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
    additionalProperties: false,
  } as const
}

/** The `detail` of every event, by its type. */
export const eventSchemas = {
  'member.registered': schemaOf(
    'member.registered',
    'Somebody has become a member.',
    {},
    { identity, consents },
  ),
  'member.merged': schemaOf(
    'member.merged',
    'Two accounts of one person have become one. Each of them tells: into whom it went, or who came into it.',
    {},
    { survivor: uuid, merged: uuid },
  ),
  'member.deactivated': schemaOf('member.deactivated', 'A member has paused the account, or it was paused.'),
  'member.reactivated': schemaOf('member.reactivated', 'A paused account is open again.'),
  'member.withdrawn': schemaOf('member.withdrawn', 'A member has left.'),
  'identity.linked': schemaOf(
    'identity.linked',
    'A member can sign in by an account at a provider.',
    { identity },
    { consents },
  ),
  'identity.unlinked': schemaOf(
    'identity.unlinked',
    'A member can no longer sign in by an account at a provider.',
    { identity },
  ),
  'consent.changed': schemaOf('consent.changed', 'A member has answered to terms anew.', { consents }),
} as const satisfies Readonly<Record<PublicEventType, object>>
