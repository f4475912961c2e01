import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { handlerName } from '../../lib/cloud/functions/library-files.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** What became of one call: the response of the handler, or its error; and every line that the function printed. */
export interface Invocation {
  readonly kind: 'response' | 'error'
  readonly value: unknown
  readonly lines: readonly string[]
}

/**
 * The part of a runtime's client: it loads the bundle, asks for the next event, and posts what the handler gives. Unlike
 * a call in this process, event and response pass as JSON, and the function knows nothing but its environment.
 */
const bootstrap = `
const { request } = require('node:http')
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/'
const call = (method, path, body) => new Promise((resolve, reject) => {
  const sent = request(api + path, { method, agent: false }, async (response) => {
    let text = ''
    for await (const chunk of response) text += chunk
    resolve({ headers: response.headers, text })
  })
  sent.on('error', reject)
  sent.end(body)
})
const failed = (error) => JSON.stringify({ errorType: error.name, errorMessage: error.message })
async function run() {
  let handler
  try {
    const [file, name] = process.env._HANDLER.split('.')
    handler = (await import(process.env.LAMBDA_TASK_ROOT + '/' + file + '.mjs'))[name]
    if (typeof handler !== 'function') throw new Error('no handler')
  } catch (error) {
    await call('POST', 'init/error', failed(error))
    process.exit(1)
  }
  for (;;) {
    const { headers, text } = await call('GET', 'invocation/next')
    const id = headers['lambda-runtime-aws-request-id']
    const deadline = Number(headers['lambda-runtime-deadline-ms'])
    const context = {
      awsRequestId: id,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    }
    try {
      await call('POST', 'invocation/' + id + '/response', JSON.stringify((await handler(JSON.parse(text), context)) ?? null))
    } catch (error) {
      await call('POST', 'invocation/' + id + '/error', failed(error))
    }
  }
}
run()
`

/**
 * Runs a bundle in a process of its own and hands it events by Lambda's Runtime API (version 2018-06-01), one after the
 * other. Takes the folder of the bundle, the environment, and the events. Gives what became of each.
 */
export async function runInLambda(
  folder: string,
  environment: Readonly<Record<string, string>>,
  events: readonly unknown[],
): Promise<readonly Invocation[]> {
  const done = Promise.withResolvers<void>()
  const results: { kind: 'response' | 'error'; value: unknown; upTo: number }[] = []
  const lines: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    const { url = '' } = incoming
    if (url.endsWith('/invocation/next')) {
      if (results.length === events.length) return done.resolve()
      outgoing.writeHead(200, {
        'lambda-runtime-aws-request-id': `invocation-${results.length}`,
        'lambda-runtime-deadline-ms': Date.now() + 10_000,
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:ap-northeast-2:123456789012:function:smoke',
      })
      outgoing.end(JSON.stringify(events[results.length]))
      return
    }
    const kind = url.endsWith('/response') ? 'response' : 'error'
    results.push({ kind, value: JSON.parse(text), upTo: lines.length })
    outgoing.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  const child = spawn(process.execPath, ['-e', bootstrap], {
    env: {
      ...environment,
      _HANDLER: handlerName,
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)))
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([done.promise, ended])
  child.kill()
  await ended
  server.closeAllConnections()
  server.close()
  return results.map(({ kind, value }) => ({ kind, value, lines }))
}
