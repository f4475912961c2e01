import type { HookName } from '../domain/hooks/hook-name.ts'
import type { DoorThrottle } from '../domain/limits/throttles.ts'

/**
 * The DynamoDB actions that a Lambda may use on the table. A transaction needs the actions of its items,
 * since IAM has no action for transactions.
 */
type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

/** The S3 actions on uploads: create one, and change whether it stays. */
export type UploadAction = 'PutObject' | 'PutObjectTagging'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** One Lambda: its doors and its permissions. */
export interface Route {
  /** The name of the file in `functions/`, of the flow, and of the function in the stack. */
  readonly id: string
  readonly doors: readonly { readonly method: Method; readonly path: `/${string}` }[]
  /** Answers HEAD like GET, without a body. */
  readonly head?: true
  /** A description for people. */
  readonly does: string
  /** Callers sign with AWS credentials, and the gateway checks them (IAM). Absent: the function itself knows its callers. */
  readonly callers?: 'iam'
  /** Also answers who passes CloudFront by, on a stage that refuses others of them. */
  readonly direct?: true
  readonly touches: {
    readonly table: readonly TableAction[]
    /** Reaches this one row alone. Absent: any. */
    readonly rows?: 'health_note'
    /** Reads the index of due items. */
    readonly index?: boolean
    /** Records erased members in the ledger. */
    readonly ledger?: true
    /** The stage's secrets that it reads: `keys` signs, seals and holds provider credentials, `lookup` hashes. */
    readonly secrets: readonly ('keys' | 'lookup')[]
    /** Hashes new passwords, or compares them too, including hashes of earlier systems. Absent: no passwords. */
    readonly passwords?: 'hashes' | 'compares'
    /** It asks the identity gateway. */
    readonly identityGateway?: true
    /** Signs in by passkeys. A function that signs people in without this has none of them. */
    readonly passkeys?: true
    /** Absent: no access to uploads. */
    readonly uploads?: readonly UploadAction[]
    /** The hooks of the service that it calls. They run with its permissions. */
    readonly hooks?: readonly HookName[]
  }
  /** MB. Sign-ins mostly wait for the network; password hashing needs more CPU. */
  readonly memory: 512 | 1024 | 1769
  /** Which of the stage's throttles it has. */
  readonly throttle: DoorThrottle
}

/** Both secrets of the stage: a door that counts attempts, or compares or stores what identifies a person, hashes it. */
export const both = ['keys', 'lookup'] as const

/**
 * The table actions of a visit: gather facts, decide, and act. A visit can end in any row of the table of
 * cases.
 */
export const decidesAndActs = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const

/**
 * A service route: callers sign with AWS credentials, and it reads the lookup secret alone, so nothing that it holds
 * signs, seals or calls a provider.
 */
export const service = <Action extends TableAction>(...table: readonly Action[]) =>
  ({
    callers: 'iam',
    touches: { table, secrets: ['lookup'] },
    memory: 512,
    throttle: 'quiet',
  }) as const

/** One Lambda that a schedule calls. */
export interface Job {
  readonly id: string
  readonly does: string
  readonly everyMinutes: number
  readonly touches: Route['touches']
  readonly memory: Route['memory']
}

/** One Lambda that the table's stream calls with changes, in order per partition. */
export interface Listener {
  readonly id: string
  readonly does: string
  /** The filter pattern of the stream's records. Each list names the accepted values. */
  readonly filter: StreamPattern
  readonly touches: Route['touches'] & {
    /** Publishes events. */
    readonly bus: boolean
    /** Sends mails and texts. */
    readonly sends?: true
    /** Puts what it gives up into a queue of its own. */
    readonly failures?: true
  }
  /** A schedule calls the listener too, without records. */
  readonly everyMinutes?: number
  readonly memory: Route['memory']
}

/** One Lambda that a topic of another service calls. */
export interface Subscriber {
  readonly id: string
  readonly does: string
  /** `mail`: what SES says of mails. */
  readonly topic: 'mail'
  readonly touches: Route['touches']
  readonly memory: Route['memory']
}

/** One Lambda that reads a queue. */
export interface Consumer {
  readonly id: string
  readonly does: string
  /** `webhook`: the events for the service's webhook. */
  readonly queue: 'webhook'
  readonly touches: Route['touches']
  readonly memory: Route['memory']
}

/** A filter pattern of Lambda and EventBridge. Only equality is used here. */
export interface StreamPattern {
  readonly [name: string]: readonly string[] | StreamPattern
}
