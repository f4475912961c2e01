import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll } from 'vitest'

/** Runs a program with options, and with a `cdk` that prints its own options and ends with 3. Call it at the top of a file. */
export function withFakeCdk(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-cdk-'))
  writeFileSync(join(folder, 'cdk'), '#!/bin/sh\necho "$@"\nexit 3\n', { mode: 0o755 })
  afterAll(() => rmSync(folder, { recursive: true }))
  const env = { ...process.env, PATH: [folder, process.env['PATH']].join(delimiter) }
  return (...options: readonly string[]) =>
    spawnSync(process.execPath, [program, ...options], { encoding: 'utf8', env })
}
