/** DynamoDB actions on the table. A transaction needs the actions of its rows; IAM knows no action of its own. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

/** S3 actions on uploads: starting one, and deciding whether it is kept. */
export type UploadAction = 'PutObject' | 'PutObjectTagging'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** One Lambda: the doors it stands behind, and all that it may touch. */
export interface Route {
  /** Names the file in `functions/`, the flow, and the function in the stack. */
  readonly id: string
  readonly doors: readonly { readonly method: Method; readonly path: `/${string}` }[]
  /** What it does, for people. */
  readonly does: string
  readonly touches: {
    readonly table: readonly TableAction[]
    /** Reads the stage's secret: keys and provider credentials. */
    readonly secret: boolean
    /** Sends mail. */
    readonly mail: boolean
    /** Sends texts to phone numbers. */
    readonly sms?: true
    /** Compares passwords, also with what old systems kept of them. */
    readonly passwords?: true
    /** Absent: nothing to do with uploads. */
    readonly uploads?: readonly UploadAction[]
  }
  /** MB. Sign-in mostly waits; hashing a password needs more. */
  readonly memory: 512 | 1024 | 1769
  /** Requests a second for the whole stage, and how many may come at once. */
  readonly throttle: { readonly rate: number; readonly burst: number }
}

/** A door that people come by now and then. */
export const quiet = { rate: 50, burst: 100 } as const
/** A door that nearly every visit comes by. */
export const busy = { rate: 200, burst: 400 } as const

/** Counts a try, opens a session, and forgets the tries. */
export const countedEntry = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] as const

/** Gathers facts, decides, and acts: a visit can end in any row of the table of cases. */
export const decidesAndActs = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const

/** One Lambda that a schedule calls, not a person. */
export interface Job {
  readonly id: string
  readonly does: string
  readonly everyMinutes: number
  readonly touches: Route['touches'] & {
    /** Reads the index of what is due. */
    readonly index: boolean
  }
  readonly memory: Route['memory']
}

/** One Lambda that the table's stream calls, with what was changed; in order for each partition. */
export interface Listener {
  readonly id: string
  readonly does: string
  /** Which records of the stream reach it: a filter pattern, where each list names the values that will do. */
  readonly hears: StreamPattern
  readonly touches: Route['touches'] & {
    /** Tells the rest of the service. */
    readonly bus: boolean
  }
  readonly memory: Route['memory']
}

/** A pattern of EventBridge's and Lambda's kind; only equality is used here. */
export interface StreamPattern {
  readonly [name: string]: readonly string[] | StreamPattern
}
