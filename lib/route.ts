/** DynamoDB actions on the table. A transaction needs the actions of its rows; IAM knows no action of its own. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

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
  }
  /** MB. Sign-in mostly waits; hashing a password needs more. */
  readonly memory: 512 | 1024 | 1769
  /** Requests a second for the whole stage, and how many may come at once. */
  readonly throttle: { readonly rate: number; readonly burst: number }
}

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
