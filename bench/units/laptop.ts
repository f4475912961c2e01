import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Casts } from '../../lib/local/providers.ts'

type CastAtKakao = NonNullable<Casts['kakao']>

/** What the benchmark asks the laptop's process. */
export type LaptopRequest =
  | { readonly kind: 'start'; readonly cast: CastAtKakao }
  | { readonly kind: 'authorize'; readonly id: number; readonly url: string; readonly persona: string }

interface StartedLaptop {
  readonly kind: 'started'
  readonly origin: string
  readonly tableName: string
  readonly endpoint: string
}

/** What the laptop's process tells the benchmark. */
export type LaptopResponse =
  | StartedLaptop
  | { readonly kind: 'authorized'; readonly id: number; readonly url: string }

/** CPU time in milliseconds, as Linux counts it. */
export interface CpuTimes {
  readonly clients: number
  readonly laptop: number
  readonly database: number
}

/** The local stack beside this process. */
export interface Laptop extends Omit<StartedLaptop, 'kind'> {
  /** Walks through Kakao's pages as a person. Gives the way back. */
  authorize(url: string, persona: string): Promise<string>
  /** The CPU time so far. Zero for others where the system does not say it. */
  cpuTimes(): CpuTimes
  stop(): Promise<void>
}

/** Starts the local stack in a process of its own, with these people at Kakao. */
export async function startLaptop(cast: CastAtKakao): Promise<Laptop> {
  const child = fork(fileURLToPath(new URL('laptop-process.ts', import.meta.url)), {
    serialization: 'advanced',
  })
  const waiting = new Map<number, (url: string) => void>()
  const started = Promise.withResolvers<StartedLaptop>()
  child.once('exit', (code) => started.reject(new Error(`the laptop ended with ${code}`)))
  child.on('message', (response: LaptopResponse) => {
    if (response.kind === 'started') return started.resolve(response)
    waiting.get(response.id)?.(response.url)
    waiting.delete(response.id)
  })
  const send = (request: LaptopRequest): void => void child.send(request)
  send({ kind: 'start', cast })
  const { origin, tableName, endpoint } = await started.promise
  let visits = 0
  return {
    origin,
    tableName,
    endpoint,
    authorize(url, persona) {
      const id = visits++
      send({ kind: 'authorize', id, url, persona })
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    cpuTimes: () => cpuTimesWith(child),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}

function cpuTimesWith({ pid = 0 }: ChildProcess): CpuTimes {
  const { user, system } = process.cpuUsage()
  const database = descendantsOf(pid).reduce((sum, one) => sum + cpuMsOf(one), 0)
  return { clients: (user + system) / 1000, laptop: cpuMsOf(pid), database }
}

/** The text of a file of Linux's `/proc`, or nothing. */
function procText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Fields 14 and 15 of `stat` are ticks of 10 ms (proc_pid_stat(5)). The name before them may have spaces. */
function cpuMsOf(pid: number): number {
  const [, rest = ''] = procText(pid, 'stat').split(') ')
  const fields = rest.split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}

/** The database runs beneath a shell that watches it. */
function descendantsOf(pid: number): readonly number[] {
  const children = procText(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}
