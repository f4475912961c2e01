import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stage } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { buildSync } from 'esbuild'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** Where esbuild finds what compiled code leans on. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Stands for `#stage-attributes` in the bundles of a stage without a schema. */
export const noAttributes = './lib/attributes/no-attributes.ts'

/**
 * Writes the compiled schema of a stage beside its template, as one module that needs nothing else, and gives its
 * path; the bundles take it in. Without a schema it is the module of those that have none.
 */
export function attributesFile(scope: Construct, { attributes }: Pick<DeployedStage, 'attributes'>): string {
  if (attributes === undefined) return noAttributes
  const { outputFiles } = buildSync({
    stdin: { contents: attributes, resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  })
  const text = outputFiles.map((file) => file.text).join('')
  const name = `attributes.${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`
  const path = join(Stage.of(scope)?.outdir ?? root, name)
  writeFileSync(path, text)
  return path
}
