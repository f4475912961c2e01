import { type BundlingOptions, LogLevel, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Route } from '../../routes/routes.ts'
import type { StageFiles } from './stage-files.ts'

/**
 * How every function is bundled.
 *
 * - CommonJS: an ES module's `import 'node:http'` evaluates the module's lazy WebSocket and so loads undici, some
 *   30 ms of every cold start; `require` does not.
 * - UTF-8: as escapes, Korean texts take twice the bytes.
 * - The SDK is in the bundle: loading it from the runtime's own folder is slower than anything else.
 * - `module` before `main`, or the SDK comes in twice, in two module formats. `conditions` stays as it is: setting
 *   it would take esbuild's own `module` condition away.
 * - The source map lies beside the bundle and the bundle does not name it. Node would read a map that it knows of
 *   while it loads the bundle, for some 15 ms of every cold start, to make stack traces readable that can be made
 *   readable afterwards, from the map in the deployed asset.
 */
const bundling = {
  format: OutputFormat.CJS,
  minify: true,
  sourceMap: true,
  sourceMapMode: SourceMapMode.EXTERNAL,
  sourcesContent: false,
  mainFields: ['module', 'main'],
  externalModules: [],
  logLevel: LogLevel.WARNING,
  // From the root of the repository, where esbuild runs.
  esbuildArgs: {
    // The property `charset` of these options comes to nothing.
    '--charset': 'utf8',
    '--alias:@aws-sdk/credential-provider-node': './lib/cloud/functions/environment-credentials.ts',
  },
} satisfies BundlingOptions

/** Leaves a client of uploads out. */
const without = (library: string, isLeftOut: boolean) =>
  isLeftOut ? { [`--alias:${library}`]: './lib/cloud/functions/no-upload-client.ts' } : {}

/** Lays the stage's settings beside a bundle. Node copies, since shells differ from system to system. */
const laying = (settings: string, outputDir: string): string => {
  const copy = "require('node:fs').copyFileSync(process.argv[1], process.argv[2] + '/stage.json')"
  return [process.execPath, '-e', copy, settings, outputDir].map((word) => JSON.stringify(word)).join(' ')
}

/**
 * How a route's function is bundled: with the stage's settings and compiled schema of attributes, and without what
 * reaches a service, or compares old passwords, where the route does not.
 */
export const bundlingOf = (
  { touches }: Pick<Route, 'touches'>,
  { settings, attributes }: StageFiles,
): BundlingOptions => ({
  ...bundling,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_inputDir, outputDir) => [laying(settings, outputDir)],
  },
  esbuildArgs: {
    ...bundling.esbuildArgs,
    '--alias:#stage-attributes': attributes,
    ...(!touches.mail && { '--alias:@aws-sdk/client-ses': './lib/cloud/functions/no-mail-client.ts' }),
    ...(touches.sms !== true && { '--alias:@aws-sdk/client-sns': './lib/cloud/functions/no-sms-client.ts' }),
    ...(touches.passwords !== true && { '--alias:bcryptjs': './lib/cloud/functions/no-bcrypt.ts' }),
    ...without('@aws-sdk/client-s3', touches.uploads === undefined),
    ...without('@aws-sdk/s3-presigned-post', touches.uploads?.includes('PutObject') !== true),
  },
})
