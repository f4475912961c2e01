import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import type { Job, Listener, Route, Subscriber } from '../../lib/routes/shape.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { writesOf } from './told-changes.ts'

const works: Readonly<Record<string, Route | Job | Listener | Subscriber>> = {
  ...routes,
  ...jobs,
  ...listeners,
  ...subscribers,
}

const singles: Readonly<Record<string, string>> = {
  GetCommand: 'GetItem',
  BatchGetCommand: 'BatchGetItem',
  ScanCommand: 'Scan',
  PutCommand: 'PutItem',
  UpdateCommand: 'UpdateItem',
  DeleteCommand: 'DeleteItem',
}

const isIndexed = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'IndexName' in input

/** The IAM actions for a request of the document client. */
export function actionsOf(commandName: string, input: unknown): readonly string[] {
  if (commandName === 'QueryCommand') return [isIndexed(input) ? 'Query on the index' : 'Query']
  if (commandName === 'TransactWriteCommand') {
    const verbs = writesOf(commandName, input).map(({ verb }) => verb)
    return [
      ...new Set(verbs.map((verb) => (verb === 'ConditionCheck' ? 'ConditionCheckItem' : `${verb}Item`))),
    ]
  }
  return [singles[commandName] ?? commandName]
}

/** The actions that a function's own line allows on the table. */
export function granted(id: string): ReadonlySet<string> {
  const touches = works[id]?.touches
  const index = touches !== undefined && 'index' in touches && touches.index ? ['Query on the index'] : []
  return new Set<string>([...(touches?.table ?? []), ...index])
}

const ownerOfDoor = (routeKey: string): string | undefined =>
  Object.values<Route>(routes).find(({ doors }) =>
    doors.some(({ method, path }) => `${method} ${path}` === routeKey),
  )?.id

/** The requests to a mocked table that a door's function is not allowed. */
export function notGranted(
  routeKey: string,
  calls: readonly { readonly args: readonly unknown[] }[],
): readonly string[] {
  const id = ownerOfDoor(routeKey)
  if (id === undefined) return []
  const allowed = granted(id)
  const asked = calls.flatMap(({ args: [command] }) =>
    typeof command === 'object' && command !== null && 'input' in command
      ? actionsOf(command.constructor.name, command.input)
      : [],
  )
  return asked.filter((action) => !allowed.has(action)).map((action) => `${id} may not ${action}`)
}
