import { basename } from 'node:path'

const entry = (path: string): string => new URL(`../../../client/${path}`, import.meta.url).pathname

/** The scripts of the client and of its elements, by their file names. They are made once, for the first page. */
let scripts: Promise<ReadonlyMap<string, Uint8Array>> | undefined

async function bundle(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: { client: entry('src/index.ts'), elements: entry('elements/index.ts') },
    bundle: true,
    // One class of problems for both, or `instanceof` would tell them apart.
    splitting: true,
    // What both share has a name that the page can ask for early.
    chunkNames: 'shared',
    format: 'esm',
    minify: true,
    write: false,
    outdir: 'demo',
  })
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]))
}

/** A script of the client for the demo's pages. Undefined for an unknown name. */
export async function clientScript(name: string): Promise<Uint8Array | undefined> {
  scripts ??= bundle()
  return (await scripts).get(name)
}
