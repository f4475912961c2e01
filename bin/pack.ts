import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient } from '../lib/commands/package/build-client.ts'
import { buildPackage } from '../lib/commands/package/build-package.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'ieum-package-'))
try {
  for (const build of [buildPackage, buildClient]) {
    await build(root, folder)
    execFileSync('npm', ['pack', '--silent', '--pack-destination', root], { cwd: folder, stdio: 'inherit' })
  }
} finally {
  await rm(folder, { recursive: true })
}
