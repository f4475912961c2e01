/** One write of a request, as the document client takes it. */
export interface Written {
  readonly verb: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  readonly key: { readonly PK: string; readonly SK: string }
  /** The attributes that an update changes. Empty for other writes. */
  readonly changed: readonly string[]
  readonly isConditional: boolean
}

/** The changes of a member that need no entry in the history, with the reasons. */
const quiet: Readonly<Record<string, string>> = {
  credentialsVersion: 'ends sessions; who is the member, and what leads in, is as it was',
  passwordHash: 'the same password, hashed anew',
  invitation: 'a mail went out; the member changes when it comes back',
  version: 'counts the changes beside it',
  openedSessions: 'counts sign-ins; the session beside it tells the same',
  asImported: 'says only whether somebody has signed in since an import',
  deactivationId: 'names a pause that is there already, or is forgotten by an erasure that begins',
  dueAt: 'says who is erasing the member at this moment',
  pseudonym: 'is drawn when the erasure of a member begins, and forgotten when it ends',
  used: 'says when an identity signed its member in; the session beside it tells the same',
}

const isQuiet = ({ verb, changed }: Written): boolean =>
  // The name of some attributes is data behind a colon.
  verb === 'Update' && changed.every((attribute) => Object.hasOwn(quiet, attribute.replace(/:.*/, '')))

/** Whether a write changes a member: the member itself, an identity, an answer to terms. */
const changesMember = (write: Written): boolean =>
  write.verb !== 'ConditionCheck' &&
  write.key.PK.startsWith('MEMBER#') &&
  (/^(IDENTITY#.*|MEMBER)$/.test(write.key.SK) ? !isQuiet(write) : write.key.SK.startsWith('CONSENT#')) &&
  !isForgotten(write)

/** An erasure forgets identities that ended when the account closed, which the history says. */
const isForgotten = ({ verb, key, isConditional }: Written): boolean =>
  verb === 'Delete' && key.SK.startsWith('IDENTITY#') && !isConditional

const isEvent = ({ verb, key }: Written): boolean => verb === 'Put' && key.SK.startsWith('EVENT#')

/** The fields that name the person, which an event loses when its member is erased. */
const namesThePerson = ['identity', 'externalId', 'consents']

/** An event of an erased member that keeps only its type and time. */
const isStripped = ({ verb, key, changed }: Written): boolean =>
  verb === 'Update' &&
  key.SK.startsWith('EVENT#') &&
  changed.every((attribute) => namesThePerson.includes(attribute))

/** Answers to terms that these writes move to a place without a way back to the member. */
const movesConsents = (writes: readonly Written[]): boolean => {
  const count = (verb: Written['verb'], is: (key: Written['key']) => boolean): number =>
    writes.filter((write) => write.verb === verb && is(write.key)).length
  const gone = count('Delete', ({ SK }) => SK.startsWith('CONSENT#'))
  // The answers in an event move as well, when the event is stripped.
  return gone > 0 && gone <= count('Put', ({ PK }) => PK.startsWith('RECORD#'))
}

/** The members that these simultaneous writes change without an entry in their histories. */
export function changedInSilence(writes: readonly Written[]): readonly string[] {
  const told = new Set(writes.filter(isEvent).map(({ key }) => key.PK))
  const isMoved = movesConsents(writes)
  const changed = writes
    .filter(changesMember)
    .filter(({ key }) => !told.has(key.PK) && !(isMoved && key.SK.startsWith('CONSENT#')))
  return changed.map(({ verb, key, changed: parts }) =>
    [`${verb} ${key.SK.replace(/#.*/, '')}`, ...parts].join(' '),
  )
}

/** The changes of a history other than additions. */
export const historyChanged = (writes: readonly Written[]): readonly string[] =>
  writes
    .filter((write) => !isStripped(write) && !(movesConsents(writes) && write.key.SK.startsWith('CONSENT#')))
    .filter(
      ({ verb, key }) => /^(EVENT|CONSENT)#/.test(key.SK) && verb !== 'Put' && verb !== 'ConditionCheck',
    )
    .map(({ verb, key }) => `${verb} ${key.SK.replace(/#.*/, '')}`)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const placeholder = /#\w+/g

/** The top attributes that an update expression changes: all named ones, except the sources of values. */
function changedBy(expression: string, names: unknown): readonly string[] {
  const known = isRecord(names) ? names : {}
  const paths = expression.split(/\bSET\b|\bREMOVE\b|\bADD\b|\bDELETE\b|,/).map((part) => part.trim())
  const first = paths.flatMap((path) => path.match(placeholder)?.[0] ?? [])
  return [...new Set(first.map((name) => text(known[name])))]
}

const writeOf = (verb: Written['verb'], input: unknown): Written => {
  const given = isRecord(input) ? input : {}
  const place = isRecord(given['Item']) ? given['Item'] : isRecord(given['Key']) ? given['Key'] : {}
  return {
    verb,
    key: { PK: text(place['PK']), SK: text(place['SK']) },
    changed: changedBy(text(given['UpdateExpression']), given['ExpressionAttributeNames']),
    isConditional: 'ConditionExpression' in given,
  }
}

const verbs = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const

/** The writes in one entry of a transaction. */
export const writesIn = (entry: unknown): readonly Written[] =>
  verbs.flatMap((verb) => (isRecord(entry) && verb in entry ? [writeOf(verb, entry[verb])] : []))

/** The writes of a request of the document client. Empty for a read. */
export function writesOf(commandName: string, input: unknown): readonly Written[] {
  if (!isRecord(input)) return []
  switch (commandName) {
    case 'PutCommand':
      return [writeOf('Put', input)]
    case 'UpdateCommand':
      return [writeOf('Update', input)]
    case 'DeleteCommand':
      return [writeOf('Delete', input)]
    case 'TransactWriteCommand': {
      const items: readonly unknown[] = Array.isArray(input['TransactItems']) ? input['TransactItems'] : []
      return items.flatMap(writesIn)
    }
    default:
      return []
  }
}
