import { type BuildOptions, buildSync } from 'esbuild'

/** How a service's module of hooks is bundled, on a laptop as in the cloud: with all that it imports, as CommonJS. */
export const hooksBundling = (file: string) =>
  ({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    charset: 'utf8',
    mainFields: ['module', 'main'],
    // Stack traces in the log name the service's own functions.
    minify: false,
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
  }) as const satisfies BuildOptions

/**
 * Bundles a service's module of hooks. Takes the absolute path of the module, gives the text of `hooks.cjs`. Throws an
 * `Error` that names the file and the place of a fault.
 */
export function bundleHooks(file: string): string {
  const { outputFiles } = buildSync(hooksBundling(file))
  return outputFiles.map(({ text }) => text).join('')
}
