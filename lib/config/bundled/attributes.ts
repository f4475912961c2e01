import { createRequire } from 'node:module'
import type { CompiledAttributes } from '../../attributes/compiled-attributes.ts'
import { stageAttributes as noAttributes } from '../../attributes/no-attributes.ts'
import { bundledFile, settings } from '../current-stage.ts'

let loaded: CompiledAttributes | undefined

/**
 * Gives the stage's schema of attributes, which was compiled for the deployment. This module is `#stage-attributes` in
 * every bundle, so that a bundle is the same for all stages.
 */
export function stageAttributes(): CompiledAttributes {
  loaded ??=
    settings().attributes === null ? noAttributes() : load(bundledFile('attributes.cjs', process.env))
  return loaded
}

function load(file: string): CompiledAttributes {
  const compiled: { stageAttributes(): CompiledAttributes } = createRequire(file)(file)
  return compiled.stageAttributes()
}
