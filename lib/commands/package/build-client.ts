import { execFile } from 'node:child_process'
import { cp, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/** What the client's package holds besides compiled code. A page may copy the source of the elements. */
const copied = [
  'LICENSE',
  'client/README.md',
  'client/README.ko.md',
  'client/elements',
  'client/package.json',
]

/**
 * Builds the package of the client in a folder, which it empties first: compiled code with its types, and the elements
 * to copy. Takes the repository's root, where it must run. Throws the error of the compiler.
 */
export async function buildClient(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const compile = [compiler, '-p', join(root, 'client'), '--outDir', join(folder, 'dist')]
  await Promise.all([
    promisify(execFile)(process.execPath, compile),
    ...copied.map((one) => cp(join(root, one), join(folder, basename(one)), { recursive: true })),
  ])
}
