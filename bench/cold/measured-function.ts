import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** What one step of a function took. */
interface MeasuredStep {
  readonly ms: number
  /** CPU time of the whole process. */
  readonly cpuMs: number
  /** MB of memory more than an empty program. */
  readonly memory: number
  readonly result: unknown
}

/** A function in a process of its own, as Lambda runs it. */
export interface MeasuredFunction {
  /** What loading took, at full speed. */
  readonly load: MeasuredStep
  /** Holds the process to a part of one core from now on. Gives whether this machine can. */
  slowDown(): boolean
  call(event: object): Promise<MeasuredStep>
  stop(): Promise<void>
}

/** The share of a core that Lambda gives a function of 512 MB. */
export const share = 512 / 1769

const program = `
const rss = process.memoryUsage.rss()
const step = async (work) => {
  const [cpu, at] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const ms = performance.now() - at
  const { user, system } = process.cpuUsage(cpu)
  console.log('\\u0000' + JSON.stringify({ ms, cpuMs: (user + system) / 1000, memory: (process.memoryUsage.rss() - rss) / 2 ** 20, result }))
}
let handler
let text = ''
process.stdin.setEncoding('utf8')
;(async () => {
  await step(async () => { ({ handler } = await import(process.env.ENTRY)) })
  process.stdin.on('data', (chunk) => {
    text += chunk
    for (let end = text.indexOf('\\n'); end >= 0; end = text.indexOf('\\n')) {
      const event = JSON.parse(text.slice(0, end))
      text = text.slice(end + 1)
      step(() => handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 }))
    }
  })
})()
`

/** The folder of control groups (Linux, version 1 or 2), and the files that limit a group. */
const groups = [
  [
    '/sys/fs/cgroup/cpu',
    'cpu.cfs_quota_us',
    (quota: number, period: number) => [
      ['cpu.cfs_period_us', period],
      ['cpu.cfs_quota_us', quota],
    ],
  ],
  [
    '/sys/fs/cgroup',
    'cgroup.controllers',
    (quota: number, period: number) => [['cpu.max', `${quota} ${period}`]],
  ],
] as const

/** Moves a process into a new control group. Gives how the group is removed; undefined where that is not allowed. */
function slowed(pid: number): (() => void) | undefined {
  const found = groups.find(([folder, file]) => existsSync(`${folder}/${file}`))
  if (found === undefined) return undefined
  const [folder, , limits] = found
  const group = `${folder}/ieum-bench-${pid}`
  try {
    mkdirSync(group)
    // Lambda measures in periods of 20 ms.
    for (const [file, value] of limits(Math.round(20_000 * share), 20_000)) {
      writeFileSync(`${group}/${file}`, `${value}`)
    }
    writeFileSync(`${group}/cgroup.procs`, `${pid}`)
    return () => rmdirSync(group)
  } catch {
    return undefined
  }
}

/** Starts a function. Takes the file that exports its handler, and its environment. */
export async function startFunction(
  entry: string,
  environment: Readonly<Record<string, string>>,
): Promise<MeasuredFunction> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, ['-e', program], {
    env: { ...environment, ENTRY: entry },
  })
  const steps: PromiseWithResolvers<MeasuredStep>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('\u0000')) steps.shift()?.resolve(JSON.parse(line.slice(1)))
  })
  child.stderr.pipe(process.stderr)
  child.once('exit', () => {
    for (const { reject } of steps.splice(0)) reject(new Error(`${entry} ended`))
  })
  function next(): Promise<MeasuredStep> {
    const step = Promise.withResolvers<MeasuredStep>()
    steps.push(step)
    return step.promise
  }
  const load = await next()
  let release: (() => void) | undefined
  return {
    load,
    slowDown() {
      release = slowed(child.pid ?? 0)
      return release !== undefined
    },
    call(event) {
      const step = next()
      child.stdin.write(`${JSON.stringify(event)}\n`)
      return step
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await ended
      release?.()
    },
  }
}
