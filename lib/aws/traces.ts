import { randomBytes } from 'node:crypto'
import { defined } from '../domain/values/defined.ts'

/*
 * Tells AWS X-Ray of the calls of a traced request: to the table, the secrets and the other services of AWS, and to the
 * providers. Lambda names the trace of an invocation in a variable, and runs the daemon that takes a call as one UDP datagram
 * (X-Ray developer guide, "Sending segment documents to the X-Ray daemon"). Where nothing is traced, this costs one look at
 * the variable, and loads nothing.
 */

/** One call. No word of it comes from a person: no path, no key, no body. */
export interface TracedCall {
  /** The service, or the host of a provider. */
  readonly name: string
  readonly namespace: 'aws' | 'remote'
  /** The operation of a service of AWS. */
  readonly operation?: string | undefined
  readonly method: string
}

interface Trace {
  readonly root: string
  readonly parent: string
}

/** The trace of this invocation: `Root=1-…;Parent=…;Sampled=1`, and what else Lambda adds. Undefined where it is not traced. */
function currentTrace(): Trace | undefined {
  const header = process.env['_X_AMZN_TRACE_ID']
  if (header?.includes('Sampled=1') !== true) return undefined
  const root = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(header)?.[1]
  const parent = /Parent=([0-9a-f]{16})/.exec(header)?.[1]
  return root === undefined || parent === undefined ? undefined : { root, parent }
}

/**
 * Runs a call, and tells X-Ray how long it took and how it ended. Gives its result, and throws its error. What `callOf` gives is made
 * where it is told.
 */
export function traced<Result extends { readonly status: number }>(
  callOf: () => TracedCall,
  run: () => Promise<Result>,
): Promise<Result> {
  const trace = currentTrace()
  return trace === undefined ? run() : tell(trace, callOf(), run)
}

async function tell<Result extends { readonly status: number }>(
  trace: Trace,
  call: TracedCall,
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = Date.now()
  let status: number | undefined
  try {
    const result = await run()
    status = result.status
    return result
  } finally {
    send(subsegmentOf(trace, call, startedAt, status))
  }
}

/** The document of a call (X-Ray segment documents). Without a status the call had no response, which is a fault. */
const subsegmentOf = (
  { root, parent }: Trace,
  { name, namespace, operation, method }: TracedCall,
  startedAt: number,
  status: number | undefined,
) => ({
  name,
  id: randomBytes(8).toString('hex'),
  trace_id: root,
  parent_id: parent,
  type: 'subsegment',
  namespace,
  start_time: startedAt / 1000,
  end_time: Date.now() / 1000,
  http: { request: { method }, ...(status !== undefined && { response: { status } }) },
  ...defined({
    aws: operation === undefined ? undefined : { operation },
    fault: status === undefined || status >= 500 || undefined,
    error: (status !== undefined && status >= 400 && status < 500) || undefined,
    throttle: status === 429 || undefined,
  }),
})

type Socket = ReturnType<ReturnType<typeof process.getBuiltinModule<'node:dgram'>>['createSocket']>
let socket: Socket | undefined

/** A datagram that is lost costs a line of a trace, and nobody waits for it. */
function send(document: object): void {
  const [, host, port] = /(?:^|udp:)([^:\s]+):(\d+)/.exec(process.env['AWS_XRAY_DAEMON_ADDRESS'] ?? '') ?? []
  if (host === undefined || port === undefined) return
  socket ??= openSocket()
  socket.send(`{"format":"json","version":1}\n${JSON.stringify(document)}`, Number(port), host, () => {})
}

/** Loaded when it is first needed: a function that traces nothing starts without it. */
function openSocket(): Socket {
  const opened = process.getBuiltinModule('node:dgram').createSocket('udp4')
  opened.on('error', () => {})
  return opened.unref()
}
